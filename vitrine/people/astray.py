"""Forearms that the pose lays where the person is not: such an arm hangs where the photo does not show it.

It guesses where an arm is that the trunk, a cape or a coat hides, and at times guesses that it reaches out, or takes
another's for it.
"""

from typing import Final

import cv2
import numpy as np

from vitrine.imaging.masks import box_about
from vitrine.imaging.types import Labels
from vitrine.people.body import unit_of
from vitrine.people.person import CLASSES
from vitrine.people.pose import Pose

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
