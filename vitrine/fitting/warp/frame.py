"""The wearer as the garment meets them: outlines of shoulders and arms, sides of trunk and legs, with true lengths.

All places are complex numbers x + iy in pixels of the photo; `u`, the person's unit, is the larger of the distance
between the shoulders and .6 of the torso's length (about 35 cm). Shares of `u` are usual adult measures.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from vitrine.fitting.warp.arm import SIDES, Arm, Side, arm_of
from vitrine.fitting.warp.outline import unit
from vitrine.fitting.warp.trunk import Leg, Trunk, arms_of, leg_of, trunk_of
from vitrine.people.body import Body
from vitrine.people.person import CLASSES, Person

TUCKED: Final = 0.17
"""Bottoms that begin this far above the hip joints, in u, or higher show their waistband."""
CLOTH: Final = tuple(CLASSES.index(name) for name in ("top", "outerwear", "dress", "bottoms"))


@dataclass(frozen=True, eq=False)
class Frame:
    """What the targets of a garment are computed from."""

    unit: float
    torso: float
    """Length from shoulders to hips, pixels."""
    joint: dict[str, complex]
    """`neck` (midway between the shoulders), `hips` (midway), and `shoulder-left` ... as in `people.body`."""
    down: complex
    """Unit vector along the spine, downward."""
    across: complex
    """Unit vector at right angles to it, toward the wearer's left."""
    arm: dict[Side, Arm]
    leg: dict[Side, Leg]
    fork: float
    """Depth at which the legs part."""
    trunk: Trunk
    waist: float | None
    """Depth at which the old bottoms begin, where that is in sight."""
    hung: bool
    """Whether a top hangs over the old waistband."""
    hem: float | None
    """Depth at which old bottoms of full length end."""


def measured(person: Person, body: Body) -> Frame:
    """Measure a person for fitting."""
    joint = {name: complex(*xy) for name, xy in body.joints.items()}
    neck, hips = joint["neck"], (joint["hip-left"] + joint["hip-right"]) / 2
    joint["hips"] = hips
    torso = max(abs(hips - neck), body.unit)
    down = unit(hips - neck) if abs(hips - neck) > 0.3 * body.unit else 1j
    level = joint["shoulder-left"] - joint["shoulder-right"]
    across = down * (-1j if (down * -1j * np.conj(level)).real > 0 else 1j)
    inside = (person.mask * (person.labels != CLASSES.index("hair"))).astype(np.float32)
    cloth = np.isin(person.labels, CLOTH)
    arms = {side: arm_of(inside, cloth, joint, side, across, body.unit) for side in SIDES}
    # trunk and legs as far as the bare body will be shown when the old clothes are gone: new ones must cover it
    before = arms_of(body.mask.shape, joint, body.unit)
    legs = {side: leg_of(body.legs.of[side]) for side in SIDES}
    sides = trunk_of(body.mask, before, joint, legs, across, body.unit)
    waist = _waist(person, joint, down, body.unit)
    hung = waist is not None and waist > torso - TUCKED * body.unit and not _bare_above(person, joint, down, waist)
    fork, hem = torso + body.legs.fork, _hem(person, joint, body.unit)
    return Frame(body.unit, torso, joint, down, across, arms, legs, fork, sides, waist, hung, hem)


def _waist(person: Person, joint: dict[str, complex], down: complex, u: float) -> float | None:
    """Depth on the spine of the upper edge of the old bottoms."""
    depth = np.arange(0.4 * abs(joint["hips"] - joint["neck"]), 1.2 * abs(joint["hips"] - joint["neck"]))
    across = np.linspace(-0.2, 0.2, 9) * u
    at = joint["neck"] + down * depth[:, None] + down * -1j * across[None]
    rows = np.clip(np.round(at.imag).astype(int), 0, person.labels.shape[0] - 1)
    cols = np.clip(np.round(at.real).astype(int), 0, person.labels.shape[1] - 1)
    # a belt, and what passes for one at the fly, belongs to the bottoms
    worn = np.isin(person.labels[rows, cols], [CLASSES.index("bottoms"), CLASSES.index("accessory")])
    found = worn.mean(1) > 0.5
    return float(depth[found.argmax()]) if found.any() else None


def _bare_above(person: Person, joint: dict[str, complex], down: complex, waist: float) -> bool:
    """Whether skin, and no top, lies right above the old bottoms."""
    depth = waist - np.arange(2, 12) * 0.004 * abs(joint["hips"] - joint["neck"])
    at = joint["neck"] + down * depth
    rows = np.clip(np.round(at.imag).astype(int), 0, person.labels.shape[0] - 1)
    cols = np.clip(np.round(at.real).astype(int), 0, person.labels.shape[1] - 1)
    return bool((person.labels[rows, cols] == CLASSES.index("skin")).mean() > 0.5)


def _hem(person: Person, joint: dict[str, complex], u: float) -> float | None:
    """Depth at which old bottoms end, the mean of both legs, if they reach the ankles."""
    ends = []
    for side in SIDES:
        ankle = joint[f"ankle-{side}"]
        columns = slice(max(0, round(ankle.real - 0.25 * u)), max(0, round(ankle.real + 0.25 * u)))
        rows = np.flatnonzero((person.labels[:, columns] == CLASSES.index("bottoms")).sum(1) > 0.04 * u)
        if not len(rows) or rows[-1] < ankle.imag - 0.12 * u or rows[-1] >= person.labels.shape[0] - 2:
            return None
        ends.append(float(rows[-1]) - joint["neck"].imag)
    return float(np.mean(ends))
