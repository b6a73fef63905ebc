"""A delivery of products is recorded: each product as its feed has it, with the bytes that came along."""

import hashlib
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from vitrine.catalog.book import Delivery, NewPicture, Taken, identity
from vitrine.errors import BadInput, EmptyPicture, TooManyBytes, VitrineError
from vitrine.fetch import data_uri
from vitrine.intake.feeds.refusals import Unreadable
from vitrine.intake.feeds.rows import ChartRow, Items, PictureRef, Refused, Row, SizeLine
from vitrine.workflows.workroom import Records, incoming

AHEAD: Final = 200
"""Products that may wait for their pictures to be looked at while a feed is read: bytes that lie on disk twice."""
PAUSE: Final = 0.2
TOGETHER: Final = 100
"""Refusals that are recorded at once: a folder may have a hundred thousand files that are no pictures."""

Seen = Callable[[], None]
"""Called after each item of a feed."""


def deliver(records: Records, batch: str, items: Items, seen: Seen = lambda: None) -> None:
    """Take in all of a feed; what is refused is recorded with its reason, and the rest goes on.

    Reading waits while too many products wait to be looked at. An import that is canceled is read no further.
    """
    refused: list[Refused] = []
    for item in items:
        if isinstance(item, Refused):
            refused.append(item)
        else:
            while records.book.waiting(batch) >= AHEAD and records.imports.is_open(batch):
                seen()
                time.sleep(PAUSE)
            if not records.imports.is_open(batch):
                break
            refused += _one(records, batch, item)
        if len(refused) >= TOGETHER:
            _refuse(records, batch, refused)
            refused = []
            if not records.imports.is_open(batch):
                break
        seen()
    _refuse(records, batch, refused)
    records.imports.read(batch)


def _one(records: Records, batch: str, item: Row | ChartRow) -> list[Refused]:
    """Take in a product or a size chart; what of it is refused."""
    try:
        if isinstance(item, ChartRow):
            for outcome in records.book.give_chart(item.whose, charted(item.lines), batch):
                records.imports.count(batch, outcome)
            return []
        taken, refused = take_in(records, item, batch)
        records.imports.count(batch, taken.outcome)
        return refused
    except BadInput as error:
        return [Refused(item.row, error)]


def _refuse(records: Records, batch: str, refused: list[Refused]) -> None:
    records.imports.refuse(batch, *((one.row, one.error) for one in refused))


def take_in(records: Records, row: Row, batch: str | None, soon: bool = False) -> tuple[Taken, list[Refused]]:
    """Record a product, and keep the bytes of its pictures until they are looked at.

    Args:
        records: where.
        row: the product.
        batch: its import.
        soon: somebody waits for it: it is looked at before those of large deliveries.

    Returns:
        What became of it, and its pictures that are left out.

    Raises:
        BadInput: it is but the name of a file that cannot be used.
    """
    read, refused = _read(records, row)
    if row.source == "folder" and refused and not read:
        raise refused[0].error
    pictures = [NewPicture(identity(), source(ref, digest), ref.role, digest) for ref, digest in read]
    content = row.fingerprint([ref for ref, _ in read], [picture.key for picture in pictures])
    delivery = Delivery(row.external_id, content, _columns(row), pictures)
    kept: list[str] = []
    try:
        if not records.book.same(row.external_id, content):
            for picture, (ref, digest) in zip(pictures, read, strict=True):
                if digest:
                    kept.append(picture.id)
                    records.blobs.put(incoming(picture.id), _bytes(records, ref) or b"")
        taken = records.book.take(delivery, batch, soon)
    except BaseException:
        for one in kept:
            records.blobs.delete(incoming(one))
        raise
    for one in kept:
        if one not in taken.new:
            records.blobs.delete(incoming(one))
    for gone in taken.gone:
        records.erase_picture(gone)
    if taken.was not in (None, batch):
        records.imports.finish(str(taken.was))
    return taken, refused


def add_picture(records: Records, product: str, ref: PictureRef, batch: str | None = None) -> bool:
    """Give a product one more picture, whose bytes came along; False if it has it already. Raises BadInput."""
    data = _bytes(records, ref) or b""
    picture = NewPicture(identity(), f"upload/{ref.source}", ref.role, hashlib.sha256(data).hexdigest())
    records.blobs.put(incoming(picture.id), data)
    added = False
    try:
        added = records.book.add_picture(product, picture, batch)
    finally:
        if not added:
            records.blobs.delete(incoming(picture.id))
    return added


def charted(lines: tuple[SizeLine, ...]) -> dict[str, Any]:
    """A size chart as it is stored."""
    return {"rows": [asdict(line) for line in lines]}


def source(ref: PictureRef, digest: str) -> str:
    """What a picture's record says of where it came from: never its bytes."""
    return f"data/{digest[:16]}" if ref.source[:5].lower() == "data:" else ref.source


def _columns(row: Row) -> dict[str, Any]:
    told = row.facts()
    told["sizes"], told["variants"] = list(row.sizes), list(row.variants)
    if row.size_chart is not None:
        told["size_chart"] = charted(row.size_chart)
    return told


def _read(records: Records, row: Row) -> tuple[list[tuple[PictureRef, str]], list[Refused]]:
    """The row's pictures, each once, with the SHA-256 of those whose bytes are at hand; unreadable ones refused."""
    read: dict[str, tuple[PictureRef, str]] = {}
    refused: list[Refused] = []
    for ref in row.pictures:
        try:
            data = _bytes(records, ref)
        except VitrineError as error:
            named = source(ref, "")[:80]
            refused.append(Refused(named if row.source == "folder" else f"{row.row}: {named}", error))
            continue
        digest = "" if data is None else hashlib.sha256(data).hexdigest()
        read.setdefault(digest or ref.source, (ref, digest))
    return list(read.values()), refused


def _bytes(records: Records, ref: PictureRef) -> bytes | None:
    """The bytes of a picture that is a file or came along; None for one that is to be fetched."""
    limit = records.upload_bytes
    if ref.path is not None:
        return _file(ref.path, limit)
    if ref.source[:5].lower() == "data:":
        return data_uri(ref.source, limit)
    if ref.data is None:
        return None
    if not ref.data:
        raise EmptyPicture
    if len(ref.data) > limit:
        raise TooManyBytes
    return ref.data


def _file(path: Path, limit: int) -> bytes:
    try:
        if path.stat().st_size > limit:
            raise TooManyBytes
        data = path.read_bytes()
    except OSError:
        raise Unreadable from None
    if not data:
        raise EmptyPicture
    return data
