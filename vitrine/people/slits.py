"""The ends of gaps between bare arms and clothes, too narrow for labels: the scene's colour is followed there."""

from concurrent.futures import ThreadPoolExecutor
from typing import Final

import cv2
import numpy as np
from jaxtyping import Bool, Float32

from vitrine.imaging.masks import Window, among, box_about, grown, shrunk, touching
from vitrine.imaging.types import Labels, Picture, Points, Region
from vitrine.people.body import unit_of
from vitrine.people.gaps import ARMS
from vitrine.people.person import CLASSES

BREADTH: Final = 0.4
"""Breadth of the band along an arm in which skin is its own, in u; round at its end, where the hand begins."""
WIDE: Final = 0.035
"""How far off the arm's outline, within and without, the end of a gap may lie, in u."""
REACH: Final = (0.8, 0.12)
"""Breadth of the squares in which colours are read, of the scene and of skin and cloth, in u."""
STEP: Final = 4
"""Pixels for one of the copy on which that is done."""
KNOWN: Final = 0.01
"""Share of that square from which on it tells colours."""
NEARER: Final = 0.7
"""How much nearer a colour must be to the scene's than to skin's and cloth's."""
APART: Final = 30.0
"""Distance (8-bit Lab) between those below which colours tell nothing."""
SKIN: Final = CLASSES.index("skin")
CLOTH: Final = tuple(CLASSES.index(name) for name in ("top", "outerwear", "dress", "bottoms"))

Colours = Float32[np.ndarray, "rows columns 3"]


def followed(photo: Picture, labels: Labels, landmarks: Points) -> Labels:
    """Labels in which gaps between bare arms and clothes are background to their very ends.

    Args:
        photo: the person image.
        labels: of the same size, indices into CLASSES.
        landmarks: the pose's 33, (x, y) in pixels.
    """
    unit, out = unit_of(landmarks), labels.copy()

    def along(arm: tuple[int, ...]) -> tuple[Window, Bool[np.ndarray, "rows columns"]]:
        path = landmarks[list(arm[:3])]
        way = path[2] - path[1]
        path[2] -= way * min(1.0, BREADTH / 2 * unit / max(float(np.hypot(*way)), 1.0))
        near = box_about(path, (BREADTH + REACH[0]) / 2 * unit, labels.shape)
        band = np.zeros(labels[near].shape, np.uint8)
        if band.size:
            line = np.round(path - np.array([near[1].start, near[0].start])).astype(np.int32)
            cv2.polylines(band, [line], False, 1, max(2, round(BREADTH * unit)))
            return near, _ends(photo[near], labels[near], band > 0, unit)
        return near, band > 0

    with ThreadPoolExecutor(2) as pool:
        for near, ends in pool.map(along, ARMS):
            out[near][ends] = 0
    return out


def _ends(photo: Picture, labels: Labels, band: Region, unit: float) -> Region:
    """The ends of gaps beside an arm."""
    wide = max(2, round(WIDE * unit))
    limb, cloth = (labels == SKIN) & band, among(labels, CLOTH)
    core = shrunk(limb, wide)
    places = band & grown(limb, wide) & ~core & grown(cloth, wide) & ((labels == SKIN) | cloth)
    rows, columns = np.nonzero(places)
    some = np.s_[STEP // 2 :: STEP, STEP // 2 :: STEP]
    out = np.zeros_like(band)
    if not len(rows) or not limb[some].any():
        return out
    small = cv2.cvtColor(np.ascontiguousarray(photo[some]), cv2.COLOR_RGB2LAB).astype(np.float32)
    which = np.minimum(rows // STEP, len(small) - 1), np.minimum(columns // STEP, small.shape[1] - 1)
    at = cv2.cvtColor(np.ascontiguousarray(photo[rows, columns][None]), cv2.COLOR_RGB2LAB)[0].astype(np.float32)
    scene, skin, worn = (
        _mean(small, known[some], 2 * round(reach * unit / STEP / 2) + 1)[which]
        for known, reach in zip((shrunk(labels == 0, 1), core, shrunk(cloth, wide)), (*REACH, REACH[1]), strict=True)
    )
    # comparisons with unknown colours fail
    away = np.minimum(_distance(at, skin), _distance(at, worn))
    apart = np.minimum(_distance(scene, skin), _distance(scene, worn))
    out[rows, columns] = (_distance(at, scene) < NEARER * away) & (apart > APART)
    return touching(out, grown(labels == 0, 1))


def _mean(lab: Colours, known: Region, size: int) -> Colours:
    """Mean of the known colours in a square about each pixel; NAN where hardly any are."""
    weight = known.astype(np.float32)
    sums = cv2.blur(np.dstack([lab * weight[..., None], weight]), (size, size))
    share = sums[..., 3:]
    return np.asarray(np.where(share > KNOWN, sums[..., :3] / np.maximum(share, KNOWN), np.nan), np.float32)


def _distance(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    return np.asarray(np.sqrt(((a - b) ** 2).sum(1)))
