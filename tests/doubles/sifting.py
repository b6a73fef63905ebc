"""Looks into bytes as a thief would: through base64, hexadecimal, zlib, gzip, pickles, JSON, databases, nested."""

import base64
import binascii
import gzip
import io
import json
import pickletools
import re
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

DEPTH = 5
BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{16,}={0,2}")
HEXADECIMAL = re.compile(rb"[0-9a-fA-F]{20,}")
ZLIB = re.compile(rb"\x78[\x01\x5e\x9c\xda]")
PICTURE = re.compile(rb"\xff\xd8\xff|\x89PNG\r\n\x1a\n|RIFF....WEBP|\0\0\0.ftyp", re.DOTALL)
NUMBER = re.compile(rb"-?\d+\.\d+(?:[eE][-+]?\d+)?")


def layers(data: bytes, depth: int = DEPTH) -> Iterator[bytes]:
    """`data` and all that can be unpacked from it, whatever it stands in."""
    yield data
    if depth == 0 or len(data) < 8:
        return
    for unpack in (_base64, _hexadecimal, _deflated, _gzipped, _pickled, _escaped):
        for inner in unpack(data):
            if inner and inner != data:
                yield from layers(inner, depth - 1)


def _base64(data: bytes) -> Iterator[bytes]:
    for run in BASE64.finditer(data):
        text = run[0].rstrip(b"=").replace(b"-", b"+").replace(b"_", b"/")
        # What stands before may belong to the alphabet by chance: begin at each of four places.
        for start in range(4 if len(text) < 100_000 else 1):
            part = text[start:]
            with_length = part[: len(part) - (len(part) % 4 == 1)]
            try:
                yield base64.b64decode(with_length + b"=" * (-len(with_length) % 4))
            except binascii.Error:
                continue


def _hexadecimal(data: bytes) -> Iterator[bytes]:
    for run in HEXADECIMAL.finditer(data):
        yield bytes.fromhex(run[0][: len(run[0]) // 2 * 2].decode())


def _deflated(data: bytes) -> Iterator[bytes]:
    for head in ZLIB.finditer(data):
        try:
            yield zlib.decompressobj().decompress(data[head.start() :], 50_000_000)
        except zlib.error:
            continue


def _gzipped(data: bytes) -> Iterator[bytes]:
    at = data.find(b"\x1f\x8b\x08")
    if at >= 0:
        try:
            yield gzip.GzipFile(fileobj=io.BytesIO(data[at:])).read(50_000_000)
        except (OSError, EOFError, zlib.error):
            return


def _pickled(data: bytes) -> Iterator[bytes]:
    """The strings and bytes in a pickle, read without running it."""
    for head in re.finditer(rb"\x80[\x02-\x05]", data[:1_000_000]):
        try:
            for _, argument, _ in pickletools.genops(data[head.start() :]):
                if isinstance(argument, str):
                    yield argument.encode("utf8", "surrogatepass")
                elif isinstance(argument, bytes | bytearray):
                    yield bytes(argument)
        except (ValueError, KeyError, IndexError, EOFError, UnicodeDecodeError):
            continue


def _escaped(data: bytes) -> Iterator[bytes]:
    if data[:1] in b'{["':
        try:
            for text in _texts(json.loads(data)):
                yield text.encode("utf8", "surrogatepass")
        except (ValueError, RecursionError):
            return


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield str(key)
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)


def sources(folder: Path, without: tuple[Path, ...]) -> Iterator[tuple[str, bytes]]:
    """Every file under `folder` as it lies there; of a database every value of every table besides."""
    for path in sorted(folder.rglob("*")):
        if not path.is_file() or any(path.is_relative_to(left_out) for left_out in without):
            continue
        data = path.read_bytes()
        yield path.name, path.name.encode()
        yield path.name, data
        if data.startswith(b"SQLite format 3\0"):
            yield from _values(path)


def _values(path: Path) -> Iterator[tuple[str, bytes]]:
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as base:
        base.text_factory = bytes
        tables = [name.decode() for (name,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in tables:
            for row in base.execute(f'SELECT * FROM "{table}"'):
                for value in row:
                    if isinstance(value, bytes):
                        yield f"{path.name}:{table}", value


class Planted:
    """What must not be found: words, pictures (by their odd size and by their pixels), landmarks."""

    def __init__(self) -> None:
        self.words: set[bytes] = set()
        self.sizes: set[tuple[int, int]] = set()
        self.rows: set[bytes] = set()
        self.points: list[np.ndarray] = []

    def word(self, text: str) -> str:
        """Plant a word; returned for use."""
        self.words.add(text.encode())
        return text

    def picture(self, pixels: np.ndarray, file: bytes) -> None:
        """Plant a picture: its size, a row of its pixels in either order of channels, and the middle of its file."""
        self.sizes.add((pixels.shape[1], pixels.shape[0]))
        row = pixels[20, 20:60]
        self.rows |= {row.tobytes(), row[:, ::-1].tobytes(), row[:, 0].tobytes()}
        self.words.add(file[len(file) // 2 :][:64])

    def landmarks(self, points: np.ndarray) -> None:
        """Plant measured points, (x, y) in pixels."""
        self.points.append(np.asarray(points, np.float64))

    def found(self, data: bytes) -> set[str]:
        """What of it is in `data` or in anything packed into it."""
        return {what for layer in layers(data) for what in self._in(layer)}

    def _in(self, layer: bytes) -> Iterator[str]:
        for word in self.words:
            if word in layer:
                yield f"word {word[:24]!r}"
        for row in self.rows:
            if row in layer:
                yield "pixels"
        for head in PICTURE.finditer(layer):
            if _size(layer[head.start() :]) in self.sizes:
                yield "picture"
        for points in self.points:
            if _binary(points, layer) or _written(points, layer):
                yield "landmarks"


def _size(data: bytes) -> tuple[int, int] | None:
    try:
        with Image.open(io.BytesIO(data)) as image:
            return image.size
    except Exception:  # it only began like a picture
        return None


def _binary(points: np.ndarray, layer: bytes) -> bool:
    return any(points[n].astype(kind).tobytes() in layer for kind in ("<f4", "<f8") for n in range(11, 25))


def _written(points: np.ndarray, layer: bytes) -> bool:
    """Half of all coordinates stand there as text, to a tenth of a pixel or as shares of the size."""
    numbers = np.array([float(n) for n in NUMBER.findall(layer[:2_000_000])])
    if len(numbers) < points.size // 2:
        return False
    wanted = points[11:25].ravel()
    return bool((np.abs(numbers[None] - wanted[:, None]).min(1) < 0.06).mean() > 0.5)
