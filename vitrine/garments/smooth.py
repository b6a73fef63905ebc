"""A cut-out's outline as cloth has one: a smooth line, not the noise of compression along it."""

from typing import Final

import cv2
import numpy as np

from vitrine.garments import regions
from vitrine.imaging.types import Mask, Region

NOISE: Final = 1.2
"""Length over which an outline is smoothed, in working units (see `regions.unit`): blocks of compression are larger."""
WIDTH: Final = 0.9
"""Width of its soft edge, in the same."""
THIN: Final = 2
"""Half the width of what stays as it was cut: laces, straps, fringes."""
LONG: Final = 15
"""Length from which that is no accident, in units."""


def smoothed(alpha: Mask) -> Mask:
    """Coverage with its outline smoothed; what is thin stays as it is, and so does whatever lies within.

    A blurred step has its half at the step, and its slope tells how far away that is: made steep again it is a step
    along a smoother line.
    """
    unit = regions.unit(alpha.shape)
    spread = NOISE * unit
    soft = cv2.GaussianBlur(alpha, (0, 0), spread)
    edge = np.clip((soft - 0.5) * (spread * np.sqrt(2 * np.pi) / (WIDTH * unit)) + 0.5, 0, 1)
    keep = np.maximum(_thin(alpha > 0.5, unit), _thin(alpha <= 0.5, unit))
    keep = cv2.GaussianBlur(cv2.dilate(keep, regions.disc(3 * unit)), (0, 0), float(unit))
    return np.asarray(edge + (alpha - edge) * keep, np.float32)


def _thin(found: Region, unit: int) -> Mask:
    """1 where something thin and long is: the teeth of a saw are thin as well, but short."""
    broad = regions.opened(found, THIN * unit).astype(np.uint8)
    thin = (found & (cv2.dilate(broad, np.ones((3, 3), np.uint8)) == 0)).astype(np.uint8)
    _, names, stats, _ = cv2.connectedComponentsWithStats(thin, connectivity=4)
    long = np.maximum(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]) > LONG * unit
    long[0] = False
    return np.asarray(long[names], np.float32)
