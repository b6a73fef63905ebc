"""Old sleeves' ends on bare arms: the skin right beyond them is in their shadow, and made skin goes over into it."""

from typing import Final

import numpy as np

from vitrine.imaging.masks import grown, shrunk
from vitrine.imaging.types import Region
from vitrine.people.body import Body

OVER: Final = 0.02
"""How far within an arm's outline cloth lies that lies on it, in u."""
ACROSS: Final = 0.045
"""Half the breadth, in u, of a sleeve within that; cloth of the trunk bites less far into an arm's side."""
RIM: Final = 2
"""How far off its outline an arm's skin may lie, pixels."""


def beyond_sleeves(body: Body, old: Region, far: float) -> tuple[Region, Region]:
    """Arms within `far` pixels of the sleeves that lie across them, and those sleeves.

    Args:
        body: whose arms.
        old: clothing.
        far: pixels.
    """
    beyond, sleeves = np.zeros_like(old), np.zeros_like(old)
    half = ACROSS * body.unit
    for arm in body.arms.values():
        near = arm.window(old.shape, far + half + RIM)
        cloth = arm.drawn(old.shape, -OVER * body.unit, window=near) & old[near]
        across = grown(shrunk(cloth, half), half)
        if not across.any():
            continue
        mine = arm.drawn(old.shape, RIM, window=near)
        sleeves[near] |= grown(across, 2 * OVER * body.unit) & mine & old[near]
        beyond[near] |= grown(across, far) & mine & ~old[near]
    return beyond, sleeves
