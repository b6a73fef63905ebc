"""Where the points of trousers, shorts and skirts come to lie on a person."""

from typing import Final

import numpy as np

from vitrine.fitting.warp.arap import Pull, join
from vitrine.fitting.warp.arm import SIDES, Side
from vitrine.fitting.warp.drape import EASE, TRUNK_ROUND, eased, turn_away, visible
from vitrine.fitting.warp.frame import Frame
from vitrine.fitting.warp.outline import Path
from vitrine.fitting.warp.rig import Rig, label
from vitrine.fitting.warp.targets import Pose, places, points, pull, sampled

RISE: Final = 0.27
"""The waistband lies this far above the hip joints, in u."""
HIGHEST: Final = 0.6
"""No waistband lies higher than this share of the way from the shoulders to the hips."""
EDGE, MIDDLE = 6.0, 0.3
"""Strength of the targets at outer and inner edges, and at waistband's middle and crotch."""
LEG_ROUND: Final = 1.5
HANGING: Final = 0.9
"""A trouser leg shows at least this share of its flat width: it hangs, and is often shown filled in the picture."""


def from_waist(rig: Rig, frame: Frame) -> Pose:
    """Targets for everything that hangs from the waist."""
    band = (rig.mark["waistband-left"] + rig.mark["waistband-right"]) / 2
    high = frame.torso - RISE * frame.unit
    if frame.waist is not None:
        high = min(high, max(frame.waist, HIGHEST * frame.torso))
    fit = _Fall(rig, frame, band, high)
    pulls = [fit.middle()]
    for side in SIDES:
        pulls += fit.leg(side) if "crotch" in rig.mark else [fit.skirt(side)]
    at = places(rig.mesh.points)
    return Pose(join(pulls), fit.rest(at), points(fit.place(at)))


class _Fall:
    """Levels of a garment from the waistband down."""

    def __init__(self, rig: Rig, frame: Frame, band: complex, high: float) -> None:
        self.rig, self.frame, self.axis = rig, frame, band
        self.rows = np.arange(rig.alpha.shape[0], dtype=np.float64)
        self.depth = high + rig.scale * (self.rows - band.imag)
        self.centre, edges = frame.trunk.level(self.depth)
        self.half: dict[Side, np.ndarray] = {}
        self.shown: dict[Side, np.ndarray] = {}
        for side in SIDES:
            path = rig.side(side)
            level = np.maximum.accumulate(path.imag)
            self.half[side] = np.interp(self.rows, level, np.abs(path.real - band.real)) * rig.scale
            body = eased(np.abs(edges[side] - self.centre), EASE * frame.unit / rig.scale)
            self.shown[side] = visible(self.half[side], body, TRUNK_ROUND)

    def middle(self) -> Pull:
        """The waistband's middle and a few places under it, down to the crotch, on the spine."""
        end = self.rig.mark["crotch"].imag if "crotch" in self.rig.mark else float(len(self.rows) - 1)
        at = self.axis.real + 1j * np.linspace(self.axis.imag + 1, max(end - 1, self.axis.imag + 2), 6)
        return pull(self.rig, at, self.place(at), MIDDLE, label("torso"))

    def skirt(self, side: Side) -> Pull:
        """A skirt's side on the hips, standing off beyond the body as its width asks."""
        edge, _ = sampled(self.rig, self.rig.side(side))
        out = self.frame.across if side == "left" else -self.frame.across
        to = self._at(self.centre, edge.imag) + out * self._at(self.shown[side], edge.imag)
        return pull(self.rig, edge, to, EDGE, label("torso"))

    def leg(self, side: Side) -> list[Pull]:
        """The outer edge on hip and leg, the inner one from crotch to ankle as far in as a tube of that girth shows."""
        frame, rig, leg = self.frame, self.rig, self.frame.leg[side]
        outer, _ = sampled(rig, rig.side(side))
        crotch = rig.mark["crotch"]
        ankle = rig.mark[f"ankle-inner-{side}"]
        inner = crotch + (ankle - crotch) * np.linspace(0.04, 1, max(3, len(outer) // 2))
        out = frame.across if side == "left" else -frame.across
        flat = np.abs(np.interp(inner.imag, np.maximum.accumulate(outer.imag), outer.real) - inner.real) * rig.scale
        along = self._along(inner.imag)
        limb = np.abs(leg.at(along, leg.outer) - leg.at(along, leg.inner))
        excess = np.maximum(visible(flat, limb, LEG_ROUND), HANGING * flat) - limb
        excess = eased(np.maximum(excess, 0), 2.0)
        level = np.maximum.accumulate(inner.imag)
        beyond = np.interp(outer.imag, level, excess) / 2
        above = np.clip((crotch.imag - outer.imag) / max(crotch.imag - self.axis.imag, 1.0), 0, 1)
        trunk = self._at(self.centre, outer.imag) + out * self._at(self.shown[side], outer.imag)
        limb_edge = leg.at(self._along(outer.imag), leg.outer) + out * beyond
        to = above * trunk + (1 - above) * limb_edge
        to_inner = leg.at(along, leg.inner) - out * excess / 2
        name = label("left-leg" if side == "left" else "right-leg")
        return [pull(rig, outer, to, EDGE), pull(rig, inner, to_inner, EDGE, name)]

    def place(self, at: Path) -> Path:
        """Places by level: on trunk and, below the crotch, on the legs."""
        spine = self._at(self.centre, at.imag) + self.frame.across * self._across(at)
        if "crotch" not in self.rig.mark:
            return np.asarray(spine, np.complex128)
        crotch = self.rig.mark["crotch"]
        place = spine
        left_sign = 1.0 if self.rig.mark["waistband-left"].real > self.rig.mark["waistband-right"].real else -1.0
        for side in SIDES:
            leg, along = self.frame.leg[side], self._along(at.imag)
            middle_flat = self._leg_middle(side, at.imag)
            axis = (leg.at(along, leg.outer) + leg.at(along, leg.inner)) / 2
            moved = axis + self.frame.across * (at.real - middle_flat) * self.rig.scale * left_sign
            mine = ((at.real - crotch.real) * left_sign > 0) == (side == "left")
            place = np.where(mine & (at.imag > crotch.imag), moved, place)
        return np.asarray(place, np.complex128)

    def rest(self, at: Path) -> np.ndarray:
        """Vertices at rest: true size, the sides of hips and skirt turned away."""
        sign = 1.0 if self.rig.mark["waistband-left"].real > self.rig.mark["waistband-right"].real else -1.0
        flat = (at.real - self.axis.real) * self.rig.scale
        if "crotch" in self.rig.mark:
            return points(flat + 1j * (at.imag - self.axis.imag) * self.rig.scale)
        return points(self._across(at) * sign + 1j * (at.imag - self.axis.imag) * self.rig.scale)

    def _across(self, at: Path) -> np.ndarray:
        sign = 1.0 if self.rig.mark["waistband-left"].real > self.rig.mark["waistband-right"].real else -1.0
        flat = (at.real - self.axis.real) * self.rig.scale * sign
        shown = np.zeros(len(at))
        for side in SIDES:
            mine = flat > 0 if side == "left" else flat <= 0
            far = turn_away(np.abs(flat), self._at(self.half[side], at.imag), self._at(self.shown[side], at.imag))
            shown = np.where(mine, far if side == "left" else -far, shown)
        return shown

    def _leg_middle(self, side: Side, row: np.ndarray) -> np.ndarray:
        crotch = self.rig.mark["crotch"]
        end = (self.rig.mark[f"ankle-outer-{side}"] + self.rig.mark[f"ankle-inner-{side}"]) / 2
        start = (
            crotch.real
            + np.interp(crotch.imag, np.maximum.accumulate(self.rig.side(side).imag), self.rig.side(side).real)
        ) / 2
        share = np.clip((row - crotch.imag) / max(end.imag - crotch.imag, 1.0), 0, None)
        return np.asarray(start + (end.real - start) * share)

    def _along(self, row: np.ndarray) -> np.ndarray:
        """Length along the leg's bone, from the hip joint, of each row of the rig."""
        return np.asarray(self._at(self.depth, row) - self.frame.torso)

    def _at(self, values: np.ndarray, row: np.ndarray) -> np.ndarray:
        return np.asarray(np.interp(row, self.rows, values))
