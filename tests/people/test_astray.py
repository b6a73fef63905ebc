"""Forearms that the pose lays into the scene."""

import numpy as np
import pytest
from mannequin import mannequin

from vitrine.people.astray import FOREARM, hung
from vitrine.people.body import unit_of
from vitrine.people.person import CLASSES, Person
from vitrine.people.pose import Pose

HAND = [17, 19, 21]


def pose_of(person: Person) -> Pose:
    return Pose(person.landmarks, np.zeros(33, np.float32), person.visibility)


def reaching(elbow: tuple[float, float]) -> Person:
    """A person without a left arm in sight, of whom the pose says that it reaches out from an elbow."""
    person = mannequin()
    beside = np.arange(person.labels.shape[1]) > 262
    person.labels[120:380, beside] = 0
    person.landmarks[13] = elbow
    person.landmarks[15] = person.landmarks[13] + np.array([70, 30], np.float32)
    person.landmarks[HAND] = person.landmarks[15] + np.array([30, 10], np.float32)
    return person


@pytest.mark.parametrize("elbow", [(246.0, 225.0), (300.0, 200.0)])
def test_an_arm_that_reaches_where_nobody_is_hangs(elbow: tuple[float, float]) -> None:
    person = reaching(elbow)
    marks = hung(pose_of(person), person.labels).landmarks
    unit = unit_of(person.landmarks)
    assert np.hypot(*(marks[15] - marks[13])) == pytest.approx(FOREARM * unit, rel=1e-3)
    assert marks[15, 1] - marks[13, 1] > 0.95 * FOREARM * unit
    assert (marks[HAND, 1] > marks[15, 1]).all()
    # an elbow that is on the person is believed
    assert np.allclose(marks[13], elbow) == (elbow[0] < 250)
    others = [k for k in range(33) if k not in (13, 15, *HAND)]
    assert (marks[others] == person.landmarks[others]).all()


def test_an_arm_that_is_in_sight_stays() -> None:
    pose = pose_of(person := mannequin())
    assert hung(pose, person.labels) is pose


def test_so_does_one_of_which_some_skin_is_in_sight() -> None:
    person = reaching((246.0, 225.0))
    x, y = (int(v) for v in person.landmarks[15])
    person.labels[y - 5 : y + 15, x : x + 20] = CLASSES.index("skin")
    pose = pose_of(person)
    assert hung(pose, person.labels) is pose


def test_an_arm_that_leaves_the_picture_stays() -> None:
    person = reaching((246.0, 225.0))
    person.landmarks[[13, 15, *HAND], 0] += 400
    pose = pose_of(person)
    assert hung(pose, person.labels) is pose
