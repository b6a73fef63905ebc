"""Whether a photo can be used for fitting, and what may harm the result."""

from typing import Final

import numpy as np

from vitrine.errors import FromBehind, OnlyFace
from vitrine.imaging.types import Picture
from vitrine.nets import Nets
from vitrine.people.body import unit_of
from vitrine.people.coarse import face_of
from vitrine.people.pose import Pose

LEAST_TORSO: Final = 0.45
"""Share of the torso that must be in the photo, counted from the shoulders."""
AWAY: Final = -0.15
"""Shoulders' distance across, left minus right, in units, below which the back is turned to the camera."""
LEAST_FACE: Final = 0.025
"""Area of a face's skin, in squared units, that shows that a body faces the camera: a chin is enough."""
FACING: Final = 0.72
"""The same distance below which the body is turned too far to the side."""
DARK: Final = 90
"""A photo whose brightest twentieth stays below this (0..255) is too dark."""
SMALL: Final = 50.0
"""Pixels of the person's unit (about 35 cm) below which the result is coarse."""


def refuse(pose: Pose, shape: tuple[int, int]) -> None:
    """Raise if nothing can be put on this person.

    Args:
        pose: the person's landmarks.
        shape: rows and columns of the photo.

    Raises:
        OnlyFace: too little of the body is in the photo.
        FromBehind: the person turns the back to the camera.
    """
    shoulders, hips = pose.landmarks[[11, 12]], pose.landmarks[[23, 24]]
    across = float(np.linalg.norm(shoulders[0] - shoulders[1]))
    torso = max(float(np.linalg.norm(shoulders.mean(0) - hips.mean(0))), 1.2 * across, 1.0)
    if (shape[0] - float(shoulders[:, 1].mean())) / torso < LEAST_TORSO or pose.visibility[[11, 12]].max() < 0.5:
        raise OnlyFace
    if _facing(pose) < AWAY:
        raise FromBehind


def seen_from(pose: Pose, photo: Picture, nets: Nets) -> Pose:
    """The pose, its left and right exchanged where it tells of a back though a face is seen above the shoulders.

    Where the photo cuts the head off at the mouth, BlazePose takes either side for the front, by chance.
    """
    if _facing(pose) >= AWAY:
        return pose
    face = face_of(photo, nets)
    unit, neck = unit_of(pose.landmarks), pose.landmarks[[11, 12]].mean(0)
    rows, columns = (
        (np.arange(256) + 0.5) * side / 256 - at for side, at in zip(photo.shape[:2], neck[::-1], strict=True)
    )
    head = face[np.ix_((rows > -unit) & (rows < 0.1 * unit), np.abs(columns) < 0.6 * unit)]
    area = float(head.sum()) * photo.shape[0] * photo.shape[1] / 256**2
    return pose.turned_round() if area > LEAST_FACE * unit**2 else pose


def warnings(pose: Pose, photo: Picture, *, several: bool) -> tuple[str, ...]:
    """Codes of what may harm the result.

    `several-people`, `dark`, `small` (the person in the photo), `turned` (to the side), `hips-cropped`, `arms-crossed`.
    """
    landmarks, height = pose.landmarks, photo.shape[0]
    found = {
        "several-people": several,
        "dark": float(np.percentile(photo[::4, ::4].max(2), 95)) < DARK,
        "small": unit_of(landmarks) < SMALL,
        "turned": _facing(pose) < FACING,
        "hips-cropped": bool(landmarks[[23, 24], 1].mean() > height),
        "arms-crossed": _crossed(pose),
    }
    return tuple(code for code, true in found.items() if true)


def _facing(pose: Pose) -> float:
    """1 for a body that faces the camera, 0 from the side, -1 from behind (BlazePose tells the wearer's left)."""
    return float(pose.landmarks[11, 0] - pose.landmarks[12, 0]) / unit_of(pose.landmarks)


def _crossed(pose: Pose) -> bool:
    """Whether both forearms lie in front of the trunk."""
    left, right, hip_left, hip_right = (pose.landmarks[i] for i in (11, 12, 23, 24))
    neck, hips = (left + right) / 2, (hip_left + hip_right) / 2
    inside = []
    for wrist in (15, 16):
        down = (pose.landmarks[wrist, 1] - neck[1]) / max(float(hips[1] - neck[1]), 1.0)
        off = abs(float(pose.landmarks[wrist, 0] - neck[0])) / unit_of(pose.landmarks)
        inside.append(0.1 < down < 0.9 and off < 0.42)
    return all(inside)
