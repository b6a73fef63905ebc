"""A small pool of rendering processes: networks loaded once, killed and replaced when they die or take too long.

They know nothing of DBOS, database or vault: a task is a plain head and some bytes, and so is its answer. Messages are
JSON and raw bytes, never pickles: a worker handles what came from outside, and its words must not run code here.
"""

import logging
import queue
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any, Final

from vitrine.errors import VitrineError
from vitrine.jobs.worker import Message, receive, send

Report = Callable[[str, float], None]
"""Called with a stage's name and the share done, 0..1."""

START_SECONDS: Final = 180.0
"""Time that a process may take to load its networks; the limit of a rendering begins after it."""

log = logging.getLogger(__name__)


class RenderCrashed(VitrineError):
    """The rendering process ended unexpectedly."""

    code = "render-crashed"
    status = 500
    zh = "渲染进程意外退出。"


class RenderTimeout(VitrineError):
    """The rendering took too long and was given up."""

    code = "render-timeout"
    status = 504
    zh = "渲染耗时过长,已放弃。"
    remedy = "Try a smaller photo, or raise VITRINE_RENDER_SECONDS."
    remedy_zh = "请使用较小的照片,或调大 VITRINE_RENDER_SECONDS。"


class RenderFailed(VitrineError):
    """An error in a rendering process; carries it as plain data."""

    def __init__(self, description: dict[str, Any]) -> None:
        super().__init__(str(description.get("subject", "")))
        self.description = description

    def described(self) -> dict[str, Any]:
        """The error as the worker described it."""
        return self.description | {"subject": self.subject}


class Canceled(Exception):
    """The task was canceled while it waited or ran."""


class Stopped(Exception):
    """The pool was closed while the task waited or ran."""


class Pool:
    """Worker processes that each run one task at a time."""

    def __init__(self, size: int, target: str, argument: dict[str, Any], seconds: float) -> None:
        """`target` is `module:function`; a worker calls it once with `argument` and gets the function for its tasks."""
        self._command = [sys.executable, "-m", "vitrine.jobs.worker", target]
        self._argument = argument
        self._seconds = seconds
        self._lock = threading.Lock()
        self._running: dict[str, _Worker] = {}
        self._canceled: set[str] = set()
        self._closed = False
        self._idle: queue.SimpleQueue[_Worker | None] = queue.SimpleQueue()
        self._workers = [_Worker(self._command, argument) for _ in range(size)]
        for worker in self._workers:
            self._idle.put(worker)

    @property
    def ready(self) -> bool:
        """Whether a worker has its networks loaded."""
        return any(worker.ready for worker in self._workers)

    def run(self, key: str, task: Message, report: Report) -> Message:
        """Do `task` in the first worker that is free; blocks, so call it from a thread.

        Raises:
            RenderFailed: the worker answered with an error.
            RenderCrashed, RenderTimeout: the worker died or was too slow; another one has taken its place.
            Canceled: `cancel(key)` was called meanwhile.
            Stopped: the pool was closed.
        """
        worker = self._idle.get()
        if worker is None:
            self._idle.put(None)
            raise Stopped
        try:
            with self._lock:
                if key in self._canceled:
                    raise Canceled
                self._running[key] = worker
            return self._answer(key, worker, task, report)
        finally:
            with self._lock:
                self._running.pop(key, None)
                self._canceled.discard(key)
                if not self._closed and not worker.alive:
                    worker.start()
            self._idle.put(None if self._closed else worker)

    def cancel(self, key: str) -> None:
        """Stop the task of that key if it runs: its worker is killed, for a network call cannot be broken off."""
        with self._lock:
            worker = self._running.get(key)
            if worker is not None:
                self._canceled.add(key)
                worker.kill()

    def close(self) -> None:
        """Kill all workers; tasks that wait or run raise Stopped."""
        with self._lock:
            self._closed = True
            for worker in self._workers:
                worker.kill()
        self._idle.put(None)

    def _answer(self, key: str, worker: "_Worker", task: Message, report: Report) -> Message:
        try:
            worker.await_ready(time.monotonic() + START_SECONDS)
            return worker.ask(task, report, time.monotonic() + self._seconds)
        except (EOFError, OSError) as broken:
            if self._closed:
                raise Stopped from None
            if key in self._canceled:
                raise Canceled from None
            worker.kill()
            if isinstance(broken, TimeoutError):
                raise RenderTimeout from None
            log.error("a rendering process ended unexpectedly (exit status %s)", worker.exit_status)
            raise RenderCrashed from None


class _Worker:
    """A process and the line to it."""

    def __init__(self, command: list[str], argument: dict[str, Any]) -> None:
        self._command = command
        self._argument = argument
        self.start()

    def start(self) -> None:
        """Start the process; it loads its networks while others go on."""
        ours, theirs = socket.socketpair()
        with theirs:
            # A session of its own: Ctrl-C in the terminal is the server's to handle. The open standard input is the
            # lifeline: when the server dies, however it dies, it closes, and the worker ends itself.
            self._process = subprocess.Popen(
                [*self._command, str(theirs.fileno())],
                stdin=subprocess.PIPE,
                pass_fds=[theirs.fileno()],
                start_new_session=True,
            )
        self._line = Connection(ours.detach())
        send(self._line, (self._argument, []))
        self._said, self._loaded = threading.Event(), False
        threading.Thread(target=self._listen, args=(self._line, self._said), daemon=True).start()

    def _listen(self, line: Connection, said: threading.Event) -> None:
        """Wait for the process to say that its networks are loaded, or for its end."""
        try:
            receive(line)
            self._loaded = line is self._line
        except (EOFError, OSError):
            return
        finally:
            said.set()

    @property
    def ready(self) -> bool:
        return self._loaded and self.alive

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    @property
    def exit_status(self) -> int | None:
        return self._process.wait()

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()
        if self._process.stdin:
            self._process.stdin.close()

    def await_ready(self, deadline: float) -> None:
        if not self._said.wait(max(0.0, deadline - time.monotonic())):
            raise TimeoutError
        if not self._loaded:
            raise EOFError

    def ask(self, task: Message, report: Report, deadline: float) -> Message:
        send(self._line, task)
        while True:
            head, parts = self._next(deadline)
            if head["type"] == "done":
                return head["head"], parts
            if head["type"] == "failed":
                raise RenderFailed(head["error"])
            report(head["stage"], head["share"])

    def _next(self, deadline: float) -> Message:
        if not self._line.poll(max(0.0, deadline - time.monotonic())):
            raise TimeoutError
        return receive(self._line)
