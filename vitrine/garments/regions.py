"""Sets of pixels: grow, shrink, fill, keep the largest, and mean colours near them."""

import cv2
import numpy as np
from jaxtyping import Float32

from vitrine.imaging.types import Region


def unit(shape: tuple[int, ...]) -> int:
    """The length that small tolerances are multiples of: two pixels in a picture 1,024 high."""
    return max(1, round(max(shape[:2]) / 512))


def disc(radius: int) -> np.ndarray:
    """A disc for morphology."""
    return cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * radius + 1, 2 * radius + 1))


def grown(found: Region, radius: int) -> Region:
    """All pixels within `radius` of the region."""
    out: np.ndarray = cv2.distanceTransform((~found).astype(np.uint8), cv2.DIST_L2, 3) <= radius
    return out if found.any() else found


def shrunk(found: Region, radius: int) -> Region:
    """All pixels of the region further than `radius` from its edge; the picture's border is no edge."""
    if found.all():
        return found
    out: np.ndarray = cv2.distanceTransform(found.astype(np.uint8), cv2.DIST_L2, 3) > radius
    return out


def closed(found: Region, radius: int) -> Region:
    """The region with gaps up to twice `radius` closed."""
    out: np.ndarray = cv2.morphologyEx(found.astype(np.uint8), cv2.MORPH_CLOSE, disc(radius)) > 0
    return out


def opened(found: Region, radius: int) -> Region:
    """The region without what is thinner than twice `radius`."""
    out: np.ndarray = cv2.morphologyEx(found.astype(np.uint8), cv2.MORPH_OPEN, disc(radius)) > 0
    return out


def largest(found: Region) -> Region:
    """The largest connected piece of a region (empty when there is none)."""
    count, names, stats, _ = cv2.connectedComponentsWithStats(found.astype(np.uint8))
    if count < 2:
        return np.zeros_like(found)
    out: np.ndarray = names == 1 + int(stats[1:, cv2.CC_STAT_AREA].argmax())
    return out


def filled(found: Region) -> Region:
    """The region with all that it encloses."""
    count, names = cv2.connectedComponents((~found).astype(np.uint8), connectivity=4)
    open_ = np.zeros(count, bool)
    open_[np.concatenate([names[0], names[-1], names[:, 0], names[:, -1]])] = True
    out: np.ndarray = found | ~open_[names]
    return out


def local_mean(colours: Float32[np.ndarray, "h w c"], where: Region, radius: int) -> Float32[np.ndarray, "h w c"]:
    """Mean of `colours` over the pixels of `where` near each pixel, from further away where none is near.

    Args:
        colours: any channels.
        where: the pixels that count; at least one.
        radius: half the side of the window in pixels; it is doubled until every pixel has neighbours.
    """
    shrink = max(1, radius // 3)
    size = (max(1, where.shape[1] // shrink), max(1, where.shape[0] // shrink))
    weight = where.astype(np.float32)
    small_weight = cv2.resize(weight, size, interpolation=cv2.INTER_AREA)
    small = cv2.resize(colours * weight[..., None], size, interpolation=cv2.INTER_AREA)
    total = np.zeros_like(small)
    known = np.zeros(small_weight.shape, bool)
    side = 7
    while not known.all() and side < 8 * max(small_weight.shape):
        w = cv2.boxFilter(small_weight, -1, (side, side), borderType=cv2.BORDER_CONSTANT)
        new = ~known & (w > 1e-4)
        if new.any():
            c = cv2.boxFilter(small, -1, (side, side), borderType=cv2.BORDER_CONSTANT)
            total[new] = c[new] / w[new][:, None]
            known |= new
        side = 2 * side + 1
    out: np.ndarray = cv2.resize(total, where.shape[::-1], interpolation=cv2.INTER_LINEAR)
    return out
