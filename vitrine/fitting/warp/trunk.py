"""Trunk and legs: the spine's course and the body's edge on both sides, from the armpits to the ankles."""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from jaxtyping import Float64

from vitrine.fitting.warp.arm import SIDES, Side
from vitrine.fitting.warp.outline import Line, Path, reach, unit
from vitrine.imaging.types import Mask
from vitrine.people.legs import Leg as Measured

LEVELS: Final = (0.22, 0.28, 0.45, 0.65, 0.8, 1.0)
HALF: Final = (0.49, 0.50, 0.47, 0.42, 0.45, 0.53)
"""Usual half breadth of the trunk, in u, at shares of the way from the shoulders to the hips."""
BELOW_HIPS: Final = 5
"""The first of a leg's places that is part of the leg alone."""


@dataclass(frozen=True, eq=False)
class Trunk:
    """Levels down the body. `depth` is the length along the spine (then down the middle of the legs) from the neck."""

    depth: Float64[np.ndarray, " k"]
    centre: Path
    edge: dict[Side, Path]
    """The body's outer edge on each side."""

    def level(self, depth: np.ndarray) -> tuple[Path, dict[Side, Path]]:
        """Centre and edges at given depths; the last level goes on straight downward."""
        beyond = np.maximum(depth - self.depth[-1], 0) * unit(self.centre[-1] - self.centre[-6])

        def pick(path: Path) -> Path:
            here = np.interp(depth, self.depth, path.real) + 1j * np.interp(depth, self.depth, path.imag)
            return np.asarray(here + beyond, np.complex128)

        return pick(self.centre), {side: pick(self.edge[side]) for side in SIDES}


@dataclass(frozen=True, eq=False)
class Leg:
    """One leg from the hip joint to the ankle."""

    bone: Line
    outer: Path
    inner: Path
    """Edges at the bone's points."""

    def at(self, arc: np.ndarray, edge: Path) -> Path:
        """The edge at lengths along the bone; beyond the ankle it goes on as the bone does."""
        here = np.interp(arc, self.bone.arc, (edge - self.bone.at).real) + 1j * np.interp(
            arc, self.bone.arc, (edge - self.bone.at).imag
        )
        return np.asarray(self.bone.point(arc) + here, np.complex128)


def trunk_of(
    body: Mask, arms: Mask, joint: dict[str, complex], legs: dict[Side, Leg], across: complex, u: float
) -> Trunk:
    """Spine and edges of the body, of which `arms` may hide some."""
    inside, cloth = body * (1 - arms), np.zeros(body.shape, bool)
    neck, hips = joint["neck"], joint["hips"]
    down = unit(hips - neck)
    share = np.linspace(LEVELS[0], 1.0, 19)
    centre = neck + (hips - neck) * share
    half = np.interp(share, LEVELS, HALF) * u
    edge = {}
    for side in SIDES:
        out = across if side == "left" else -across
        far = reach(inside, cloth, centre, np.full(len(centre), out), half)
        # where an arm hides the edge the usual breadth is the better guess
        far = np.maximum(far, np.where(_at(arms, centre + out * (far + 0.03 * u)) > 0.5, 0.97, 0.8) * half)
        edge[side] = centre + out * far
    middle = (legs["left"].bone.at + legs["right"].bone.at) / 2
    below = middle[BELOW_HIPS:]
    depth = np.concatenate([share * abs(hips - neck), abs(hips - neck) + ((below - hips) * np.conj(down)).real])
    for side in SIDES:
        level = ((legs[side].outer - hips) * np.conj(down)).real
        wanted = ((below - hips) * np.conj(down)).real
        off = np.interp(wanted, level, ((legs[side].outer - hips) * np.conj(across)).real)
        on_leg = hips + down * wanted + across * off
        edge[side] = np.concatenate([edge[side], on_leg])
    order = np.concatenate([[True], np.diff(np.maximum.accumulate(depth)) > 1e-3])
    return Trunk(depth[order], np.concatenate([centre, below])[order], {side: edge[side][order] for side in SIDES})


def leg_of(leg: Measured) -> Leg:
    """A measured leg as curves."""
    bone, out, outer, inner = (
        np.asarray(v[:, 0] + 1j * v[:, 1]) for v in (leg.bone, leg.out, leg.outer_edge, leg.inner_edge)
    )
    arc = np.concatenate([[0.0], np.cumsum(np.abs(np.diff(bone)))])
    return Leg(Line(bone, arc, out), outer, inner)


def _at(mask: Mask, places: Path) -> np.ndarray:
    """Values of a mask at places."""
    x, y = places.real.astype(np.float32), places.imag.astype(np.float32)
    return np.asarray(cv2.remap(mask, x, y, cv2.INTER_LINEAR)).ravel()
