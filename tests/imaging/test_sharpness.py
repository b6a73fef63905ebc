"""The blur of a picture's edges is found again."""

import cv2
import numpy as np
import pytest

from vitrine.imaging.sharpness import blur_of

EDGES = cv2.resize(
    np.random.default_rng(1).integers(0, 2, (12, 12), dtype=np.uint8) * 200 + 20, (240, 240), interpolation=0
)


@pytest.mark.parametrize("sigma", [0.8, 1.2, 2.0])
def test_a_known_blur_is_told(sigma: float) -> None:
    picture = cv2.cvtColor(cv2.GaussianBlur(EDGES, (0, 0), sigma), cv2.COLOR_GRAY2RGB)
    assert blur_of(picture, np.ones(EDGES.shape, bool)) == pytest.approx(sigma, rel=0.3)


def test_a_plain_picture_tells_nothing() -> None:
    assert blur_of(np.full((50, 60, 3), 90, np.uint8), np.ones((50, 60), bool)) == 0
