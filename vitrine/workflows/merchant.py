"""What a merchant does to a product: a word against the rule's, another picture chosen, landmarks mended, removal."""

import json
from datetime import UTC, datetime
from typing import Any, Literal

import cv2
import numpy as np

from vitrine.catalog import verdict
from vitrine.catalog.book import NoSuchProduct
from vitrine.catalog.shelf import Found
from vitrine.catalog.tables import ProductPicture
from vitrine.errors import BadInput, Gone
from vitrine.fetch import data_uri
from vitrine.garments.garment import Garment
from vitrine.storage.blobs import BlobMissing
from vitrine.workflows.add_product import mend
from vitrine.workflows.values import unpack
from vitrine.workflows.workroom import Records, Workroom


class BadMask(BadInput):
    """The mask cannot be used."""

    code = "bad-mask"
    zh = "蒙版无法使用。"
    remedy = "Send a PNG of the picture's own size, the garment white on black."
    remedy_zh = "请发送与图片同尺寸的 PNG,服装为白色,其余为黑色。"


def overrule(records: Records, product: str, said: Literal["yes", "no"] | None, note: str, by: str) -> Found:
    """Put the merchant's word before the rule's, or take it back.

    Raises:
        NoSuchProduct: it is not here.
        NothingToWear: a yes to a product from whose pictures no garment could be read.
    """
    found = records.shelf.find(product)
    made, label = verdict.word(found.product, found.pictures, said, note, by, datetime.now(UTC))
    records.book.decided(product, made.values, made.change, label)
    return records.shelf.find(product)


def choose(records: Records, product: str, picture: str | None) -> Found:
    """Have a picture of a product tried on, or give the choice back to the rule (None). Raises NoSuchProduct, Gone."""
    found = records.shelf.find(product)
    if picture is not None and not any(one.id == picture and one.facts for one in found.pictures):
        raise Gone(picture)
    found.product.chosen, found.product.chosen_by = picture, "rule" if picture is None else "merchant"
    return _decided(records, found, "merchant")


def arrange(records: Records, product: str, picture: str, values: dict[str, Any]) -> Found:
    """Set the role or position of a picture; the product is decided anew. Raises NoSuchProduct."""
    find_picture(records, product, picture)
    records.book.picture_done(picture, values)
    return _decided(records, records.shelf.find(product), "picture")


def mend_picture(
    room: Workroom, product: str, picture: str, points: dict[str, tuple[float, float]], mask: str | None
) -> Found:
    """Set landmarks and mask by hand; what is not named keeps the value it was mended to before, or was found with.

    Args:
        room: what to work with.
        product: the product's id.
        picture: its picture's.
        points: (x, y) in pixels by landmark.
        mask: a `data:` URI of the picture's size, white on black; None: as it is.

    Raises:
        BadInput: a landmark that the garment does not have or that lies outside, a mask of another size or empty.
        Gone: there is no garment in the picture.
    """
    records = room.records
    row = find_picture(records, product, picture)
    try:
        photo, garment = records.blobs.get(f"{picture}/photo"), records.blobs.get(f"{picture}/garment")
    except BlobMissing:
        raise Gone(picture) from None
    drawn = None if mask is None else _mask(room, data_uri(mask, records.upload_bytes), row)
    if drawn is None and "mask" in row.mended:
        drawn = records.blobs.get(f"{picture}/mask")
    before = mended_points(records, row)
    names = mend(room, picture, photo, garment, before | points, drawn)
    records.book.picture_done(picture, {"mended": names})
    return _decided(records, records.shelf.find(product), "picture")


def undo_mend(records: Records, product: str, picture: str) -> Found:
    """Go back to what was found in a picture. Raises NoSuchProduct."""
    find_picture(records, product, picture)
    records.book.picture_done(picture, {"mended": []})
    for part in ("mended", "mask", "fixed"):
        records.blobs.delete(f"{picture}/{part}")
    return _decided(records, records.shelf.find(product), "picture")


def garment_of(records: Records, picture: ProductPicture) -> Garment:
    """The garment of a picture as it is worn; raises Gone where there is none."""
    return _garment(records, picture, "fixed" if picture.mended else "garment")


def found_points(records: Records, picture: ProductPicture) -> dict[str, tuple[float, float]]:
    """The landmarks of a picture as they were found; raises Gone where there is no garment."""
    return _garment(records, picture, "garment").landmarks


def mask_png(records: Records, picture: ProductPicture) -> bytes:
    """Where the garment of a picture is, white on black; raises Gone where there is none."""
    return cv2.imencode(".png", np.rint(garment_of(records, picture).alpha * 255).astype(np.uint8))[1].tobytes()


def mended_points(records: Records, picture: ProductPicture) -> dict[str, Any]:
    """The landmarks that were mended before, by name."""
    if not picture.mended:
        return {}
    points: dict[str, Any] = json.loads(records.blobs.get(f"{picture.id}/mended"))
    return points


def remove(records: Records, product: str) -> None:
    """Remove a product and all that is kept of its pictures. Raises NoSuchProduct."""
    batch = records.shelf.find(product).product.batch
    for picture in records.book.remove(product):
        records.erase_picture(picture)
    if batch:
        records.imports.finish(batch)


def find_picture(records: Records, product: str, picture: str) -> ProductPicture:
    """A picture of a product; raises NoSuchProduct."""
    found = records.shelf.picture(picture)
    if found is None or found[1].id != product:
        raise NoSuchProduct(picture)
    return found[0]


def _garment(records: Records, picture: ProductPicture, part: str) -> Garment:
    try:
        packed = records.blobs.get(f"{picture.id}/{part}")
    except BlobMissing:
        raise Gone(picture.id) from None
    return unpack(Garment, np.zeros((picture.height, picture.width, 3), np.uint8), packed)


def _decided(records: Records, found: Found, cause: verdict.Cause) -> Found:
    made = verdict.settle(found.product, found.pictures, cause, datetime.now(UTC))
    records.book.decided(found.product.id, made.values, made.change)
    return records.shelf.find(found.product.id)


def _mask(room: Workroom, data: bytes, picture: ProductPicture) -> bytes:
    """A drawn mask as the grey PNG that is kept. Raises BadInput: it is no picture, of another size, or all black."""
    grey = room.decoder.read(data).picture[..., 1]
    if grey.shape != (picture.height, picture.width) or not (grey > 127).any():
        raise BadMask
    return cv2.imencode(".png", grey)[1].tobytes()
