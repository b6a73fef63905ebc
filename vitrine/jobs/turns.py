"""Turns: so many at once, the others in the order in which they came, until it is closed."""

import threading
from collections import deque
from types import TracebackType


class Closed(BaseException):
    """No more turns are given. Not an Exception: DBOS would record the work that waited as failed, and never do it."""


class Turns:
    """A semaphore that is fair and can be closed. `with turns: ...` waits for a turn; raises Closed."""

    def __init__(self, at_once: int) -> None:
        self._free = threading.Condition()
        self._left = at_once
        self._waiting: deque[object] = deque()
        self._closed = False

    def __enter__(self) -> None:
        me = object()
        with self._free:
            self._waiting.append(me)
            self._free.wait_for(lambda: self._closed or (self._left > 0 and self._waiting[0] is me))
            self._waiting.remove(me)
            if self._closed:
                raise Closed
            self._left -= 1
            self._free.notify_all()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._free:
            self._left += 1
            self._free.notify_all()

    def close(self) -> None:
        """Send those away who wait, and all who come."""
        with self._free:
            self._closed = True
            self._free.notify_all()
