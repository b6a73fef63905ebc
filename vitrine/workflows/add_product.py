"""The durable work on a product: its pictures are fetched, decoded and looked at, once each; then it is decided.

It may be broken off anywhere and done again: what is finished is recorded picture by picture, and each record is
written after the blobs that it speaks of (docs/decisions/intake.md).
"""

import contextlib
import hashlib
import json
import logging
import traceback
from datetime import UTC, datetime
from typing import Any, Final

from vitrine.catalog import verdict
from vitrine.catalog.book import NoSuchProduct
from vitrine.catalog.shelf import Found
from vitrine.catalog.tables import Product, ProductPicture
from vitrine.delivery.pictures import photograph
from vitrine.errors import FetchFailed, Gone, VitrineError
from vitrine.jobs.pool import Canceled, RenderCrashed, Stopped
from vitrine.jobs.worker import UnforeseenError
from vitrine.storage.blobs import BlobMissing
from vitrine.workflows.values import version
from vitrine.workflows.workroom import Records, Workroom, incoming

SIDE: Final = 2000
"""Pixels of a product picture at its longer side, as it is kept."""
WAITS: Final = (5.0, 60.0)
"""Seconds before a picture that could not be fetched is tried again."""
ATTEMPTS: Final = 3
"""A product that was being looked at in so many crashes is given up: it may be their cause."""

log = logging.getLogger(__name__)


def add_product(room: Workroom, product: Product) -> None:
    """Do what is to be done for a product that was taken from the queue; raises Stopped when the pool was closed."""
    with contextlib.suppress(NoSuchProduct):  # removed meanwhile
        _work(room, product)
    if product.batch:
        room.records.imports.finish(product.batch)
        room.board.end(product.batch)


def _work(room: Workroom, product: Product) -> None:
    records = room.records
    waits = [
        wait
        for picture in records.shelf.find(product.id).pictures
        if _is_due(picture) and (wait := _look_at(room, product, picture)) is not None
    ]
    if waits:
        records.book.later(product.id, max(waits))
        return
    found = records.shelf.find(product.id)
    if _is_none(found):
        for picture in records.book.remove(product.id):
            records.erase_picture(picture)
        records.imports.withdraw(str(product.batch))
        return
    made = verdict.settle(found.product, found.pictures, "picture", datetime.now(UTC))
    records.book.settle(product.id, made.values, made.change)


def _is_due(picture: ProductPicture) -> bool:
    """Whether a picture is to be looked at: it never was, or by another version of the code or its networks."""
    return picture.state == "waiting" or (picture.state == "ready" and picture.version != version())


def give_up(records: Records, product: str) -> None:
    """Leave a product undecided whose work fails each time for a reason that nobody foresaw."""
    records.book.settle(product, {"verdict": None, "decision": None, "drag": None}, None)


def _is_none(found: Found) -> bool:
    """Whether a product is but the name of a file that turned out to be no picture."""
    row = found.product
    if row.source != "folder" or row.decision is not None or row.batch is None:
        return False
    bad = [one.state == "failed" and one.error is not None and one.error["status"] < 500 for one in found.pictures]
    return bool(bad) and all(bad)


def _look_at(room: Workroom, product: Product, picture: ProductPicture) -> float | None:
    """Look at one picture and record what came of it; seconds until it is to be tried again, if it is."""
    try:
        if product.attempts > ATTEMPTS:
            raise RenderCrashed
        values = _seen(room, product, picture)
    except (Stopped, Canceled):
        raise Stopped from None
    except FetchFailed as error:
        if picture.tries < len(WAITS):
            room.records.book.picture_done(picture.id, {"tries": picture.tries + 1})
            return WAITS[picture.tries]
        _failed(room, product, picture, error)
    except VitrineError as error:
        _failed(room, product, picture, error)
    except Exception as error:
        where = "".join(traceback.format_tb(error.__traceback__))
        log.error("picture %s failed unforeseen: %s\n%s", picture.id, type(error).__name__, where)
        _failed(room, product, picture, UnforeseenError())
    else:
        done = {"state": "ready", "error": None, "version": version()} | values
        if not room.records.book.picture_done(picture.id, done):
            room.records.erase_picture(picture.id)
        room.records.blobs.delete(incoming(picture.id))
    return None


def _failed(room: Workroom, product: Product, picture: ProductPicture, error: VitrineError) -> None:
    values = {"state": "failed", "error": error.described(), "facts": None, "worn": False}
    if room.records.book.picture_done(picture.id, values) and product.batch:
        row = picture.source if product.source == "folder" else f"{product.external_id}: {picture.source}"
        room.records.imports.refuse(product.batch, (row, error))
    if not isinstance(error, RenderCrashed):
        room.records.blobs.delete(incoming(picture.id))


def _seen(room: Workroom, product: Product, picture: ProductPicture) -> dict[str, Any]:
    """What a rendering process reads from a picture, kept as blobs; columns of its record."""
    blobs = room.records.blobs
    photo, digest = _photo(room, picture)
    task = {
        "do": "product",
        "category": product.category or "auto",
        "photo_type": "worn" if picture.role == "worn" else "auto",
    }
    with room.turns:
        told, parts = room.render(picture.id, (task, [photo]), _unheard)
    blobs.put(f"{picture.id}/photo", photo)
    blobs.put(f"{picture.id}/thumb", parts[0])
    values = {name: told[name] for name in ("facts", "width", "height")}
    values |= {"digest": digest, "worn": len(parts) > 1, "mended": []}
    if len(parts) > 1:
        blobs.put(f"{picture.id}/garment", parts[1])
        values["mended"] = _mended_again(room, picture, photo, parts[1])
    else:
        blobs.delete(f"{picture.id}/garment")
        blobs.delete(f"{picture.id}/fixed")
    return values


def _photo(room: Workroom, picture: ProductPicture) -> tuple[bytes, str]:
    """The picture as it is kept, and the SHA-256 of its bytes as they came: from where it is nearest."""
    blobs = room.records.blobs
    try:
        data = blobs.get(incoming(picture.id))
    except BlobMissing:
        try:
            return blobs.get(f"{picture.id}/photo"), picture.digest
        except BlobMissing:
            if not picture.source.startswith("http"):
                raise Gone(picture.source[:80]) from None
            data = room.fetcher.picture(picture.source, room.records.upload_bytes)
    decoded = room.decoder.read(data)
    return photograph(decoded.standing_out(), SIDE), hashlib.sha256(data).hexdigest()


def _mended_again(room: Workroom, picture: ProductPicture, photo: bytes, garment: bytes) -> list[str]:
    """Put on a garment that was analysed anew what a hand had mended on the one before."""
    if not picture.mended:
        return []
    try:
        points = json.loads(room.records.blobs.get(f"{picture.id}/mended"))
        return mend(room, picture.id, photo, garment, points, mask_of(room.records, picture))
    except (VitrineError, Gone):  # another picture by now: the mend does not fit
        return []


def mask_of(records: Records, picture: ProductPicture) -> bytes | None:
    """The mask that a hand has drawn, or None."""
    return records.blobs.get(f"{picture.id}/mask") if "mask" in picture.mended else None


def mend(
    room: Workroom, picture: str, photo: bytes, garment: bytes, points: dict[str, Any], mask: bytes | None
) -> list[str]:
    """Keep a garment with landmarks and mask as a hand has set them; what is mended. Raises BadInput."""
    parts = [photo, garment] + ([] if mask is None else [mask])
    told, (fixed,) = room.render(picture, ({"do": "mend", "landmarks": points}, parts), _unheard)
    blobs = room.records.blobs
    blobs.put(f"{picture}/mended", json.dumps(points).encode())
    if mask is not None:
        blobs.put(f"{picture}/mask", mask)
    blobs.put(f"{picture}/fixed", fixed)
    return [*told["landmarks"], *([] if mask is None else ["mask"])]


def _unheard(_stage: str, _share: float) -> None:
    """A picture's own progress is not shown: a product's is."""
