"""The outline of bare arms: smooth where the picture's own edge is too ragged for a limb."""

from typing import Final

import cv2
import numpy as np

from vitrine.imaging.masks import box_of, grown, shrunk, soft
from vitrine.imaging.types import Mask, Region

CALM: Final = 0.012
"""Length over which an outline is smoothed, in u."""
WIDTH: Final = 1.2
"""Breadth of its soft edge, pixels."""
FREE: Final = 0.06
"""How far from fine outlines as those of fingers and hair that is done, in u."""
EVEN: Final = 0.005
"""Blur that makes the outline of hands even, in u."""
BESIDE: Final = 0.02
"""How far beside them that holds, in u, besides the blur of its end."""
TIGHT: Final = 1
"""How far on both sides of it their matte goes, pixels."""
SHARP: Final = 0.7
"""Blur of its bounds, pixels."""


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


def held(shown: Mask, hands: Region, whole: Region, unit: float) -> None:
    """Keep a matte, in place, to the outline of hands, made even: a band for all is broader than a fingertip.

    Args:
        shown: coverage of all that lies in front.
        hands: where they are.
        whole: they and all else that lies in front: arms, a bag.
        unit: the person's unit, pixels.
    """
    if not hands.any():
        return
    near = box_of(hands, round(FREE * unit) + 2)
    even = cv2.GaussianBlur(whole[near].astype(np.float32), (0, 0), max(0.8, EVEN * unit)) > 0.5
    least, most = (soft(one, SHARP) for one in (shrunk(even, TIGHT), grown(even, TIGHT)))
    weight = cv2.GaussianBlur(grown(hands[near], BESIDE * unit + 2).astype(np.float32), (0, 0), 1.0)
    shown[near] += (np.clip(shown[near], least, np.maximum(least, most)) - shown[near]) * weight
