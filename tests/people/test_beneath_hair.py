"""A collar between strands of hair is clothing; hair and cloth of one colour stay as they are."""

import numpy as np

from vitrine.people.beneath_hair import CLOTH, HAIR, beneath_hair

SIZE = 300
LANDMARKS = np.zeros((33, 2), np.float32)
LANDMARKS[11], LANDMARKS[12] = (200, 150), (100, 150)
LANDMARKS[23], LANDMARKS[24] = (180, 290), (120, 290)


def drawn(cloth: tuple[int, int, int]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """A photo with fair hair over cloth, its labels, in which a patch of cloth is hair, and that patch."""
    photo = np.full((SIZE, SIZE, 3), 235, np.uint8)
    labels = np.zeros((SIZE, SIZE), np.uint8)
    photo[60:150, 100:150], labels[60:150, 100:150] = (190, 150, 90), HAIR
    photo[150:, 70:230], labels[150:, 70:230] = cloth, CLOTH[0]
    patch = np.zeros((SIZE, SIZE), bool)
    patch[145:150, 120:132] = True
    photo[patch] = cloth
    return photo, labels, patch


def test_clothing_between_strands_is_clothing() -> None:
    photo, labels, patch = drawn((235, 130, 190))
    found = beneath_hair(photo, labels, LANDMARKS)
    assert (found[patch] == CLOTH[0]).mean() > 0.9
    assert (found[~patch] == labels[~patch]).mean() > 0.9999


def test_cloth_of_the_hair_s_colour_tells_nothing() -> None:
    photo, labels, _ = drawn((190, 155, 95))
    assert (beneath_hair(photo, labels, LANDMARKS) == labels).all()


def test_a_fold_in_the_shade_of_hair_is_clothing() -> None:
    photo, labels, patch = drawn((235, 130, 190))
    photo[patch] = (140, 85, 110)
    found = beneath_hair(photo, labels, LANDMARKS)
    assert (found[patch] == CLOTH[0]).mean() > 0.9
    assert (found[~patch] == labels[~patch]).mean() > 0.9999


def test_a_crumb_of_hair_off_all_other_hair_is_clothing() -> None:
    photo, labels, _ = drawn((190, 155, 95))
    labels[150:152, 200:202] = HAIR
    found = beneath_hair(photo, labels, LANDMARKS)
    assert (found[150:152, 200:202] == CLOTH[0]).all()
    assert (found[60:145, 100:150] == HAIR).all()
