"""Colours of the classes of a picture as histograms in CIELAB."""

import numpy as np
from jaxtyping import Float32, Int64
from scipy.ndimage import gaussian_filter

from vitrine.imaging.colour import LabPicture

SIDE = 20
"""Bins along each of L*, a*, b*."""


Histogram = Float32[np.ndarray, " bins"]
"""A distribution over the bins; sums to 1."""


class Palette:
    """The binned colours of one picture."""

    def __init__(self, lab: LabPicture) -> None:
        places = lab[..., 0] / 100, _squeeze(lab[..., 1]), _squeeze(lab[..., 2])
        light, red, yellow = (np.clip(place * SIDE, 0, SIDE - 1).astype(np.int64) for place in places)
        self.index: Int64[np.ndarray, "h w"] = (light * SIDE + red) * SIDE + yellow

    def histogram(self, weight: Float32[np.ndarray, "h w"]) -> Histogram:
        """Smoothed distribution of the colours under `weight`; sums to 1."""
        counts = np.bincount(self.index.ravel(), weight.ravel(), SIDE**3).reshape(SIDE, SIDE, SIDE)
        smooth = gaussian_filter(counts.astype(np.float32), 0.8, mode="constant").ravel()
        return np.asarray(smooth / max(float(smooth.sum()), 1e-6), np.float32)

    def likelihoods(self, planes: Float32[np.ndarray, "k h w"], weight: float) -> Float32[np.ndarray, "k h w"]:
        """Likelihood, to the power of `weight`, of each pixel's colour under each class's histogram.

        Relative to the most likely class.
        """
        table = np.full((len(planes), SIDE**3), 1.0 / SIDE**3, np.float32)
        for row, plane in zip(table, planes, strict=True):
            mass = float(plane.sum())
            if mass > 20:
                # classes that are hardly there have no colours of their own yet
                trust = min(1.0, mass / 300) * 0.97
                row[:] = trust * self.histogram(plane) + (1 - trust) / SIDE**3
        table = (table / table.max(0)) ** np.float32(weight)
        return np.stack([row[self.index] for row in table])


def overlap(first: Histogram, second: Histogram) -> float:
    """Bhattacharyya coefficient of two distributions: 1 for equal ones, 0 for disjoint ones."""
    return float(np.sqrt(first * second).sum())


def _squeeze(opponent: np.ndarray) -> np.ndarray:
    """a* or b* to 0..1, finer near grey, where clothes crowd."""
    return np.asarray(0.5 + 0.5 * np.arcsinh(opponent / 12) / np.arcsinh(110 / 12))
