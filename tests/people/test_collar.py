"""The inside of a collar told from the neck."""

import cv2
import numpy as np
import pytest
from mannequin import SKIN, TOP, mannequin

from vitrine.people.collar import opened
from vitrine.people.person import CLASSES, Person

NECK, CLOTH = CLASSES.index("skin"), CLASSES.index("top")


def gaping(fill: tuple[int, int, int]) -> tuple[Person, np.ndarray]:
    """A figure whose collar stands off on both sides of the neck, and where one looks in: `fill`, labelled skin."""
    person = mannequin()
    inside = np.zeros_like(person.labels)
    for x in (188, 232):
        cv2.ellipse(inside, (x, 146), (7, 11), 0, 0, 360, 1, -1)
    where = (inside > 0) & (np.abs(np.arange(inside.shape[1]) - 210) > 14) & (np.arange(len(inside))[:, None] < 158)
    person.labels[where] = NECK
    person.photo[where] = fill
    return person, where


@pytest.mark.parametrize("fill", [(8, 6, 6), tuple(int(0.7 * v) for v in TOP)])
def test_a_dark_place_or_one_of_the_cloths_colour_beside_the_neck_is_cloth(fill: tuple[int, int, int]) -> None:
    person, inside = gaping(fill)
    found = opened(person.photo, person.labels, person.landmarks)
    assert (found[inside] == CLOTH).mean() > 0.9
    neck = (person.labels == NECK) & ~inside
    assert (found[neck] == NECK).mean() > 0.98


def test_skin_beside_the_throat_stays_skin() -> None:
    person, _ = gaping(SKIN)
    assert (opened(person.photo, person.labels, person.landmarks) == person.labels).all()


def test_a_necks_shaded_side_stays_skin() -> None:
    """It is as dark above the collar as beside it."""
    person, _ = gaping(SKIN)
    side = (person.labels == NECK) & (np.arange(person.labels.shape[1]) > 218)
    person.photo[side] = (np.array(SKIN) * 0.45).astype(np.uint8)
    assert (opened(person.photo, person.labels, person.landmarks) == person.labels).all()


def test_a_mole_is_no_collar() -> None:
    person, _ = gaping(SKIN)
    cv2.circle(person.photo, (228, 147), 1, (30, 20, 20), -1)
    assert (opened(person.photo, person.labels, person.landmarks) == person.labels).all()


def test_a_dark_tail_between_neck_and_cloth_is_no_hair() -> None:
    person, _ = gaping(SKIN)
    tail = np.zeros_like(person.labels)
    cv2.line(tail, (230, 142), (231, 154), 1, 4)
    person.labels[tail > 0] = CLASSES.index("hair")
    found = opened(person.photo, person.labels, person.landmarks)
    assert (found[tail > 0] == CLOTH).all()
    assert (found[tail == 0] == person.labels[tail == 0]).all()
