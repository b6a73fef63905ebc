"""Hoods: what goes round the neck at the front, and what lies behind it."""

import cv2
import numpy as np
import pytest

from vitrine.garments.garment import Landmarks
from vitrine.garments.hood import behind, lip
from vitrine.garments.parts import index, parts
from vitrine.imaging.types import Mask, Picture

SPOTS: Landmarks = {"neck-right": (120.0, 160.0), "neck-left": (240.0, 160.0), "neck-front": (180.0, 150.0)}
OPENING = np.array([(126, 80), (180, 154), (234, 80), (220, 62), (140, 62)], np.int32)


def hoodie(inside: int) -> tuple[Picture, Mask]:
    """A hood above a torso, of another shade `inside`."""
    alpha = np.zeros((360, 360), np.uint8)
    cv2.rectangle(alpha, (60, 160), (300, 340), 1, -1)
    cv2.ellipse(alpha, (180, 110), (74, 62), 0, 0, 360, 1, -1)
    photo = np.full((360, 360, 3), 245, np.uint8)
    photo[alpha > 0] = (150, 120, 90)
    cv2.fillPoly(photo, [OPENING], (inside + 30, inside, inside - 30))
    return photo, alpha.astype(np.float32)


def test_the_edge_of_a_hoods_opening_is_found_and_goes_on_to_its_outline() -> None:
    edge = lip(*hoodie(70), SPOTS)
    assert edge is not None
    columns = np.arange(135, 226)
    true = 154 - np.abs(columns - 180) * 74 / 54
    assert np.abs(np.interp(columns, *edge.T) - true).mean() < 3
    assert (np.diff(edge[:, 0]) > 0).all() and edge[0, 0] < 110 and edge[-1, 0] > 250


@pytest.mark.parametrize("inside", [118, 120])
def test_a_hood_that_lies_closed_has_none(inside: int) -> None:
    assert lip(*hoodie(inside), SPOTS) is None


def test_a_jacket_that_stands_open_below_its_hood_has_none() -> None:
    for low, found in ((160, True), (260, False)):
        front = np.array([(125, 160), (180, low), (235, 160)], np.float32)
        assert (lip(*hoodie(70), SPOTS, front) is not None) is found


def test_its_sides_beyond_the_neck_points_lie_behind() -> None:
    photo, alpha = hoodie(70)
    edge = lip(photo, alpha, SPOTS)
    assert edge is not None
    found = behind((360, 360), edge, SPOTS)
    assert found[150, 110] and found[150, 250] and not found[150, 130] and found[70, 180] and not found[170].any()
    # a raised sleeve is none of it
    assert not found[:, :76].any() and not found[:, 284:].any()
    cut = parts(alpha, SPOTS, hood=True, photo=photo)
    assert (cut[(alpha > 0.5) & found] == index("inside-back")).all()
    assert cut[150, 140] == index("torso")
