"""Pose landmarks and the person mask: MediaPipe's networks, opened once a process and kept warm."""

import threading
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import cv2
import numpy as np
from jaxtyping import Float32

from vitrine.imaging.types import Mask, Picture
from vitrine.people.working import moved

LEFT_EAR: Final = 7
RIGHT_EAR: Final = 8
LEFT_SHOULDER: Final = 11
RIGHT_SHOULDER: Final = 12
LEFT_ELBOW: Final = 13
RIGHT_ELBOW: Final = 14
LEFT_WRIST: Final = 15
RIGHT_WRIST: Final = 16
LEFT_HIP: Final = 23
RIGHT_HIP: Final = 24
LEFT_KNEE: Final = 25
RIGHT_KNEE: Final = 26
LEFT_ANKLE: Final = 27
RIGHT_ANKLE: Final = 28
HAND: Final = 0.3
"""Confidence from which on what may be a palm is looked at."""
_OTHER_SIDE: Final = [0, 4, 5, 6, 1, 2, 3, 8, 7, 10, 9, *(i + 1 if i % 2 else i - 1 for i in range(11, 33))]


@dataclass(frozen=True, eq=False)
class Pose:
    """MediaPipe's 33 landmarks of one person."""

    landmarks: Float32[np.ndarray, "33 2"]
    """(x, y) in pixels; may lie outside the picture."""
    depth: Float32[np.ndarray, "33"]
    """In pixels, smaller is nearer, 0 midway between the hips."""
    visibility: Float32[np.ndarray, "33"]
    """0..1"""

    def enlarged(self, factor: Float32[np.ndarray, "2"]) -> "Pose":
        """The pose in a larger or smaller copy of the picture: `factor` pixels (x, y) for one."""
        return Pose(moved(self.landmarks, factor), self.depth * factor[0], self.visibility)

    def turned_round(self) -> "Pose":
        """The same pose with left and right exchanged: of a body seen from the other side."""
        return Pose(self.landmarks[_OTHER_SIDE], -self.depth[_OTHER_SIDE], self.visibility[_OTHER_SIDE])


class _Warm:
    """One MediaPipe solution and the lock that its graph needs: it keeps state during a call."""

    def __init__(self, solution: Any) -> None:
        self._solution = solution
        self._lock = threading.Lock()

    def __call__(self, photo: Picture) -> Any:
        with self._lock:
            return self._solution.process(photo)


_OPENING: Final = threading.Lock()
"""MediaPipe cannot be imported by two threads at once."""


@lru_cache(1)
def _pose_net() -> _Warm:
    from mediapipe.python.solutions.pose import Pose as Solution

    return _Warm(Solution(static_image_mode=True, model_complexity=1))


@lru_cache(1)
def _mask_net() -> _Warm:
    from mediapipe.python.solutions.selfie_segmentation import SelfieSegmentation

    return _Warm(SelfieSegmentation(model_selection=0))


@lru_cache(1)
def _hand_net() -> _Warm:
    from mediapipe.python.solutions.hands import Hands as Solution

    return _Warm(Solution(static_image_mode=True, max_num_hands=1, min_detection_confidence=HAND))


def find_pose(photo: Picture) -> Pose | None:
    """The landmarks of the most prominent person, or None (BlazePose; Bazarevsky et al. 2020, arXiv 2006.10204)."""
    with _OPENING:
        net = _pose_net()
    found = net(photo).pose_landmarks
    if found is None:
        return None
    height, width = photo.shape[:2]
    rows = np.array([(p.x * width, p.y * height, p.z * width, p.visibility) for p in found.landmark], np.float32)
    return Pose(np.ascontiguousarray(rows[:, :2] - 0.5), rows[:, 2].copy(), rows[:, 3].copy())


def find_mask(photo: Picture) -> Mask:
    """Coverage of all people in the photo (MediaPipe selfie segmentation, 256×256, resized to the photo)."""
    with _OPENING:
        net = _mask_net()
    mask: np.ndarray = np.asarray(net(photo).segmentation_mask, np.float32)
    if mask.shape != photo.shape[:2]:
        mask = cv2.resize(mask, photo.shape[1::-1])
    return np.asarray(np.clip(mask, 0, 1))


def find_hand(view: Picture) -> Float32[np.ndarray, "21 2"] | None:
    """The landmarks, (x, y) in pixels, of the most prominent hand in a square view, or None (MediaPipe Hands)."""
    with _OPENING:
        net = _hand_net()
    found = net(view).multi_hand_landmarks
    if not found:
        return None
    height, width = view.shape[:2]
    return np.array([(p.x * width - 0.5, p.y * height - 0.5) for p in found[0].landmark], np.float32)
