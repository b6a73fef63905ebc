"""The line of intake: threads that take products from the queue, in the one process that holds the line's lock.

The queue is the products' own rows, so a process that dies leaves nothing that another one has to find out: the next
holder of the lock puts back what was begun. A server and a command line beside it never do the same work twice.
"""

import logging
import threading
import traceback
from pathlib import Path
from typing import Final

from vitrine.catalog.tables import Product
from vitrine.jobs.lock import HomeLock, HomeTaken
from vitrine.jobs.pool import Stopped
from vitrine.workflows.add_product import ATTEMPTS, add_product, give_up
from vitrine.workflows.renew import renew
from vitrine.workflows.workroom import INCOMING, Workroom, incoming

LOCK: Final = "intake.lock"
IDLE: Final = 1.0
"""Seconds between two looks at an empty queue, or at a lock that another process holds."""
PATIENCE: Final = 5.0
FETCHING: Final = 4
"""Threads beside those whose pictures are in the rendering processes: they wait for others' servers."""

log = logging.getLogger(__name__)


class Line:
    """Works on products from `start` to `stop`, whenever this process has the lock."""

    def __init__(self, room: Workroom, home: Path, threads: int = FETCHING) -> None:
        self._room = room
        self._lock = HomeLock(home, LOCK)
        self._ends = threading.Event()
        self._news = threading.Condition()
        self._holder = threading.Thread(target=self._hold, args=(threads,), daemon=True)
        self._lost: set[str] = set()

    def start(self) -> None:
        """Begin."""
        self._holder.start()

    def stop(self) -> None:
        """End; what is under way is put back for the next holder, by it if another server's answer is awaited here."""
        self._ends.set()
        self.wake()
        if self._holder.is_alive():
            self._holder.join(PATIENCE)

    def wake(self) -> None:
        """There is something in the queue."""
        with self._news:
            self._news.notify_all()

    def tidy(self) -> None:
        """Remove bytes that a killed delivery left without a record: those that were so at the last call already,
        since a delivery that is under way writes its bytes first."""
        blobs = self._room.records.blobs
        lost = self._room.records.book.unknown({name.removeprefix(INCOMING) for name in blobs.names(INCOMING)})
        for picture in lost & self._lost:
            blobs.delete(incoming(picture))
        self._lost = lost

    def _hold(self, count: int) -> None:
        """Take the lock as soon as it is free, and work until the end."""
        while not self._ends.is_set():
            try:
                self._lock.take()
            except HomeTaken:
                self._ends.wait(IDLE)
                continue
            workers = [threading.Thread(target=self._work, daemon=True) for _ in range(count)]
            try:
                self._room.records.book.recover()
                renew(self._room.records)
                for worker in workers:
                    worker.start()
                for worker in workers:
                    worker.join()
            finally:
                self._lock.release()

    def _work(self) -> None:
        while not self._ends.is_set():
            product = self._next()
            if product is None:
                with self._news:
                    self._news.wait(IDLE)
                continue
            try:
                add_product(self._room, product)
            except Stopped:
                self._room.records.book.later(product.id, 0)
                return
            except Exception as error:
                where = "".join(traceback.format_tb(error.__traceback__))
                log.error("product %s failed unforeseen: %s\n%s", product.id, type(error).__name__, where)
                self._fail(product)

    def _fail(self, product: Product) -> None:
        if product.attempts > ATTEMPTS + 1:
            give_up(self._room.records, product.id)
        else:
            self._room.records.book.later(product.id, IDLE, product.attempts)

    def _next(self) -> Product | None:
        try:
            return self._room.records.book.claim()
        except Exception as error:  # the database is locked for longer than anybody waits: the next look tries again
            log.error("taking a product failed: %s", type(error).__name__)
            return None
