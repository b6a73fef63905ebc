"""Hands told from what is beside them."""

import numpy as np
from mannequin import SKIN, mannequin

from vitrine.imaging.masks import grown
from vitrine.people.hands import freed, unfringed
from vitrine.people.person import CLASSES, Person

BACKGROUND, BOTTOMS = CLASSES.index("background"), CLASSES.index("bottoms")
HAND = CLASSES.index("skin")


def blurred(person: Person, fill: tuple[int, int, int]) -> tuple[np.ndarray, np.ndarray]:
    """Labels in which the left hand has taken in a strip of what is beside it, and that strip, `fill` in the photo."""
    labels = person.labels.copy()
    x, y = (int(v) for v in (person.landmarks[15] + person.landmarks[19]) / 2)
    strip = np.zeros(labels.shape, bool)
    strip[y - 6 : y + 10, x + 8 : x + 17] = True
    strip &= labels != HAND
    person.photo[strip] = fill
    labels[strip] = HAND
    return labels, strip


def test_scene_that_passed_for_a_hand_is_scene() -> None:
    person = mannequin()
    ground = np.median(person.photo[person.labels == BACKGROUND], 0)
    labels, strip = blurred(person, tuple(int(v) for v in ground))
    assert strip.sum() > 30
    found = freed(person.photo, labels, np.ones_like(person.mask), person.landmarks)
    assert (found[strip] == BACKGROUND).mean() > 0.9
    assert (found[person.labels == HAND] == HAND).mean() > 0.97


def test_skin_beside_a_hand_stays_skin() -> None:
    person = mannequin()
    labels, strip = blurred(person, SKIN)
    found = freed(person.photo, labels, np.ones_like(person.mask), person.landmarks)
    assert (found[strip] == HAND).mean() > 0.9


def test_a_thin_rim_of_cloth_between_a_forearm_and_the_scene_is_the_arm_s() -> None:
    person = mannequin()
    elbow, wrist = person.landmarks[13], person.landmarks[15]
    x, y = (int(v) for v in (elbow + wrist) / 2)
    labels = person.labels.copy()
    edge = x + int(np.flatnonzero(labels[y, x:] == BACKGROUND)[0])
    labels[y - 10 : y + 10, edge : edge + 2] = BOTTOMS
    broad = labels.copy()
    broad[y - 10 : y + 10, edge : edge + 12] = BOTTOMS
    assert (unfringed(labels, person.landmarks)[y - 8 : y + 8, edge : edge + 2] == HAND).mean() > 0.8
    assert (unfringed(broad, person.landmarks) == broad).mean() > 0.9999
    assert unfringed(person.labels, person.landmarks) is person.labels


def test_cloth_in_shade_that_passed_for_a_hand_is_cloth_though_nothing_of_it_is_sure() -> None:
    person = mannequin()
    labels, strip = blurred(person, (20, 20, 60))
    around = grown(strip, 12) & (labels == BACKGROUND)
    labels[around], person.photo[around] = BOTTOMS, (20, 20, 60)
    certainty = np.where(around, np.float32(0.5), np.float32(1))
    found = freed(person.photo, labels, certainty, person.landmarks)
    assert (found[strip] == BOTTOMS).mean() > 0.9
