"""A hanger in a garment's neck is none of the garment."""

import numpy as np
import pytest

from vitrine.garments.garment_net import Seen
from vitrine.garments.hanger import above_the_neck

SPOTS = {"neck-right": (100.0, 100.0), "neck-left": (200.0, 100.0)}


def seen(alpha: np.ndarray, form: str = "round") -> Seen:
    """What a network sees that is sure of a neckline."""
    odds = dict.fromkeys(("round", "collar", "high", "hood", "halter"), 0.0) | {form: 0.9}
    return Seen(alpha, np.zeros(alpha.shape, np.uint8), {}, {}, {"neckline": odds}, np.ones(3, np.float32))


def top(height: int, flat: int) -> np.ndarray:
    """Coverage of a top above the neck points of which something rises, `flat` columns broad where it is highest."""
    alpha = np.zeros((300, 300), np.float32)
    alpha[100:, 50:250] = 1
    away = np.maximum(np.abs(np.arange(300) - 150) - flat / 2, 0)
    rise = np.clip(height * (1 - away / (50 - flat / 2)), 0, None)
    return np.where((np.arange(300)[:, None] >= 100 - rise[None]) & (rise > 0)[None], np.float32(1), alpha)


def test_what_rises_to_the_middle_between_the_neck_points_is_a_hanger() -> None:
    alpha = top(40, 4)
    found = above_the_neck(alpha, SPOTS, seen(alpha))
    assert found[70:99, 145:155].all()
    assert not found[101:].any() and not found[:, :98].any() and not found[:, 203:].any()


@pytest.mark.parametrize("form", ["collar", "high", "hood", "halter"])
def test_a_collar_stays(form: str) -> None:
    alpha = top(40, 4)
    assert not above_the_neck(alpha, SPOTS, seen(alpha, form)).any()


def test_what_rises_at_the_neck_points_stands_round_the_neck() -> None:
    alpha = top(25, 90)
    assert not above_the_neck(alpha, SPOTS, seen(alpha)).any()


def test_a_neck_without_anything_above_it_stays() -> None:
    alpha = top(6, 4)
    assert not above_the_neck(alpha, SPOTS, seen(alpha)).any()
    assert not above_the_neck(top(40, 4), {}, seen(alpha)).any()
    assert not above_the_neck(top(40, 4), SPOTS, None).any()
