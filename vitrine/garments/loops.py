"""Straps that lie in the picture as loops: the half that goes down the back is not seen beside the other when worn."""

from typing import Final

import cv2
import numpy as np

from vitrine.garments.garment import Landmarks
from vitrine.imaging.types import Mask, Picture, Region

STRAP: Final = 0.016
"""Half the breadth of a loop at most, as a share of the picture's longer side."""
LONG: Final = 4.0
"""How much longer than that it is at least."""
TWO: Final = 0.25
"""Share of its rows in which its halves are seen side by side."""
ALIKE: Final = 1.7
"""How much broader one of them may be than the other."""
APART: Final = 2.0
"""How far apart they lie at most, in their own breadths."""
WIDER: Final = 3.4
"""Breadth of both and what is between them, in the same, from which they go over into the garment."""
RIM: Final = 4
"""How far beside it its soft edge is looked for, in pixels at half the size."""
TOLD: Final = 60.0
"""Least difference of its colour (RGB) from the ground's from which the ground between both is known."""
FOOT: Final = 2.0
"""Length, in the same breadths, over which what is left broadens toward the garment."""


def single(photo: Picture, alpha: Mask, landmarks: Landmarks) -> Mask:
    """Coverage in which of a strap's two halves side by side only the inner one is left: it comes from the front.

    Args:
        photo: the product picture.
        alpha: the garment's coverage; what of the ground is between both may pass for garment.
        landmarks: its landmarks.
    """
    if "armpit-left" not in landmarks:
        return alpha
    last = round(min(landmarks[f"armpit-{side}"][1] for side in ("left", "right")))
    # at half the size
    solid = (alpha[: max(0, last) : 2, ::2] > 0.5).astype(np.uint8)
    size = 2 * max(1, round(STRAP * max(alpha.shape) / 2)) + 1
    broad = cv2.morphologyEx(solid, cv2.MORPH_OPEN, np.ones((size, size), np.uint8))
    thin = np.where(cv2.dilate(broad, np.ones((3, 3), np.uint8)) > 0, np.uint8(0), solid)
    if not thin.any():
        return alpha
    # both halves of a loop are one, wherever they touch
    whole = cv2.morphologyEx(thin, cv2.MORPH_CLOSE, np.ones((1, size), np.uint8))
    _, names, stats, _ = cv2.connectedComponentsWithStats(whole)
    middle = (landmarks["armpit-left"][0] + landmarks["armpit-right"][0]) / 2
    out = alpha
    for k in range(1, len(stats)):
        x, y, width, height = stats[k, :4]
        if height < LONG * size / 2:
            continue
        near = np.s_[y : y + height, max(0, x - RIM) : x + width + RIM]
        box = np.s_[2 * y : 2 * (y + height), 2 * max(0, x - RIM) : 2 * (x + width + RIM)]
        cover = alpha[box]
        mine = np.repeat(np.repeat((names[near] == k) & (thin[near] > 0), 2, 0), 2, 1)
        here = _cloth(photo[box], cover, mine[: cover.shape[0], : cover.shape[1]] & (cover > 0.5))
        rightward = 2 * x + width > middle
        kept = _inner(here if rightward else here[:, ::-1])
        if kept is not None:
            out = out.copy() if out is alpha else out
            out[box] *= kept if rightward else kept[:, ::-1]
    return out


def _cloth(photo: Picture, alpha: Mask, thin: Region) -> Region:
    """What of thin things is nearer to their own colour than to the ground's around them."""
    around = alpha < 0.02
    if not around.any() or not thin.any():
        return thin
    view = photo.astype(np.float32)
    ground, own = np.median(view[around], 0), np.median(view[thin], 0)
    length = float(np.linalg.norm(own - ground))
    return thin if length < TOLD else np.asarray(thin & ((view - ground) @ (own - ground) > 0.5 * length**2))


def _inner(strap: Region) -> Mask | None:
    """How far each pixel stays (0..1) of a strap whose inner edge is its left one; None where it is no loop."""
    columns = np.arange(strap.shape[1])
    there = np.flatnonzero(strap.any(1))
    first = strap[there].argmax(1)
    end = strap.shape[1] - strap[there, ::-1].argmax(1)
    # the runs at the inner and at the outer edge
    inner, outer = _run(strap[there], first), _run(strap[there, ::-1], strap.shape[1] - end)
    two = inner + outer < end - first
    if two.mean() < TWO:
        return None
    breadth, other = float(np.median(inner[two])), float(np.median(outer[two]))
    if max(breadth, other) > ALIKE * min(breadth, other):
        return None
    if float(np.median((end - first - inner - outer)[two])) > APART * breadth:
        return None
    over = np.flatnonzero(end - first > WIDER * breadth)
    below = over[over > np.flatnonzero(two)[-1]]
    last = int(below[0]) if len(below) else len(there)
    edge = cv2.blur(first[:last].astype(np.float32)[None], (9, 1))[0] if last else np.zeros(0, np.float32)
    kept = np.ones(strap.shape, np.float32)
    # at its foot it goes over into the garment
    foot = np.maximum(np.arange(last) - (last - FOOT * breadth), 0)
    kept[there[:last]] = np.clip((edge + breadth + foot)[:, None] - columns[None] + 0.5, 0, 1)
    return kept


def _run(strap: Region, first: np.ndarray) -> np.ndarray:
    """Length of the run that begins at `first` in each row."""
    beyond = np.arange(strap.shape[1])[None] >= first[:, None]
    gap = np.pad(beyond & ~strap, ((0, 0), (0, 1)), constant_values=True)
    return np.asarray(gap.argmax(1) - first)
