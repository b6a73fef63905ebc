"""Bottoms where a coat or a long top hid them below the hips: drawn on from what is in sight of them."""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from jaxtyping import Bool, Float32, Float64

from vitrine.fitting.warp.beneath import bare_arms, level_of
from vitrine.fitting.warp.weave import BINS, SHADE, Seen, gone_on, seen_of
from vitrine.imaging.masks import Window, among, box, grown, soft
from vitrine.imaging.types import Mask, Region
from vitrine.people.body import SIDES, Body
from vitrine.people.person import CLASSES, Person

LOWER: Final = tuple(CLASSES.index(name) for name in ("bottoms", "dress"))
"""What may go on beneath a coat: bottoms, and a dress of which the skirt stays."""
LEGWEAR: Final = CLASSES.index("legwear")
COAT: Final = tuple(CLASSES.index(name) for name in ("top", "outerwear", "dress"))
FROM: Final = 0.92
"""Level at which they begin (0 shoulders, 1 hips)."""
BELOW, BROAD, HIDDEN = 1.05, 0.6, (0.3, 0.15)
"""Level below the hips, distance from their middle in u, and the area there in u² that a coat hides at least:
tops that end at the hips hide less than a tenth of that, long ones half. And one that hangs open."""
LEAST: Final = 0.04
"""The least of the bottoms in sight that tells anything, in u²."""
FAR: Final = 1.3
"""How far beside the middle of the hips they are looked for, in u."""
EASE: Final = 0.03
"""How far off the bare hips they lie where they begin, in u."""
NARROW: Final = 0.5
"""Share of what a body was thought too wide farther down by which its hips are taken to be narrower."""
OUTSIDE: Final = 3
"""Pixels beyond an edge that must show the scene for it to be the bottoms' own."""
SOFT: Final = 2.0
"""Breadth of their soft outline, pixels."""
GAP: Final = 3
"""Pixels across from which on scene between legs is a gap."""
HOLE: Final = 0.15
"""Height of the scene in sight between legs up to which it is a hole in a label, in u."""
STEADY: Final = 0.08
"""Length along which edges are made even, in u."""

Rows = Float64[np.ndarray, " rows"]
Known = Bool[np.ndarray, " rows"]


@dataclass(frozen=True, eq=False)
class DrawnOn:
    """Bottoms as they go on where a coat was, the photo's size."""

    cover: Mask
    """Their coverage."""
    colour: Float32[np.ndarray, "h w 3"]
    """Their colours, sRGB, 0..255."""
    beside: Region
    """Where nothing of the body looks out beside them."""
    fresh: Mask
    """How much what is in sight of them is in the coat's shade, and drawn anew."""


@dataclass(frozen=True, eq=False)
class Edges:
    """Where bottoms end to either side in each row, columns; `gap` where legs are apart."""

    left: Rows
    right: Rows
    gap: tuple[Rows, Rows] | None


def drawn_on(person: Person, body: Body, removed: Region) -> DrawnOn | None:
    """The bottoms beneath a coat that is `removed`; None where none was, or where too little of them is in sight."""
    unit, level = body.unit, level_of(body)[:, 0]
    hips = [body.joints[f"hip-{side}"] for side in SIDES]
    middle = float(np.mean([x for x, _ in hips]))
    away = np.abs(np.arange(removed.shape[1]) - middle)
    near = away < FAR * unit
    arms = bare_arms(body)
    for hand in body.hidden_hands.values():
        # the coat hid what is behind it, too
        arms[hand.window] &= ~hand.region
    hidden = removed & (level > BELOW)[:, None] & (away < BROAD * unit) & ~arms
    if hidden.sum() < HIDDEN[1] * unit**2:
        return None
    seen = among(person.labels, LOWER) & ~removed & near
    if seen.sum() < LEAST * unit**2:
        seen = (person.labels == LEGWEAR) & ~removed & near
    if seen.sum() < LEAST * unit**2:
        return None
    start = int(np.argmax(level > FROM))
    window = box([seen | hidden, (near & removed) & (level > FROM)[:, None]], 2)
    window = slice(start, window[0].stop), window[1]
    coat = grown((person.labels[window] != 0) & removed[window], 1)
    away = cv2.distanceTransform((~coat).astype(np.uint8), cv2.DIST_L2, 3) / np.float32(unit)
    strip = seen[window] & _between(coat)
    if hidden.sum() < HIDDEN[int(strip.sum() > LEAST * unit**2)] * unit**2:
        return None
    told = seen_of(person.photo[window].astype(np.float32), seen[window], away, strip, unit)
    if told is None:
        return None
    edges = _edges(person, body, seen, removed, told.tells, window)
    columns = np.arange(window[1].start, window[1].stop, dtype=np.float32)
    across, inside = _across(edges, columns)
    above = _above_hem(seen[window], removed[window])
    arms = bare_arms(body)[window]
    cloth = _cloth(told, edges, float(columns[0]), across, unit)
    free = removed[window] & above
    cover, fresh, beside = *np.zeros((2, *removed.shape), np.float32), np.zeros_like(removed)
    colour = np.zeros((*removed.shape, 3), np.float32)
    cover[window] = inside * soft(above, 0.8) * (1 - soft(arms, 0.8))
    colour[window] = cloth
    beside[window] = free & (inside < 0.5) & ~arms
    shade = np.where(strip, 1, np.clip((SHADE[1] - away) / (SHADE[1] - SHADE[0]), 0, 1))
    # no rim of the coat between what is removed and what is drawn anew
    own = seen[window] | removed[window] | among(person.labels[window], COAT)
    fresh[window] = soft(own, 0.8) * shade * cover[window]
    return DrawnOn(cover, colour, beside, fresh)


def _edges(
    person: Person, body: Body, seen: Region, removed: Region, tells: Bool[np.ndarray, "rows cols"], window: Window
) -> Edges:
    """Where the bottoms end in each row of a window: seen, or drawn from the hips to where it is.

    `tells`: where in that they are in sight, and nothing that passed for them.
    """
    unit, part = body.unit, seen[window]
    height, first = part.shape[0], float(window[1].start or 0)
    scene = (person.labels[window] == 0) & ~removed[window]
    own = [_bare(body, side, window) for side in SIDES]
    own.sort(key=lambda leg: float(leg[0].mean() + leg[1].mean()))
    hip = round(float(np.mean([body.joints[f"hip-{side}"][1] for side in SIDES]))) - (window[0].start or 0)
    hip = int(np.clip(hip, 0, height - 1))
    gap, apart = _gap(part, scene, first, HOLE * unit)
    parted = bool(apart[0].any() and apart[1].any())
    bare = [own[0][0] - EASE * unit, own[1][1] + EASE * unit]
    if not parted:
        # a skirt runs straight, however the legs do
        bare = [np.where(np.arange(height) < hip, edge, edge[hip]) for edge in bare]
    ends, known = [], []
    for flip, leg, out in ((False, own[0], -1.0), (True, own[1], 1.0)):
        at, sure = _outermost(part[:, ::-1], scene[:, ::-1]) if flip else _outermost(part, scene)
        ends.append(first + (part.shape[1] - 1 - at if flip else at))
        # beneath a slanting hem the other leg may be the outermost one in sight
        known.append(sure & ((ends[-1] - (leg[0] + leg[1]) / 2) * out > 0))
    done = []
    for side, out in ((0, -1.0), (1, 1.0)):
        offset, sure = (ends[side] - bare[side]) * out, known[side]
        if not sure.any():
            # as far out as the other side is
            other = 1 - side
            offset, sure = (ends[other] - bare[other]) * -out, known[other]
        done.append(bare[side] + out * _ramp(np.asarray(offset, np.float64), sure, hip, STEADY * unit))
    if not parted:
        return Edges(done[0], done[1], None)
    split = (own[0][1] + own[1][0]) / 2
    fork = min(max(hip + round(body.legs.fork), _joined(tells, split - first)), height - 1)
    inner = []
    for side, out in ((0, -1.0), (1, 1.0)):
        offset = np.asarray((gap[side] - split) * out, np.float64)
        inner.append(split + out * np.maximum(_ramp(offset, apart[side], fork, STEADY * unit), 0))
    for edge in inner:
        edge[:fork] = split[:fork]
    return Edges(done[0], done[1], (inner[0], inner[1]))


def _bare(body: Body, side: str, window: Window) -> tuple[Rows, Rows]:
    """Columns of the left and the right edge of a bare leg in each row of a window; above the hips as there."""
    leg = body.legs.of["left" if side == "left" else "right"]
    rows = np.arange(window[0].start, window[0].stop, dtype=np.float64)
    one, other = (
        np.interp(rows, np.maximum.accumulate(edge[:, 1]), edge[:, 0]) for edge in (leg.outer_edge, leg.inner_edge)
    )
    return np.minimum(one, other), np.maximum(one, other)


def _outermost(seen: Region, scene: Region) -> tuple[Rows, Known]:
    """The first column in each row where bottoms are seen, and whether right before it the scene is."""
    at = seen.argmax(1)
    before = np.clip(at - OUTSIDE, 0, seen.shape[1] - 1)
    return at.astype(np.float64), seen.any(1) & scene[np.arange(len(at)), before] & (at >= OUTSIDE)


def _gap(seen: Region, scene: Region, first: float, least: float) -> tuple[list[Rows], list[Known]]:
    """The columns between which the scene is seen between legs in each row, and where that ends at a leg.

    A hole, lower than `least` pixels, is no gap.
    """
    within = np.maximum.accumulate(seen, 1) & np.maximum.accumulate(seen[:, ::-1], 1)[:, ::-1] & scene
    wide = within.sum(1) >= GAP
    wide &= wide.sum() > least
    rows, last = np.arange(len(seen)), seen.shape[1] - 1
    ends = within.argmax(1), last - within[:, ::-1].argmax(1)
    # beneath a slanting hem the coat may be beside it
    known = [wide & seen[rows, np.clip(end + off, 0, last)] for end, off in zip(ends, (-GAP, GAP), strict=True)]
    return [end + first for end in ends], known


def _joined(seen: Region, split: Rows) -> int:
    """The last row down to which bottoms are seen to be one where legs would part; 0 if they are not."""
    columns = np.clip(np.round(split).astype(int), GAP, seen.shape[1] - 1 - GAP)
    rows = np.arange(len(seen))
    one = np.logical_and.reduce([seen[rows, columns + off] for off in range(-GAP, GAP + 1)])
    # farther down legs that lie side by side are no sign
    end = one.argmax() + int((~one[one.argmax() :]).argmax())
    return int(end) if one.any() else 0


def _ramp(offset: Rows, known: Known, start: int, steady: float) -> Rows:
    """Offsets in every row: where `known` those, from the row `start` on straight to the first of them.

    There it is 0; where bottoms are narrower than the body was thought to be, that is narrower there, too.
    """
    rows = np.arange(len(offset))
    use = known & (rows > start)
    if not use.any():
        return np.zeros(len(offset))
    narrow = NARROW * min(float(np.median(offset[use][: round(steady)])), 0.0)
    at = np.concatenate([[start], rows[use]])
    values = np.interp(rows, at, np.concatenate([[narrow], offset[use]]))
    even = cv2.blur(values[:, None], (1, max(1, round(steady))), borderType=cv2.BORDER_REPLICATE)[:, 0]
    return np.asarray(even, np.float64)


def _across(edges: Edges, columns: np.ndarray) -> tuple[Float32[np.ndarray, "rows cols 2"], Mask]:
    """For each pixel the leg it is on (0, 1) and its place across that, 0 outside to 1 inside; coverage of all.

    Without a gap there is one, from the left edge to the right one.
    """
    x = columns[None]
    left, right = edges.left[:, None], edges.right[:, None]
    inside = np.clip(np.minimum(x - left, right - x) / SOFT + 0.5, 0, 1)
    if edges.gap is None:
        place = (x - left) / np.maximum(right - left, 1)
        leg = np.zeros_like(place)
    else:
        low, high = (edge[:, None] for edge in edges.gap)
        inside = inside * (1 - np.clip(np.minimum(x - low, high - x) / SOFT + 0.5, 0, 1) * (high - low > 1))
        leg = (x > (low + high) / 2).astype(np.float64)
        place = np.where(leg > 0.5, (right - x) / np.maximum(right - high, 1), (x - left) / np.maximum(low - left, 1))
    return np.dstack([leg, np.clip(place, 0, 1)]).astype(np.float32), np.asarray(inside, np.float32)


def _above_hem(seen: Region, removed: Region) -> Region:
    """Above the bottoms' hem: what is in sight of that, and between and beside it as high as there."""
    lowest = seen.shape[0] - 1 - seen[::-1].argmax(0)
    below = np.minimum(lowest + OUTSIDE, seen.shape[0] - 1)
    columns = np.arange(seen.shape[1])
    known = seen.any(0) & ~removed[below, columns]
    if not known.any():
        return np.ones_like(seen)
    line = np.interp(columns, columns[known], lowest[known])
    return np.asarray(np.arange(seen.shape[0])[:, None] <= line[None])


def _between(coat: Region) -> Region:
    """Between both sides of a coat that hangs open, where all lies in its shade."""
    return np.asarray(np.maximum.accumulate(coat, 1) & np.maximum.accumulate(coat[:, ::-1], 1)[:, ::-1] & ~coat)


def _cloth(
    told: Seen, edges: Edges, first: float, across: Float32[np.ndarray, "rows cols 2"], unit: float
) -> Float32[np.ndarray, "rows cols 3"]:
    """Their colours: out of the coat's shade, and gone on with above what is in sight; `first`: the first column."""
    x = _columns(edges, first)
    rows = np.broadcast_to(np.arange(len(across), dtype=np.float32)[:, None], x.shape[1:])
    which, place = np.round(across[..., 0]), across[..., 1] * (BINS - 1)
    row = np.broadcast_to(np.arange(len(across), dtype=np.float32)[:, None], place.shape)
    drawn = np.zeros_like(told.cloth)
    for leg, at in enumerate(x):
        mine = which == leg
        drawn[mine] = cv2.remap(gone_on(told, at, rows, unit), place, row, cv2.INTER_LINEAR)[mine]
    return np.asarray(drawn + (told.cloth - drawn) * soft(told.tells, 0.8)[..., None], np.float32)


def _columns(edges: Edges, first: float) -> Float32[np.ndarray, "legs rows bins"]:
    """The columns, from `first` on, of the places across each leg, or across a skirt."""
    share = np.linspace(0, 1, BINS)[None]
    if edges.gap is None:
        sides = [(edges.left, edges.right)]
    else:
        sides = [(edges.left, edges.gap[0]), (edges.right, edges.gap[1])]
    return np.stack([a[:, None] + (b - a)[:, None] * share - first for a, b in sides]).astype(np.float32)
