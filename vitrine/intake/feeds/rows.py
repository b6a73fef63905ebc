"""What a feed is read into: products, size charts, and what was refused, one after another in the feed's order."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any, Final

from vitrine.errors import VitrineError

PICTURES: Final = 30
"""Most pictures of one product."""


@dataclass(frozen=True)
class PictureRef:
    """Where a picture of a product is."""

    source: str
    """Its address, a `data:` URI, or its file's name."""
    role: str = ""
    """`front`, `back`, `worn`, `detail`, or empty."""
    path: Path | None = None
    """Its file, where it is on this machine."""
    data: bytes | None = field(default=None, repr=False)
    """Its bytes, where they came along."""


@dataclass(frozen=True)
class SizeLine:
    """One size: labels by country and centimetres by measure."""

    size: str
    labels: dict[str, str] = field(default_factory=dict)
    cm: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Row:
    """A product as its feed has it."""

    row: str
    """The line of the file, or the file's name."""
    external_id: str
    source: str
    """The format: `table`, `shopify`, `folder`, `api`."""
    title: dict[str, str] = field(default_factory=dict)
    description: dict[str, str] = field(default_factory=dict)
    price: str | None = None
    currency: str | None = None
    category: str | None = None
    colour: str | None = None
    family: str | None = None
    sizes: tuple[str, ...] = ()
    variants: tuple[dict[str, Any], ...] = ()
    url: str | None = None
    published: bool = True
    pictures: tuple[PictureRef, ...] = ()
    size_chart: tuple[SizeLine, ...] | None = None

    def facts(self) -> dict[str, Any]:
        """The fields that a feed may change, as plain data."""
        left_out = ("row", "external_id", "pictures", "size_chart")
        return {one.name: getattr(self, one.name) for one in fields(self) if one.name not in left_out}

    def fingerprint(self, pictures: list[PictureRef], keys: list[str]) -> str:
        """SHA-256 of all that the feed says; `keys`: of each picture that is taken, its bytes' SHA-256 or address."""
        said: list[Any] = [self.facts(), [asdict(line) for line in self.size_chart or ()]]
        said += [[picture.role, key] for picture, key in zip(pictures, keys, strict=True)]
        return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


@dataclass(frozen=True)
class ChartRow:
    """A size chart for the products of an `external_id` or of a `family`."""

    row: str
    whose: str
    lines: tuple[SizeLine, ...]


@dataclass(frozen=True)
class Refused:
    """A row or file that is not taken in."""

    row: str
    error: VitrineError


Item = Row | ChartRow | Refused
Items = Iterator[Item]
