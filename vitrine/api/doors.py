"""Around every answer: security headers and bounded bodies. Pure ASGI, so that streams stream."""

from collections.abc import Callable
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from vitrine.errors import TooManyBytes

PAGE: Final = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' blob: data:; "
    "connect-src 'self'; media-src 'self' blob:; worker-src 'self' blob:; font-src 'self'; manifest-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors {ancestors}"
)
"""The policy of pages; `{ancestors}`: who may show one in a frame."""
DATA: Final = "default-src 'none'; frame-ancestors 'none'; sandbox"
"""The policy of all that is no page."""
COMMON: Final = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), microphone=(), geolocation=(), payment=(), usb=()",
    "Content-Security-Policy": DATA,
    "Cache-Control": "no-store",
}
JSON_BYTES: Final = 64 * 1024


class SecurityHeaders:
    """Adds what a route has not set by itself."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on; complete the headers of the answer."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def complete(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in COMMON.items():
                    headers.setdefault(name, value)
                if scope["scheme"] == "https":
                    headers.setdefault("Strict-Transport-Security", "max-age=31536000")
            await send(message)

        await self.app(scope, receive, complete)


class HeadAsGet:
    """Answers HEAD as GET (RFC 9110, 9.3.2); the server leaves the body away. Not for streams, which would not end."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, as GET where HEAD was asked."""
        if scope["type"] == "http" and scope["method"] == "HEAD" and not scope["path"].endswith("/events"):
            scope = {**scope, "method": "GET"}
        await self.app(scope, receive, send)


class LastResort:
    """Answers for what nobody foresaw: the framework would log the exception's message, which may quote a shopper."""

    def __init__(self, app: ASGIApp, answer: Callable[[Request, Exception], Response]) -> None:
        """`answer` makes the response and logs what may be logged."""
        self.app = app
        self.answer = answer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on; answer if nothing was answered yet."""
        begun = False

        async def noted(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self.app(scope, receive, noted)
        except Exception as error:
            if scope["type"] != "http":
                raise
            response = self.answer(Request(scope), error)
            if not begun:
                await response(scope, receive, send)


class BoundedBodies:
    """Refuses a body that is larger than its address allows, before it is in memory."""

    def __init__(self, app: ASGIApp, limit: Callable[[str], int]) -> None:
        """`limit` gives the largest body of a path, in bytes."""
        self.app = app
        self.limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on; count what comes in."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        limit, got = self.limit(scope["path"]), 0
        told = Headers(scope=scope).get("content-length", "0")

        async def counted() -> Message:
            nonlocal got
            if told.isdigit() and int(told) > limit:
                raise TooManyBytes
            message = await receive()
            got += len(message.get("body", b""))
            if got > limit:
                raise TooManyBytes
            return message

        await self.app(scope, counted, send)
