"""The demo set: persons and garments of our own making, offered to every session (`demo/catalog.json`)."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal

from vitrine.errors import Gone
from vitrine.garments.garment import Category

PREFIX: Final = "demo:"
FOLDER: Final = Path(__file__).parents[2] / "demo"


@dataclass(frozen=True)
class Sample:
    """A picture of the demo set."""

    id: str
    """With the prefix `demo:`."""
    kind: Literal["person", "garment"]
    path: Path
    width: int
    height: int
    category: Category | None = None
    name: dict[str, str] = field(default_factory=dict)
    """By language, "en" and "zh"."""
    alt: dict[str, str] = field(default_factory=dict)


class DemoSet:
    """What `catalog.json` lists and is really there: an entry that is incomplete or has no picture is left out."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self.folder = folder
        self.samples = {sample.id: sample for sample in _samples(folder)}

    def get(self, identity: str, kind: str) -> Sample:
        """A sample by id; raises Gone if there is none of that kind."""
        sample = self.samples.get(identity)
        if sample is None or sample.kind != kind:
            raise Gone(identity)
        return sample


def _samples(folder: Path) -> list[Sample]:
    try:
        rows = json.loads((folder / "catalog.json").read_text("utf8"))
    except (OSError, ValueError):
        return []
    found = (_sample(folder, row) for row in rows if isinstance(row, dict)) if isinstance(rows, list) else ()
    return [sample for sample in found if sample is not None]


def _sample(folder: Path, row: dict) -> Sample | None:
    from PIL import Image

    try:
        path = (folder / row["file"]).resolve()
        if row["kind"] not in ("person", "garment") or not path.is_relative_to(folder.resolve()):
            return None
        with Image.open(path) as image:
            width, height = image.size
        return Sample(
            id=PREFIX + row["id"].removeprefix(PREFIX),
            kind=row["kind"],
            path=path,
            width=width,
            height=height,
            category=row.get("category"),
            name=_texts(row.get("name"), row["id"]),
            alt=_texts(row.get("alt"), row["id"]),
        )
    except (KeyError, TypeError, AttributeError, OSError):
        return None


def _texts(given: object, otherwise: str) -> dict[str, str]:
    if isinstance(given, dict) and given:
        first = str(next(iter(given.values())))
        return {language: str(given.get(language, first)) for language in ("en", "zh")}
    return {"en": otherwise, "zh": otherwise}
