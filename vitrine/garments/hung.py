"""Straps that carry a garment with sleeves: its shoulders are bare, the sleeves begin on the arms.

Both straps rise from the upper edge, beside the neckline. From their feet the edge goes down to the sleeves: that is
no shoulder seam, though it slopes like one.
"""

from typing import Final

import cv2
import numpy as np

from vitrine.garments import regions
from vitrine.garments.silhouette import Silhouette

Spot = tuple[float, float]

TALL: Final = 0.25
"""How high a strap rises above the edge, at the least, in half chests."""
ASIDE: Final = (0.2, 0.95)
"""How far from the middle its foot is, in half chests."""
AT_EDGE: Final = 0.12
"""How near to the upper edge its lower end is, in half chests: what floats above it is a hook or a label."""


def strap_feet(shape: Silhouette, chest: float) -> dict[str, Spot]:
    """Where straps rise from the upper edge, `right` (the picture's left) and `left`; empty unless there are both."""
    thin = regions.closed(shape.whole & ~regions.grown(shape.region, 2), 2)
    count, names, stats, _ = cv2.connectedComponentsWithStats(thin.astype(np.uint8))
    feet: dict[str, Spot] = {}
    tallest: dict[str, float] = {}
    for i in range(1, count):
        last = int(stats[i, cv2.CC_STAT_TOP] + stats[i, cv2.CC_STAT_HEIGHT] - 1)
        x = float(np.flatnonzero(names[last] == i).mean())
        edge, aside, high = float(shape.top[int(x)]), (x - shape.axis) / chest, stats[i, cv2.CC_STAT_HEIGHT] / chest
        side = "left" if aside > 0 else "right"
        fits = ASIDE[0] < abs(aside) < ASIDE[1] and abs(edge - last) < AT_EDGE * chest
        if fits and high > max(TALL, tallest.get(side, 0.0)):
            feet[side], tallest[side] = (x, edge), high
    return feet if len(feet) == 2 else {}
