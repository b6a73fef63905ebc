"""A garment's shape at one working size, with its axis of symmetry: what landmarks and category are read from."""

from dataclasses import dataclass, replace
from functools import cached_property

import cv2
import numpy as np

from vitrine.imaging.types import Mask, Points, Region

SIDE = 400
"""Longer side of the shape at working size, in pixels."""
PAD = 4


@dataclass(frozen=True, eq=False)
class Silhouette:
    """The shape, cut to its box and shrunk."""

    region: Region
    scale: float
    """Pixels of the picture for one of the shape."""
    origin: tuple[float, float]
    """Where the shape's (0, 0) lies in the picture."""
    axis: float
    """Column of the axis of symmetry."""

    def mirrored(self) -> "Silhouette":
        """The shape flipped left to right; its `origin` no longer has meaning."""
        return replace(self, region=self.region[:, ::-1], axis=self.region.shape[1] - 1 - self.axis)

    def in_picture(self, x: float, y: float) -> tuple[float, float]:
        """A point of the shape in the picture's pixels."""
        half = (self.scale - 1) / 2
        return float(x * self.scale + half + self.origin[0]), float(y * self.scale + half + self.origin[1])

    @property
    def height(self) -> int:
        """Rows of the working picture."""
        return int(self.region.shape[0])

    @property
    def width(self) -> int:
        """Columns of the working picture."""
        return int(self.region.shape[1])

    @cached_property
    def top(self) -> np.ndarray:
        """First row of garment a column; the height where there is none."""
        return np.where(self.region.any(0), self.region.argmax(0), self.height)

    @cached_property
    def underside(self) -> np.ndarray:
        """First row of background under the topmost garment of a column; 0 where there is none."""
        below = ~self.region & (np.arange(self.height)[:, None] > self.top[None])
        return np.where(self.top < self.height, np.where(below.any(0), below.argmax(0), self.height), 0)

    @cached_property
    def spans(self) -> np.ndarray:
        """First and last column of the garment's run that holds the axis, a row each (n 2); -1 where there is none."""
        x = round(self.axis)
        out = np.full((self.height, 2), -1)
        for y in np.flatnonzero(self.region[:, x]):
            row = self.region[y]
            left, right = np.flatnonzero(~row[:x]), np.flatnonzero(~row[x:])
            out[y] = (left[-1] + 1 if len(left) else 0, x + right[0] - 1 if len(right) else self.width - 1)
        return out

    @cached_property
    def contour(self) -> Points:
        """The outer edge, clockwise in the picture, closed (n 2)."""
        edges, _ = cv2.findContours(self.region.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
        points = max(edges, key=len)[:, 0].astype(np.float32)
        return points if cv2.contourArea(points, oriented=True) > 0 else points[::-1]


def silhouette(alpha: Mask) -> Silhouette:
    """The shape of a cut-out; `alpha` must hold something above one half."""
    ys, xs = np.flatnonzero((alpha > 0.5).any(1)), np.flatnonzero((alpha > 0.5).any(0))
    box = alpha[ys[0] : ys[-1] + 1, xs[0] : xs[-1] + 1]
    scale = max(box.shape) / SIDE
    size = (max(8, round(box.shape[1] / scale)), max(8, round(box.shape[0] / scale)))
    small = cv2.resize(box, size, interpolation=cv2.INTER_AREA if scale > 1 else cv2.INTER_LINEAR)
    shape = np.pad(small > 0.5, PAD)
    origin = (float(xs[0] - PAD * scale), float(ys[0] - PAD * scale))
    return Silhouette(shape, scale, origin, symmetry_axis(shape))


def symmetry_axis(shape: Region) -> float:
    """The column about which the shape is most like its mirror image (intersection over union), to half a pixel."""
    h, w = shape.shape
    middle = (w - 1) / 2
    best = (-1.0, middle)
    for double in range(-w // 3, w // 3 + 1):
        flipped = np.roll(shape[:, ::-1], double, 1)
        if double > 0:
            flipped[:, :double] = False
        elif double < 0:
            flipped[:, double:] = False
        score = (shape & flipped).sum() / (shape | flipped).sum()
        best = max(best, (float(score), middle + double / 2))
    return best[1]
