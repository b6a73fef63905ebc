"""Hands by a network of their own where pose and labels are in doubt: on the other arm, or of a sleeve's colour."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Final

import cv2
import numpy as np
from jaxtyping import Float32, UInt8

from vitrine.imaging import colour
from vitrine.imaging.masks import among, box_about, box_of, grown, shrunk
from vitrine.imaging.types import Labels, Mask, Picture, Region
from vitrine.people.body import unit_of
from vitrine.people.person import CLASSES
from vitrine.people.pose import Pose, find_hand

Fingers = Float32[np.ndarray, "21 2"]
"""A hand's 21 landmarks, (x, y) in pixels: the wrist, then four for each finger from the thumb to the little one."""

SKIN: Final = CLASSES.index("skin")
SLEEVES: Final = tuple(CLASSES.index(name) for name in ("top", "outerwear", "dress"))
CLOTH: Final = (*SLEEVES, CLASSES.index("bottoms"))
MARKS: Final = {"left": (13, 15, 17, 19, 21), "right": (14, 16, 18, 20, 22)}
"""The pose's landmarks of elbow, wrist, little and index finger and thumb."""
SAME: Final = (0, 17, 5, 2)
"""Landmarks of the hand that are the pose's from the wrist on."""
OTHER: Final = {"left": (12, 14, 16), "right": (11, 13, 15)}
"""Shoulder, elbow and wrist of the other arm."""
SEEN: Final = 0.5
"""Visibility of a wrist from which on a hand is looked for."""
LOST: Final = 0.3
"""Share of a hand's middle that is skin, below which the labels have lost it."""
CORE: Final = 0.13
"""Breadth of that middle, in u."""
TIPS: Final = 0.17
"""How far from where the pose expects it a fingertip may be, in u."""
ARM: Final = 0.26
"""Breadth of an arm on which a hand may lie, in u."""
VIEW: Final = 0.7
"""Half the side of the square in which a hand is looked for, in u."""
PALM: Final = (0.16, 0.75)
"""Between these, in u, the length from a wrist to the knuckles is believed."""
ASIDE: Final = 0.6
"""How far from the pose's wrist the hand's may lie, in u."""
THICK: Final = 0.105
"""Half the thickness of a finger, as a share of the palm's length."""
SPAN: Final = 1.5
"""Length of a palm over its breadth at the knuckles: one of them is foreshortened less."""
RING: Final = (0, 1, 2, 5, 9, 13, 17)
"""Landmarks about the palm."""
REACH: Final = 0.8
"""How far beside a hand its sleeve's colour is read, in palms."""
FREE: Final = 0.6
"""From which share of the palm on a hand is out of its sleeve."""
ENOUGH: Final = 20
"""Pixels from which on a colour is told."""
SPREAD: Final = 4.0
"""Variance of colours that the lens makes, CIELAB."""
MOST: Final = 6.0
"""The most that a pixel's colour says."""
TILTS: Final = np.radians(np.arange(-30, 31, 10))
"""How a cuff may run across the hand."""
GAP: Final = (0.7, 2.5)
"""Half the breadth of gaps between fingers that are none, in halves of a finger's thickness, and pixels."""
UNSURE: Final = 0.5
"""How far beside the outline the picture's own edge may lie, in the same."""
EVEN: Final = 0.18
"""Blur that makes that edge smooth, in the same."""
BELIEVED: Final = 0.9
"""Certainty of labels within a hand that was found."""


def hands_in_doubt(photo: Picture, labels: Labels, pose: Pose) -> dict[str, Fingers]:
    """The hands that the labels have lost, or that may lie on the other arm, if they can be seen.

    Args:
        photo: the person image.
        labels: of the same size, indices into CLASSES.
        pose: the person's, in pixels of the photo.
    """
    unit, found = unit_of(pose.landmarks), {}
    for side in MARKS:
        if _doubtful(labels, pose, side, unit):
            fingers = _looked_for(photo, pose, side, unit)
            if fingers is not None:
                found[side] = fingers
    return found


def _doubtful(labels: Labels, pose: Pose, side: str, unit: float) -> bool:
    """Whether labels and pose alone do not tell what is hand."""
    _, wrist, _, index, _ = MARKS[side]
    if pose.visibility[wrist] < SEEN:
        return False
    window = box_about(pose.landmarks[[wrist, index]], unit, labels.shape)
    part, marks = labels[window], pose.landmarks - np.array([window[1].start, window[0].start], np.float32)
    start, way = marks[wrist], marks[index] - marks[wrist]
    core = _line(part.shape, np.stack([start + 0.3 * way, start + 1.4 * way]), CORE * unit)
    if not core.any():
        return False
    if (part[core] == SKIN).mean() < LOST:
        return bool(among(part[core][None], SLEEVES).mean() > 0.5)
    tip = np.zeros(part.shape, np.uint8)
    cv2.circle(tip, tuple(np.round(start + 1.55 * way).astype(int).tolist()), round(TIPS * unit), 1, -1)
    arm = _line(part.shape, marks[list(OTHER[side])], ARM * unit)
    return bool(((tip > 0) & arm & (part == SKIN)).any())


def _looked_for(photo: Picture, pose: Pose, side: str, unit: float) -> Fingers | None:
    """The hand about the pose's own; None if there is none to be seen, or another one."""
    _, wrist, _, index, _ = MARKS[side]
    middle = pose.landmarks[wrist] + 0.6 * (pose.landmarks[index] - pose.landmarks[wrist])
    far = VIEW * unit
    corner = np.round(middle - far).astype(int)
    size = max(8, round(2 * far))
    step = np.array([[1, 0, -corner[0]], [0, 1, -corner[1]]], np.float32)
    view = cv2.warpAffine(photo, step, (size, size), borderMode=cv2.BORDER_REPLICATE)
    seen = find_hand(np.asarray(view, np.uint8))
    if seen is None:
        return None
    fingers = np.asarray(seen + corner, np.float32)
    if not PALM[0] * unit < _palm(fingers) < PALM[1] * unit:
        return None
    # the hand that lies near may be the other one
    own, other = (float(np.linalg.norm(fingers[0] - pose.landmarks[k])) for k in (wrist, OTHER[side][2]))
    return fingers if own < ASIDE * unit and own < 1.5 * other else None


def _palm(fingers: Fingers) -> float:
    """Length of a palm, foreshortened as it may be."""
    return max(float(np.linalg.norm(fingers[9] - fingers[0])), SPAN * float(np.linalg.norm(fingers[5] - fingers[17])))


def with_hands(pose: Pose, hands: Mapping[str, Fingers]) -> Pose:
    """The pose with the joints of hands where their own network sees them."""
    landmarks = pose.landmarks.copy()
    for side, fingers in hands.items():
        landmarks[list(MARKS[side][1:])] = fingers[list(SAME)]
    return Pose(landmarks, pose.depth, pose.visibility)


def bared(photo: Picture, labels: Labels, certainty: Mask, hands: Mapping[str, Fingers]) -> tuple[Labels, Mask]:
    """Labels in which found hands are skin where they passed for cloth, as far as they come out of their sleeves."""
    if not hands:
        return labels, certainty

    def of(fingers: Fingers) -> Region:
        there = hand(photo, fingers)
        there &= ~_in_sleeve(photo, labels, fingers, there)
        return np.asarray(there & among(labels, CLOTH))

    with ThreadPoolExecutor(2) as pool:
        wrong = np.logical_or.reduce(list(pool.map(of, hands.values())))
    labels, certainty = labels.copy(), certainty.copy()
    labels[wrong], certainty[wrong] = SKIN, BELIEVED
    return labels, certainty


def _in_sleeve(photo: Picture, labels: Labels, fingers: Fingers, there: Region) -> Region:
    """What of a hand's outline is its sleeve's cuff: what lies before the line that best parts both colours."""
    out, palm = np.zeros_like(there), _palm(fingers)
    way = fingers[[5, 9, 13, 17]].mean(0) - fingers[0]
    way = way / max(float(np.hypot(*way)), 1e-3)
    window = box_of(there, round(REACH * palm))
    y, x = np.mgrid[window]
    along, across = ((x - fingers[0, 0]) * a + (y - fingers[0, 1]) * b for a, b in (way, (-way[1], way[0])))
    mine, view = there[window], photo[window]
    cloth = among(labels[window], SLEEVES) & ~grown(mine, 2) & (along < 0) & (np.abs(across) < palm)
    bare = mine & (along > FREE * palm)
    if min(cloth.sum(), bare.sum()) < ENOUGH:
        return out
    *tones, own = (colour.lab(view[where]) for where in (cloth, bare, mine))
    spread = np.mean([tone.var(0) for tone in tones], 0) + SPREAD
    apart = (((own - tone.mean(0)) ** 2 / spread).T for tone in tones)
    far = [light + red + yellow for light, red, yellow in apart]
    odds = np.clip(far[1] - far[0], -MOST, MOST)
    best, down, aside = 0.0, along[mine], across[mine]
    for tilt in TILTS:
        place = down * np.cos(tilt) + aside * np.sin(tilt)
        order = np.argsort(place)
        total = np.cumsum(odds[order])
        last = int(total.argmax())
        if total[last] > best:
            best = float(total[last])
            out[window] = mine & (along * np.cos(tilt) + across * np.sin(tilt) <= place[order[last]])
    return out


def hand(photo: Picture, fingers: Fingers) -> Region:
    """What a hand covers: about its bones, to the picture's own edges."""
    thick = THICK * _palm(fingers)
    bones = _about_bones(photo.shape[:2], fingers, thick)
    window = box_of(bones, round(2 * thick) + 2)
    part = bones[window]
    # no gap remains between fingers that lie side by side
    gap = GAP[0] * thick + GAP[1]
    marks = np.where(grown(shrunk(grown(part, gap), gap), max(1, UNSURE * thick)), 0, 1).astype(np.int32)
    marks[shrunk(part, max(1, UNSURE * thick))] = 2
    cv2.watershed(cv2.GaussianBlur(photo[window], (0, 0), 1.0), marks)
    out = np.zeros_like(bones)
    out[window] = cv2.GaussianBlur((marks == 2).astype(np.float32), (0, 0), max(1.0, EVEN * thick)) > 0.5
    return out


def bones(shape: tuple[int, ...], fingers: Fingers) -> UInt8[np.ndarray, "h w"]:
    """1 along the bones of a hand's fingers, half as broad as they usually are."""
    canvas = np.zeros(shape, np.uint8)
    places, breadth = np.round(fingers * 16).astype(np.int32), max(2, round(THICK * _palm(fingers)))
    for first in range(1, 21, 4):
        cv2.polylines(canvas, [places[first : first + 4]], False, 1, breadth, cv2.LINE_8, 4)
    return canvas


def _about_bones(shape: tuple[int, ...], fingers: Fingers, thick: float) -> Region:
    """The palm and the fingers, as broad as they usually are."""
    canvas = np.zeros(shape, np.uint8)
    places, breadth = np.round(fingers * 16).astype(np.int32), max(1, round(2 * thick))
    cv2.fillPoly(canvas, [cv2.convexHull(places[list(RING)])], 1, cv2.LINE_8, 4)
    cv2.polylines(canvas, [places[list(RING)]], True, 1, breadth, cv2.LINE_8, 4)
    for first in range(1, 21, 4):
        cv2.polylines(canvas, [places[first : first + 4]], False, 1, breadth, cv2.LINE_8, 4)
    return canvas > 0


def _line(shape: tuple[int, ...], path: np.ndarray, breadth: float) -> Region:
    canvas = np.zeros(shape, np.uint8)
    cv2.polylines(canvas, [np.round(path).astype(np.int32)], False, 1, max(1, round(breadth)))
    return canvas > 0
