"""Products and imports as their readers see them: texts in their language, links that open for a quarter of an hour."""

import time
from typing import Any

from vitrine.api import words
from vitrine.api.problems import problem
from vitrine.api.product_shapes import DecisionChange, Failed, Import, Product, ShopProduct
from vitrine.catalog import verdict
from vitrine.catalog.imports import Standing
from vitrine.catalog.shelf import Found
from vitrine.catalog.sizes import choosable
from vitrine.catalog.tables import Change, ProductPicture
from vitrine.catalog.tables import Import as ImportRow
from vitrine.delivery.links import LINK_SECONDS, sign
from vitrine.workflows.offer import PREFIX
from vitrine.workflows.renew import AGAIN
from vitrine.workflows.studio import Studio

STEP = 300
"""Links of one picture are the same for so many seconds, so that a browser loads it once."""


def product(here: Studio, found: Found, tongue: str) -> Product:
    """A product for its merchant."""
    row = found.product
    fields = (
        *("id", "external_id", "source", "title", "description", "price", "currency", "category", "colour", "family"),
        *("sizes", "variants", "url", "size_chart", "published", "state", "verdict", "chosen", "chosen_by", "drag"),
        *("created_at", "updated_at"),
    )
    told: dict[str, Any] = {name: getattr(row, name) for name in fields}
    told["decision"] = decision(row.decision, tongue) if row.decision else None
    because = verdict.why(row, found.pictures)
    told["why"] = None if because is None else getattr(because, tongue)
    told["pictures"] = [_picture(here, one, tongue) for one in found.pictures]
    return Product.model_validate(told)


def decision(stored: dict[str, Any], tongue: str) -> dict[str, Any]:
    """A decision in the reader's language."""
    reasons = [r | {"text": r["text"][tongue], "remedy": r["remedy"][tongue]} for r in stored["reasons"]]
    return stored | {"reasons": reasons}


def change(row: Change, external_id: str) -> DecisionChange:
    """A change of a decision."""
    return DecisionChange.model_validate(row.change | {"external_id": external_id, "cause": row.cause})


def batch(standing: Standing, tongue: str) -> Import:
    """An import and how far it is."""
    row = standing.row
    return Import.model_validate(
        _counts(row)
        | {
            "name": getattr(AGAIN, tongue) if row.name == AGAIN.en else row.name,
            "done": standing.done,
            "failed": [_failed(one.row, one.error, tongue) for one in standing.failures],
            "failures": row.failed,
            "verdicts": standing.verdicts,
            "changes": [change(one, external_id) for one, external_id in standing.changes],
            "error": problem(row.error, tongue) if row.error else None,
        }
    )


def for_shop(here: Studio, found: Found, tongue: str) -> ShopProduct:
    """A product for the shop's pages; pictures of one that is not published (a staging key sees it) by signed links."""
    row, chosen = found.product, found.chosen
    facts = chosen.facts if chosen is not None and chosen.facts else {}
    ready = [one for one in found.pictures if one.state == "ready"]
    ready.sort(key=lambda one: (one.id != row.chosen, one.position))
    colours = facts.get("colours") or [{"name": {"en": ""}}]
    attributes = {"colour": colours[0]["name"]["en"], "pattern": facts.get("pattern", "plain")}
    category = row.category or facts.get("category")
    fields = ("id", "external_id", "price", "currency", "colour", "family", "sizes", "url", "size_chart")
    return ShopProduct.model_validate(
        {name: getattr(row, name) for name in fields}
        | {
            "garment": PREFIX + row.id if found.offered else None,
            "name": of(row.title, tongue) or row.external_id,
            "description": of(row.description, tongue),
            "category": category,
            "alt": words.garment_alt(category, attributes, tongue),
            "pictures": [_shown(here, one, row.published) for one in ready],
            "size": choosable(row.size_chart, category),
        }
    )


def of(texts: dict[str, Any], tongue: str) -> str:
    """A text in the reader's language, or the one that is there."""
    return str(texts.get(tongue) or next(iter(texts.values()), ""))


def _shown(here: Studio, picture: ProductPicture, published: bool) -> dict[str, Any]:
    url, thumb = (path(picture.id, part) if published else link(here, picture.id, part) for part in ("photo", "thumb"))
    return {
        "url": url,
        "thumb": thumb,
        "width": picture.width,
        "height": picture.height,
        "role": picture.role,
    }


def path(picture: str, part: str) -> str:
    """Where a part of a picture lies; without a signature it opens for published products only."""
    return f"/p/{picture}/{part}"


def link(here: Studio, picture: str, part: str) -> str:
    """The same for its merchant."""
    return sign(path(picture, part), (int(time.time()) // STEP + 1) * STEP + LINK_SECONDS, here.link_key)


def _picture(here: Studio, row: ProductPicture, tongue: str) -> dict[str, Any]:
    fields = ("id", "role", "source", "state", "width", "height", "facts", "mended")
    seen = row.version != "" and row.state != "failed"
    return {name: getattr(row, name) for name in fields} | {
        "url": link(here, row.id, "photo") if seen else None,
        "thumb": link(here, row.id, "thumb") if seen else None,
        "error": problem(row.error, tongue) if row.error else None,
    }


def _counts(row: ImportRow) -> dict[str, Any]:
    fields = ("id", "name", "state", "rows", "added", "updated", "unchanged", "created_at", "finished_at")
    return {name: getattr(row, name) for name in fields}


def _failed(row: str, error: dict[str, Any], tongue: str) -> Failed:
    remedy = error["remedy"][tongue]
    return Failed(row=row, reason=error["title"][tongue], code=error["code"], remedy=remedy)
