"""Tables that leave the server: CSV that no spreadsheet takes for formulas."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Final

FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "|", "%")
"""What a cell may not begin with (OWASP, CSV Injection): an apostrophe before it makes it text."""


def table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """A CSV file, UTF-8 with a mark, so that spreadsheets read Chinese."""
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(columns)
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return b"\xef\xbb\xbf" + file.getvalue().encode()


def harmless(cell: str) -> str:
    """A cell that is text wherever it is opened."""
    return f"'{cell}" if cell.lstrip().startswith(FORMULA) else cell
