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
CORNERS: Final = (-0.03, 0.045)
"""From where to where past a long sleeve's end its corners lie at the sides of the hand, in u."""
SIDES: Final = 0.72
"""How far from the hand's axis, in its radii."""


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


def corners_of_cuffs(body: Body, bare: Region) -> Region:
    """What of `bare` skin lies at the corners of long sleeves: their rim, mixed with skin and scene, passes for it.

    Left there it is a dark speck on either side of the wrist.
    """
    found = np.zeros_like(bare)
    for end in body.ends.values():
        if end.sleeve is not None:
            window = end.window(bare.shape, 2 * end.radius)
            y, x = np.mgrid[window]
            past, beside = end.past(x, y) / body.unit, end.beside(x, y) / end.radius
            corner = (past > CORNERS[0]) & (past < CORNERS[1]) & (beside > SIDES) & (beside < 2)
            found[window] |= corner & bare[window]
    return found
