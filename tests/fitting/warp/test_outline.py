"""Curves on the body's outline."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from vitrine.fitting.warp.outline import Line, bridged


def shoulder(hollow: float, turn: float) -> Line:
    """A slope of 100 pixels with a hollow of that depth in its middle, turned by an angle."""
    x = np.linspace(0, 100, 21)
    y = 0.2 * x + hollow * np.exp(-(((x - 50) / 15) ** 2))  # downward
    arc = np.concatenate([[0.0], np.cumsum(np.hypot(np.diff(x), np.diff(y)))])
    spin = np.exp(1j * turn)
    return Line((x + 1j * y) * spin, arc, np.full(21, -1j * spin))


@given(st.floats(0, 20), st.floats(-3, 3))
def test_taut_cloth_lies_straight_over_a_hollow_and_nowhere_within(hollow: float, turn: float) -> None:
    line = shoulder(hollow, turn)
    taut = bridged(line, 0.0, float(line.arc[-1]))
    lift = ((taut.at - line.at) * np.conj(line.out)).real
    assert (lift > -1e-6).all()
    assert np.abs((taut.at - line.at) - lift * line.out).max() < 0.3 * max(lift.max(), 1e-6)
    bend = np.diff(taut.at * np.exp(-1j * turn))
    assert (np.diff(bend.imag / bend.real) > -1e-6).all()  # nowhere hollow
    if hollow > 5:
        assert lift[10] > 0.5 * hollow


def test_what_lies_beyond_both_ends_and_what_bulges_stays() -> None:
    line = shoulder(8.0, 0.0)
    part = bridged(line, float(line.arc[12]), float(line.arc[-1]))
    assert np.array_equal(part.at[:13], line.at[:13])
    bulge = shoulder(-8.0, 0.0)
    assert np.abs(bridged(bulge, float(bulge.arc[7]), float(bulge.arc[13])).at - bulge.at).max() < 1e-6
    assert bridged(line, 5.0, 5.0) is line


@given(st.floats(1, 99), st.floats(-3, 3))
def test_the_nearest_place_of_a_curve_is_found_between_its_points(along: float, turn: float) -> None:
    line = shoulder(0.0, turn)
    place = line.point(np.array([along])) + 3 * line.outward(np.array([along]))
    assert abs(line.nearest(complex(place[0])) - along) < 1.0
    assert line.nearest(complex(place[0]), 10) >= line.arc[10]
