"""A garment's shape at one working size, with its axis of symmetry: what landmarks and category are read from."""

from dataclasses import dataclass, replace
from functools import cached_property

import cv2
import numpy as np
from jaxtyping import Bool, Float32

from vitrine.garments import regions
from vitrine.imaging.types import Mask, Picture, Points, Region

SIDE = 480
"""Longer side of the shape at working size, in pixels."""
PAD = 6
STRAP = 0.016
"""Half the width, as a share of the longer side, up to which a piece is a strap, a string or a loop."""


@dataclass(frozen=True, eq=False)
class Silhouette:
    """The shape, cut to its box, shrunk and freed of straps and strings."""

    region: Region
    whole: Region
    """The same with straps and strings."""
    colours: Float32[np.ndarray, "h w 3"]
    """CIELAB of the picture there."""
    scale: float
    """Pixels of the picture for one of the shape."""
    origin: tuple[float, float]
    """Where the shape's (0, 0) lies in the picture."""
    axis: float
    """Column of the axis of symmetry."""
    symmetry: float
    """Intersection over union of the shape and its mirror image."""

    @cached_property
    def hook(self) -> Region:
        """What rises thinly from the middle of the upper edge: the hook of a hanger; mostly nothing."""
        thin = self.whole & ~regions.grown(self.region, 2)
        near = np.abs(np.arange(self.width) - self.axis) < 0.1 * self.width
        thin[int(self.region.any(1).argmax()) :] = False
        thin[:, ~near] = False
        return thin if thin.sum() > 25 and int(thin.any(1).sum()) > 0.025 * SIDE else np.zeros_like(thin)

    def mirrored(self) -> "Silhouette":
        """The shape flipped left to right; its `origin` no longer has meaning."""
        return replace(
            self,
            region=np.ascontiguousarray(self.region[:, ::-1]),
            whole=np.ascontiguousarray(self.whole[:, ::-1]),
            colours=np.ascontiguousarray(self.colours[:, ::-1]),
            axis=self.width - 1 - self.axis,
        )

    def in_picture(self, x: float, y: float) -> tuple[float, float]:
        """A point of the shape in the picture's pixels."""
        half = (self.scale - 1) / 2
        return float(x * self.scale + half + self.origin[0]), float(y * self.scale + half + self.origin[1])

    def onto_picture(self, mask: Region, shape: tuple[int, int]) -> Bool[np.ndarray, "rows cols"]:
        """A set of the working picture's pixels in a picture of the given height and width."""
        view = np.array([[self.scale, 0, self.origin[0]], [0, self.scale, self.origin[1]]])
        half = (self.scale - 1) / 2
        view[:, 2] += half
        out: np.ndarray = cv2.warpAffine(mask.astype(np.uint8) * 255, view, shape[::-1], flags=cv2.INTER_LINEAR)
        return out > 127

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


def silhouette(alpha: Mask, photo: Picture) -> Silhouette:
    """The shape of a cut-out; `alpha` must hold something above one half."""
    ys, xs = np.flatnonzero((alpha > 0.5).any(1)), np.flatnonzero((alpha > 0.5).any(0))
    box = np.s_[ys[0] : ys[-1] + 1, xs[0] : xs[-1] + 1]
    scale = max(alpha[box].shape) / SIDE
    size = (max(8, round(alpha[box].shape[1] / scale)), max(8, round(alpha[box].shape[0] / scale)))
    how = cv2.INTER_AREA if scale > 1 else cv2.INTER_LINEAR
    whole = np.pad(cv2.resize(alpha[box], size, interpolation=how) > 0.5, PAD)
    small = np.pad(cv2.resize(photo[box], size, interpolation=how), ((PAD, PAD), (PAD, PAD), (0, 0)), mode="edge")
    colours = cv2.cvtColor(small.astype(np.float32) / np.float32(255), cv2.COLOR_RGB2LAB)
    body = regions.largest(regions.opened(whole, round(STRAP * SIDE)))
    # what is thin, yet as long as a sleeve, is no strap: a garment photographed small or from the side
    shape = body if body.sum() > 0.85 * whole.sum() else whole
    origin = (float(xs[0] - PAD * scale), float(ys[0] - PAD * scale))
    axis, symmetry = symmetry_axis(shape)
    return Silhouette(shape, whole, colours, scale, origin, axis, symmetry)


def symmetry_axis(shape: Region) -> tuple[float, float]:
    """The column about which the shape is most like its mirror image, to half a pixel, and the likeness (IoU)."""
    small = shape[::2].astype(np.float32)
    width = shape.shape[1]
    # the overlap of the shape with its mirror image for every axis at once: each row convolved with itself
    n = 2 * width
    spectrum = np.fft.rfft(small, n, axis=1)
    both = np.fft.irfft((spectrum**2).sum(0), n)[: 2 * width - 1]
    total = float(small.sum())
    middle = np.arange(2 * width - 1) / 2
    likely = both * (np.abs(middle - (width - 1) / 2) < width / 5)
    best = int(likely.argmax())
    return float(middle[best]), float(both[best] / (2 * total - both[best]))
