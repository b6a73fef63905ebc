"""Hands that old clothes hide."""

import numpy as np
from mannequin import mannequin

from vitrine.fitting.warp.wearer import wearer_of
from vitrine.people.body import bare_body, unit_of
from vitrine.people.person import CLASSES, Person

SKIN, OUTERWEAR, BOTTOMS = (CLASSES.index(name) for name in ("skin", "outerwear", "bottoms"))


def coated(*, hand: bool = False) -> Person:
    """A person whose left arm hangs in a coat's sleeve, and the hand in the coat's pocket, or in sight."""
    person = mannequin(sleeve=2)
    x, y = (int(v) for v in person.landmarks[15])
    person.landmarks[[17, 19, 21]] = person.landmarks[15] + np.array([0, 40], np.float32)
    person.labels[y - 90 : y + 100, x - 70 : x + 40] = OUTERWEAR
    if hand:
        person.labels[y + 8 : y + 55, x - 13 : x + 14] = SKIN
    person.mask[person.labels > 0] = 1
    return person


def test_an_arm_in_a_coat_goes_on_to_a_hand_whole_with_its_fingers() -> None:
    person = coated()
    body = bare_body(person)
    hand = body.hidden_hands["left"]
    x, y = person.landmarks[15]
    rows, columns = np.nonzero(hand.region)
    lowest = rows.max() + hand.window[0].start - y
    assert 0.38 < lowest / body.unit < 0.5
    assert (body.mask[hand.window][hand.region] > 0.5).all()
    assert (body.relief[hand.window][hand.region] > 0).all()
    # its fingers are bent toward the trunk, and its light is no arm's
    way = person.landmarks[15] - person.landmarks[13]
    tips = rows > rows.max() - 0.06 * body.unit
    on_axis = x + way[0] / way[1] * (rows[tips] + hand.window[0].start - y)
    assert (columns[tips] + hand.window[1].start - on_axis).mean() < -0.02 * body.unit
    assert np.ptp(hand.light[hand.region]) > 0.2


def test_a_hand_in_sight_is_its_own() -> None:
    assert "left" not in bare_body(coated(hand=True)).hidden_hands
    assert not bare_body(mannequin(sleeve=0.5)).hidden_hands


def test_a_bare_arm_that_goes_behind_a_skirt_has_no_hand_before_it() -> None:
    person = coated()
    x, y = (int(v) for v in person.landmarks[15])
    person.labels[y - 90 : y - 30, x - 13 : x + 14] = SKIN
    assert not bare_body(person).hidden_hands


def test_without_the_coat_the_hand_lies_before_what_stays_on() -> None:
    person = coated()
    wearer = wearer_of(person)
    hand = wearer.body.hidden_hands["left"]
    erased = wearer.undressed(person, "tops", np.zeros_like(person.mask))
    inner = hand.cover > 0.95
    assert np.median(erased.skin[hand.window][inner]) > 0.9
    assert np.median(wearer.front.hidden_arms[hand.window][inner]) > 0.9


def test_a_hand_of_a_bent_arm_is_turned_with_it() -> None:
    person = coated()
    x, y = (int(v) for v in person.landmarks[13])
    person.landmarks[[15, 17, 19, 21]] = np.array([[x - 70, y + 10], *[[x - 100, y + 12]] * 3], np.float32)
    person.labels[y - 20 : y + 60, x - 120 : x + 20] = OUTERWEAR
    hand = bare_body(person).hidden_hands["left"]
    columns = np.nonzero(hand.region)[1] + hand.window[1].start
    assert columns.min() < x - 70 - 0.35 * unit_of(person.landmarks)
    assert columns.max() < x - 60


def test_a_hand_in_a_pocket_of_bottoms_stays_there() -> None:
    person = coated()
    x, y = (int(v) for v in person.landmarks[15])
    person.labels[y : y + 100, x - 70 : x + 40] = BOTTOMS
    assert not bare_body(person).hidden_hands
