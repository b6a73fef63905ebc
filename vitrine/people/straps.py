"""Thin straps on bare shoulders: clothing that passed for the skin that it lies on, told by its colour."""

from typing import Final

import cv2
import numpy as np
from jaxtyping import Float32

from vitrine.imaging.masks import among, box_about, grown
from vitrine.imaging.types import Labels, Picture, Points, Region
from vitrine.people.body import unit_of
from vitrine.people.person import CLASSES

SKIN: Final = CLASSES.index("skin")
CLOTH: Final = tuple(CLASSES.index(name) for name in ("top", "dress"))
BESIDE, OVER, UNDER = 0.1, 0.2, 0.7
"""How far outside, above and below the shoulder joints straps are looked for, in u."""
FINE: Final = 120.0
"""The person's unit in the copy in which they are looked for, pixels: a strap is some four of them wide."""
APART: Final = 9.0
"""Least distance of a strap's colour from the skin's on both its sides (CIELAB)."""
THIN: Final = 0.07
"""The most that a strap is wide, in u: broader ones have their label."""
WHOLE: Final = 0.7
"""Share of its rows in which a strap has to be seen."""
ALIKE: Final = 13.0
"""How much colours along one strap differ from its median (CIELAB)."""
LONG: Final = 0.2
"""The least that its part without a label is long, in u."""
TORN: Final = 0.03
"""How long a piece of it may be of the skin's colour, in u."""
ENDS: Final = 0.06
"""How far from hair or scene above it, and from the clothing below, it may end, in u."""
ASIDE: Final = 0.2
"""How far beside the middle of the neck it ends, in u: what hangs around a neck comes from there."""


def strapped(photo: Picture, labels: Labels, landmarks: Points) -> Labels:
    """Labels in which straps that passed for skin are the clothing that hangs on them.

    Args:
        photo: the person image.
        labels: of the same size, indices into CLASSES.
        landmarks: the pose's 33, (x, y) in pixels.
    """
    unit = unit_of(landmarks)
    (x, y), (x2, y2) = landmarks[[11, 12]].tolist()
    reach = BESIDE * unit
    corners = [(min(x, x2) - reach, min(y, y2) - OVER * unit), (max(x, x2) + reach, max(y, y2) + UNDER * unit)]
    window = box_about(np.array(corners, np.float32), 0, labels.shape)
    size = labels[window].shape[::-1]
    if not all(size):
        return labels
    scale = min(1.0, FINE / unit)
    small = (max(1, round(size[0] * scale)), max(1, round(size[1] * scale)))
    near = np.asarray(cv2.resize(labels[window], small, interpolation=cv2.INTER_NEAREST))
    cloth = among(near, CLOTH)
    if not cloth.any() or not (near == SKIN).any():
        return labels
    seen = np.asarray(cv2.resize(photo[window], small, interpolation=cv2.INTER_AREA))
    found = _straps(seen, near == SKIN, cloth, unit * scale, ((x + x2) / 2 - window[1].start) * scale)
    if not found.any():
        return labels
    out = labels.copy()
    there = cv2.resize(grown(found, 1).astype(np.float32), size, interpolation=cv2.INTER_LINEAR) > 0.5
    out[window][there & (out[window] == SKIN)] = np.bincount(near[cloth], minlength=len(CLASSES)).argmax()
    return out


def _straps(photo: Picture, skin: Region, cloth: Region, unit: float, middle: float) -> Region:
    """Lines on the skin from the clothing up to where the skin ends, off the `middle` of the neck."""
    lab = cv2.cvtColor(photo.astype(np.float32) / 255, cv2.COLOR_RGB2LAB)
    lab = cv2.GaussianBlur(lab, (0, 0), 0.6)
    apart = _apart(lab, skin, unit)
    lines = apart > APART
    tall = cv2.getStructuringElement(cv2.MORPH_RECT, (1, 2 * round(TORN * unit / 2) + 1))
    joined = cv2.morphologyEx(lines.astype(np.uint8), cv2.MORPH_CLOSE, tall)
    _, index, stats, _ = cv2.connectedComponentsWithStats(joined)
    below = grown(cloth, ENDS * unit)
    above = grown(~skin & ~cloth, ENDS * unit)
    found = np.zeros_like(skin)
    for part in 1 + np.flatnonzero(stats[1:, cv2.CC_STAT_HEIGHT] > LONG * unit):
        top, height = (int(stats[part, k]) for k in (cv2.CC_STAT_TOP, cv2.CC_STAT_HEIGHT))
        mine = index == part
        upper = np.flatnonzero(mine[top])
        if not (mine & below).any() or not above[top, upper].any() or abs(upper.mean() - middle) < ASIDE * unit:
            continue
        # the shade beside a strap is no strap: of each row the colour that is farthest from skin tells
        core = lab[np.flatnonzero(mine.any(1)), np.where(mine, apart, 0).argmax(1)[mine.any(1)]]
        off = np.linalg.norm(lab - np.median(core, 0), axis=2)
        mine &= off < np.minimum(apart, ALIKE)
        if mine.any(1).sum() > WHOLE * height and mine.sum() < THIN * unit * height:
            # at its ends there is skin on one side only
            found |= mine | (grown(mine, ENDS * unit) & skin & (off < 0.5 * ALIKE))
    return found


def _apart(lab: Float32[np.ndarray, "h w 3"], skin: Region, unit: float) -> Float32[np.ndarray, "h w"]:
    """How far skin's colour is from that on its right and on its left, no farther off than a strap is broad."""
    off = max(1, round(THIN * unit))
    both = [np.linalg.norm(lab - np.roll(lab, way, 1), axis=2) * np.roll(skin, way, 1) for way in (-off, off)]
    least = np.minimum(*both) * skin
    least[:, :off] = least[:, -off:] = 0
    return np.asarray(least, np.float32)
