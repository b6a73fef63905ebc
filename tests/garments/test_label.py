"""A label's end that looks out below a front neckline belongs to the inside; prints and plain cloth stay."""

import numpy as np
import pytest

from vitrine.garments.garment import PARTS
from vitrine.garments.label import on_the_inside

FRONT, INSIDE = (1 + PARTS.index(name) for name in ("torso", "inside-back"))
SPOTS = {"neck-right": (60.0, 40.0), "neck-left": (160.0, 40.0), "neck-front": (110.0, 70.0)}


def tee(cloth: int = 40) -> tuple[np.ndarray, np.ndarray]:
    """A plain front below an opening that ends in a level line, and its parts."""
    photo = np.full((200, 220, 3), cloth, np.uint8)
    parts = np.zeros((200, 220), np.uint8)
    parts[40:, 20:200] = FRONT
    parts[40:71, 60:160] = INSIDE
    return photo, parts


def test_a_labels_end_below_the_neckline_is_inside():
    photo, parts = tee()
    photo[60:79, 103:118] = 200
    found = on_the_inside(photo, parts, SPOTS)
    assert (found[72:78, 104:117] == INSIDE).all()
    assert (found[84:] == parts[84:]).all() and (found[:, :98] == parts[:, :98]).all()


@pytest.mark.parametrize("box", [(85, 95, 103, 118), (71, 120, 100, 120), (71, 79, 62, 74)])
def test_what_lies_apart_or_goes_on_down_is_the_fronts_own(box: tuple[int, int, int, int]):
    photo, parts = tee()
    photo[box[0] : box[1], box[2] : box[3]] = 200
    assert (on_the_inside(photo, parts, SPOTS) == parts).all()


def test_a_print_right_below_the_neckline_stays():
    photo, parts = tee()
    photo[72:, ::12] = photo[72:, 1::12] = photo[72:, 2::12] = photo[72:, 3::12] = photo[72:, 4::12] = 210
    photo[71:79, 103:118] = 200
    assert (on_the_inside(photo, parts, SPOTS) == parts).all()


def test_without_a_neckline_nothing_changes():
    photo, parts = tee()
    assert on_the_inside(photo, parts, {}) is parts
