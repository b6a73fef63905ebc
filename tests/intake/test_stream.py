"""Bodies are read into bounded memory: over the limit, too slow or empty is a clear error, at once."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from vitrine.errors import BodyTooSlow, EmptyPicture, TooManyBytes
from vitrine.intake.stream import Bodies


async def chunks(*parts: bytes) -> AsyncIterator[bytes]:
    for part in parts:
        yield part


def test_reads_a_body_up_to_the_limit() -> None:
    assert asyncio.run(Bodies(6).read(chunks(b"abc", b"", b"def"), "6")) == b"abcdef"
    assert asyncio.run(Bodies(6).read(chunks(b"abcdef"))) == b"abcdef"


def test_stops_at_the_first_chunk_over_the_limit() -> None:
    taken: list[int] = []

    async def endless() -> AsyncIterator[bytes]:
        while True:
            taken.append(1)
            yield b"x" * 10

    with pytest.raises(TooManyBytes):
        asyncio.run(Bodies(100).read(endless(), "5"))
    assert len(taken) == 11


def test_a_declared_length_over_the_limit_is_refused_unread() -> None:
    async def untouched() -> AsyncIterator[bytes]:
        raise AssertionError("read")
        yield b""

    with pytest.raises(TooManyBytes):
        asyncio.run(Bodies(100).read(untouched(), "101"))


@pytest.mark.parametrize("declared", ["-1", "x", "", "1e3"])
def test_a_senseless_length_is_not_believed(declared: str) -> None:
    assert asyncio.run(Bodies(100).read(chunks(b"abc"), declared)) == b"abc"


def test_a_body_without_bytes() -> None:
    with pytest.raises(EmptyPicture):
        asyncio.run(Bodies(100).read(chunks(b"", b"")))


def test_a_body_that_never_ends_coming() -> None:
    async def stuck() -> AsyncIterator[bytes]:
        yield b"x"
        await asyncio.Event().wait()

    with pytest.raises(BodyTooSlow):
        asyncio.run(Bodies(100, seconds=0.01).read(stuck()))


def test_so_many_at_once_and_no_more() -> None:
    async def main() -> int:
        bodies, reading, most = Bodies(100, at_once=2), 0, 0

        async def counted() -> AsyncIterator[bytes]:
            nonlocal reading, most
            reading += 1
            most = max(most, reading)
            for _ in range(3):
                await asyncio.sleep(0)
                yield b"x"
            reading -= 1

        assert await asyncio.gather(*(bodies.read(counted()) for _ in range(7))) == [b"xxx"] * 7
        return most

    assert asyncio.run(main()) == 2
