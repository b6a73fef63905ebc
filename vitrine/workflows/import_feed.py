"""Feeds and folders that came over the web: kept until they are read, one after another, also by the next start."""

import logging
import queue
import threading
import traceback
from typing import Final

from vitrine.catalog.imports import CLI
from vitrine.catalog.tables import Import
from vitrine.errors import BadInput
from vitrine.intake import feeds
from vitrine.jobs.board import Board
from vitrine.jobs.ledger import Key
from vitrine.jobs.worker import UnforeseenError
from vitrine.storage.blobs import BlobMissing
from vitrine.workflows.dropped import Dropped
from vitrine.workflows.take_in import deliver
from vitrine.workflows.workroom import Records

FEEDS: Final = "feeds/"

log = logging.getLogger(__name__)


class Stopping(Exception):
    """The server stops; the next one reads on."""


class Reader:
    """Reads feeds from `start` to `stop`."""

    def __init__(self, records: Records, board: Board, dropped: Dropped) -> None:
        self._records = records
        self._dropped = dropped
        self._board = board
        self._ends = threading.Event()
        self._queue: queue.SimpleQueue[Import | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._work, daemon=True)

    def start(self) -> None:
        """Begin, with what a server before this one has not read to the end."""
        for left in self._records.imports.reading():
            if left.owner != CLI:
                self._records.imports.restart(left.id)
                self._queue.put(left)
        self._thread.start()

    def stop(self) -> None:
        """End; the feed that is being read is read again by the next start."""
        self._ends.set()
        self._queue.put(None)
        if self._thread.is_alive():
            self._thread.join()

    def receive(self, owner: str, name: str, data: bytes, key: Key | None) -> Import:
        """Record a feed; it is read as soon as those before it are.

        Raises:
            BadInput: it is no feed that is known here.
            KeyReused: the key belongs to another request.
        """
        feeds.read_bytes(data, name)
        batch, new = self._records.imports.open(owner, name, key)
        if new:
            self._records.blobs.put(FEEDS + batch.id, data)
            self._queue.put(batch)
        return batch

    def keep(self, batch: str, name: str, data: bytes) -> None:
        """Keep a file of a folder that comes file by file; one that cannot be kept is named in the import.

        Raises:
            NoSuchImport, ImportClosed: it belongs nowhere.
        """
        self._records.imports.gathers(batch)
        try:
            self._dropped.put(batch, name, data)
        except BadInput as error:
            self._records.imports.refuse(batch, (name, error))

    def read(self, batch: str) -> None:
        """All files of a folder are here: read it as soon as those before it are. Raises NoSuchImport, ImportClosed."""
        self._records.imports.gathered(batch)
        self._queue.put(self._records.imports.of(batch))

    def tidy(self) -> None:
        """Remove folders whose import was canceled, or whose sender went away long ago."""
        self._dropped.tidy(self._records.imports.goes_on)

    def _work(self) -> None:
        while (batch := self._queue.get()) is not None and not self._ends.is_set():
            try:
                self._read(batch)
            except Stopping:
                return
            except BadInput as error:
                self._records.imports.fail(batch.id, error)
            except BlobMissing:  # killed between the record and the bytes: its sender got no answer
                self._records.imports.fail(batch.id, UnforeseenError())
            except Exception as error:
                where = "".join(traceback.format_tb(error.__traceback__))
                log.error("import %s failed unforeseen: %s\n%s", batch.id, type(error).__name__, where)
                self._records.imports.fail(batch.id, UnforeseenError())
            self._records.blobs.delete(FEEDS + batch.id)
            self._dropped.remove(batch.id)
            self._board.end(batch.id)

    def _read(self, batch: Import) -> None:
        def seen() -> None:
            self._board.end(batch.id)
            if self._ends.is_set():
                raise Stopping

        items = self._dropped.items(batch.id)
        if items is None:
            items = feeds.read_bytes(self._records.blobs.get(FEEDS + batch.id), batch.name)
        deliver(self._records, batch.id, items, seen)
