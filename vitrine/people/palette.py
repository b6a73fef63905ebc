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
        place = np.stack([lab[..., 0] / 100, _squeeze(lab[..., 1]), _squeeze(lab[..., 2])], -1)
        bins = np.clip(place * SIDE, 0, SIDE - 1).astype(np.int64)
        self.index: Int64[np.ndarray, "h w"] = (bins[..., 0] * SIDE + bins[..., 1]) * SIDE + bins[..., 2]

    def histogram(self, weight: Float32[np.ndarray, "h w"]) -> Histogram:
        """Smoothed distribution of the colours under `weight`; sums to 1."""
        counts = np.bincount(self.index.ravel(), weight.ravel(), SIDE**3).reshape(SIDE, SIDE, SIDE)
        smooth = gaussian_filter(counts.astype(np.float32), 0.8, mode="constant").ravel()
        return np.asarray(smooth / max(float(smooth.sum()), 1e-6), np.float32)

    def likelihoods(self, volume: Float32[np.ndarray, "h w k"]) -> Float32[np.ndarray, "h w k"]:
        """Likelihood of each pixel's colour under each class's histogram, relative to the most likely class."""
        classes = volume.shape[2]
        table = np.full((SIDE**3, classes), 1.0 / SIDE**3, np.float32)
        for k in range(classes):
            mass = float(volume[..., k].sum())
            if mass > 20:
                # classes that are hardly there have no colours of their own yet
                trust = min(1.0, mass / 300) * 0.97
                table[:, k] = trust * self.histogram(volume[..., k]) + (1 - trust) / SIDE**3
        table /= table.max(1, keepdims=True)
        return np.asarray(table[self.index])


def overlap(first: Histogram, second: Histogram) -> float:
    """Bhattacharyya coefficient of two distributions: 1 for equal ones, 0 for disjoint ones."""
    return float(np.sqrt(first * second).sum())


def _squeeze(opponent: np.ndarray) -> np.ndarray:
    """a* or b* to 0..1, finer near grey, where clothes crowd."""
    return np.asarray(0.5 + 0.5 * np.arcsinh(opponent / 12) / np.arcsinh(110 / 12))
