"""Feet that long clothes hide: the pose guesses them, shoes that look out and the old hem tell where they stand."""

from dataclasses import dataclass
from typing import Final, NamedTuple

import cv2
import numpy as np
from jaxtyping import Float64

from vitrine.imaging.masks import among, box_about, shrunk
from vitrine.imaging.types import Labels, Points, Region
from vitrine.people.person import CLASSES, Person

SIDES: Final = ("left", "right")
FEET: Final = ((27, 29, 31), (28, 30, 32))
"""Landmarks of ankle, heel and toes."""
HIPS: Final = (23, 24)
SHOES: Final = CLASSES.index("shoes")
BARE: Final = tuple(CLASSES.index(name) for name in ("skin", "legwear"))
CLOTH: Final = tuple(CLASSES.index(name) for name in ("top", "outerwear", "dress", "bottoms"))
REACH: Final = 0.7
"""How far from where the pose guesses toes a shoe is theirs, in u."""
LEAST: Final = 0.01
"""Area of a shoe that looks out, in u²."""
SCRAP: Final = 0.3
"""Share of the largest below which another is a heel of that, or what is left of it beside a hem."""
BOTH: Final = (0.4, 0.1)
"""Breadth, in u, and area, in u², from which on what looks out is of both feet."""
APART: Final = 0.26
"""Distance between the ankles of who stands with closed feet, in u: feet are as broad."""
INNER: Final = 0.04
"""How deep in a shoe toes lie, in u."""
BESIDE: Final = 0.12
"""How far to each side of the toes an old hem is looked for, in u."""
BEYOND: Final = 0.28
"""How far a foot goes on beyond the landmark of its toes, as a share of the way there from the ankle: so do 204 feet in
sight on street photos."""
LONG: Final = (0.4, 0.55)
"""Way from ankle to toes in the picture, in u: of those feet eight in ten lie about between."""
BALL: Final = 0.95
"""Where on the way from ankle to toes a foot is broadest."""
BROAD: Final = (0.1, 0.13)
"""Half its breadth there seen from its side and from the front, in u: less than half that of 520 shoes in sight on
street photos, low ones are narrower than most."""
HEEL: Final = 0.065
"""Half the breadth of a heel, in u."""
OPEN: Final = (0.6, 0.085)
"""How far toward the toes a low shoe is open, and half how broad it is there, in u."""
LOOKED, ACROSS = np.linspace(0.3, 1.2, 10), np.linspace(-0.08, 0.08, 5)
"""Places along a foot, and how far to its sides, in u, where it is looked for."""
SHOWN, OPENED = 0.5, 0.15
"""Share of them from which on, when foot or shoe is there, they are in sight and left as they are; and when the bare
foot alone is, which tells that its shoe is an open one."""

Spot = Float64[np.ndarray, "2"]


class Cone(NamedTuple):
    """Part of a limb; lengths in pixels."""

    start: Spot
    end: Spot
    at_start: float
    """Its radius there."""
    at_end: float


@dataclass(frozen=True, eq=False)
class Foot:
    """A foot and what a low shoe leaves open of it."""

    cones: list[Cone]
    opening: Cone
    heel: Spot
    toe: Spot
    hidden: bool
    """Whether old clothes hide it, with all or most of its shoe."""


def standing(labels: Labels, landmarks: Points, unit: float) -> Points:
    """Landmarks in which feet that old clothes hide stand where they must.

    Toes whose shoe looks out below a hem lie in it; where nothing of a foot is in sight it ends where the hem does, and
    points the way that both feet together do: a hem that is let down to the ground lies on them.

    Args:
        labels: indices into CLASSES.
        landmarks: the pose's 33, (x, y) in pixels.
        unit: the person's unit, pixels.
    """
    found = landmarks.copy()
    hidden = [
        foot
        for foot in FEET
        if _in_cloth(labels, landmarks[foot[0]]) and not _shows(labels, landmarks[foot[0]], landmarks[foot[2]], unit)
    ]
    if not hidden:
        return landmarks
    window = box_about(landmarks[[place for foot in FEET for place in foot]], 2 * REACH * unit, labels.shape)
    corner = np.array([window[1].start, window[0].start], np.float64)
    toes = [landmarks[foot[2]] - corner for foot in FEET]
    shoes = _theirs(labels[window] == SHOES, toes, unit)
    way = np.asarray(np.mean([landmarks[toe] - landmarks[ankle] for ankle, _, toe in FEET], 0), np.float64)
    free = []
    for foot, shoe in zip(FEET, shoes, strict=True):
        if foot not in hidden:
            continue
        ankle, heel, toe = foot
        if shoe is not None:
            if _at(shoe, landmarks[toe] - corner):
                continue
            found[[ankle, heel, toe]] += (_nearest(shoe, landmarks[toe] - corner, unit) + corner) - landmarks[toe]
        elif _in_cloth(labels, landmarks[toe]):
            moved = _on_hem(labels, landmarks[ankle].astype(np.float64), way, unit)
            if moved is not None:
                found[heel] += moved[0] - landmarks[ankle]
                found[ankle], found[toe] = moved
                free.append(list(foot))
    _apart(found, free, unit)
    return np.asarray(found, np.float32)


def _apart(landmarks: Points, free: list[list[int]], unit: float) -> None:
    """Move, in place, `free` feet of which nothing is in sight away from the other foot, that none stands on it."""
    left, right = FEET
    between = float(landmarks[left[0], 0] - landmarks[right[0], 0])
    way = np.sign(landmarks[HIPS[0], 0] - landmarks[HIPS[1], 0]) or 1.0
    missing = APART * unit - way * between
    if missing > 0:
        for foot in free:
            landmarks[foot, 0] += (way if foot[0] == left[0] else -way) * missing / len(free)


def foot(person: Person, side: str, ankle: tuple[float, float], radius: float, unit: float) -> Foot:
    """The foot of one side.

    Args:
        person: whose landmarks `standing` has looked at.
        side: left or right.
        ankle: where its joint is, (x, y).
        radius: the leg's there, pixels.
        unit: the person's unit, pixels.
    """
    first, *others = FEET[SIDES.index(side)]
    heel, toe = person.landmarks[others].astype(np.float64)
    start = np.array(ankle)
    way = toe - start
    ball = start + BALL * way
    front = abs(way[1]) / max(float(np.hypot(*way)), 1.0)
    at_ball, at_heel = (BROAD[0] + (BROAD[1] - BROAD[0]) * front) * unit, HEEL * unit
    hidden = _in_cloth(person.labels, person.landmarks[first]) and not _shows(person.labels, start, toe, unit)
    # a shoe in sight hides all by which a foot is broader than its leg
    cones = [Cone(start, ball, radius, at_ball if hidden else radius)]
    if hidden:
        cones += [Cone(start, heel, radius, at_heel), Cone(heel, ball, at_heel, at_ball)]
    opening = Cone(start, start + OPEN[0] * way, radius, OPEN[1] * unit)
    return Foot(cones, opening, heel, toe, hidden)


def _shows(labels: Labels, ankle: np.ndarray, toe: np.ndarray, unit: float) -> bool:
    """Whether much of a foot, or of its shoe, is in sight where the pose has it."""
    way = toe - ankle
    across = np.array([-way[1], way[0]]) / max(float(np.hypot(*way)), 1.0) * unit
    at = ankle + way * LOOKED[:, None, None] + across * ACROSS[:, None]
    x, y = (np.clip(np.round(at[..., k]).astype(int), 0, labels.shape[1 - k] - 1) for k in (0, 1))
    seen = labels[y, x]
    bare = float(among(seen, BARE).mean())
    return bare > OPENED or bare + float((seen == SHOES).mean()) > SHOWN


def _theirs(shoes: Region, toes: list[np.ndarray], unit: float) -> list[Region | None]:
    """The shoe of each foot; where two look out, each has one."""
    count, index, stats, _ = cv2.connectedComponentsWithStats(shoes.astype(np.uint8))
    area = stats[1:, cv2.CC_STAT_AREA]
    least = max(LEAST * unit**2, SCRAP * float(area.max(initial=0)))
    there = [index == k + 1 for k in range(count - 1) if area[k] > least]
    if not there:
        return [None, None]
    far = np.array([[_distance(shoe, toe) for shoe in there] for toe in toes])
    own = far.argmin(1)
    if len(there) > 1 and own[0] == own[1]:
        each = [(far[0, i] + far[1, j], i, j) for i in range(len(there)) for j in range(len(there)) if i != j]
        best = min(each)
        if far[0, best[1]] < REACH * unit and far[1, best[2]] < REACH * unit:
            own = np.array(best[1:])
    found = [there[k] if far[foot, k] < REACH * unit else None for foot, k in enumerate(own)]
    shared = there[own[0]]
    if own[0] == own[1] and np.ptp(np.flatnonzero(shared.any(0))) < BOTH[0] * unit and shared.sum() < BOTH[1] * unit**2:
        found[int(far[:, own[0]].argmax())] = None
    return found


def _distance(shoe: Region, toe: np.ndarray) -> float:
    y, x = np.nonzero(shoe)
    return float(np.hypot(x - toe[0], y - toe[1]).min())


def _nearest(shoe: Region, toe: np.ndarray, unit: float) -> np.ndarray:
    """The place well inside of a shoe that is nearest to the toes."""
    inner = shrunk(shoe, INNER * unit)
    y, x = np.nonzero(inner if inner.any() else shoe)
    k = np.hypot(x - toe[0], y - toe[1]).argmin()
    return np.array([x[k], y[k]], np.float64)


def _on_hem(labels: Labels, ankle: Spot, way: Spot, unit: float) -> tuple[Spot, Spot] | None:
    """Ankle and toes of a foot that ends where the cloth over it does; None where the picture ends before."""
    toe = ankle + way
    columns = slice(max(0, round(toe[0] - BESIDE * unit)), max(0, round(toe[0] + BESIDE * unit)))
    rows = np.flatnonzero(among(labels[:, columns], CLOTH).sum(1) > BESIDE * unit)
    if not len(rows) or rows[-1] >= labels.shape[0] - 2:
        return None
    down = (rows[-1] - ankle[1]) / (1 + BEYOND)
    long = float(np.clip(down, LONG[0] * unit, LONG[1] * unit))
    moved = np.array([way[0] * min(1.0, long / max(float(way[1]), 1.0)), long])
    start = np.array([ankle[0], ankle[1] + (down - long) * (1 + BEYOND)])
    return start, start + moved


def _at(region: Region, spot: np.ndarray) -> bool:
    x, y = np.round(spot).astype(int)
    return bool(0 <= x < region.shape[1] and 0 <= y < region.shape[0] and region[y, x])


def _in_cloth(labels: Labels, spot: np.ndarray) -> bool:
    x, y = np.round(spot).astype(int)
    return bool(0 <= x < labels.shape[1] and 0 <= y < labels.shape[0] and labels[y, x] in CLOTH)
