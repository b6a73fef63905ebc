"""Forearms that the pose lays where the person is not: such an arm hangs where the photo does not show it.

It guesses where an arm is that the trunk, a cape or a coat hides, and at times guesses that it reaches out, or takes
another's for it. Of a wrist in a wide sleeve or beneath a coat it guesses where that is, though its hand be in sight
beside: there it is that the arm ends.
"""

from collections.abc import Container
from typing import Final

import cv2
import numpy as np

from vitrine.imaging.masks import box_about
from vitrine.imaging.types import Labels, Points
from vitrine.people.body import SIDES, unit_of
from vitrine.people.hidden_hand import bare_share, is_hidden
from vitrine.people.person import CLASSES
from vitrine.people.pose import Pose
from vitrine.people.wrists import CLOTH, arm_end

ARMS: Final = ((11, 13, 15, (17, 19, 21)), (12, 14, 16, (18, 20, 22)))
"""Landmarks of shoulder, elbow, wrist and fingers."""
SKIN: Final = CLASSES.index("skin")
BREADTH: Final = 0.15
"""Breadth of what is looked at along a forearm, in u."""
REACH: Final = 1.5
"""Where the fingers end, as a multiple of the way from the wrist to their knuckles."""
ASTRAY, BARE = (0.3, 0.8), 0.02
"""Shares of forearm and hand that are scene from which on, and share that is skin up to which, an arm is astray."""
UPPER_ARM, FOREARM, HAND = 0.8, 0.75, 0.22
"""Usual lengths, in u; the last two, to the wrist and on to the knuckles, as on 106 arms that hang in street photos."""

UNSEEN: Final = 0.1
"""Share of skin in a hand's place up to which it is not the hand that is there."""
OFF: Final = 0.65
"""How far from the pose's wrist the middle of a hand in sight may lie, in u. Of 17 such hands of 509 people in street
photos the farthest lies .64 u off; what is none, as an umbrella's handle, from .73 on."""
AREA: Final = (0.01, 0.15)
"""What is in sight of a hand, in u squared: from some fingers to all of it with the wrist."""
THEIRS: Final = 0.2
"""What lies nearer to the line of the other forearm and hand is of that arm, in u."""
BEGINS: Final = 0.06
"""Length over which what is in sight of a hand begins, in u."""
SLEEVE: Final = (0.03, 0.15)
"""From where to where before that there is a sleeve, in u."""
AROUND: Final = 0.5
"""As long as a hand is, with its wrist, in u."""
LEAST: Final = 0.6
"""Length of a forearm, in u, below which what is in sight may be a bare part of it, its hand in a pocket of bottoms:
of 7 that are shorter in these photos only 3 end at a hand, of those that are longer (.71 to 1.21 u) all."""


def hung(pose: Pose, labels: Labels) -> Pose:
    """The pose with arms that are astray hanging.

    Args:
        pose: in pixels of the photo.
        labels: of this person in the photo, indices into CLASSES.
    """
    unit, landmarks = unit_of(pose.landmarks), pose.landmarks
    way = landmarks[[23, 24]].mean(0) - landmarks[[11, 12]].mean(0)
    down = way / max(float(np.hypot(*way)), 1.0)
    for shoulder, elbow, wrist, fingers in ARMS:
        tip = landmarks[wrist] + REACH * (landmarks[list(fingers)].mean(0) - landmarks[wrist])
        fore, hand = (landmarks[[elbow, wrist]], np.stack([landmarks[wrist], tip]))
        shares = [_share(path, labels, BREADTH * unit) for path in (fore, hand)]
        if any(scene < least or bare > BARE for (scene, bare), least in zip(shares, ASTRAY, strict=True)):
            continue
        landmarks = landmarks.copy()
        if _scene(labels, landmarks[elbow]):
            landmarks[elbow] = landmarks[shoulder] + UPPER_ARM * unit * down
        landmarks[wrist] = landmarks[elbow] + FOREARM * unit * down
        landmarks[list(fingers)] = landmarks[wrist] + HAND * unit * down
    return pose if landmarks is pose.landmarks else Pose(landmarks, pose.depth, pose.visibility)


def led(landmarks: Points, labels: Labels, known: Container[str] = ()) -> Points:
    """The pose's landmarks, with arms in sleeves that it lays beside their hands led to them.

    Args:
        landmarks: the pose's 33, (x, y) in pixels.
        labels: of this person in the photo, indices into CLASSES.
        known: sides whose hand a network of its own has found.
    """
    unit, found = unit_of(landmarks), landmarks
    for side, (*joints, fingers), (_, *other, knuckles) in zip(SIDES, ARMS, ARMS[::-1], strict=True):
        arm, theirs = landmarks[joints], found[other]
        if side in known or not _unseen(landmarks, labels, side, arm, unit):
            continue
        tip = theirs[1] + REACH * (found[list(knuckles)].mean(0) - theirs[1])
        hand = _beside(labels, arm, np.stack([*theirs, tip]), unit)
        if hand is None:
            continue
        start, way = hand
        if not is_hidden(labels, arm[1], arm[2], unit) and np.hypot(*(start - arm[1])) < LEAST * unit:
            continue
        found = found.copy() if found is landmarks else found
        found[joints[1]], found[joints[2]] = _elbow(arm, start), start
        found[list(fingers)] = start + HAND * unit * way
    return found


def _unseen(landmarks: Points, labels: Labels, side: str, arm: np.ndarray, unit: float) -> bool:
    """Whether an arm (shoulder, elbow, wrist) lies in cloth and no hand is in sight at its end."""
    _, elbow, wrist = arm
    if bare_share(labels, elbow, wrist, unit) > UNSEEN:
        return False
    start, end = ((float(x), float(y)) for x, y in (elbow, wrist))
    return arm_end(labels, landmarks, side, start, end, unit) is None


def _elbow(arm: np.ndarray, hand: np.ndarray) -> np.ndarray:
    """The elbow of an arm (shoulder, elbow, wrist) that ends at a hand.

    It stays, unless the forearm were longer than the upper arm: then the whole arm is turned, and stretched, about the
    shoulder.
    """
    shoulder, elbow, wrist, end = (complex(*place) for place in (*arm.tolist(), hand.tolist()))
    if abs(end - elbow) > abs(elbow - shoulder) and abs(wrist - shoulder) > 1:
        elbow = shoulder + (elbow - shoulder) * (end - shoulder) / (wrist - shoulder)
    return np.array([elbow.real, elbow.imag])


def _beside(labels: Labels, arm: np.ndarray, theirs: np.ndarray, unit: float) -> tuple[np.ndarray, np.ndarray] | None:
    """Where the hand in sight beside a wrist begins, and its direction (unit vector).

    Args:
        labels: of this person in the photo.
        arm: shoulder, elbow and wrist.
        theirs: the other elbow and wrist, and where its fingers end.
        unit: the person's unit, pixels.
    """
    shoulder, elbow, wrist = arm
    window = box_about(wrist[None], (OFF + AROUND) * unit, labels.shape)
    corner = np.array([window[1].start, window[0].start])
    other = np.ones(labels[window].shape, np.uint8)
    cv2.polylines(other, [np.round(theirs - corner).astype(np.int32)], False, 0)
    off = cv2.distanceTransform(other, cv2.DIST_L2, 5)
    count, parts, stats, centres = cv2.connectedComponentsWithStats((labels[window] == SKIN).view(np.uint8))
    nearest, found = OFF * unit, None
    for k in range(1, count):
        there, middle = parts == k, centres[k] + corner
        far, high = (float(np.hypot(*(middle - place))) for place in (wrist, shoulder))
        size = stats[k, cv2.CC_STAT_AREA] / unit**2
        if far > min(nearest, high) or not AREA[0] < size < AREA[1] or off[there].min() < THEIRS * unit:
            continue
        places = np.argwhere(there)[:, ::-1] + corner
        reach = np.hypot(*(places - elbow).T)
        start = places[reach < reach.min() + BEGINS * unit].mean(0)
        if _sleeved(labels, start, elbow, unit):
            nearest, found = far, (start, (middle - start) / max(float(np.hypot(*(middle - start))), 1.0))
    return found


def _sleeved(labels: Labels, start: np.ndarray, elbow: np.ndarray, unit: float) -> bool:
    """Whether what begins at a place comes out of a sleeve."""
    back = (elbow - start) / max(float(np.hypot(*(elbow - start))), 1.0)
    line = start + back * np.arange(SLEEVE[0] * unit, SLEEVE[1] * unit)[:, None]
    columns, rows = (np.clip(np.round(line[:, k]).astype(int), 0, labels.shape[1 - k] - 1) for k in (0, 1))
    return bool(np.isin(labels[rows, columns], CLOTH).mean() > 0.5)


def _share(path: np.ndarray, labels: Labels, breadth: float) -> tuple[float, float]:
    """Share of a broad line that is scene, and that is skin; none where it begins out of the picture."""
    window = box_about(path, breadth, labels.shape)
    part, canvas = labels[window], np.zeros(labels[window].shape, np.uint8)
    if not part.size or not _inside(labels, path[0]):
        return 0.0, 0.0
    ends = np.round(path - (window[1].start, window[0].start)).astype(np.int32)
    cv2.polylines(canvas, [ends], False, 1, max(1, round(breadth)))
    there = canvas > 0
    return float((part[there] == 0).mean()), float((part[there] == SKIN).mean())


def _inside(labels: Labels, place: np.ndarray) -> bool:
    return bool(0 <= place[0] < labels.shape[1] and 0 <= place[1] < labels.shape[0])


def _scene(labels: Labels, place: np.ndarray) -> bool:
    x, y = round(float(place[0])), round(float(place[1]))
    return bool(labels[min(y, labels.shape[0] - 1), min(x, labels.shape[1] - 1)] == 0)
