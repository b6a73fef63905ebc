"""A hand in a pocket of the bottoms: a top hangs level, behind the wrist and the hand in the pocket."""

from dataclasses import replace
from typing import Final

import numpy as np
from jaxtyping import Float32

from vitrine.fitting.warp.frame import Frame
from vitrine.fitting.warp.outline import unit
from vitrine.fitting.warp.raster import Piece

HAND: Final = 0.075
"""How far above the middle of wrist and hidden hand the cloth ends, in u: half of a hand's breadth lies there."""
BEYOND: Final = 1.5
"""Where a hidden hand ends, as a share of the way from the wrist to the finger joint that the pose gives."""
TURNED: Final = (0.05, 0.3)
"""Over this breadth above that edge, in u, cloth turns in behind the hand, and how much less light it has there."""
BEND: Final = 0.1
"""Radius of the bend in which the cloth's edge goes down to the hem beside the fingertips, in u."""


def behind_hands(piece: Piece, frame: Frame) -> Piece:
    """The torso of a top without what would hang over hands that are in a pocket.

    Only that gives way: the hem stays level beside it, and prints stay straight.
    """
    alpha, colour = piece.alpha, piece.colour
    for side, (wrist, finger) in frame.pocket.items():
        out = frame.across if side == "left" else -frame.across
        away = _away(piece, wrist, wrist + BEYOND * (finger - wrist), out, frame)
        alpha = alpha * np.clip(away + 0.5, 0, 1)
        breadth, dark = TURNED[0] * frame.unit, TURNED[1]
        colour = colour * (1 - dark * np.clip(1 - away / breadth, 0, 1) ** 2)[..., None]
    return replace(piece, alpha=np.asarray(alpha, np.float32), colour=np.asarray(colour, np.float32))


def _away(piece: Piece, wrist: complex, tip: complex, out: complex, frame: Frame) -> Float32[np.ndarray, "h w"]:
    """Distance, in the piece's window, from what is below the line along wrist and hand and outward of the tip."""
    rows, columns = (np.arange(part.start, part.stop, dtype=np.float32) for part in piece.window)
    x, y = columns[None] - np.float32(tip.real), rows[:, None] - np.float32(tip.imag)
    bend, hand = np.float32(BEND * frame.unit), np.float32(HAND * frame.unit)
    way = unit(wrist - tip)
    if (way * np.conj(out)).real <= 0:  # the hand points outward: what is below the wrist is outward of it
        way = out
    normal = -1j * way if (-1j * way * np.conj(frame.down)).real > 0 else 1j * way
    below = x * np.float32(normal.real) + y * np.float32(normal.imag) + hand
    level = ((wrist - tip) * np.conj(frame.down)).real - HAND * frame.unit
    below = np.minimum(below, x * np.float32(frame.down.real) + y * np.float32(frame.down.imag) - np.float32(level))
    aside = x * np.float32(out.real) + y * np.float32(out.imag) + hand
    # inside the corner by as much as a disc of that radius fits in
    short = np.hypot(np.maximum(bend - aside, 0), np.maximum(bend - below, 0))
    return np.asarray(short - bend, np.float32)
