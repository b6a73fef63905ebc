"""Arms have a smooth outline, fingers keep their own."""

import numpy as np

from vitrine.fitting.warp.mattes import calmed, held

UNIT = 150.0


def ragged() -> tuple[np.ndarray, np.ndarray]:
    """An arm whose matte is ragged on one side, by three pixels."""
    rng = np.random.default_rng(3)
    rows, columns = np.indices((120, 90))
    edge = 40 + rng.integers(-3, 4, 120)[:, None]
    return (columns < edge).astype(np.float32), (columns < 40) & (rows >= 0)


def test_an_arms_ragged_edge_becomes_smooth() -> None:
    shown, arm = ragged()
    before = _roughness(shown)
    calmed(shown, arm, np.zeros_like(arm), UNIT)
    assert _roughness(shown) < 0.4 * before
    # where it was, and as sharp
    assert abs(float(shown[20:100].sum(1).mean()) - 40) < 0.7
    assert ((shown > 0.1) & (shown < 0.9)).sum(1).mean() < 2.5


def test_near_fingers_the_picture_s_own_edge_stays() -> None:
    shown, arm = ragged()
    fine, before = np.zeros_like(arm), shown.copy()
    fine[:60] = arm[:60]
    calmed(shown, arm & ~fine, fine, UNIT)
    assert (shown[:55] == before[:55]).all()
    assert _roughness(shown[80:]) < 0.4 * _roughness(before[80:])


def test_a_finger_is_neither_eaten_by_the_matte_nor_fringed() -> None:
    hand = np.zeros((80, 80), bool)
    hand[:50, 20:60] = True
    hand[50:70, 30:38] = True  # a finger
    shown = hand.astype(np.float32)
    shown[60:70, 30:38] = 0.3
    shown[50:70, 38:42] = 0.6
    held(shown, hand, hand, UNIT)
    assert shown[52:67, 32:36].min() > 0.95
    assert shown[55:70, 40:].max() < 0.15
    # an arm that goes on is not cut where the hand begins
    arm = np.zeros_like(hand)
    arm[:25, 20:60] = True
    whole = (arm | hand).astype(np.float32)
    held(whole, hand & ~arm, hand | arm, UNIT)
    assert whole[15:35, 24:56].min() > 0.95


def _roughness(shown: np.ndarray) -> float:
    """How far the edge jumps from row to row."""
    return float(np.abs(np.diff(shown.sum(1)[10:-10])).mean())
