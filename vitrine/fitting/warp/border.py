"""The one border of sleeve and torso: the seam down to the armpit, below it the sleeve's own edge, as one line."""

from typing import Final

import cv2
import numpy as np

from vitrine.imaging.types import Mask

STEEP: Final = 4.0
"""How steeply the border goes inward below the armpit, at the least: down over sideways."""
CROSSES: Final = 0.6
"""How slantwise, sideways for down, a sleeve's edge runs at the most; one that does so more lies across the torso."""
OPENS: Final = 0.1
"""Length below the armpit over which the border comes to the edge of such a one, in u."""
EVEN: Final = 0.03
"""Length over which it is made even, in u."""
TOOTH: Final = 0.09
"""Up to what length along it, in u, a tooth or notch of one edge or the other is none of it."""
DEEP: Final = 0.045
"""How deep that is at most, in u."""
RISE: Final = 0.2
"""How far above the armpit it is made even, in u: farther up the torso's seam is as it is sewn."""
SOFT: Final = 1.5
"""Breadth of its soft edge, pixels."""


def before(sleeve: Mask, torso: Mask, pit: tuple[float, float], end: float, out: int, unit: float) -> Mask:
    """1 where a sleeve lies before the torso, 0 where the torso does, in a window of the photo.

    Down to the armpit a sleeve comes out from beneath the torso, whose edge is the seam. From there on the border goes
    over to the sleeve's inner edge, and on along it. Teeth of either, of the picture's fold or of what it had between
    both, are evened out: what the one lacks there the other has beneath it.

    Args:
        sleeve: the sleeve's coverage.
        torso: that of the torso.
        pit: the armpit, (x, y) in the window.
        end: the row of the sleeve's inner corner: from there on the border goes on straight down.
        out: the side of the torso on which the sleeve is, 1 or -1 (to the left).
        unit: the person's unit, pixels.
    """
    height, width = sleeve.shape
    rows, columns = np.arange(height), np.arange(width)[None]
    x, y = pit
    solid, held = sleeve > 0.5, torso > 0.5
    there, seam = np.asarray(solid.any(1)), np.asarray(held.any(1) & (rows < y))
    if not there.any() or y >= height:
        return np.zeros_like(sleeve)
    own = _held(solid.argmax(1) if out > 0 else width - 1 - solid[:, ::-1].argmax(1), there)
    ends = np.asarray(width - 1 - held[:, ::-1].argmax(1) if out > 0 else held.argmax(1), float)
    ends = _held(ends, seam) if seam.any() else np.full(height, x)
    ends = _inward(ends, (rows >= y - RISE * unit) & (rows < y), out, unit)
    start = float(ends[max(min(int(np.ceil(y)), height) - 1, 0)])
    lowest = min(end, float(np.flatnonzero(there)[-1]))
    last = _meets(np.abs(own - start), y, lowest, unit)
    share = np.clip((rows - y) / (last - y), 0, 1)
    # it leaves the seam, and comes to the sleeve's edge, in the direction of both
    line = np.where(rows < y, ends, start + (own - start) * share * share * (3 - 2 * share))
    line[rows > end] = line[min(max(int(end), 0), height - 1)]
    line = _even(line, unit)
    line = np.asarray(np.clip(out * (columns - line[:, None]) / SOFT + 0.5, 0, 1), np.float32)
    line[rows < y - RISE * unit] = 0
    return line


def _meets(aside: np.ndarray, y: float, end: float, unit: float) -> float:
    """The row at which the border comes to the sleeve's own edge, `aside` of where it leaves the seam at row `y`."""
    below = np.arange(int(y) + 1, max(int(end), int(y) + 1) + 1)
    below = below[below < len(aside)]
    if not len(below):
        return y + 1
    slant = aside[below] / (below - y)
    if slant.min() > CROSSES:
        return y + OPENS * unit
    near = np.flatnonzero(slant <= max(1 / STEEP, float(slant.min())))
    # a bulge is hidden down to where it reaches farthest inward
    bulge = np.flatnonzero(slant <= CROSSES)
    return float(max(below[near[0]], below[bulge][aside[below[bulge]].argmax()]))


def _held(values: np.ndarray, known: np.ndarray) -> np.ndarray:
    """Values of rows, between those known and beyond them as next to them."""
    rows = np.arange(len(values))
    return np.asarray(np.interp(rows, rows[known], values[known].astype(float)))


def _inward(ends: np.ndarray, low: np.ndarray, out: int, unit: float) -> np.ndarray:
    """The torso's edge, in the rows `low` never farther out than above: an armhole runs inward down to the armpit.

    Of the torso that lies beneath the sleeve in the picture more may be seen there, and would end in a step.
    """
    if not low.any():
        return ends
    inward = (np.minimum if out > 0 else np.maximum).accumulate(_steady(ends, unit)[low])
    line = ends.copy()
    line[low] = inward
    return line


def _steady(line: np.ndarray, unit: float) -> np.ndarray:
    """A line of columns, one a row, without short teeth."""
    size = 2 * max(1, round(TOOTH * unit / 2)) + 1
    padded = np.pad(line, size // 2, mode="edge")
    return np.asarray(np.median(np.lib.stride_tricks.sliding_window_view(padded, size), 1))


def _even(line: np.ndarray, unit: float) -> np.ndarray:
    """A line of columns, one a row, without teeth."""
    steady = _steady(line, unit)
    even = cv2.GaussianBlur(steady[None], (0, 0), max(1.0, EVEN * unit), borderType=cv2.BORDER_REPLICATE)[0]
    # the upper edge of a forearm that crosses the trunk is no tooth
    step = even - line
    return np.asarray(line + step * np.clip(2 - np.abs(step) / (DEEP * unit), 0, 1))
