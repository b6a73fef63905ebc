"""What the cloth of a person is: the prior over the 11 classes from coarse odds, skeleton and colours."""

import cv2
import numpy as np
from jaxtyping import Float32

from vitrine.imaging.types import Mask
from vitrine.people.coarse import CoarseOdds
from vitrine.people.palette import Palette, overlap
from vitrine.people.person import CLASSES
from vitrine.people.skeleton import Skeleton

BACKGROUND, HAIR, SKIN, TOP, OUTERWEAR, DRESS, BOTTOMS, LEGWEAR, SHOES, BAG, ACCESSORY = range(len(CLASSES))
SAME_CLOTH = 0.72
"""Overlap of two colour distributions above which they pass for one cloth."""


def dress_up(odds: CoarseOdds, bones: Skeleton, palette: Palette) -> Float32[np.ndarray, "h w 11"]:
    """Prior probability of each class."""
    cloth = odds[..., 3] + odds[..., 4]
    prior = np.full((*cloth.shape, len(CLASSES)), 1e-4, np.float32)
    prior[..., BACKGROUND], prior[..., HAIR], prior[..., SKIN] = odds[..., 0], odds[..., 1], odds[..., 2]
    foot = _step(0.18 - bones.foot, 0.025) * (bones.down > bones.ankle - 0.25)
    carried = odds[..., 4] * (1 - foot) * _step(odds[..., 4] - odds[..., 3], 0.1)
    away = _step(bones.head - 0.75, 0.05)
    rest = np.clip(cloth - carried, 0, 1)
    prior[..., BAG] = 0.6 * carried * away + 0.01 * cloth
    prior[..., ACCESSORY] = carried * (1 - away) + 0.15 * carried * away
    prior[..., SHOES] = rest * foot + 0.002 * cloth
    rest = rest * (1 - foot) + 0.25 * carried * away
    arm = sleeved(rest, odds[..., 2], bones)
    split = waist(rest, arm, bones, palette)
    lower = _step(bones.down - split.level, 0.05) * (1 - arm)
    upper = rest * (1 - lower)
    legs = rest * lower
    if split.one_cloth:
        prior[..., DRESS] = 0.9 * rest
        prior[..., TOP] = 0.1 * upper
        prior[..., BOTTOMS] = 0.1 * legs
    else:
        coat = outer(upper, arm, bones, palette)
        prior[..., OUTERWEAR] = upper * coat
        prior[..., TOP] = upper * (1 - coat)
        prior[..., BOTTOMS] = legs
    stocking = legwear(legs, 1 - odds[..., 0], bones, palette, split.level)
    covered = prior[..., BOTTOMS] + prior[..., DRESS] * lower
    prior[..., LEGWEAR] = covered * stocking
    prior[..., BOTTOMS] *= 1 - stocking
    prior[..., DRESS] *= 1 - stocking * lower
    return np.asarray(prior / prior.sum(2, keepdims=True))


class Split:
    """Where the upper garment ends, and whether there is an end at all."""

    def __init__(self, level: float, one_cloth: bool) -> None:
        self.level = level
        self.one_cloth = one_cloth


def sleeved(cloth: Mask, skin: Mask, bones: Skeleton) -> Mask:
    """Where arms wear cloth: an arm whose bone runs under bare skin has no sleeve, what lies beside it is no sleeve."""
    worn = np.zeros(cloth.shape, np.float32)
    for limb, core in zip(bones.arms, bones.cores, strict=True):
        cover, bare = float((cloth * core).sum()), float((skin * core).sum())
        share = cover / max(cover + bare, 1.0)
        worn = np.maximum(worn, limb * np.float32(np.clip((share - 0.1) / 0.4, 0, 1)))
    return worn


def waist(cloth: Mask, arm: Mask, bones: Skeleton, palette: Palette) -> Split:
    """The level of `Skeleton.down` at which the cloth's colours change most, preferring the usual waist.

    One cloth over the waist that leaves the lower legs free, or hides that there are two, is a dress.
    """
    trunk = cloth * (1 - arm) * (np.abs(bones.across) < 0.75)
    best, level, same = -1.0, 0.97, 1.0
    for candidate in np.arange(0.6, 1.4, 0.05):
        above = trunk * ((bones.down > candidate - 0.45) & (bones.down < candidate - 0.02))
        below = trunk * ((bones.down > candidate + 0.02) & (bones.down < candidate + 0.45))
        if min(above.sum(), below.sum()) < 60:
            continue
        alike = overlap(palette.histogram(above), palette.histogram(below))
        score = (1 - alike) * np.exp(-(((candidate - 0.97) / 0.3) ** 2))
        if score > best:
            best, level, same = float(score), float(candidate), alike
    if same < SAME_CLOTH:
        return Split(level, False)
    at_knees = (cloth > 0.5) & (np.abs(bones.down - bones.knee) < 0.06)
    at_calves = (cloth > 0.5) & (np.abs(bones.down - (bones.knee + bones.ankle) / 2) < 0.08)
    hips = (cloth > 0.5) & (np.abs(bones.down - 1.1) < 0.06)
    wide = max(float(hips.sum()), 1.0)
    trousers = at_knees.sum() / wide > 0.5 and at_calves.sum() / wide > 0.35 and _two_runs(at_calves)
    return Split(0.97, not trousers)


def _two_runs(band: np.ndarray) -> bool:
    """Whether a band of rows mostly shows two separate pieces."""
    runs = [int((np.diff(row.astype(np.int8), prepend=0) == 1).sum()) for row in band if row.any()]
    return bool(runs) and float(np.median(runs)) >= 2


def outer(upper: Mask, arm: Mask, bones: Skeleton, palette: Palette) -> Mask:
    """Probability that cloth above the waist is an open garment over another: flanks and sleeves unlike the middle."""
    torso = (bones.down > 0.1) & (bones.down < 0.8)
    middle = upper * (torso & (np.abs(bones.across) < 0.12))
    flanks = upper * (torso & (np.abs(bones.across) > 0.3)) * np.maximum(arm, 0.5)
    sleeves = upper * arm * (bones.down > 0.05)
    if min(middle.sum(), flanks.sum(), sleeves.sum()) < 60:
        return np.full(upper.shape, 0.02, np.float32)
    inner, side, sleeve = palette.histogram(middle), palette.histogram(flanks), palette.histogram(sleeves)
    if overlap(inner, side) > 0.5 or overlap(side, sleeve) < 0.6:
        return np.full(upper.shape, 0.02, np.float32)
    by_colour = (side + 1e-5) / (side + inner + 2e-5)
    by_place = 0.15 + 0.7 * _step(np.abs(bones.across) - 0.2, 0.06)
    odds = by_colour[palette.index] * by_place
    against = (1 - by_colour[palette.index]) * (1 - by_place)
    return np.asarray(cv2.blur(odds / (odds + against + 1e-6), (3, 3)), np.float32)


def legwear(legs: Mask, someone: Mask, bones: Skeleton, palette: Palette, level: float) -> Mask:
    """Probability that cloth below the waist is tights or socks: unlike the cloth at the thighs, and below it."""
    thighs = legs * ((bones.down > level + 0.05) & (bones.down < level + 0.5))
    calves = legs * (bones.down > bones.knee) * (bones.foot > 0.25)
    none = np.zeros(legs.shape, np.float32)
    low_legs = (bones.down > bones.knee + 0.2 * (bones.ankle - bones.knee)) & (bones.foot > 0.25)
    dressed = float((legs * low_legs).sum()) / max(float((someone * low_legs).sum()), 1.0)
    if min(thighs.sum(), calves.sum()) < 60 or dressed < 0.4:
        return none
    high, low = palette.histogram(thighs), palette.histogram(calves)
    if overlap(high, low) > 0.55:
        return none
    by_colour = ((low + 1e-5) / (low + high + 2e-5))[palette.index]
    by_place = _step(bones.down - (level + 0.45), 0.06)
    odds = by_colour * by_place
    return np.asarray(odds / (odds + (1 - by_colour) * (1 - by_place) + 1e-6), np.float32)


def _step(value: np.ndarray, width: float) -> np.ndarray:
    return np.asarray(1 / (1 + np.exp(np.clip(-value / width, -40, 40))), np.float32)
