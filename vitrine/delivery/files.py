"""Pictures into files: the format by the file's ending, in place whole or not at all."""

import os
import tempfile
from pathlib import Path
from typing import Final, Literal

from vitrine.delivery.pictures import encode
from vitrine.errors import BadInput
from vitrine.imaging.types import Picture

FORMATS: Final[dict[str, Literal["png", "jpeg", "webp"]]] = {
    ".png": "png", ".jpg": "jpeg", ".jpeg": "jpeg", ".webp": "webp",
}  # fmt: skip


class CannotWrite(BadInput):
    """The picture cannot be written there."""

    code = "cannot-write"
    zh = "无法写入该位置。"
    remedy = "Name a file that ends in .png, .jpg or .webp, in a folder that exists."
    remedy_zh = "请指定已存在的文件夹中以 .png、.jpg 或 .webp 结尾的文件名。"


def writable(path: Path) -> None:
    """Nothing, if a picture can be written to `path`; asked before long work begins.

    Raises:
        CannotWrite: the ending is of no known format, or there is no such folder.
    """
    if path.suffix.lower() not in FORMATS or not path.resolve().parent.is_dir():
        raise CannotWrite(str(path))


def save(image: Picture, path: Path) -> None:
    """Write a picture with its marks; `.png` is lossless.

    Raises:
        CannotWrite: as `writable` says.
    """
    writable(path)
    write(path, encode(image, FORMATS[path.suffix.lower()]))


def write(path: Path, data: bytes) -> None:
    """Put a file in place whole or not at all."""
    handle, name = tempfile.mkstemp(dir=path.resolve().parent, prefix=".vitrine-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        umask = os.umask(0)
        os.umask(umask)
        Path(name).chmod(0o666 & ~umask)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
