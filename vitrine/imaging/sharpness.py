"""How sharp a picture is: the blur of its strongest edges."""

from typing import Final

import cv2
import numpy as np

from vitrine.imaging.masks import box_of
from vitrine.imaging.types import Picture, Region

AGAIN: Final = 1.0
"""Sigma by which edges are blurred once more."""
STRONG: Final = 98.0
"""Percentile of the gradient from which an edge is looked at."""
SOBEL: Final = 0.75
"""Sigma by which taking the gradient itself blurs."""
SOFTEST: Final = 3.0


def blur_of(picture: Picture, where: Region) -> float:
    """Sigma (pixels) of the blur at the sharper edges of part of a picture; 0 where there are no edges to tell by.

    Zhuo, Sim: Defocus map estimation from a single image, Pattern Recognition 44 (2011): the ratio of an edge's
    gradient before and after a known blur.
    """
    # beyond the reach of blur and gradient nothing counts
    window = box_of(where, 8)
    if window[0].start == window[0].stop:
        return 0.0
    picture, where = picture[window], where[window]
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY).astype(np.float32)
    first, second = (_gradient(values) for values in (grey, cv2.GaussianBlur(grey, (0, 0), AGAIN)))
    inside = first[where]
    if inside.size < 500:
        return 0.0
    edges = where & (first >= max(float(np.percentile(inside, STRONG)), 24.0))
    if edges.sum() < 40:
        return 0.0
    ratio = np.maximum(first[edges] / np.maximum(second[edges], 1e-3), 1.02)
    sigma = float(np.percentile(AGAIN / np.sqrt(ratio**2 - 1), 30))
    return float(min(np.sqrt(max(sigma**2 - SOBEL**2, 0.0)), SOFTEST))


def _gradient(values: np.ndarray) -> np.ndarray:
    across, down = (cv2.Sobel(values, cv2.CV_32F, *way, ksize=3, scale=0.25) for way in ((1, 0), (0, 1)))
    return np.asarray(cv2.magnitude(across, down))
