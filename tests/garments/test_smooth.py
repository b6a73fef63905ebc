import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from vitrine.garments.smooth import smoothed

SIZE = 1024
ROWS, COLS = np.indices((SIZE, SIZE))


def edge_of(alpha: np.ndarray) -> np.ndarray:
    """How far each row's coverage reaches, to a part of a pixel."""
    return np.asarray(alpha[100:-100].sum(1))


@settings(max_examples=20, deadline=None)
@given(st.integers(1, 4), st.integers(1, 3), st.floats(-0.4, 0.4))
def test_a_saw_becomes_a_straight_edge(tooth: int, half: int, slope: float) -> None:
    line = 500 + slope * (ROWS - 512)
    saw = (line + tooth * ((ROWS // half) % 2) > COLS).astype(np.float32)
    rest = edge_of(smoothed(saw)) - (500 + slope * (np.arange(SIZE)[100:-100] - 512))
    assert np.ptp(rest) < 0.3 * tooth + 0.8
    assert abs(rest.mean() - tooth / 2 - 0.5) < 1


@settings(max_examples=20, deadline=None)
@given(st.integers(20, 200))
def test_round_shapes_and_what_lies_within_stay(radius: int) -> None:
    disc = (np.hypot(ROWS - 512, COLS - 512) < radius).astype(np.float32)
    out = smoothed(disc)
    assert abs(out.sum() / disc.sum() - 1) < 0.03
    assert (out[np.hypot(ROWS - 512, COLS - 512) < radius - 5] == 1).all()
    assert (out[np.hypot(ROWS - 512, COLS - 512) > radius + 5] == 0).all()


def test_a_lace_and_a_slit_stay_as_they_were_cut() -> None:
    cut = np.zeros((SIZE, SIZE), np.float32)
    cut[200:400, 100:400] = 1
    cut[100:200, 200:202] = 1
    cut[300:400, 300:302] = 0
    out = smoothed(cut)
    assert np.abs(out - cut)[110:190, 195:207].max() < 0.05
    assert np.abs(out - cut)[310:390, 295:307].max() < 0.05
