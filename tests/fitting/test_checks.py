"""Each check passes on a good result and fails on the fault that it is there for."""

from dataclasses import replace

import cv2
import numpy as np

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


def shape(x0: int, x1: int, y0: int = 50, y1: int = 150) -> np.ndarray:
    there = np.zeros((200, 160), bool)
    there[y0:y1, x0:x1] = True
    return there


def test_skin_that_vanishes_beside_the_garment_fails_the_outline() -> None:
    nothing = np.zeros((200, 160), bool)
    image = PHOTO.copy()
    image[50:150, 52:120] = 255
    assert checks.outline(moved(image), shape(40, 50), nothing, nothing).passed
    image[60:140, 40:50] = 255
    assert not checks.outline(moved(image), shape(40, 50), nothing, nothing).passed


def test_a_figure_whose_edge_shows_the_wall_fails_the_outline() -> None:
    rim = shape(40, 44) | shape(116, 120)
    assert checks.outline(moved(PHOTO), shape(0, 5), shape(40, 44, 50, 60), rim).passed
    assert not checks.outline(moved(PHOTO), shape(0, 5), shape(40, 44, 50, 100), rim).passed


def test_a_painted_hand_is_found_and_a_garment_beside_it_is_none() -> None:
    marks = person().landmarks.copy()
    for wrist, finger in ((15, 19), (16, 20)):
        marks[finger] = marks[wrist] + (0, 20)
    someone = replace(person(), landmarks=marks)
    image = PHOTO.copy()
    image[50:140, 60:100] = 0
    assert checks.hands(someone, moved(image), 60.0).passed
    x, y = marks[20].astype(int)
    image[y - 4 : y + 4, x - 4 : x + 4] = 255
    assert not checks.hands(someone, moved(image), 60.0).passed


def test_of_a_hand_whose_bones_are_known_only_its_fingers_count() -> None:
    marks = person().landmarks.copy()
    for wrist, finger in ((15, 19), (16, 20)):
        marks[finger] = marks[wrist] + (0, 20)
    x, y = marks[16]
    spread = [(x, y), *((x + (k - 2) * 3 * (1 + j), y + 12 + 5 * j) for k in range(5) for j in range(4))]
    someone = replace(person(), landmarks=marks, hands={"right": np.array(spread, np.float32)})
    image = PHOTO.copy()
    image[round(y + 27) : round(y + 29), round(x - 3) : round(x + 4)] = (
        255  # between fingers, a sleeve on the other arm
    )
    image[round(y) : round(y + 8), round(x - 3) : round(x + 4)] = 255
    assert checks.hands(someone, moved(image), 60.0).passed
    assert not checks.hands(replace(someone, hands={}), moved(image), 60.0).passed
    image[round(y + 10) : round(y + 30), round(x - 30) : round(x - 6)] = 255
    assert not checks.hands(someone, moved(image), 60.0).passed


def test_old_cloth_left_in_sight_fails_the_leak_unless_the_garment_has_its_colour() -> None:
    old, none = shape(40, 120), np.zeros((0, 3), np.float32)
    plain = np.full_like(PHOTO, (30, 60, 160))
    image = plain.copy()
    image[50:150, 40:120] = (250, 250, 250)
    own = checks.tones(plain, old)
    assert checks.leak(plain, image, old, old, none, none).passed
    image[50:150, 110:120] = plain[50:150, 110:120]
    assert not checks.leak(plain, image, old, old, none, none).passed
    assert checks.leak(plain, image, old, old, own, none).passed
    # beside the garment it is no excuse
    assert not checks.leak(plain, image, old, shape(40, 110), own, none).passed
    assert checks.leak(plain, image, old, shape(40, 110), none, own).passed


def test_made_skin_of_another_tone_or_with_a_patch_fails() -> None:
    image = np.full((200, 160, 3), (205, 160, 135), np.uint8)
    made, seen = shape(20, 80), shape(80, 140)
    assert checks.skin(image, made, seen, 100.0).passed
    patch = image.copy()
    patch[80:110, 30:60] = (165, 115, 90)
    found = checks.skin(patch, made, seen, 100.0)
    assert not found.passed
    assert 0.1 < found.value < 0.3
    grey = np.where(made[..., None], 150, image).astype(np.uint8)
    assert not checks.skin(grey, made, seen, 100.0).passed
    assert checks.skin(grey, shape(20, 24, 50, 54), seen, 100.0).passed


def test_tones_are_the_common_colours() -> None:
    image = np.zeros((50, 60, 3), np.uint8)
    image[:, 30:] = 255
    image[0, 0] = (0, 255, 0)
    found = checks.tones(image, np.ones((50, 60), bool))
    assert sorted(round(float(light)) for light in found[:, 0]) == [0, 100]


def test_fingers_that_the_parser_takes_for_cloth_are_a_hand_by_their_colour() -> None:
    marks = person().landmarks.copy()
    for wrist, finger in ((15, 19), (16, 20)):
        marks[finger] = marks[wrist] + (0, 20)
    photo = np.full((200, 160, 3), (210, 160, 130), np.uint8)
    labels, certainty = person().labels.copy(), person().certainty.copy()
    x, y = marks[20].astype(int)
    labels[y - 12 : y + 20, x - 20 : x + 20], certainty[y - 12 : y + 20, x - 20 : x + 20] = 3, 0.5
    someone = replace(person(), photo=photo, landmarks=marks, labels=labels, certainty=certainty)
    image = photo.copy()
    image[y - 6 : y + 10, x - 6 : x + 6] = 20
    changed = checks.difference(photo, image)
    assert not checks.hands(someone, changed, 60.0).passed
    sure = replace(someone, certainty=person().certainty)
    assert checks.hands(sure, changed, 60.0).passed


def test_the_rim_of_a_hand_is_mixed_with_what_lies_behind_it() -> None:
    marks = person().landmarks.copy()
    for wrist, finger in ((15, 19), (16, 20)):
        marks[finger] = marks[wrist] + (0, 20)
    x = int(marks[20, 0])
    labels = person().labels.copy()
    labels[:, x + 2 :] = 6
    someone = replace(person(), landmarks=marks, labels=labels)
    image = PHOTO.copy()
    image[:, x : x + 2] = 255 - image[:, x : x + 2]
    assert checks.hands(someone, moved(image), 60.0).passed
    image[:, x - 3 : x] = 255 - image[:, x - 3 : x]
    assert not checks.hands(someone, moved(image), 60.0).passed


def test_the_turned_away_rim_of_made_skin_is_no_patch() -> None:
    image = np.full((200, 160, 3), (205, 160, 135), np.uint8)
    made, seen = shape(20, 52), shape(100, 140)
    image[:, 20:24] = image[:, 48:52] = (170, 128, 106)
    assert checks.skin(image, made, seen, 100.0).passed
    image[80:120, 30:42] = (165, 115, 90)
    assert not checks.skin(image, made, seen, 100.0).passed
