"""The ground that shows in the crevice between a sleeve and the torso, above where they part.

A cut-out ends round there, and what is left of the ground in the narrow end, of a white wall most often, would
be worn as a white sliver in the armpit.
"""

from typing import Final

import cv2
import numpy as np

from vitrine.garments import regions
from vitrine.garments.background import lab
from vitrine.garments.garment import Landmarks
from vitrine.imaging.masks import Window
from vitrine.imaging.types import Mask, Picture, Region

BESIDE: Final = 0.1
"""How far about armpit and slot it is looked for, as a share of the chest's width."""
LIKE: Final = (0.3, 8.0)
"""How far from the ground's colour ground is at most: as a share of how far the cloth is, and in Lab."""
UNLIKE: Final = 2.0
"""How many times farther the cloth beside it is from the ground's colour."""
SURE: Final = 40.0
"""How far cloth is from it where even a hole without a way out is ground; of other cloth it may be a pale print."""
SEEN: Final = 0.75
"""Share of what lies beside the garment that has the ground's colour: a gap is partly in the garment's shade."""
TOLD: Final = 5.0
"""How far it is at least: paler cloth is the ground's colour."""
MIXED: Final = 0.6
"""How far from the ground's colour what is mixed of both is at most, as a share of how far the cloth is."""
TIP: Final = 0.03
"""The largest end of a gap that is, as a share of the largest crevice."""
ALONG: Final = 0.75
"""Share of its height along which one side of it may be the gap's."""
UPRIGHT: Final = 1.2
"""Height over breadth of a crevice, at the least."""
LARGEST: Final = 0.03
"""The largest, as a share of the chest's width squared."""
LEAST: Final = 6
"""The smallest, in pixels."""
RIM: Final = 2
"""Width of the soft edge beside it in which cloth and ground are mixed, in pixels."""


def opened(photo: Picture, alpha: Mask, landmarks: Landmarks) -> Mask:
    """The coverage without the ground in the crevices beside sleeves.

    Args:
        photo: the product picture.
        alpha: the garment's coverage.
        landmarks: in its pixels.
    """
    out = alpha
    for side in ("left", "right"):
        if f"cuff-outer-{side}" not in landmarks or f"slot-{side}" not in landmarks:
            continue
        window, most = _about(landmarks, side, alpha.shape)
        share = _ground(photo[window], out[window], most)
        if share is not None:
            out = out.copy() if out is alpha else out
            out[window] *= 1 - share
    return out


def _about(landmarks: Landmarks, side: str, shape: tuple[int, ...]) -> tuple[Window, float]:
    """Where a crevice may be, and the area of the largest."""
    chest = abs(landmarks["armpit-left"][0] - landmarks["armpit-right"][0])
    ends = np.array([landmarks[f"armpit-{side}"], landmarks[f"slot-{side}"]])
    low = np.maximum(np.floor(ends.min(0) - BESIDE * chest), 0).astype(int).tolist()
    high = np.minimum(np.ceil(ends.max(0) + BESIDE * chest), shape[1::-1]).astype(int).tolist()
    return (slice(low[1], high[1]), slice(low[0], high[0])), LARGEST * chest**2


def _ground(photo: Picture, alpha: Mask, most: float) -> Mask | None:
    """How much of each place is ground in a crevice; None where there is none to be seen."""
    bare, cloth = alpha < 0.02, alpha > 0.98
    wall = regions.shrunk(bare, RIM)
    if wall.sum() < most / 50 or not cloth.any():
        return None
    colours = lab(cv2.GaussianBlur(photo, (0, 0), 0.7))
    away = np.linalg.norm(colours - np.median(colours[wall], 0), axis=2).astype(np.float32)
    own = float(np.median(away[cloth]))
    bar = min(LIKE[0] * own, LIKE[1])
    if own < TOLD or float(np.quantile(away[wall], SEEN)) > bar:
        return None
    out = np.zeros(alpha.shape, np.float32)
    if own > SURE:
        _sharpen(out, away, alpha, own, most)
    like = (away < bar) & (alpha > 0.5)
    count, names, stats, _ = cv2.connectedComponentsWithStats(like.astype(np.uint8), connectivity=4)
    for name in range(1, count):
        wide, high, area = stats[name, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT, cv2.CC_STAT_AREA]]
        if area < LEAST or area > most or high < UPRIGHT * wide:
            continue
        mine = names == name
        open_ = bool((regions.grown(mine, 2 * RIM) & bare).any())
        beside = away[_ring(mine) & cloth & ~like]
        if not len(beside) or (not open_ and own < SURE):
            continue
        least = float(np.quantile(beside, 0.25))
        if least > UNLIKE * bar:
            here = regions.grown(mine, RIM)
            out[here] = np.maximum(out, np.clip(1.2 - away / least * 1.6, 0, 1))[here]
            out[mine] = 1
    return cv2.GaussianBlur(out, (0, 0), 0.7) if out.any() else None


def _sharpen(out: Mask, away: Mask, alpha: Mask, own: float, most: float) -> None:
    """Add the sharp end of a gap, in place, where ground and cloth are mixed: cut-outs are round there.

    Args:
        out: how much of each place is ground.
        away: how far each colour is from the ground's.
        alpha: the garment's coverage.
        own: how far the cloth is from the ground's colour.
        most: area of the largest crevice.
    """
    bare = alpha <= 0.5
    mixed = (away < MIXED * own) & ~bare
    count, names, stats, _ = cv2.connectedComponentsWithStats(mixed.astype(np.uint8), connectivity=4)
    # what lies along the gap has it on one side, its end has cloth on both, and the gap below
    left, right, below = (
        np.bincount(mine[beside], minlength=count)
        for mine, beside in ((names[:, 1:], bare[:, :-1]), (names[:, :-1], bare[:, 1:]), (names[:-1], bare[1:]))
    )
    high, wide = stats[:, cv2.CC_STAT_HEIGHT], stats[:, cv2.CC_STAT_WIDTH]
    tip = (stats[:, cv2.CC_STAT_AREA] < TIP * most) & (high >= wide) & (below > 0)
    tip &= np.maximum(left, right) < ALONG * high
    tip[0] = False
    here = regions.grown(tip[names], 1)
    out[here] = np.clip(1.2 - away[here] / own * 1.6, 0, 1)


def _ring(found: Region) -> Region:
    return np.asarray(regions.grown(found, 2 * RIM) & ~regions.grown(found, RIM))
