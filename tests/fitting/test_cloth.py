"""The checks of the cloth: each passes on whole cloth and fails on the fault that it is there for."""

import cv2
import numpy as np
import pytest

from vitrine.fitting import cloth
from vitrine.fitting.likeness import Expected

UNIT = 100.0
SIZE = (200, 160)
NONE = np.zeros(3, np.float32)


def shape(x0: int, x1: int, y0: int, y1: int) -> np.ndarray:
    there = np.zeros(SIZE, bool)
    there[y0:y1, x0:x1] = True
    return there


def expected() -> Expected:
    colour = np.full((*SIZE, 3), (200, 30, 40), np.uint8)
    return Expected(colour, shape(40, 120, 40, 180), np.zeros(SIZE, bool))


def seen(image: np.ndarray, behind: np.ndarray) -> bool:
    return cloth.gaps(cloth.see_through(image, expected(), [behind], NONE), UNIT).passed


def test_a_hole_through_which_the_wall_is_seen_is_a_gap() -> None:
    wall = np.full((*SIZE, 3), 180, np.uint8)
    image = np.where(expected().shown[..., None], expected().colour, wall)
    assert seen(image, wall)
    cv2.circle(image, (80, 100), 4, (180, 180, 180), -1)
    assert not seen(image, wall)
    other = np.full((*SIZE, 3), 20, np.uint8)
    assert seen(image, other)


def test_what_lies_behind_in_the_garments_own_colour_is_no_gap() -> None:
    alike = np.full((*SIZE, 3), (198, 34, 44), np.uint8)
    assert seen(alike.copy(), alike)


def test_only_small_openings_within_a_part_count() -> None:
    alpha = shape(40, 120, 40, 180).astype(np.float32)
    assert not cloth.openings(alpha, UNIT).any()
    alpha[60:66, 60:66] = 0
    alpha[100:130, 60:100] = 0
    assert cloth.openings(alpha, UNIT).sum() == 36


@pytest.mark.parametrize(("bite", "passed"), [(0, True), (8, False)])
def test_bites_along_an_edge_look_torn(bite: int, passed: bool) -> None:
    alpha = shape(40, 120, 40, 180).astype(np.float32)
    left, right = shape(0, 60, 0, 200), shape(100, 160, 0, 200)
    own = [cloth.ragged([cloth.Lying(alpha, side)], 3.5)[0] for side in (left, right)]
    for row in range(44, 176, 8):
        alpha[row : row + 4, 40 : 40 + bite] = 0
    worn = cloth.ragged([cloth.Lying(alpha, left), cloth.Lying(alpha, right)], 3.5)
    assert cloth.torn(worn, own).passed is passed
    assert cloth.torn(worn[1:], own[1:]).passed


def test_a_collar_over_the_throat_is_found_unless_it_stands_up() -> None:
    moved = np.where(shape(60, 100, 30, 40), np.uint8(90), np.uint8(0))
    throat = shape(70, 90, 20, 45)
    assert not cloth.collar(moved, throat, standing=False).passed
    assert cloth.collar(moved, throat, standing=True).passed
    assert cloth.collar(np.zeros(SIZE, np.uint8), throat, standing=False).passed
