"""Published products, for pages of the shop: they are for everybody, with a session or without one."""

from typing import Annotated

from fastapi import APIRouter, Path, Query

from vitrine.api import cursors, product_show
from vitrine.api.access import Here, Visitor, sees_drafts
from vitrine.api.photos import Tongue
from vitrine.api.problems import Invalid
from vitrine.api.product_shapes import Category, ShopProduct, ShopProducts
from vitrine.catalog.book import NoSuchProduct
from vitrine.catalog.shelf import Wanted

router = APIRouter(prefix="/v1/shop", tags=["shop"])


@router.get("/products")
def several(
    here: Here,
    visitor: Visitor,
    tongue: Tongue,
    external_id: Annotated[str | None, Query(max_length=255)] = None,
    category: Category | None = None,
    family: Annotated[str | None, Query(max_length=255)] = None,
    cursor: Annotated[str | None, Query(max_length=200)] = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 50,
) -> ShopProducts:
    """Products as they first came; with a staging key those that are not published too."""
    published = None if sees_drafts(here, visitor) else True
    wanted = Wanted(published=published, category=category, family=family, external_id=external_id)
    try:
        found = here.products.records.shelf.in_order(wanted, limit + 1, cursors.read(cursor))
    except (ValueError, TypeError):
        raise Invalid("cursor") from None
    more, found = len(found) > limit, found[:limit]
    last = found[-1].product if more else None
    return ShopProducts(
        items=[product_show.for_shop(here, one, tongue) for one in found],
        next=cursors.written([last.created_at.isoformat(), last.id]) if last else None,
    )


@router.get("/products/{product}")
def one(
    here: Here, visitor: Visitor, product: Annotated[str, Path(pattern=r"^[0-9a-f]{32}$")], tongue: Tongue
) -> ShopProduct:
    """A product."""
    found = here.products.records.shelf.find(product)
    if not found.product.published and not sees_drafts(here, visitor):
        raise NoSuchProduct(product)
    return product_show.for_shop(here, found, tongue)
