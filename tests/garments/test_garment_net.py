"""The garment network as it is used: mirrored looks, features for search by picture, and life without its file."""

from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vitrine.errors import NetMissing
from vitrine.garments import garment_net
from vitrine.garments.garment_net import COARSE, LANDMARKS
from vitrine.imaging.types import Picture
from vitrine.nets import Nets

DEMO = Path(__file__).parents[2] / "demo" / "garments"


@pytest.fixture(scope="module")
def nets() -> Nets:
    return Nets()


def demo(name: str) -> Picture:
    found = cv2.imread(str(DEMO / name), cv2.IMREAD_REDUCED_COLOR_2)
    return np.ascontiguousarray(found[..., ::-1]).astype(np.uint8)


def test_features_of_one_garment_are_alike_and_of_another_are_not(nets: Nets) -> None:
    tee, trousers = demo("tee-print.jpg"), demo("trousers.jpg")
    again = np.ascontiguousarray((0.85 * tee[8:-12, 10:-6]).astype(np.uint8))
    one, same, other = (garment_net.features(p, nets) for p in (tee, again, trousers))
    assert np.linalg.norm(one) == pytest.approx(1, abs=1e-3)
    assert one @ same > 0.85
    assert one @ other < 0.7


def test_a_mirrored_picture_is_seen_mirrored(nets: Nets) -> None:
    tee = demo("tee-print.jpg")
    one, two = garment_net.see(tee, nets), garment_net.see(np.ascontiguousarray(tee[:, ::-1]), nets)
    for name in set(one.landmarks) & set(two.landmarks):
        other = name.replace("left", "?").replace("right", "left").replace("?", "right")
        x, y = two.landmarks[other]
        assert one.landmarks[name] == pytest.approx((tee.shape[1] - 1 - x, y), abs=0.01 * tee.shape[0])


@given(st.integers(20, 80), st.integers(0, 79), st.integers(0, 79))
def test_maps_turn_about_the_picture_s_middle(width: int, x: int, y: int) -> None:
    x = x % width
    heat = np.zeros((1, 80, 80), np.float32)
    heat[0, y, x] = 1
    turned = garment_net.mirrored(heat, float(width))
    assert np.unravel_index(turned.argmax(), turned.shape) == (0, y, width - 1 - x)
    assert garment_net.spots(turned)[0, 0] == pytest.approx((width - 1 - x + 0.5) * COARSE - 0.5)


def bell(x: float, y: float) -> np.ndarray:
    rows, columns = np.mgrid[:80, :80]
    heat = np.exp(-0.5 * ((columns - x) ** 2 + (rows - y) ** 2) / 1.1**2)
    return np.asarray(heat / heat.sum(), np.float32)


def test_heat_along_a_line_is_found_at_its_middle_and_a_lesser_peak_moves_nothing_far() -> None:
    line = np.zeros((80, 80), np.float32)
    line[20:41, 30] = 1
    line[40, 30] = 1.01
    two = 0.7 * bell(20.0, 20.0) + 0.3 * bell(60.0, 50.0)
    found = (garment_net.spots(np.stack([line / line.sum(), two]))[:, :2] + 0.5) / COARSE - 0.5
    assert found[0] == pytest.approx((30, 30), abs=0.5)
    assert found[1] == pytest.approx((20, 20), abs=0.5)


@given(st.floats(5, 70), st.floats(5, 70))
def test_a_single_peak_is_found_to_a_fraction_of_a_cell(x: float, y: float) -> None:
    found = (garment_net.spots(bell(x, y)[None])[0, :2] + 0.5) / COARSE - 0.5
    assert found == pytest.approx((x, y), abs=0.1)


def test_left_and_right_are_exchanged_and_the_middle_is_not() -> None:
    for name, other in zip(LANDMARKS, garment_net._POINTS, strict=True):
        assert LANDMARKS[other].replace("right", "left") == name.replace("right", "left")
        assert (other == LANDMARKS.index(name)) == ("left" not in name and "right" not in name)


def test_without_its_file_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(NetMissing):
        garment_net.features(np.zeros((80, 60, 3), np.uint8), Nets(own=tmp_path))
