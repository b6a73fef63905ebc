"""Stripes of the ground's own colour: what lies between a garment's other stripes belongs to it."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import cv2
import numpy as np
from jaxtyping import Bool

from vitrine.imaging.types import Region

SIDE: Final = 256
"""Longer side at which stripes are bridged."""
LEAST: Final = 4
"""So many pieces make stripes; two garments side by side are two."""
LONG: Final = 0.25
"""They run over at least this share of the way from the first one's end to the last one's: letters do not."""
REACH: Final = 0.13
"""Widest stripe that is bridged, as a share of the longer side."""
TURNS: Final = (-40, -20, 0, 20, 40)
"""Degrees from the direction across the stripes: sleeves and flared sides run aslant."""


@dataclass(frozen=True, eq=False)
class Stripes:
    """What the stripes in sight say of those that are not."""

    between: Region
    """What lies between stripes."""
    whole: Region
    """The same with the stripes."""
    reach: Region
    """How far the garment can go on: along the stripes not beyond their ends, across them by one more stripe."""


def stripes(strong: Region) -> Stripes | None:
    """What the pieces of a region say that lie in a row like stripes; None where they do not.

    Args:
        strong: where the garment surely is, by its colour.
    """
    step = SIDE / max(strong.shape)
    size = (max(1, round(strong.shape[1] * step)), max(1, round(strong.shape[0] * step)))
    small = cv2.resize(strong.astype(np.uint8) * 255, size, interpolation=cv2.INTER_AREA) > 127
    pieces = sizable(small)
    if len(pieces) < LEAST:
        return None
    axis, gap = rows_of(pieces)
    if gap == 0 or gap > REACH * SIDE or sum(long_ones(pieces, axis)) < LEAST:
        return None
    # a margin, so that closing does not take the picture's border for garment
    pad = int(2 * gap) + 2
    base = np.pad(np.logical_or.reduce(pieces).astype(np.uint8), pad)
    closed, reach = np.zeros_like(base), np.zeros_like(base)
    for turn in TURNS:
        closed |= cv2.morphologyEx(base, cv2.MORPH_CLOSE, line(1.15 * gap, axis + turn))
    for turn in TURNS[1:-1]:
        reach |= cv2.dilate(closed, line(2.4 * gap, axis + turn))
    reach = cv2.dilate(reach, np.ones((3, 3), np.uint8))
    inner = np.s_[pad:-pad, pad:-pad]
    between, far = (enlarged(v, strong.shape) for v in ((closed[inner] > 0) & ~small, reach[inner] > 0))
    return Stripes(between, between | (strong & far), far)


def enlarged(found: Region, shape: tuple[int, ...]) -> Bool[np.ndarray, "rows cols"]:
    """A region at another size."""
    out: np.ndarray = cv2.resize(found.astype(np.float32), shape[1::-1], interpolation=cv2.INTER_LINEAR)
    return out > 0.5


def sizable(found: Region) -> list[Region]:
    """The connected pieces that are not specks."""
    count, names, stats, _ = cv2.connectedComponentsWithStats(found.astype(np.uint8))
    least = 0.0006 * found.size
    return [names == i for i in range(1, count) if stats[i, cv2.CC_STAT_AREA] >= least]


def long_ones(pieces: list[Region], axis: float) -> list[bool]:
    """Which pieces are long enough for stripes; `axis` is the direction across them as `rows_of` gives it."""
    along = 0 if axis else 1
    extents = np.array([np.flatnonzero(piece.any(along))[[0, -1]] for piece in pieces])
    least = LONG * (extents[:, 1].max() - extents[:, 0].min())
    return [bool(last - first >= least) for first, last in extents]


def rows_of(pieces: list[Region]) -> tuple[float, float]:
    """The direction across stripes (90: they lie one under the other, 0: side by side) and the gap between them.

    Gaps are measured along columns and along rows; stripes have many of about one width in one direction.
    """
    whole = np.logical_or.reduce(pieces)
    down, across = gaps_in(whole.T), gaps_in(whole)
    if max(len(down), len(across)) < 20:
        return 90.0, 0.0
    best, angle = (down, 90.0) if len(down) >= len(across) else (across, 0.0)
    return angle, float(np.quantile(best, 0.9)) + 2


def gaps_in(found: Region) -> np.ndarray:
    """Lengths of the empty runs between two filled ones, of all rows."""
    out = []
    for row in found:
        edges = np.flatnonzero(np.diff(row.astype(np.int8)))
        falls = edges[1:-1] if len(edges) and row[edges[0] + 1] else edges
        out += [b - a for a, b in pairwise(falls) if not row[a + 1]]
    return np.array([g for g in out if g <= REACH * SIDE])


def line(length: float, degrees: float) -> np.ndarray:
    """A line through the middle of a square, for morphology."""
    reach = max(1, round(length / 2))
    out = np.zeros((2 * reach + 1, 2 * reach + 1), np.uint8)
    way = np.array([np.cos(np.radians(degrees)), np.sin(np.radians(degrees))]) * reach
    middle = np.array([reach, reach])
    a, b = (np.round(middle + s * way).astype(int).tolist() for s in (-1, 1))
    cv2.line(out, a, b, 1)
    return out
