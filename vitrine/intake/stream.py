"""A request's body, chunk by chunk into bounded memory: never into a temporary file, never more than the limit."""

import asyncio
from collections.abc import AsyncIterable
from typing import Final

from vitrine.errors import BodyTooSlow, EmptyPicture, TooManyBytes

SECONDS: Final = 60.0
AT_ONCE: Final = 8


class Bodies:
    """Reads bodies; at most `at_once` at a time, so that memory stays below `at_once` times `limit`.

    Further requests wait unread: their senders are held back by the network itself.
    """

    def __init__(self, limit: int, at_once: int = AT_ONCE, seconds: float = SECONDS) -> None:
        """`limit` in bytes, `seconds` for one whole body."""
        self._limit = limit
        self._seconds = seconds
        self._turn = asyncio.Semaphore(at_once)

    async def read(self, chunks: AsyncIterable[bytes], declared: str | None = None) -> bytes:
        """The whole body. `declared`: the Content-Length header.

        Raises:
            TooManyBytes: as soon as the limit is passed, by the header or by what came.
            BodyTooSlow: it did not arrive in time.
            EmptyPicture: it has no bytes.
        """
        if declared is not None and declared.isdecimal() and int(declared) > self._limit:
            raise TooManyBytes
        async with self._turn:
            try:
                async with asyncio.timeout(self._seconds):
                    body = await self._whole(chunks)
            except TimeoutError:
                raise BodyTooSlow from None
        if not body:
            raise EmptyPicture
        return body

    async def _whole(self, chunks: AsyncIterable[bytes]) -> bytes:
        body = bytearray()
        async for chunk in chunks:
            if len(body) + len(chunk) > self._limit:
                raise TooManyBytes
            body += chunk
        return bytes(body)
