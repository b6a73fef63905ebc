"""Several people in a photo: the largest is the one to dress, the others are part of the scene."""

from typing import Final

import cv2
import numpy as np

from vitrine.imaging.masks import touching
from vitrine.imaging.types import Labels, Mask, Picture, Region
from vitrine.people.body import unit_of
from vitrine.people.pose import Pose, find_pose

BONES: Final = (
    (0, 11), (0, 12), (11, 12), (11, 13), (13, 15), (15, 19), (12, 14), (14, 16), (16, 20), (11, 23), (12, 24),
    (23, 24), (23, 25), (25, 27), (27, 31), (24, 26), (26, 28), (28, 32),
)  # fmt: skip
REACH: Final = 0.6
"""Distance from the bones, in units, up to which a person reaches (wide skirts, hair, bags)."""
NOTABLE: Final = 0.12
"""Share of the first person's area from which what the person mask holds elsewhere may be somebody."""


def largest(photo: Picture, first: Pose, mask: Mask) -> tuple[Pose, Pose | None]:
    """The largest of the people and, if there is one, another.

    A second one is looked for only where the person mask goes on well beyond the first.
    """
    own = _near(first, mask.shape, REACH)
    elsewhere = (mask > 0.5) & ~own
    if elsewhere.sum() < NOTABLE * ((mask > 0.5) & own).sum():
        return first, None
    rest = photo.copy()
    rest[_near(first, mask.shape, 0.35)] = 128
    other = find_pose(rest)
    if other is None or not _somebody(other, elsewhere):
        return first, None
    return (first, other) if unit_of(first.landmarks) >= unit_of(other.landmarks) else (other, first)


def alone(mask: Mask, chosen: Pose, other: Pose) -> Mask:
    """The person mask without the other: each pixel belongs to the nearer skeleton, in units of each."""
    ours, theirs = (_distance(pose, mask.shape) / unit_of(pose.landmarks) for pose in (chosen, other))
    return np.where(ours <= theirs, mask, 0).astype(np.float32)


def only(labels: Labels, certainty: Mask, chosen: Pose) -> tuple[Labels, Mask]:
    """The label map without what is not connected to the chosen person: it becomes background."""
    kept = touching(labels > 0, _near(chosen, labels.shape, 0.15) & (labels > 0))
    dropped = (labels > 0) & ~kept
    if not dropped.any():
        return labels, certainty
    return np.where(dropped, 0, labels).astype(np.uint8), np.where(dropped, 1, certainty).astype(np.float32)


def _somebody(pose: Pose, where: Region) -> bool:
    """Whether the pose's trunk is seen and lies in `where`."""
    points = np.round(pose.landmarks[[11, 12, 23, 24]]).astype(int)
    ok = (points >= 0).all(1) & (points[:, 0] < where.shape[1]) & (points[:, 1] < where.shape[0])
    if pose.visibility[[11, 12]].min() < 0.5 or not ok.any():
        return False
    return bool(where[points[ok, 1], points[ok, 0]].mean() >= 0.5)


def _near(pose: Pose, shape: tuple[int, ...], reach: float) -> Region:
    """Where the bones are at most `reach`, in the pose's units, away."""
    breadth = max(1, round(2 * reach * unit_of(pose.landmarks)))
    return _drawn(pose, shape, breadth) > 0


def _distance(pose: Pose, shape: tuple[int, ...]) -> np.ndarray:
    """Distance of each pixel from the bones, pixels."""
    return np.asarray(cv2.distanceTransform(1 - _drawn(pose, shape, 1), cv2.DIST_L2, 3))


def _drawn(pose: Pose, shape: tuple[int, ...], breadth: int) -> Labels:
    """1 on the bones, drawn `breadth` pixels broad with round ends."""
    canvas = np.zeros(shape, np.uint8)
    at = np.round(np.clip(pose.landmarks, -5 * max(shape), 5 * max(shape))).astype(int).tolist()
    for a, b in BONES:
        cv2.line(canvas, at[a], at[b], 1, breadth)
    return canvas
