"""The garment's edge as ordered points between landmarks, for whoever lays it on a body by arc length."""

from itertools import pairwise
from typing import Final, Literal
from weakref import WeakKeyDictionary

import cv2
import numpy as np

from vitrine.garments.garment import PARTS, Garment
from vitrine.imaging.types import Labels, Mask, Points

BORDER: Final = 0.08
"""How far from the straight way to the armpit a sleeve's label may end, as a share of the picture's longer side."""
LeftOrRight = Literal["left", "right"]
_EDGES: WeakKeyDictionary[Garment, list[Points]] = WeakKeyDictionary()
"""All edges of garments that were asked for some."""


def outer_edge(garment: Garment, side: LeftOrRight) -> Points:
    """The edge from neck over the shoulder to the outer corner of the cuff (to the shoulder when sleeveless)."""
    end = "cuff-outer" if f"cuff-outer-{side}" in garment.landmarks else "shoulder"
    return between(garment, f"neck-{side}", f"{end}-{side}", via=f"shoulder-{side}")


def inner_edge(garment: Garment, side: LeftOrRight) -> Points:
    """The edge from the inner corner of the cuff up to the armpit; sleeveless: from the shoulder down to the armpit."""
    if f"cuff-inner-{side}" not in garment.landmarks:
        return between(garment, f"shoulder-{side}", f"armpit-{side}")
    open_part = between(garment, f"cuff-inner-{side}", f"slot-{side}")
    hidden = segment(np.array(garment.landmarks[f"slot-{side}"]), np.array(garment.landmarks[f"armpit-{side}"]))
    return np.concatenate([open_part, onto_border(hidden, garment.parts, side)[1:-1], hidden[-1:]])


def onto_border(line: Points, parts: Labels, side: LeftOrRight) -> Points:
    """A line between sleeve and torso moved, row by row, to where the sleeve's label ends nearby."""
    sleeve = parts == 1 + PARTS.index("left-sleeve" if side == "left" else "right-sleeve")
    rows = np.clip(np.round(line[:, 1]).astype(int), 0, parts.shape[0] - 1)
    reach = round(BORDER * max(parts.shape))
    away = np.arange(-reach, reach)
    columns = np.clip(np.round(line[:, :1]).astype(int) + away, 0, parts.shape[1] - 2)
    here = sleeve[rows[:, None], columns]
    torso = parts[rows[:, None], columns] == 1 + PARTS.index("torso")
    right = np.roll(here, -1, 1), np.roll(torso, -1, 1)
    borders = (here & right[1]) | (torso & right[0])
    borders[:, -1] = False
    far = np.where(borders, np.abs(away + 0.5), np.inf)
    best = far.argmin(1)
    found = np.isfinite(far[np.arange(len(line)), best])
    out = line.copy()
    out[found, 0] = columns[found, best[found]] + 0.5
    return out


def side_edge(garment: Garment, side: LeftOrRight) -> Points:
    """The edge from armpit over the waist to the hem; bottoms: from the waistband to the hem or the outer ankle."""
    if garment.category == "bottoms":
        end = "ankle-outer" if f"ankle-outer-{side}" in garment.landmarks else "hem"
        return between(garment, f"waistband-{side}", f"{end}-{side}")
    return between(garment, f"armpit-{side}", f"hem-{side}", via=f"waist-{side}")


def between(garment: Garment, start: str, end: str, via: str | None = None) -> Points:
    """Points along the edge of a garment's cut-out; see `way`."""
    if garment not in _EDGES:
        _EDGES[garment] = edges(garment.alpha)
    return way(_EDGES[garment], garment.landmarks, start, end, via)


def way(
    around: list[Points], landmarks: dict[str, tuple[float, float]], start: str, end: str, via: str | None = None
) -> Points:
    """Points along the edges `around` a cut-out from landmark `start` to landmark `end`, about a pixel apart.

    The edge is the outer one, or that of an inner gap when both lie on it. Where the edge is not the garment's own (a
    sleeve that lies on the torso) and the way along it is more than twice the straight one, the straight one is taken,
    through `via` if given.
    """
    a, b = np.array(landmarks[start]), np.array(landmarks[end])
    stops = [a, b] if via is None else [a, np.array(landmarks[via]), b]
    straight = np.concatenate([segment(p, q) for p, q in pairwise(stops)])
    direct = sum(float(np.linalg.norm(q - p)) for p, q in pairwise(stops))
    ways = [w for edge in around for w in ways_along(edge, a, b)]
    ways = [w for w in ways if off(w, stops) < 0.06 * max(direct, 1) + 6 and length(w) < 2 * direct + 8]
    if not ways:
        return straight.astype(np.float32)
    best = min(ways, key=length)
    return np.concatenate([a[None], best[1:-1], b[None]]).astype(np.float32)


def edges(alpha: Mask) -> list[Points]:
    """All closed edges of a cut-out, outer ones and those of gaps."""
    found, _ = cv2.findContours((alpha > 0.5).astype(np.uint8), cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE)
    return [edge[:, 0].astype(np.float32) for edge in found if len(edge) >= 20]


def ways_along(edge: Points, a: np.ndarray, b: np.ndarray) -> list[Points]:
    """Both ways along a closed edge from the point nearest to `a` to that nearest to `b`."""
    i = int(np.linalg.norm(edge - a, axis=1).argmin())
    j = int(np.linalg.norm(edge - b, axis=1).argmin())
    forward = np.roll(edge, -i, 0)[: (j - i) % len(edge) + 1]
    back = np.roll(edge[::-1], i + 1, 0)[: (i - j) % len(edge) + 1]
    return [forward, back]


def off(way: Points, stops: list[np.ndarray]) -> float:
    """How far the way misses the stop that it misses most."""
    return max(float(np.linalg.norm(way - s, axis=1).min()) for s in stops)


def length(way: Points) -> float:
    """Arc length in pixels."""
    return float(np.linalg.norm(np.diff(way, axis=0), axis=1).sum())


def segment(a: np.ndarray, b: np.ndarray) -> Points:
    """Points from `a` to `b`, about a pixel apart."""
    n = max(2, round(float(np.linalg.norm(b - a))) + 1)
    return np.asarray(a + (b - a) * np.linspace(0, 1, n)[:, None], np.float32)
