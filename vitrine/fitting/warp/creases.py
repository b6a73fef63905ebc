"""Folds of a top that is tucked in: they rise from the waist that gathers it, and it turns in behind the waistband."""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from jaxtyping import Float32

from vitrine.fitting.warp.fit import Fit
from vitrine.fitting.warp.frame import Frame
from vitrine.fitting.warp.outline import unit
from vitrine.fitting.warp.worn import Waist

DEEP: Final = 0.09
"""How much a fold of strength 1 lightens and darkens cloth (share of linear light)."""
WIDE: Final = 0.03
"""Half a fold's breadth, in u."""
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


def creased(fit: Fit, frame: Frame) -> Float32[np.ndarray, "h w"]:
    """The light on a garment's folds as a factor, 1 where there are none."""
    light = np.ones(fit.shape, np.float32)
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
