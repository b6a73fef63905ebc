"""Tables of text: CSV and its relatives, row by row, each broken row named and no other row lost with it."""

import csv
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from vitrine.errors import BadInput
from vitrine.intake.feeds.refusals import QuoteNotClosed, RowBroken
from vitrine.intake.feeds.rows import Refused

DELIMITERS: Final = (",", "\t", ";", "|")
HEADER_LINES: Final = 5
"""A header may have so many stray lines above it, less one."""
CELL: Final = 16 * 1024 * 1024
GUARD: Final = re.compile(r"\A'(?=\s*[=+\-@|%])")
"""The apostrophe that keeps a cell of an exported table from being a formula (`vitrine.delivery.tables`)."""
RECORD_LINES: Final = 5000
"""Lines that one row may take: what a stray quotation mark can swallow before it is noticed."""

Cells = dict[str, str]
"""A row's cells by the header's word, in lower case, single spaces; empty cells are left out."""


@dataclass(frozen=True)
class Sheet:
    """A table whose header was found."""

    header: tuple[str, ...]
    """As `word` writes them; empty for a column without a name."""
    delimiter: str
    lines: list[str]
    first: int
    """Number of lines up to and with the header."""

    def rows(self) -> Iterator[tuple[str, Cells] | Refused]:
        """Line number (the header's own line is 1 in most files) and cells of each row; blank rows are left out."""
        for number, cells in _records(self.lines, self.first, self.delimiter, len(self.header)):
            if isinstance(cells, Refused):
                yield cells
                continue
            found: Cells = {}
            for name, cell in zip(self.header, cells, strict=False):
                if name and cell.strip() and name not in found:
                    found[name] = GUARD.sub("", cell.strip())
            if found:
                yield str(number), found


def sheet(text: str, known: Callable[[set[str]], bool]) -> Sheet | None:
    """The table in `text`, if one of its first lines is a header by the word of `known`; None if none is."""
    lines = list(io.StringIO(text.replace("\0", ""), newline=""))
    for skipped in range(min(HEADER_LINES, len(lines))):
        for delimiter in sorted(DELIMITERS, key=lambda mark: -lines[skipped].count(mark)):
            header, end = _header(lines, skipped, delimiter)
            if header and known(set(header)):
                return Sheet(header, delimiter, lines, end)
    return None


def word(cell: str) -> str:
    """A header's cell for comparing: lower case, single spaces, underscores as spaces."""
    return " ".join(cell.replace("_", " ").replace("\ufeff", " ").lower().split())


def _header(lines: list[str], skipped: int, delimiter: str) -> tuple[tuple[str, ...], int]:
    """The record that begins at a line, as header, and how many lines it ends after."""
    source = _Lines(lines, skipped)
    try:
        cells = next(csv.reader(source, delimiter=delimiter), [])
    except csv.Error:
        return (), skipped
    return tuple(map(word, cells)), source.at


def _records(lines: list[str], start: int, delimiter: str, width: int) -> Iterator[tuple[int, list[str] | Refused]]:
    """Each record with the number of its first line. A record that a stray quotation mark makes swallow others is
    refused, and reading goes on at the next line."""
    csv.field_size_limit(CELL)
    source = _Lines(lines, start)
    reader = csv.reader(source, delimiter=delimiter)
    while source.at < len(lines):
        begun = source.begin()
        refused: BadInput | None = None
        try:
            cells = next(reader, [])
        except csv.Error:
            refused, resume = RowBroken(), source.at
        else:
            if source.at - begun > 1 and _swallowed(lines[begun : source.at], cells, width):
                refused, resume = QuoteNotClosed(), begun + 1
        if refused is None:
            yield begun + 1, cells
            continue
        yield begun + 1, Refused(str(begun + 1), refused)
        source = _Lines(lines, resume)
        reader = csv.reader(source, delimiter=delimiter)


class _Lines:
    """Lines for a reader, which may take so many for one record and no more."""

    def __init__(self, lines: list[str], start: int) -> None:
        self._lines = lines
        self.at = start
        self._begun = start

    def begin(self) -> int:
        """A record begins here."""
        self._begun = self.at
        return self.at

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        if self.at >= len(self._lines) or self.at - self._begun >= RECORD_LINES:
            raise StopIteration
        self.at += 1
        return self._lines[self.at - 1]


def _swallowed(lines: list[str], cells: list[str], width: int) -> bool:
    """Whether a record of several lines is a row whose quotation mark was never closed."""
    last = max((n for n, cell in enumerate(cells, 1) if cell), default=0)
    return sum(line.count('"') for line in lines) % 2 == 1 or 0 < width < last or len(lines) >= RECORD_LINES
