"""Shopify's product CSV, of every generation of its header: rows of one handle are one product.

2015: `Handle, Title, Body (HTML), ..., Variant Price, Image Src`; later `Status`, `Product Category`, metafields,
prices by market (`Price / International`); since 2024 also `Title, URL handle, Description, ..., Product image URL`.
"""

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from vitrine.errors import BadInput
from vitrine.intake.feeds.html import is_cut, sanitised
from vitrine.intake.feeds.money import price
from vitrine.intake.feeds.pictures import addressed, is_address
from vitrine.intake.feeds.refusals import (
    CellTooLong,
    DescriptionCut,
    IdTwice,
    NoExternalId,
    PictureMissing,
    TooManyPictures,
)
from vitrine.intake.feeds.rows import PICTURES, Items, PictureRef, Refused, Row
from vitrine.intake.feeds.sheet import Cells, Sheet
from vitrine.intake.feeds.table import ADDRESS, identity, short, title
from vitrine.intake.feeds.text import tongue

NAMES: Final[dict[str, tuple[str, ...]]] = {
    "handle": ("handle", "url handle"),
    "title": ("title",),
    "body": ("body (html)", "description", "body html"),
    "published": ("published", "published on online store"),
    "status": ("status",),
    "sku": ("variant sku", "sku"),
    "price": ("variant price", "price"),
    "image": ("image src", "product image url"),
    "position": ("image position",),
    "variant_image": ("variant image", "variant image url"),
}
"""Our name of a column and Shopify's, by generation."""
ONLY_THEIRS: Final = {"handle", "url handle"}
BESIDE: Final = {
    *("body (html)", "variant price", "image src", "option1 name", "option1 value", "product image url", "variant sku"),
    *("vendor", "url handle"),
}
SIZE: Final = {"size", "sizes", "尺码", "尺寸", "größe", "taille", "talla", "tamanho", "taglia", "サイズ"}
COLOUR: Final = {"color", "colour", "颜色", "farbe", "couleur", "colore", "cor"}
SLUG: Final = re.compile(r"[^\w]+")
OPTIONS: Final = (1, 2, 3)


def known(header: set[str]) -> bool:
    """Whether a header is Shopify's."""
    return bool(header & ONLY_THEIRS) and "title" in header and bool(header & BESIDE)


def shopify(found: Sheet) -> Items:
    """The products of an export, in the order of their first rows; broken rows are named, the rest of their product
    goes in."""
    groups: dict[str, list[tuple[str, Cells]]] = {}
    titles: dict[str, str] = {}
    for item in found.rows():
        if isinstance(item, Refused):
            yield item
            continue
        number, cells = item
        try:
            handle, name = _handle(cells), _cell(cells, "title")
            if name and titles.setdefault(handle, name) != name:
                raise IdTwice(handle[:80])
            groups.setdefault(handle, []).append((number, cells))
        except BadInput as error:
            yield Refused(number, error)
    for handle, rows in groups.items():
        yield from _product(handle, rows)


def _product(handle: str, rows: list[tuple[str, Cells]]) -> Items:
    number, head = next(((n, c) for n, c in rows if _cell(c, "title")), rows[0])
    refused: list[Refused] = []
    try:
        variants = list(_variants(rows, head, refused))
        name, body = title(_cell(head, "title")), sanitised(_cell(head, "body"))
        if is_cut(_cell(head, "body")):
            refused.append(Refused(number, DescriptionCut()))
        pictures = _pictures(rows, refused)
        amounts = [v["price"] for v in variants if v["price"] is not None]
        row = Row(
            row=number,
            external_id=handle,
            source="shopify",
            title={tongue(name): name} if name else {},
            description={tongue(body): body} if body else {},
            price=amounts[0] if amounts else None,
            colour=_one(variants, COLOUR),
            sizes=_each(variants, SIZE),
            variants=tuple(variants),
            published=_is_shown(head),
            pictures=pictures,
        )
    except BadInput as error:
        yield Refused(number, error)
        return
    yield from refused
    yield row


def _variants(rows: list[tuple[str, Cells]], head: Cells, refused: list[Refused]) -> Iterator[dict[str, Any]]:
    """What can be bought: rows with a price or an option. Options' names stand in a product's first row only."""
    names = {n: head.get(f"option{n} name", "") for n in OPTIONS}
    for number, cells in rows:
        values = {n: cells.get(f"option{n} value", "") for n in OPTIONS}
        if not _cell(cells, "price") and not any(values.values()):
            continue
        try:
            amount = _price(_cell(cells, "price"))
            # `Title: Default Title` is how a product without variants is written
            options = {
                short(names[n] or f"Option {n}"): short(values[n]) for n in OPTIONS if values[n] and names[n] != "Title"
            }
            yield {"sku": short(_cell(cells, "sku")), "options": options, "price": amount}
        except BadInput as error:
            refused.append(Refused(number, error))


def _price(text: str) -> str | None:
    """Shopify writes prices with a point; a file that went through a spreadsheet may have anything else."""
    try:
        return format(Decimal(text), "f") if text and Decimal(text) >= 0 else price(text)[0]
    except InvalidOperation:
        return price(text)[0]


def _pictures(rows: list[tuple[str, Cells]], refused: list[Refused]) -> tuple[PictureRef, ...]:
    """A product's pictures in Shopify's order, each once; then those that only a variant has."""
    own: list[tuple[int, str, str]] = []
    of_variants: list[tuple[int, str, str]] = []
    for place, (number, cells) in enumerate(rows):
        if image := _cell(cells, "image"):
            own.append((_position(cells, place), number, image))
        if image := _cell(cells, "variant_image"):
            of_variants.append((place, number, image))
    found: dict[str, PictureRef] = {}
    for _, number, address in [*sorted(own, key=lambda one: one[0]), *of_variants]:
        if not is_address(address):
            refused.append(Refused(number, PictureMissing(address[:80])))
        elif len(address) > ADDRESS:
            refused.append(Refused(number, CellTooLong()))
        else:
            found.setdefault(address, addressed(address))
    if len(found) > PICTURES:
        refused.append(Refused(rows[0][0], TooManyPictures()))
    return tuple(found.values())[:PICTURES]


def _position(cells: Cells, place: int) -> int:
    position = _cell(cells, "position")
    return int(position) if position.isdecimal() and len(position) < 6 else place + 1


def _handle(cells: Cells) -> str:
    """A row's handle; where there is none, what Shopify makes of its title. Raises NoExternalId, IdTooLong."""
    handle = _cell(cells, "handle")
    if not handle and not _cell(cells, "title"):
        raise NoExternalId
    return identity(handle or SLUG.sub("-", _cell(cells, "title").lower()).strip("-"))


def _is_shown(head: Cells) -> bool:
    status = _cell(head, "status").lower()
    return _cell(head, "published").lower() not in ("false", "no") and status in ("", "active")


def _each(variants: list[dict[str, Any]], names: set[str]) -> tuple[str, ...]:
    values = (v for one in variants for n, v in one["options"].items() if n.lower() in names)
    return tuple(dict.fromkeys(values))[:60]


def _one(variants: list[dict[str, Any]], names: set[str]) -> str | None:
    values = _each(variants, names)
    return values[0] if len(values) == 1 else None


def _cell(cells: Cells, name: str) -> str:
    return next((cells[word] for word in NAMES[name] if word in cells), "")
