"""Each check passes on a good result and fails on the fault that it is there for."""

import cv2
import numpy as np
import pytest

from vitrine.fitting import checks
from vitrine.people.person import Person

PHOTO = cv2.GaussianBlur(np.random.default_rng(3).integers(0, 255, (200, 160, 3), dtype=np.uint8), (0, 0), 1.5)


def person() -> Person:
    """Landmarks of a figure that faces the camera; all of it is skin."""
    marks = np.zeros((33, 2), np.float32)
    marks[:11] = [(80 + dx, 30 + dy) for dx, dy in zip(range(-10, 12, 2), [0, 3] * 5 + [0], strict=True)]
    for left, (dx, y) in {11: (30, 60), 13: (36, 100), 15: (38, 140), 23: (18, 130)}.items():
        marks[left], marks[left + 1] = (80 + dx, y), (80 - dx, y)
    ones = np.ones((200, 160), np.float32)
    return Person(PHOTO, marks, np.ones(33, np.float32), ones, np.full((200, 160), 2, np.uint8), ones)


def moved(image: np.ndarray) -> np.ndarray:
    return checks.difference(PHOTO, image)


def test_one_changed_pixel_outside_the_mask_is_found() -> None:
    mask = np.zeros((200, 160), np.float32)
    mask[50:100] = 1
    image = PHOTO.copy()
    image[60:70] += 1
    assert checks.outside(moved(image), mask).passed
    image[10, 10, 1] += 1
    found = checks.outside(moved(image), mask)
    assert not found.passed
    assert found.value == 1


def test_a_changed_face_is_found_and_a_changed_chest_is_not_one() -> None:
    image = PHOTO.copy()
    image[90:120, 70:90] = 0
    assert checks.face(person(), moved(image)).passed
    image[30, 80, 0] ^= 1
    assert not checks.face(person(), moved(image)).passed


def test_skin_that_vanishes_beside_the_garment_fails_the_outline() -> None:
    skin = np.zeros((200, 160), bool)
    skin[50:150, 40:60] = True
    worn = np.zeros((200, 160), np.float32)
    worn[50:150, 50:120] = 1
    image = PHOTO.copy()
    image[50:150, 52:120] = 255
    assert checks.outline(moved(image), skin, worn).passed
    image[60:140, 40:50] = 255
    assert not checks.outline(moved(image), skin, worn).passed


def test_old_cloth_left_in_sight_fails_the_leak() -> None:
    old = np.zeros((200, 160), bool)
    old[50:150, 40:120] = True
    worn = np.zeros((200, 160), np.float32)
    worn[50:150, 40:110] = 1
    image = PHOTO.copy()
    image[50:150, 40:120] = 0
    assert checks.leak(moved(image), old, worn).passed
    image[50:150, 110:120] = PHOTO[50:150, 110:120]
    assert not checks.leak(moved(image), old, worn).passed


@pytest.mark.parametrize(("shift", "passed"), [(0, True), (1, True), (9, False)])
def test_a_print_is_found_at_its_place_and_nowhere_else(shift: int, passed: bool) -> None:
    grey = cv2.cvtColor(PHOTO, cv2.COLOR_RGB2GRAY)
    at = np.array([(x, y) for x in range(20, 140, 12) for y in range(20, 180, 20)])
    patches = np.stack([grey[y - 6 : y + 7, x - 6 : x + 7] for x, y in at]).astype(np.float32)
    found = checks.print_found(np.roll(PHOTO, shift, 1), checks.Seen(patches, at))
    assert found.passed is passed


def test_a_redrawn_print_fails() -> None:
    grey = cv2.cvtColor(PHOTO, cv2.COLOR_RGB2GRAY)
    at = np.array([(x, y) for x in range(20, 140, 12) for y in range(20, 180, 20)])
    patches = np.stack([grey[y - 6 : y + 7, x - 6 : x + 7] for x, y in at]).astype(np.float32)
    assert not checks.print_found(255 - PHOTO, checks.Seen(patches, at)).passed


@pytest.mark.parametrize(
    ("reach", "sleeve", "passed"),
    [(0, "none", True), (85, "short", True), (150, "long", True), (85, "long", False), (150, "short", False)],
)
def test_sleeves_reach_where_the_garment_says(reach: int, sleeve: str, passed: bool) -> None:
    worn = np.zeros((200, 160), np.float32)
    worn[50:reach] = 1
    found = checks.sleeves(person(), worn, sleeve)
    assert found is not None
    assert found.passed is passed
    assert checks.sleeves(person(), worn, None) is None
