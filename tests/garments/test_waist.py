"""The waist: at a body's height, on the side where it is seen."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vitrine.garments.waist import BELOW, LOWEST, waists


def shirt(long: int) -> tuple[dict[str, tuple[float, float]], np.ndarray]:
    alpha = np.zeros((long + 80, 200), np.float32)
    alpha[20 : long + 60, 50:151] = 1
    spots = {f"armpit-{n}": (x, 60.0) for n, x in (("right", 50.0), ("left", 150.0))}
    return spots | {f"hem-{n}": (x, long + 59.0) for n, x in (("right", 50.0), ("left", 150.0))}, alpha


@given(st.integers(20, 400))
def test_it_is_as_far_below_the_armpits_as_on_a_body_and_never_at_the_hem(long):
    spots, alpha = shirt(long)
    x, y = waists(spots, alpha)["waist-left"]
    assert y == pytest.approx(60 + min(BELOW * 50, LOWEST * (long - 1)), abs=1)
    assert x == 150


def test_it_stays_on_the_side_where_a_sleeve_lies_over_it():
    spots, alpha = shirt(120)
    alpha[:, 150:190] = 1
    assert waists(spots, alpha)["waist-left"][0] == 150


def test_without_armpits_there_is_none():
    assert waists({"hem-left": (1.0, 2.0)}, np.ones((9, 9), np.float32)) == {}
