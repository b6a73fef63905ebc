"""A hand in a pocket of the bottoms: a top that hangs over the pocket rests on the wrist, its hem whole.

A little too long it is drawn up all around, as a jumper stays up on the hips; a long one hangs over wrist and hand. Its
hem is never lifted on one side alone: without the folds that explain it that is a shirt worn askew.
"""

from typing import Final

import numpy as np

from vitrine.fitting.warp.arm import Side
from vitrine.fitting.warp.frame import Frame
from vitrine.fitting.warp.mesh import Mesh
from vitrine.fitting.warp.raster import Piece
from vitrine.fitting.warp.rig import label
from vitrine.imaging.types import Mask, Points

MOST: Final = 0.4
"""How far a hem is drawn up at most, in u."""
HIGHER: Final = 0.03
"""How much higher than the wrist it ends then, in u."""
ARMPITS: Final = 0.5
"""How far below the neck the cloth that is drawn together begins, in u: above it sleeves are sewn on."""

CROSSES: Final = 0.35
"""Share of the forearm at whose inner side the cloth comes to lie over it; at the wrist it has crossed it."""
ASIDE: Final = 0.14
"""How far from its bones the sides of a forearm in cloth lie at most, in u."""
NEAR: Final = 0.4
"""How far inward of a wrist the hem must lie lower than it, in u."""
LOWER: Final = 0.05
"""How much lower it must lie, in u: what ends there leaves the arm before itself."""
ENTERS: Final = 0.12
"""How far above the wrist a pocket's edge lies across it, in u."""
SOFT: Final = 1.5
"""Breadth of the edge of arms that go beneath it, in pixels."""


def drawn_up(mesh: Mesh, posed: Points, torso: Piece, frame: Frame) -> Points | None:
    """The posed mesh of a top with its hem drawn up to the wrists of hands in pockets; None where it need or may not.

    Args:
        mesh: the garment's.
        posed: its vertices in the photo.
        torso: as it lies in the photo without that.
        frame: the wearer's.
    """
    lower = [_hem(torso, wrist, _inward(frame, side), frame) for side, (wrist, _) in frame.pocket.items()]
    lift = max(lower, default=0.0) + HIGHER * frame.unit
    if not LOWER * frame.unit < lift < MOST * frame.unit:
        return None
    mine = np.zeros(len(posed), bool)
    mine[mesh.triangles[mesh.part == label("torso")]] = True
    neck = frame.joint["neck"]
    depth = (posed[:, 0] - neck.real) * frame.down.real + (posed[:, 1] - neck.imag) * frame.down.imag
    first = ARMPITS * frame.unit
    share = np.clip((depth - first) / max(float(depth[mine].max()) - first, 1.0), 0, 1) * mine
    step = np.array([frame.down.real, frame.down.imag])
    return np.asarray(posed - (lift * share)[:, None] * step, np.float32)


def over_wrists(torso: Piece, frame: Frame, shape: tuple[int, ...]) -> Mask:
    """Where a top's torso lies over arms whose hands are in pockets beneath it, photo's size: 1 there, 0 elsewhere.

    It comes to lie over such an arm along a line from the forearm's inner side to the wrist's outer one, where its hem
    hangs lower than the wrist. A shorter one leaves the arm before itself, all the way into the pocket.

    Args:
        torso: the top's, as it lies in the photo.
        frame: the wearer's.
        shape: the photo's.
    """
    out = np.zeros(shape, np.float32)
    y, x = np.ogrid[torso.window]
    for side, (wrist, _) in frame.pocket.items():
        inward = _inward(frame, side)
        if _hem(torso, wrist, inward, frame) < LOWER * frame.unit:
            continue
        elbow = frame.joint[f"elbow-{side}"]
        away = ASIDE * frame.unit * inward
        start, end = elbow + CROSSES * (wrist - elbow) + away, wrist - away
        way = (end - start) / max(abs(end - start), 1.0)
        normal = way * 1j if (way * 1j * np.conj(inward)).real > 0 else way * -1j
        over = _beyond(x, y, start, normal) * _near(x, y, side, frame)
        out[torso.window] = np.maximum(out[torso.window], over * torso.alpha)
    return out


def in_bottoms(frame: Frame, shape: tuple[int, ...]) -> Mask:
    """1 where new bottoms lie over hands that were in the old ones' pockets, 0 elsewhere; photo's size.

    From a little above the wrist on, straight across the arm: the edge of a pocket. What the old one left of the hand
    were cut off where that began.
    """
    out = np.zeros(shape, np.float32)
    y, x = np.ogrid[: shape[0], : shape[1]]
    for side, (wrist, _) in frame.pocket.items():
        way = wrist - frame.joint[f"elbow-{side}"]
        way /= max(abs(way), 1.0)
        start = wrist - ENTERS * frame.unit * way
        out = np.maximum(out, _beyond(x, y, start, way) * _near(x, y, side, frame))
    return np.asarray(out, np.float32)


def _inward(frame: Frame, side: Side) -> complex:
    return -frame.across if side == "left" else frame.across


def _hem(torso: Piece, wrist: complex, inward: complex, frame: Frame) -> float:
    """How far below the wrist the cloth beside it ends, pixels; minus infinity where none is."""
    rows, columns = np.nonzero(torso.alpha > 0.5)
    off = (columns + torso.x - wrist.real) + 1j * (rows + torso.y - wrist.imag)
    beside = (off * np.conj(inward)).real
    there = (beside > 0) & (beside < NEAR * frame.unit)
    return float((off[there] * np.conj(frame.down)).real.max()) if there.any() else -np.inf


def _beyond(x: np.ndarray, y: np.ndarray, start: complex, way: complex) -> np.ndarray:
    """1 on the side of a line through `start` to which `way` (of length 1, at right angles to it) points, 0 before."""
    return np.asarray(np.clip(((x - start.real) * way.real + (y - start.imag) * way.imag) / SOFT + 0.5, 0, 1))


def _near(x: np.ndarray, y: np.ndarray, side: Side, frame: Frame) -> np.ndarray:
    """1 on the arm's side of the spine: another arm that is folded across the trunk stays before it."""
    spine = frame.joint["neck"]
    beside = (x - spine.real) * frame.across.real + (y - spine.imag) * frame.across.imag
    return np.asarray(beside > 0 if side == "left" else beside < 0, np.float32)
