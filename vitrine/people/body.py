"""The body beneath the clothes: joints, limb widths and the silhouette without loose cloth."""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from vitrine.imaging.types import Mask
from vitrine.people.person import Person

Xy = tuple[float, float]

JOINTS: Final = {
    "shoulder-left": 11, "shoulder-right": 12, "elbow-left": 13, "elbow-right": 14, "wrist-left": 15,
    "wrist-right": 16, "hip-left": 23, "hip-right": 24, "knee-left": 25, "knee-right": 26, "ankle-left": 27,
    "ankle-right": 28,
}  # fmt: skip
"""Landmark of each named joint."""

RADII: Final = {
    "shoulder": 0.15, "elbow": 0.115, "wrist": 0.08, "hip": 0.25, "knee": 0.165, "ankle": 0.10, "neck": 0.15,
}  # fmt: skip
"""Limb radius at a joint as a share of the unit, where nothing better is seen."""

LIMBS: Final = (("shoulder", "elbow"), ("elbow", "wrist"), ("hip", "knee"), ("knee", "ankle"))


@dataclass(frozen=True, eq=False)
class Body:
    """The bare body in the photo. Lengths in pixels."""

    mask: Mask
    """The silhouette without loose cloth (head, hands and feet as the person mask shows them)."""
    joints: dict[str, Xy]
    """(x, y) of `neck` (midway between the shoulders) and of the joints of JOINTS."""
    radius: dict[str, float]
    """Limb radius at each joint."""
    unit: float
    """The larger of the distance between the shoulders and .6 of the torso's length: scale of all else."""


def unit_of(landmarks: np.ndarray) -> float:
    """The scale of a person: the larger of shoulder distance and .6 torso length (shoulders to hips), in pixels."""
    left, right, hip_left, hip_right = (landmarks[i] for i in (11, 12, 23, 24))
    torso = np.linalg.norm((left + right) / 2 - (hip_left + hip_right) / 2)
    return max(float(np.linalg.norm(left - right)), 0.6 * float(torso), 1.0)


def bare_body(person: Person) -> Body:
    """The person's silhouette without loose cloth, from the pose, usual limb widths and the person mask."""
    unit = unit_of(person.landmarks)
    joints: dict[str, Xy] = {
        name: (float(person.landmarks[i, 0]), float(person.landmarks[i, 1])) for name, i in JOINTS.items()
    }
    left, right = np.array(joints["shoulder-left"]), np.array(joints["shoulder-right"])
    joints["neck"] = (float((left[0] + right[0]) / 2), float((left[1] + right[1]) / 2))
    radius = {name: RADII[name.split("-")[0]] * unit for name in joints}
    shape = np.zeros(person.mask.shape, np.uint8)
    for a, b in LIMBS:
        for side in ("left", "right"):
            _capsule(shape, joints[f"{a}-{side}"], joints[f"{b}-{side}"], radius[f"{a}-{side}"], radius[f"{b}-{side}"])
    trunk = np.array([joints[n] for n in ("shoulder-left", "shoulder-right", "hip-right", "hip-left")])
    cv2.fillConvexPoly(shape, np.round(trunk).astype(np.int32), 1)
    chin = joints["neck"][1] - 0.15 * unit
    rows = np.arange(len(shape))[:, None]
    solid = person.mask > 0.5
    shape[(rows < chin) & solid] = 1
    shape[np.isin(person.labels, (1, 2, 8)) & solid] = 1
    soft = cv2.GaussianBlur(shape.astype(np.float32), (0, 0), 1.0)
    return Body(np.minimum(soft, 1), joints, radius, unit)


def _capsule(canvas: np.ndarray, a: Xy, b: Xy, ra: float, rb: float) -> None:
    """Fill the convex hull of two discs."""
    turn = np.linspace(0, 2 * np.pi, 24, endpoint=False)
    circle = np.stack([np.cos(turn), np.sin(turn)], 1)
    outline = np.concatenate([np.array(a) + ra * circle, np.array(b) + rb * circle])
    cv2.fillConvexPoly(canvas, cv2.convexHull(np.round(outline).astype(np.int32)), 1)
