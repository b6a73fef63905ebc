"""What the old bottoms show: where their waistband runs, whether a top hangs over it, where their legs end."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from vitrine.fitting.warp.arm import SIDES, Side
from vitrine.imaging.masks import among
from vitrine.imaging.types import Mask
from vitrine.people.person import CLASSES, Person

SKIN, BOTTOMS, ACCESSORY = (CLASSES.index(name) for name in ("skin", "bottoms", "accessory"))
TOPS: Final = tuple(CLASSES.index(name) for name in ("top", "outerwear", "dress"))
LONG: Final = (BOTTOMS, CLASSES.index("dress"))
"""What may go down to the ankles."""
TUCKED: Final = 0.17
"""Bottoms that begin this far above the hip joints, in u, or higher show their waistband."""
BREADTH: Final = 0.42
"""How far from the spine the waistband is looked for, in u."""
LEAST_BRIM, MOST_BRIM = 0.3, 0.85
"""Between these, in u, half the breadth of a top at its hem, or of bottoms at their waistband, is believed."""
MOST_LOOSE: Final = 1.3
"""Breadth of old bottoms over that of the hips beneath, at most: what reaches farther is none of them."""
ABOVE: Final = np.linspace(0.04, 0.1, 5)
BENEATH: Final = np.linspace(0.02, 0.08, 5)
"""How far above a top's hem and below a waistband that is looked for, in u."""
ROUND_HAND: Final = 0.05
"""How far beyond the edge of an old pocket with a hand in it new cloth reaches, in u."""
STRAY: Final = 0.06
"""Places of a waistband that lie farther off its curve, in u, are none."""


@dataclass(frozen=True, eq=False)
class Waist:
    """Where bottoms begin that a top is tucked into. Lengths in pixels."""

    depth: float
    """Depth of their upper edge on the spine, from the neck."""
    curve: tuple[float, float]
    """How it runs beside the spine: x, x² (toward the wearer's left)."""
    half: dict[Side, float]
    """Half their breadth there."""
    below: Mask
    """0 above the edge, 1 below it, beside the bottoms too; the photo's size."""


@dataclass(frozen=True)
class Worn:
    """The old bottoms; depths from the neck along the spine, in pixels."""

    waist: float | None
    """Depth of the waistband on the spine, where it is in sight."""
    curve: tuple[float, float]
    """How it runs beside the spine: x, x² (toward the wearer's left)."""
    hung: bool
    """Whether a top hangs over it."""
    hem: float | None
    """Depth at which legs of full length end."""
    brim: dict[Side, float] | None = None
    """Half the breadth of the top that hangs over it, at its hem, else that of the bottoms below their waistband."""

    def beside(self, across: np.ndarray) -> np.ndarray:
        """How much deeper the waistband lies at distances from the spine."""
        return np.asarray(self.curve[0] * across + self.curve[1] * across * across)


def worn(person: Person, joint: dict[str, complex], down: complex, across: complex, u: float) -> Worn:
    """Look at the old bottoms."""
    waist, curve = _waistband(person, joint, down, across, u)
    torso = abs(joint["hips"] - joint["neck"])
    hung = waist is not None and waist > torso - TUCKED * u and not _bare_above(person, joint, down, waist)
    found = Worn(waist, curve, hung, _hem(person, joint, u))
    if waist is None:
        return found
    seen = (TOPS, waist - ABOVE * u) if hung else ((BOTTOMS, ACCESSORY), waist + BENEATH * u)
    return replace(found, brim=_breadth(person, found, joint["neck"], down, across, *seen, u))


def _waistband(
    person: Person, joint: dict[str, complex], down: complex, across: complex, u: float
) -> tuple[float | None, tuple[float, float]]:
    """Depth of the bottoms' upper edge on the spine, and a parabola through what is seen of it beside that."""
    torso = abs(joint["hips"] - joint["neck"])
    depth = np.arange(0.4 * torso, 1.3 * torso)
    beside = np.linspace(-BREADTH, BREADTH, 29) * u
    at = joint["neck"] + down * depth[:, None] + across * beside[None]
    # a belt, and what passes for one at the fly, belongs to the bottoms
    labels = _labels(person, at)
    if not (labels == BOTTOMS).any():
        # a scarf that hangs down is no belt
        return None, (0.0, 0.0)
    found = np.isin(labels, [BOTTOMS, ACCESSORY])
    lasting = found & np.roll(found, -max(1, round(0.04 * u)), 0)
    there = lasting.any(0)
    if there.sum() < 5:
        return None, (0.0, 0.0)
    edge = depth[lasting.argmax(0)]
    terms = np.stack([np.ones_like(beside), beside, beside**2], 1)
    middle = there & (np.abs(beside) < 0.25 * u)
    near = float(np.median(edge[middle] if middle.any() else edge[there]))
    use = there & (np.abs(edge - near) < 3 * STRAY * u)
    for _ in range(3):
        if use.sum() < 8:
            return near, (0.0, 0.0)
        fit = np.linalg.lstsq(terms[use], edge[use], rcond=None)[0]
        use = there & (np.abs(terms @ fit - edge) < STRAY * u)
    if np.ptp(beside[use]) < BREADTH * u or np.abs(terms @ fit - fit[0]).max() > 0.2 * u:
        return near, (0.0, 0.0)
    return float(fit[0]), (float(fit[1]), float(fit[2]))


def pocketed(person: Person) -> dict[Side, tuple[complex, complex]]:
    """Wrist and index finger of each hand that is hidden in the bottoms."""
    found: dict[Side, tuple[complex, complex]] = {}
    hands: tuple[tuple[Side, int, tuple[int, int]], ...] = (("left", 15, (17, 19)), ("right", 16, (18, 20)))
    for side, wrist, fingers in hands:
        tips = np.array([complex(*person.landmarks[i]) for i in fingers])
        if person.visibility[wrist] > 0.3 and (_labels(person, tips) == BOTTOMS).all():
            found[side] = complex(*person.landmarks[wrist]), complex(tips[1])
    return found


def bulges(
    person: Person, hands: Mapping[Side, tuple[complex, complex]], centre: np.ndarray, across: complex, u: float
) -> dict[Side, np.ndarray]:
    """How far the old bottoms reach beside each place of the spine where a hand is hidden in them; 0 elsewhere."""
    found: dict[Side, np.ndarray] = {side: np.zeros(len(centre)) for side in SIDES}
    for side, (wrist, finger) in hands.items():
        away = np.arange(0, 1.1 * u)
        at = centre[:, None] + (across if side == "left" else -across) * away[None]
        # the hand's skin at the pocket's opening is part of the way
        there = np.isin(_labels(person, at), [BOTTOMS, SKIN, ACCESSORY])
        reach = away[np.where(there.all(1), len(away) - 1, (~there).argmax(1))]
        near = (centre.imag > wrist.imag - 0.25 * u) & (centre.imag < finger.imag + 0.35 * u)
        found[side] = np.where(near & (reach < 0.95 * u), reach + ROUND_HAND * u, 0.0)
    return found


def beyond(person: Person, centre: np.ndarray, out: complex, half: np.ndarray) -> np.ndarray:
    """How far old bottoms reach that way beside each place of the spine; `half`, the body's own breadth, if not."""
    away = np.arange(0, MOST_LOOSE * max(float(half.max()), 1.0) + 2)
    labels = _labels(person, centre[:, None] + out * away[None])
    # an old top that hangs lower in the middle is part of the way
    there = np.isin(labels, [BOTTOMS, ACCESSORY, *TOPS])
    last = np.maximum(np.where(there.all(1), len(away), (~there).argmax(1)) - 1, 0)
    seen = labels[np.arange(len(labels)), last] == BOTTOMS
    believed = seen & (away[last] < MOST_LOOSE * half)
    return np.where(believed, np.maximum(away[last], half), half)


def _breadth(
    person: Person,
    old: Worn,
    neck: complex,
    down: complex,
    across: complex,
    classes: tuple[int, ...],
    depths: np.ndarray,
    u: float,
) -> dict[Side, float] | None:
    """How far these classes reach to either side of the spine, along the waistband; None where an arm hides that."""
    away = np.arange(0, MOST_BRIM * u)
    found: dict[Side, float] = {}
    for side in SIDES:
        beside = away if side == "left" else -away
        at = neck + down * (depths[:, None] + old.beside(beside)) + across * beside
        there = np.isin(_labels(person, at), classes)
        reach = np.where(there.all(1), len(away), (~there).argmax(1))
        found[side] = float(np.median(reach))
    return found if all(LEAST_BRIM * u < half < MOST_BRIM * u - 1 for half in found.values()) else None


def _bare_above(person: Person, joint: dict[str, complex], down: complex, waist: float) -> bool:
    """Whether skin, and no top, lies right above the old bottoms."""
    depth = waist - np.arange(2, 12) * 0.004 * abs(joint["hips"] - joint["neck"])
    return bool((_labels(person, joint["neck"] + down * depth) == SKIN).mean() > 0.5)


def _hem(person: Person, joint: dict[str, complex], u: float) -> float | None:
    """Depth at which old bottoms, or a dress, end, the mean of both legs, if they reach the ankles."""
    ends = []
    for side in SIDES:
        ankle = joint[f"ankle-{side}"]
        columns = slice(max(0, round(ankle.real - 0.25 * u)), max(0, round(ankle.real + 0.25 * u)))
        rows = np.flatnonzero(among(person.labels[:, columns], LONG).sum(1) > 0.04 * u)
        if not len(rows) or rows[-1] < ankle.imag - 0.12 * u or rows[-1] >= person.labels.shape[0] - 2:
            return None
        ends.append(float(rows[-1]) - joint["neck"].imag)
    return float(np.mean(ends))


def _labels(person: Person, at: np.ndarray) -> np.ndarray:
    rows = np.clip(np.round(at.imag).astype(int), 0, person.labels.shape[0] - 1)
    columns = np.clip(np.round(at.real).astype(int), 0, person.labels.shape[1] - 1)
    return np.asarray(person.labels[rows, columns])
