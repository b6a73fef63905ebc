"""Shoes that passed for trousers."""

import numpy as np
from mannequin import TROUSERS, mannequin

from vitrine.people.person import CLASSES
from vitrine.people.shoes import uncovered

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
