"""What a category is told by: a garment's shape in its box, its proportions, and the line down its front."""

import cv2
import numpy as np
from jaxtyping import Float32

from vitrine.imaging.types import Mask, Picture

GRID = 14
"""Cells across and down the box."""


def traits(photo: Picture, alpha: Mask) -> Float32[np.ndarray, " n"]:
    """Numbers of about unit size that a category is read from; mirroring the picture changes none of them.

    Coverage of the box's cells (left and right taken together), its proportions, how much of it is garment, how
    strongly lightness changes across the middle line compared with beside it (a front opening), how lively the cloth
    is, and how light and how colourful.
    """
    ys, xs = np.flatnonzero((alpha > 0.5).any(1)), np.flatnonzero((alpha > 0.5).any(0))
    box = np.s_[ys[0] : ys[-1] + 1, xs[0] : xs[-1] + 1]
    height, width = alpha[box].shape
    cover = cv2.resize(alpha[box], (2 * GRID, 2 * GRID), interpolation=cv2.INTER_AREA)
    both = np.stack([cover[:, :GRID], cover[:, : GRID - 1 : -1]])
    cells = cv2.resize(both.mean(0), (GRID // 2, GRID), interpolation=cv2.INTER_AREA)
    uneven = float(np.abs(both[0] - both[1]).mean())
    aspect = float(np.log(height / width))
    shape = [aspect, aspect**2, float(cover.mean()), uneven]
    return np.concatenate([2 * cells.ravel() - 1, shape, cloth(photo[box], alpha[box])]).astype(np.float32)


def cloth(photo: Picture, alpha: Mask) -> list[float]:
    """The traits that are read from the picture inside the box."""
    size = (64, 96)
    small = cv2.resize(photo, size, interpolation=cv2.INTER_AREA).astype(np.float32) / np.float32(255)
    cover = cv2.resize(alpha, size, interpolation=cv2.INTER_AREA)
    lab = cv2.cvtColor(small, cv2.COLOR_RGB2LAB)
    across = np.abs(np.diff(lab[..., 0], axis=1)) * np.minimum(cover[:, 1:], cover[:, :-1])
    down = np.abs(np.diff(lab[..., 0], axis=0)) * np.minimum(cover[1:], cover[:-1])
    out = []
    for rows in (slice(8, 32), slice(32, 60), slice(60, 90)):
        strip = across[rows].mean(0)
        out.append(float(np.log((strip[27:36].max() + 0.5) / (np.median(strip[14:50]) + 0.5))))
    weight = max(float(cover.sum()), 1.0)
    mean = (lab * cover[..., None]).sum((0, 1)) / weight
    out += [float(np.log1p(across.sum() / weight)) - 1, float(np.log1p(down.sum() / weight)) - 1]
    return [*out, float(mean[0]) / 50 - 1, float(np.hypot(mean[1], mean[2])) / 30 - 0.5]
