"""Single garments as they are and spoiled: what the heads of `sight` learn kinds and flaws from.

Garments come from photos of ordinary people, from the garment network's generator and from our own renders; those with
a mask are also put before a shop's ground and spoiled (`spoil.py`). The same random numbers give the same pictures.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

import cv2
import numpy as np

from vitrine.garments.garment_net import SIDE, placement
from vitrine.garments.sight import FLAWS
from vitrine.imaging.types import Mask, Picture
from vitrine.nets import Nets
from vitrine.people.label_map import read_label_map
from vitrine.training import street
from vitrine.training.clothing import Clothing, Photo
from vitrine.training.glance import spoil
from vitrine.training.wardrobe.render import sample

OTHERWISE: Final = {"pants": "trousers"}
"""Kinds that `sight` calls otherwise than the clothing set does."""
HARD: Final = ("hat", "shoes")
"""What is neither folded nor laid together with garments."""
CLEAN: Final = dict.fromkeys(FLAWS, 0.0)
GRID: Final = SIDE // 16
"""Cells a side of the map that says where a banner is."""
LONGER: Final = 420
"""Pixels of a photo's longer side, at most."""
COVERED: Final = (0.08, 0.8)
"""Share of a photo that a whole garment's mask may cover."""
RIM: Final = 0.02
"""Share of a photo's border that it may cover."""
JUDGES: Final = ("shell", "shirt", "skirt")
"""Cuts of our renders that only measure; of the others the last picture does."""


class Single(NamedTuple):
    """A garment alone in a picture, with its coverage."""

    photo: Picture
    mask: Mask


@dataclass(frozen=True, eq=False)
class Sample:
    """A picture, what it shows, and what is known to be wrong or right with it."""

    picture: Picture
    kind: str | None
    """None: says nothing about kinds."""
    flaws: dict[str, float]
    """Known flaws, 0 or 1; an absent one says nothing."""
    words: Mask | None = None
    """Where a banner lies on it, 0..1."""

    def grid(self) -> np.ndarray:
        """Share of a banner in each cell of the network's canvas, `20 20`."""
        out = np.zeros((SIDE, SIDE), np.float32)
        if self.words is not None:
            rows, columns = placement(*self.words.shape)
            out[:rows, :columns] = cv2.resize(self.words, (columns, rows), interpolation=cv2.INTER_AREA)
        return cv2.resize(out, (GRID, GRID), interpolation=cv2.INTER_AREA)


def read(file: Path) -> Picture:
    """A photo of the clothing set, at most LONGER pixels on its longer side.

    Raises:
        NotAPicture: it is none.
    """
    photo = street.read(file)
    step = min(1.0, LONGER / max(photo.shape[:2]))
    return np.ascontiguousarray(cv2.resize(photo, None, fx=step, fy=step, interpolation=cv2.INTER_AREA), np.uint8)


def jitter(photo: np.ndarray, rng: np.random.Generator) -> Picture:
    """Light, colour, focus, JPEG."""
    gain = rng.uniform(0.75, 1.2) * rng.uniform(0.94, 1.06, 3)
    out = np.clip(photo.astype(np.float32) * gain + rng.uniform(-10, 10), 0, 255).astype(np.uint8)
    if rng.random() < 0.25:
        out = cv2.GaussianBlur(out, (0, 0), rng.uniform(0.4, 1.0)).astype(np.uint8)
    quality = [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(55, 95))]
    packed = cv2.imencode(".jpg", np.ascontiguousarray(out), quality)[1]
    return np.asarray(cv2.imdecode(packed, cv2.IMREAD_COLOR), np.uint8)


class Ground:
    """A garment as it is, or before a shop's ground, as it falls: what is spoiled next."""

    def __init__(self, one: Single, rng: np.random.Generator) -> None:
        turned = rng.random() < 0.5
        self.one = Single(*(np.ascontiguousarray(part[:, ::-1]) for part in one)) if turned else one
        self._rng = rng

    def __call__(self) -> Single:
        """The garment on either."""
        return Single(*spoil.framed(*self.one, self._rng)) if self._rng.random() < 0.6 else self.one


def garment(one: Single, kind: str | None, other: Single | None, rng: np.random.Generator) -> Iterator[Sample]:
    """One garment as a shop shows it, and spoiled in each way; together with `other`, where there is one."""
    ground, soft = Ground(one, rng), kind not in HARD
    yield Sample(jitter(spoil.framed(*ground.one, rng)[0], rng), kind, CLEAN)
    yield Sample(jitter(spoil.printed(*ground(), rng), rng), kind, CLEAN)
    written, words = spoil.banner(*ground(), rng)
    yield Sample(jitter(written, rng), kind, CLEAN | {"banner": 1.0}, words)
    yield Sample(jitter(spoil.cut_off(*ground(), rng), rng), None, CLEAN | {"cut-off": 1.0})
    if soft:
        folded = spoil.folded(*ground(), rng)
        yield Sample(jitter(folded, rng), None, {"folded": 1.0, "several": 0.0, "banner": 0.0, "worn": 0.0})
    if other is not None and soft:
        pair = spoil.together(*ground.one, *other, rng)
        yield Sample(jitter(pair, rng), None, {"several": 1.0, "banner": 0.0, "worn": 0.0})


def creased(one: Single, rng: np.random.Generator) -> Iterator[Sample]:
    """A garment as it is, before a shop's ground, printed and cut off, and folded in four ways; says that alone."""
    ground = Ground(one, rng)
    framed, printed = spoil.framed(*ground.one, rng)[0], spoil.printed(*ground(), rng)
    flat = ground.one.photo, framed, printed, spoil.cut_off(*ground(), rng)
    for picture in flat:
        yield Sample(jitter(picture, rng), None, {"folded": 0.0})
    for _ in range(4):
        yield Sample(jitter(spoil.folded(*ground(), rng), rng), None, {"folded": 1.0})


def clothes(
    clothing: Clothing, photos: list[Photo], masked: int, nets: Nets, rng: np.random.Generator
) -> Iterator[Sample]:
    """Photos of things of one kind as they are; the first `masked` whose mask is sure also spoiled."""
    before: Single | None = None
    left = masked
    for photo in photos:
        picture, kind = read(photo.file), OTHERWISE.get(photo.kind, photo.kind)
        # the photos are ordinary people's: some are cut off or crumpled, so they only say what they surely are not
        yield Sample(jitter(picture, rng), kind, {"banner": 0.0, "worn": 0.0, "several": 0.0})
        one = whole(clothing, photo, picture, nets) if left > 0 else None
        if one is None:
            continue
        left -= 1
        yield from garment(one, kind, before, rng)
        if rng.random() < 0.3:
            yield Sample(jitter(spoil.bare_ground(*one).astype(np.uint8), rng), "other", CLEAN)
        before = one


def whole(clothing: Clothing, photo: Photo, picture: Picture, nets: Nets) -> Single | None:
    """A photo with its teacher's mask, made now if it was not yet; None where that is not sure, or not whole."""
    for _ in clothing.prepare(nets, [photo]):
        mask = clothing.mask(photo, picture.shape[:2])
    least, most = COVERED
    if mask is None or not least < (mask > 0.5).mean() < most or spoil.rim(mask > 0.5) > RIM:
        return None
    return Single(picture, mask)


def drawn(seeds: range) -> Iterator[Single]:
    """Garments of the garment network's generator that are whole in their picture."""
    for seed in seeds:
        one = sample(seed, SIDE, [])
        rows, columns = int(one.picture.any((1, 2)).sum()), int(one.picture.any((0, 2)).sum())
        photo, mask = one.picture[:rows, :columns], one.alpha[:rows, :columns].astype(np.float32) / np.float32(255)
        if 0.05 < mask.mean() < COVERED[1] and spoil.rim(mask > 0.5) <= RIM:
            yield Single(photo, mask)


def rendered(folder: Path, train: bool) -> Iterator[Single]:
    """Our own garments on floors with exact coverage (`tools/figures/flats.py`); JUDGES only measure.

    Raises:
        NotAPicture: a picture cannot be read.
        WrongLabelMap: a coverage map cannot be read, or has another size than its picture.
    """
    for file in sorted(folder.glob("*.alpha.png")):
        name = file.name.removesuffix(".alpha.png")
        if (name.startswith(JUDGES) or name.endswith("-3")) == train:
            continue
        photo = street.read(folder / f"{name}.jpg")
        yield Single(photo, read_label_map(file, photo.shape[:2], 256).astype(np.float32) / np.float32(255))


def shown(garments: Iterator[Single], times: int, rng: np.random.Generator) -> Iterator[Sample]:
    """Garments of no named kind as they are, and each spoiled so many times."""
    before: Single | None = None
    for one in garments:
        yield Sample(jitter(one.photo, rng), None, CLEAN)
        for _ in range(times):
            yield from garment(one, None, before, rng)
        before = one
