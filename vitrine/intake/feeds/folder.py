"""A folder of pictures: a file is a product, or a small folder is one, or a table in it says which belong together."""

import os
import unicodedata
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Final

from vitrine.intake.feeds.pictures import ENDINGS, named
from vitrine.intake.feeds.refusals import NoPictureFile, OutsideFolder, TooManyPictures, Unreadable
from vitrine.intake.feeds.rows import PICTURES, Items, PictureRef, Refused, Row
from vitrine.intake.feeds.text import line, tongue

TOGETHER: Final = 12
"""A folder of at most so many pictures, inside the one that was named, is one product."""
ORDER: Final = {"front": 0, "": 1, "detail": 2, "back": 3, "worn": 4}


def folder(root: Path, leave_out: tuple[str, ...] = ()) -> Items:
    """Products of a folder of pictures, in the order of their names; each file that is left out with its reason.

    `leave_out`: endings of files at the top that were read otherwise.
    """
    top = root.resolve()
    pending = [top]
    while pending:
        here = pending.pop()
        files: list[Path] = []
        below: list[Path] = []
        for refused in _sorted_out(here, top, files, below):
            if here != top or not refused.row.lower().endswith(leave_out or "/"):
                yield refused
        pending += sorted(below, reverse=True)
        yield from _products(files, here, top)


def single(path: Path) -> Row:
    """The product of one picture that was named by itself."""
    return _row([path], *_identity(path, path.parent, path.parent))


def _sorted_out(here: Path, top: Path, files: list[Path], below: list[Path]) -> Iterator[Refused]:
    """Put a folder's pictures into `files` and its folders into `below`; what else there is, is refused."""
    try:
        with os.scandir(here) as found:
            entries = sorted(found, key=lambda entry: entry.name)
    except OSError:
        yield Refused(_shown(here, top), Unreadable())
        return
    for entry in entries:
        path = Path(entry.path)
        if entry.name.startswith("."):
            continue
        try:
            entry.name.encode("utf-8")
        except UnicodeEncodeError:  # bytes that are no text
            yield Refused(ascii(entry.name), Unreadable())
            continue
        if entry.is_symlink() and not path.resolve().is_relative_to(top):
            yield Refused(_shown(path, top), OutsideFolder())
        elif entry.is_dir(follow_symlinks=False):
            below.append(path)
        elif path.suffix.lower() not in ENDINGS or not entry.is_file():
            yield Refused(_shown(path, top), NoPictureFile())
        else:
            files.append(path)


def _products(files: list[Path], here: Path, top: Path) -> Items:
    if here != top and 0 < len(files) <= TOGETHER:
        yield _row(files, line(_shown(here, top)), [named(path.stem)[1] for path in files])
        return
    by_name = sorted((_identity(path, here, top)[0], path) for path in files)
    for identity, group in groupby(by_name, key=lambda pair: pair[0]):
        paths = [path for _, path in group]
        if len(paths) > PICTURES:
            yield Refused(_shown(paths[PICTURES], top), TooManyPictures())
        yield _row(paths[:PICTURES], identity, [named(path.stem)[1] for path in paths[:PICTURES]])


def _identity(path: Path, here: Path, top: Path) -> tuple[str, list[str]]:
    """The product that a file is of: its name, after its folder's where that is not the one that was named."""
    name, role = named(path.stem)
    return line(name if here == top else f"{_shown(here, top)}/{name}"), [role]


def _row(paths: list[Path], identity: str, roles: list[str]) -> Row:
    ordered = sorted(zip(roles, paths, strict=True), key=lambda pair: (ORDER[pair[0]], pair[1].name))
    title = line(identity.rsplit("/", 1)[-1].replace("_", " "))
    return Row(
        row=identity if len(paths) > 1 else paths[0].name,
        external_id=identity[:255],
        source="folder",
        title={tongue(title): title},
        pictures=tuple(PictureRef(path.name, role, path) for role, path in ordered),
    )


def _shown(path: Path, top: Path) -> str:
    return unicodedata.normalize("NFC", path.relative_to(top).as_posix())
