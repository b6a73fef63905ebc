"""A garment with sleeves that hangs from straps: they carry it on the chest, its sleeves begin on the arms."""

from typing import Final

import numpy as np

from vitrine.fitting.warp.arm import NECK_ENDS, SHOULDER_TIP, SIDES, Side
from vitrine.fitting.warp.frame import Frame
from vitrine.fitting.warp.rig import Rig

DROP: Final = (0.2, 0.38)
"""How far below the shoulder's outline straps end at least and at most, in u."""
OVER: Final = 0.85
"""Share of its length in the picture that a strap has at the front: it goes on over the shoulder."""
LOWER: Final = 0.04
"""How much lower than that the sleeves begin on the outside of the arms, in u."""
NEAR: Final = 0.2
"""How far beside a neck point its strap may lean, in distances of the neck points."""


def beside(frame: Frame, side: Side, middle: complex, distance: float) -> float:
    """True length along the shoulder's outline at a distance from a place at the neck."""
    line = frame.arm[side].outline
    out = frame.across if side == "left" else -frame.across
    away = ((line.at - middle) * np.conj(out)).real
    slope = (line.arc <= frame.arm[side].shoulder) & (line.arc >= line.arc[NECK_ENDS])
    return float(line.arc[slope][np.abs(away[slope] - distance).argmin()])


def feet(rig: Rig, frame: Frame) -> dict[Side, complex]:
    """Where the feet of the straps come to lie on the chest; empty for what does not hang from straps."""
    if not rig.garment.bare_shoulders:
        return {}
    out: dict[Side, complex] = {}
    wide = abs(rig.mark["neck-left"] - rig.mark["neck-right"])
    for side in SIDES:
        foot = rig.mark[f"neck-{side}"]
        first, last = (max(0, round(foot.real + sign * NEAR * wide)) for sign in (-1, 1))
        rows = np.flatnonzero(rig.straps[: max(0, round(foot.imag)), first : last + 1].any(1))
        if not len(rows):
            return {}
        length = (foot.imag - float(rows[0])) * rig.scale
        begin = np.array([beside(frame, side, frame.throat, wide / 2 * rig.scale)])
        drop = float(np.clip(OVER * length, DROP[0] * frame.unit, DROP[1] * frame.unit))
        out[side] = complex(frame.arm[side].outline.point(begin)[0]) + frame.down * drop
    return out


def on_arm(frame: Frame, side: Side, foot: complex) -> float:
    """True length along an arm's outline at which a sleeve begins, as low as the foot of the strap beside it."""
    line = frame.arm[side].outline
    depth = ((line.at[SHOULDER_TIP:] - foot) * np.conj(frame.down)).real
    low = np.maximum.accumulate(depth)
    return float(np.interp(LOWER * frame.unit, low, line.arc[SHOULDER_TIP:]))
