"""An open jacket: the strip between its fronts, where the lining of its back or the ground beneath is seen."""

from typing import Final

import cv2
import numpy as np
from jaxtyping import Float32

from vitrine.garments import regions
from vitrine.garments.garment import Landmarks
from vitrine.imaging import colour
from vitrine.imaging.types import Mask, Picture, Region
from vitrine.people.palette import Palette

Strip = tuple[np.ndarray, np.ndarray, np.ndarray]
PATCH: Final = 100
"""Distance of the armpits in the patch that is looked at, in pixels."""
FRONTS: Final = (0.32, 0.46)
"""How far from the middle cloth is a front for sure, in distances of the armpits."""
WITHIN: Final = 0.36
"""How far from the middle the strip reaches at most."""
UNLIKE: Final = 4.0
"""How many times likelier the colour of the strip must be there than on the fronts."""
BROAD: Final = (0.07, 0.55)
"""Breadth that the strip has: a zip is narrower, a front panel of another cloth broader."""
WHOLE: Final = 0.9
"""Share of the rows from the neck to the hem that it runs through."""
SOLID: Final = 0.85
"""Share of its outline that it fills: a print is no strip."""
EDGE: Final = 0.02
"""Breadth of a front's own edge, in shade or turned over, in distances of the armpits."""
NARROWS: Final = 0.6
"""Breadth of the strip at the neck points as a share of where it was first seen."""
BELOW: Final = 0.12
"""How far below the neck points it may begin, in distances of the armpits."""


def between_fronts(photo: Picture, alpha: Mask, spots: Landmarks) -> Region:
    """Where a jacket stands open from the neck down to its hem; empty where it is closed.

    Nothing of that is the jacket's front: what is worn beneath shows there. It is told by its colours, which the
    fronts beside it have not, and by its form: a strip of some breadth, whole from the neck to the hem.

    Args:
        photo: the product picture.
        alpha: the garment's coverage.
        spots: its landmarks.
    """
    nothing = np.zeros(alpha.shape, bool)
    if not {"armpit-left", "neck-left", "hem-left"} <= spots.keys():
        return nothing
    right, left = (np.array(spots[f"armpit-{side}"]) for side in ("right", "left"))
    breadth = max(float(left[0] - right[0]), 8.0)
    scale = PATCH / breadth
    middle = float(right[0] + left[0]) / 2
    top = max(spots["neck-right"][1], spots["neck-left"][1]) + BELOW * breadth
    bottom = min(spots["hem-right"][1], spots["hem-left"][1]) - 0.03 * breadth
    size = (PATCH + 1, round((bottom - top) * scale))
    if size[1] < PATCH // 3:
        return nothing
    view = np.array([[scale, 0, PATCH / 2 - scale * middle], [0, scale, -scale * top]])
    fine = cv2.GaussianBlur(photo, (0, 0), max(0.8, 0.5 / scale))
    lab = colour.lab(cv2.warpAffine(fine, view, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE))
    covered = cv2.warpAffine(alpha, view, size, flags=cv2.INTER_LINEAR) > 0.5
    strip = _strip(lab, covered)
    if strip is None:
        return nothing
    return _in_picture(strip, view, alpha.shape, spots)


def _strip(lab: Float32[np.ndarray, "h w 3"], covered: Region) -> Strip | None:
    """Rows of the strip in the patch and its sides, smooth lines; None where there is none."""
    away = np.abs(np.arange(lab.shape[1]) - PATCH / 2)[None] / PATCH
    palette = Palette(lab)
    fronts = palette.histogram((covered & (away > FRONTS[0]) & (away < FRONTS[1])).astype(np.float32))
    core = palette.histogram((np.broadcast_to(away < BROAD[0] / 2, covered.shape)).astype(np.float32))
    unlike = ((core > UNLIKE * fronts + 1e-5)[palette.index] | ~covered) & (away < WITHIN)
    found = regions.largest(regions.opened(regions.closed(unlike, 2), 2))
    rows = np.flatnonzero(found.any(1))
    if len(rows) < WHOLE * len(lab) or rows[-1] < len(lab) - 3:
        return None
    first = found[rows].argmax(1)
    last = found.shape[1] - 1 - found[rows, ::-1].argmax(1)
    broad = (last - first + 1) / PATCH
    if not BROAD[0] < float(np.quantile(broad, 0.25)) <= float(broad.max()) < BROAD[1]:
        return None
    if found.sum() < SOLID * (last - first + 1).sum() or not ((first < PATCH / 2 + 8) & (last > PATCH / 2 - 8)).all():
        return None
    return rows, _calm(first - EDGE * PATCH), _calm(last + EDGE * PATCH)


def _calm(side: np.ndarray) -> np.ndarray:
    """A side of the strip as a smooth line."""
    steady = cv2.medianBlur(np.pad(side.astype(np.float32), 8, mode="edge")[None], 5)
    return np.asarray(cv2.GaussianBlur(steady, (0, 0), 3.0)[0, 8:-8])


def _in_picture(strip: Strip, view: np.ndarray, shape: tuple[int, ...], spots: Landmarks) -> Region:
    """The strip in the picture, drawn on down to where the garment ends, and up into the neck's opening."""
    rows, first, last = strip
    scale, dx, dy = view[0, 0], view[0, 2], view[1, 2]
    right, left = (np.stack([(side - dx) / scale, (rows - dy) / scale], 1) for side in (first, last))
    down = np.array([0, 0.1 * (right[-1, 1] - right[0, 1])])
    up = np.array([0, right[0, 1] - min(spots["neck-right"][1], spots["neck-left"][1])])
    tip = (right[0] + left[0]) / 2 - up
    ends = [tip + NARROWS * (side[0] - up - tip) for side in (right, left)]
    ring = np.concatenate([ends[:1], right, right[-1:] + down, left[-1:] + down, left[::-1], ends[1:]])
    canvas = np.zeros(shape, np.uint8)
    cv2.fillPoly(canvas, [np.round(ring).astype(np.int32)], 1)
    return canvas > 0
