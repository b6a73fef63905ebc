"""The ground in the crevice between a sleeve and the torso is no cloth."""

import cv2
import numpy as np
import pytest

from vitrine.garments.crevices import opened
from vitrine.imaging.types import Mask, Picture

MARKS = {f"{name}-right": xy for name, xy in {
    "armpit": (100.0, 150.0), "slot": (100.0, 180.0), "cuff-outer": (30.0, 230.0), "cuff-inner": (80.0, 230.0),
}.items()} | {"armpit-left": (220.0, 150.0)}  # fmt: skip
WALL, CLOTH = 250, 205


def sleeved(wall: int = WALL, way_out: bool = True) -> tuple[Picture, Mask]:
    """A torso and a sleeve that part at a sharp angle, and a cut-out that is too round there."""
    photo = np.full((300, 320, 3), WALL, np.uint8)
    photo[40:280, 20:300] = CLOTH
    crevice = np.array([[100, 155], [82, 230], [104, 230]])
    cv2.fillPoly(photo, [crevice], (wall, wall, wall))
    photo[230:280, 20:104] = WALL
    alpha = (photo[..., 0] < (WALL + CLOTH) / 2).astype(np.float32)
    alpha[150 : 178 if way_out else 280, 80:106] = 1
    return photo, alpha


def test_a_sharp_end_is_opened() -> None:
    photo, alpha = sleeved()
    found = opened(photo, alpha, MARKS)
    assert found[165:178][photo[165:178, :, 0] == WALL].max() < 0.5
    away = cv2.erode((photo[..., 0] == CLOTH).astype(np.uint8), np.ones((9, 9), np.uint8)) > 0
    assert (found[away] == alpha[away]).all()


@pytest.mark.parametrize(("wall", "way_out"), [((WALL + CLOTH) // 2, True), (WALL, False)])
def test_pale_cloth_and_what_has_no_way_out_stay(wall: int, way_out: bool) -> None:
    photo, alpha = sleeved(wall, way_out)
    assert (opened(photo, alpha, MARKS) == alpha).all()


def test_without_sleeves_nothing_is_looked_for() -> None:
    photo, alpha = sleeved()
    assert opened(photo, alpha, {"armpit-left": (220.0, 150.0), "armpit-right": (100.0, 150.0)}) is alpha


def notched() -> tuple[Picture, Mask]:
    """Dark cloth with a gap from below whose sharp end is mixed with it, and a cut-out that is round there; and with
    a pale spot on the gap's edge.
    """
    photo = np.full((300, 320, 3), WALL, np.uint8)
    photo[40:280, 20:300] = 40
    alpha = (photo[..., 0] < 100).astype(np.float32)
    photo[170:280, 94:106], alpha[170:280, 94:106] = WALL, 0
    photo[165:170, 99:101] = 225
    photo[200:206, 106:109] = 190
    return photo, alpha


def test_the_end_of_a_gap_where_ground_and_cloth_are_mixed_is_opened_and_pale_cloth_beside_it_is_not() -> None:
    photo, alpha = notched()
    found = opened(photo, alpha, MARKS)
    assert found[167:170, 99:101].max() < 0.5
    assert found[200:206, 107:109].min() > 0.5
    away = cv2.erode((photo[..., 0] == 40).astype(np.uint8), np.ones((9, 9), np.uint8)) > 0
    assert (found[away] == 1).all()


def test_a_gap_partly_in_shade_is_ground_still() -> None:
    photo, alpha = sleeved()
    shaded = photo.copy()
    gap = (photo[..., 0] == WALL) & (np.arange(300)[:, None] > 228)
    shaded[gap & (np.arange(320) > 98)] = 235
    assert opened(shaded, alpha, MARKS)[165:178][photo[165:178, :, 0] == WALL].max() < 0.5
