"""Arms measured at each place along them, on straight limbs painted with known edges."""

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vitrine.people.arms import PLACES, Tube, in_sleeve, tube, usual
from vitrine.people.person import CLASSES

SKIN, TOP, BOTTOMS = (CLASSES.index(name) for name in ("skin", "top", "bottoms"))
JOINTS = np.array([(150.0, 40.0), (150.0, 160.0), (150.0, 270.0)])
COLOURS = {0: (214, 212, 208), SKIN: (205, 160, 135), TOP: (30, 140, 60), BOTTOMS: (40, 50, 110)}


def painted(labels: np.ndarray) -> np.ndarray:
    photo = np.zeros((*labels.shape, 3), np.uint8)
    for label, colour in COLOURS.items():
        photo[labels == label] = colour
    return cv2.GaussianBlur(photo, (0, 0), 0.7)


def arm(half: int, beside: int | None = None, cut: int = 0, rows: slice = slice(30, 290)) -> np.ndarray:
    """Labels of an upright arm; right of it a cloth that hides `cut` pixels of it in some rows."""
    labels = np.zeros((320, 300), np.uint8)
    labels[30:290, 150 - half : 150 + half + 1] = SKIN
    if beside is not None:
        labels[rows, 150 + half + 1 - cut :] = beside
    return labels


def edges(found: Tube) -> tuple[np.ndarray, np.ndarray]:
    left, right = (found.at + side * found.radius[:, None] * found.across for side in (-1, 1))
    return np.minimum(left[:, 0], right[:, 0]), np.maximum(left[:, 0], right[:, 0])


def measured(labels: np.ndarray, guess: float) -> tuple[np.ndarray, np.ndarray]:
    return edges(tube(painted(labels), labels, JOINTS, np.full(len(PLACES), guess)))


@settings(max_examples=20, deadline=None)
@given(st.integers(13, 24), st.floats(0.8, 1.25), st.sampled_from([None, TOP, BOTTOMS]))
def test_an_arm_in_sight_is_as_wide_as_it_shows(half: int, off: float, beside: int | None) -> None:
    free = arm(half) if beside is None else arm(half, beside, rows=slice(100, 200))
    left, right = measured(free, half * off)
    assert np.abs(left - (150 - half - 0.5)).max() < 1.5
    assert np.abs(right - (150 + half + 0.5)).max() < 1.5


@settings(max_examples=20, deadline=None)
@given(st.integers(14, 24), st.floats(0.2, 0.7), st.integers(90, 130))
def test_where_cloth_hides_a_side_the_arm_is_as_wide_as_beside_it(half: int, share: float, first: int) -> None:
    left, right = measured(arm(half, TOP, round(share * half), slice(first, first + 80)), half)
    # what hides no more than arms vary in passes for the arm's own edge
    assert np.abs(right - (150 + half + 0.5)).max() < max(2.5, 0.32 * half)
    assert np.abs(left - (150 - half - 0.5)).max() < 1.5


@settings(max_examples=20, deadline=None)
@given(st.integers(14, 24), st.integers(4, 20), st.integers(80, 200))
def test_a_web_beside_cloth_is_none_of_the_arm(half: int, web: int, row: int) -> None:
    labels = arm(half)
    labels[60:260, 150 + half + 1 + web :] = TOP
    labels[row : row + 12, : 150 + half + 1 + web] = np.where(np.arange(150 + half + 1 + web) < 150 - half, 0, SKIN)
    _, right = measured(labels, half)
    assert (right - (150 + half + 0.5)).max() < 0.25 * half + 1


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 20))
def test_a_tube_drawn_wider_holds_the_narrower_one(wider: int) -> None:
    labels = arm(18)
    found = tube(painted(labels), labels, JOINTS, np.full(len(PLACES), 18.0))
    narrow, broad = found.drawn(labels.shape), found.drawn(labels.shape, wider)
    assert not (narrow & ~broad).any()
    assert not (found.beside(labels.shape, 1.0, wider + 2.0) & narrow).any()


def test_a_soft_arm_that_leans_a_little_has_no_stairs_at_its_edge() -> None:
    at = np.stack([np.linspace(150, 162, len(PLACES)), np.linspace(40, 270, len(PLACES))], 1).astype(np.float32)
    across = np.tile(np.array([[1, 0]], np.float32), (len(PLACES), 1))
    found = Tube(at, np.full(len(PLACES), 18, np.float32), across, hangs=True)
    window = (slice(20, 290), slice(100, 200))
    cover = found.cover((320, 300), 0.0, window)
    half = cover[40:220, :58].sum(1)  # its left edge moves to the right by a twentieth of a pixel a row
    steps = -np.diff(half)
    assert cover.shape == (270, 100) and abs(steps.mean() - 12 / 230) < 0.01
    assert steps.max() < 0.25 and steps.min() > -0.05
    whole = found.drawn((320, 300), window=window)
    assert cover[whole].mean() > 0.95 and cover[~whole].mean() < 0.05


def test_a_bent_arm_is_left_as_it_was_guessed() -> None:
    labels = arm(18)
    bent = np.array([(150.0, 40.0), (150.0, 160.0), (50.0, 170.0)])
    found = tube(painted(labels), labels, bent, np.full(len(PLACES), 30.0))
    assert not found.hangs and (found.radius == 30).all()
    assert not found.beside(labels.shape, 1.0, 20.0).any()


@pytest.mark.parametrize("cut", [6, 14, 22])
def test_a_sleeve_that_ends_aslant_tells_nothing_of_the_arms_edges(cut: int) -> None:
    labels = arm(18)
    sleeve = np.array([(110, 20), (190, 20), (190, 140 + cut), (110, 140 - cut)])
    cv2.fillPoly(labels, [sleeve], TOP)
    # the dark inside of the sleeve passes for scene
    labels[140 - cut : 146, 126:135] = np.where(labels[140 - cut : 146, 126:135] == SKIN, 0, SKIN * 0)
    left, right = measured(labels, 18)
    assert np.abs(left - 131.5).max() < 3 and np.abs(right - 168.5).max() < 3


def test_pale_skins_own_shade_is_not_taken_for_its_edge_before_a_pale_scene() -> None:
    labels = arm(18)
    photo = painted(labels)
    skin = labels == SKIN
    far = np.abs(np.arange(labels.shape[1]) - 150)[None]
    photo[skin] = (235, 215, 200)
    photo[skin & (far > 10)] = (200, 178, 160)
    left, right = edges(tube(photo, labels, JOINTS, np.full(len(PLACES), 18.0)))
    assert np.abs(left - 131.5).max() < 3.5 and np.abs(right - 168.5).max() < 3.5


@pytest.mark.parametrize("aside", [-8, 0, 7])
def test_an_arm_in_a_sleeve_lies_within_it_and_tapers_to_the_wrist(aside: int) -> None:
    labels = np.zeros((320, 200), np.uint8)
    labels[:300, 100 + aside - 15 : 100 + aside + 16] = CLASSES.index("top")
    joints = np.array([[100.0, 20.0], [100.0, 150.0], [100.0, 280.0]])
    guess = usual(PLACES)[0] * 120
    radius, lean = in_sleeve(labels, joints, guess, 1.0, 120.0)
    found = tube(np.full((320, 200, 3), 200, np.uint8), labels, joints, radius, lean)
    low, high = edges(found)
    mid = (PLACES > 0.6) & (PLACES < 1.75)
    assert (low[mid] > 100 + aside - 16).all()
    assert (high[mid] < 100 + aside + 16).all()
    assert radius[-1] < 0.75 * radius[PLACES < 1.2].max()
    assert np.abs(np.diff(found.at[:, 0])).max() < 3
