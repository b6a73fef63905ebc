"""Arms have a smooth outline, fingers keep their own."""

import numpy as np

from vitrine.fitting.warp.mattes import calmed

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


def _roughness(shown: np.ndarray) -> float:
    """How far the edge jumps from row to row."""
    return float(np.abs(np.diff(shown.sum(1)[10:-10])).mean())
