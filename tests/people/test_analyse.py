from pathlib import Path

import cv2
import numpy as np
import pytest

from vitrine.errors import NoPerson, OnlyFace
from vitrine.nets import Nets
from vitrine.people.analyse import analyse
from vitrine.people.person import CLASSES

PHOTO = Path(__file__).parents[2] / "demo" / "people" / "anna.jpg"


@pytest.fixture(scope="module")
def photo() -> np.ndarray:
    """A rendered person of our own, 768 pixels high."""
    full = cv2.cvtColor(cv2.imread(str(PHOTO)), cv2.COLOR_BGR2RGB)
    return cv2.resize(full, (round(full.shape[1] * 768 / full.shape[0]), 768), interpolation=cv2.INTER_AREA)


@pytest.fixture(scope="module")
def nets() -> Nets:
    return Nets()


def test_a_frontal_person_is_measured_without_a_warning(photo: np.ndarray, nets: Nets) -> None:
    person = analyse(photo, nets)
    assert person.labels.shape == person.mask.shape == photo.shape[:2]
    assert person.warnings == ()
    assert person.landmarks[11, 0] > person.landmarks[12, 0]
    for name in ("hair", "skin", "background"):
        assert (person.labels == CLASSES.index(name)).mean() > 0.005, name
    assert (np.isin(person.labels, [3, 4, 5, 6])).mean() > 0.05


def test_of_two_people_the_larger_is_taken(photo: np.ndarray, nets: Nets) -> None:
    small = cv2.resize(photo, None, fx=0.7, fy=0.7, interpolation=cv2.INTER_AREA)
    both = np.hstack([np.broadcast_to(photo[:1, :1], (768, small.shape[1], 3)), photo])
    both[768 - small.shape[0] :, : small.shape[1]] = small
    person = analyse(np.ascontiguousarray(both), nets)
    assert "several-people" in person.warnings
    assert person.landmarks[11, 0] > small.shape[1]
    assert (person.labels[:, : small.shape[1] // 2] == 0).all()


def test_a_face_alone_and_an_empty_wall_are_refused(photo: np.ndarray, nets: Nets) -> None:
    landmarks = analyse(photo, nets).landmarks
    x, y = (int(v) for v in landmarks[0])
    reach = int(1.6 * np.linalg.norm(landmarks[7] - landmarks[8]))
    face = photo[max(0, y - reach) : y + reach, max(0, x - reach) : x + reach]
    with pytest.raises(OnlyFace):
        analyse(np.ascontiguousarray(cv2.resize(face, (480, 480), interpolation=cv2.INTER_CUBIC)), nets)
    with pytest.raises(NoPerson):
        analyse(np.full((400, 300, 3), 200, np.uint8), nets)


def test_it_works_without_any_network_file_of_ours(photo: np.ndarray, nets: Nets, tmp_path: Path) -> None:
    with_nets, without = analyse(photo, nets), analyse(photo, Nets(tmp_path, tmp_path))
    same = (with_nets.labels > 0) == (without.labels > 0)
    assert same.mean() > 0.9


def test_a_large_photo_is_read_like_a_small_one(photo: np.ndarray, nets: Nets) -> None:
    small = analyse(photo, nets)
    full = (photo.shape[1] * 3, photo.shape[0] * 3)
    large = analyse(cv2.resize(photo, full, interpolation=cv2.INTER_CUBIC), nets)
    assert large.labels.shape == large.mask.shape == large.certainty.shape == full[::-1]
    reach = float(np.linalg.norm(small.landmarks[11] - small.landmarks[23]))
    assert np.abs((large.landmarks + 0.5) / 3 - 0.5 - small.landmarks)[:25].max() < 0.05 * reach
    again = cv2.resize(large.labels, photo.shape[1::-1], interpolation=cv2.INTER_NEAREST)
    assert (again == small.labels).mean() > 0.97


def test_a_small_person_in_a_large_photo_keeps_its_detail(photo: np.ndarray, nets: Nets) -> None:
    room = np.full((2000, 2000, 3), photo[2, 2], np.uint8)
    room[600 : 600 + photo.shape[0], 700 : 700 + photo.shape[1]] = photo
    person = analyse(room, nets)
    alone = analyse(photo, nets)
    inside = person.labels[600 : 600 + photo.shape[0], 700 : 700 + photo.shape[1]]
    assert (inside == alone.labels).mean() > 0.95
    assert (person.labels > 0).sum() < 1.15 * (alone.labels > 0).sum()
