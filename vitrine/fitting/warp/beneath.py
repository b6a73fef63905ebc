"""What shows where old clothing was: which of it is other clothes, and where the new garment passes the body by."""

from collections.abc import Sequence
from typing import Final
from weakref import WeakKeyDictionary

import cv2
import numpy as np
from jaxtyping import Bool, Float32

from vitrine.garments.garment import Category
from vitrine.imaging.filling import spread
from vitrine.imaging.masks import WHOLE, Window, among, box, box_of, grown, shrunk, soft
from vitrine.imaging.types import Mask, Region
from vitrine.people.body import SIDES, Body
from vitrine.people.person import CLASSES, Person

SKIN, TOP, OUTERWEAR, DRESS, BOTTOMS, LEGWEAR = (
    CLASSES.index(n) for n in ("skin", "top", "outerwear", "dress", "bottoms", "legwear")
)
OTHERS: Final[dict[Category, tuple[int, ...]]] = {
    "tops": (BOTTOMS,),
    "outerwear": (TOP, DRESS),
    "dresses": (),
    "bottoms": (TOP, OUTERWEAR, DRESS),
}
"""Classes that may go on beneath the old garment of a category."""
WAIST: Final = 0.92
"""Level at which bottoms begin where nothing better is seen (0 shoulders, 1 hips)."""
SKIRT: Final = WAIST + 0.1
"""Level from which the lower part of a dress stays on as a skirt, where a new top hangs over that."""
LONG: Final = 1.4
"""Level to which a dress reaches that stays on as one, whatever is worn beneath it."""
HANGS, LEGS, WORN = 0.25, 0.04, 0.04
"""Areas, in u²: of clothes that hang over the hips, of bare legs in sight below them, and of bottoms or legwear that
tells of more beneath them."""

ABOVE_ANKLES: Final = 0.3
"""Height above the ankles, in u, down to which hems throw shadows on bare legs."""
HANDS: Final = 0.55, 0.36
"""How far hands reach beyond the wrists at most, and the breadth of what they may hide, in u."""
PALMS: Final = 0.2, 0.2
"""The same of where the hand begins, of an arm that the old clothes hid in part."""
ASIDE: Final = 0.035
"""How far off an arm's edge lies what is right beside it, in u."""
GUESSED: Final = 0.025
"""How far off an arm's own edge the one that was guessed may be, where it lies before the trunk, in u."""
MIDDLE: Final = 0.1
"""How far beside the middle of the hips that is told which old clothes are in front, in u."""
FOOT: Final = 0.25
"""How far beside a hem that lies on it a foot reaches at most, in u."""
SIDE: Final[dict[Category, float]] = {"tops": 0.4, "dresses": 0.3, "bottoms": 0.75}
"""Level from which on a garment's side is the person's side: a dress goes round the trunk from the armpits down."""

_KEPT: WeakKeyDictionary[Body, dict[tuple[str, float], Region]] = WeakKeyDictionary()
"""Arms that were drawn, by side and how much wider: many ask for them."""


def level_of(body: Body) -> Float32[np.ndarray, "h w"]:
    """0 at the shoulders, 1 at the hips, by rows."""
    hips = (body.joints["hip-left"][1] + body.joints["hip-right"][1]) / 2
    neck = body.joints["neck"][1]
    rows = np.arange(body.mask.shape[0], dtype=np.float32)[:, None]
    return np.asarray(np.broadcast_to((rows - neck) / max(hips - neck, 1.0), body.mask.shape))


def other_clothes(person: Person, body: Body, removed: Region, category: Category) -> Mask:
    """Coverage of clothes of other slots beneath what is removed: bottoms under a top's hem, a top tucked in."""
    others = among(person.labels, OTHERS[category])
    if not others.any():
        return np.zeros_like(person.mask)
    level = level_of(body)
    # a little beyond what is removed: the soft edge must not mix in what lies beneath the clothes
    wider = grown(removed, 3)
    where = wider & (body.relief > 0) & ~bare_arms(body) & (person.labels != SKIN)
    if category == "tops":
        where &= level > WAIST
    if category == "bottoms":
        if _midriff(person, others, level):
            return np.zeros_like(person.mask)
        # a tucked or hanging top goes on down to where the new waistband may begin
        where &= level < 1.05
    return soft(where, 1.0)


def other_colours(
    person: Person, removed: Region, category: Category, window: tuple[slice, slice]
) -> Float32[np.ndarray, "rows cols 3"]:
    """Colours of those clothes drawn out beneath what is removed, in a window of the photo; sRGB, 0..255."""
    known = among(person.labels, OTHERS[category]) & ~removed
    near = box([removed], max(8, removed.shape[0] // 10))
    inner = shrunk(known[near], 2)
    drawn = spread(person.photo[near].astype(np.float32), inner if inner.any() else known[near])
    part = tuple(slice(w.start - v.start, w.stop - v.start) for w, v in zip(window, near, strict=True))
    return np.asarray(drawn[part])


def beside_bottoms(body: Body, past: Region) -> Region:
    """Places beside new bottoms that show what is behind the person: passed ones, and those of arms and hands.

    Sleeves stay on, and hands are in sight: no skin is made beside them, but where old bottoms hid a half of one.
    `past`: see `passed`.
    """
    whole = [side for side in SIDES if not body.ends[side].half]
    halves = [side for side in SIDES if side not in whole]
    arms = arms_of(body, whole) | _beyond_wrists(body, "elbow", *HANDS, whole)
    return np.asarray(past | (arms & ~legs_of(body) & ~bare_arms(body, halves)))


def passed(body: Body, cover: Mask, category: Category, window: Window = WHOLE) -> Bool[np.ndarray, "rows cols"]:
    """Places beside a new garment that hangs past them: it shows there what is behind the person, no bare leg.

    Where it goes round the person, between its upper and its lower end; where it is narrower than the body guessed
    beneath the old clothes.
    """
    wide = max(3, 2 * round(0.14 * body.unit) + 1)
    cover = whole = cover[window]
    found = np.zeros(cover.shape, bool)
    # as far to the sides as that reaches, all the way down
    columns = box_of(cover > 0.5, wide // 2)[1]
    if columns.start == columns.stop:
        return found
    cover = cover[:, columns]
    near = cv2.dilate((cover > 0.5).astype(np.uint8), np.ones((1, wide), np.uint8))
    above_hem = np.maximum.accumulate(near[::-1], 0)[::-1] > 0
    # a hem is seldom level: right above its lowest point what is beside it is in sight
    rise = max(1, round((0.08 if category == "tops" else 0.3) * body.unit))
    above_hem[:-rise] = above_hem[rise:]
    above_hem[-rise:] = cover[-2:].max() > 0.5 if cover.shape[0] > 2 else False
    below_top = np.maximum.accumulate(near, 0) > 0
    found[:, columns] = below_top & above_hem & (cover < 0.5)
    if category == "bottoms":
        found[:, columns] &= ~_between_legs(body, cover > 0.5, window)
    found[level_of(body)[window][:, 0] <= SIDE[category]] = False
    # old bottoms hid nothing of an arm but the half of a hand: there is no more of it than is in sight
    sides = [side for side in SIDES if category != "bottoms" or body.ends[side].half]
    # where a sleeve ended at a hand the arm is known as far as that
    bared = [side for side in sides if body.ends[side].sleeve is None]
    found &= ~bare_arms(body, sides)[window] & ~_beyond_wrists(body, "wrist", *PALMS, bared)[window]
    if category != "tops":
        _beside_feet(body, whole > 0.5, window, found)
    # where arm and garment meet there are specks between them, and no view
    return grown(shrunk(found, 1), 1)


def _beside_feet(body: Body, cover: Region, window: Window, found: Region) -> None:
    """Add, in place, places beside a hem that is let down over the feet: what old cloth hid of these does not show."""
    reach = round(FOOT * body.unit)
    ankles = max(body.joints[f"ankle-{side}"][1] for side in SIDES) - (window[0].start or 0)
    rows = slice(max(0, round(ankles)), None)
    columns = box_of(cover[rows], reach)[1]
    low = cover[rows, columns]
    if low.size:
        near = cv2.dilate(low.astype(np.uint8), np.ones((1, 2 * reach + 1), np.uint8))
        found[rows, columns] |= (np.maximum.accumulate(near[::-1], 0)[::-1] > 0) & ~low


def _between_legs(body: Body, cover: Region, window: Window) -> Region:
    """Places between the legs of shorts: bare thighs go on behind them, together or apart, as below the hems."""
    knees = min(body.joints[f"knee-{side}"][1] for side in SIDES) - (window[0].start or 0)
    if cover[max(0, round(knees)) :].any():
        return np.zeros_like(cover)
    return np.asarray(np.maximum.accumulate(cover, 1) & np.maximum.accumulate(cover[:, ::-1], 1)[:, ::-1])


def _midriff(person: Person, others: Region, level: Float32[np.ndarray, "h w"]) -> bool:
    """Whether bare skin, rather than the upper garment, is seen above the old bottoms."""
    old = among(person.labels, (BOTTOMS, DRESS)) & ~others
    rim = grown(old, 3) & ~old & (level < 1.1) & (level > 0.6)
    return bool((rim & (person.labels == SKIN)).sum() > 1.5 * (rim & others).sum())


def skirts(person: Person, body: Body) -> tuple[int, ...]:
    """Classes of the old clothes whose lower part stays on as a skirt when the upper one goes.

    A long dress; and what hangs over the hips where the legs below are bare: nobody is left without anything.
    """
    level, area = level_of(body), body.unit**2
    dress = person.labels == DRESS
    # what the photo cuts off may go on
    if dress.any() and (float(np.percentile(level[dress], 98)) > LONG or bool(dress[-2:].any())):
        return (DRESS,)
    low = level > SKIRT
    bare = (person.labels == SKIN) & low & legs_of(body) & ~_beyond_wrists(body, "elbow", *HANDS)
    if among(person.labels, (BOTTOMS, LEGWEAR)).sum() > WORN * area or bare.sum() < LEGS * area:
        return ()
    on_legs = low & (body.relief > 0)
    # the one in front of the hips: an open coat that hangs beside it is none
    columns = np.arange(level.shape[1], dtype=np.float32)
    middle = np.abs(columns - np.mean([body.joints[f"hip-{side}"][0] for side in SIDES])) < MIDDLE * body.unit
    front = {each: int(((person.labels == each) & low & middle).sum()) for each in (TOP, OUTERWEAR, DRESS)}
    found = max(front, key=lambda each: front[each])
    return (found,) if ((person.labels == found) & on_legs).sum() > HANGS * area else ()


def sleeves_of(person: Person, body: Body, classes: tuple[int, ...] = (DRESS,)) -> Region:
    """Where long sleeves of a dress hang beside the hips: an arm whose bone runs under cloth down to the wrist.

    A bare arm that goes behind a skirt has none.
    """
    found = np.zeros(body.mask.shape, np.uint8)
    for side in SIDES:
        shoulder, elbow, wrist = (np.array(body.joints[f"{name}-{side}"]) for name in ("shoulder", "elbow", "wrist"))
        if min(worn_along(person, *ends, classes) for ends in ((shoulder, elbow), (elbow, wrist))) > 0.6:
            ends = np.round(np.stack([elbow, wrist])).astype(int).tolist()
            cv2.line(found, ends[0], ends[1], 1, max(1, round(2.6 * body.radius[f"elbow-{side}"])))
    return found > 0


def worn_along(person: Person, start: np.ndarray, end: np.ndarray, classes: tuple[int, ...]) -> float:
    """Share of the places along a bone where clothes of some classes are seen."""
    at = np.round(start + (end - start) * np.linspace(0.2, 0.8, 7)[:, None]).astype(int)
    rows, columns = (np.clip(at[:, k], 0, person.labels.shape[1 - k] - 1) for k in (1, 0))
    return float(np.isin(person.labels[rows, columns], classes).mean())


def shins_of(body: Body) -> Region:
    """Both legs down to a little above the ankles, hands that hang before them left out."""
    legs = legs_of(body) & ~_beyond_wrists(body, "elbow", *HANDS)
    low = min(body.joints[f"ankle-{side}"][1] for side in SIDES) - ABOVE_ANKLES * body.unit
    legs[max(0, round(low)) :] = False
    return np.asarray(legs)


def below_hems(body: Body) -> Region:
    """All that hangs below the hips and is no hand: bare legs and ankles."""
    return np.asarray((level_of(body) > 1.1) & ~_beyond_wrists(body, "elbow", *HANDS))


def _beyond_wrists(body: Body, start: str, beyond: float, breadth: float, sides: Sequence[str] = SIDES) -> Region:
    """Lines from the joints `start` along the forearms' way to `beyond` the wrists; lengths in u."""
    canvas = np.zeros(body.mask.shape, np.uint8)
    for side in sides:
        elbow, wrist = (np.array(body.joints[f"{name}-{side}"]) for name in ("elbow", "wrist"))
        way = (wrist - elbow) / max(float(np.hypot(*(wrist - elbow))), 1.0)
        first = np.array(body.joints[f"{start}-{side}"])
        ends = np.round(np.stack([first, wrist + beyond * body.unit * way])).astype(int).tolist()
        cv2.line(canvas, ends[0], ends[1], 1, max(2, round(breadth * body.unit)))
    return canvas > 0


def legs_of(body: Body) -> Region:
    """Both legs from the hip joints to the ankles."""
    canvas = np.zeros(body.mask.shape, np.uint8)
    for leg in body.legs.of.values():
        ring = np.concatenate([leg.outer_edge, leg.inner_edge[::-1]])
        cv2.fillPoly(canvas, [np.round(ring).astype(np.int32)], 1)
    return canvas > 0


def bare_arms(body: Body, sides: Sequence[str] = SIDES) -> Region:
    """Both arms, or that of one of the `sides`, to their very edges, down to the hands."""
    return _drawn(body, sides, 1.0)


def arms_of(body: Body, sides: Sequence[str] = SIDES) -> Region:
    """Both arms, or that of one of the `sides`, down to the hands, with what is right beside them."""
    return _drawn(body, sides, ASIDE * body.unit)


def _drawn(body: Body, sides: Sequence[str], wider: float) -> Region:
    """Arms, wider by so many pixels on each side; those whose edges are guessed by more."""
    found = np.zeros(body.mask.shape, bool)
    kept = _KEPT.setdefault(body, {})
    for side in sides:
        if (side, wider) not in kept:
            arm, more = body.arms[side], 0 if body.arms[side].hangs else GUESSED * body.unit
            hand = body.hidden_hands.get(side)
            kept[side, wider] = arm.drawn(found.shape, wider + more, ends=body.ends[side].path if hand is None else ())
            if hand is not None:
                kept[side, wider][hand.window] |= grown(hand.region, wider)
        found |= kept[side, wider]
    return found
