"""Products for shoppers: what can be tried on, and the garment that is put on somebody."""

from typing import Final

from vitrine.catalog.shelf import Found
from vitrine.errors import Gone
from vitrine.jobs.pool import Report
from vitrine.storage.blobs import BlobMissing
from vitrine.workflows.studio import Studio
from vitrine.workflows.workroom import Records

PREFIX: Final = "product:"
"""Before a product's id, where a garment's id may stand."""


def wearable(records: Records, identity: str, drafts: bool) -> Found:
    """The product that `product:ID` names, if it can be tried on.

    Args:
        records: the books.
        identity: with its prefix.
        drafts: whether one that is not published may be.

    Raises:
        NoSuchProduct: it is not here.
        Gone: it is not published, or is not offered for try-on.
    """
    found = records.shelf.find(identity.removeprefix(PREFIX))
    if not found.offered or not (drafts or found.product.published):
        raise Gone(identity)
    return found


def worn(studio: Studio, identity: str, category: str, key: str, report: Report) -> tuple[bytes, bytes]:
    """Photo and packed garment of a product: as a hand has mended it, where one has; as `category` where one is asked.

    Raises:
        Gone: it is offered no longer.
    """
    records = studio.products.records
    found = wearable(records, identity, drafts=True)
    picture = found.chosen
    assert picture is not None and picture.facts is not None
    try:
        photo = records.blobs.get(f"{picture.id}/photo")
        if category in ("auto", picture.facts["category"]):
            return photo, records.blobs.get(f"{picture.id}/{'fixed' if picture.mended else 'garment'}")
    except BlobMissing:
        raise Gone(identity) from None
    _, (analysis,) = studio.render(key, ({"do": "garment", "category": category}, [photo]), report)
    return photo, analysis
