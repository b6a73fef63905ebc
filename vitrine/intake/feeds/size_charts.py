"""Size charts: one line a size, centimetres by measure, labels by country."""

import re
import unicodedata
from typing import Final

from vitrine.errors import BadInput
from vitrine.intake.feeds.refusals import BadSize, NoExternalId
from vitrine.intake.feeds.rows import ChartRow, Items, Refused, SizeLine
from vitrine.intake.feeds.sheet import Cells, Sheet, sheet, word
from vitrine.intake.feeds.text import decoded, line

WHOSE: Final = ("external id", "family", "product", "sku", "handle", "货号", "商品编号", "款式", "款号")
SIZE: Final = ("size", "尺码", "尺寸", "码数", "größe", "taille", "talla")
COUNTRIES: Final = {
    "cn": "CN", "中国": "CN", "国标": "CN", "eu": "EU", "欧洲": "EU", "欧码": "EU", "us": "US", "美国": "US",
    "美码": "US", "uk": "UK", "英国": "UK", "英码": "UK",
}  # fmt: skip
MEASURES: Final = {
    "chest": "chest", "bust": "chest", "胸围": "chest", "waist": "waist", "腰围": "waist", "hip": "hip", "hips": "hip",
    "臀围": "hip", "shoulder": "shoulder", "shoulders": "shoulder", "shoulder width": "shoulder", "肩宽": "shoulder",
    "length": "length", "衣长": "length", "裙长": "length", "裤长": "length", "长度": "length", "sleeve": "sleeve",
    "sleeve length": "sleeve", "袖长": "sleeve", "inseam": "inseam", "内长": "inseam", "thigh": "thigh",
    "大腿围": "thigh", "rise": "rise", "前裆": "rise", "hem": "hem", "下摆": "hem", "cuff": "cuff", "袖口": "cuff",
}  # fmt: skip
UNIT: Final = re.compile(r"\s*[(（]?\s*(cm|in|inch|inches|厘米|英寸)\s*[)）]?\Z")
INCH: Final = 2.54
NUMBER: Final = re.compile(r"\d+(?:[.,]\d+)?\Z")


def known(header: set[str]) -> bool:
    """Whether a header is a size chart's: sizes, at least one measure, and nothing that only products have."""
    if header & {"title", "title en", "title zh", "pictures", "price", "标题", "图片", "价格"}:
        return False
    return any(name in header for name in SIZE) and any(_measure(name) for name in header)


def charts(table: Sheet) -> Items:
    """The charts of a file: lines of one product or family together, in the file's order."""
    lines: dict[str, list[SizeLine]] = {}
    first: dict[str, str] = {}
    for item in table.rows():
        if isinstance(item, Refused):
            yield item
            continue
        row, cells = item
        whose = line(next((cells[name] for name in WHOSE if name in cells), ""))
        try:
            if not whose:
                raise NoExternalId
            found = size_line(cells)
        except BadInput as error:
            yield Refused(row, error)
            continue
        lines.setdefault(whose, []).append(found)
        first.setdefault(whose, row)
    for whose, several in lines.items():
        yield ChartRow(first[whose], whose, tuple(several))


def typed(data: bytes) -> tuple[SizeLine, ...]:
    """The chart of one product, as CSV without a column for whose it is.

    Raises:
        BadSize: it is no size chart, or a line of it cannot be read.
    """
    table = sheet(decoded(data), known)
    if table is None:
        raise BadSize
    found = []
    for item in table.rows():
        if isinstance(item, Refused):
            raise BadSize(item.row)
        found.append(size_line(item[1]))
    return tuple(found)


def size_line(cells: Cells) -> SizeLine:
    """One row of a chart; raises BadSize."""
    size = line(next((cells[name] for name in SIZE if name in cells), ""))[:32]
    labels, cm = {}, {}
    for name, cell in cells.items():
        if name in COUNTRIES:
            labels[COUNTRIES[name]] = line(cell)[:32]
        elif measure := _measure(name):
            cm[measure] = _centimetres(cell, name)
    if not size:
        raise BadSize
    return SizeLine(size, labels, cm)


def _measure(name: str) -> str | None:
    return MEASURES.get(word(UNIT.sub("", name)))


def _centimetres(cell: str, name: str) -> float:
    unit = UNIT.search(name)
    inches = unit is not None and unit[1] in ("in", "inch", "inches", "英寸")
    number = UNIT.sub("", unicodedata.normalize("NFKC", cell)).strip()
    if not NUMBER.match(number):
        raise BadSize(name)
    value = float(number.replace(",", ".")) * (INCH if inches else 1)
    if not 1 <= value < 400:
        raise BadSize(name)
    return round(value, 2)
