"""Which size of a product is worn: its line of the size chart, and the middle one where nobody has chosen. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from vitrine.errors import BadInput

USUAL: Final = "m"
"""The size that is worn unless another is asked for, where a product has it."""

DRAWN: Final = {
    "tops": ("length", "chest"),
    "dresses": ("length", "chest"),
    "outerwear": ("length", "chest"),
    "bottoms": ("waist", "hip", "length", "inseam"),
}
"""Measures by which the embedded engine draws a garment larger, by category (`vitrine.fitting.warp.sizes`)."""

Line = Mapping[str, Any]
"""A line of a stored size chart: `size`, `labels` by country, `cm` by measure."""


class NoSuchSize(BadInput):
    """The product does not come in this size."""

    code = "no-such-size"
    zh = "该商品没有这个尺码。"
    remedy = "Choose one of the product's sizes."
    remedy_zh = "请从该商品的尺码中选择。"


def fitting(chart: Mapping[str, Any] | None, sizes: Sequence[str], asked: str | None) -> tuple[str, dict[str, float]]:
    """The size that is worn and the garment's measures in it.

    Args:
        chart: the product's size chart, if it has one.
        sizes: the sizes that the product is sold in.
        asked: a size as chart or product name it, in any case, or as one of the chart's countries does; None: the
            middle one.

    Returns:
        The size, empty where the product has none, and centimetres by measure, empty where no chart tells them.

    Raises:
        NoSuchSize: the product does not come in the size that was asked for.
    """
    lines: list[Line] = list(chart["rows"]) if chart else []
    if asked is None:
        return middle(lines)
    word = asked.strip().casefold()
    named = [line for line in lines if line["size"].casefold() == word]
    named += [line for line in lines if word in (label.casefold() for label in line["labels"].values())]
    if named:
        return named[0]["size"], dict(named[0]["cm"])
    for size in sizes:
        if size.casefold() == word:
            return size, {}
    raise NoSuchSize(asked[:32])


def choosable(chart: Mapping[str, Any] | None, category: str | None) -> str | None:
    """The size that is worn unless another is chosen; None where another one would not be drawn differently."""
    lines: list[Line] = list(chart["rows"]) if chart else []
    drawn = DRAWN.get(category or "", ())
    told = bool(lines) and all(any(name in line["cm"] for name in drawn) for line in lines)
    return middle(lines)[0] if told else None


def middle(lines: Sequence[Line]) -> tuple[str, dict[str, float]]:
    """M, or the line in the middle of a chart that goes from small to large."""
    if not lines:
        return "", {}
    usual = [line for line in lines if line["size"].casefold() == USUAL]
    line = usual[0] if usual else lines[(len(lines) - 1) // 2]
    return line["size"], dict(line["cm"])
