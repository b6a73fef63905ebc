"""Forearms that the pose lays into the scene."""

import numpy as np
import pytest
from mannequin import mannequin

from vitrine.people.astray import FOREARM, hung, led
from vitrine.people.body import bare_body, unit_of
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


def beside(wrist: tuple[float, float] = (256.0, 325.0)) -> Person:
    """A person in a wide coat, in whose left half the pose lays the arm; the hand comes out of a sleeve beside."""
    person = mannequin(sleeve=2)
    person.labels[200:420, 225:284] = CLASSES.index("outerwear")
    person.landmarks[13] = (270, 245)
    person.landmarks[15] = wrist
    person.landmarks[HAND] = person.landmarks[15] + np.array([0, 25], np.float32)
    person.mask[person.labels > 0] = 1
    return person


def test_an_arm_is_led_to_its_hand_that_is_in_sight_beside() -> None:
    person = beside()
    assert "left" in bare_body(person).hidden_hands
    marks = led(person.landmarks, person.labels)
    moved = Person(person.photo, marks, person.visibility, person.mask, person.labels, person.certainty)
    body = bare_body(moved)
    assert not body.hidden_hands
    x, y = marks[15]
    assert 290 < x < 315
    assert 330 < y < 360
    assert (marks[HAND, 1] > y).all()
    x, y = body.ends["left"].at
    assert moved.labels[round(y), round(x)] == CLASSES.index("skin")
    others = [k for k in range(33) if k not in (13, 15, *HAND)]
    assert (marks[others] == person.landmarks[others]).all()


def test_the_elbow_goes_along_where_the_forearm_were_too_long() -> None:
    person = beside()
    assert (led(person.landmarks, person.labels)[13] != person.landmarks[13]).any()
    person.landmarks[13] = (290, 265)
    assert (led(person.landmarks, person.labels)[13] == person.landmarks[13]).all()


def test_no_arm_is_led_where_a_hand_is_known_or_is_the_other_arms() -> None:
    person = beside()
    assert led(person.landmarks, person.labels, {"left"}) is person.landmarks
    person.landmarks[14] = (200, 300)
    person.landmarks[16] = (280, 340)
    person.landmarks[[18, 20, 22]] = (300, 350)
    assert led(person.landmarks, person.labels)[15] == pytest.approx(person.landmarks[15])


def test_nor_to_a_bare_part_of_a_forearm_whose_hand_is_in_a_pocket() -> None:
    person = mannequin(sleeve=2)
    person.landmarks[15] = (280, 330)
    person.landmarks[HAND] = person.landmarks[15] + np.array([0, 25], np.float32)
    person.labels[322:420, 225:340] = CLASSES.index("bottoms")
    person.labels[262:290, 300:322] = CLASSES.index("skin")
    assert led(person.landmarks, person.labels) is person.landmarks


def test_nor_far_off() -> None:
    person = beside((215.0, 300.0))
    assert led(person.landmarks, person.labels) is person.landmarks
