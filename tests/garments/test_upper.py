import cv2
import numpy as np
import pytest
from drawn import HEIGHT, WIDTH, dress, errors, halter, off_the_shoulders, on_straps, overlap, sleeveless, tee
from hypothesis import given, settings
from hypothesis import strategies as st

from vitrine.garments.silhouette import silhouette
from vitrine.garments.upper import gap_top, half_chest, upper
from vitrine.garments.upper import halter as halter_like


def landmarks(drawn):
    """Landmarks in the picture and the sleeve's name, from the true coverage."""
    shape = silhouette(drawn.alpha, drawn.photo)
    found = upper(shape)
    return {name: shape.in_picture(*p) for name, p in found.points.items()}, found.sleeve


@pytest.mark.parametrize("angle", [10, 30, 45, 60, 70])
def test_short_sleeves_at_any_angle(angle):
    drawn = tee(angle)
    found, sleeve = landmarks(drawn)
    assert sleeve == "short"
    missed = errors(found, drawn.landmarks)
    missed.pop("neck-front")  # the neckline is another module's
    assert max(v for n, v in missed.items() if not n.startswith("cuff-inner")) < 0.03, missed
    # a steep short sleeve's end and inner edge lie nearly in one line: the corner between them is vague
    assert max(v for n, v in missed.items() if n.startswith("cuff-inner")) < 0.07, missed


@pytest.mark.parametrize(("angle", "length"), [(52, 290), (60, 300), (72, 330)])
def test_long_sleeves(angle, length):
    drawn = tee(angle, length)
    found, sleeve = landmarks(drawn)
    assert sleeve == "long"
    missed = errors(found, drawn.landmarks)
    missed.pop("neck-front")
    assert max(missed.values()) < 0.03, missed


def test_sleeveless():
    drawn = sleeveless()
    found, sleeve = landmarks(drawn)
    assert sleeve == "none"
    assert not any(name.startswith("cuff") for name in found)
    assert max(errors(found, drawn.landmarks).values()) < 0.035


def test_the_armpit_of_a_flared_dress_is_not_its_waist():
    drawn = dress()
    found, sleeve = landmarks(drawn)
    assert sleeve == "short"
    assert max(errors(found, drawn.landmarks).values()) < 0.03


def test_a_curved_hem_makes_no_sleeves():
    drawn = sleeveless()
    y, x = np.mgrid[:HEIGHT, :WIDTH]
    drawn.alpha[y > 640 - 0.004 * (x - 299.5) ** 2] = 0
    assert landmarks(drawn)[1] == "none"


@settings(max_examples=25, deadline=None)
@given(
    angle=st.floats(10, 68),
    length=st.floats(90, 300),
    hem=st.floats(560, 740),
    dx=st.integers(-40, 40),
    dy=st.integers(-60, 50),
)
def test_mirroring_swaps_left_and_right_and_shifting_shifts(angle, length, hem, dx, dy):
    drawn = tee(angle, length, hem=hem)
    alpha = np.roll(drawn.alpha, (dy, dx), (0, 1))
    if alpha[0].any() or alpha[:, [0, -1]].any() or alpha[-1].any():
        return
    photo = np.roll(drawn.photo, (dy, dx), (0, 1))
    shape, other = silhouette(alpha, photo), silhouette(alpha[:, ::-1].copy(), photo[:, ::-1].copy())
    first, second = upper(shape), upper(other)
    assert first.sleeve == second.sleeve
    for name, p in first.points.items():
        twin = name.replace("left", "?").replace("right", "left").replace("?", "right")
        x, y = shape.in_picture(*p)
        u, v = other.in_picture(*second.points[twin])
        assert abs(x - (WIDTH - 1 - u)) < 0.015 * HEIGHT and abs(y - v) < 0.015 * HEIGHT, name
    still = silhouette(drawn.alpha, drawn.photo)
    for name, p in upper(still).points.items():
        x, y = still.in_picture(*p)
        u, v = shape.in_picture(*first.points[name])
        assert abs(x + dx - u) < 1 and abs(y + dy - v) < 1, name


@settings(max_examples=10, deadline=None)
@given(scale=st.sampled_from([0.5, 0.75, 1.5, 2.0]), angle=st.floats(15, 70))
def test_scaling_scales(scale, angle):
    import cv2

    drawn = tee(angle)
    alpha = cv2.resize(drawn.alpha, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    photo = cv2.resize(drawn.photo, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    one, two = silhouette(drawn.alpha, drawn.photo), silhouette(alpha, photo)
    a, b = upper(one), upper(two)
    for name in ("neck-left", "armpit-left", "cuff-outer-right", "hem-left"):
        x, y = one.in_picture(*a.points[name])
        u, v = two.in_picture(*b.points[name])
        assert np.hypot(x - u / scale, y - v / scale) < 0.02 * HEIGHT, name
    assert overlap(alpha, alpha) == 1


@given(wide=st.floats(28, 42))
@settings(max_examples=10, deadline=None)
def test_a_halter_has_no_sleeves_and_hangs_from_its_neck(wide):
    drawn = halter(wide)
    found, sleeve = landmarks(drawn)
    assert sleeve == "none"
    assert not any(name.startswith("cuff") for name in found)
    assert abs(found["neck-left"][0] - found["neck-right"][0]) < 2.6 * wide
    missed = errors(found, {name: at for name, at in drawn.landmarks.items() if name.startswith("armpit")})
    assert max(missed.values()) < 0.12, missed


@pytest.mark.parametrize("drawn", [tee(30), tee(60, 300), sleeveless(), dress()])
def test_no_other_garment_is_a_halter_or_off_the_shoulders(drawn):
    shape = silhouette(drawn.alpha, drawn.photo)
    assert not halter_like(shape, half_chest(shape))
    assert not upper(shape).bare_shoulders


@given(top=st.floats(150, 260))
@settings(max_examples=10, deadline=None)
def test_off_the_shoulders_the_sleeves_begin_at_their_upper_corners(top):
    drawn = off_the_shoulders(top)
    shape = silhouette(drawn.alpha, drawn.photo)
    assert upper(shape).bare_shoulders
    found, _ = landmarks(drawn)
    missed = errors(found, {n: at for n, at in drawn.landmarks.items() if n.startswith(("neck", "shoulder"))})
    assert max(missed.values()) < 0.03, missed


def test_a_gap_that_the_sleeve_closes_again_tells_the_armpit():
    drawn = tee(74, 330)
    hollow = drawn.alpha.copy()
    # the sleeve's end touches the torso: the gap between them is enclosed
    cv2.rectangle(hollow, (150, 470), (200, 500), 1.0, -1)
    cv2.rectangle(hollow, (399, 470), (449, 500), 1.0, -1)
    shape = silhouette(hollow, drawn.photo)
    tops = [gap_top(view) for view in (shape, shape.mirrored())]
    assert all(top is not None for top in tops)
    found = {name: shape.in_picture(*p) for name, p in upper(shape).points.items()}
    missed = errors(found, {n: at for n, at in drawn.landmarks.items() if n.startswith("armpit")})
    assert max(missed.values()) < 0.06, missed


def test_a_top_with_sleeves_on_straps_is_worn_off_the_shoulders():
    drawn = on_straps()
    shape = silhouette(drawn.alpha, drawn.photo)
    found = upper(shape)
    assert found.hung
    assert found.bare_shoulders
    named = {name: shape.in_picture(*p) for name, p in found.points.items()}
    # neck points are the straps' feet, shoulders the sleeves' outer corners
    for name in ("neck", "shoulder"):
        assert all(
            errors(named, {n: p for n, p in drawn.landmarks.items() if n.startswith(name)})[f"{name}-{s}"] < 0.03
            for s in ("left", "right")
        )


@pytest.mark.parametrize("drawn", [on_straps(rise=12), on_straps(aside=8), tee(), off_the_shoulders()])
def test_loops_hooks_and_plain_edges_are_no_straps(drawn):
    assert not upper(silhouette(drawn.alpha, drawn.photo)).hung
