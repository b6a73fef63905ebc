"""Hands in front of garments: where they are, where their sleeves reach over them, the cuffs that old ones left."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from vitrine.fitting.warp.arm import SIDES, Side
from vitrine.fitting.warp.beneath import bare_arms, legs_of
from vitrine.imaging.masks import among, box_about, box_of, grown, soft
from vitrine.imaging.types import Mask, Region
from vitrine.people.body import Body
from vitrine.people.fingers import hand
from vitrine.people.person import CLASSES, Person

SLEEVES: Final = tuple(CLASSES.index(name) for name in ("top", "outerwear", "dress"))
BARE: Final = tuple(CLASSES.index(name) for name in ("skin", "accessory"))
FINGERS: Final[dict[Side, tuple[int, ...]]] = {"left": (15, 17, 19, 21), "right": (16, 18, 20, 22)}
"""The pose's landmarks of the wrist and of the little finger, index finger and thumb."""
TIP: Final = 1.55
"""Where a finger ends, as a multiple of the way from the wrist to its landmark."""
BREADTH: Final = 0.2
"""Of what is hand along those ways, in u."""
SPREAD: Final = 0.17
"""How far from where the pose expects it a fingertip may be, in u."""
END: Final = 0.01
"""Area, in u², up to which skin that goes on from a hand beyond where it was expected is a finger's end."""
SHARP: Final = 0.8
"""Blur of the edge of a hand that lies on an arm, pixels."""
NEAR: Final = 0.03
"""How far beside it nothing else is of the hand, in u."""
PALM: Final = 0.045
"""How far beyond the wrist the hand begins that no sleeve covers or shades, in u; sleeves end before that."""
SOFT: Final = 0.012
"""Length over which it begins, in u."""
WRIST: Final = 0.3
"""How far from the wrist its base may lie, in u."""
CUFF: Final = 0.15
"""How far from a hand's base its cuff is looked for, in u."""
MIXED: Final = 0.011
"""Breadth of the edge between a hand and cloth that hides its other side, in u: with the shade right beside it."""
BEFORE: Final = 0.7
"""Share of a hand's breadth within which cloth past its base is of a cuff that ends aslant."""
RIM: Final = 0.027
"""How far on the hand an old cuff's shadow lies, in u."""


@dataclass(frozen=True, eq=False)
class Hands:
    """Where hands lie in the photo."""

    where: Region
    cuffs: Region
    """Old sleeves at the wrists with the shadow right below them: a ring at the hand, were they to stay."""
    traced: dict[str, Region]
    """Each hand, by side, whose outline is known even where it lies on the other arm."""

    def edged(self, shown: Mask, of_hands: Mask, unit: float) -> None:
        """Give the matte of hands, in place, that outline; `shown` is that of all that lies in front."""
        for outline in self.traced.values():
            near = box_of(outline, round(NEAR * unit) + 2)
            there = grown(outline[near], NEAR * unit)
            edge = shown[near] * soft(outline[near] & self.where[near], SHARP)
            of_hands[near] = np.where(there, edge, of_hands[near])


def hands_of(person: Person, body: Body) -> Hands:
    """Find the hands, by labels and pose."""
    traced = {side: hand(person.photo, fingers) for side, fingers in person.hands.items()}
    cuffs = _cuffs(person, body, [side for side in SIDES if side not in traced])
    where = np.zeros(person.labels.shape, bool)
    free = ~legs_of(body)
    for side in SIDES:
        where |= traced[side] if side in traced else _expected(person, body, side, free)
    bare = among(person.labels, BARE) & ~cuffs
    where = _to_their_ends(where & bare, bare, END * body.unit**2)
    return Hands(where, cuffs, traced)


def _to_their_ends(hands: Region, bare: Region, most: float) -> Region:
    """Hands with what of bare skin goes on from them and is too small, no more than `most` pixels, for a limb's."""
    if not hands.any():
        return hands
    near = box_of(hands, round(most**0.5) + 2)
    left = bare[near] & ~hands[near]
    count, index, stats, _ = cv2.connectedComponentsWithStats(left.view(np.uint8))
    joined = np.zeros(count, bool)
    joined[index[grown(hands[near], 1) & left]] = True
    ends = joined & (stats[:, cv2.CC_STAT_AREA] <= most)
    out = hands.copy()
    out[near] |= left & ends[index]
    return out


def _expected(person: Person, body: Body, side: Side, free: Region) -> Region:
    """Where a hand may be: about its bones, and about the ends of fingers that lie on no other arm, where it is free.

    Bare legs are not free.
    """
    wrist, *fingers = FINGERS[side]
    start, canvas, tips = person.landmarks[wrist], np.zeros(free.shape, np.uint8), np.zeros(free.shape, np.uint8)
    for finger in fingers:
        tip = start + TIP * (person.landmarks[finger] - start)
        ends = np.round(np.stack([start + 0.3 * (tip - start), tip])).astype(int).tolist()
        cv2.line(canvas, ends[0], ends[1], 1, max(2, round(BREADTH * body.unit)))
        cv2.circle(tips, ends[1], round(SPREAD * body.unit), 1, -1)
    other: Side = "right" if side == "left" else "left"
    spread = (tips > 0) & free
    return np.asarray((canvas > 0) | spread if not (spread & bare_arms(body, (other,))).any() else canvas > 0)


def wrist_of(person: Person, body: Body, side: Side) -> Mask:
    """The base of a hand, over which the sleeve of its own arm reaches: up to a line across, softly."""
    at = np.array(body.joints[f"wrist-{side}"])
    way = person.landmarks[FINGERS[side][2]] - at
    way = way / max(float(np.hypot(*way)), 1e-3)
    out = np.zeros(person.labels.shape, np.float32)
    far = WRIST * body.unit
    rows, columns = box_about(at[None].astype(np.float32), far, out.shape)
    y, x = np.mgrid[rows, columns].astype(np.float32)
    beyond = (x - at[0]) * way[0] + (y - at[1]) * way[1]
    out[rows, columns] = np.clip((PALM * body.unit - beyond) / (SOFT * body.unit), 0, 1)
    return out


def _cuffs(person: Person, body: Body, sides: Sequence[Side]) -> Region:
    found = np.zeros(person.labels.shape, bool)
    for end in (body.ends[side] for side in sides):
        if end.half:
            # of a hand that goes on beneath cloth what is mixed with that is none
            window = end.window(found.shape, WRIST * body.unit)
            found[window] |= grown(among(person.labels[window], SLEEVES), MIXED * body.unit)
        if end.sleeve is None:
            continue
        far = CUFF * body.unit
        window = end.window(found.shape, far)
        y, x = np.mgrid[window]
        past, beside = end.past(x, y), end.beside(x, y)
        # cloth beside a hand is none of its sleeve's
        sleeve = among(person.labels[window], SLEEVES) & ((past < 0) | (beside < BEFORE * end.radius))
        found[window] |= (past < 0.4 * far) & (beside < far) & grown(sleeve, max(1.5, RIM * body.unit))
    return found
