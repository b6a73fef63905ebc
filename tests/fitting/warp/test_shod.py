"""Shoes on feet that long clothes hid."""

from dataclasses import replace

import cv2
import numpy as np
from mannequin import HEIGHT, WIDTH, mannequin

from vitrine.fitting.warp.shod import in_contact, shod, shoes
from vitrine.people.body import bare_body
from vitrine.people.feet import standing
from vitrine.people.person import CLASSES, Person

BOTTOMS, SHOES = CLASSES.index("bottoms"), CLASSES.index("shoes")
WHOLE = (slice(0, HEIGHT), slice(0, WIDTH))


def to_the_ground(tips: tuple[int, int, int] | None = None, of: tuple[int, ...] = (168, 252)) -> Person:
    """The figure in trousers that end at row 624, with tips of shoes in some colour below them, at columns `of`."""
    person = mannequin()
    person.labels[person.labels == SHOES] = BOTTOMS
    person.labels[560:624, 140:280] = BOTTOMS
    if tips is not None:
        for x in of:
            there = cv2.ellipse(np.zeros_like(person.labels), (x, 626), (16, 4), 0, 0, 360, 1, -1) > 0
            person.labels[there], person.photo[there] = SHOES, tips
    return replace(person, landmarks=standing(person.labels, person.landmarks, 102.0))


def test_hidden_feet_come_out_in_dark_shoes_that_leave_the_instep_open() -> None:
    person = to_the_ground()
    skin = np.full_like(person.photo, 200)
    made = shod(skin, shoes(person, bare_body(person)))
    for toe, ankle in ((31, 27), (32, 28)):
        at_toe, at_instep = (
            tuple(np.round(spot[::-1]).astype(int))
            for spot in (person.landmarks[toe], 0.7 * person.landmarks[ankle] + 0.3 * person.landmarks[toe])
        )
        assert made[at_toe].max() < 110
        assert (made[at_instep] == 200).all()
    assert (made[:500] == 200).all()


def test_they_have_the_colour_of_what_looks_out_of_them() -> None:
    found = shoes(person := to_the_ground((180, 30, 40)), bare_body(person))
    assert len(found) == 2
    assert all((each.colour == (180, 30, 40)).all() for each in found)


def test_a_shoe_of_which_nothing_is_in_sight_has_the_colour_of_the_other() -> None:
    found = shoes(person := to_the_ground((180, 30, 40), of=(252,)), bare_body(person))
    assert len(found) == 2
    assert all((each.colour == (180, 30, 40)).all() for each in found)


def test_shoes_in_sight_are_left_alone() -> None:
    person = mannequin()
    assert shoes(person, bare_body(person)) == []
    assert shod(person.photo, []) is person.photo


def test_the_ground_is_darker_beside_feet_that_are_shown_and_nowhere_else() -> None:
    person = to_the_ground()
    drawn = shoes(person, bare_body(person))
    nowhere, there = np.zeros_like(person.mask), np.ones_like(person.mask)
    assert (in_contact(drawn, nowhere, WHOLE) == 1).all()
    light = in_contact(drawn, there, WHOLE)
    x, y = np.round(person.landmarks[31]).astype(int)
    assert light[y, x] < 0.9
    assert (light[:500] == 1).all()
