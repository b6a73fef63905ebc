"""Bodysuits end where their leg openings begin."""

from dataclasses import replace

import cv2
import numpy as np
import pytest

from vitrine.garments.bodysuit import at_leg_openings, is_bodysuit
from vitrine.garments.garment import Garment

CHEST = {"armpit-right": (100.0, 120.0), "armpit-left": (220.0, 120.0)}


def cut(corners: list[tuple[int, int]]) -> np.ndarray:
    """A shape with these corners on the right half of the picture, mirrored at its middle."""
    half = np.array(corners)
    canvas = np.zeros((400, 320), np.uint8)
    cv2.fillPoly(canvas, [np.concatenate([half, np.array([320, 0]) - half[::-1] * (1, -1)])], 1)
    return canvas > 0


SWIMSUIT = cut([(160, 60), (100, 60), (100, 120), (108, 170), (98, 230), (150, 340), (160, 342)])
SHIRT = cut([(160, 60), (100, 60), (100, 120), (108, 170), (98, 290), (130, 325), (160, 330)])


def test_the_hem_of_a_bodysuit_is_at_its_hips() -> None:
    spots = CHEST | {"hem-right": (150.0, 340.0), "hem-left": (170.0, 340.0)}
    moved = at_leg_openings(spots, SWIMSUIT)
    assert moved["hem-right"] == pytest.approx((99, 232), abs=8)
    assert moved["hem-left"] == pytest.approx((221, 232), abs=8)
    # a hem as wide as a hem stays where it is, with a shirt's tails below it
    spots = CHEST | {"hem-right": (100.0, 290.0), "hem-left": (220.0, 290.0)}
    assert at_leg_openings(spots, SHIRT) == spots


def test_only_a_crotch_below_the_hips_makes_a_bodysuit() -> None:
    hips = CHEST | {"hem-right": (98.0, 232.0), "hem-left": (222.0, 232.0)}
    photo, parts = np.zeros((400, 320, 3), np.uint8), SWIMSUIT.astype(np.uint8)
    suit = Garment(photo, SWIMSUIT.astype(np.float32), "tops", "flat-lay", hips, parts)
    assert is_bodysuit(suit)
    assert not is_bodysuit(replace(suit, category="dresses"))
    tails = CHEST | {"hem-right": (98.0, 290.0), "hem-left": (222.0, 290.0)}
    assert not is_bodysuit(replace(suit, alpha=SHIRT.astype(np.float32), landmarks=tails))
