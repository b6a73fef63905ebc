"""Taking pictures in over the web: the body bounded in memory, the work in a thread, so that nobody else waits."""

import hashlib
import hmac
from collections.abc import Callable
from typing import Annotated, Any

import anyio
from fastapi import Header, Request

from vitrine.errors import EmptyPicture
from vitrine.intake.stream import Bodies
from vitrine.jobs.ledger import Key, QueueFull
from vitrine.privacy.tokens import Claims
from vitrine.storage.tables import Picture
from vitrine.workflows.studio import Studio

BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "description": "The picture's bytes: JPEG, PNG, WebP, AVIF, HEIC, GIF or BMP.",
        "content": {"image/*": {"schema": {"type": "string", "format": "binary"}}},
    }
}
WAITING = 16
"""Uploads that may be looked at or wait for it; the next one is asked to come again."""

Add = Callable[[Studio, str, bytes, Key | None], Picture]
OnceHeader = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        max_length=255,
        description="The same key and picture give the same answer again for 24 hours; another picture is refused.",
    ),
]


async def whole(request: Request) -> bytes:
    """The whole body of a merchant's request, in bounded memory; raises TooManyBytes, BodyTooSlow, EmptyPicture."""
    bodies: Bodies = request.app.state.product_bodies
    return await bodies.read(request.stream(), request.headers.get("content-length"))


async def feed(request: Request) -> bytes:
    """The same for a feed or a file of a folder, which may be empty."""
    bodies: Bodies = request.app.state.feed_bodies
    try:
        return await bodies.read(request.stream(), request.headers.get("content-length"))
    except EmptyPicture:
        return b""


def once(request: Request, body: bytes) -> Key | None:
    """The `Idempotency-Key` of a request whose body is read already."""
    key = request.headers.get("idempotency-key")
    if not key:
        return None
    digest = hashlib.sha256(f"{request.method} {request.url.path}\n".encode() + body)
    return Key(key[:255], digest.hexdigest())


def fingerprint(here: Studio, what: str, body: bytes) -> str:
    """Tells one request from another. Keyed: a plain hash would tell who has a photo that it was here."""
    return hmac.new(here.vault.master.derive("fingerprints"), what.encode() + b"\n" + body, hashlib.sha256).hexdigest()


async def take(request: Request, here: Studio, shopper: Claims, add: Add, once: str | None) -> Picture:
    """The record of an uploaded picture; `once`: its `Idempotency-Key`.

    Raises:
        QueueFull: too many uploads wait.
        BadInput: what is wrong with the picture.
        KeyReused: another picture came under the key before.
    """
    request.app.state.uploads.take(shopper.session)
    limiter: anyio.CapacityLimiter = request.app.state.looking
    if limiter.available_tokens < 1:
        raise QueueFull(2)
    data = await request.app.state.bodies.read(request.stream(), request.headers.get("content-length"))
    # A place is taken without waiting: many that came in while their bodies were read must not pile up behind it.
    place = object()
    try:
        limiter.acquire_on_behalf_of_nowait(place)
    except anyio.WouldBlock:
        raise QueueFull(2) from None
    try:
        key = None if once is None else Key(once, fingerprint(here, f"POST {request.url.path}", data))
        return await anyio.to_thread.run_sync(add, here, shopper.session, data, key)
    finally:
        limiter.release_on_behalf_of(place)
