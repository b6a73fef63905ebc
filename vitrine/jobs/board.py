"""How far each running job is: kept in memory, since exactly one process runs jobs and answers for them."""

import asyncio
import threading
from collections.abc import AsyncGenerator
from dataclasses import dataclass


@dataclass(frozen=True)
class Progress:
    """A stage's name and the share of the whole that is done, 0..1."""

    stage: str
    share: float


class Board:
    """Written by the threads that run jobs, watched by the event loop."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._progress: dict[str, Progress] = {}
        self._watchers: dict[str, set[tuple[asyncio.AbstractEventLoop, asyncio.Event]]] = {}
        self._closed = False

    def progress(self, job: str) -> Progress | None:
        """How far a job is; None when it does not run."""
        return self._progress.get(job)

    def post(self, job: str, stage: str, share: float) -> None:
        """Say how far a job is."""
        with self._lock:
            self._progress[job] = Progress(stage, share)
        self._wake(job)

    def end(self, job: str) -> None:
        """Say that a job has ended; its record tells how."""
        with self._lock:
            self._progress.pop(job, None)
        self._wake(job)

    def close(self) -> None:
        """End every watch, so that open streams do not hold up the server's stop."""
        self._closed = True
        for job in list(self._watchers):
            self._wake(job)

    async def watch(self, job: str, patience: float) -> AsyncGenerator[bool]:
        """Yields True at once and whenever something was said of the job, False after `patience` seconds of silence."""
        watcher = (asyncio.get_running_loop(), asyncio.Event())
        with self._lock:
            self._watchers.setdefault(job, set()).add(watcher)
        try:
            yield True
            while not self._closed:
                try:
                    await asyncio.wait_for(watcher[1].wait(), patience)
                    watcher[1].clear()
                    yield True
                except TimeoutError:
                    yield False
        finally:
            with self._lock:
                self._watchers[job].discard(watcher)
                if not self._watchers[job]:
                    del self._watchers[job]

    def _wake(self, job: str) -> None:
        with self._lock:
            watchers = list(self._watchers.get(job, ()))
        for loop, event in watchers:
            if not loop.is_closed():
                loop.call_soon_threadsafe(event.set)
