"""Cut-out before a plain background: a smooth background is fitted, what differs from it is the garment."""

from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np
from jaxtyping import Float32

from vitrine.garments import regions
from vitrine.imaging.types import Mask, Picture, Region

RING = 0.02
"""Width of the border that is taken for background, as a share of the shorter side."""
CHROMA = 1.6
"""Weight of a and b against L: cloth differs from a white wall in hue where shadow does not."""
EDGE = 0.42
"""Where between background (0) and the garment's own colour nearby (1) the edge is drawn: beyond soft shadow."""


@dataclass(frozen=True, eq=False)
class Plain:
    """What a fit of a plain background found."""

    away: Float32[np.ndarray, "h w 3"]
    """Lab less the fitted background's, a and b weighted by CHROMA."""
    noise: float
    """Distance below which 95 % of the border lies."""
    share: float
    """Share of the border that the fit explains, 0..1: low when the background is not plain."""

    @cached_property
    def distance(self) -> Mask:
        """Distance of each pixel to the background."""
        return dot(self.away, self.away) ** np.float32(0.5)


def dot(a: Float32[np.ndarray, "h w 3"], b: Float32[np.ndarray, "h w 3"]) -> Float32[np.ndarray, "h w"]:
    """The products of two fields of colours, pixel by pixel."""
    out: np.ndarray = cv2.transform(cv2.multiply(a, b), np.ones((1, 3), np.float32))
    return out


def lab(photo: Picture) -> Float32[np.ndarray, "h w 3"]:
    """CIELAB (D65) of an sRGB picture, a and b weighted by CHROMA."""
    out: np.ndarray = cv2.cvtColor(photo.astype(np.float32) / np.float32(255), cv2.COLOR_RGB2LAB)
    out[..., 1:] *= CHROMA
    return out


def ring(shape: tuple[int, int], width: int) -> Region:
    """The border of a picture, `width` pixels wide."""
    out = np.ones(shape, bool)
    out[width:-width, width:-width] = False
    return out


def quadratic(y: np.ndarray, x: np.ndarray) -> Float32[np.ndarray, "n 6"]:
    """The terms of a quadratic surface at points with coordinates -1..1."""
    return np.stack([np.ones_like(x), x, y, x * x, x * y, y * y], 1).astype(np.float32)


def surface(factors: Float32[np.ndarray, "6 3"], shape: tuple[int, int]) -> Float32[np.ndarray, "h w 3"]:
    """A quadratic surface over a whole picture: a coarse one enlarged, which is exact to a hundredth."""
    n = 33
    y, x = (axis.ravel() for axis in np.meshgrid(np.linspace(-1, 1, n), np.linspace(-1, 1, n), indexing="ij"))
    coarse = (quadratic(y, x) @ factors).reshape(n, n, 3).astype(np.float32)
    columns, rows = (np.linspace(0, n - 1, size, dtype=np.float32) for size in shape[::-1])
    grid = (np.broadcast_to(columns, shape).copy(), np.broadcast_to(rows[:, None], shape).copy())
    out: np.ndarray = cv2.remap(coarse, *grid, cv2.INTER_LINEAR)
    return out


def fit(photo: Picture) -> Plain:
    """Fit a quadratic surface in Lab to the border and measure how far each pixel is from it."""
    colours = lab(cv2.GaussianBlur(photo, (0, 0), 0.9))
    border = ring(photo.shape[:2], max(3, round(RING * min(photo.shape[:2]))))
    rows, columns = (where[::3] for where in np.nonzero(border))
    a = quadratic(2 * rows / (photo.shape[0] - 1) - 1, 2 * columns / (photo.shape[1] - 1) - 1)
    b = colours[rows, columns]
    near = np.linalg.norm(b - np.median(b, 0), axis=1)
    keep = near <= max(6.0, 2.5 * float(np.median(near)))
    for _ in range(4):
        factors = np.linalg.lstsq(a[keep], b[keep], rcond=None)[0]
        rest = np.linalg.norm(a @ factors - b, axis=1)
        keep = rest <= max(2.0, 3 * float(np.median(rest[keep])))
    # a surface fitted to a border that the garment covers in part must not swing inside the picture
    flat = np.abs(factors[1:]).max() > 40
    away = colours - (np.median(b[keep], 0) if flat else surface(factors.astype(np.float32), photo.shape[:2]))
    return Plain(away.astype(np.float32), float(np.quantile(rest[keep], 0.95)), float((rest <= 6).mean()))


def garment(plain: Plain) -> Region:
    """The garment: what differs from the background by a good part of what the garment nearby does.

    The bar follows the garment's own contrast, so that neither soft shadow nor the ringing of a JPEG at a dark edge
    belongs to it, and a white shirt on white still does.
    """
    distance = plain.distance
    floor = float(np.clip(1.6 * plain.noise, 1.3, 12))
    unit = regions.unit(distance.shape)
    far = regions.closed(distance > floor, unit)
    seed = regions.filled(regions.largest(far))
    if not seed.any():
        return seed
    strong = np.median(distance[seed])
    for depth, share in ((6, 0.35), (3, EDGE)):
        core = regions.shrunk(seed, depth * unit) & (distance > share * min(strong, 3 * floor))
        own = regions.local_mean(plain.away, core if core.any() else seed, 5 * unit)
        scale = np.maximum(dot(own, own), floor**2)
        like = dot(plain.away, own) / scale
        inner = regions.shrunk(seed, 4 * unit)
        kept = (distance > floor) & ((like > share) | (distance > 2.2 * np.sqrt(scale)))
        tried = regions.filled(
            regions.largest(regions.closed(kept, max(1, unit // 2)) | (inner & (like > 0.6 * share)))
        )
        if tried.sum() > 0.5 * seed.sum():
            seed = tried
    return seed


def equalised(plain: Plain) -> Picture:
    """A picture in which all that differs from the background differs about equally: logarithm of the distance."""
    calm = cv2.GaussianBlur(plain.away, (0, 0), 2.0 * regions.unit(plain.away.shape))
    seen = np.sqrt(dot(calm, calm))
    grey = 235 - 70 * np.log1p(seen / max(0.8, plain.noise))
    return np.repeat(grey.clip(20, 235).astype(np.uint8)[..., None], 3, 2)


def contrast(plain: Plain, found: Region) -> float:
    """Share of the garment's edge, 0..1, at which it stands out clearly from the background."""
    unit = regions.unit(found.shape)
    inside = regions.shrunk(found, 2 * unit) & ~regions.shrunk(found, 3 * unit)
    outside = regions.grown(found, 3 * unit) & ~regions.grown(found, 2 * unit)
    if not inside.any() or not outside.any():
        return 0.0
    distance = plain.distance
    quiet = float(np.quantile(distance[outside], 0.9))
    clear = distance[inside] > max(5.0, 3 * plain.noise, 1.5 * min(quiet, 12))
    return float(clear.mean())
