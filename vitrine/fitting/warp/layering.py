"""What of an inner garment shows beside an outer one: nothing, down to its hem and to the ends of its sleeves."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

import numpy as np

from vitrine.fitting.warp.arm import SIDES, Side
from vitrine.fitting.warp.fit import Fit, sleeve_of
from vitrine.fitting.warp.frame import Frame
from vitrine.garments.garment import Part
from vitrine.imaging.masks import Window, box, shrunk
from vitrine.imaging.types import Mask, Region

EDGE: Final = 2
"""Breadth of an outer garment's soft edge, in pixels: nothing of an inner one lies behind that."""
HEM: Final = 0.97
"""Share of its greatest breadth beside the spine that an outer garment keeps down to the corner of its hem."""
BELL: Final = 2.5
"""How fast what comes out from beneath a hem widens: pixels on either side for one downward."""
BEYOND: Final = 0.12
"""How far an inner sleeve must reach beyond the outer one to be seen there, in lengths of a forearm."""
ALONG: Final = 97
"""Percentile of a sleeve's places along the arm that is its end."""
COLLAR: Final = 0.25
"""How high an old collar stands beside a jacket's, in u."""
ARM: Final = 0.28
"""How far from an arm's bones what belongs to it lies, in u."""


@dataclass(frozen=True, eq=False)
class Hidden:
    """Where an outer garment leaves nothing of inner ones in sight beside itself."""

    trunk: Region
    """Of what covers trunk and legs."""
    sleeves: dict[Side, Region]
    """Of what covers each arm."""

    def of(self, part: Part) -> Region:
        """Where a part of an inner garment is not in sight."""
        for side in SIDES:
            if part == sleeve_of(side):
                return self.sleeves[side]
        return self.trunk


def layered(fits: Sequence[Fit], frame: Frame) -> list[Fit]:
    """The garments, from inner to outer, each without what would look out beside one that is worn over it.

    Cloth that is worn over other cloth presses it to the body; laid out by itself each garment takes its own room.
    """
    out = [fits[-1]]
    outer: list[Hidden] = []
    for fit, above in zip(fits[-2::-1], fits[:0:-1], strict=True):
        # into bottoms a top that is tucked in goes down: nothing of them lies beneath it
        if above.category != "bottoms" and above.waist is None:
            outer.append(beside(above, frame))
        out.append(_clipped(fit, outer))
    return out[::-1]


def beside(outer: Fit, frame: Frame) -> Hidden:
    """Where nothing of what is worn beneath `outer` shows beside it."""
    core = shrunk(outer.cover_of("torso", "inside-back", *(sleeve_of(side) for side in SIDES)) > 0.5, EDGE)
    trunk = _beside_trunk(outer, frame)
    sleeves: dict[Side, Region] = {}
    for side in SIDES:
        sleeves[side] = np.zeros(outer.shape, bool)
        if sleeve_of(side) in outer.pieces:
            cloth = outer.cover_of(sleeve_of(side)) > 0.5
            near = box([cloth], round(ARM * frame.unit))
            along = _nearest(frame, side, near)[0]
            end = float(np.percentile(along[cloth[near]], ALONG)) if cloth.any() else 0.0
            sleeves[side][near] = (along < end + BEYOND) & ~core[near]
    return Hidden(trunk & ~core, sleeves)


def stray(clothes: Region, outer: Fit, frame: Frame) -> Region:
    """What of old clothes that stay on beneath `outer` would look out beside it.

    Args:
        clothes: where they are in the photo.
        outer: the garment that is worn over them.
        frame: the wearer's.
    """
    hidden = beside(outer, frame)
    arms, found = np.zeros(outer.shape, bool), np.zeros(outer.shape, bool)
    whole = (slice(0, outer.shape[0]), slice(0, outer.shape[1]))
    for side in SIDES:
        near = _nearest(frame, side, whole)[1] < ARM * frame.unit
        arms |= near
        found |= hidden.sleeves[side] & near
    trunk = hidden.trunk | _beside_trunk(outer, frame, COLLAR * frame.unit)
    return np.asarray((found | (trunk & ~arms & ~(outer.cover > 0.95))) & clothes)


def _clipped(fit: Fit, outer: Sequence[Hidden]) -> Fit:
    if not outer:
        return fit
    pieces = {}
    for part, piece in fit.pieces.items():
        shown = ~np.logical_or.reduce([hidden.of(part)[piece.window] for hidden in outer])
        pieces[part] = replace(piece, alpha=np.asarray(piece.alpha * shown, np.float32))
    return replace(fit, drawn=pieces, pieces=pieces)


def _beside_trunk(outer: Fit, frame: Frame, rise: float = 0.0) -> Region:
    """Right and left of the torso's outline down to its hem, and below that outside a bell that widens from there.

    Where the garment has no sleeve it leaves the shoulder to others: from the armpit on. `rise` pixels above its upper
    edge nothing shows beside its collar's tips, either.
    """
    found = np.zeros(outer.shape, bool)
    cover = outer.cover_of("torso") > 0.5
    rows, columns = np.arange(outer.shape[0]), np.arange(outer.shape[1])
    neck, hips = frame.joint["neck"], frame.joint["hips"]
    spine = neck.real + (hips.real - neck.real) * (rows - neck.imag) / max(hips.imag - neck.imag, 1.0)
    for side in SIDES:
        # the photo's left is the wearer's right
        out = 1 if side == "left" else -1
        away = out * (columns[None] - spine[:, None])
        reach = np.where(cover & (away > 0), away, -np.inf).max(1)
        there = np.flatnonzero(np.isfinite(reach))
        if not len(there):
            continue
        lower = there[len(there) // 2 :]
        broadest = float(reach[lower].max())
        corner = int(lower[reach[lower] >= HEM * broadest][-1])
        below = rows > corner
        reach = np.where(below, broadest + BELL * (rows - corner), reach)
        sewn = np.full(len(rows), sleeve_of(side) in outer.pieces) | (outer.below_armpit(side)[:, 0] > 0)
        reach[: there[0]] = reach[there[0]]
        held = sewn & (rows >= there[0] - rise) & (np.isfinite(reach))
        found |= held[:, None] & (away > reach[:, None] - EDGE)
    return found


def _nearest(frame: Frame, side: Side, window: Window) -> tuple[Mask, Mask]:
    """Place along the arm that each pixel of a window is nearest to, and how far off the bones it lies.

    0 is the shoulder, 1 the elbow, 2 the wrist; beyond that the hand goes on.
    """
    rows, columns = window
    x = np.arange(columns.start, columns.stop, dtype=np.float32)[None]
    y = np.arange(rows.start, rows.stop, dtype=np.float32)[:, None]
    path = [frame.joint[f"{name}-{side}"] for name in ("shoulder", "elbow", "wrist")]
    best = np.full((len(y), x.shape[1]), np.inf, np.float32)
    place = np.zeros_like(best)
    for k, (start, end) in enumerate(pairwise(path)):
        way = end - start
        dx, dy = np.float32(way.real), np.float32(way.imag)
        off_x, off_y = x - np.float32(start.real), y - np.float32(start.imag)
        along = np.clip((off_x * dx + off_y * dy) / max(dx * dx + dy * dy, np.float32(1)), 0, 1 if k == 0 else 3)
        off = np.hypot(off_x - along * dx, off_y - along * dy)
        nearer = off < best
        best[nearer], place[nearer] = off[nearer], (along + k)[nearer]
    return place, best
