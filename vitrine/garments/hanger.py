"""A hanger that passed for the garment in whose neck it is seen: nothing of a neck without collar is above its ends."""

from typing import Final

import numpy as np

from vitrine.garments.garment import Landmarks
from vitrine.garments.garment_net import Seen
from vitrine.imaging.types import Mask, Region

HIGH: Final = 0.1
"""Height above the line from neck point to neck point from which something stands there, in distances of them."""
ASIDE: Final = 0.14
"""How far from them a collar has come to its full height, in the same."""
PEAKED: Final = 0.4
"""Share of its height up to which there is of it there, where it is a hanger: they rise to the middle, collars at the
neck points. Of 130 photos of single garments 13 show one so, with .05 to .34 of its height, and no collar."""


def above_the_neck(alpha: Mask, spots: Landmarks, seen: Seen | None) -> Region:
    """Where a hanger stands above the garment's neck points; nowhere, where that has a collar, a bow or a hood.

    Args:
        alpha: the garment's coverage.
        spots: its landmarks.
        seen: what the network sees, which alone tells a collar that hangs on one.
    """
    found = np.zeros(alpha.shape, bool)
    if seen is None or "neck-left" not in spots:
        return found
    odds = seen.words["neckline"]
    (x0, y0), (x1, y1) = spots["neck-right"], spots["neck-left"]
    columns = np.arange(max(0, round(x0)), min(alpha.shape[1], round(x1) + 1))
    if odds["collar"] + odds["high"] + odds["hood"] + odds["halter"] > 0.5 or len(columns) < 8:
        return found
    solid, line = alpha[:, columns] > 0.5, np.interp(columns, (x0, x1), (y0, y1))
    rise = line - np.where(solid.any(0), solid.argmax(0), line)
    share = (columns - x0) / (x1 - x0)
    beside = (rise[share < ASIDE].max() + rise[share > 1 - ASIDE].max()) / 2
    if rise.max() > HIGH * (x1 - x0) and beside < PEAKED * rise.max():
        found[:, columns] = np.arange(len(alpha))[:, None] < line
    return found
