"""Who works here: somebody signed in at the console (a cookie and, for changes, its CSRF token), or a merchant's key.

The cookie is `HttpOnly`, `SameSite=Strict`, and over HTTPS `Secure` with the prefix `__Host-` (RFC 6265bis). A request
that changes something must come from a page of ours and carry `X-CSRF-Token`, which other origins cannot read.
"""

import ipaddress
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Final
from urllib.parse import urlsplit

from fastapi import Depends, Request, Response

from vitrine.api.access import Bearer, Here, own_page
from vitrine.errors import BadInput
from vitrine.privacy.accounts import Account, Role
from vitrine.privacy.passkeys import Site
from vitrine.privacy.sign_ins import LONGEST, NotYours, SignIn
from vitrine.workflows.studio import Studio

COOKIE: Final = "vitrine-console"
SAFE: Final = ("GET", "HEAD", "OPTIONS")
PASSED_ON: Final = ("forwarded", "x-forwarded-for", "x-real-ip", "via")


class ForeignPage(BadInput):
    """The request does not come from the console."""

    code = "foreign-page"
    status = 403
    zh = "请求不是来自控制台。"
    remedy = "Reload the console and try again; programs use a merchant key instead."
    remedy_zh = "请刷新控制台后重试;程序请使用商家密钥。"


@dataclass(frozen=True)
class Actor:
    """Who does something with the shop's products."""

    id: str
    """Of the account or the key."""
    name: str
    """The account's name, or `key ID`."""


def signed_in(request: Request, here: Here) -> SignIn:
    """Who is signed in; raises SignedOut, and ForeignPage where a change lacks its token."""
    found = here.staff.sign_ins.recognise(request.cookies.get(cookie_name(request), ""))
    if request.method not in SAFE:
        from_us(request)
        if not here.staff.sign_ins.csrf_holds(found, request.headers.get("x-csrf-token", "")):
            raise ForeignPage
    return found


def from_us(request: Request) -> None:
    """Raises ForeignPage when the browser says that a page of another origin asks."""
    if not own_page(request) or request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise ForeignPage


def _at_least(role: Role) -> Callable[[SignIn], Account]:
    def found(sign_in: Annotated[SignIn, Depends(signed_in)]) -> Account:
        if not sign_in.account.may(role):
            raise NotYours
        return sign_in.account

    return found


def _acting(role: Role) -> Callable[[Request, Studio, Bearer], Actor]:
    def found(request: Request, here: Here, bearer: Bearer) -> Actor:
        if bearer is not None:
            key = here.keys.recognise(bearer.credentials, "merchant")
            return Actor(key.id, f"key {key.id}")
        account = _at_least(role)(signed_in(request, here))
        return Actor(account.id, account.name)

    return found


Signed = Annotated[SignIn, Depends(signed_in)]
Viewer = Annotated[Account, Depends(_at_least("viewer"))]
Editor = Annotated[Account, Depends(_at_least("editor"))]
Owner = Annotated[Account, Depends(_at_least("owner"))]
Reader = Annotated[Actor, Depends(_acting("viewer"))]
"""May look at products: a merchant key, or anybody signed in."""
Writer = Annotated[Actor, Depends(_acting("editor"))]
"""May change products: a merchant key, or an editor or owner signed in."""

READS: Final = [Depends(_acting("viewer"))]
"""The same for a route that does not care who it is."""
WRITES: Final = [Depends(_acting("editor"))]


def cookie_name(request: Request) -> str:
    """The cookie's name; over HTTPS a browser takes this prefix from the host itself only."""
    return f"__Host-{COOKIE}" if request.url.scheme == "https" else COOKIE


def keep_signed_in(request: Request, response: Response, cookie: str) -> None:
    """Give the browser its cookie."""
    response.set_cookie(
        cookie_name(request),
        cookie,
        max_age=int(LONGEST.total_seconds()),
        secure=request.url.scheme == "https",
        httponly=True,
        samesite="strict",
    )


def near(request: Request) -> bool:
    """Whether the call comes from this machine itself: both ends are loopback, and no proxy has passed it on."""
    names = (request.client.host if request.client else "", site(request).host)
    return all(map(_loopback, names)) and not any(name in request.headers for name in PASSED_ON)


def site(request: Request) -> Site:
    """The origin that the browser sees, from the Host header: a passkey is bound to it by the browser."""
    address = f"{request.url.scheme}://{request.headers.get('host', '')}"
    return Site(address, urlsplit(address).hostname or "")


def caller(request: Request) -> str:
    """The address that calls, for limits."""
    return request.client.host if request.client else ""


def _loopback(name: str) -> bool:
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return name == "localhost"
