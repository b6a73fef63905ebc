"""How flat cloth shows on a round body: level by level, the middle at true scale, the sides turning away."""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from jaxtyping import Float64

from vitrine.fitting.warp.arm import SIDES, Side
from vitrine.fitting.warp.frame import Frame
from vitrine.fitting.warp.outline import Path
from vitrine.fitting.warp.rig import Rig, label
from vitrine.fitting.warp.targets import places, points
from vitrine.fitting.warp.worn import Waist
from vitrine.imaging.types import Points

TRUNK_ROUND: Final = 1.3
"""A trunk's half girth over its breadth; 1.57 would be a circle."""
STAND: Final = 0.62
"""Share of excess cloth that stands off sideways: a full round skirt shows 2/π of its flat width."""
STEEPEST: Final = 1.6
THICK: Final = 0.02
"""Cloth lies this far outside the skin, in u."""
FLARE: Final = 0.75
"""Share of a skirt's flare below the hips that shows: cloth that stands off keeps its own silhouette."""
LYING: Final = (0.1, 0.5)
"""Heights at which the lower and the upper half of a hood show that lies on the back, as shares of what they have when
it stands up: it rises from the shoulders where it is widest."""
BLOUSE: Final = (0.06, 0.05, 0.2)
"""How far cloth that is tucked in stands off right above the waistband, the height at which it does, both in u, and how
steeply it opens above that: sideways for upward."""
EASE: Final = 0.1
"""Cloth follows the body in broad lines: widths are smoothed over this length, in u."""

Lengths = Float64[np.ndarray, " _"]


def visible(flat: Lengths, limb: Lengths, roundness: float) -> Lengths:
    """The width at which a tube of cloth shows on a limb or (half each) on the trunk.

    Args:
        flat: the tube's flat width (half its girth), pixels of the photo.
        limb: the body's breadth there.
        roundness: half girth over breadth of the body.
    """
    return np.asarray(limb + STAND * np.maximum(flat - roundness * limb, 0))


def flared(half: Lengths, shown: Lengths, depth: Lengths, hips: float) -> Lengths:
    """A skirt's half width as it shows, with its own flare below the hips; never less than `shown`.

    Args:
        half: flat half width of each row.
        shown: as it would show, hanging close.
        depth: depth on the body of each row.
        hips: that of the hips.
    """
    at_hips = int(np.abs(depth - hips).argmin())
    own = shown[at_hips] + FLARE * (half - half[at_hips])
    return np.asarray(np.where(np.arange(len(half)) > at_hips, np.maximum(shown, own), shown))


def bloused(waist: Waist, side: Side, depth: Lengths, unit: float) -> Lengths:
    """The half width that cloth shows at depths above a waist into which it is tucked; below it that of the waist."""
    off, height, opens = BLOUSE
    above = np.maximum(waist.depth - depth, 0)
    return np.asarray(waist.half[side] + off * unit * (1 - np.exp(-above / (height * unit))) + opens * above)


def eased(values: Lengths, sigma: float) -> Lengths:
    """Values along a row of levels, smoothed."""
    return np.asarray(cv2.GaussianBlur(values[None], (0, 0), max(sigma, 0.5), borderType=cv2.BORDER_REPLICATE)[0])


def turn_away(flat: Lengths, half: Lengths, shown: Lengths) -> Lengths:
    """Where a place at distance `flat` from the middle shows, when `half` of cloth shows over a width of `shown`.

    True scale in the middle, ever denser toward the side; beyond the side the distance goes on unchanged.
    """
    power = np.clip(half / np.maximum(shown, 1e-6), 1.0, STEEPEST)
    share = np.clip(flat / np.maximum(half, 1e-6), 0, 1)
    return np.asarray(shown * (1 - (1 - share) ** power) + np.maximum(flat - half, 0))


@dataclass(frozen=True, eq=False)
class Drape:
    """Levels of a garment that hangs from the shoulders, one for each row of its rig."""

    rig: Rig
    frame: Frame
    axis: complex
    """The garment's middle at the level of its neck, in the rig."""
    depth: Lengths
    """Depth on the body of each row."""
    half: dict[Side, Lengths]
    """Flat half width of each row, pixels of the photo."""
    shown: dict[Side, Lengths]
    """Width at which it shows."""
    bend: Lengths
    """0 at the shoulder's row and above, 1 at the armpits' and below: how far cloth turns away there."""

    @staticmethod
    def upper(rig: Rig, frame: Frame, top: complex, high: float, waist: Waist | None) -> "Drape":
        """Levels of a garment whose neck (`top`, in the rig) lies at depth `high` on the body; tucked in at `waist`."""
        rows = np.arange(rig.alpha.shape[0], dtype=np.float64)
        armpit = (rig.mark["armpit-left"] + rig.mark["armpit-right"]) / 2
        shoulder = (rig.mark["shoulder-left"] + rig.mark["shoulder-right"]) / 2
        axis = complex((top.real + armpit.real) / 2, top.imag)
        depth = high + rig.scale * (rows - top.imag)
        trunk = frame.trunk if rig.garment.category == "dresses" else frame.dressed
        centre, edges = trunk.level(depth)
        half, shown = {}, {}
        for side in SIDES:
            path = rig.flank(side)
            half[side] = np.interp(rows, path.imag, np.abs(path.real - axis.real)) * rig.scale
            body = eased(np.abs(edges[side] - centre), EASE * frame.unit / rig.scale) + THICK * frame.unit
            shown[side] = visible(eased(half[side], EASE * frame.unit / rig.scale), body, TRUNK_ROUND)
            if rig.garment.category == "dresses":
                shown[side] = flared(half[side], shown[side], depth, frame.torso)
            if waist is not None:
                shown[side] = np.minimum(shown[side], np.maximum(bloused(waist, side, depth, frame.unit), body))
        bend = np.clip((rows - shoulder.imag) / max(armpit.imag - shoulder.imag, 1.0), 0, 1)
        return Drape(rig, frame, axis, depth, half, shown, bend)

    def across(self, at: Path, hanging: np.ndarray | None = None) -> Lengths:
        """Distance from the middle toward the wearer's left at which places of the rig show, pixels of the photo.

        `hanging` marks places on sleeves: they keep their shape.
        """
        row = np.clip(at.imag, 0, len(self.depth) - 1)
        armpit = (self.rig.mark["armpit-left"].imag + self.rig.mark["armpit-right"].imag) / 2
        fixed = np.full(len(row), armpit)
        level = np.maximum(row, armpit) if hanging is None else np.where(hanging, fixed, np.maximum(row, armpit))
        flat = (at.real - self.axis.real) * self.rig.scale * self._sign()
        bend = self._row(self.bend, row)
        shown = np.zeros(len(at))
        for side in SIDES:
            mine = flat > 0 if side == "left" else flat <= 0
            far = np.abs(flat)
            turned = turn_away(far, self._row(self.half[side], level), self._row(self.shown[side], level))
            value = bend * turned + (1 - bend) * far
            shown = np.where(mine, value if side == "left" else -value, shown)
        return shown

    def place(self, at: Path) -> Path:
        """Where places of the torso lie in the photo."""
        centre, _ = self.frame.trunk.level(self._row(self.depth, at.imag))
        return np.asarray(centre + self.frame.across * self.across(at), np.complex128)

    def on_edge(self, at: Path, side: Side) -> Path:
        """Where places of the side seam lie in the photo."""
        centre, _ = self.frame.trunk.level(self._row(self.depth, at.imag))
        out = self.frame.across if side == "left" else -self.frame.across
        return np.asarray(centre + out * self._row(self.shown[side], at.imag), np.complex128)

    def rest(self, collar: float) -> Points:
        """Vertices of the mesh at rest: flat, at true size, the sides turned away.

        What rises above the neck points keeps `collar` of its height, if it is no hood.
        """
        at = places(self.rig.mesh.points)
        x = self.across(at, self._hanging()) * self._sign()
        y = (at.imag - self.axis.imag) * self.rig.scale
        if self.rig.garment.hooded:
            widest = self._hood() * self.rig.scale
            y = np.where(y < 0, LYING[0] * np.maximum(y, -widest) + LYING[1] * np.minimum(y + widest, 0), y)
        else:
            y = np.where(y < 0, collar * y, y)
        return points(x + 1j * y)

    def start(self) -> Points:
        """First guess of the vertices in the photo."""
        at = places(self.rig.mesh.points)
        centre, _ = self.frame.trunk.level(self.depth[0] + self.rig.scale * at.imag)
        place = centre + self.frame.across * self.across(at, self._hanging())
        return points(place)

    def _hood(self) -> float:
        """Height above the neck points at which a hood that stands up is widest, in pixels of the rig."""
        neck = max(1, round(self.axis.imag))
        widths = (self.rig.alpha[:neck] > 0.5).sum(1)
        # at its base it goes over into the shoulders
        return float(neck - widths[: max(1, round(0.8 * neck))].argmax())

    def _hanging(self) -> np.ndarray:
        """Which vertices belong to sleeves only."""
        mesh = self.rig.mesh
        torso = np.isin(mesh.part, [label("torso"), label("inside-back")])
        hanging = np.ones(len(mesh.points), bool)
        hanging[mesh.triangles[torso].ravel()] = False
        return hanging

    def _sign(self) -> float:
        return 1.0 if self.rig.mark["neck-left"].real >= self.rig.mark["neck-right"].real else -1.0

    @staticmethod
    def _row(values: Lengths, row: np.ndarray) -> Lengths:
        return np.asarray(np.interp(row, np.arange(len(values)), values))
