"""Decoding in a limited process that is kept warm, and is killed and replaced when a picture takes too long."""

import contextlib
import fcntl
import json
import os
import queue
import secrets
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from typing import IO, Any, Final

import numpy as np

from vitrine import errors
from vitrine.errors import EmptyPicture, TooHardToDecode, TooManyBytes
from vitrine.intake.limited import ANSWER, REQUEST
from vitrine.intake.pictures import Decoded, Limits

SECONDS: Final = 15.0
"""Wall-clock time a picture may take."""


START_SECONDS: Final = 60.0
PIPE: Final = 1 << 20
"""Bytes that may wait in a pipe; the system's own 64 KiB would cost a large picture hundreds of waits."""


class Decoder:
    """Decodes as `intake.pictures.read` does, outside this process. Safe for threads: one picture at a time."""

    def __init__(self, limits: Limits = Limits(), seconds: float = SECONDS) -> None:  # noqa: B008
        self._limits = limits
        self._seconds = seconds
        self._lock = threading.Lock()
        self._helper: subprocess.Popen[bytes] | None = None
        self.confined: dict[str, str] = {}
        """`network`: `namespace` (there is none) or `descriptors` (no socket can be opened); `calls`: whether system
        calls are `filtered` or `open`."""

    def read(self, data: bytes) -> Decoded:
        """The picture in `data`; raises as `intake.pictures.read` does."""
        if not data:
            raise EmptyPicture
        if len(data) > self._limits.bytes:
            raise TooManyBytes
        with self._lock:
            return self._ask(data)

    def start(self) -> None:
        """Start the helper now, so that the first picture does not wait for it."""
        with self._lock:
            self._running()

    def close(self) -> None:
        """End the helper."""
        with self._lock:
            self._kill()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._helper is None or self._helper.poll() is not None:
            self._kill()
            self._helper = subprocess.Popen(
                [sys.executable, "-I", "-m", "vitrine.intake.limited"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd="/",
                env={"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "LC_ALL": "C.UTF-8"},
                start_new_session=True,
            )
            for pipe in (self._helper.stdin, self._helper.stdout):
                with contextlib.suppress(OSError):  # a wish: fewer turns between the two processes
                    fcntl.fcntl(_pipe(pipe), fcntl.F_SETPIPE_SZ, PIPE)
            with _killed_after(START_SECONDS, self._helper):
                hello = _pipe(self._helper.stdout).readline()
            if not hello:
                self._kill()
                raise TooHardToDecode
            self.confined = json.loads(hello)
        return self._helper

    def _ask(self, data: bytes) -> Decoded:
        helper = self._running()
        mark = secrets.token_bytes(16)
        try:
            with _killed_after(self._seconds, helper):
                request = _pipe(helper.stdin)
                request.write(REQUEST.pack(mark, self._limits.bytes, self._limits.pixels, len(data)))
                request.write(data)
                request.flush()
                said, arrays = _answer(_pipe(helper.stdout), mark, self._limits.pixels)
        except (EOFError, OSError, ValueError):
            self._kill()
            raise TooHardToDecode from None
        if "error" in said:
            raise getattr(errors, said["error"])
        return Decoded(arrays[0], arrays[1] if len(arrays) > 1 else None, tuple(said["notes"]))

    def _kill(self) -> None:
        if self._helper is not None:
            _kill_group(self._helper)
            for pipe in (self._helper.stdin, self._helper.stdout):
                with contextlib.suppress(OSError):  # what was still to be written has nobody to read it
                    _pipe(pipe).close()
            self._helper.wait()
            self._helper = None


@contextlib.contextmanager
def _killed_after(seconds: float, helper: subprocess.Popen[bytes]) -> Iterator[None]:
    """Kills the helper, and its child that decodes, when the time is over; reading then meets the pipe's end."""
    timer = threading.Timer(seconds, _kill_group, (helper,))
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _answer(pipe: IO[bytes], mark: bytes, pixels: int) -> tuple[dict[str, Any], list[np.ndarray]]:
    echoed, length = ANSWER.unpack(_exactly(pipe, ANSWER.size))
    if echoed != mark or length > 4096:
        raise ValueError("an answer to another question")
    said: dict[str, Any] = json.loads(_exactly(pipe, length))
    arrays = []
    for height, width, channels in said.get("shapes", ()):
        if not 0 < height * width <= pixels or channels not in (3, 4):
            raise ValueError("an impossible picture")
        raw = _exactly(pipe, height * width * channels)
        arrays.append(np.frombuffer(raw, np.uint8).reshape(height, width, channels))
    return said, arrays


def _exactly(pipe: IO[bytes], count: int) -> bytearray:
    data = bytearray(count)
    view, got = memoryview(data), 0
    while got < count:
        read = pipe.readinto(view[got:])  # type: ignore[attr-defined]
        if not read:
            raise EOFError
        got += read
    return data


class Decoders:
    """Several decoders side by side; the further ones start when they are first needed. Safe for threads."""

    def __init__(self, limits: Limits, at_once: int) -> None:
        self._all = [Decoder(limits) for _ in range(at_once)]
        # Last in, first out: those that are warm are used first.
        self._free: queue.LifoQueue[Decoder] = queue.LifoQueue()
        for decoder in reversed(self._all):
            self._free.put(decoder)

    def read(self, data: bytes) -> Decoded:
        """The picture in `data`, once a decoder is free; raises as `intake.pictures.read` does."""
        decoder = self._free.get()
        try:
            return decoder.read(data)
        finally:
            self._free.put(decoder)

    def start(self) -> None:
        """Start the first helper now, so that the first picture does not wait for it."""
        self._all[0].start()

    def close(self) -> None:
        """End the helpers."""
        for decoder in self._all:
            decoder.close()


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    assert pipe is not None
    return pipe


def _kill_group(helper: subprocess.Popen[bytes]) -> None:
    try:
        os.killpg(helper.pid, signal.SIGKILL)
    except ProcessLookupError:
        return
