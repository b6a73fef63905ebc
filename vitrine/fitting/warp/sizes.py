"""The garment's true size on this person: pixels of the photo for one pixel of the garment picture.

A product picture has no scale. Usual garments agree with the body in chest or waist girth, and in length; the two
estimates are joined with weights (geometric mean). All widths are flat: half a girth.
"""

from typing import Final

import numpy as np

from vitrine.fitting.warp.arm import SIDES
from vitrine.fitting.warp.drape import TRUNK_ROUND, visible
from vitrine.fitting.warp.frame import Frame
from vitrine.garments.bodysuit import is_bodysuit
from vitrine.garments.garment import Garment, Hem

UNIT_CM: Final = 35.0
"""A usual adult's unit in centimetres: what a size chart's measures are compared with."""
FLAT: Final = {"tops": 1.3, "outerwear": 1.4, "dresses": 1.25}
"""Usual chest width of a garment that lies flat, in u."""
FILLED: Final = 1.0
"""Chest width of a garment shown filled, as if worn by nobody, in u: half its girth has turned away."""
ASPECT: Final = {"tops": (1.4, 1.9), "outerwear": (1.4, 1.9), "dresses": (2.4, 3.2)}
"""Length over chest width of what lies flat, and of what is shown filled."""
LENGTH: Final = {"tops": 1.85, "outerwear": 2.1, "dresses": 2.75}
"""Usual length from the neck to the hem, in u."""
HEM: Final[dict[Hem, float]] = {"thigh": 2.2, "knee": 2.75, "calf": 3.35, "ankle": 4.0}
"""The same of a dress whose picture says where it ends."""
DROPPED: Final = 0.3
"""How much shorter what is worn off the shoulders is, in u."""
TRUST: Final = {"tops": 0.5, "outerwear": 0.6, "dresses": 0.75}
"""Weight of the chest's estimate; the rest is the length's."""
DEEP: Final = (0.62, 0.67, 0.72, 0.8)
"""Depth of the armpits over the chest's width: between the middle two a garment with sleeves is shown filled; cut in
one with its sleeves it lies deeper still, which tells nothing."""
SHORT: Final = (1.48, 1.4)
"""Length over chest width of a top from which on, and up to which, its armpits are asked for that."""
CROPPED: Final = (0.85, 0.73)
"""Length over the usual one, at the scale that the chest tells, below which a top was cut shorter than usual: there
the length of others begins, and ends, to tell nothing of it."""
NARROWED: Final = (0.95, 0.5)
"""Share of its breadth at which a top shows below which it was taken for too large, and the power of what is missing
with which it becomes smaller in both directions: else all of it would be lost in width, and its print with it."""
LEAST: Final = (0.17, -0.1)
"""It still hangs over the waist: the length it keeps beyond the torso's, in u, that of tops and of those worn off the
shoulders."""
WAIST: Final = 1.12
"""Flat waistband, in u."""
WIDENED: Final = 1.6
"""The most by which bottoms that were taken for too small are drawn wider on hips."""


def size(garment: Garment, frame: Frame) -> float:
    """Pixels of the photo for one pixel of the garment picture."""
    mark = {name: complex(*xy) for name, xy in garment.landmarks.items()}
    return _lower(mark, garment, frame) if garment.category == "bottoms" else _upper(mark, garment, frame)


def _upper(mark: dict[str, complex], garment: Garment, frame: Frame) -> float:
    chest = abs(mark["armpit-left"] - mark["armpit-right"])
    top = (mark["neck-left"].imag + mark["neck-right"].imag) / 2
    length = (mark["hem-left"].imag + mark["hem-right"].imag) / 2 - top
    trust = TRUST[garment.category]
    # what a chart tells: the length is what the picture shows; a chest shows whole only where the garment lies flat
    for name, span, around in (("length", length, 1), ("chest", chest, 2)):
        if name in garment.measures:
            return float(garment.measures[name] / around / UNIT_CM * frame.unit / span)
    pits = (mark["armpit-left"].imag + mark["armpit-right"].imag) / 2 - top
    if is_bodysuit(garment):
        # it fits closely, and reaches as far as to the legs
        return float(max(FILLED * frame.unit / chest, frame.torso / length))
    by_chest = _chest(garment, length / chest, pits / chest) * frame.unit / chest
    usual = LENGTH[garment.category] if garment.hem is None else HEM.get(garment.hem, LENGTH[garment.category])
    usual -= DROPPED if garment.bare_shoulders else 0.0
    by_length = usual * frame.unit / length
    if garment.category == "tops":
        trust += (1 - trust) * float(np.interp(by_chest / by_length, CROPPED[::-1], (1.0, 0.0)))
    joined = float(by_chest**trust * by_length ** (1 - trust))
    if garment.category == "tops" and garment.sleeve in ("none", "short"):  # longer ones would be drawn out
        least = (frame.torso + LEAST[garment.bare_shoulders] * frame.unit) / length
        narrowed = joined * min(1.0, _breadth(mark, joined, frame) / NARROWED[0]) ** NARROWED[1]
        joined = max(narrowed, min(joined, least))
    floor = frame.trunk.depth[-1] + 0.3 * frame.unit
    return float(min(joined, floor / length))


def _breadth(mark: dict[str, complex], scale: float, frame: Frame) -> float:
    """The share of its flat breadth at which a top shows on the body, in the median from armpits to hem."""
    top = (mark["neck-left"].imag + mark["neck-right"].imag) / 2
    ends = [(mark[f"{name}-left"], mark[f"{name}-right"]) for name in ("armpit", "hem")]
    flat = np.array([abs(left - right) for left, right in ends]) * scale / 2
    depth = np.array([(left.imag + right.imag) / 2 - top for left, right in ends]) * scale
    share = np.linspace(0, 1, 9)
    half, level = np.interp(share, (0, 1), flat), np.interp(share, (0, 1), depth)
    centre, edges = frame.trunk.level(level)
    shown = [visible(half, np.abs(edges[side] - centre), TRUNK_ROUND) for side in SIDES]
    return float(np.median(np.mean(shown, 0) / np.maximum(half, 1e-6)))


def _chest(garment: Garment, aspect: float, pits: float) -> float:
    """Chest width in u; a top that is long for its width is likely shown filled, not flat; a short one by its `pits`.

    Args:
        garment: the garment.
        aspect: its length over the chest's width.
        pits: the depth of its armpits over that.
    """
    flat, (short, long) = FLAT[garment.category], ASPECT[garment.category]
    filled = min(max((aspect - short) / (long - short), 0.0), 1.0)
    if garment.category == "tops" and garment.sleeve != "none" and not garment.bare_shoulders:
        filled = max(filled, float(np.interp(pits, DEEP, (0, 1, 1, 0)) * np.interp(aspect, SHORT[::-1], (1, 0))))
    return flat + (FILLED - flat) * filled


def finer(garment: Garment, frame: Frame) -> float:
    """How much larger than at its `size`, on the whole, bottoms with legs are drawn; 1 for other garments.

    Cut narrow against their length, they are drawn wider on hips and legs; their length stays.
    """
    if garment.category != "bottoms" or "crotch" not in garment.landmarks:
        return 1.0
    mark = {name: complex(*xy) for name, xy in garment.landmarks.items()}
    half = np.full(1, _hips(mark, garment) * size(garment, frame) / 2)
    centre, edges = frame.pockets.level(np.full(1, frame.torso))
    shown = [visible(half, np.abs(edges[side] - centre), TRUNK_ROUND) for side in SIDES]
    return float(np.sqrt(np.clip(np.mean(shown) / max(float(half[0]), 1.0), 1, WIDENED)))


def _hips(mark: dict[str, complex], garment: Garment) -> float:
    """Breadth of bottoms a little above the crotch, where they are as wide as at the hips."""
    row = round(min(max(mark["crotch"].imag - 1, 0), garment.alpha.shape[0] - 1))
    return float((garment.alpha[row] > 0.5).sum())


def _lower(mark: dict[str, complex], garment: Garment, frame: Frame) -> float:
    band = abs(mark["waistband-left"] - mark["waistband-right"])
    top = (mark["waistband-left"].imag + mark["waistband-right"].imag) / 2
    spans = {"waist": band}
    if "crotch" in mark:
        spans["hip"] = _hips(mark, garment)
    told = [
        garment.measures[name] / 2 / UNIT_CM * frame.unit / max(span, 1.0)
        for name, span in spans.items()
        if name in garment.measures
    ]
    if told:
        # widths alone: where they end, the length tells (lower.py)
        return float(np.prod(told) ** (1 / len(told)))
    by_waist = WAIST * frame.unit / band
    ends = [
        mark[f"{name}-{side}"].imag for name in ("ankle-outer", "hem") for side in SIDES if f"{name}-{side}" in mark
    ]
    length = sum(ends) / len(ends) - top
    leg = frame.trunk.depth[-1] - frame.torso + 0.27 * frame.unit
    if length / band < 1.9:
        return float(min(by_waist, leg / length))
    by_leg = leg / length
    return float(min(by_waist**0.4 * by_leg**0.6, by_leg * 1.03))
