"""Where an arm hidden in a sleeve comes out as a hand, and how wide it is there."""

from collections.abc import Container
from dataclasses import dataclass
from typing import Final

import numpy as np

from vitrine.imaging.masks import Window, among, touching
from vitrine.imaging.types import Labels, Points
from vitrine.people.person import CLASSES

Xy = tuple[float, float]
SKIN: Final = CLASSES.index("skin")
CLOTH: Final = tuple(CLASSES.index(name) for name in ("top", "outerwear", "dress"))
GARMENTS: Final = (*CLOTH, CLASSES.index("bottoms"))
SLICE: Final = 0.02
"""Breadth from which on what is in sight of a hand passes for one, in u."""
FINGERS: Final = {"left": (17, 19), "right": (18, 20)}
"""Landmarks of the knuckles of little and index finger."""
BEFORE, BEYOND = 0.3, 0.3
"""How far before and beyond the wrist a sleeve may end, in u."""
SLEEVE: Final = 0.12
"""Length of cloth above a hand that makes it a sleeve, in u."""
HALF: Final = 0.2
"""How far beside the arm's axis the hand is looked for, in u."""
WIDTH: Final = (0.07, 0.3)
"""Between these, in u, a hand's breadth is believed."""
BELOW: Final = (0.02, 0.035, 0.05)
"""Distances below the sleeve's end at which it is measured, in u: a cuff's end is seldom straight."""
CRUMBS: Final = 0.25
"""How far from a hand the corners of its cuff may lie, in u."""
ASKEW: Final = 0.06
"""How far the ends of a cuff lie apart along the arm at most, from its middle, in u."""
LOOSE: Final = 0.015
"""What stands off the hand's sides by more than this, in u, is none of it."""
SLIVER: Final = 0.07
"""Breadth up to which what is in sight of a hand is a part of it, in u."""
TIP: Final = 1.5
"""Where the fingers end, as a share of the same way."""
PLACES: Final = 16
"""Places along a hand at which what is in sight of it is looked for."""
HALVES: Final = (0.058, 0.03)
"""Half the breadth of a hand that hangs beside a thigh, and of its fingers' end, in u."""
WHOLE: Final = 0.9
"""Share of a run of skin that is labelled so: the labels have single pixels of other classes at a hand's edge."""
HAND: Final = 0.6
"""Share of the way from the wrist to the index finger's knuckle at which an arm that is in sight ends."""


@dataclass(frozen=True)
class End:
    """The end of an arm, where it goes over into the hand."""

    at: Xy
    """Its middle, pixels."""
    radius: float
    beyond: float
    """How far beyond the wrist it lies, pixels; negative before it."""
    aside: Xy
    """How far its middle lies from the axis through the joints, pixels (x, y)."""
    sleeve: Xy | None = None
    """The way (unit vector) in which the hand comes out of a sleeve that ends there; None for a bare arm."""
    tip: tuple[Xy, float] | None = None
    """Where its fingers end, and half their breadth there, if cloth hides the hand or one side; else its skin tells."""
    unseen: bool = False
    """Whether cloth hides the whole hand (see `hidden_hand`)."""

    @property
    def half(self) -> bool:
        """Whether cloth hides one side of the hand."""
        return self.tip is not None and not self.unseen

    @property
    def path(self) -> tuple[tuple[Xy, float], ...]:
        """Places beyond the wrist, with the radius there, to which the arm goes on."""
        here = (self.at, self.radius)
        return (here,) if self.tip is None else (here, self.tip)

    def window(self, shape: tuple[int, ...], far: float) -> Window:
        """What lies up to `far` pixels from it to each side, in a picture of a shape."""
        (left, right), (top, bottom) = (
            (int(np.clip(at - far, 0, size - 1)), int(np.clip(at + far, 1, size)))
            for at, size in zip(self.at, (shape[1], shape[0]), strict=True)
        )
        return slice(top, bottom), slice(left, right)

    def past(self, x: np.ndarray, y: np.ndarray) -> np.ndarray:
        """How far places lie past the end of a sleeve, along the hand."""
        way = self.sleeve or (0.0, 0.0)
        return np.asarray((x - self.at[0]) * way[0] + (y - self.at[1]) * way[1])

    def beside(self, x: np.ndarray, y: np.ndarray) -> np.ndarray:
        """How far they lie beside the hand's axis, to either side."""
        way = self.sleeve or (0.0, 0.0)
        return np.asarray(np.abs((y - self.at[1]) * way[0] - (x - self.at[0]) * way[1]))


def arm_end(labels: Labels, landmarks: Points, side: str, elbow: Xy, wrist: Xy, unit: float) -> End | None:
    """Where the hand comes out of the sleeve of the arm on one side; None where no sleeve ends at a hand in sight.

    Args:
        labels: of the person image, indices into CLASSES.
        landmarks: the pose's 33, (x, y) in pixels.
        side: `left` or `right`.
        elbow: place of the joint, pixels.
        wrist: place of the joint, pixels.
        unit: the person's unit, pixels.
    """
    start, middle = np.array(elbow), np.array(wrist)
    fore = _direction(middle - start)
    hand = _direction(landmarks[list(FINGERS[side])].mean(0) - middle)
    run = np.arange(-BEFORE * unit, BEYOND * unit)
    axis = middle + np.where(run[:, None] < 0, fore, hand) * run[:, None]
    along = _at(labels, axis)
    bare = np.flatnonzero(along == SKIN)
    if not len(bare):
        return None
    first = int(bare[0])
    above = along[max(0, first - round(SLEEVE * unit)) : first]
    if len(above) < 0.5 * SLEEVE * unit or not np.isin(above, CLOTH).all():
        return None
    across = np.array([-hand[1], hand[0]])
    found = [_across(labels, axis[first] + hand * far * unit, across, unit) for far in BELOW]
    edges = np.array([edge for edge in found if edge is not None])
    if len(edges) < 2:
        return None
    low, high = np.median(edges, 0)
    aside = across * (low + high) / 2
    at = axis[first] + hand * BELOW[0] * unit + aside
    beyond = float(run[first]) + BELOW[0] * unit
    way = (float(hand[0]), float(hand[1]))
    return End((float(at[0]), float(at[1])), float(high - low) / 2, beyond, (float(aside[0]), float(aside[1])), way)


def _across(labels: Labels, centre: np.ndarray, across: np.ndarray, unit: float) -> tuple[float, float] | None:
    """Where the hand begins and ends on the line across it, as distances from the axis."""
    off = np.arange(-HALF * unit, HALF * unit + 1)
    skin = _at(labels, centre + across * off[:, None]) == SKIN
    middle = int(np.abs(off).argmin())
    gaps = np.flatnonzero(~skin)
    before, after = gaps[gaps < middle], gaps[gaps > middle]
    if not skin[middle] or not len(before) or not len(after):
        return None
    low, high = float(off[before[-1]]) + 0.5, float(off[after[0]]) - 0.5
    return (low, high) if WIDTH[0] * unit < high - low < WIDTH[1] * unit else None


def _direction(way: np.ndarray) -> np.ndarray:
    return np.asarray(way / max(float(np.hypot(*way)), 1e-6))


def _at(labels: Labels, at: np.ndarray) -> np.ndarray:
    columns, rows = (np.clip(np.round(at[:, k]).astype(int), 0, labels.shape[1 - k] - 1) for k in (0, 1))
    return np.asarray(labels[rows, columns])


def uncuffed(labels: Labels, landmarks: Points, unit: float, known: Container[str] = ()) -> Labels:
    """Labels in which no skin lies on or beside the cuff of a long sleeve: crumbs at its corners are its own.

    Args:
        labels: of the person image, indices into CLASSES.
        landmarks: the pose's 33, (x, y) in pixels.
        unit: the person's unit, pixels.
        known: sides on which the labels tell the hand from its sleeve as it is.
    """
    found = labels
    for side, (elbow, wrist) in {"left": (13, 15), "right": (14, 16)}.items():
        if side in known:
            continue
        first, last = ((float(landmarks[k, 0]), float(landmarks[k, 1])) for k in (elbow, wrist))
        end = arm_end(labels, landmarks, side, first, last, unit)
        if end is None:
            continue
        window = end.window(labels.shape, CRUMBS * unit)
        y, x = np.mgrid[window]
        past, beside = end.past(x, y), end.beside(x, y)
        skin = labels[window] == SKIN
        joined = touching(skin, (past > 0) & (past < 0.5 * ASKEW * unit) & (beside < 0.5 * end.radius))
        off = (past < -ASKEW * unit) | ((past < ASKEW * unit) & ((beside > end.radius + LOOSE * unit) | ~joined))
        wrong = skin & off
        cloth = among(labels[window], CLOTH)
        if wrong.any() and cloth.any():
            found = found.copy() if found is labels else found
            found[window][wrong] = np.bincount(labels[window][cloth]).argmax()
    return found


def in_sight(labels: Labels, landmarks: Points, side: str, wrist: Xy, radius: float, unit: float) -> End:
    """The end of an arm that no sleeve hides: within the hand, as wide as the wrist.

    Where cloth hides one side of the hand it is whole beneath, up to the fingers' end; where it hides both it has no
    more to show: the arm is led into what is in sight.
    """
    start, way = np.array(wrist), landmarks[FINGERS[side][1]] - np.array(wrist)
    at, beyond = start + HAND * way, float(np.hypot(*(HAND * way)))
    seen = _sliver(labels, at, way, unit)
    if seen is None or seen.breadth >= 2 * radius:
        return End((float(at[0]), float(at[1])), radius, beyond, (0.0, 0.0))
    if seen.hidden is None or seen.breadth > SLIVER * unit:
        at = seen.middle
        return End((float(at[0]), float(at[1])), seen.breadth / 2, beyond, (0.0, 0.0))
    middle, tip = seen.whole(HALVES[0] * unit), start + _reaches(labels, start, way, unit) * way
    low = _sliver(labels, tip, way, unit)
    tip = low.whole(HALVES[1] * unit) if low is not None and low.hidden is not None else tip + middle - at
    ends = [(float(place[0]), float(place[1])) for place in (middle, tip)]
    return End(ends[0], HALVES[0] * unit, beyond, (0.0, 0.0), tip=(ends[1], HALVES[1] * unit))


def _reaches(labels: Labels, start: np.ndarray, way: np.ndarray, unit: float) -> float:
    """Where fingers end, as a share of the way from the wrist to a knuckle: no farther than what is in sight of them.

    Their round end lies within that.
    """
    last = HAND
    for share in np.linspace(HAND, TIP, PLACES).tolist():
        if _sliver(labels, start + share * way, way, unit) is None:
            break
        last = share
    return max(HAND, last - (HALVES[1] * unit / max(float(np.hypot(*way)), 1.0) if last < TIP else 0.0))


@dataclass(frozen=True, eq=False)
class _Sliver:
    """What is in sight of a hand on a line across it, cloth beside it."""

    middle: np.ndarray
    breadth: float
    hidden: np.ndarray | None
    """The way across (unit vector) to the side that cloth hides; None if it may hide both."""

    def whole(self, half: float) -> np.ndarray:
        """The middle of a hand half as broad as given, with the edge that is in sight."""
        if self.hidden is None:
            return self.middle
        return np.asarray(self.middle + self.hidden * max(half - self.breadth / 2, 0))


def _sliver(labels: Labels, at: np.ndarray, way: np.ndarray, unit: float) -> _Sliver | None:
    """The one run of skin across a hand, if cloth is beside it."""
    hand = _direction(way)
    across = np.array([-hand[1], hand[0]])
    off = np.arange(-HALF * unit, HALF * unit + 1)
    beside = _at(labels, at + across * off[:, None])
    skin = np.flatnonzero(beside == SKIN)
    if len(skin) <= SLICE * unit or np.ptp(skin) + 1 > len(skin) / WHOLE:
        return None
    rims = [beside[max(0, int(skin[0]) - 2)], beside[min(len(beside) - 1, int(skin[-1]) + 2)]]
    cloth = np.isin(rims, GARMENTS)
    if not cloth.any():
        return None
    hidden = None if cloth.all() else across * (-1 if cloth[0] else 1)
    return _Sliver(at + across * off[skin].mean(), float(len(skin)), hidden)
