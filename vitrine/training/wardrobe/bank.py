"""Generated garments kept in files, made by all processors at hand; the same seed gives the same garment anywhere."""

import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np

from vitrine.garments.garment_net import SIDE
from vitrine.training.clothing import Clothing
from vitrine.training.wardrobe.render import Real, Sample, sample

BLOCK: Final = 100
HELD_OUT: Final = 1_000_000_000
"""Seeds from here on are for measuring only; they borrow from the validation split's photos."""

_lent: list[Real] = []


def make(
    folder: Path, seeds: range, photos: Path, masks: Path, workers: int | None = None
) -> Iterator[tuple[int, int]]:
    """Write the garments of `seeds` into `folder`, as blocks; yields (blocks done, in all). Those there are kept.

    `photos` and `masks`: the clothing set, whose photos lend some cloths and backgrounds.
    """
    folder.mkdir(parents=True, exist_ok=True)
    split = "validation" if seeds.start >= HELD_OUT else "train"
    blocks = [range(a, min(a + BLOCK, seeds.stop)) for a in range(seeds.start, seeds.stop, BLOCK)]
    for other in set(folder.glob("*-*.npz")) - {_file(folder, b) for b in blocks}:
        other.unlink()  # of another number of garments, or half-written: `opened` reads all that is here
    wanted = [b for b in blocks if not _file(folder, b).exists()]
    count = min(workers or os.cpu_count() or 1, max(1, len(wanted)))
    if count == 1:
        _borrow(photos, masks, split)
        for number, block in enumerate(wanted):
            _write(folder, block)
            yield number + 1, len(wanted)
        return
    with ProcessPoolExecutor(count, get_context("spawn"), _borrow, (photos, masks, split)) as pool:
        for number, _ in enumerate(pool.map(_write, [folder] * len(wanted), wanted)):
            yield number + 1, len(wanted)


def _borrow(photos: Path, masks: Path, split: str) -> None:
    cv2.setNumThreads(1)
    _lent[:] = [Real(picture, mask) for picture, mask in Clothing(photos, masks).lender(split)]


def _file(folder: Path, block: range) -> Path:
    return folder / f"{block.start:010d}-{len(block)}.npz"


def _write(folder: Path, block: range) -> None:
    made = [sample(seed, SIDE, _lent) for seed in block]
    file = _file(folder, block)
    spare = file.with_suffix(f".{os.getpid()}.tmp.npz")
    codes = [_codes(one) for one in made]
    packed: Any = {
        "codes": np.frombuffer(b"".join(c for three in codes for c in three), np.uint8),
        "ends": np.cumsum([len(c) for three in codes for c in three]),
        "points": np.stack([one.points for one in made]),
        "words": np.stack([one.words for one in made]),
    }
    np.savez(spare, **packed)
    spare.replace(file)


def _codes(one: Sample) -> tuple[bytes, bytes, bytes]:
    quality = [cv2.IMWRITE_JPEG_QUALITY, 95]
    picture = cv2.imencode(".jpg", one.picture[..., ::-1], quality)[1].tobytes()
    return picture, cv2.imencode(".png", one.alpha)[1].tobytes(), cv2.imencode(".png", one.parts)[1].tobytes()


@dataclass(frozen=True)
class Bank:
    """Garments that `make` wrote, by row."""

    codes: list[tuple[np.ndarray, np.ndarray, np.ndarray]]
    points: np.ndarray
    """`n 24 2` float32, canvas pixels; not a number where a landmark is not there."""
    words: np.ndarray
    """`n 7` int8."""

    def picture(self, row: int) -> np.ndarray:
        """`3 320 320` uint8."""
        picture = np.asarray(cv2.imdecode(self.codes[row][0], cv2.IMREAD_COLOR))
        return np.ascontiguousarray(picture[..., ::-1].transpose(2, 0, 1))

    def truth(self, row: int) -> np.ndarray:
        """Coverage × 254 and part labels, `2 320 320` uint8."""
        alpha, parts = (np.asarray(cv2.imdecode(code, cv2.IMREAD_GRAYSCALE)) for code in self.codes[row][1:])
        return np.stack([np.rint(alpha * (254 / 255)).astype(np.uint8), parts.astype(np.uint8)])


def opened(folder: Path) -> Bank:
    """The garments in a folder, in the order of their seeds."""
    codes, points, words = [], [], []
    for file in sorted(folder.glob("*-*.npz")):
        if file.name.endswith(".tmp.npz"):
            continue
        with np.load(file) as block:
            every = np.split(block["codes"], block["ends"][:-1])
            codes += [(every[i], every[i + 1], every[i + 2]) for i in range(0, len(every), 3)]
            points.append(block["points"])
            words.append(block["words"])
    return Bank(codes, np.concatenate(points), np.concatenate(words))
