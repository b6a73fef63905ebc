"""A garment that lies askew is read as if it lay straight, and what was read is turned back."""

from pathlib import Path

import cv2
import numpy as np
import pytest
from drawn import errors, tee, trousers
from hypothesis import given, settings
from hypothesis import strategies as st

from vitrine.garments.analyse import analyse
from vitrine.garments.upright import tilt, turned
from vitrine.nets import Nets

BARE = Nets(Path("nowhere"), Path("nowhere"))


def askew(array: np.ndarray, degrees: float, border: float) -> tuple[np.ndarray, np.ndarray]:
    turn = cv2.getRotationMatrix2D((299.5, 399.5), -degrees, 0.8)
    return cv2.warpAffine(array, turn, (600, 800), borderValue=(border,) * 3), turn


@settings(max_examples=12, deadline=None)
@given(st.floats(-18, 18))
def test_the_lean_is_found(degrees):
    alpha, _ = askew(tee().alpha, degrees, 0)
    found = tilt(alpha)
    assert abs(found - degrees) < 1.3 or (found == 0 and abs(degrees) < 4)


def test_straight_and_lopsided_garments_are_left_alone():
    assert tilt(tee().alpha) == 0
    assert tilt(trousers().alpha) == 0
    lopsided = tee().alpha.copy()
    lopsided[:, :250] = 0
    lopsided[300:500, :250] = 1
    assert tilt(lopsided) == 0


@pytest.mark.parametrize("degrees", [-12.0, 9.0])
def test_landmarks_are_read_where_they_are(degrees):
    drawn = tee(angle=60, length=260)
    photo, turn = askew(drawn.photo, degrees, 255)
    true = {n: tuple(turn[:, :2] @ np.array(p) + turn[:, 2]) for n, p in drawn.landmarks.items()}
    garment = analyse(photo, BARE, "tops")
    assert garment.photo is photo
    away = errors(garment.landmarks, true)
    assert np.mean([away[n] for n in away if n != "neck-front"]) < 0.02
    assert (garment.parts > 0).any()
    assert ((garment.parts > 0) >= (garment.alpha > 0.5)).all()


def test_nothing_is_cut_away_by_turning():
    drawn = tee()
    _, alpha, turn = turned(drawn.photo, drawn.alpha, 20.0)
    assert alpha.sum() == pytest.approx(drawn.alpha.sum(), rel=0.01)
    assert turn[:, :2] @ turn[:, :2].T == pytest.approx(np.eye(2), abs=1e-6)
