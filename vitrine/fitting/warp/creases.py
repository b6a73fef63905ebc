"""Folds that cloth throws where a body bends it: at armpits, waist, elbows, crotch and knees, after the pose."""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from jaxtyping import Float32

from vitrine.fitting.warp.arm import SIDES
from vitrine.fitting.warp.fit import Fit
from vitrine.fitting.warp.frame import Frame
from vitrine.fitting.warp.mesh import locate
from vitrine.fitting.warp.outline import unit
from vitrine.fitting.warp.rig import label
from vitrine.fitting.warp.targets import points
from vitrine.fitting.warp.worn import Waist

DEEP: Final = 0.09
"""How much a fold of strength 1 lightens and darkens cloth (share of linear light)."""
WIDE: Final = 0.03
"""Half a fold's breadth, in u."""
FROM_ARMPIT: Final = ((1.0, 0.25, 0.34, 0.8), (0.8, 0.75, 0.38, 1.0), (1.0, -0.5, 0.26, 0.5))
"""Ways inward and downward, length in u and strength of the folds that begin at an armpit."""
GATHERS: Final = ((-0.8, 0.9), (-0.45, 0.6), (-0.15, 0.8), (0.2, 0.5), (0.5, 0.9), (0.85, 0.7))
"""Places across a waist, -1..1, from which folds rise in cloth that is tucked in, and their strength."""
RISES: Final = 0.24
"""Length of such a fold, in u."""
TURNS_IN: Final = (0.3, 0.02)
"""How much darker cloth is where it goes in behind the waistband, and over which length, in u."""


@dataclass(frozen=True)
class Fold:
    """A soft ridge from where cloth is held to where it runs out; complex places in the photo."""

    start: complex
    end: complex
    strength: float
    sag: float = 0.0
    """How far its middle hangs to the right of the way from start to end, as a share of its length."""


def creased(fit: Fit, frame: Frame, strength: float = 1.0) -> Float32[np.ndarray, "h w"]:
    """The light on a garment's folds as a factor, 1 where there are none."""
    light = np.ones(fit.shape, np.float32)
    upper = fit.category != "bottoms"
    for fold in _upper(fit, frame) if upper else _lower(fit, frame):
        drawn(light, fold, WIDE * frame.unit, strength)
    if fit.waist is not None:
        for fold in _gathered(fit.waist, frame):
            drawn(light, fold, 0.6 * WIDE * frame.unit)
    return light


def turned_in(waist: Waist, unit: float) -> Float32[np.ndarray, "h w"]:
    """The light on cloth that goes in behind a waistband, as a factor."""
    dark, reach = TURNS_IN
    return np.asarray(1 - np.float32(2 * dark) * cv2.GaussianBlur(waist.below, (0, 0), reach * unit), np.float32)


def _gathered(waist: Waist, frame: Frame) -> list[Fold]:
    """Folds that rise from a waist, leaning away from the middle."""
    folds = []
    for place, strength in GATHERS:
        across = place * waist.half["left" if place > 0 else "right"]
        depth = waist.depth + waist.curve[0] * across + waist.curve[1] * across * across
        hold = frame.joint["neck"] + frame.down * depth + frame.across * across
        way = unit(-frame.down + frame.across * 0.35 * place)
        folds.append(Fold(hold, hold + way * RISES * (0.7 + 0.5 * strength) * frame.unit, strength, 0.03 * place))
    return folds


def drawn(light: Float32[np.ndarray, "h w"], fold: Fold, breadth: float, strength: float = 1.0) -> None:
    """Draw a fold into a factor on light: bright on its upper side, dark beneath."""
    span = fold.end - fold.start
    length = abs(span)
    if length < 2 * breadth:
        return
    along = span / length
    reach = 4 * breadth + abs(fold.sag) * length
    xs, ys = sorted((fold.start.real, fold.end.real)), sorted((fold.start.imag, fold.end.imag))
    left, right = max(0, int(xs[0] - reach)), min(light.shape[1], int(xs[1] + reach) + 1)
    top, bottom = max(0, int(ys[0] - reach)), min(light.shape[0], int(ys[1] + reach) + 1)
    if left >= right or top >= bottom:
        return
    x = np.arange(left, right, dtype=np.float32)[None] - np.float32(fold.start.real)
    y = np.arange(top, bottom, dtype=np.float32)[:, None] - np.float32(fold.start.imag)
    t = (x * np.float32(along.real) + y * np.float32(along.imag)) / np.float32(length)
    off = y * np.float32(along.real) - x * np.float32(along.imag)
    off = (off - np.float32(4 * fold.sag * length) * t * (1 - t)) / np.float32(breadth)
    # a fold is sharpest where the cloth is held and runs out softly
    held = np.clip(t / 0.12, 0, 1) * np.clip(1 - t, 0, 1)
    off = off / (0.7 + 0.8 * np.clip(t, 0, 1))
    upward = np.float32(-1.0 if along.real >= 0 else 1.0)
    light[top:bottom, left:right] += (
        np.float32(DEEP * 1.65 * strength * fold.strength) * held * upward * off * np.exp(-(off**2))
    )


def _upper(fit: Fit, frame: Frame) -> list[Fold]:
    """Folds at the armpits and the waist, and at the elbows of long sleeves."""
    u, down, rig = frame.unit, frame.down, fit.rig
    folds: list[Fold] = []
    for side in SIDES:
        inward = -frame.across if side == "left" else frame.across
        arm = unit(frame.joint[f"elbow-{side}"] - frame.joint[f"shoulder-{side}"])
        raised = min(max(1 - (arm * np.conj(down)).real, 0.0), 1.0)
        if f"armpit-{side}" in rig.mark:
            at = points(np.array([rig.mark[f"armpit-{side}"]]))
            spot = (locate(rig.mesh, at, label("torso")) @ fit.posed)[0]
            pit = complex(float(spot[0]), float(spot[1]))
            for across, deep, length, strength in FROM_ARMPIT:
                way = unit(inward * across + down * deep)
                folds.append(Fold(pit, pit + way * length * u, strength * (0.8 + 0.6 * raised), 0.05))
        _, edges = frame.trunk.level(np.array([0.74, 0.88]) * frame.torso)
        for k, (length, strength) in enumerate(((0.34, 0.55), (0.28, 0.45))):
            hold = complex(edges[side][k]) + inward * 0.04 * u
            folds.append(Fold(hold, hold + unit(inward + down * (0.35 - 0.5 * k)) * length * u, strength, 0.04))
        if rig.garment.sleeve in ("long", "three-quarter"):
            folds += _bend([frame.joint[f"{n}-{side}"] for n in ("shoulder", "elbow", "wrist")], 0.11 * u)
    return folds


def _lower(fit: Fit, frame: Frame) -> list[Fold]:
    """Folds from the crotch and at the knees; a skirt hangs free and has none."""
    u, down = frame.unit, frame.down
    folds: list[Fold] = []
    if not {"left-leg", "right-leg"} & set(fit.pieces):
        return folds
    crotch = frame.joint["hips"] + down * 0.28 * u
    for side in SIDES:
        out = frame.across if side == "left" else -frame.across
        for rise, length, strength in ((0.55, 0.34, 0.8), (0.1, 0.3, 0.6)):
            folds.append(Fold(crotch, crotch + unit(out - down * rise) * length * u, strength, 0.05))
        folds += _bend([frame.joint[f"{n}-{side}"] for n in ("hip", "knee", "ankle")], 0.15 * u)
    return folds


def _bend(limb: list[complex], half: float) -> list[Fold]:
    """Folds across a limb at its joint, the deeper the more it is bent."""
    first, joint, last = limb
    before, after = unit(joint - first), unit(last - joint)
    bent = min(abs(np.angle(after * np.conj(before))) / 1.2, 1.0)
    side = 1j * unit(before + after)
    if (side * np.conj(after - before)).real < 0:
        side = -side
    hold = joint + side * half * 0.9
    return [
        Fold(hold + step * half * after, hold - side * 1.5 * half + lift * half * after, (0.45 + 0.6 * bent) * strength)
        for step, lift, strength in ((-0.3, -0.75, 0.8), (0.1, 0.2, 1.0), (0.5, 1.0, 0.7))
    ]
