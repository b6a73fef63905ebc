"""The outline of bare arms: smooth where the picture's own edge is too ragged for a limb."""

from typing import Final

import cv2
import numpy as np

from vitrine.imaging.masks import box_of, grown
from vitrine.imaging.types import Mask, Region

CALM: Final = 0.012
"""Length over which an outline is smoothed, in u."""
WIDTH: Final = 1.2
"""Breadth of its soft edge, pixels."""
FREE: Final = 0.06
"""How far from fine outlines as those of fingers and hair that is done, in u."""


def calmed(shown: Mask, limbs: Region, fine: Region, unit: float) -> None:
    """Give a matte, in place, a smooth outline along limbs, but not near what is `fine`.

    Between skin and cloth of its colour the picture's own edge is noise.

    Args:
        shown: coverage of all that lies in front.
        limbs: bare arms.
        fine: hands and hair.
        unit: the person's unit, pixels.
    """
    if not limbs.any():
        return
    spread = max(1.0, CALM * unit)
    near = box_of(limbs, round(6 * spread) + 2)
    there = grown(limbs[near], 2 * spread) & ~grown(fine[near], FREE * unit)
    weight = cv2.GaussianBlur(there.astype(np.float32), (0, 0), spread)
    soft = cv2.GaussianBlur(shown[near], (0, 0), spread)
    even = np.clip((soft - 0.5) * np.float32(spread * np.sqrt(2 * np.pi) / WIDTH) + 0.5, 0, 1)
    shown[near] += (even - shown[near]) * weight
