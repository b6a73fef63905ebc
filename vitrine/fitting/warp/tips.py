"""Hair that ends behind a shoulder: cloth that stands higher than that covers its end."""

from typing import Final

import cv2
import numpy as np

from vitrine.imaging.masks import box, grown
from vitrine.imaging.types import Mask, Region

SHORT: Final = 0.05
"""How far beyond the outline of cloth and body hair ends that is behind them, in u: new clothes are so thick."""
SOFT: Final = 2
"""Breadth of hair's soft edge, pixels."""
ASIDE: Final = 0.1
"""How far beside such an end the hair around it is looked at, in u."""
BELOW: Final = 3
"""How far below its lowest place, pixels."""
HANGS: Final = 0.3
"""Share of its breadth with scene below it from which on hair hangs free, before a shoulder or beside it."""


def behind_cloth(hair: Mask, cover: Mask, body: Region, scene: Region, unit: float) -> Mask:
    """How far cloth hides hair, 0..1, photo's size: a tail that ends right at the shoulder goes on behind it.

    In front it would be chopped off on it, and throw a shade. What falls over the shoulders goes on farther, and below
    what hangs beside them the scene is in sight.

    Args:
        hair: its coverage.
        cover: coverage of the cloth.
        body: the body beneath, without hair.
        scene: where nobody is.
        unit: the wearer's unit, pixels.
    """
    hidden = np.zeros_like(hair)
    both = (hair > 0.02) & (cover > 0.02)
    if not both.any():
        return hidden
    window = box([both], round(max(2 * SHORT, ASIDE) * unit) + BELOW)
    there, solid, tail = both[window], (cover[window] > 0.5) | body[window], hair[window] > 0.5
    deep = cv2.distanceTransform(solid.view(np.uint8), cv2.DIST_L2, 3)
    count, names, stats, _ = cv2.connectedComponentsWithStats(there.view(np.uint8))
    lowest = np.minimum(len(tail) - 1 - tail[::-1].argmax(0) + BELOW, len(tail) - 1)
    free = scene[window][lowest, np.arange(tail.shape[1])]
    aside = round(ASIDE * unit)
    for k in range(1, count):
        left, wide = stats[k, cv2.CC_STAT_LEFT], stats[k, cv2.CC_STAT_WIDTH]
        near = np.s_[max(0, left - aside) : left + wide + aside]
        mine = tail[:, near].any(0)
        if deep[names == k].max() < SHORT * unit and free[near][mine].sum() < HANGS * mine.sum():
            hidden[window] = np.maximum(hidden[window], grown(names == k, SOFT) * cover[window])
    return hidden
