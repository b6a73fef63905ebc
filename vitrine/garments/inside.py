"""The inside of a longer back that a product picture shows below the front hem: worn, legs and bottoms hide it."""

from typing import Final

import cv2
import numpy as np
from jaxtyping import Float32

from vitrine.imaging.types import Mask, Picture, Region

PATCH: Final = 96
"""Breadth of the hem in the patch that is looked at, in pixels."""
DEEPEST: Final = 0.3
"""Share of the garment's height, from below, in which a front hem is looked for."""
ENDS: Final = 0.06
"""Share of the breadth at either side in which the course of a hem is not looked at."""
SAGS: Final = np.linspace(0.0, 0.16, 9)
"""How much deeper than its ends the middle of a front hem may lie, in breadths."""
STEP: Final = 2
"""Distance from the hem at which cloth is compared, in pixels of the patch."""
BAND: Final = 3
"""Height of what is compared, in pixels of the patch."""
STRIDE: Final = 2
"""From one place of a hem's ends that is tried to the next, in pixels of the patch."""
LEANS: Final = 0.1
"""How much higher one end of a hem may lie than the other, in breadths."""
MIXED: Final = 1.0
"""Breadth of a hem's own edge above its course, where both are mixed, in pixels of the patch."""
DARKER: Final = 0.06
"""How much darker the inside is at least, of light 1: it lies in the shade of the front."""
DARKEST: Final = 0.45
"""How much darker it is at most: farther off it were another cloth, or what is worn beneath."""
ALL_ALONG: Final = 0.85
"""Share of a hem along which that must be so: a print's edge is darker here and there."""
THICK: Final = (0.05, 0.3)
"""How far the back reaches beyond the front at least and at most, in breadths of the hem."""
TAPERS: Final = 0.8
"""Breadth near the sides of what reaches beyond, as a share of its middle's: both hems meet in the side seams."""
HUE: Final = 10.0
"""How far its hue may lie off the front's (a, b of CIELAB): it is the same cloth."""

Line = Float32[np.ndarray, " w"]


def below_the_hem(photo: Picture, alpha: Mask) -> Region:
    """Where the inside of the back is seen below the front hem; empty where none is.

    Args:
        photo: the product picture.
        alpha: the garment's coverage.
    """
    nothing = np.zeros(alpha.shape, bool)
    rows, columns = (np.flatnonzero((alpha > 0.5).any(axis)) for axis in (1, 0))
    if len(rows) < 40 or len(columns) < 40:
        return nothing
    first = round(rows[-1] - DEEPEST * (rows[-1] - rows[0]))
    low = alpha[first : rows[-1] + 1] > 0.5
    there = np.flatnonzero(low.any(0))
    scale = PATCH / len(there)
    size = (PATCH, max(8, round(low.shape[0] * scale)))
    window = np.s_[first : rows[-1] + 1, there[0] : there[-1] + 1]
    view = cv2.resize(photo[window], size, interpolation=cv2.INTER_AREA)
    solid = cv2.resize(alpha[window], size, interpolation=cv2.INTER_AREA) > 0.5
    line = front_hem(view, solid)
    if line is None:
        return nothing
    across = (np.arange(len(there)) + 0.5) * scale - 0.5
    hem = first + (np.interp(across, np.arange(PATCH), line) + 0.5) / scale - 0.5
    nothing[:, there[0] : there[-1] + 1] = np.arange(len(alpha))[:, None] > hem[None]
    return np.asarray(nothing & (alpha > 0))


def front_hem(view: Picture, solid: Region) -> Line | None:
    """The course of a front hem with the inside of the back below it, by columns of the view; None where none is.

    Args:
        view: the lower part of a garment.
        solid: where it is the garment.
    """
    height, width = solid.shape
    x = np.arange(width)
    filled = solid.any(0)
    if not filled.all():
        return None
    last = height - 1 - solid[::-1].argmax(0)
    lab = cv2.cvtColor(cv2.GaussianBlur(view, (0, 0), 1.0).astype(np.float32) / 255, cv2.COLOR_RGB2LAB)
    light = lab[..., 0] / 100
    sums = np.cumsum(np.pad(light, ((1, 0), (0, 0))), 0)

    def mean(top: np.ndarray) -> np.ndarray:
        top = np.clip(np.round(top).astype(int), 0, height - BAND)
        return np.asarray((sums[top + BAND, x] - sums[top, x]) / BAND)

    inner = np.flatnonzero((x > ENDS * width) & (x < (1 - ENDS) * width))
    level = np.arange(height)[:, None]
    step = mean(level - STEP - BAND) - mean(level + STEP)
    if (step[:, inner].max(0) > DARKER / 2).mean() < ALL_ALONG:
        return None
    bow = SAGS[:, None] * width * (1 - (2 * x / (width - 1) - 1) ** 2)
    best, found = 0.0, None
    for right in range(0, height, STRIDE):
        leans = np.arange(max(0, right - LEANS * width), min(height, right + LEANS * width), STRIDE) - right
        lines = (right + leans[:, None, None] * x / (width - 1) + bow).reshape(-1, width)
        # both hems meet at the sides, and all of a line lies on the garment
        thick = last - lines
        lines = lines[(thick[:, inner].min(1) >= STEP + BAND) & (np.median(thick, 1) >= THICK[0] * width)]
        if not len(lines):
            continue
        there = step[np.round(lines[:, inner]).astype(int), inner]
        scores = np.sort(there, 1)[:, round((1 - ALL_ALONG) * len(inner))]
        if scores.max() > best:
            best, found = float(scores.max()), lines[scores.argmax()]
    if found is None or not _is_back(lab, solid, found, last):
        return None
    return np.asarray(found - MIXED, np.float32)


def _is_back(lab: np.ndarray, solid: Region, line: np.ndarray, last: np.ndarray) -> bool:
    """Whether what lies below a line is the inside of the same cloth, in shade, and tapers toward the sides."""
    height, width = solid.shape
    rows = np.arange(height)[:, None]
    below = solid & (rows > line[None] + STEP)
    above = solid & (rows < line[None] - STEP) & (rows > line[None] - STEP - 0.3 * width)
    thick = last - line
    middle = float(np.median(thick[2 * width // 5 : 3 * width // 5]))
    edge = max(2, round(0.08 * width))
    sides = float(max(thick[edge // 2 : edge].mean(), thick[-edge : -(edge // 2)].mean()))
    if not THICK[0] * width < middle < THICK[1] * width or sides > TAPERS * middle:
        return False
    dark = (np.median(lab[above], 0) - np.median(lab[below], 0)) / (100, 1, 1)
    return bool(DARKER < dark[0] < DARKEST and np.hypot(dark[1], dark[2]) < HUE)
