"""Garment pictures in which somebody wears the garment: recognised by face and skin, cut out by the clothes class."""

from dataclasses import dataclass

import cv2
import numpy as np
from jaxtyping import Float32

from vitrine.garments import regions
from vitrine.imaging.masks import GuidedFilter
from vitrine.imaging.types import Mask, Picture, Region
from vitrine.nets import Nets

SIDE = 256
HAIR, SKIN, FACE, CLOTHES = 1, 2, 3, 4


@dataclass(frozen=True, eq=False)
class Worn:
    """What the multiclass network sees in a picture."""

    odds: Float32[np.ndarray, "256 256 6"]
    """Probabilities: background, hair, body skin, face skin, clothes, others."""

    @property
    def shares(self) -> list[float]:
        """Share of the picture that each class is the likeliest of."""
        best = self.odds.argmax(2)
        return [float((best == i).mean()) for i in range(6)]

    @property
    def somebody(self) -> bool:
        """Whether there is a person: a face with skin or hair beside it. A printed face has neither."""
        _, hair, skin, face, clothes, _ = self.shares
        if face < 0.002 or skin < 0.002 or clothes + face < 0.02:
            return False
        return skin >= 0.02 or hair >= 0.002 or face >= 0.006

    @property
    def only_face(self) -> bool:
        """Whether the picture is of a face, with little or no clothing."""
        shares = self.shares
        return self.somebody and shares[FACE] > 0.08 and shares[CLOTHES] < 0.6 * shares[FACE]


def look(photo: Picture, nets: Nets) -> Worn:
    """The multiclass network's view of the whole picture, stretched to its square.

    Raises:
        NetMissing: the network's file is not installed.
    """
    small = cv2.resize(photo, (SIDE, SIDE), interpolation=cv2.INTER_AREA).astype(np.float32) / np.float32(255)
    logits = nets.multiclass(small[None])[0]
    odds = np.exp(logits - logits.max(2, keepdims=True))
    return Worn((odds / odds.sum(2, keepdims=True)).astype(np.float32))


def skin_in_sight(photo: Picture, found: Region) -> bool:
    """Whether enough pixels of `found` could be skin for a closer look to be worth its time."""
    step = max(1, max(photo.shape[:2]) // 128)
    small, part = np.ascontiguousarray(photo[::step, ::step]), found[::step, ::step]
    if not part.any():
        return False
    lab = cv2.cvtColor(small.astype(np.float32) / np.float32(255), cv2.COLOR_RGB2LAB)[part]
    chroma, hue = np.hypot(lab[:, 1], lab[:, 2]), np.degrees(np.arctan2(lab[:, 2], lab[:, 1]))
    like = (chroma > 9) & (chroma < 45) & (hue > 15) & (hue < 80) & (lab[:, 0] > 15) & (lab[:, 0] < 93)
    return float(like.mean()) > 0.015


def clothes(photo: Picture, seen: Worn, category: str) -> Mask:
    """Coverage of the clothes, 0..1; of an outfit in two pieces the one of `category` (the upper one for "auto")."""
    size = photo.shape[1::-1]
    prior = cv2.resize(seen.odds[..., CLOTHES], size, interpolation=cv2.INTER_LINEAR)
    found = regions.largest(prior > 0.5)
    if category != "dresses" and found.any():
        row = waist_row(photo, found)
        if row is not None:
            rows = np.arange(found.shape[0])[:, None]
            prior = prior * (rows >= row if category == "bottoms" else rows < row)
            found = regions.largest(prior > 0.5)
    prior = np.where(regions.grown(found, 6 * regions.unit(found.shape)), prior, 0).astype(np.float32)
    guide = photo.astype(np.float32) / np.float32(255)
    alpha = GuidedFilter(guide, 4 * regions.unit(found.shape), 1e-4)(prior)
    return np.clip(1.4 * alpha - 0.2, 0, 1).astype(np.float32)


def waist_row(photo: Picture, found: Region) -> int | None:
    """The row at which an outfit changes from its upper to its lower piece, None where it is all of a piece.

    The two halves of the clothes on either side of the row differ most in mean colour there.
    """
    lab = cv2.cvtColor(photo.astype(np.float32) / np.float32(255), cv2.COLOR_RGB2LAB)
    count = found.sum(1).astype(float)
    rows = np.flatnonzero(count)
    total = np.cumsum((lab * found[..., None]).sum(1), 0)
    number = np.cumsum(count)[:, None]
    reach = max(4, len(rows) // 8)
    best: tuple[float, int] = (0.0, 0)
    for row in range(int(rows[0] + 0.25 * len(rows)), int(rows[0] + 0.75 * len(rows))):
        over = (total[row] - total[row - reach]) / np.maximum(number[row] - number[row - reach], 1)
        under = (total[row + reach] - total[row]) / np.maximum(number[row + reach] - number[row], 1)
        best = max(best, (float(np.linalg.norm(over - under)), row))
    return best[1] + 1 if best[0] > 12 else None
