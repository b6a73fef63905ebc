from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from mannequin import mannequin

from vitrine.nets import Nets
from vitrine.people.parsing import ASPECT, broadened, parse, without_islands, without_specks
from vitrine.people.person import CLASSES

TOP, BOTTOMS, SKIN, BAG = (CLASSES.index(name) for name in ("top", "bottoms", "skin", "bag"))


def test_without_any_network_pose_and_colours_still_tell_top_from_trousers(tmp_path: Path) -> None:
    person = mannequin(sleeve=2)
    labels, certainty = parse(person.photo, person.landmarks, person.visibility, person.mask, Nets(tmp_path))
    assert labels.shape == certainty.shape == person.labels.shape
    for name, least in (("top", 0.8), ("bottoms", 0.8), ("background", 0.95), ("shoes", 0.3)):
        mine, truth = labels == CLASSES.index(name), person.labels == CLASSES.index(name)
        assert (mine & truth).sum() / (mine | truth).sum() > least, name
    assert certainty.min() > 0 and certainty.max() <= 1


def test_a_print_is_no_bag_but_a_hand_is_a_hand() -> None:
    labels = mannequin().labels
    labels[200:225, 195:225] = BAG
    labels[260:280, 190:215] = SKIN
    clean = without_islands(labels)
    assert (clean[200:225, 195:225] == TOP).all()
    assert (clean[260:280, 190:215] == SKIN).all()


def test_a_bag_beside_the_body_stays() -> None:
    labels = mannequin().labels
    labels[360:400, 300:335] = BAG
    assert (without_islands(labels)[365:395, 310:330] == BAG).all()


def test_a_scrap_of_bag_at_the_shoulder_is_a_strap() -> None:
    labels = mannequin().labels
    labels[144:156, 170:180] = BAG
    assert (without_islands(labels) != BAG).all()


@pytest.mark.parametrize("size", [(40, 30), (1, 1)])
def test_tiny_photos_are_parsed_too(size: tuple[int, int], tmp_path: Path) -> None:
    person = mannequin()
    photo = cv2.resize(person.photo, size[::-1])
    mask = cv2.resize(person.mask, size[::-1])
    scale = size[0] / person.mask.shape[0]
    points = (person.landmarks * scale).astype(np.float32)
    labels, _ = parse(photo, points, person.visibility, mask, Nets(tmp_path))
    assert labels.shape == size


@given(st.integers(16, 900), st.integers(0, 300), st.integers(1, 400), st.integers(0, 500))
def test_a_window_is_broadened_inside_the_photo_only(tall: int, left: int, wide: int, beside: int) -> None:
    width = left + wide + beside
    rows, columns = broadened((slice(5, 5 + tall), slice(left, left + wide)), width)
    assert (rows.start, rows.stop) == (5, 5 + tall)
    assert 0 <= columns.start <= left
    assert left + wide <= columns.stop <= width
    assert columns.stop - columns.start >= min(width, round(ASPECT * tall))
    assert columns.stop - columns.start <= max(wide, round(ASPECT * tall))


def test_a_speck_of_scene_in_the_midst_of_the_person_is_what_lies_beside_it_and_a_gap_stays() -> None:
    person = mannequin()
    labels, mask = person.labels.copy(), person.mask.copy()
    labels[200:204, 200:203] = labels[450:460, 172:174] = 0
    labels[300:330, 230:240] = 0
    mask[300:330, 232:238] = 0.2
    clean = without_specks(labels, mask, 100.0)
    assert (clean[200:204, 200:203] == TOP).all() and (clean[450:460, 172:174] == BOTTOMS).all()
    assert (clean[300:330, 230:240] == 0).all()
    assert without_specks(person.labels, person.mask, 100.0) is person.labels
    nobody = np.zeros_like(person.labels)
    assert without_specks(nobody, person.mask, 1.0) is nobody
