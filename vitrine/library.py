"""The Python door: `vitrine.tryon`, and the analyses that it makes and that one can keep."""

import functools
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeVar

import numpy as np
from jaxtyping import Float32

from vitrine.errors import BadInput, VitrineError
from vitrine.fitting.engine import Check
from vitrine.fitting.engine import engine as chosen_engine
from vitrine.garments.garment import Category, Garment
from vitrine.imaging.types import Labels, Mask, Picture
from vitrine.nets import Nets
from vitrine.people.person import Person

if TYPE_CHECKING:
    from vitrine.garments.study import Study

if TYPE_CHECKING:
    from vitrine.catalog.decision import Decision
    from vitrine.formats.facts import Facts

PictureFile = str | Path | bytes | np.ndarray
"""A file's path, a file's bytes, or a picture as an array (`h w 3`, uint8, sRGB)."""

Known = TypeVar("Known")
DEMO = Path(__file__).parent.parent / "demo"


@dataclass(frozen=True, eq=False)
class TryOn:
    """A result: the picture, where it may differ from the photo, and what is known of its quality."""

    image: Picture
    mask: Mask
    """0 where the picture equals the photo bit for bit."""
    warnings: tuple[str, ...]
    timings: dict[str, float]
    """Milliseconds by stage; `total` is all of it."""
    checks: tuple[Check, ...]
    categories: tuple[Category, ...]
    """The slot of each garment."""

    def save(self, path: str | Path) -> None:
        """Write the picture with its marks to a .png (lossless), .jpg or .webp.

        Raises:
            CannotWrite: another ending, or no such folder.
        """
        from vitrine.delivery.files import save

        save(self.image, Path(path))


@dataclass(frozen=True, eq=False)
class Parsing:
    """The class of each pixel of a photo."""

    image: Labels
    """Indices into `vitrine.people.person.CLASSES`, at the photo's size."""
    mask: Mask
    """Probability of each pixel's class, 0..1."""
    warnings: tuple[str, ...]
    timings: dict[str, float]
    """Milliseconds."""


def tryon(
    person: PictureFile | Person,
    garments: PictureFile | Garment | Sequence[PictureFile | Garment],
    category: Category | Literal["auto"] = "auto",
    engine: str = "auto",
    measures: Mapping[str, float] | None = None,
    tucked: bool = False,
) -> TryOn:
    """Dress a person in garments.

    Args:
        person: a photo of a person, or the `Person` kept from an earlier call of `read_person`.
        garments: one or several product pictures (or `Garment`s), in any order: the dress order is found.
        category: the slot of a single garment when it is known.
        engine: the name of an engine; "auto" is the embedded one.
        measures: centimetres of a single garment in the size that is worn, by its size chart (`length`, `inseam`,
            all around `chest`, `waist`, `hip`); without them its size is guessed.
        tucked: whether tops are worn tucked into the bottoms, new ones or the person's own, instead of over them.

    Raises:
        BadInput: one of the pictures cannot be used; the message says which and why.
    """
    start = time.perf_counter()
    fit = chosen_engine(engine)
    timings: dict[str, float] = {}
    several: list[PictureFile | Garment] = []
    if isinstance(garments, str | Path | bytes | np.ndarray | Garment):
        several.append(garments)
    else:
        several.extend(garments)
    wearer = person if isinstance(person, Person) else _timed(timings, "person", lambda: read_person(person))
    worn = [
        g if isinstance(g, Garment) else _timed(timings, "garment", functools.partial(read_garment, g, category))
        for g in several
    ]
    if measures and len(worn) == 1:
        worn = [replace(worn[0], measures=dict(measures))]
    if tucked:
        worn = [replace(garment, tucked=True) for garment in worn]
    fitted = fit(wearer, worn)
    timings |= fitted.timings
    timings["total"] = round(1000 * (time.perf_counter() - start), 1)
    warnings = dict.fromkeys([*wearer.warnings, *(w for g in worn for w in g.warnings), *fitted.warnings])
    return TryOn(fitted.image, fitted.mask, tuple(warnings), timings, fitted.checks, tuple(g.category for g in worn))


def read_person(picture: PictureFile) -> Person:
    """The analysis of a person image, a value to keep: a further garment then costs only the warp.

    Raises:
        BadInput: the picture cannot be read, or shows no person that could be dressed.
    """
    from vitrine.people.analyse import analyse

    return _named(picture, lambda: analyse(_pixels(picture), nets()))


def parse(person: PictureFile) -> Parsing:
    """Human parsing of a photo. A person who cannot be dressed (seen from behind, say) is parsed all the same.

    Raises:
        BadInput: the picture cannot be read, or shows no person.
    """
    from vitrine.people import analyse

    start = time.perf_counter()
    labels, certainty = _named(person, lambda: analyse.labels(_pixels(person), nets()))
    timings = {"total": round(1000 * (time.perf_counter() - start), 1)}
    return Parsing(labels, certainty, (), timings)


def read_garment(picture: PictureFile, category: Category | Literal["auto"] = "auto") -> Garment:
    """The analysis of a garment image, a value to keep and to put on many people.

    Raises:
        BadInput: the picture cannot be read, or shows no garment.
    """
    from vitrine.garments.analyse import analyse

    return _named(picture, lambda: analyse(_pixels(picture, cut_out=True), nets(), category))


def check(picture: PictureFile) -> "tuple[Facts, Decision]":
    """Whether the product of a picture can be tried on: what was seen in it, and the decision with its reasons.

    Raises:
        BadInput: the picture cannot be read.
    """
    from vitrine.catalog.decision import decide

    facts = read_product(picture).facts
    return facts, decide(facts)


def read_product(picture: PictureFile, category: Category | Literal["auto"] = "auto") -> "Study":
    """All facts of a product picture, and the garment where it shows one; for what is no garment the facts say so.

    Raises:
        BadInput: the picture cannot be read.
    """
    from vitrine.garments.study import study

    return _named(picture, lambda: study(_pixels(picture, cut_out=True), nets(), category))


def features(picture: PictureFile) -> Float32[np.ndarray, " n"]:
    """What the garment network's encoder makes of a picture, of length 1: for search by picture and look-alikes.

    The dot product of two is their likeness: 1 for the same picture, less the less two look alike. Numbers of one
    network's file only: after another has taken its place, make them anew.

    Raises:
        BadInput: the picture cannot be read.
        NetMissing: the network's file is not there.
    """
    from vitrine.garments import garment_net

    return _named(picture, lambda: garment_net.features(_pixels(picture, cut_out=True), nets()))


@functools.cache
def nets() -> Nets:
    """The networks of this installation, opened once."""
    return Nets()


def demo_pair() -> tuple[Path, Path] | None:
    """The demo person and garment of a source tree, or None in an installation without them."""
    people, garments = sorted((DEMO / "people").glob("*.jpg")), sorted((DEMO / "garments").glob("*.jpg"))
    tees = [g for g in garments if "tee" in g.stem] or garments
    return (people[0], tees[0]) if people and tees else None


def _pixels(picture: PictureFile, cut_out: bool = False) -> Picture:
    """The pixels; of a garment that is cut out on a ground that it stands out from."""
    from vitrine.intake.pictures import read

    if isinstance(picture, np.ndarray):
        if picture.dtype != np.uint8 or picture.ndim != 3 or picture.shape[2] != 3:
            raise BadInput("array: h w 3 uint8 wanted")
        return np.ascontiguousarray(picture)
    try:
        decoded = read(picture if isinstance(picture, bytes) else Path(picture).read_bytes())
    except OSError as missing:
        raise BadInput(f"{missing.filename}: {missing.strerror}") from None
    return decoded.standing_out() if cut_out else decoded.picture


def _named(picture: PictureFile, step: Callable[[], Known]) -> Known:
    try:
        return step()
    except VitrineError as error:
        if isinstance(picture, str | Path) and not error.subject:
            raise type(error)(Path(picture).name) from None
        raise


def _timed(timings: dict[str, float], stage: str, step: Callable[[], Known]) -> Known:
    start = time.perf_counter()
    found = step()
    timings[stage] = round(timings.get(stage, 0.0) + 1000 * (time.perf_counter() - start), 1)
    return found
