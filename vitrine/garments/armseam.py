"""The line along which a sleeve parts from the torso in the picture, where colours tell it: a cut beside it takes a
strip of one along with the other.
"""

from typing import Final

import cv2
import numpy as np

from vitrine.garments import background, gaps, regions
from vitrine.garments.gaps import Spot
from vitrine.garments.garment import Landmarks
from vitrine.imaging.types import Picture, Points, Region

BAND: Final = 0.08
"""How far beside the straight cut the line is looked for, as a share of the chest's width."""
FREE: Final = 0.35
"""Share of the way at its upper end over which that widens from nothing; from gap and slot on as the rows go."""
PLAIN: Final = 6.0
"""Difference of colours (CIELAB, hue weighted) up to which cloth changes within itself."""
CLEAR: Final = 3.0
"""How many times what is usual nearby a seam differs: within a dense print every line is as good as another."""
SEEN: Final = 0.5
"""Share of the way along which it must be in sight, weighted by how clearly."""
OUTLINE: Final = 3
"""Distance from the garment's own outline, in units, up to which that is what changes."""
SHARP: Final = 0.8
"""Share of the clearest place of a row from which on another is as clear."""
DEAR: Final = 0.5
"""What the farthest way beside the cut costs, in rows without any seam."""
CORNER: Final = 0.02
"""How far below a slot the torso's own edge is told, and by how much it may lie farther in, as a share of the longer
side.
"""
STEP: Final = 0.3
"""What a step aside from one row to the next costs, in the same."""


def arm_seam(photo: Picture, found: Region, landmarks: Landmarks, side: str) -> Points:
    """Places from the shoulder over the armpit to the slot, one a row; the straight cut where nothing is seen.

    Args:
        photo: the product picture.
        found: where the garment is in it.
        landmarks: in its pixels, of a garment with sleeves.
        side: the wearer's, "left" or "right".
    """
    stops = through_gaps(found, landmarks, side)
    rows = np.arange(round(stops[0, 1]), round(stops[-1, 1]) + 1)
    reach = max(2, round(BAND * abs(landmarks["armpit-left"][0] - landmarks["armpit-right"][0])))
    if len(rows) < 2 * reach or not 0 <= rows[0] <= rows[-1] < photo.shape[0] or np.diff(stops[:, 1]).min() < 0:
        return stops
    straight = np.interp(rows, stops[:, 1], stops[:, 0])
    away = np.arange(-reach, reach + 1)
    low = stops[2 if stops[1, 1] == np.float32(landmarks[f"armpit-{side}"][1]) else 1 :, 1]
    free = np.minimum(np.linspace(0, 1 / FREE, len(rows)), 1) * reach
    # within a gap, and where the sleeve leaves the torso, the outline tells
    free = np.minimum(free, np.maximum(low[0] - rows, 0) + np.where(rows > low[0], np.abs(rows - low[-1]), 0))
    if len(low) > 1:
        free = np.where(rows > low[0], np.minimum(free, np.maximum(rows - low[1], 0)), free)
    told = _told(photo, found, rows, straight, away)
    allowed = np.abs(away)[None] <= np.maximum(free, 0.5)[:, None]
    usual = np.maximum(CLEAR * np.median(told[allowed]), PLAIN)
    # beside a seam that is very clear its soft edges are no seam
    usual = np.maximum(usual, SHARP * np.where(allowed, told, 0).max(1, keepdims=True))
    clear = np.clip((told - PLAIN / 2) / usual, 0, 1)
    cost = 1 - clear + DEAR * (away / reach)[None] ** 2
    cost[~allowed] = np.inf
    way = _cheapest(cost)
    if float(clear[np.arange(len(rows)), way].mean()) < SEEN:
        return stops
    return np.stack([straight + away[way], rows], 1).astype(np.float32)


def through_gaps(found: Region, landmarks: Landmarks, side: str) -> Points:
    """Shoulder, armpit and slot, and both ends of the gap between sleeve and torso where there is one above the slot.

    A sleeve that touches the torso above a gap and below it parts from it in that gap.
    """
    shoulder, pit = (np.array(landmarks[f"{name}-{side}"]) for name in ("shoulder", "armpit"))
    slot = flank(found, landmarks, side)
    ends = gaps.beside(found, landmarks, side)
    above = [pit] if ends is None or pit[1] < ends[0][1] else []
    return np.array([shoulder, *above, *(ends or ()), slot], np.float32)


def flank(found: Region, landmarks: Landmarks, side: str) -> Spot:
    """The slot; where the sleeve ends there, as far in as the torso's own edge goes on below it.

    The corner between both is round in a cut-out: cut off at its middle a tooth of sleeve stays at the torso's side.
    """
    x, y = landmarks[f"slot-{side}"]
    middle = round((landmarks["armpit-left"][0] + landmarks["armpit-right"][0]) / 2)
    outward, reach = (1 if x > middle else -1), round(CORNER * max(found.shape))
    below = found[round(y) + reach // 2 : round(y) + reach + 1, middle::outward]
    ends = below.argmin(1)
    alone = below[:, :1].any(1) & (below.sum(1) == ends)
    farther = abs(x - middle) - float(np.median(ends[alone]) - 1) if alone.any() else 0.0
    return (x - outward * farther, y) if 0 < farther < reach else (x, y)


def _told(photo: Picture, found: Region, rows: np.ndarray, straight: np.ndarray, away: np.ndarray) -> np.ndarray:
    """How much colours differ from one side to the other of each place beside the cut (rows, away)."""
    unit = regions.unit(photo.shape)
    top, bottom = max(int(rows[0]) - 8, 0), int(rows[-1]) + 9
    colours = background.lab(cv2.GaussianBlur(photo[top:bottom], (0, 0), 1.2))
    inner = regions.shrunk(found, OUTLINE * unit)[top:bottom].astype(np.uint8)
    x = np.asarray(straight[:, None] + away[None], np.float32)
    y = np.broadcast_to((rows - top).astype(np.float32)[:, None], x.shape).copy()
    before, after = (
        cv2.remap(colours, x + np.float32(d), y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        for d in (-2 * unit, 2 * unit)
    )
    return np.asarray(np.linalg.norm(after - before, axis=2) * cv2.remap(inner, x, y, cv2.INTER_NEAREST))


def _cheapest(cost: np.ndarray) -> np.ndarray:
    """The column of each row on the way from the first to the last that costs least, by one column a row at most."""
    total = cost[0].copy()
    back = np.zeros(cost.shape, np.int8)
    for row in range(1, len(cost)):
        padded = np.pad(total, 1, constant_values=np.inf)
        ways = np.stack([padded[:-2] + STEP, padded[1:-1], padded[2:] + STEP])
        best = ways.argmin(0)
        back[row] = best - 1
        total = ways[best, np.arange(len(best))] + cost[row]
    out = np.empty(len(cost), np.int64)
    out[-1] = int(total.argmin())
    for row in range(len(cost) - 1, 0, -1):
        out[row - 1] = out[row] + back[row, out[row]]
    return out
