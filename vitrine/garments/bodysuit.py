"""A top cut like a swimsuit: where its sides turn in to the leg openings it ends as far as it is ever seen."""

from typing import Final

import numpy as np

from vitrine.garments.garment import Garment, Landmarks
from vitrine.imaging.types import Region

NARROW: Final = 0.45
"""Breadth at the lower end over the chest's, up to which that is a crotch and no hem."""
WIDE: Final = 0.93
"""Share of the hips' breadth that is left where the leg openings begin."""
DEEP: Final = 0.42
"""How far a crotch reaches below them at least, in breadths of the chest: a shirt's tails are half as long."""
BELOW_CHEST: Final = 0.6
"""They begin no higher than this far below the armpits, in breadths of the chest."""


def at_leg_openings(spots: Landmarks, found: Region) -> Landmarks:
    """The landmarks of what hangs from the shoulders, the hem of a bodysuit moved up from its crotch to its hips.

    Args:
        spots: landmarks, pixels of the picture.
        found: where the garment is.
    """
    if not {"armpit-left", "armpit-right", "hem-left", "hem-right"} <= spots.keys():
        return spots
    chest = abs(spots["armpit-left"][0] - spots["armpit-right"][0])
    if abs(spots["hem-left"][0] - spots["hem-right"][0]) > NARROW * chest:
        return spots
    middle = (spots["hem-left"][0] + spots["hem-right"][0]) / 2
    high = (spots["armpit-left"][1] + spots["armpit-right"][1]) / 2 + BELOW_CHEST * chest
    low = (spots["hem-left"][1] + spots["hem-right"][1]) / 2
    rows = np.arange(round(high), round(min(low, len(found) - 1)))
    ends = np.array([_around(found[row], round(middle)) for row in rows]).reshape(-1, 2)
    if not len(rows):
        return spots
    wide = np.ptp(ends, axis=1)
    last = int(np.flatnonzero(wide >= WIDE * wide.max())[-1])
    if low - rows[last] < DEEP * chest:
        return spots
    first, end = sorted(ends[last].tolist())
    corners = ("right", "left") if spots["armpit-left"][0] > spots["armpit-right"][0] else ("left", "right")
    return spots | {f"hem-{side}": (float(x), float(rows[last])) for side, x in zip(corners, (first, end), strict=True)}


def is_bodysuit(garment: Garment) -> bool:
    """Whether cloth goes on below the hem's landmarks as far as to a crotch, where it is narrow."""
    spots = garment.landmarks
    if garment.category != "tops" or not {"armpit-left", "armpit-right", "hem-left", "hem-right"} <= spots.keys():
        return False
    chest = abs(spots["armpit-left"][0] - spots["armpit-right"][0])
    middle = round((spots["hem-left"][0] + spots["hem-right"][0]) / 2)
    first, last = (round(max(spots[f"hem-{side}"][1] for side in ("left", "right")) + by * chest) for by in (0, DEEP))
    solid = garment.alpha > 0.5
    if not first <= last < len(solid) or not solid[first : last + 1, middle].all():
        return False
    return bool(np.ptp(_around(solid[last], middle)) < 0.8 * np.ptp(_around(solid[first], middle)))


def _around(line: np.ndarray, middle: int) -> tuple[int, int]:
    """First and last place of the run of true values around a place; both that place where it is false."""
    gaps = np.flatnonzero(~line)
    if not line[middle]:
        return middle, middle
    return int(gaps[gaps < middle].max(initial=-1)) + 1, int(gaps[gaps > middle].min(initial=len(line))) - 1
