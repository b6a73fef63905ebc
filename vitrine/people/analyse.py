"""From a photo to a `Person`: pose, person mask, human parsing, and what may harm the result."""

from typing import Final

import numpy as np

from vitrine.errors import NoPerson, OnlyFace
from vitrine.imaging.types import Labels, Mask, Picture
from vitrine.nets import Nets
from vitrine.people.coarse import shows_face
from vitrine.people.crowd import alone, largest, only
from vitrine.people.parsing import parse
from vitrine.people.person import Person
from vitrine.people.pose import find_mask, find_pose
from vitrine.people.suitability import refuse, warnings

LEAST_PERSON: Final = 0.01
"""Share of a photo's pixels below which what was found is no person."""


def analyse(photo: Picture, nets: Nets) -> Person:
    """What is known of the largest person in a photo.

    Raises:
        NoPerson: nobody is in the photo.
        OnlyFace: too little of the body is in the photo.
        FromBehind: the person turns the back to the camera.
    """
    pose = find_pose(photo)
    if pose is None:
        raise OnlyFace if shows_face(photo, nets) else NoPerson
    mask = find_mask(photo)
    pose, other = largest(photo, pose, mask)
    refuse(pose, mask.shape)
    if other is not None:
        mask = alone(mask, pose, other)
    labels, certainty = only(*parse(photo, pose.landmarks, pose.visibility, mask, nets), pose)
    notes = warnings(pose, photo, several=other is not None)
    return Person(photo, pose.landmarks, pose.visibility, mask, labels, certainty, notes)


def labels(photo: Picture, nets: Nets) -> tuple[Labels, Mask]:
    """Human parsing alone: label map and the probability of each label, of any person, from whatever side.

    Raises:
        NoPerson: nobody is in the photo.
    """
    pose = find_pose(photo)
    if pose is None and not nets.has_parser:
        raise NoPerson
    points, seen = (
        (pose.landmarks, pose.visibility) if pose else (np.zeros((33, 2), np.float32), np.zeros(33, np.float32))
    )
    found, certainty = parse(photo, points, seen, find_mask(photo), nets)
    if (found > 0).mean() < LEAST_PERSON:
        raise NoPerson
    return found, certainty
