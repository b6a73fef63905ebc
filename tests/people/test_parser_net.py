"""The parser network's input and output, without the network."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vitrine.people import parser_net
from vitrine.people.parser_net import HEIGHT, PRIOR, WIDTH
from vitrine.people.person import CLASSES

TOP, DRESS, BAG, SKIN = (CLASSES.index(name) for name in ("top", "dress", "bag", "skin"))

STANDING = {
    **dict.fromkeys(range(11), (0.5, 0.12)),
    11: (0.6, 0.22), 12: (0.4, 0.22), 13: (0.65, 0.36), 14: (0.35, 0.36), 15: (0.66, 0.5), 16: (0.34, 0.5),
    23: (0.56, 0.5), 24: (0.44, 0.5), 25: (0.56, 0.72), 26: (0.44, 0.72), 27: (0.56, 0.92), 28: (0.44, 0.92),
}  # fmt: skip
PAIRS = [(11, 12), (13, 14), (15, 16), (17, 18), (19, 20), (21, 22), (23, 24), (25, 26), (27, 28), (29, 30), (31, 32)]


def standing(height: int, width: int) -> np.ndarray:
    points = np.full((33, 2), 0.5, np.float32)
    for index, at in STANDING.items():
        points[index] = at
    points[17:23], points[29:33] = points[[15, 16] * 3], points[[27, 28] * 2]
    return (points * (width, height) - 0.5).astype(np.float32)


def mirrored(points: np.ndarray, width: int) -> np.ndarray:
    other = points.copy()
    for a, b in PAIRS:
        other[[a, b]] = points[[b, a]]
    other[:, 0] = width - 1 - other[:, 0]
    return other


@given(st.integers(1, 4000), st.integers(1, 4000))
def test_a_picture_fits_the_canvas_and_touches_one_far_side(height: int, width: int) -> None:
    rows, columns = parser_net.placement(height, width)
    assert 1 <= rows <= HEIGHT
    assert 1 <= columns <= WIDTH
    assert rows == HEIGHT or columns == WIDTH


@settings(max_examples=15, deadline=None)
@given(st.integers(30, 900), st.integers(30, 900))
def test_what_is_put_in_comes_back_where_it_was(height: int, width: int) -> None:
    rows, columns = parser_net.placement(height, width)
    odds = np.zeros((2, HEIGHT, WIDTH), np.float32)
    odds[1, : rows // 2, : columns // 2] = 1
    full = parser_net.restore(odds, height, width)
    assert full.shape == (2, height, width)
    assert full[1, : int(0.4 * height), : int(0.4 * width)].min(initial=1) > 0.99
    assert full[1, int(0.6 * height) :].max(initial=0) < 0.01


def test_a_mirrored_view_is_the_mirrored_canvas() -> None:
    height, width = HEIGHT, WIDTH
    rng = np.random.default_rng(0)
    photo = rng.integers(0, 256, (height, width, 3), np.uint8)
    odds = rng.integers(0, 256, (PRIOR, PRIOR, 6), np.uint8)
    mask, seen = rng.random((height, width), np.float32), np.full(33, 0.9, np.float32)
    points = standing(height, width)
    one = parser_net.assemble(photo, points, seen, mask, odds)
    other = parser_net.assemble(
        np.ascontiguousarray(photo[:, ::-1]), mirrored(points, width), seen,
        np.ascontiguousarray(mask[:, ::-1]), np.ascontiguousarray(odds[:, ::-1]),
    )[:, :, ::-1]  # fmt: skip
    assert np.abs(one[:10].astype(int) - other[:10]).max() <= 1
    assert ((one[10:] > 0) == (other[10:] > 0)).mean() > 0.98


def test_limbs_lie_on_the_body_and_are_as_bright_as_seen() -> None:
    seen = np.full(33, 0.8, np.float32)
    seen[25:] = 0.0
    head, torso, arms, legs = parser_net.limbs(standing(448, 300), seen, 448, 300)
    assert head[54, 150] == torso[150, 150] == arms[int(0.3 * 448), int(0.63 * 300)] == 204
    assert legs.max() == 0
    assert torso[400, 150] == 0


def test_without_a_pose_nothing_is_drawn() -> None:
    drawn = parser_net.limbs(np.zeros((33, 2), np.float32), np.zeros(33, np.float32), 40, 30)
    assert drawn.shape == (4, 40, 30)
    assert drawn.max() == 0


@pytest.mark.parametrize("far", [-1e6, 1e6])
def test_landmarks_far_outside_do_no_harm(far: float) -> None:
    points = np.full((33, 2), far, np.float32)
    assert parser_net.limbs(points, np.ones(33, np.float32), 40, 30).shape == (4, 40, 30)


def dressed() -> np.ndarray:
    labels = np.zeros((120, 80), np.uint8)
    labels[20:110, 10:70] = TOP
    return labels


def odds_of(labels: np.ndarray) -> np.ndarray:
    odds = np.full((len(CLASSES), *labels.shape), 0.02, np.float32)
    np.put_along_axis(odds, labels[None].astype(int), 0.8, 0)
    return odds


@pytest.mark.parametrize("kind", [BAG, DRESS])
def test_a_logo_inside_a_garment_becomes_the_garment(kind: int) -> None:
    labels = dressed()
    labels[40:46, 30:36] = kind
    found = parser_net.without_specks(odds_of(labels))
    assert np.array_equal(found.argmax(0), dressed())
    assert np.allclose(found.sum(0), odds_of(labels).sum(0))


@pytest.mark.parametrize(
    ("kind", "place"),
    [(BAG, np.s_[40:70, 20:50]), (BAG, np.s_[40:46, 66:74]), (SKIN, np.s_[40:46, 30:36])],
    ids=["a real bag", "a small bag at the side", "bare skin"],
)
def test_things_of_their_own_stay(kind: int, place: tuple[slice, slice]) -> None:
    labels = dressed()
    labels[place] = kind
    assert np.array_equal(parser_net.without_specks(odds_of(labels)).argmax(0), labels)


@given(st.integers(0, 2**31), st.integers(1, 12))
def test_the_likeliest_is_the_first_of_the_largest(seed: int, count: int) -> None:
    odds = np.random.default_rng(seed).integers(0, 4, (count, 9, 7)).astype(np.float32)
    assert np.array_equal(parser_net.likeliest(odds), odds.argmax(0))
