"""The product's own: each check passes on a good picture and fails on the fault that it is there for."""

import cv2
import numpy as np
import pytest

from tests.fitting.test_checks import PHOTO, person, shape
from vitrine.fitting import likeness
from vitrine.fitting.likeness import Compared, Expected

UNIT = 80.0


def expected() -> Expected:
    """A tee of large blue and white fields."""
    colour = np.zeros((200, 160, 3), np.uint8)
    colour[50:150, 40:120] = (40, 60, 150)
    colour[80:110, 40:120] = (240, 240, 235)
    return Expected(colour, shape(40, 120), shape(40, 55))


def worn() -> np.ndarray:
    """The same on a grey wall, a little darker toward one side."""
    image = np.full((200, 160, 3), 190, np.uint8)
    there = expected()
    shade = np.linspace(1, 0.85, 160)[None, :, None]
    return np.where(there.shown[..., None], there.colour * shade, image).astype(np.uint8)


def compared(image: np.ndarray) -> Compared:
    found = likeness.compared(image, expected(), UNIT)
    assert found is not None
    return found


def test_light_and_shade_are_no_fault() -> None:
    found = compared(worn())
    assert likeness.whole(found).passed
    assert likeness.colours(found).passed


def test_another_colour_is_one_shift_of_all() -> None:
    lab = cv2.cvtColor(worn(), cv2.COLOR_RGB2LAB).astype(int)
    lab[..., 1] += 9
    found = compared(cv2.cvtColor(np.clip(lab, 0, 255).astype(np.uint8), cv2.COLOR_LAB2RGB))
    assert not likeness.colours(found).passed
    assert likeness.whole(found).value < 0.2


def test_a_missing_middle_fails_the_whole_only() -> None:
    image = worn()
    image[90:130, 70:100] = (205, 160, 135)
    found = compared(image)
    assert not likeness.whole(found).passed
    assert likeness.colours(found).passed


def test_a_garment_that_is_not_in_sight_fails() -> None:
    hidden = Expected(expected().colour, np.zeros((200, 160), bool), np.zeros((200, 160), bool))
    assert likeness.compared(worn(), hidden, UNIT) is None
    assert not likeness.whole(None).passed


@pytest.mark.parametrize(("inward", "share"), [(0, 0.0), (4, 0.9)])
def test_a_slimmed_figure_shows_the_wall_at_its_edge(inward: int, share: float) -> None:
    image = worn()
    image[:, 40 : 40 + inward] = image[:, 120 - inward : 120] = 190
    missing, looked = likeness.lost(image, expected(), shape(40, 120), UNIT, np.zeros(3, np.float32))
    assert looked.any()
    sides = looked & (shape(40, 44, 60, 140) | shape(116, 120, 60, 140))
    assert (missing & sides).sum() / sides.sum() == pytest.approx(share, abs=0.11)


@pytest.mark.parametrize(("shift", "passed"), [(0, True), (1, True), (9, False)])
def test_a_print_is_found_at_its_place_and_nowhere_else(shift: int, passed: bool) -> None:
    assert likeness.print_found(np.roll(PHOTO, shift, 1), seen()).passed is passed


def test_a_redrawn_and_a_blurred_print_fail() -> None:
    assert not likeness.print_found(255 - PHOTO, seen()).passed
    assert not likeness.print_found(cv2.GaussianBlur(PHOTO, (0, 0), 2.5), seen()).passed


def seen() -> likeness.Seen:
    grey = cv2.cvtColor(PHOTO, cv2.COLOR_RGB2GRAY)
    at = np.array([(x, y) for x in range(20, 140, 12) for y in range(20, 180, 20)])
    patches = np.stack([grey[y - 6 : y + 7, x - 6 : x + 7] for x, y in at]).astype(np.float32)
    return likeness.Seen(patches, at)


def test_cloth_pulled_out_of_shape_fails_the_cut() -> None:
    area = np.ones(100)
    stretch = np.full(100, 1.3)
    assert likeness.cut(stretch, area).passed
    stretch[:15], stretch[15:20] = 3.0, np.inf
    found = likeness.cut(stretch, area)
    assert not found.passed
    assert found.value == pytest.approx(0.2)


@pytest.mark.parametrize(
    ("reach", "sleeve", "passed"),
    [(0, "none", True), (85, "short", True), (150, "long", True), (85, "long", False), (150, "short", False)],
)
def test_sleeves_reach_where_the_garment_says(reach: int, sleeve: str, passed: bool) -> None:
    cover = np.zeros((200, 160), np.float32)
    cover[50:reach] = 1
    found = likeness.sleeves(person(), cover, sleeve, None)
    assert found is not None
    assert found.passed is passed
    assert likeness.sleeves(person(), cover, None, None) is None


def test_sleeves_that_show_something_else_fail() -> None:
    cover = np.zeros((200, 160), np.float32)
    cover[50:150] = 1
    image = worn()
    image[50:150, 40:48] = (205, 160, 135)
    assert likeness.sleeves(person(), cover, "long", compared(worn())).passed  # type: ignore[union-attr]
    assert not likeness.sleeves(person(), cover, "long", compared(image)).passed  # type: ignore[union-attr]
