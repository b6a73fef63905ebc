"""Gaps that a garment encloses: between a sleeve and the torso, between legs whose hems touch."""

import cv2
import numpy as np

from vitrine.garments import regions
from vitrine.garments.garment import Landmarks
from vitrine.imaging.types import Region

LEAST = 0.0004
"""Smallest gap, as a share of the garment's area."""
NEAR = 0.5
"""How far from the garment's middle a gap beside a sleeve is, as a share of the slot's distance from it."""
Spot = tuple[float, float]


def opened(found: Region, like_background: Region) -> Region:
    """`found` without the gaps that show the background.

    Only what sleeves and legs can leave is opened, else the white print of a shirt on white would be punched out: a
    gap reaches no rim, is upright, and lies beside the torso with a gap or the outside at its mirror image, or on the
    axis in the lower part.
    """
    unit = regions.unit(found.shape)
    inner = regions.opened(like_background & regions.shrunk(found, 1), max(1, unit // 2))
    count, names, stats, centres = cv2.connectedComponentsWithStats(inner.astype(np.uint8), connectivity=4)
    columns = np.flatnonzero(found.any(0))
    rows = np.flatnonzero(found.any(1))
    if count < 2 or not len(columns):
        return found
    axis, half = (columns[0] + columns[-1]) / 2, (columns[-1] - columns[0] + 1) / 2
    out = found.copy()
    for i in range(1, count):
        _, top, width, height, area = stats[i]
        if area < LEAST * found.sum() or height < 1.2 * width:
            continue
        gap = names == i
        across = abs(centres[i][0] - axis) / half
        legs = across < 0.3 and top > rows[0] + 0.25 * len(rows)
        if (across > 0.22 and mirrored_open(gap, found & ~inner, axis)) or (legs and height > 2.5 * width):
            out &= ~regions.grown(gap, 1)
    return out


def parted(found: Region, shadow: Region) -> Region:
    """`found` without the shadow that fills the top of the gap between two legs.

    Args:
        found: the garment.
        shadow: pixels that have no share in the garment's own colour.
    """
    columns, rows = np.flatnonzero(found.any(0)), np.flatnonzero(found.any(1))
    if not len(columns):
        return found
    axis, width = (columns[0] + columns[-1]) / 2, len(columns)
    middle = slice(max(0, round(axis - 0.14 * width)), round(axis + 0.14 * width) + 1)
    below = np.flip(np.logical_and.accumulate(np.flip(~found[:, middle], 0), 0), 0)
    below[rows[-1] + 1 :] = False
    high = rows[0] + round(0.2 * len(rows))
    if below.sum() < LEAST * found.sum():
        return found
    way = ((shadow[:, middle] & found[:, middle]) | below).astype(np.uint8)
    way[:high] = 0
    _, names = cv2.connectedComponents(way, connectivity=4)
    kept = np.zeros(int(names.max()) + 1, bool)
    kept[np.unique(names[below])] = True
    kept[0] = False
    out = found.copy()
    out[:, middle] &= ~(kept[names] & (way > 0))
    return out


def slit(found: Region, ground: Region, most: int) -> Region:
    """`found` without narrow upright wedges of ground that come in from outside, as between a sleeve and the torso.

    Args:
        found: the garment.
        ground: what looks like the ground there.
        most: area from which on it is a piece of the garment in the ground's colour, pixels.
    """
    mine = found & ground
    count, names, stats, _ = cv2.connectedComponentsWithStats(mine.astype(np.uint8), connectivity=4)
    if count < 2:
        return found
    beside = cv2.dilate((~found).astype(np.uint8), cv2.getStructuringElement(cv2.MORPH_CROSS, (3, 3))) > 0
    open_ = np.zeros(count, bool)
    open_[np.unique(names[beside & mine])] = True
    open_ &= stats[:, cv2.CC_STAT_AREA] < most
    open_ &= stats[:, cv2.CC_STAT_HEIGHT] > stats[:, cv2.CC_STAT_WIDTH]
    open_[0] = False
    return np.asarray(found & ~open_[names])


def beside(found: Region, landmarks: Landmarks, side: str) -> tuple[Spot, Spot] | None:
    """Upper and lower end of the gap between a sleeve and the torso that the sleeve closes again below; None without.

    Args:
        found: the garment.
        landmarks: of a garment with sleeves, in pixels of the picture.
        side: the wearer's, "left" or "right".
    """
    axis = (landmarks["armpit-left"][0] + landmarks["armpit-right"][0]) / 2
    slot, shoulder = landmarks[f"slot-{side}"], landmarks[f"shoulder-{side}"]
    _, names, stats, centres = cv2.connectedComponentsWithStats((regions.filled(found) & ~found).astype(np.uint8))
    top, high, area = (stats[:, k] for k in (cv2.CC_STAT_TOP, cv2.CC_STAT_HEIGHT, cv2.CC_STAT_AREA))
    aside = (centres[:, 0] - axis) * np.sign(slot[0] - axis)
    good = (area >= LEAST * found.sum()) & (high**2 > 2 * area) & (aside > NEAR * abs(slot[0] - axis))
    good &= (top > shoulder[1]) & (top + high < slot[1])
    good[0] = False
    if not good.any():
        return None
    gap = names == int(np.where(good, area, 0).argmax())
    first, last = np.flatnonzero(gap.any(1))[[0, -1]].tolist()
    upper, lower = ((float(np.flatnonzero(gap[row]).mean()), float(row)) for row in (first, last))
    return upper, lower


def mirrored_open(gap: Region, solid: Region, axis: float) -> bool:
    """Whether at a gap's mirror image there is no garment over at least a quarter of its area."""
    ys, xs = np.nonzero(gap)
    other = np.round(2 * axis - xs).astype(int)
    ok = (other >= 0) & (other < gap.shape[1])
    return float((~solid[ys[ok], other[ok]]).mean()) > 0.25 if ok.any() else True
