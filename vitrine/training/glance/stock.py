"""The pictures of `glance` as the trainer reads them: the garment network's inner maps, and what is known of each.

They are made in blocks, each from random numbers of its own and kept once it is whole: a run that was killed goes on
with the next, and a block is the same whichever others were made before it.
"""

import hashlib
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np

from vitrine.delivery.files import write
from vitrine.garments.category import KINDS
from vitrine.garments.sight import FLAWS, SIGHTS
from vitrine.imaging.types import Picture
from vitrine.nets import Nets
from vitrine.training.clothing import Clothing, Photo
from vitrine.training.glance import others, samples
from vitrine.training.glance.samples import HARD, Sample, Single
from vitrine.training.street import NoTrainingData, is_street

TAUGHT, JUDGED, CREASED = 3_000_000, 4_000_000, 3_500_000
"""First seeds of the generator's garments: to learn from, to measure, to learn folds from."""
SEEDS: Final = 60
"""Of the generator's garments in a block."""
QUALITY: Final = 90
"""Of the JPEGs in which the pictures that measure are kept, for a contact sheet."""

Look = Callable[[Picture], tuple[np.ndarray, np.ndarray]]
"""The garment network's maps of a picture, `120 20 20` and `352 10 10`."""
Block = tuple[str, Callable[[np.random.Generator], Iterator[Sample]]]
"""A name, and what makes its pictures."""


@dataclass(frozen=True)
class Sources:
    """Where pictures come from; what is None is done without."""

    clothing: Clothing
    street: Path | None = None
    flats: Path | None = None
    panoramas: Path | None = None

    def check(self) -> None:
        """Nothing, if each folder that is given holds what it should.

        Raises:
            NoTrainingData: names the first that does not.
        """
        wrong = (
            (self.street, self.street and not is_street(self.street)),
            (self.flats, self.flats and not any(self.flats.glob("*.alpha.png"))),
            (self.panoramas, self.panoramas and not any(self.panoramas.glob("*.exr"))),
        )
        for folder, bad in wrong:
            if folder is not None and bad:
                raise NoTrainingData(folder.name)

    @property
    def version(self) -> str:
        """What a run names as its data."""
        beside = {"street": self.street, "flats": self.flats, "panoramas": self.panoramas}
        said = [f"{name} {digest(folder)}" for name, folder in beside.items() if folder]
        return " + ".join([self.clothing.version, *said])


@dataclass(frozen=True)
class Amounts:
    """How many pictures there are of what."""

    photos: int
    """Of a kind, as they are."""
    masked: int
    """Of a kind, also spoiled."""
    creased: int
    """Further ones of a kind, folded in four ways, and five times as many of the generator."""
    drawn: int
    """Garments of the generator."""
    people: int
    """Street photos with label maps, and without."""
    views: int
    """Looks into a panorama."""
    bare: int
    """Pictures of nothing."""


MEASURED: Final = Amounts(photos=40, masked=10, creased=0, drawn=40, people=24, views=2, bare=24)
"""What is measured on."""


def digest(folder: Path) -> str:
    """A name for what lies in a folder: its files' names and contents."""
    seen = hashlib.sha256()
    for file in sorted(one for one in folder.rglob("*") if one.is_file()):
        seen.update(file.relative_to(folder).as_posix().encode() + hashlib.sha256(file.read_bytes()).digest())
    return seen.hexdigest()[:16]


def blocks(sources: Sources, amounts: Amounts, train: bool, nets: Nets) -> list[Block]:
    """All blocks of one side."""
    clothing, split = sources.clothing, "train" if train else "validation"
    out: list[Block] = []
    for kind in KINDS:
        if mine := shuffled(clothing, split, kind):
            first = mine[: amounts.photos]
            out.append((f"clothes-{kind}", _clothes(clothing, first, amounts.masked, nets)))
            if amounts.creased and kind not in HARD:
                # from the other end: garments that are not spoiled already, where there are enough
                out.append((f"creased-{kind}", _creased(clothing, mine[::-1], amounts.creased, nets)))
    for number, seeds in enumerate(parts(TAUGHT if train else JUDGED, amounts.drawn)):
        out.append((f"drawn-{number}", _drawn(seeds)))
    for number, seeds in enumerate(parts(CREASED, 5 * amounts.creased)):
        out.append((f"creased-drawn-{number}", _folds(seeds)))
    if flats := sources.flats:
        out.append(("flats", lambda rng: samples.shown(samples.rendered(flats, train), 2, rng)))
        if amounts.creased:
            out.append(("creased-flats", lambda rng: _all_creased(samples.rendered(flats, train), rng)))
    if street := sources.street:
        out.append(("people", lambda rng: others.people(street, amounts.people, train, rng)))
    panoramas = sorted(sources.panoramas.glob("*.exr")) if sources.panoramas else []
    out += [(f"place-{one.stem}", _place(one, amounts.views)) for one in panoramas]
    out.append(("nothing", lambda rng: others.nothing(amounts.bare, rng)))
    return out


def shuffled(clothing: Clothing, split: str, kind: str) -> list[Photo]:
    """The photos of a kind in an order that says nothing about them."""
    mine = [photo for photo in clothing.of(split) if photo.kind == kind]
    return sorted(mine, key=lambda photo: hashlib.sha256(photo.file.stem.encode()).digest())


def parts(first: int, count: int) -> list[range]:
    """Seeds from `first` on, at most SEEDS at a time."""
    return [range(a, min(a + SEEDS, first + count)) for a in range(first, first + count, SEEDS)]


def _clothes(clothing: Clothing, photos: list[Photo], masked: int, nets: Nets) -> Any:
    return lambda rng: samples.clothes(clothing, photos, masked, nets, rng)


def _creased(clothing: Clothing, photos: list[Photo], most: int, nets: Nets) -> Any:
    def make(rng: np.random.Generator) -> Iterator[Sample]:
        left = most
        for photo in photos[: 6 * most]:
            one = samples.whole(clothing, photo, samples.read(photo.file), nets) if left else None
            if one is not None:
                left -= 1
                yield from samples.creased(one, rng)

    return make


def _drawn(seeds: range) -> Any:
    return lambda rng: samples.shown(samples.drawn(seeds), 1, rng)


def _folds(seeds: range) -> Any:
    return lambda rng: _all_creased(samples.drawn(seeds), rng)


def _place(panorama: Path, views: int) -> Any:
    return lambda rng: others.place(panorama, views, rng)


def _all_creased(garments: Iterator[Single], rng: np.random.Generator) -> Iterator[Sample]:
    for one in garments:
        yield from samples.creased(one, rng)


def make(folder: Path, wanted: list[Block], look: Look, seed: int, pictures: bool) -> Iterator[tuple[int, int]]:
    """Write the blocks that are not in `folder` yet; yields (blocks done, blocks in all).

    Args:
        folder: holds one file a block.
        wanted: the blocks.
        look: gives the maps of a picture.
        seed: together with a block's name the origin of its random numbers.
        pictures: whether the pictures themselves are kept, too.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for number, (name, made) in enumerate(wanted, 1):
        file = folder / f"{name}.npz"
        if not file.is_file():
            rng = np.random.default_rng([seed, *name.encode()])
            packed = io.BytesIO()
            np.savez(packed, **tabled(list(made(rng)), look, pictures))
            write(file, packed.getvalue())
        yield number, len(wanted)


def tabled(every: list[Sample], look: Look, pictures: bool) -> dict[str, Any]:
    """Pictures as arrays: maps, kind (−1: unknown), flaws `n 5` (−1: unknown), cells with words `n 20 20` of 255."""
    maps = [look(one.picture) for one in every]
    codes = [_code(one.picture) for one in every] if pictures else []
    return {
        "middle": np.array([middle for middle, _ in maps], np.float16).reshape(len(every), -1, 20, 20),
        "last": np.array([last for _, last in maps], np.float16).reshape(len(every), -1, 10, 10),
        "kind": np.array([SIGHTS.index(one.kind) if one.kind else -1 for one in every], np.int64),
        "flaws": np.array([[one.flaws.get(f, -1.0) for f in FLAWS] for one in every], np.float32).reshape(
            -1, len(FLAWS)
        ),
        "grid": np.array([one.grid() * 255 for one in every], np.uint8).reshape(-1, samples.GRID, samples.GRID),
        "codes": np.concatenate([*codes, np.zeros(0, np.uint8)]),
        "ends": np.cumsum([len(code) for code in codes]).astype(np.int64),
    }


def _code(picture: Picture) -> np.ndarray:
    quality = [cv2.IMWRITE_JPEG_QUALITY, QUALITY]
    return np.asarray(cv2.imencode(".jpg", np.ascontiguousarray(picture[..., ::-1]), quality)[1], np.uint8).ravel()


@dataclass(frozen=True)
class Stock:
    """Pictures that `make` wrote, by row."""

    middle: np.ndarray
    last: np.ndarray
    kind: np.ndarray
    flaws: np.ndarray
    grid: np.ndarray
    codes: list[np.ndarray]
    """JPEGs, where they are kept."""

    def __len__(self) -> int:
        return len(self.kind)

    def picture(self, row: int) -> Picture:
        """A picture that is kept."""
        return np.ascontiguousarray(np.asarray(cv2.imdecode(self.codes[row], cv2.IMREAD_COLOR), np.uint8)[..., ::-1])


def opened(folder: Path, wanted: list[Block]) -> Stock:
    """The pictures of these blocks in a folder, in their order."""
    tables, codes = [], []
    for name, _ in wanted:
        with np.load(folder / f"{name}.npz") as block:
            tables.append({key: block[key] for key in ("middle", "last", "kind", "flaws", "grid")})
            codes += np.split(block["codes"], block["ends"][:-1]) if len(block["ends"]) else []
    # a block without any picture knows nothing of the maps' channels
    full = [table for table in tables if len(table["kind"])]
    return Stock(**{key: np.concatenate([table[key] for table in full]) for key in tables[0]}, codes=codes)
