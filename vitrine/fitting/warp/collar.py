"""Collars that stand, halters and hoods: where they go round the neck, what of the wearer is before their inside."""

from typing import Final

import cv2
import numpy as np

from vitrine.fitting.warp.arm import SHOULDER_TIP, SIDES, Side
from vitrine.fitting.warp.frame import Frame
from vitrine.fitting.warp.outline import Path
from vitrine.fitting.warp.raster import Piece
from vitrine.fitting.warp.rig import Rig, label
from vitrine.imaging.types import Mask

COLLAR: Final = 0.6
"""Height that a collar shows when it is worn, as a share of what it has spread out flat, often to show its inside."""
ROLLED: Final = 0.16
"""Length beside the neck up to which a closed collar comes, in u (6 cm): a higher one is rolled or gathered."""
RISE: Final = 0.04
"""Height of a collar's upper edge above the neck points from which it stands, in u."""
SHORT: Final = 0.15
"""Length from a garment's neck point to its shoulder's end up to which it does not reach the shoulder, in u."""
FOOT: Final = 0.06
"""How much broader than where it is narrowest a neck is at its foot, on each side, in u: there the shoulders begin."""
BROAD: Final = 0.3
"""Distance from the neck's middle beyond which the shoulder is, in u."""
LEVELS: Final = 64
"""Heights at which the neck's breadth is looked at."""
HIGHEST: Final = 1.8
"""How much longer than it is a collar's edge may become where it is brought as high as the other one."""
FLARE: Final = 0.35
"""How much the neck widens toward its foot on each side, per length downward."""
SOFT: Final = 0.01
"""Breadth of the soft edge of a neck that shows in a collar, in u."""
SPUR: Final = 0.03
"""Height, in u, up to which what shows of the inside of the back above the shoulders is but a spur."""


def stands(rig: Rig, frame: Frame) -> bool:
    """Whether a garment has a collar that stands up round the neck; a hood lies on the back."""
    if rig.garment.hooded or rig.garment.bare_shoulders:
        return False
    rims = [(rig.mark[f"neck-{side}"] - rim[-1]).imag for side in SIDES if len(rim := rig.rim(side))]
    return bool(rims) and float(np.mean(rims)) * rig.scale > RISE * frame.unit


def halter(rig: Rig, frame: Frame) -> bool:
    """Whether a garment hangs from the neck: its opening is narrow, and nothing of it reaches the shoulders."""
    if rig.garment.bare_shoulders:
        return False
    opening = abs(rig.mark["neck-left"] - rig.mark["neck-right"])
    reach = max(abs(rig.mark[f"shoulder-{side}"] - rig.mark[f"neck-{side}"]) for side in SIDES)
    return bool(opening * rig.scale < 2 * BROAD * frame.unit and reach * rig.scale < SHORT * frame.unit)


def round_the_neck(frame: Frame) -> dict[Side, float]:
    """True lengths along the outlines of neck, shoulder and arm at which the neck's foot is, as high on both sides."""
    arc, level, away = {}, {}, {}
    for side in SIDES:
        line, aside = frame.arm[side].outline, _away(frame, side)
        depth = _depth(frame, line.at[: len(aside)])
        narrow = int(aside.argmin())
        beyond = np.append(aside[narrow:] > BROAD * frame.unit, True)
        # tilted shoulders rise again
        end = 1 + int(depth[: narrow + max(1, int(beyond.argmax()))].argmax())
        arc[side], level[side], away[side] = line.arc[:end], np.maximum.accumulate(depth[:end]), aside[:end]
    high, low = max(level[side][0] for side in SIDES), min(level[side][-1] for side in SIDES)
    at = np.linspace(high, max(high, low), LEVELS)
    wide = np.sum([np.interp(at, level[side], away[side]) for side in SIDES], 0)
    narrow = int(wide.argmin())
    broader = wide[narrow:] > wide[narrow] + 2 * FOOT * frame.unit
    foot = at[narrow + int(broader.argmax())] if broader.any() else at[-1]
    return {side: float(np.interp(foot, level[side], arc[side])) for side in SIDES}


def shown(rig: Rig, unit: float) -> float:
    """Share of its height in the picture that a collar shows."""
    if rig.garment.bare_shoulders:
        return 1.0
    if _opens(rig):
        return COLLAR
    length = sum(_length(rig, side) for side in SIDES) / len(SIDES)
    return float(min(COLLAR, ROLLED * unit / length)) if length else 1.0


def rims(rig: Rig, begin: dict[Side, float], share: float) -> dict[Side, float]:
    """True lengths along those outlines at which a collar's upper edge ends that shows that `share` of its height."""
    lowest = 0.0 if _opens(rig) else -np.inf
    return {side: max(begin[side] - share * _length(rig, side), lowest) for side in SIDES}


def _opens(rig: Rig) -> bool:
    """Whether the inside of the back is seen."""
    return bool((rig.mesh.part == label("inside-back")).any())


def _length(rig: Rig, side: Side) -> float:
    """Length of a collar's own edge beside the neck, in pixels of the photo."""
    return float(np.abs(np.diff(rig.rim(side))).sum()) * rig.scale


def as_high(frame: Frame, begin: dict[Side, float], top: dict[Side, float]) -> dict[Side, float]:
    """The ends of a collar's edge, both as high: along a leaning neck one went up, the other across the shoulder.

    Args:
        frame: the wearer's.
        begin: true lengths along the outlines of neck, shoulder and arm at which the collar stands, by side.
        top: the same for its upper ends.
    """
    high = {side: _depth(frame, along_neck(frame, side, np.array([top[side]])))[0] for side in SIDES}
    even, out = float(np.mean(list(high.values()))), dict(top)
    for side in SIDES:
        highest = begin[side] - HIGHEST * (begin[side] - top[side])
        arc = np.linspace(begin[side], max(highest, min(top[side], 0.0)), LEVELS)
        up = -np.maximum.accumulate(-_depth(frame, along_neck(frame, side, arc)))
        out[side] = float(np.interp(-even, -up, arc)) if up[0] > even else top[side]
    return out


def along_neck(frame: Frame, side: Side, arc: np.ndarray) -> Path:
    """Places at true lengths along the outline of neck and shoulder; above where that begins straight up."""
    return np.asarray(frame.arm[side].outline.point(np.maximum(arc, 0)) + frame.down * np.minimum(arc, 0))


def neck_alone(frame: Frame, piece: Piece) -> Mask:
    """1 where the neck goes down into a collar, 0 where the shoulder is: that lies below a collar's inside.

    Args:
        frame: the wearer's.
        piece: the inside of the back, as it lies in the photo.
    """
    height, width = piece.alpha.shape
    x, y = (
        (np.arange(width, dtype=np.float32) + piece.x)[None],
        (np.arange(height, dtype=np.float32) + piece.y)[:, None],
    )
    x, y = x - np.float32(frame.throat.real), y - np.float32(frame.throat.imag)
    depth = x * np.float32(frame.down.real) + y * np.float32(frame.down.imag)
    aside = x * np.float32(frame.across.real) + y * np.float32(frame.across.imag)
    free = []
    for side in SIDES:
        sign, away = 1 if side == "left" else -1, _away(frame, side)
        narrow = int(away.argmin())
        level = np.float32(_depth(frame, frame.arm[side].outline.at)[narrow])
        free.append(away[narrow] + FLARE * np.maximum(depth - level, 0) - sign * aside)
    return np.asarray(np.clip(np.minimum(*free) / (SOFT * frame.unit) + 0.5, 0, 1), np.float32)


def without_spurs(shown: Mask, unit: float) -> Mask:
    """1 where what shows of the inside of the back, in its window, is more than a spur, 0 elsewhere.

    A neckline's ends lie on the shoulders, where the back's edge goes on behind the neck: what is left of it above
    their outline is a little horn.

    Args:
        shown: its coverage as far as no body is before it.
        unit: the wearer's unit, pixels.
    """
    size = max(3, round(SPUR * unit))
    ball = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))
    broad = cv2.morphologyEx(np.pad((shown > 0.5).astype(np.uint8), size), cv2.MORPH_OPEN, ball)
    # with its soft edge
    broad = cv2.dilate(broad, np.ones((5, 5), np.uint8))
    return np.asarray(broad[size:-size, size:-size], np.float32)


def _depth(frame: Frame, at: np.ndarray) -> np.ndarray:
    """How far below the neck's middle places lie, along the spine."""
    return np.asarray(((at - frame.throat) * np.conj(frame.down)).real)


def _away(frame: Frame, side: Side) -> np.ndarray:
    """How far the outline of neck and shoulder is from the neck's middle, by its places."""
    out = frame.across if side == "left" else -frame.across
    line = frame.arm[side].outline.at[: SHOULDER_TIP + 1]
    return np.asarray(((line - frame.throat) * np.conj(out)).real)
