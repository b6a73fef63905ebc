"""Full sleeves: balloons, bishops and puffs keep the silhouette that they have in the picture.

A straight sleeve follows the arm. One that is gathered at its end swells on the way there, its cloth stands off the arm
to both sides, and its length runs along its middle, not round its outer edge.
"""

from typing import Final

import numpy as np
from jaxtyping import Float64

from vitrine.fitting.warp.arm import SIDES, Side
from vitrine.fitting.warp.drape import Lengths
from vitrine.fitting.warp.outline import Path
from vitrine.fitting.warp.rig import Rig

SHARES: Final = np.linspace(0.2, 1.0, 9)
"""Places between armhole and end at which a sleeve's breadth is taken."""
SWELL: Final = (1.05, 1.2)
"""Breadth over that of a sleeve whose edges run straight, in the mean: up to where one is straight, from where full."""
KEPT: Final = 0.85
"""Share of its breadth in the picture at which a full sleeve shows."""
OUTWARD: Final = 0.33
"""Share of what stands off the arm that does so on its outer side."""
GATHER: Final = 0.3
"""Length before its end over which a full sleeve is drawn together, in u."""
SNUG: Final = 1.2
"""Its breadth there over the arm's."""
HELD: Final = (0.25, 0.31)
"""Flat breadth of the end of a full sleeve, in u: up to where it is gathered at the wrist, from where it is higher up
the arm that it is held."""


def fullness(rig: Rig) -> float:
    """How full the sleeves are: 0 straight or tapered, 1 a balloon; both count, as they were cut alike."""
    swells = [_swell(rig, side) for side in SIDES if f"cuff-outer-{side}" in rig.mark]
    return float(np.mean(np.interp(swells, SWELL, (0, 1)))) if swells else 0.0


def kept(shown: Lengths, flat: Lengths, full: float) -> Lengths:
    """The breadth at which a sleeve shows, `shown` if it were straight; `flat` is that in the picture."""
    return np.asarray(shown + full * np.maximum(KEPT * flat - shown, 0))


def gathered(shown: Lengths, limb: Lengths, rest: Lengths, full: float, unit: float) -> Lengths:
    """The breadth at which a full sleeve shows, drawn together where it ends: there it is held on the arm.

    Args:
        shown: as it would show without.
        limb: the arm's breadth there.
        rest: length to the sleeve's end, pixels.
        full: how full it is.
        unit: the person's unit, pixels.
    """
    near = min(2 * full, 1.0) * np.clip(1 - rest / (GATHER * unit), 0, 1)
    return np.asarray(shown - near * np.maximum(shown - SNUG * limb, 0))


def along_middle(edge: Path, length: Float64[np.ndarray, " n"], corner: int, full: float) -> Float64[np.ndarray, " n"]:
    """Lengths along the outer edge, from its shoulder (index `corner`) on counted straight to the end of a full one."""
    round_about = length[-1] - length[corner]
    straight = abs(edge[-1] - edge[corner])
    share = 1 - full * (1 - straight / max(round_about, 1e-6))
    return np.asarray(np.minimum(length, length[corner]) + share * np.maximum(length - length[corner], 0))


def held_above(rig: Rig, side: Side, full: float, unit: float) -> float:
    """How surely a full sleeve's end is too wide for a wrist, 0..1: it ends where its cloth ends."""
    wide = abs(rig.mark[f"cuff-outer-{side}"] - rig.mark[f"cuff-inner-{side}"]) * rig.scale
    return full * float(np.interp(wide / unit, HELD, (0, 1)))


def _swell(rig: Rig, side: Side) -> float:
    """A sleeve's breadth between armhole and end over what it would be if it changed evenly, in the mean."""
    mark = {name: rig.mark[f"{name}-{side}"] for name in ("shoulder", "armpit", "cuff-outer", "cuff-inner")}
    start, end = (mark["shoulder"] + mark["armpit"]) / 2, (mark["cuff-outer"] + mark["cuff-inner"]) / 2
    way = end - start
    outer = rig.outer(side)
    edges = outer[np.abs(outer - mark["shoulder"]).argmin() :], rig.inner(side)
    aside = []
    for edge in edges:
        place = (edge - start) / way
        nearest = np.abs(place.real[None] - SHARES[:, None]).argmin(1)
        aside.append(place.imag[nearest])
    breadth = np.abs(aside[0] - aside[1])
    even = np.linspace(breadth[0], breadth[-1], len(SHARES))
    return float(np.mean(breadth[1:-1] / np.maximum(even[1:-1], 1e-6)))
