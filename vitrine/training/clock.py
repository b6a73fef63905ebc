"""Time that a stage of a run has taken, over all its starts: what a card may say after a run was killed and resumed."""

import time
from pathlib import Path

from vitrine.delivery.files import write


class Clock:
    """Adds up in a file the seconds since it was made."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._since = time.monotonic()

    def lap(self) -> None:
        """Add the time since the last lap."""
        now = time.monotonic()
        write(self._file, f"{60 * minutes(self._file) + now - self._since:.2f}".encode())
        self._since = now


def minutes(file: Path) -> float:
    """The time that a clock has put into a file; 0 where there is none."""
    try:
        return float(file.read_text("utf8")) / 60
    except (OSError, ValueError):
        return 0.0
