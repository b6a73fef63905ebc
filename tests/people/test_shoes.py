"""Shoes that passed for trousers."""

import numpy as np
from mannequin import TROUSERS, mannequin

from vitrine.people.person import CLASSES
from vitrine.people.shoes import ankles, uncovered

BOTTOMS, SHOES = CLASSES.index("bottoms"), CLASSES.index("shoes")


def test_shoes_of_another_colour_that_passed_for_trousers_are_shoes() -> None:
    person = mannequin()
    shoes, trousers = person.labels == SHOES, person.labels == BOTTOMS
    labels = np.where(shoes, BOTTOMS, person.labels).astype(np.uint8)
    found = uncovered(person.photo, labels, person.landmarks)
    # right below the ankles the drawn trousers lie on both sides of the shoe
    low = shoes & (np.arange(shoes.shape[0])[:, None] >= 574)
    assert (found[low] == SHOES).mean() > 0.97
    assert (found[trousers] == BOTTOMS).mean() > 0.97
    others = ~shoes & ~trousers
    assert (found[others] == labels[others]).all()


def test_trousers_that_hang_over_the_feet_stay_trousers() -> None:
    person = mannequin()
    shoes = person.labels == SHOES
    person.photo[shoes] = TROUSERS
    labels = np.where(shoes, BOTTOMS, person.labels).astype(np.uint8)
    assert (uncovered(person.photo, labels, person.landmarks) == labels).all()


def test_what_the_parser_found_stays() -> None:
    person = mannequin()
    assert (uncovered(person.photo, person.labels, person.landmarks) == person.labels).all()


def test_an_ankle_that_passed_for_the_top_of_its_shoe_is_skin() -> None:
    person = mannequin()
    skin, bare = CLASSES.index("skin"), np.zeros(person.labels.shape, bool)
    x, y = (int(v) for v in person.landmarks[27])
    person.photo[person.labels == SHOES] = 235
    bare[y + 4 : y + 12, x - 12 : x + 13] = True
    person.photo[bare] = (150, 105, 85)
    person.labels[bare] = SHOES
    assert not ankles(person.photo, person.labels, person.landmarks).any(), "nothing tells how skin is"
    person.labels[y + 4 : y + 7, x - 12 : x + 13] = skin
    found = ankles(person.photo, person.labels, person.landmarks)
    assert found[y + 8 : y + 11, x - 10 : x + 11].all() and not found[y + 14 :].any()
