"""Cut-out before a plain background: a smooth background is fitted, what differs from it is the garment."""

from dataclasses import dataclass

import cv2
import numpy as np
from jaxtyping import Float32

from vitrine.imaging.types import Mask, Picture, Region

RING = 0.02
"""Width of the border that is taken for background, as a share of the shorter side."""
CHROMA = 1.6
"""Weight of a and b against L: cloth differs from a white wall in hue where shadow does not."""


@dataclass(frozen=True, eq=False)
class Plain:
    """What a fit of a plain background found."""

    distance: Mask
    """Lab distance of each pixel to the fitted background, chroma weighted."""
    darker: Float32[np.ndarray, "h w"]
    """Lightness below the background's."""
    chroma: Mask
    """Distance in a and b only."""
    noise: float
    """Distance below which 90 % of the border lies."""
    share: float
    """Share of the border that the fit explains, 0..1: low when the background is not plain."""


def lab(photo: Picture) -> Float32[np.ndarray, "h w 3"]:
    """CIELAB (D65) of an sRGB picture."""
    out: np.ndarray = cv2.cvtColor(photo.astype(np.float32) / np.float32(255), cv2.COLOR_RGB2LAB)
    return out


def ring(shape: tuple[int, int], width: int) -> Region:
    """The border of a picture, `width` pixels wide."""
    out = np.ones(shape, bool)
    out[width:-width, width:-width] = False
    return out


def quadratic(shape: tuple[int, int]) -> Float32[np.ndarray, "h w 6"]:
    """The terms of a quadratic surface over the picture, coordinates -1..1."""
    y, x = np.meshgrid(np.linspace(-1, 1, shape[0]), np.linspace(-1, 1, shape[1]), indexing="ij")
    return np.stack([np.ones_like(x), x, y, x * x, x * y, y * y], 2).astype(np.float32)


def fit(photo: Picture) -> Plain:
    """Fit a quadratic surface in Lab to the border and measure how far each pixel is from it."""
    colours = lab(cv2.GaussianBlur(photo, (3, 3), 0))
    terms = quadratic(photo.shape[:2])
    border = ring(photo.shape[:2], max(3, round(RING * min(photo.shape[:2]))))
    a, b = terms[border], colours[border]
    centre = np.median(b, 0)
    near = np.linalg.norm(b - centre, axis=1)
    keep = near <= max(6.0, 2.5 * float(np.median(near)))
    for _ in range(4):
        surface = np.linalg.lstsq(a[keep], b[keep], rcond=None)[0]
        rest = np.linalg.norm(a @ surface - b, axis=1)
        keep = rest <= max(2.0, 3 * float(np.median(rest[keep])))
    away = colours - terms @ surface.astype(np.float32)
    chroma = np.hypot(away[..., 1], away[..., 2]).astype(np.float32)
    distance = np.hypot(away[..., 0], CHROMA * chroma).astype(np.float32)
    return Plain(
        distance=distance,
        darker=-away[..., 0],
        chroma=chroma,
        noise=float(np.quantile(distance[border][keep], 0.9)),
        share=float((rest <= 6).mean()),
    )


def region(plain: Plain) -> Region:
    """The garment: what differs from the background, largest piece, inner gaps filled."""
    limit = float(np.clip(2 * plain.noise, 1.5, 12))
    far = (plain.distance > limit).astype(np.uint8)
    size = max(3, round(0.004 * max(far.shape))) | 1
    far = cv2.morphologyEx(far, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size)))
    return largest(far > 0)


def largest(found: Region) -> Region:
    """The largest connected piece of a region (empty when there is none)."""
    count, names, stats, _ = cv2.connectedComponentsWithStats(found.astype(np.uint8))
    if count < 2:
        return np.zeros_like(found)
    out: np.ndarray = names == 1 + int(stats[1:, cv2.CC_STAT_AREA].argmax())
    return out


def filled(found: Region, most: float = 1.0) -> Region:
    """`found` with its holes filled that are smaller than `most` (share of the region's area)."""
    count, names, stats, _ = cv2.connectedComponentsWithStats((~found).astype(np.uint8), connectivity=4)
    edge = set(np.unique(np.r_[names[0], names[-1], names[:, 0], names[:, -1]]).tolist())
    area = found.sum() * most
    holes = [i for i in range(1, count) if i not in edge and stats[i, cv2.CC_STAT_AREA] <= area]
    out: np.ndarray = found | np.isin(names, holes)
    return out
