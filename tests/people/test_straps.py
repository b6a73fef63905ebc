"""Thin straps on bare shoulders that passed for skin."""

import numpy as np
import pytest

from vitrine.imaging.types import Labels, Picture, Points
from vitrine.people.person import CLASSES
from vitrine.people.straps import strapped

SKIN, TOP = CLASSES.index("skin"), CLASSES.index("top")
BARE, CLOTH, STRAP = (190, 140, 110), (230, 70, 40), (210, 90, 110)


def scene() -> tuple[Picture, Labels, Points]:
    """Bare shoulders from row 60 on, a top from row 200 on."""
    photo, labels = np.full((400, 400, 3), 90, np.uint8), np.zeros((400, 400), np.uint8)
    photo[60:200, 80:320], labels[60:200, 80:320] = BARE, SKIN
    photo[200:, 110:290], labels[200:, 110:290] = CLOTH, TOP
    points = np.zeros((33, 2), np.float32)
    points[[11, 12, 23, 24]] = [(290, 80), (110, 80), (260, 300), (140, 300)]
    return photo, labels, points


@pytest.mark.parametrize("slope", [-0.1, 0.0, 0.15])
def test_a_strap_from_the_top_to_the_shoulder_is_clothing(slope: float) -> None:
    photo, labels, points = scene()
    strap = np.zeros(labels.shape, bool)
    for row in range(58, 200):
        for first in (140, 255):
            left = round(first + slope * (row - 130))
            strap[row, left : left + 5] = True
    photo[strap] = STRAP
    found = strapped(photo, labels, points) == TOP
    on_skin = strap & (labels == SKIN)
    assert found[on_skin].mean() > 0.95
    assert (found & (labels == SKIN) & ~strap).sum() < 0.7 * on_skin.sum()


def test_nothing_that_hangs_around_the_neck_and_no_crease_that_ends_on_skin_is_one() -> None:
    photo, labels, points = scene()
    photo[60:200, 190:194] = STRAP
    photo[120:200, 130:134] = (120, 80, 60)
    assert np.array_equal(strapped(photo, labels, points), labels)


def test_plain_skin_and_people_without_a_top_stay_as_they_are() -> None:
    photo, labels, points = scene()
    assert np.array_equal(strapped(photo, labels, points), labels)
    points[[11, 12], 1] = -500  # the shoulders are out of the picture
    assert np.array_equal(strapped(photo, labels, points), labels)
    photo, labels, points = scene()
    labels[labels == TOP] = 0
    assert np.array_equal(strapped(photo, labels, points), labels)
