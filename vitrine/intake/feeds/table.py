"""Our own table: a few columns that any shop can fill in, in English or Chinese."""

import re
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Final

from vitrine.errors import BadInput
from vitrine.intake.feeds.html import is_cut, plain, sanitised
from vitrine.intake.feeds.money import price
from vitrine.intake.feeds.pictures import addressed, is_address, named
from vitrine.intake.feeds.refusals import (
    BadCategory,
    CellTooLong,
    DescriptionCut,
    IdTooLong,
    IdTwice,
    NoExternalId,
    OutsideFolder,
    PictureMissing,
    TooManyPictures,
)
from vitrine.intake.feeds.rows import PICTURES, Items, PictureRef, Refused, Row
from vitrine.intake.feeds.sheet import Cells, Sheet
from vitrine.intake.feeds.text import line, tongue

COLUMNS: Final[dict[str, tuple[str, ...]]] = {
    "external_id": ("external id", "货号", "商品编号", "编号"),
    "title": ("title", "name", "标题", "名称", "商品名称"),
    "title_en": ("title en", "name en", "英文标题", "英文名称"),
    "title_zh": ("title zh", "name zh", "中文标题", "中文名称"),
    "description": ("description", "描述", "详情"),
    "description_en": ("description en", "英文描述"),
    "description_zh": ("description zh", "中文描述"),
    "price": ("price", "价格", "售价"),
    "currency": ("currency", "币种", "货币"),
    "pictures": ("pictures", "images", "picture", "image", "图片", "主图"),
    "front": ("front", "正面图", "正面"),
    "back": ("back", "背面图", "背面"),
    "worn": ("worn", "模特图", "上身图"),
    "category": ("category", "类别", "类目"),
    "sizes": ("sizes", "size", "尺码"),
    "colour": ("colour", "color", "颜色"),
    "family": ("family", "款式", "款号"),
    "url": ("url", "link", "链接"),
    "published": ("published", "上架"),
}
"""Our name of each column, and the headers that mean it."""
CATEGORIES: Final = {
    "tops": "tops", "top": "tops", "上衣": "tops", "bottoms": "bottoms", "bottom": "bottoms", "下装": "bottoms",
    "dresses": "dresses", "dress": "dresses", "one-pieces": "dresses", "连衣裙": "dresses", "outerwear": "outerwear",
    "外套": "outerwear", "auto": None,
}  # fmt: skip
NO: Final = {"no", "false", "0", "否", "n", "draft", "下架"}
FORMS: Final = ("NFC", "NFD")
"""A table and the system that named its pictures may write the same letters otherwise (Unicode, annex 15)."""
SEVERAL: Final = re.compile(r"[|;\n\r]+")
SIZES: Final = re.compile(r"[,，、/|;；\n]+")
TITLE: Final = 500
SHORT: Final = 64
ADDRESS: Final = 2000


def known(header: set[str]) -> bool:
    """Whether a header is our table's."""
    return bool(header.intersection(COLUMNS["external_id"])) and len(header) > 1


def table(found: Sheet, beside: Path | None) -> Items:
    """The products of a table; `beside` is the folder that its file names are in (None: only addresses are read)."""
    seen: dict[str, str] = {}
    for item in found.rows():
        if isinstance(item, Refused):
            yield item
            continue
        number, cells = item
        try:
            row, refused = product(number, cells, beside)
            if row.external_id in seen:
                raise IdTwice(row.external_id[:80])
            seen[row.external_id] = number
        except BadInput as error:
            yield Refused(number, error)
            continue
        yield from refused
        yield row


def product(number: str, cells: Cells, beside: Path | None) -> tuple[Row, list[Refused]]:
    """The product of a row, and those of its pictures that cannot be used; raises BadInput."""
    told = {name: next((cells[word] for word in words if word in cells), "") for name, words in COLUMNS.items()}
    amount, currency = price(told["price"], told["currency"].strip().upper()[:3] or None)
    pictures, refused = _pictures(number, told, beside)
    if any(is_cut(told[name]) for name in ("description", "description_en", "description_zh")):
        refused.append(Refused(number, DescriptionCut()))
    url = told["url"].strip()
    return Row(
        row=number,
        external_id=identity(told["external_id"]),
        source="table",
        title=_tongues(told, "title", title),
        description=_tongues(told, "description", sanitised),
        price=amount,
        currency=currency,
        category=category(told["category"]),
        colour=short(told["colour"]) or None,
        family=line(told["family"])[:255] or None,
        sizes=sizes(told["sizes"]),
        url=url if is_address(url) and len(url) <= ADDRESS else None,
        published=told["published"].strip().lower() not in NO,
        pictures=pictures,
    ), refused


def identity(text: str) -> str:
    """A usable external_id; raises NoExternalId, IdTooLong."""
    found = line(text)
    if not found:
        raise NoExternalId
    if len(found) > 255:
        raise IdTooLong
    return found


def title(text: str) -> str:
    """A name as plain text; raises CellTooLong."""
    found = plain(text)
    if len(found) > TITLE:
        raise CellTooLong
    return found


def short(text: str) -> str:
    """A word or two; raises CellTooLong."""
    found = line(text)
    if len(found) > SHORT:
        raise CellTooLong
    return found


def sizes(text: str) -> tuple[str, ...]:
    """The sizes of a cell, each once."""
    return tuple(dict.fromkeys(short(part) for part in SIZES.split(text) if part.strip()))[:60]


def category(text: str) -> str | None:
    """A slot by its name; raises BadCategory."""
    if not text.strip():
        return None
    found = text.strip().lower()
    if found not in CATEGORIES:
        raise BadCategory(found[:40])
    return CATEGORIES[found]


def _tongues(told: dict[str, str], name: str, clean: Callable[[str], str]) -> dict[str, str]:
    """A text by language; one without a language is of the language that it looks like."""
    by = {language: clean(told[f"{name}_{language}"]) for language in ("en", "zh")}
    if loose := clean(told[name]):
        language = tongue(loose)
        by[language] = by[language] or loose
    return {language: text for language, text in by.items() if text}


def _pictures(number: str, told: dict[str, str], beside: Path | None) -> tuple[tuple[PictureRef, ...], list[Refused]]:
    found: dict[str, PictureRef] = {}
    refused: list[Refused] = []
    cells = {role: SEVERAL.split(told[role or "pictures"]) for role in ("front", "", "back", "worn")}
    for part, role in [(part.strip(), role) for role, parts in cells.items() for part in parts if part.strip()]:
        try:
            picture = _picture(part, beside)
            found.setdefault(picture.source, PictureRef(picture.source, role or picture.role, picture.path))
        except BadInput as error:
            refused.append(Refused(f"{number}: {line(part)[:80]}", error))
    if len(found) > PICTURES:
        refused.append(Refused(number, TooManyPictures()))
    return tuple(found.values())[:PICTURES], refused


def _picture(part: str, beside: Path | None) -> PictureRef:
    if len(part) > ADDRESS:
        raise CellTooLong
    if is_address(part):
        return addressed(part)
    return in_folder(part, beside)


def in_folder(name: str, beside: Path | None) -> PictureRef:
    """A picture beside a table; raises PictureMissing, OutsideFolder."""
    if beside is None:
        raise PictureMissing
    for spelt in dict.fromkeys((name, *(unicodedata.normalize(form, name) for form in FORMS))):
        path = beside / spelt.replace("\\", "/")
        try:
            inside = path.resolve().is_relative_to(beside.resolve())
            there = path.is_file()
        except (OSError, ValueError):
            raise PictureMissing from None
        if not inside:
            raise OutsideFolder
        if there:
            return PictureRef(name, named(path.stem)[1], path)
    raise PictureMissing
