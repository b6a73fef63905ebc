"""Feeds: a shop's products as files. One format a file; what a file is, is told by what is in it."""

from dataclasses import replace
from pathlib import Path
from typing import Final

from vitrine.errors import BadInput
from vitrine.intake.feeds import shopify, size_charts, table
from vitrine.intake.feeds.folder import folder, single
from vitrine.intake.feeds.pictures import ENDINGS
from vitrine.intake.feeds.refusals import FeedTooLarge, UnknownFeed, Unreadable
from vitrine.intake.feeds.rows import Items, Refused
from vitrine.intake.feeds.sheet import Sheet, sheet
from vitrine.intake.feeds.text import decoded

BYTES: Final = 64 * 1024 * 1024
SHEETS: Final = (".csv", ".tsv")
"""Endings of the tables that a folder of pictures may have beside them."""


def read(path: Path) -> Items:
    """All that is in a folder or file, in its order.

    Raises:
        BadInput: it is not there, is none of the formats, or is too large.
    """
    if path.is_dir():
        return _folder(path)
    if path.suffix.lower() in ENDINGS and path.is_file():
        return iter([single(path)])
    try:
        if path.stat().st_size > BYTES:
            raise FeedTooLarge(path.name)
        data = path.read_bytes()
    except OSError:
        raise Unreadable(str(path)) from None
    return read_bytes(data, path.name, path.parent)


def read_bytes(data: bytes, name: str, beside: Path | None = None) -> Items:
    """All that is in a file of text. `beside`: the folder that its file names are in; None: it came alone.

    Raises:
        UnknownFeed, FeedTooLarge: what is wrong with it as a whole.
    """
    if len(data) > BYTES:
        raise FeedTooLarge(name)
    found = _sheet(data, name)
    return size_charts.charts(found) if size_charts.known(set(found.header)) else _products(found, beside)


def _products(found: Sheet, beside: Path | None) -> Items:
    return shopify.shopify(found) if shopify.known(set(found.header)) else table.table(found, beside)


def _sheet(data: bytes, name: str) -> Sheet:
    """The table in a file; raises UnknownFeed."""
    found = sheet(decoded(data), _known)
    if found is None:
        raise UnknownFeed(name)
    return found


def _known(header: set[str]) -> bool:
    return shopify.known(header) or size_charts.known(header) or table.known(header)


def _folder(path: Path) -> Items:
    """The folder's tables where it has some, else its pictures; size charts last, when their products are known."""
    charts: list[Items] = []
    tabled = False
    sheets = sorted(file for file in path.iterdir() if file.suffix.lower() in SHEETS and file.is_file())
    for file in sheets:
        try:
            found = _sheet(file.read_bytes(), file.name) if file.stat().st_size <= BYTES else None
            if found is None:
                raise FeedTooLarge
        except BadInput as error:
            yield Refused(file.name, error)
            continue
        if size_charts.known(set(found.header)):
            charts.append(_of(file.name, size_charts.charts(found), len(sheets) > 1))
        else:
            tabled = True
            yield from _of(file.name, _products(found, path), len(sheets) > 1)
    if not tabled:
        yield from folder(path, leave_out=SHEETS)
    for chart in charts:
        yield from chart


def _of(name: str, items: Items, among_others: bool) -> Items:
    """The rows of a table; each is named with its file where there are several."""
    for item in items:
        yield replace(item, row=f"{name}: {item.row}") if among_others else item
