"""Masks: edge-keeping filters, growing and shrinking, connected parts."""

from collections.abc import Iterable
from typing import Final

import cv2
import numpy as np
from jaxtyping import Float32, UInt8

from vitrine.imaging.types import Labels, Mask, Points, Region

Window = tuple[slice, slice]
"""Rows and columns."""
WIDE: Final = 9
"""Radius in pixels beyond which a disc is broad."""
WHOLE: Final[Window] = (slice(None), slice(None))


class GuidedFilter:
    """Smooths masks so that their edges follow those of a colour picture.

    He, Sun, Tang: Guided Image Filtering, PAMI 35 (2013); the upsampling form is He, Sun: Fast Guided Filter (2015).
    """

    def __init__(self, guide: Float32[np.ndarray, "h w 3"], radius: int, softness: float) -> None:
        """`radius` in pixels; `softness`: the epsilon added to the guide's variance, in squared units of the guide."""
        self._size = (2 * radius + 1, 2 * radius + 1)
        # planes, not pixels: each step then runs over memory in order
        self._guide = [np.ascontiguousarray(guide[..., k]) for k in range(3)]
        self._mean = [self._box(plane) for plane in self._guide]
        covariance = [
            self._box(self._guide[i] * self._guide[j]) - self._mean[i] * self._mean[j] + (softness if i == j else 0.0)
            for i, j in _PAIRS
        ]
        self._inverse = _inverse(covariance)

    def __call__(self, mask: Mask, window: Window = WHOLE) -> Mask:
        """The filtered mask, 0..1.

        With a window (rows, columns) `mask` is that part of a mask which is 0 elsewhere and within twice the radius of
        the window's inner borders; the result is that part, too.
        """
        slope, out = self._fit(mask, window)
        for plane, factor in zip(self._guide, slope, strict=True):
            out += factor * plane[window]
        return np.clip(out, 0, 1, out=out)

    def upsampled(
        self,
        mask: Mask,
        picture: Float32[np.ndarray, "H W 3"] | UInt8[np.ndarray, "H W 3"],
        window: Window = WHOLE,
        there: Window = WHOLE,
    ) -> Float32[np.ndarray, "_ _"]:
        """The filtered mask at the size of `picture`, the same guide at full resolution (and in the same units).

        With `window` (as above) only the part `there` of the picture, which that window covers.
        """
        slope, offset = self._fit(mask, window)
        # four planes moved as one picture keep the sum over channels a single pass
        coefficients = cv2.merge([*slope, offset])
        part = picture[there].astype(np.float32, copy=False)
        size = part.shape[1::-1]
        if window == WHOLE:
            coefficients = cv2.resize(coefficients, size)
        else:
            rows, columns = (self._guide[0].shape[axis] / picture.shape[axis] for axis in (0, 1))
            step = np.array(
                [
                    [columns, 0, (there[1].start + 0.5) * columns - 0.5 - window[1].start],
                    [0, rows, (there[0].start + 0.5) * rows - 0.5 - window[0].start],
                ]
            )
            flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
            coefficients = cv2.warpAffine(coefficients, step, size, flags=flags, borderMode=cv2.BORDER_REPLICATE)
        out = np.einsum("hwc,hwc->hw", coefficients[..., :3], part) + coefficients[..., 3]
        return np.asarray(np.clip(out, 0, 1), np.float32)

    def _fit(self, mask: Mask, window: Window) -> tuple[list[np.ndarray], np.ndarray]:
        mean = self._box(mask)
        there = [plane[window] for plane in self._mean]
        cov = [self._box(plane[window] * mask) - m * mean for plane, m in zip(self._guide, there, strict=True)]
        inv = [plane[window] for plane in self._inverse]
        offset = mean
        slope = []
        for row, (i, j, k) in enumerate(((0, 1, 2), (1, 3, 4), (2, 4, 5))):
            factor = inv[i] * cov[0] + inv[j] * cov[1] + inv[k] * cov[2]
            offset = offset - factor * there[row]
            slope.append(self._box(factor))
        return slope, self._box(offset)

    def _box(self, values: np.ndarray) -> np.ndarray:
        return np.asarray(cv2.blur(values, self._size, borderType=cv2.BORDER_REFLECT_101))


_PAIRS = ((0, 0), (0, 1), (0, 2), (1, 1), (1, 2), (2, 2))


def _inverse(m: list[np.ndarray]) -> list[np.ndarray]:
    """Inverses of symmetric 3x3 matrices given as planes of their six entries (00 01 02 11 12 22)."""
    a, b, c, d, e, f = m
    minors = [d * f - e * e, c * e - b * f, b * e - c * d, a * f - c * c, b * c - a * e, a * d - b * b]
    determinant = a * minors[0] + b * minors[1] + c * minors[2]
    return [minor / determinant for minor in minors]


def grown(region: Region, radius: float | int) -> Region:
    """The region grown by a disc of `radius` pixels."""
    r = round(radius)
    return _morph(region, r, r, grow=True)


def close_to(region: Region, where: Region, radius: float | int) -> Region:
    """What of `where` lies within a disc of `radius` pixels of the region: for a small `where` in less time."""
    out = np.zeros_like(region)
    window = box_of(where, round(radius))
    out[window] = grown(region[window], radius) & where[window]
    return out


def shrunk(region: Region, radius: float | int) -> Region:
    """The region shrunk by a disc of `radius` pixels; beyond the picture's border it is thought to go on."""
    # one pixel around is enough: what lies nearer to the region's box than the radius meets that
    return _morph(region, round(radius), 1, grow=False)


def _morph(region: Region, r: int, margin: int, *, grow: bool) -> Region:
    if r < 1:
        return region.copy()
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * r + 1, 2 * r + 1))
    window = box_of(region, margin)
    out = np.zeros_like(region)
    if window[0].start < window[0].stop:
        part = region[window].view(np.uint8)
        found = _by_rows(part, disc, grow) if r > WIDE else (cv2.dilate if grow else cv2.erode)(part, disc)
        out[window] = found.view(bool)
    return out


def _by_rows(values: np.ndarray, disc: np.ndarray, grow: bool) -> np.ndarray:
    """Dilation or erosion by a disc, as that by each of its rows: a broad one takes a quarter of the time."""
    widths, r = (disc.sum(1) // 2).tolist(), len(disc) // 2
    how, join = (cv2.dilate, cv2.max) if grow else (cv2.erode, cv2.min)
    rows, last = {}, 0
    for width in sorted(set(widths)):
        # from the next shorter row it is a small step
        values = how(values, np.ones((1, 2 * (width - last) + 1), np.uint8))
        rows[width], last = values, width
    out = rows[widths[r]].copy()
    for far in range(1, min(r, len(values) - 1) + 1):
        row = rows[widths[r + far]]
        join(out[far:], row[:-far], out[far:])
        join(out[:-far], row[far:], out[:-far])
    return np.asarray(out)


def soft(region: Region, sigma: float | int) -> Mask:
    """The region with a Gaussian edge of `sigma` pixels."""
    out = np.zeros(region.shape, np.float32)
    # as far again as the blur reaches: nothing is mirrored at the window's border
    window = box_of(region, 2 * int(4 * sigma + 2))
    if window[0].start < window[0].stop:
        out[window] = cv2.GaussianBlur(region[window].astype(np.float32), (0, 0), sigma)
    return out


def parts(region: Region) -> list[Region]:
    """The connected parts (8 neighbours), largest first."""
    count, index, stats, _ = cv2.connectedComponentsWithStats(region.astype(np.uint8))
    order = np.argsort(-stats[1:count, cv2.CC_STAT_AREA], kind="stable") + 1
    return [index == i for i in order]


def touching(region: Region, seeds: Region) -> Region:
    """The connected parts (8 neighbours) of `region` that hold a pixel of `seeds`."""
    window = box_of(region, 0)
    out = np.zeros_like(region)
    if window[0].start < window[0].stop:
        count, index = cv2.connectedComponents(region[window].view(np.uint8))
        keep = np.zeros(count, bool)
        keep[index[seeds[window] & region[window]]] = True
        keep[0] = False
        out[window] = keep[index]
    return out


def filled(region: Region) -> Region:
    """The region with its holes closed (background parts that do not reach the picture's border)."""
    outside = cv2.copyMakeBorder((~region).astype(np.uint8), 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=1)
    cv2.floodFill(outside, None, (0, 0), 2)
    return np.asarray(outside[1:-1, 1:-1] != 2)


def among(labels: Labels, classes: Iterable[int]) -> Region:
    """Where a label map holds one of some classes."""
    chosen = np.zeros(256, bool)
    chosen[list(classes)] = True
    if not labels.size:
        return np.zeros(labels.shape, bool)
    # ten times as fast as indexing
    return np.asarray(cv2.LUT(labels, chosen.view(np.uint8)).view(bool))


def box_of(region: Region, margin: int) -> tuple[slice, slice]:
    """As `box`, of one region."""
    x, y, width, height = cv2.boundingRect(region.view(np.uint8))
    if not width:
        return slice(0, 0), slice(0, 0)
    return (
        slice(max(0, y - margin), min(region.shape[0], y + height + margin)),
        slice(max(0, x - margin), min(region.shape[1], x + width + margin)),
    )


def box_about(points: Points, margin: float | int, shape: tuple[int, ...]) -> Window:
    """The window `margin` pixels wider than that of places (x, y), within a picture of a shape."""
    low, high = np.floor(points.min(0) - margin).astype(int), np.ceil(points.max(0) + margin).astype(int) + 1
    columns, rows = (
        slice(int(np.clip(low[k], 0, shape[1 - k])), int(np.clip(high[k], 0, shape[1 - k]))) for k in (0, 1)
    )
    return rows, columns


def box(regions: Iterable[Region], margin: int) -> tuple[slice, slice]:
    """Rows and columns of the smallest window around all regions, `margin` pixels wider, within the picture."""
    rows: list[np.ndarray] = []
    columns: list[np.ndarray] = []
    shape = (0, 0)
    for region in regions:
        shape = region.shape
        rows.append(np.flatnonzero(region.any(1)))
        columns.append(np.flatnonzero(region.any(0)))
    r, c = np.concatenate(rows), np.concatenate(columns)
    if not len(r):
        return slice(0, 0), slice(0, 0)
    return (
        slice(max(0, int(r.min()) - margin), min(shape[0], int(r.max()) + margin + 1)),
        slice(max(0, int(c.min()) - margin), min(shape[1], int(c.max()) + margin + 1)),
    )
