"""A top tucked into bottoms: its torso ends where they begin, and goes in to the waist right above that."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from vitrine.fitting.warp.arm import Side
from vitrine.fitting.warp.beneath import SKIRT
from vitrine.fitting.warp.fit import Fit
from vitrine.fitting.warp.frame import Frame
from vitrine.fitting.warp.lower import RISE
from vitrine.fitting.warp.mesh import locate
from vitrine.fitting.warp.rig import label
from vitrine.fitting.warp.targets import points
from vitrine.fitting.warp.waist import BAND, SAG
from vitrine.fitting.warp.wearer import Wearer
from vitrine.fitting.warp.weave import SHADE
from vitrine.fitting.warp.worn import Waist
from vitrine.garments.bodysuit import is_bodysuit
from vitrine.garments.garment import Garment
from vitrine.imaging.types import Mask
from vitrine.people.person import Person

WIDE: Final = 0.9
"""Share of its breadth at which the waistband of new bottoms is read, clear of rounded corners."""
MIDDLE: Final = 0.25
"""How far beside the spine a top's hem is looked for, in u."""


def tucked(garment: Garment) -> bool:
    """Whether a garment is to be worn tucked in: only tops can be, and a bodysuit is never worn otherwise."""
    return garment.category == "tops" and (garment.tucked or is_bodysuit(garment))


def waist_for(garment: Garment, worn: Sequence[Fit], person: Person, wearer: Wearer) -> Waist | None:
    """Where a garment is tucked in: new bottoms, or else the old ones; None where it is worn over, or nothing tells.

    Args:
        garment: the garment.
        worn: what is worn beneath it, posed.
        person: the wearer as photographed.
        wearer: what was measured on the wearer.
    """
    if not tucked(garment):
        return None
    for fit in worn:
        if fit.category == "bottoms":
            return waist_of(fit, wearer.frame)
    old = wearer.bottoms(person)
    return None if old is None else old.waist


def bare_waist(frame: Frame) -> Frame:
    """The wearer's frame for bottoms over a tucked top: nothing hangs over their waistband."""
    if not frame.old.hung:
        return frame
    usual = frame.torso - RISE * frame.unit
    return replace(frame, old=replace(frame.old, waist=usual, curve=(0.0, SAG / frame.unit), hung=False, brim=None))


def waist_of(bottoms: Fit, frame: Frame) -> Waist:
    """Where new bottoms begin."""
    mark = bottoms.rig.mark
    ends = np.array([mark["waistband-left"], mark["waistband-right"]])
    middle = ends.mean()
    at = middle + (ends - middle) * WIDE
    posed = (locate(bottoms.rig.mesh, points(at), label("torso")) @ bottoms.posed).astype(np.float64)
    places = posed[:, 0] + 1j * posed[:, 1] - frame.joint["neck"]
    depths, across = (places * np.conj(frame.down)).real, (places * np.conj(frame.across)).real
    solid = bottoms.cover > 0.5
    edge = np.where(solid.any(0), solid.argmax(0), -1).astype(np.float64)
    first, last = sorted(int(x) for x in np.clip(posed[:, 0], 0, solid.shape[1] - 1))
    columns = np.flatnonzero(edge >= 0)
    columns = columns[(columns >= first) & (columns <= last)]
    line = np.interp(np.arange(solid.shape[1]), columns, edge[columns]) if len(columns) else np.full(len(edge), np.inf)
    below = np.clip(np.arange(solid.shape[0])[:, None] - line[None] - 0.5, 0, 1)
    half: dict[Side, float] = {"left": float(across[0]) / WIDE, "right": float(-across[1]) / WIDE}
    return Waist(float(depths.mean()), (0.0, 0.0), half, np.asarray(below, np.float32))


def ends_at(fit: Fit, waist: Waist | None, frame: Frame) -> Fit:
    """The top without what the bottoms hide of its torso; one that does not reach down to them stays as it is."""
    if waist is None or hem_of(fit, frame) < waist.depth:
        return fit
    pieces = dict(fit.pieces)
    for part in ("torso", "inside-back"):
        if part in pieces:
            piece = pieces[part]
            shown = np.asarray(piece.alpha * (1 - waist.below[piece.window]), np.float32)
            pieces[part] = replace(piece, alpha=shown)
    return replace(fit, drawn=pieces, pieces=pieces, waist=waist)


def kept_bottoms(person: Person, wearer: Wearer, fits: Sequence[Fit]) -> Mask | None:
    """Where old bottoms are drawn or stay in sight, up to their waist, the lower part of a dress among them."""
    old = wearer.bottoms(person) if bare_hips(fits, wearer.frame) else None
    return None if old is None else np.maximum(old.cover, old.as_photographed)


def bare_hips(fits: Sequence[Fit], frame: Frame) -> bool:
    """Whether more of the old bottoms is in sight than the photo shows.

    All tops are tucked in, or end above their waist, or above the old top's hem.
    """
    if any(fit.category in ("bottoms", "dresses") for fit in fits):
        return False
    high = frame.torso - (RISE - BAND) * frame.unit
    if frame.old.waist is None:
        # the photo keeps a dress from lower down on, and nothing right at the edge of what is removed
        high = max(high, SKIRT * frame.torso + SHADE[1] * frame.unit)
    if frame.old.hung and frame.old.waist is not None:
        high = max(high, frame.old.waist)
    tops = [fit for fit in fits if fit.category == "tops"]
    return bool(tops) and all(fit.waist is not None or hem_of(fit, frame) < high for fit in tops)


def hem_of(fit: Fit, frame: Frame) -> float:
    """Depth at which the middle of a top ends."""
    if "torso" not in fit.pieces:
        return 0.0
    piece, neck = fit.pieces["torso"], frame.joint["neck"]
    rows, columns = (np.arange(part.start, part.stop, dtype=np.float32) for part in piece.window)
    x, y = columns[None] - np.float32(neck.real), rows[:, None] - np.float32(neck.imag)
    near = np.abs(x * np.float32(frame.across.real) + y * np.float32(frame.across.imag)) < MIDDLE * frame.unit
    down = (x * np.float32(frame.down.real) + y * np.float32(frame.down.imag))[near & (piece.alpha > 0.5)]
    return float(np.percentile(down, 99)) if len(down) else 0.0
