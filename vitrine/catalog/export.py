"""The book of products in the columns of our own table, so that a file that left comes in again."""

from collections.abc import Iterable, Iterator
from typing import Final

from vitrine.catalog.shelf import Found
from vitrine.delivery.tables import table

COLUMNS: Final = (
    *("external_id", "title_en", "title_zh", "description_en", "description_zh", "price", "currency", "pictures"),
    *("category", "sizes", "colour", "family", "url", "published", "verdict"),
)


def exported(found: Iterable[Found]) -> bytes:
    """A CSV file of products."""
    return table(COLUMNS, _rows(found))


def _rows(found: Iterable[Found]) -> Iterator[list[str]]:
    for one in found:
        row = one.product
        texts = [texts.get(language, "") for texts in (row.title, row.description) for language in ("en", "zh")]
        yield [
            row.external_id,
            *texts,
            row.price or "",
            row.currency or "",
            " | ".join(picture.source for picture in one.pictures),
            row.category or "",
            ", ".join(row.sizes),
            row.colour or "",
            row.family or "",
            row.url or "",
            "yes" if row.published else "no",
            row.verdict or "",
        ]
