"""Feet that long clothes hide."""

import cv2
import numpy as np
from mannequin import mannequin

from vitrine.people.feet import foot, standing
from vitrine.people.person import CLASSES, Person

BOTTOMS, SHOES = CLASSES.index("bottoms"), CLASSES.index("shoes")
UNIT = 102.0
TOES = [31, 32]


def to_the_ground(*, shoes: tuple[tuple[int, int], ...] = ()) -> Person:
    """The figure in trousers that end at row 620, below which `shoes` look out at these places."""
    person = mannequin()
    person.labels[person.labels == SHOES] = BOTTOMS
    person.labels[560:620, 140:280] = BOTTOMS
    for place in shoes:
        cv2.ellipse(person.labels, place, (16, 12), 0, 0, 360, SHOES, -1)
    return person


def test_feet_in_sight_stay_where_the_pose_sees_them() -> None:
    person = mannequin()
    assert (standing(person.labels, person.landmarks, UNIT) == person.landmarks).all()


def test_toes_lie_in_the_shoe_that_looks_out() -> None:
    person = to_the_ground(shoes=((140, 622), (270, 622)))
    found = standing(person.labels, person.landmarks, UNIT)
    assert all(person.labels[tuple(np.round(found[toe][::-1]).astype(int))] == SHOES for toe in TOES)
    # the foot moves as a whole
    assert np.allclose(found[27] - person.landmarks[27], found[31] - person.landmarks[31])


def test_of_two_shoes_each_foot_has_one() -> None:
    person = to_the_ground(shoes=((160, 622), (215, 622)))
    person.landmarks[31] = (186, 620)
    found = standing(person.labels, person.landmarks, UNIT)
    assert found[31, 0] > 199
    assert found[32, 0] < 180


def test_feet_of_which_nothing_is_in_sight_end_where_the_hem_does() -> None:
    person = to_the_ground()
    found = standing(person.labels, person.landmarks, UNIT)
    ends = found[[27, 28]] + 1.28 * (found[TOES] - found[[27, 28]])
    assert np.allclose(ends[:, 1], 619, atol=1)
    ways = found[TOES] - found[[27, 28]]
    assert np.allclose(ways[0], ways[1])


def test_trousers_that_the_picture_cuts_off_tell_nothing() -> None:
    person = to_the_ground()
    person.labels[560:, 140:280] = BOTTOMS
    assert (standing(person.labels, person.landmarks, UNIT) == person.landmarks).all()


def test_a_foot_is_hidden_unless_its_shoe_is_in_sight() -> None:
    clear, hidden = mannequin(), to_the_ground()
    hidden.landmarks[:] = standing(hidden.labels, hidden.landmarks, UNIT)
    feet = [foot(person, "left", tuple(person.landmarks[27].tolist()), 9.0, UNIT) for person in (clear, hidden)]
    assert [each.hidden for each in feet] == [False, True]
    # one whose shoe is in sight is no broader than its leg
    assert [max(cone.at_end for cone in each.cones) > 10 for each in feet] == [False, True]
