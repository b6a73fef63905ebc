"""Armpits on one level: a garment is sewn alike on both sides, however its sleeves lie in the picture."""

from typing import Final

import numpy as np

from vitrine.garments import gaps
from vitrine.garments.garment import Landmarks
from vitrine.garments.parts import sleeve
from vitrine.garments.upper import ARMHOLE
from vitrine.imaging.types import Region

UNEVEN: Final = 0.15
"""Difference of level, as a share of the chest's width, from which one of two armpits lies where none is."""
LEAN: Final = 0.3
"""The most that the hidden seam from slot to armpit leans, sideways over up."""
SIDES: Final = ("left", "right")


def beside_gaps(landmarks: Landmarks, found: Region) -> Landmarks:
    """The landmarks with no armpit far aside of the gap that opens between sleeve and torso below it; as `evened`."""
    out = dict(landmarks)
    for side in SIDES:
        if f"cuff-outer-{side}" not in landmarks or f"slot-{side}" not in landmarks:
            continue
        ends = gaps.beside(found, landmarks, side)
        x, y = landmarks[f"armpit-{side}"]
        if ends is not None and y < ends[0][1]:
            reach = LEAN * (ends[0][1] - y)
            out[f"armpit-{side}"] = (float(np.clip(x, ends[0][0] - reach, ends[0][0] + reach)), y)
    return out


def inner_cuffs(landmarks: Landmarks) -> Landmarks:
    """The landmarks with no sleeve's inner corner on the torso's side of where the sleeve leaves it."""
    out = dict(landmarks)
    middle = (landmarks["armpit-left"][0] + landmarks["armpit-right"][0]) / 2
    for side in SIDES:
        if f"cuff-inner-{side}" in landmarks and f"slot-{side}" in landmarks:
            corner, slot = landmarks[f"cuff-inner-{side}"], landmarks[f"slot-{side}"]
            if abs(corner[0] - middle) < abs(slot[0] - middle):
                out[f"cuff-inner-{side}"] = slot
    return out


def evened(landmarks: Landmarks, found: Region) -> Landmarks:
    """The landmarks with both armpits equally far below the neck.

    Where they differ, one was taken from a fold or from where the sleeve only lies on the torso. Both go to the middle
    one of three levels: one side's, the other's, and the one at which tailors cut.

    Args:
        landmarks: those of a garment that hangs upright from the shoulders, in pixels of the picture.
        found: where the garment is.
    """
    if any(f"{name}-{side}" not in landmarks for name in ("cuff-outer", "slot") for side in SIDES):
        return landmarks
    spot = {name: np.array(at) for name, at in landmarks.items()}
    chest = abs(float(spot["armpit-left"][0] - spot["armpit-right"][0]))
    neck = float(spot["neck-left"][1] + spot["neck-right"][1]) / 2
    level = {side: float(spot[f"armpit-{side}"][1]) for side in SIDES}
    if abs(level["left"] - level["right"]) < UNEVEN * chest:
        return landmarks
    goal = float(np.median([*level.values(), neck + ARMHOLE * chest]))
    # the way from the slot up to the armpit, of the side on which it is the likelier
    model = min(SIDES, key=lambda side: abs(level[side] - goal))
    aside, up = spot[f"armpit-{model}"] - spot[f"slot-{model}"]
    lean = float(np.clip(aside / min(up, -1.0), -LEAN, LEAN))
    out = dict(landmarks)
    for side in SIDES:
        x, y = landmarks[f"slot-{side}"]
        rise = min(goal - y, 0.0)
        out[f"armpit-{side}"] = (x + (lean if side == model else -lean) * rise, y + rise)
    return out if all(sleeve(found, out, side).any() for side in SIDES) else landmarks
