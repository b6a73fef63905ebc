"""Dress, or top with something below it: one decision for the whole photo."""

from pathlib import Path

import numpy as np
import pytest

from vitrine.nets import Nets
from vitrine.people import gown
from vitrine.people.person import CLASSES

TOP, DRESS, BOTTOMS, SKIN = (CLASSES.index(n) for n in ("top", "dress", "bottoms", "skin"))
WEIGHTS = Nets().own


def figure(skirt: bool, below: tuple[int, int, int]) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Odds as the parser has them (top above, bottoms below), picture, landmarks and visibilities of a drawn figure."""
    labels = np.zeros((320, 160), np.uint8)
    labels[60:150, 55:105] = TOP
    for row in range(150, 240):
        half = 25 + (row - 150) * 0.15
        labels[row, round(80 - half) : round(80 + half)] = BOTTOMS
    if not skirt:
        labels[240:295, 52:108] = BOTTOMS
        labels[165:295, 74:86] = 0
    else:
        labels[240:295, 62:74] = labels[240:295, 86:98] = SKIN
    noise = np.random.default_rng(1).integers(-6, 7, (320, 160, 1))
    colours = np.full((len(CLASSES), 3), 220)
    colours[TOP], colours[BOTTOMS], colours[SKIN] = (150, 40, 60), below, (200, 160, 140)
    picture = np.clip(colours[labels] + noise, 0, 255).astype(np.uint8)
    odds = np.full((320, 160, len(CLASSES)), 0.02, np.float32)
    np.put_along_axis(odds, labels[..., None].astype(np.int64), 0.7, 2)
    odds[..., DRESS] += 0.1
    odds /= odds.sum(2, keepdims=True)
    points = np.full((33, 2), 80, np.float32)
    for left, right, half, y in ((11, 12, 24, 60), (23, 24, 14, 155), (25, 26, 12, 230), (27, 28, 11, 292)):
        points[left], points[right] = (80 + half, y), (80 - half, y)
    seen = np.ones(33, np.float32)
    seen[25:27] = 0.75 if skirt else 0.99
    return np.ascontiguousarray(odds.transpose(2, 0, 1)), picture, points, seen


def test_one_cloth_across_the_waist_that_hangs_over_the_legs_is_a_dress() -> None:
    odds, picture, points, seen = figure(True, (150, 40, 60))
    out = gown.decided(odds, picture, points, seen, WEIGHTS)
    labels = out.argmax(0)
    assert not np.isin(labels, (TOP, BOTTOMS)).any()
    assert (labels == DRESS).sum() == np.isin(odds.argmax(0), (TOP, BOTTOMS)).sum()


def test_trousers_of_another_colour_are_none() -> None:
    odds, picture, points, seen = figure(False, (30, 40, 110))
    out = gown.decided(odds, picture, points, seen, WEIGHTS)
    assert out[DRESS].max() == 0
    assert (out.argmax(0) == odds.argmax(0)).all()


@pytest.mark.parametrize("skirt", [True, False])
def test_probabilities_stay_probabilities(skirt: bool) -> None:
    odds, picture, points, seen = figure(skirt, (150, 40, 60))
    out = gown.decided(odds, picture, points, seen, WEIGHTS)
    np.testing.assert_allclose(out.sum(0), 1, atol=1e-4)
    others = [k for k in range(len(CLASSES)) if k not in gown.CLOTHES]
    assert np.array_equal(out[others], odds[others])


def test_what_is_not_in_sight_is_not_decided(tmp_path: Path) -> None:
    odds, picture, points, seen = figure(True, (150, 40, 60))
    hidden = seen.copy()
    hidden[[25, 26]] = 0
    assert gown.decided(odds, picture, points, hidden, WEIGHTS) is odds
    below = points.copy()
    below[[25, 26], 1] = 400
    assert gown.decided(odds, picture, below, seen, WEIGHTS) is odds
    assert gown.decided(odds[:, :100], picture[:100], points, seen, WEIGHTS) is not None
    assert gown.decided(odds, picture, points, seen, tmp_path) is odds


def test_traits_hardly_depend_on_the_picture_s_size() -> None:
    odds, picture, points, seen = figure(True, (150, 40, 60))
    large = gown.traits(odds.argmax(0).astype(np.uint8), picture, points, seen)
    small = gown.traits(
        odds.argmax(0).astype(np.uint8)[::2, ::2].copy(), picture[::2, ::2].copy(), points / np.float32(2), seen
    )
    assert large is not None
    assert small is not None
    assert abs(gown.probability(large, WEIGHTS) - gown.probability(small, WEIGHTS)) < 0.2
