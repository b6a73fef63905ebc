"""The wearer as the garment meets them: outlines of shoulders and arms, sides of trunk and legs, with true lengths.

All places are complex numbers x + iy in pixels of the photo; `u`, the person's unit, is the larger of the distance
between the shoulders and .6 of the torso's length (about 35 cm). Shares of `u` are usual adult measures.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from jaxtyping import Float32

from vitrine.fitting.warp.arm import SIDES, Arm, Side, arm_of
from vitrine.fitting.warp.outline import unit
from vitrine.fitting.warp.trunk import Leg, Trunk, leg_of, trunk_of
from vitrine.fitting.warp.worn import Worn, beyond, bulges, pocketed, worn
from vitrine.imaging.masks import among, grown
from vitrine.imaging.types import Mask
from vitrine.people.body import Body
from vitrine.people.neck import middle
from vitrine.people.person import CLASSES, Person

FEET: Final = ([27, 29, 31], [28, 30, 32])
"""Landmarks of ankle, heel and toes of the left and the right foot."""
SLEEVES: Final = tuple(CLASSES.index(name) for name in ("top", "outerwear", "dress"))
FOOT, MOST_LEAN = 0.6, 0.1
"""Share of what the neck lies beside the shoulders' middle that its foot does, and the most that it does, in u."""
FREE: Final = 0.01
"""What is kept free beside an arm in front of the trunk, in u."""
FINE: Final = 0.04
"""Distance of levels at which old bottoms are looked at, in u."""
EASES: Final = 0.3
"""How steeply their outline, above where they are seen, comes closer to the body's: sideways for upward."""
CUFF: Final = 0.25
"""How far beyond the wrist a sleeve's end is looked for, in u."""
BESIDE: Final = 0.06
"""How far beside the middle of the hand it is looked for, too, in u."""
AT_HAND: Final = 0.1
"""Length of arm above the wrist that is as wide as the hand where that comes out of a sleeve, in u."""
MIDDLE: Final = (0.4, 0.15)
"""Up to how far beside its own middle a trunk's middle part goes, and over which breadth it ends, in u."""
LABELLED: Final = 2
"""How far off the labels of a person the matte is believed, in pixels."""
HAIR, SKIN = (CLASSES.index(name) for name in ("hair", "skin"))
BESIDE_NECK: Final = 0.4
"""How far from the shoulders' middle hair may hide the neck, in u."""
HIGH: Final = (0.65, 0.22)
"""How far above it it does, in u."""
UNDER: Final = 0.05
"""How far beneath hair beside it the neck surely goes on, in u."""
CLOTH: Final = tuple(CLASSES.index(name) for name in ("top", "outerwear", "dress", "bottoms"))


@dataclass(frozen=True, eq=False)
class Frame:
    """What the targets of a garment are computed from."""

    unit: float
    torso: float
    """Length from shoulders to hips, pixels."""
    throat: complex
    """The middle of the neck's foot beside `neck`: necks lean forward, on turned bodies toward one shoulder."""
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
    stand: dict[Side, float]
    """How much lower in the photo each foot stands than midway between both, pixels: the one set forward does."""
    trunk: Trunk
    pockets: Trunk
    """The trunk with what the old bottoms bulge over hands in their pockets: new ones must cover it, tops need not."""
    dressed: Trunk
    """The trunk with the old bottoms on: a top that hangs over them is no narrower. Not where a hand is in a pocket."""
    old: Worn
    cuff: dict[Side, tuple[float, float]]
    """How far old sleeves reach beyond the wrists on their outer and inner sides, pixels; 0 where they end above."""
    pocket: dict[Side, tuple[complex, complex]]
    """Wrist and index finger of each hand that is in a pocket of the old bottoms."""


def measured(person: Person, body: Body) -> Frame:
    """Measure a person for fitting."""
    joint = {name: complex(*xy) for name, xy in body.joints.items()}
    neck, hips = joint["neck"], (joint["hip-left"] + joint["hip-right"]) / 2
    joint["hips"] = hips
    torso = max(abs(hips - neck), body.unit)
    down = unit(hips - neck) if abs(hips - neck) > 0.3 * body.unit else 1j
    level = joint["shoulder-left"] - joint["shoulder-right"]
    across = down * (-1j if (down * -1j * np.conj(level)).real > 0 else 1j)
    # what shows between hair and a shoulder passes for the person in the matte, not in the labels
    known = grown(person.labels != 0, LABELLED) & (person.labels != HAIR)
    inside = (person.mask * known).astype(np.float32)
    cloth = among(person.labels, CLOTH)
    necks = {side: line[:, 0].astype(np.float64) + 1j * line[:, 1] for side, line in body.neck.items()}
    scene = (person.labels == 0) & (person.mask < 0.5)
    under = _behind_hair(person, neck, body.unit)
    arms = {
        side: arm_of(inside, cloth, scene, joint, side, across, body.unit, necks.get(side), under) for side in SIDES
    }
    for side in SIDES:
        if body.ends[side].sleeve:
            # a cuff is no narrower than the hand that comes out of it
            last = arms[side].outline.arc > arms[side].wrist - AT_HAND * body.unit
            arms[side].width[last] = np.maximum(arms[side].width[last], 2 * body.ends[side].radius)
    # trunk and legs as far as the bare body will be shown when the old clothes are gone: new ones must cover it
    before = grown(body.before, FREE * body.unit).astype(np.float32)
    legs = {side: leg_of(body.legs.of[side]) for side in SIDES}
    stand = _stand(person.landmarks, down)
    if np.median(((legs["left"].bone.at - legs["right"].bone.at) * np.conj(across)).real) < 0:
        # in a stride seen from the side the legs have changed places: each tube of cloth goes to the one on its side
        legs = {"left": legs["right"], "right": legs["left"]}
        stand = {"left": stand["right"], "right": stand["left"]}
    sides = trunk_of(body.mask, before, joint, legs, across, body.unit)
    hands = pocketed(person)
    bulge = bulges(person, hands, sides.centre, across, body.unit)
    outward = {side: across if side == "left" else -across for side in SIDES}
    half = {side: ((sides.edge[side] - sides.centre) * np.conj(outward[side])).real for side in SIDES}
    edges = {side: sides.edge[side] + outward[side] * np.maximum(bulge[side] - half[side], 0) for side in SIDES}
    pockets = Trunk(sides.depth, sides.centre, edges)
    dressed = _dressed(person, sides, {side: out for side, out in outward.items() if side not in hands}, body.unit)
    old = worn(person, joint, down, across, body.unit)
    finger = {"left": complex(*person.landmarks[19].tolist()), "right": complex(*person.landmarks[20].tolist())}
    cuff = {side: _cuff(person, joint[f"wrist-{side}"], finger[side], arms[side], body.unit) for side in SIDES}
    fork = torso + body.legs.fork
    lean = middle(person.labels, neck.real, neck.imag, body.unit) - neck.real
    throat = neck + across * float(np.clip(FOOT * lean * across.real, -MOST_LEAN * body.unit, MOST_LEAN * body.unit))
    return Frame(
        body.unit,
        torso,
        throat,
        joint,
        down,
        across,
        arms,
        legs,
        fork,
        stand,
        sides,
        pockets,
        dressed,
        old,
        cuff,
        hands,
    )


def _behind_hair(person: Person, neck: complex, unit: float) -> Mask | None:
    """Hair beside the neck, as far as the neck surely goes on behind it: a collar's ends lie there, not beside it."""
    x, y = round(neck.real), round(neck.imag)
    side, (top, low) = round(BESIDE_NECK * unit), (max(0, y - round(above * unit)) for above in HIGH)
    near = np.s_[top:low, max(0, x - side) : max(0, x + side)]
    skin = person.labels[near] == SKIN
    hair = person.labels[near] == HAIR
    if not skin.any() or not hair.any():
        return None
    found, beside = np.zeros_like(person.mask), np.ones((1, 2 * max(1, round(UNDER * unit)) + 1), np.uint8)
    found[near] = hair & (cv2.dilate(skin.view(np.uint8), beside) > 0)
    return found


def _stand(landmarks: np.ndarray, down: complex) -> dict[Side, float]:
    """How much lower each foot stands than midway between both: as far as ankles, heels and toes agree on it."""
    ways = landmarks[FEET[0]] - landmarks[FEET[1]]
    lower = (ways[:, 0] + 1j * ways[:, 1]) * np.conj(down)
    agreed = float(max(lower.real.min(), 0) + min(lower.real.max(), 0)) / 2
    return {"left": agreed, "right": -agreed}


def _dressed(person: Person, trunk: Trunk, outward: Mapping[Side, complex], u: float) -> Trunk:
    """The trunk with the old bottoms on, on the sides of which the way outward is given."""
    depth = np.arange(trunk.depth[0], trunk.depth[-1], FINE * u)
    centre, edges = trunk.level(depth)
    for side, out in outward.items():
        half = ((edges[side] - centre) * np.conj(out)).real
        more = beyond(person, centre, out, half) - half
        # above where they come out from beneath an old top they go on, ever closer to the body
        rise = EASES * FINE * u * np.arange(len(more))
        more = np.maximum.accumulate((more - rise)[::-1])[::-1] + rise
        edges[side] = edges[side] + out * more
    return Trunk(depth, centre, edges)


def _cuff(person: Person, wrist: complex, finger: complex, arm: Arm, u: float) -> tuple[float, float]:
    """How far the sleeve in the photo goes on beyond the end of the arm's outline, on its outer and its inner side."""
    way = unit(finger - wrist)
    steps = np.arange(0.0, CUFF * u)
    aside = np.sign((1j * way * np.conj(arm.outline.out[-1])).real or 1.0) * BESIDE * u
    at = wrist + way * (steps + 1j * np.array([[0.0], [aside], [-aside]]))
    x, y = np.round(at.real).astype(int), np.round(at.imag).astype(int)
    height, width = person.labels.shape
    there = (x >= 0) & (y >= 0) & (x < width) & (y < height)
    labels = person.labels[np.clip(y, 0, height - 1), np.clip(x, 0, width - 1)]
    bare = there & (labels == CLASSES.index("skin"))
    sleeve = there & np.isin(labels, SLEEVES)
    end = bare.argmax(1)
    # cloth at the wrist and a hand below it: else the hand is in a pocket, or the wrist before the trunk
    ends = bare.any(1) & (sleeve | (np.arange(len(steps)) >= end[:, None])).all(1)
    if not ends[0]:
        return 0.0, 0.0
    line = arm.outline.at
    along = ((at[np.arange(3), end] - line[-1]) * np.conj(unit(line[-1] - line[-4]))).real
    outer, inner = (max(float(along[k] if ends[k] else along[0]), 0.0) for k in (1, 2))
    return outer, inner


def in_middle(frame: Frame, columns: int) -> Float32[np.ndarray, " w"]:
    """1 in the picture's columns before the middle of the trunk, 0 beside it."""
    beside = np.abs(np.arange(columns) - (frame.joint["neck"].real + frame.joint["hips"].real) / 2) / frame.unit
    return np.asarray(np.clip((MIDDLE[0] - beside) / MIDDLE[1], 0, 1), np.float32)
