"""Who is calling: a shopper by session token, a merchant by secret key. Tokens come in headers, never in addresses."""

import hashlib
from typing import Annotated, Final
from urllib.parse import urlsplit

from fastapi import Depends, Header, Request
from fastapi.security import HTTPBearer
from fastapi.security.http import HTTPAuthorizationCredentials

from vitrine.errors import BadKey, BadToken, Gone
from vitrine.jobs.ledger import Key
from vitrine.privacy.keys import ApiKey
from vitrine.privacy.tokens import Claims
from vitrine.workflows.studio import Studio

CONSOLE: Final = "console"
"""Stands for a key in the sessions with which the console tries products on."""
BEARER = HTTPBearer(auto_error=False, description="A session token, or a merchant key for `/v1/run`.")


def studio(request: Request) -> Studio:
    """The server's parts."""
    found: Studio = request.app.state.studio
    return found


Here = Annotated[Studio, Depends(studio)]
Bearer = Annotated[HTTPAuthorizationCredentials | None, Depends(BEARER)]


def shopper(here: Here, bearer: Bearer) -> Claims:
    """The session that a token speaks for; raises BadToken, also when the session is erased or over."""
    claims = here.tokens.read(bearer.credentials if bearer else "", "session")
    try:
        here.vault.expires_at(claims.session)
    except Gone:
        raise BadToken from None
    return claims


def visitor(here: Here, bearer: Bearer) -> Claims | None:
    """The session that a token speaks for; None for somebody who sent none. Raises BadToken."""
    return None if bearer is None else shopper(here, bearer)


def merchant(here: Here, bearer: Bearer) -> ApiKey:
    """The merchant whose key was sent; raises BadKey or WrongRole."""
    if bearer is None:
        raise BadKey
    return here.keys.recognise(bearer.credentials, "merchant")


def page_key(here: Studio, claims: Claims) -> ApiKey | None:
    """The publishable key that opened the session, None for our own pages; raises BadKey when it is revoked."""
    return None if claims.key in (None, CONSOLE) else here.keys.by_id(str(claims.key))


def sees_drafts(here: Studio, claims: Claims | None) -> bool:
    """Whether products that are not published may be tried on: in the console, and with a staging key."""
    if claims is None:
        return False
    key = page_key(here, claims)
    return claims.key == CONSOLE or (key is not None and key.uses.staging)


Shopper = Annotated[Claims, Depends(shopper)]
Visitor = Annotated[Claims | None, Depends(visitor)]
Merchant = Annotated[ApiKey, Depends(merchant)]


def own_page(request: Request) -> bool:
    """Whether the call comes from a page of this server, or from no page at all."""
    origin = request.headers.get("origin")
    return origin is None or urlsplit(origin).netloc == request.headers.get("host")


async def idempotency(
    request: Request,
    idempotency_key: Annotated[
        str | None,
        Header(
            max_length=255,
            description="The same key and body give the same job again for 24 hours; a different body is refused.",
        ),
    ] = None,
) -> Key | None:
    """The `Idempotency-Key`, with what tells this request from another."""
    if idempotency_key is None:
        return None
    digest = hashlib.sha256(f"{request.method} {request.url.path}\n".encode())
    digest.update(await request.body())
    return Key(idempotency_key, digest.hexdigest())


Once = Annotated[Key | None, Depends(idempotency)]
