"""From a photo to a `Person`: pose, person mask, human parsing, and what may harm the result."""

import numpy as np

from vitrine.errors import FromBehind, NoPerson, OnlyFace
from vitrine.imaging.types import Picture
from vitrine.nets import Nets
from vitrine.people.parsing import parse
from vitrine.people.person import Person
from vitrine.people.pose import Pose, find_mask, find_pose


def analyse(photo: Picture, nets: Nets) -> Person:
    """What is known of the largest person in a photo.

    Raises:
        NoPerson: nobody is in the photo.
        OnlyFace: shoulders or hips are not in the photo.
        FromBehind: the person turns the back to the camera.
    """
    pose = find_pose(photo)
    if pose is None:
        raise NoPerson
    _refuse(pose, photo)
    mask = find_mask(photo)
    labels, certainty = parse(photo, pose.landmarks, pose.visibility, mask, nets)
    return Person(photo, pose.landmarks, pose.visibility, mask, labels, certainty)


def _refuse(pose: Pose, photo: Picture) -> None:
    shoulders = pose.landmarks[[11, 12]]
    if (shoulders[:, 1] > photo.shape[0]).any() or pose.visibility[[11, 12]].max() < 0.5:
        raise OnlyFace
    if pose.landmarks[11, 0] < pose.landmarks[12, 0] and np.median(pose.visibility[:11]) < 0.5:
        raise FromBehind
