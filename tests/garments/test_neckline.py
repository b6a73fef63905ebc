"""Front necklines: found across colours, below a label, and kept above a standing collar."""

import cv2
import numpy as np
import pytest
from drawn import tee
from hypothesis import given, settings
from hypothesis import strategies as st

from vitrine.garments.neckline import PATCH, SURE, neckline, standing, without_label

RIGHT, LEFT = (245.0, 150.0), (354.0, 150.0)


def test_the_neckline_of_a_dark_inside_is_found() -> None:
    drawn = tee()
    found = neckline(drawn.photo, drawn.alpha, RIGHT, LEFT)
    assert found.certainty >= SURE
    assert abs(found.curve[:, 1].max() - 212) < 8


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
