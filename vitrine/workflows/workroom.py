"""What products are worked on with: the server's parts, or the command line's own where no server runs."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from vitrine.catalog.book import Book
from vitrine.catalog.imports import Imports
from vitrine.catalog.shelf import Shelf
from vitrine.fetch import Fetcher
from vitrine.intake.decoder import Decoder, Decoders
from vitrine.jobs.board import Board
from vitrine.jobs.pool import Report
from vitrine.jobs.worker import Message
from vitrine.storage.blobs import Blobs
from vitrine.storage.database import Database

PARTS: Final = ("photo", "thumb", "garment", "mended", "mask", "fixed")
"""What is kept of a picture, as blobs `PICTURE/PART`: the photo (JPEG) and its thumbnail (WebP); the packed garment;
landmarks (JSON) and mask (PNG) that a hand has mended, and the packed garment with them."""

INCOMING: Final = "incoming/"


@dataclass(frozen=True)
class Records:
    """The books of products, and what is kept of their pictures; several processes may have them open."""

    book: Book
    shelf: Shelf
    imports: Imports
    blobs: Blobs
    upload_bytes: int
    """The largest picture."""

    @classmethod
    def of(cls, database: Database, blobs: Blobs, upload_bytes: int) -> "Records":
        """The records in a database."""
        return cls(Book(database), Shelf(database), Imports(database), blobs, upload_bytes)

    def erase_picture(self, picture: str) -> None:
        """Remove all that is kept of a picture."""
        for name in (incoming(picture), *(f"{picture}/{part}" for part in PARTS)):
            self.blobs.delete(name)


@dataclass(frozen=True)
class Workroom:
    """The records, and what their work is done with; one process at a time has it (`vitrine.workflows.line`)."""

    records: Records
    fetcher: Fetcher
    decoder: Decoder | Decoders
    render: Callable[[str, Message, Report], Message]
    """Has a rendering process do a task; raises as `Pool.run`."""
    board: Board
    turns: threading.Semaphore
    """How many pictures of products may be with the rendering processes at once: shoppers come first."""


def incoming(picture: str) -> str:
    """The blob of a picture's bytes as they came; gone once it is decoded."""
    return INCOMING + picture
