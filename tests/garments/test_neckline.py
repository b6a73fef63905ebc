"""Front necklines: found across colours, below a label, above a rib, and kept above a standing collar."""

import cv2
import numpy as np
import pytest
from drawn import tee
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from vitrine.garments.hint import Hint
from vitrine.garments.neckline import (
    PATCH,
    STEPS,
    SURE,
    even_handed,
    from_the_peaks,
    neckline,
    one_hollow,
    rims,
    standing,
    without_label,
)

RIGHT, LEFT = (245.0, 150.0), (354.0, 150.0)


def test_the_neckline_of_a_dark_inside_is_found() -> None:
    drawn = tee()
    found = neckline(drawn.photo, drawn.alpha, RIGHT, LEFT)
    assert found.certainty >= SURE
    assert abs(found.curve[:, 1].max() - 212) < 8


def test_a_pixel_does_not_move_the_neckline() -> None:
    drawn = tee()
    noise = np.random.default_rng(1).normal(0, 2, drawn.photo.shape)
    found = neckline(drawn.photo, drawn.alpha, RIGHT, LEFT)
    photo, alpha = np.roll(np.clip(drawn.photo + noise, 0, 255).astype(np.uint8), 1, 1), np.roll(drawn.alpha, 1, 1)
    moved = neckline(photo, alpha, (RIGHT[0] + 1, RIGHT[1]), (LEFT[0] + 1, LEFT[1]))
    assert abs(moved.curve[:, 1].max() - found.curve[:, 1].max()) < 1.5


@pytest.mark.parametrize("low", [185.0, 215.0])
def test_an_edge_that_is_not_seen_is_guessed_where_another_sees_it(low: float) -> None:
    drawn = tee(neck=False)
    hint = Hint((300.0, low), low, True, {"round": 0.9, "v": 0.05, "square": 0.05})
    found = neckline(drawn.photo, drawn.alpha, RIGHT, LEFT, hint)
    assert found.certainty >= SURE
    assert low - 8 < found.curve[:, 1].max() < low + 16


@pytest.mark.parametrize("tint", [(250, 250, 250), (20, 20, 20)])
def test_a_label_is_above_the_neckline(tint: tuple[int, int, int]) -> None:
    drawn = tee(neck=False)
    photo = drawn.photo.copy()
    cv2.rectangle(photo, (282, 170), (317, 186), tint, -1)
    found = neckline(photo, drawn.alpha, RIGHT, LEFT)
    assert found.certainty >= SURE
    assert found.curve[:, 1].max() > 184


@given(width=st.integers(16, 50), height=st.integers(8, 16), top=st.integers(36, 42))
@settings(max_examples=20, deadline=None)
def test_a_label_is_painted_over_and_its_end_is_known(width: int, height: int, top: int) -> None:
    inside = np.ones((187, 176), bool)
    inside[:34] = False
    lab = np.full((187, 176, 3), 40, np.float32)
    height = min(height, width)
    at = np.s_[top : top + height, 88 - width // 2 : 88 - width // 2 + width]
    lab[at] = (90, 0, 0)
    end = without_label(lab, inside)
    assert end == pytest.approx(top + height, abs=1)
    assert np.abs(lab - 40).max() < 1e-3


def test_a_plain_front_has_no_label() -> None:
    lab = np.full((187, 176, 3), 40, np.float32)
    assert without_label(lab, np.ones((187, 176), bool)) == 0


def test_the_front_of_a_standing_collar_stays_above_its_foot() -> None:
    collar, shoulders = np.zeros((187, 176), bool), np.zeros((187, 176), bool)
    left, right = round(0.3 * PATCH), 175 - round(0.3 * PATCH)
    collar[20:, left : right + 1] = True
    collar[60:] = True
    rows = np.arange(187)[:, None]
    slope = np.minimum(np.abs(np.arange(176)[None] - left), np.abs(np.arange(176)[None] - right)) * 0.35
    outside = (np.arange(176) < left) | (np.arange(176) > right)
    shoulders[:] = rows > 20 + np.where(outside, slope, 0)
    assert standing(collar) < 55
    assert standing(shoulders) == 187


def ribbed(seam: int, edge: int | None) -> tuple[np.ndarray, np.ndarray]:
    """A plain tee of one colour with a rib at the neck: its seam's lowest row, and its upper edge's where it shows."""
    drawn = tee(neck=False)
    photo = drawn.photo.copy()
    for low, dark, wide in ((seam, 40, 2), (edge, 12, 1)):
        if low is not None:
            inset = 0 if low == seam else 9
            half = (int(LEFT[0] - RIGHT[0]) // 2 - inset, low - 150)
            tint = np.clip(photo[230, 300].astype(int) - dark, 0, 255).tolist()
            cv2.ellipse(photo, (300, 150), half, 0, 0, 180, tint, wide, cv2.LINE_AA)
    return photo, drawn.alpha


@pytest.mark.parametrize(("edge", "back"), [(198, 175.0), (None, 175.0), (None, 205.5)])
def test_a_rib_of_the_cloth_s_own_colour_stays_on_the_front(edge: int | None, back: float) -> None:
    photo, alpha = ribbed(212, edge)
    found = neckline(photo, alpha, RIGHT, LEFT, Hint(back=back))
    assert found.certainty >= SURE
    assert 190 < found.curve[:, 1].max() < 206


def test_no_rib_is_supposed_where_the_back_is_seen_down_to_the_curve() -> None:
    photo, alpha = ribbed(212, None)
    assert neckline(photo, alpha, RIGHT, LEFT, Hint(back=211.0)).curve[:, 1].max() > 206


def test_the_seam_of_the_backs_own_rim_is_no_neckline() -> None:
    inside = np.ones((187, 176), bool)
    inside[:30] = False
    x = np.linspace(40, 135, len(STEPS))
    beside = np.stack([x, np.full(len(x), 40.0)], 1)
    round_neck = np.stack([x, 30 + 40 * (1 - STEPS**2)], 1)
    assert rims(inside, np.stack([beside, round_neck])).tolist() == [True, False]


def test_the_curve_ends_at_the_peaks_but_not_on_straps() -> None:
    inside = np.zeros((187, 176), bool)
    inside[40:] = True
    inside[34:, 24:30] = True  # a peak beside the right end
    inside[5:, 150:154] = True  # a strap beside the left one
    curve = np.stack([np.linspace(36, 140, 9), np.full(9, 46.0)], 1)
    ended = from_the_peaks(inside, curve)
    assert ended[0].tolist() == [pytest.approx(29, abs=7), 34.0]
    assert ended[-1].tolist() == curve[-1].tolist()


@given(arrays(np.float64, st.integers(3, 60), elements=st.floats(0, 100)))
def test_a_neckline_has_one_hollow_as_deep_as_before(heights: np.ndarray) -> None:
    curve = np.stack([np.arange(len(heights), dtype=np.float64), heights], 1)
    calm = one_hollow(curve)[:, 1]
    low = int(heights.argmax())
    assert (np.diff(calm[: low + 1]) >= 0).all()
    assert (np.diff(calm[low:]) <= 0).all()
    assert calm[low] == heights[low]
    already = np.concatenate([np.sort(heights[:low]), heights[low:][np.argsort(-heights[low:], kind="stable")]])
    assert np.array_equal(one_hollow(np.stack([curve[:, 0], already], 1))[:, 1], already)


@settings(max_examples=10, deadline=None)
@given(depth=st.floats(25, 50), astray=st.floats(6, 14))
def test_a_side_led_astray_follows_the_other(depth: float, astray: float) -> None:
    x = np.linspace(33, 142, 45)
    true = 40 + depth * (1 - ((x - 87.5) / 54.5) ** 2)
    rows = np.arange(187)[:, None]
    inside = rows > 34 + np.zeros(176)
    edge = np.interp(np.arange(176), x, true, left=40, right=40)
    lab = np.full((187, 176, 3), 20, np.float32)
    lab[rows > edge[None]] = (80, 0, 0)
    led = np.stack([x, true - astray * np.clip((87.5 - x) / 30, 0, 1) * np.clip((x - 33) / 10, 0, 1)], 1)
    found = even_handed(lab, inside, led)
    assert np.abs(found[:, 1] - true).max() <= 0.5 * astray + 1
