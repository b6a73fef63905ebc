"""Hands that lie in front."""

import numpy as np
from mannequin import mannequin

from vitrine.fitting.warp.hands import hands_of
from vitrine.people.body import bare_body
from vitrine.people.person import CLASSES

SKIN, DRESS = CLASSES.index("skin"), CLASSES.index("dress")


def test_a_finger_that_is_longer_than_was_expected_is_of_the_hand_to_its_end() -> None:
    person = mannequin()
    body = bare_body(person)
    where = hands_of(person, body).where
    x = int(person.landmarks[19, 0])
    last = int(np.flatnonzero(where[:, x])[-1])
    tip = np.zeros_like(where)
    tip[last : last + 10, x - 4 : x + 5] = True
    person.labels[last + 1 : last + 40, x - 40 : x + 40] = 0
    person.labels[tip] = SKIN
    assert hands_of(person, body).where[tip].all()
    # a limb that goes on from it is none of its
    person.labels[last : last + 200, x - 12 : x + 13] = SKIN
    assert not hands_of(person, body).where[last + 60 :, x - 4 : x + 5].any()


def test_cloth_beside_a_hand_hides_nothing_of_its_side() -> None:
    person = mannequin(sleeve=2)
    x, y = (int(v) for v in person.landmarks[15])
    person.landmarks[[17, 19, 21]] = person.landmarks[15] + np.array([0, 40], np.float32)
    person.labels[y - 60 : y + 8, x - 25 : x + 26] = DRESS
    person.labels[y + 8 : y + 60, x - 60 : x + 60] = 0
    person.labels[y + 8 : y + 55, x - 13 : x + 14] = SKIN
    person.labels[y + 8 : y + 60, x - 40 : x - 12] = DRESS
    cuffs = hands_of(person, bare_body(person)).cuffs
    assert cuffs[y + 10, x - 5 : x + 6].all(), "the sleeve's shadow"
    assert not cuffs[y + 18 : y + 24, x - 5 : x + 14].any()
