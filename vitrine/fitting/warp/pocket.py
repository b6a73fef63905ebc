"""A hand in a pocket of the bottoms: the arm holds up a top that hangs over it, and its hem runs up to the wrist."""

from typing import Final

import numpy as np
from jaxtyping import Float64
from scipy.ndimage import gaussian_filter1d, maximum_filter1d

from vitrine.fitting.warp.frame import Frame
from vitrine.fitting.warp.mesh import Mesh
from vitrine.fitting.warp.raster import Piece
from vitrine.fitting.warp.rig import label
from vitrine.imaging.types import Points

HAND: Final = 0.075
"""How far above the middle of wrist and hidden hand the cloth ends, in u: half of a hand's breadth lies there."""
BEYOND: Final = 1.0
"""How far in the cloth is held up, as a share of the way from the wrist to the finger joint that the pose gives."""
STEEP: Final = 2.0
"""How steeply the hem goes down beside that: down over inward. A hand lifts it beside itself, not as far as the other
side: a hem that ran down evenly were one of a shirt worn askew."""
EVEN: Final = 0.07
"""Blur that makes its line smooth, in u."""
REACH: Final = 0.9, 2.5
"""How far above the hem cloth is gathered, at least: in u, and in times of what it is lifted."""

SIDE: Final = 0.15
"""How far to each side of a place of the hem it is looked for where it is deepest, in u."""

Line = Float64[np.ndarray, " n"]


def behind_hands(mesh: Mesh, posed: Points, torso: Piece, frame: Frame) -> Points | None:
    """The posed mesh of a top with its hem lifted over hands that are in a pocket; None where it hangs on none.

    The hem goes up whole, and the cloth above it is gathered: none of it is cut off.

    Args:
        mesh: the garment's.
        posed: its vertices in the photo.
        torso: as it lies in the photo without that.
        frame: the wearer's.
    """
    mine = np.zeros(len(posed), bool)
    mine[mesh.triangles[mesh.part == label("torso")]] = True
    at = posed[:, 0] + 1j * posed[:, 1].astype(np.float64)
    found = None
    for side, (wrist, finger) in frame.pocket.items():
        inward = -frame.across if side == "left" else frame.across
        tip = wrist + BEYOND * (finger - wrist)
        beside = np.arange(-frame.unit, 1.5 * frame.unit)
        own = _hem(torso, wrist, inward, frame.down, beside)
        lift = np.maximum(own - _above(wrist, tip, inward, frame, beside), 0)
        if not lift.any():
            continue
        # beside a slanting side, or a corner, the hem is thought to go on as it is
        hem = maximum_filter1d(own, 2 * round(SIDE * frame.unit) + 1, mode="nearest")
        blur = EVEN * frame.unit
        lift = gaussian_filter1d(maximum_filter1d(lift, 2 * round(blur) + 1), blur, mode="nearest")
        place = ((at - wrist) * np.conj(inward)).real
        depth = ((at - wrist) * np.conj(frame.down)).real
        up, low = (np.interp(place, beside, line) for line in (lift, hem))
        reach = np.maximum(REACH[0] * frame.unit, REACH[1] * up)
        share = np.clip((depth - (low - reach)) / reach, 0, 1)
        # neither the hem itself nor the cloth far above it is drawn together
        up = up * share * share * (3 - 2 * share) * mine
        at, found = at - up * frame.down, True
    return np.stack([at.real, at.imag], 1).astype(np.float32) if found else None


def _hem(torso: Piece, wrist: complex, inward: complex, down: complex, beside: Line) -> Line:
    """How deep below the wrist cloth reaches at distances inward of it, and on beyond its sides."""
    y, x = np.nonzero(torso.alpha > 0.5)
    off = (x + torso.x - wrist.real) + 1j * (y + torso.y - wrist.imag)
    index = np.round((off * np.conj(inward)).real - beside[0]).astype(int)
    inside = (index >= 0) & (index < len(beside))
    out = np.full(len(beside), -np.inf)
    np.maximum.at(out, index[inside], (off[inside] * np.conj(down)).real)
    known = np.isfinite(out)
    return np.asarray(np.interp(beside, beside[known], out[known]) if known.any() else out, np.float64)


def _above(wrist: complex, tip: complex, inward: complex, frame: Frame, beside: Line) -> Line:
    """How deep cloth may reach there: to the hand's upper edge, outward to the wrist's, inward down beside the tips."""
    hand = HAND * frame.unit
    along = np.linspace(0, 1, 33) * (tip - wrist)
    a, d = (along * np.conj(inward)).real, (along * np.conj(frame.down)).real
    off = beside[:, None] - a
    edge = np.where(np.abs(off) < hand, d - np.sqrt(np.maximum(hand**2 - off**2, 0)), np.inf).min(1)
    # from the innermost place on it goes down, outward of the wrist it is level
    fall = np.minimum.accumulate(edge - STEEP * beside) + STEEP * beside
    edge = np.where(beside > a.max(), fall, edge)
    return np.where(beside < 0, np.minimum(edge[beside >= 0][0], -hand), edge)
