"""Collars: leaves are whole up to where they are folded; a straight front stays as it is."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vitrine.garments.collar import (
    around_the_collar,
    between_feet,
    bulging,
    closed,
    deeper,
    from_feet,
    rounded,
    tied,
    to_the_corners,
)
from vitrine.garments.garment_net import LABELS, Seen

RIGHT, LEFT = (100.0, 100.0), (200.0, 100.0)


def shirt(rise: int, inset: int) -> np.ndarray:
    """Coverage of a shirt whose collar rises above its neck points."""
    alpha = np.zeros((300, 300), np.float32)
    alpha[100:, 50:250] = 1
    for k in range(rise):
        aside = round(inset * k / max(rise, 1))
        alpha[100 - k, 100 + aside : 201 - aside] = 1
    return alpha


FRONT = np.array([(100, 100), (112, 102), (120, 125), (150, 160), (180, 125), (188, 102), (200, 100)], np.float32)


@settings(max_examples=20, deadline=None)
@given(rise=st.integers(20, 40), inset=st.integers(4, 14))
def test_a_front_begins_at_the_corners_of_a_collar_that_rises(rise: int, inset: int) -> None:
    curve = to_the_corners(FRONT, RIGHT, LEFT, shirt(rise, inset))
    first, last = curve[0], curve[-1]
    assert first[1] <= 100 - rise + 6 and last[1] <= 100 - rise + 6
    assert abs((first[0] - 100) - (200 - last[0])) < 3
    # below, the curve along the leaves is what it was
    assert curve[:, 1].max() == FRONT[:, 1].max()
    assert (np.diff(curve[:, 0]) > 0).all()


@given(rise=st.integers(0, 10))
@settings(max_examples=10, deadline=None)
def test_a_round_neck_has_no_corners(rise: int) -> None:
    assert (to_the_corners(FRONT, RIGHT, LEFT, shirt(rise, 4)) == FRONT).all()


def test_a_guessed_round_neck_is_evenly_bent() -> None:
    blank = np.zeros((300, 300))
    seen = Seen(
        blank.astype(np.float32),
        blank.astype(np.uint8),
        {},
        {},
        {"neckline": {"round": 0.9, "boat": 0.05}},
        np.ones(3, np.float32),
    )
    square = np.array([(100, 100), (110, 150), (190, 150), (200, 100)], np.float32)
    curve = rounded(seen, square)
    turned = np.diff(np.arctan2(*np.diff(curve, axis=0).T[::-1]))
    assert (turned < 0.02).all() and turned.min() > -0.3
    assert 140 < curve[:, 1].max() < 165


FEET = {"neck-right": RIGHT, "neck-left": LEFT}
ROUND = np.array([(90, 106), (96, 130), (150, 160), (190, 130), (203, 112)], np.float32)
"""A front neckline whose right end lies on the shoulder."""


def test_a_front_begins_at_the_neck_points_and_not_on_the_shoulder():
    found = from_feet(ROUND, FEET)
    assert (found[[0, -1]] == [RIGHT, LEFT]).all()
    assert found[:, 0].min() >= 98 and found[:, 0].max() <= 202 and [150, 160] in found.tolist()
    # a collar's corners lie higher, or farther inside
    narrow = np.stack([150 + 0.6 * (ROUND[:, 0] - 150), ROUND[:, 1]], 1)
    for other in (ROUND - np.float32([0, 30]), narrow.astype(np.float32)):
        assert from_feet(other, FEET) is other
    assert from_feet(ROUND, {}) is ROUND


def test_a_guessed_front_lies_between_the_neck_points_as_deep_below_both():
    found = between_feet(ROUND, FEET)
    assert found[0].tolist() == [98, 112] and found[-1].tolist() == [202, 112]
    assert found[:, 1].max() == 160


def test_a_guessed_round_neck_goes_down_to_where_the_inside_is_seen():
    blank = np.zeros((300, 300))
    words = {"neckline": {"round": 0.9, "boat": 0.05}}
    seen = Seen(blank.astype(np.float32), blank.astype(np.uint8), {}, {}, words, np.ones(3, np.float32))
    assert abs(rounded(seen, ROUND, 165.0)[:, 1].max() - 165) < 1
    assert rounded(seen, ROUND, 120.0)[:, 1].max() < 162
    # a zip below passes for the inside, too
    assert rounded(seen, ROUND, 260.0)[:, 1].max() < 180


def test_an_opening_between_leaves_has_no_bites():
    curve = np.array([[0, 0], [10, 30], [14, 32], [24, 60], [34, 34], [40, 30], [50, 0]], np.float32)
    kept = bulging(curve)
    assert kept[[0, -1]].tolist() == [[0, 0], [50, 0]] and [24, 60] in kept.tolist()
    ways = np.diff(kept, axis=0)
    assert (np.diff(ways[:, 1] / ways[:, 0]) < 0).all()
    assert (np.interp(curve[:, 0], kept[:, 0], kept[:, 1]) >= curve[:, 1] - 1e-4).all()


def test_between_leaves_the_network_s_steps_are_no_waves():
    alpha = np.zeros((300, 300), np.float32)
    alpha[80:280, 50:250] = 1
    rows, columns = np.mgrid[:300, :300]
    stepped = 8 * (np.abs(columns - 150) // 8)
    inside = (rows >= 85) & (rows < 160 - 1.5 * stepped) & (np.abs(columns - 150) < 48)
    parts = np.where(inside, 1 + LABELS.index("inside-back"), 1).astype(np.uint8)
    odds = {"high": 0.0, "v": 0.0, "collar": 0.7}
    seen = Seen(
        alpha, parts, {"neck-front": (150.0, 158.0)}, {"neck-front": 0.8}, {"neckline": odds}, np.ones(3, np.float32)
    )
    found = deeper(seen, np.array([(100, 100), (150, 120), (200, 100)], np.float32), RIGHT, LEFT, alpha)
    assert abs(found[:, 1].max() - 158) < 1
    slope = np.diff(found[:, 1]) / np.diff(found[:, 0])
    first = slope[found[1:, 0] <= 150]
    assert np.abs(np.diff(first)).max() < 0.2


@pytest.mark.parametrize(("rise", "first"), [(30, 125.0), (0, 100.0)])
def test_a_deep_opening_of_a_collar_that_rises_is_no_wider_than_its_leaves(rise: int, first: float) -> None:
    alpha = shirt(rise, 8)
    rows, columns = np.mgrid[:300, :300]
    inside = (rows >= 78) & (rows < 150) & (np.abs(columns - 150) <= 25) & (alpha > 0)
    parts = np.where(inside, 1 + LABELS.index("inside-back"), 1).astype(np.uint8)
    odds = {"neckline": {"high": 0.1, "v": 0.1, "collar": 0.3}}
    seen = Seen(alpha, parts, {"neck-front": (150.0, 170.0)}, {"neck-front": 0.8}, odds, np.ones(3, np.float32))
    found = deeper(seen, np.array([(110, 100), (150, 120), (190, 100)], np.float32), RIGHT, LEFT, alpha)
    assert found[0, 0] == first and found[:, 1].max() == 170


def test_a_bow_above_the_neck_points_lies_behind_the_neck() -> None:
    alpha = np.zeros((300, 300), np.float32)
    alpha[100:280, 90:210] = alpha[60:100, 80:220] = 1
    parts = np.where(alpha > 0, 1 + LABELS.index("torso"), 0).astype(np.uint8)
    parts[60:100, 80:220] = 1 + LABELS.index("collar")
    parts[75:112, 106:194] = 1 + LABELS.index("inside-back")
    seen = Seen(alpha, parts, {}, {}, {}, np.ones(3, np.float32))
    front, behind = tied(seen, RIGHT, LEFT)
    assert front is not None and behind is not None
    assert behind[60:98, 80:220].all() and not behind[104:].any()
    assert 108 < front[:, 1].max() < 114
    nothing = Seen(alpha, np.where(parts > 6, 1, np.minimum(parts, 1)), {}, {}, {}, np.ones(3, np.float32))
    assert tied(nothing, RIGHT, LEFT) == (None, None)


def test_a_high_collar_is_closed_where_no_opening_is_seen() -> None:
    alpha = np.zeros((300, 300), np.float32)
    alpha[100:280, 50:250] = alpha[40:100, 100:201] = 1
    parts = np.where(alpha > 0, 1 + LABELS.index("torso"), 0).astype(np.uint8)
    odds = {"neckline": {"high": 0.9}}
    # between two frills
    parts[40:50, 135:160] = 1 + LABELS.index("inside-back")
    assert closed(Seen(alpha, parts, {}, {}, odds, np.ones(3, np.float32)), RIGHT, LEFT)
    parts[40:62, 106:195] = 1 + LABELS.index("inside-back")
    assert not closed(Seen(alpha, parts, {}, {}, odds, np.ones(3, np.float32)), RIGHT, LEFT)
    parts[40:62] = np.minimum(parts[40:62], 1)
    assert not closed(Seen(alpha, parts, {}, {}, {"neckline": {"high": 0.2}}, np.ones(3, np.float32)), RIGHT, LEFT)


def test_a_high_collar_opens_between_its_upper_corners_and_goes_round_the_neck() -> None:
    alpha = shirt(40, 10)
    parts = np.where(alpha > 0, 1 + LABELS.index("torso"), 0).astype(np.uint8)
    parts[60:110, 100:201][alpha[60:110, 100:201] > 0] = 1 + LABELS.index("collar")
    seen = Seen(alpha, parts, {}, {}, {"neckline": {"high": 0.9}}, np.ones(3, np.float32))
    seam = np.array([(100, 100), (150, 125), (200, 100)], np.float32)
    front = around_the_collar(seen, seam, alpha)
    assert front[0, 0] >= 108 and front[-1, 0] <= 192
    assert front[0, 1] < 66 and front[-1, 1] < 66
    assert 66 < front[:, 1].max() < 90
