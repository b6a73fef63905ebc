"""From a photo to a `Person`: pose, person mask, human parsing, and what may harm the result."""

from concurrent.futures import ThreadPoolExecutor
from typing import Final

import cv2
import numpy as np
from jaxtyping import Float32

from vitrine.errors import NoPerson, OnlyFace
from vitrine.imaging.types import Labels, Mask, Picture
from vitrine.nets import Nets
from vitrine.people.astray import hung, led
from vitrine.people.bags import outlined
from vitrine.people.beneath_hair import beneath_hair
from vitrine.people.body import unit_of
from vitrine.people.coarse import shows_face
from vitrine.people.collar import opened
from vitrine.people.crowd import alone, apart, largest, only
from vitrine.people.feet import standing
from vitrine.people.fingers import bared, hands_in_doubt, with_hands
from vitrine.people.gaps import parted
from vitrine.people.hands import freed, unfringed
from vitrine.people.parsing import parse
from vitrine.people.person import Person
from vitrine.people.pose import Pose, find_mask, find_pose
from vitrine.people.shoes import uncovered
from vitrine.people.slits import followed
from vitrine.people.straps import strapped
from vitrine.people.suitability import refuse, seen_from, warnings
from vitrine.people.working import MOST, copy_of, factor_of, moved, scale_of
from vitrine.people.wrists import uncuffed

LEAST_PERSON: Final = 0.01
"""Share of a photo's pixels below which what was found is no person."""


def analyse(photo: Picture, nets: Nets) -> Person:
    """What is known of the largest person in a photo.

    Raises:
        NoPerson: nobody is in the photo.
        OnlyFace: too little of the body is in the photo.
        FromBehind: the person turns the back to the camera.
    """
    small = copy_of(photo, scale_of(photo.shape, np.inf) if photo.size > 3 * MOST else 1.0)
    with ThreadPoolExecutor(1) as beside:
        found_mask = beside.submit(find_mask, small)
        pose = find_pose(small)
        mask = found_mask.result()
    if pose is None:
        raise OnlyFace if shows_face(small, nets) else NoPerson
    pose, other = largest(small, pose, mask)
    pose = seen_from(pose, small, nets)
    refuse(pose, mask.shape)
    factor = factor_of(photo.shape, small.shape)
    return _read(photo, pose.enlarged(factor), other if other is None else other.enlarged(factor), mask, nets)


def _read(photo: Picture, pose: Pose, other: Pose | None, mask: Float32[np.ndarray, "hm wm"], nets: Nets) -> Person:
    """The person whose pose it is, labelled; with hands that are looked for besides.

    Of the `mask` of all people, and of the labels, what belongs to the `other` or to anybody else is left out. A large
    photo's labels are those of a copy in which the person is fine enough.
    """
    scale = scale_of(photo.shape, unit_of(pose.landmarks)) if photo.size > 3 * MOST else 1.0
    copy = copy_of(photo, scale)
    smaller, size = factor_of(copy.shape, photo.shape), copy.shape[1::-1]
    near, second = pose.enlarged(smaller), other if other is None else other.enlarged(smaller)
    everyone = mask if mask.shape == copy.shape[:2] else np.asarray(cv2.resize(mask, size), np.float32)
    someone = everyone if second is None else alone(everyone, near, second)
    found, certainty = parse(copy, near.landmarks, pose.visibility, someone, nets)
    theirs, near = apart(copy, found, near, second)
    found, certainty = only(found, certainty, near, theirs)
    if theirs.any():
        # where something is labelled that is known better than by the nearer skeleton
        someone = np.where(found > 0, everyone, someone) * ~theirs
        pose = near.enlarged(1 / smaller)
    hands = hands_in_doubt(copy, found, near)
    near = with_hands(near, hands)
    found, certainty = bared(copy, found, certainty, hands)
    found = parted(copy, freed(copy, found, certainty, near.landmarks), someone, near.landmarks)
    found = followed(copy, unfringed(found, near.landmarks), near.landmarks)
    found = outlined(copy, found, unit_of(near.landmarks))
    found = uncovered(copy, found, near.landmarks)
    found = beneath_hair(copy, found, near.landmarks)
    found = strapped(copy, opened(copy, found, near.landmarks), near.landmarks)
    found = uncuffed(found, near.landmarks, unit_of(near.landmarks), hands)
    if copy is not photo:
        full = photo.shape[1::-1]
        found = np.asarray(cv2.resize(found, full, interpolation=cv2.INTER_NEAREST))
        certainty, someone = (np.asarray(cv2.resize(one, full), np.float32) for one in (certainty, someone))
        hands = {side: moved(fingers, factor_of(photo.shape, copy.shape)) for side, fingers in hands.items()}
    notes = warnings(pose, photo, several=other is not None or bool(theirs.any()))
    landmarks = led(hung(with_hands(pose, hands), found).landmarks, found, hands)
    landmarks = standing(found, landmarks, unit_of(landmarks))
    return Person(photo, landmarks, pose.visibility, someone, found, certainty, notes, hands)


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
