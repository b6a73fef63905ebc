"""Folders that come over the web file by file: kept until all of it is here, then read as any folder is."""

import contextlib
import os
import shutil
import unicodedata
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from typing import Final

from vitrine.intake import feeds
from vitrine.intake.feeds.refusals import OutsideFolder, Unreadable
from vitrine.intake.feeds.rows import Items

DEPTH: Final = 20


class Dropped:
    """The folders, each by the import that it came with."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def put(self, batch: str, name: str, data: bytes) -> None:
        """Keep a file of a folder.

        Args:
            batch: the import.
            name: where it lies in the folder, its parts separated by `/`.
            data: its bytes.

        Raises:
            OutsideFolder: the name leads out of the folder.
            Unreadable: no file can have this name here.
        """
        parts = name.split("/")
        if PurePosixPath(name).is_absolute() or ".." in parts:
            raise OutsideFolder
        if len(parts) > DEPTH or "" in parts or "." in parts or "\0" in name:
            raise Unreadable
        path = self._root / batch / unicodedata.normalize("NFC", name)
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with open(path, "wb", opener=lambda at, flags: os.open(at, flags, 0o600)) as file:
                file.write(data)
        except (OSError, UnicodeEncodeError):
            raise Unreadable from None

    def items(self, batch: str) -> Items | None:
        """What is in the folder of an import, as `vitrine product add FOLDER` reads it; None: it brought none."""
        path = self._root / batch
        return feeds.read(path) if path.is_dir() else None

    def remove(self, batch: str) -> None:
        """Remove the folder of an import, if it has one."""
        shutil.rmtree(self._root / batch, ignore_errors=True)

    def tidy(self, wanted: Callable[[str], bool]) -> None:
        """Remove folders whose import nobody goes on with."""
        with contextlib.suppress(FileNotFoundError):
            for path in list(self._root.iterdir()):
                if not wanted(path.name):
                    self.remove(path.name)
