"""A hand in a pocket of the bottoms: the wrist holds up the hem of a top that would hang over it."""

from collections.abc import Callable
from typing import Final

import numpy as np
from jaxtyping import Float64

from vitrine.fitting.warp.arm import SIDES
from vitrine.fitting.warp.drape import eased
from vitrine.fitting.warp.frame import Frame
from vitrine.fitting.warp.mesh import locate
from vitrine.fitting.warp.rig import Rig, label
from vitrine.fitting.warp.targets import places, points
from vitrine.imaging.types import Points

HAND: Final = 0.13
"""How far above the middle of a hidden hand the hem lies, in u."""
BEYOND: Final = 1.5
"""Where a hidden hand ends, as a share of the way from the wrist to the finger joint that the pose gives."""
FALLS: Final = 1.6
"""How steeply the hem falls beside it, down over inward."""
GATHER: Final = 0.8
"""Over this length above the hem, in u, cloth gives way."""
SOFT: Final = 0.05
"""The hem's course is smoothed over this length, in u."""
MOST: Final = 0.5
"""The largest share of that length that is taken up."""

Lengths = Float64[np.ndarray, " _"]


def lifted(rig: Rig, posed: Points, frame: Frame) -> Points:
    """Vertices of a top in the photo, its hem drawn up to above each hand that is in a pocket.

    Args:
        rig: the garment; dresses and bottoms stay as they are.
        posed: its vertices in the photo.
        frame: the wearer.
    """
    if rig.garment.category not in ("tops", "outerwear") or not frame.pocket:
        return posed
    at = places(posed) - frame.joint["neck"]
    deep, aside = (at * np.conj(frame.down)).real, (at * np.conj(frame.across)).real
    hem = _hem(rig, posed, frame)
    grid = np.arange(np.floor(aside.min()), np.ceil(aside.max()) + 1)
    lift = np.zeros(len(grid))
    for wrist, finger in frame.pocket.values():
        lift = np.maximum(lift, hem(grid) - _limit(frame, wrist, wrist + BEYOND * (finger - wrist), grid))
    lift = np.interp(aside, grid, eased(lift, SOFT * frame.unit))
    taken = np.clip(lift, 0, MOST * GATHER * frame.unit)
    share = np.clip((deep - (hem(aside) - taken) + GATHER * frame.unit) / (GATHER * frame.unit + taken), 0, 1)
    torso = np.zeros(len(at), bool)
    torso[rig.mesh.triangles[rig.mesh.part == label("torso")].ravel()] = True
    up = np.where(torso, taken * share**1.5, 0.0)
    return points(places(posed) - frame.down * up)


def _hem(rig: Rig, posed: Points, frame: Frame) -> Callable[[Lengths], Lengths]:
    """Depth of the hem at distances from the spine."""
    torso = (rig.parts == label("torso")) & (rig.alpha > 0.5)
    ends = sorted(rig.mark[f"hem-{side}"].real for side in SIDES)
    columns = np.flatnonzero(torso.any(0))
    columns = columns[(columns >= ends[0]) & (columns <= ends[1])]
    rows = torso.shape[0] - 1 - torso[::-1, columns].argmax(0)
    edge = locate(rig.mesh, np.stack([columns, rows], 1).astype(np.float32), label("torso")) @ posed
    at = places(edge.astype(np.float32)) - frame.joint["neck"]
    across, depth = (at * np.conj(frame.across)).real, (at * np.conj(frame.down)).real
    order = np.argsort(across)
    return lambda aside: np.asarray(np.interp(aside, across[order], depth[order]))


def _limit(frame: Frame, wrist: complex, tip: complex, aside: Lengths) -> Lengths:
    """How deep a hem may reach at distances from the spine: over the hand, and free again toward the middle."""
    ends = np.array([wrist, tip]) - frame.joint["neck"]
    depth, across = (ends * np.conj(frame.down)).real - HAND * frame.unit, (ends * np.conj(frame.across)).real
    outward = np.sign(across[0])
    along = np.clip((across[0] - aside) * outward, 0, None)
    inside = max(float((across[0] - across[1]) * outward), 1.0)
    slope = max(float((depth[1] - depth[0]) / inside), 0.0)
    limit = depth[0] + slope * np.minimum(along, inside) + FALLS * np.clip(along - inside, 0, None)
    waist = frame.old.waist
    return np.asarray(np.maximum(limit, -np.inf if waist is None else waist))
