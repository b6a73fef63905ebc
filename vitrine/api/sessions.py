"""Sessions: a page trades its publishable key for a token; all that a shopper gives belongs to the session."""

from datetime import UTC, datetime

from fastapi import APIRouter, Request, Response

from vitrine.api import access
from vitrine.api.access import Here, Shopper
from vitrine.api.shapes import OpenSession, RenewSession, Seen, Session, Token
from vitrine.errors import BadToken, Gone, WrongOrigin
from vitrine.workflows import erase
from vitrine.workflows.studio import Studio

router = APIRouter(prefix="/v1/sessions", tags=["sessions"])


@router.post("", status_code=201)
def open_session(request: Request, here: Here, asked: OpenSession) -> Session:
    """Open a session. Its data is erased after 24 hours, or at once on request."""
    request.app.state.openings.take(request.client.host if request.client else "")
    own = access.own_page(request)
    key = None
    if asked.key is not None:
        # In a frame the page is ours; which pages may show the frame, its policy has said already.
        key = here.keys.recognise(asked.key, "publishable", None if own else request.headers["origin"], framed=own).id
    elif not own:
        raise WrongOrigin
    return opened(here, key)


def opened(here: Studio, key: str | None) -> Session:
    """A new session for this key; None: our own page."""
    session = here.open_session()
    until = here.vault.expires_at(session)
    token, expires_at = here.tokens.session(session, key, until)
    return Session(
        session=session,
        token=token,
        expires_at=datetime.fromtimestamp(expires_at, UTC),
        refresh=here.tokens.refresh(session, key, until),
    )


@router.post("/seen", status_code=204)
def seen(request: Request, here: Here, asked: Seen) -> Response:
    """Our frame says on which page it was opened, so that the console can tell whether the pasted code works."""
    request.app.state.seen.take(request.client.host if request.client else "")
    if not access.own_page(request):
        raise WrongOrigin
    here.keys.saw(asked.key, asked.page)
    return Response(status_code=204)


@router.post("/renew")
def renew(here: Here, asked: RenewSession) -> Token:
    """A fresh token for a session that still lives."""
    claims = here.tokens.read(asked.refresh, "refresh")
    access.page_key(here, claims)
    try:
        until = here.vault.expires_at(claims.session)
    except Gone:
        raise BadToken from None
    token, expires_at = here.tokens.session(claims.session, claims.key, until)
    return Token(session=claims.session, token=token, expires_at=datetime.fromtimestamp(expires_at, UTC))


@router.delete("/current", status_code=204)
def erase_session(here: Here, shopper: Shopper) -> Response:
    """Erase everything of this session now; its key is destroyed."""
    erase.erase_session(here, shopper.session)
    return Response(status_code=204)
