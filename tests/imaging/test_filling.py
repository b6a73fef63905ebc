import numpy as np
import pytest

from vitrine.imaging.filling import grain_level, noise, noise_level, spread


def test_spread_keeps_what_is_known_and_fills_the_rest() -> None:
    colours = np.zeros((50, 70, 3), np.float32)
    colours[:, :10], colours[:, 60:] = (100, 0, 0), (200, 0, 0)
    known = np.zeros((50, 70), np.float32)
    known[:, :10] = known[:, 60:] = 1
    full = spread(colours, known)
    np.testing.assert_allclose(full[known == 1], colours[known == 1], atol=1e-3)
    middle = full[25, 10:60, 0]
    assert middle.min() >= 99 and middle.max() <= 201 and 120 < middle[25] < 180


def test_spread_from_a_region_is_that_from_its_weights() -> None:
    draw = np.random.default_rng(1)
    colours, known = draw.uniform(0, 255, (61, 83, 3)).astype(np.float32), draw.random((61, 83)) < 0.1
    np.testing.assert_array_equal(spread(colours, known), spread(colours, known.astype(np.float32)))


def test_spread_of_one_colour_is_that_colour() -> None:
    known = np.zeros((33, 47), np.float32)
    known[3, 5] = 1
    full = spread(np.full((33, 47, 3), 80, np.float32), known)
    np.testing.assert_allclose(full, 80, atol=1e-2)


def test_spread_of_nothing_is_black() -> None:
    assert not spread(np.full((9, 9, 3), 80, np.float32), np.zeros((9, 9), np.float32)).any()


@pytest.mark.parametrize("strength", [0.0, 1.0, 3.0])
def test_noise_is_measured_as_it_was_made(strength: float) -> None:
    made = noise((200, 300), strength)
    assert made.shape == (200, 300)
    picture = np.clip(np.rint(120 + made[..., None] + np.zeros(3)), 0, 255).astype(np.uint8)
    assert noise_level(picture, np.ones((200, 300), bool)) == pytest.approx(strength, abs=0.5)
    assert grain_level(picture, np.ones((200, 300), bool)) == pytest.approx(strength, abs=0.5)


def test_leaves_are_no_grain() -> None:
    leaves = np.random.default_rng(3).normal(0, 25, (200, 300))
    leaves[:, 200:] = 0
    picture = np.clip(120 + (leaves + noise((200, 300), 1.0))[..., None] + np.zeros(3), 0, 255).astype(np.uint8)
    assert noise_level(picture, np.ones((200, 300), bool)) > 3
    assert grain_level(picture, np.ones((200, 300), bool)) == pytest.approx(1.0, abs=0.4)


def test_noise_is_the_same_for_the_same_seed() -> None:
    np.testing.assert_array_equal(noise((40, 50), 2.0), noise((40, 50), 2.0))
    for level in (noise_level, grain_level):
        assert level(np.zeros((5, 5, 3), np.uint8), np.zeros((5, 5), bool)) == 0
        assert level(np.zeros((5, 5, 3), np.uint8), np.ones((5, 5), bool)) == 0
