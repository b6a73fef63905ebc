"""Photos of single garments by kind (CC0), as the garment network's trainer reads them: canvases, kinds, masks.

The masks are a teacher's (U²-Net-p, run once by `prepare`); only pixels that it is sure of teach.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import cv2
import numpy as np

from vitrine.delivery.files import write
from vitrine.errors import NotAPicture
from vitrine.garments.garment_net import KINDS, SIDE, WORDS, Canvas, assemble, placement
from vitrine.garments.saliency import saliency
from vitrine.imaging.types import Mask, Picture
from vitrine.learning.dataset import NothingToJudge, NothingToLearn, is_dataset, opened
from vitrine.nets import Nets
from vitrine.training.street import NoTrainingData, read

SPLITS: Final = ("train", "validation", "test")
KEPT: Final = 128
"""Longer side of a kept mask."""
LENT: Final = 100
"""At most so many validation photos lend to garments that measure: a mask takes half a second."""
SURE: Final = 0.93
"""Least mean certainty of a teacher's mask that is used: 1 is black and white, 0 grey."""
SUFFIXES: Final = frozenset({".jpg", ".jpeg", ".png", ".webp"})

_CATEGORY: Final = {
    "dress": "dresses", "longsleeve": "tops", "outwear": "outerwear", "pants": "bottoms", "shirt": "tops",
    "shorts": "bottoms", "skirt": "bottoms", "t-shirt": "tops", "hat": "none", "shoes": "none",
}  # fmt: skip
_SLEEVE: Final = {"longsleeve": "long", "t-shirt": "short"}
_HEM: Final = {"pants": "ankle"}


@dataclass(frozen=True)
class Photo:
    """A photo of the set."""

    file: Path
    split: str
    kind: str
    """One of KINDS; of a built data set also a category, which is all that a shop's catalogue says."""

    @property
    def category(self) -> str:
        """What it is worn as, by the network's words."""
        return _CATEGORY.get(self.kind, self.kind)


class Clothing:
    """The set in a folder (`SPLIT/KIND/photo`, or a built data set), with teacher masks in another once prepared."""

    def __init__(self, folder: Path, masks: Path) -> None:
        self.folder = folder
        self.masks = masks
        self.built = is_dataset(folder)
        self.photos = (
            _built(folder)
            if self.built
            else [
                Photo(file, split, kind)
                for split in SPLITS
                for kind in KINDS
                for file in sorted((folder / split / kind).glob("*"))
                if file.suffix.lower() in SUFFIXES
            ]
        )
        if not any(p.split == "train" for p in self.photos) and not any(p.split == "test" for p in self.photos):
            raise NoTrainingData(folder.name)

    @property
    def version(self) -> str:
        """What a run names as its data: the built data set's version, or a digest of the folder's photos."""
        if self.built:
            return opened(self.folder).version
        seen = hashlib.sha256()
        for photo in self.photos:
            seen.update(f"{photo.split} {photo.kind} {hashlib.sha256(photo.file.read_bytes()).hexdigest()}\n".encode())
        return seen.hexdigest()[:16]

    def of(self, split: str) -> list[Photo]:
        """The photos of a split, by kind and name."""
        return [p for p in self.photos if p.split == split]

    def lenders(self, split: str) -> list[Photo]:
        """The photos of a split whose background or cloth a generated garment may borrow."""
        garments = [p for p in self.of(split) if p.category != "none"]
        return garments if split == "train" else garments[:: max(1, -(-len(garments) // LENT))]

    def prepare(self, nets: Nets, photos: list[Photo]) -> Iterator[tuple[int, int]]:
        """Write the masks of these photos that are not there yet; yields (photos done, photos in all)."""
        for number, photo in enumerate(photos):
            file = self._mask_file(photo)
            if not file.exists():
                mask = saliency(read(photo.file), nets)
                scale = KEPT / max(mask.shape)
                small = cv2.resize(mask, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
                file.parent.mkdir(parents=True, exist_ok=True)
                write(file, cv2.imencode(".png", np.rint(small * 255).astype(np.uint8))[1].tobytes())
            yield number + 1, len(photos)

    def mask(self, photo: Photo, shape: tuple[int, int]) -> Mask | None:
        """The teacher's mask at a picture's size; None where there is none or the teacher was not sure."""
        file = self._mask_file(photo)
        found = cv2.imread(str(file), cv2.IMREAD_GRAYSCALE) if file.exists() else None
        if found is None:
            return None
        level = found.astype(np.float32) / 255
        if np.abs(2 * level - 1).mean() < SURE or not 0.05 < (level > 0.5).mean() < 0.9:
            return None
        return cv2.resize(level, shape[::-1], interpolation=cv2.INTER_LINEAR)

    def canvas(self, photo: Photo) -> tuple[Canvas, np.ndarray]:
        """The canvas and the mask on it, `320 320` uint8: coverage × 254, 255 where nobody knows."""
        picture = read(photo.file)
        rows, columns = placement(*picture.shape[:2])
        out = np.full((SIDE, SIDE), 255, np.uint8)
        mask = self.mask(photo, (rows, columns))
        if mask is not None:
            out[:] = 0
            sure = (mask < 0.1) | (mask > 0.9)
            out[:rows, :columns] = np.where(sure, np.rint(mask * 254), 255)
        return assemble(picture), out

    def lender(self, split: str) -> list[tuple[Picture, np.ndarray]]:
        """Pictures and masks (uint8) of `lenders`, where the teacher was sure."""
        out = []
        for photo in self.lenders(split):
            picture = read(photo.file)
            scale = min(1.0, SIDE / max(picture.shape[:2]))
            picture = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
            mask = self.mask(photo, picture.shape[:2])
            if mask is not None:
                out.append((picture, np.rint(mask * 255).astype(np.uint8)))
        return out

    def _mask_file(self, photo: Photo) -> Path:
        return self.masks / photo.split / photo.kind / f"{photo.file.name}.png"


def enough(clothing: Clothing) -> None:
    """Nothing, if there is something to tell apart and something to judge by.

    Raises:
        NoTrainingData: no photo is for training.
        NothingToLearn: those for training are of one kind.
        NothingToJudge: no photo is for validation.
        NotAPicture: one of them cannot be read.
    """
    kinds = {photo.kind for photo in clothing.of("train")}
    if not kinds:
        raise NoTrainingData(clothing.folder.name)
    if len(kinds) < 2:
        raise NothingToLearn(clothing.folder.name)
    if not clothing.of("validation"):
        raise NothingToJudge(clothing.folder.name)
    for photo in clothing.photos:
        # an eighth of the size is enough to see that it is one: a second for 3,781 photos
        if cv2.imread(str(photo.file), cv2.IMREAD_REDUCED_GRAYSCALE_8) is None:
            raise NotAPicture(f"{photo.kind}/{photo.file.name}")


def _built(folder: Path) -> list[Photo]:
    """The photos of a built data set.

    Raises:
        NoTrainingData: it has a label that is neither a kind nor a category.
    """
    data = opened(folder)
    labels = dict.fromkeys((*KINDS, *WORDS["category"]))
    strange = {row.label for row in data.rows} - labels.keys()
    if strange:
        raise NoTrainingData(f"{folder.name}: {min(strange) or 'label maps'}")
    kinds = {kind: number for number, kind in enumerate(labels)}
    rows = sorted(data.rows, key=lambda row: (SPLITS.index(row.split), kinds[row.label], row.picture))
    return [Photo(data.picture(row), row.split, row.label) for row in rows]


def words(photo: Photo) -> np.ndarray:
    """What a photo's kind says, `7` int8 in the order of WORDS; −1 where it says nothing."""
    kind = photo.kind if photo.kind in KINDS else None
    known = {"kind": kind, "category": photo.category, "sleeve": _SLEEVE.get(photo.kind), "hem": _HEM.get(photo.kind)}
    return np.array([-1 if known.get(q) is None else WORDS[q].index(str(known[q])) for q in WORDS], np.int8)
