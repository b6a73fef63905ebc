"""In and out of the console: the one-time link, the password, signing out."""

from fastapi import APIRouter, Request, Response

from vitrine.api import sessions, staff
from vitrine.api.access import CONSOLE, Here
from vitrine.api.console import shapes
from vitrine.api.console.shapes import Entrance, ForWhat, Person
from vitrine.api.shapes import Session
from vitrine.api.staff import Signed, Viewer
from vitrine.privacy.accounts import Account, plain
from vitrine.privacy.sign_ins import SignedOut
from vitrine.workflows.studio import Studio

router = APIRouter()


@router.get("/session")
def entrance(request: Request, here: Here) -> Entrance:
    """Who is signed in; and whether there is anybody who could be."""
    try:
        sign_in = staff.signed_in(request, here)
    except SignedOut:
        return Entrance(here=None, first=here.staff.accounts.none(), passkeys_work=works(request))
    mine = len(here.staff.passkeys.of(sign_in.account.id))
    now = shapes.Here(account=person(sign_in.account), csrf=sign_in.csrf, passkeys=mine)
    return Entrance(here=now, first=False, passkeys_work=works(request))


@router.post("/link")
def link(request: Request, here: Here, asked: shapes.LookAtLink) -> ForWhat:
    """What a one-time link is for."""
    _hold_back(request)
    role, name = here.staff.invitations.look(asked.link, staff.near(request))
    return ForWhat(role=role, name=name)


@router.post("/welcome", status_code=201)
def welcome(request: Request, response: Response, here: Here, asked: shapes.Welcome) -> Entrance:
    """Make the account that a link is for, or set its password; signs in. The link is void then."""
    _hold_back(request)
    account = here.staff.invitations.redeem(asked.link, staff.near(request), asked.name, asked.password)
    return _in(request, response, here, account)


@router.post("/sign-in")
def sign_in(request: Request, response: Response, here: Here, asked: shapes.SignIn) -> Entrance:
    """Sign in by name and password."""
    _hold_back(request)
    request.app.state.names.take(plain(asked.name))
    return _in(request, response, here, here.staff.accounts.recognise(asked.name, asked.password))


@router.post("/sign-in/passkey/options")
def ask_passkey(request: Request, here: Here) -> shapes.Ceremony:
    """What the browser needs to sign in by a passkey."""
    _hold_back(request)
    return shapes.Ceremony(**here.staff.passkeys.asking(staff.site(request)))


@router.post("/sign-in/passkey")
def sign_in_by_passkey(request: Request, response: Response, here: Here, used: shapes.UsePasskey) -> Entrance:
    """Sign in by a passkey of this address."""
    _hold_back(request)
    account = here.staff.passkeys.recognise(staff.site(request), used.challenge_id, used.credential)
    return _in(request, response, here, account)


@router.post("/sign-out", status_code=204)
def sign_out(request: Request, here: Here, signed: Signed, asked: shapes.SignOut) -> Response:
    """Sign this browser out, or every browser of the account."""
    here.staff.sign_ins.end(signed, asked.everywhere)
    response = Response(status_code=204)
    response.delete_cookie(staff.cookie_name(request), secure=request.url.scheme == "https", samesite="strict")
    return response


@router.put("/password")
def password(request: Request, response: Response, here: Here, signed: Signed, asked: shapes.NewPassword) -> Entrance:
    """Change one's own password; every other browser is signed out."""
    request.app.state.names.take(plain(signed.account.name))
    account = here.staff.accounts.recognise(signed.account.name, asked.old)
    with here.database.write() as base:
        here.staff.accounts.set_password(base, account.id, asked.new)
    return _in(request, response, here, account)


@router.post("/preview", status_code=201)
def preview(here: Here, _viewer: Viewer) -> Session:
    """A shopper's session of one's own, to try products on that are not published yet."""
    return sessions.opened(here, CONSOLE)


def works(request: Request) -> bool:
    """Whether a browser makes passkeys here: a host name (an IP address is none), over HTTPS or on this machine."""
    host = staff.site(request).host
    named = bool(host) and not host.replace(".", "").isdigit() and ":" not in host
    return named and (request.url.scheme == "https" or host == "localhost" or host.endswith(".localhost"))


def person(account: Account) -> Person:
    """An account as the console shows it."""
    return Person(id=account.id, name=account.name, role=account.role, created_at=account.created_at)


def _hold_back(request: Request) -> None:
    """Guessing takes too long; and no page of another origin signs a browser in."""
    staff.from_us(request)
    request.app.state.entrances.take(staff.caller(request))


def _in(request: Request, response: Response, here: Studio, account: Account) -> Entrance:
    cookie = here.staff.sign_ins.open(account)
    staff.keep_signed_in(request, response, cookie)
    now = here.staff.sign_ins.recognise(cookie)
    mine = len(here.staff.passkeys.of(account.id))
    signed = shapes.Here(account=person(account), csrf=now.csrf, passkeys=mine)
    return Entrance(here=signed, first=False, passkeys_work=works(request))
