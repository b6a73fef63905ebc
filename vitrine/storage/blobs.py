"""Named bytes: a small interface that a folder implements here and an object store can implement elsewhere."""

import os
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final, Protocol

from vitrine.errors import VitrineError

NAME: Final = re.compile(r"[A-Za-z0-9_-]{1,128}(/[A-Za-z0-9_.-]{1,128}){0,3}\Z")
"""A name: up to four parts of plain characters; no part can climb out of the folder."""


class BlobMissing(VitrineError):
    """There are no such bytes."""

    code = "blob-missing"
    status = 404
    zh = "数据不存在。"
    remedy = "They may have expired or been erased."
    remedy_zh = "它可能已过期或已被删除。"


class Blobs(Protocol):
    """Bytes by name. A put is all or nothing; a reader never sees half of it."""

    def put(self, name: str, data: bytes) -> None:
        """Store `data` under `name`, in place of what was there."""
        ...

    def get(self, name: str) -> bytes:
        """The bytes under `name`.

        Raises:
            BlobMissing: there are none.
        """
        ...

    def delete(self, name: str) -> None:
        """Remove `name`; nothing happens if it is not there."""
        ...

    def names(self, prefix: str = "") -> Iterator[str]:
        """All names that begin with `prefix`, in no particular order."""
        ...


class FolderBlobs:
    """Blobs as files of one folder, readable by this user only."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def put(self, name: str, data: bytes) -> None:
        """Write beside, then rename: a crash leaves the old bytes or the new ones."""
        path = self._path(name)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, beside = tempfile.mkstemp(dir=path.parent, prefix=".new-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            Path(beside).replace(path)
        except BaseException:
            Path(beside).unlink(missing_ok=True)
            raise

    def get(self, name: str) -> bytes:
        """The bytes under `name`; raises BlobMissing."""
        try:
            return self._path(name).read_bytes()
        except FileNotFoundError:
            raise BlobMissing(name) from None

    def delete(self, name: str) -> None:
        """Remove the file, and its folder when that is empty then."""
        path = self._path(name)
        path.unlink(missing_ok=True)
        if path.parent != self.folder:
            try:
                path.parent.rmdir()
            except OSError:  # not empty, or already gone
                return

    def names(self, prefix: str = "") -> Iterator[str]:
        """All names that begin with `prefix`; a file half written by a crash is no name."""
        for path in self.folder.rglob("*"):
            name = path.relative_to(self.folder).as_posix()
            if name.startswith(prefix) and not path.name.startswith(".new-") and path.is_file():
                yield name

    def _path(self, name: str) -> Path:
        if not NAME.match(name):
            raise ValueError(f"not a blob name: {name!r}")
        return self.folder / name
