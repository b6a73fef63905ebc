"""Drawing a posed mesh: each pixel of the photo looks up its own place in the garment picture."""

from dataclasses import dataclass

import cv2
import numpy as np
from jaxtyping import Bool, Float32, Int16

from vitrine.fitting.warp.mesh import Mesh, flipped
from vitrine.imaging.masks import Window, box_of
from vitrine.imaging.types import Mask, Picture, Points

BAND = 48
"""Rows that are textured at once."""
SUBPIXEL = 4
"""Bits of fraction of a triangle's corners when it is filled."""
SAMPLES = np.array(
    [[a, b, 1 - a - b] for a, b in ((1, 0), (0, 1), (0, 0), (0.5, 0.5), (0.5, 0), (0, 0.5), (1 / 3, 1 / 3))], np.float32
)
"""Weights of a triangle's corners at which it is asked whether it holds anything."""
LEAST = 0.1
"""Coverage that counts there."""
WITHIN = 0.25
"""How far from its middle a pixel is sampled, to all four sides: cloth pressed together would skip threads."""
FINER = 1.3
"""How much finer than the photo a texture may be for that: as fine as the photo, it came out soft (in 6 of 14 pairs
eyes took sharper cloth, in 1 softer), finer still its threads would be skipped again."""


@dataclass(frozen=True, eq=False)
class Piece:
    """A part of the garment as it lies in the photo; `x`, `y` are the photo's pixel at its upper left corner."""

    x: int
    y: int
    colour: Float32[np.ndarray, "h w 3"]
    alpha: Mask
    where: Float32[np.ndarray, "h w 2"]
    """Place of each pixel in the garment picture, continued outward."""

    @property
    def window(self) -> tuple[slice, slice]:
        """The slices of the photo that the piece covers."""
        return slice(self.y, self.y + self.alpha.shape[0]), slice(self.x, self.x + self.alpha.shape[1])


def draw(mesh: Mesh, posed: Points, part: int, texture: Picture, alpha: Mask, size: tuple[int, int]) -> Piece | None:
    """One part of the garment in the photo, or None if it lies outside.

    Args:
        mesh: the garment's mesh.
        posed: its vertices in the photo.
        part: the part label to draw.
        texture: the garment picture with colours bled outward; at most `FINER` times as fine as the photo (see
            `rig.rigged`).
        alpha: coverage of this part in the garment picture.
        size: (height, width) of the photo.
    """
    mine = mesh.part == part
    # where cloth folds, later triangles lie on top: not those that turned over, nor those that hold none of it
    above = ~flipped(mesh, posed)[mine] & _holding(mesh.points[mesh.triangles[mine]], alpha)
    chosen = mesh.triangles[mine][np.argsort(above, kind="stable")]
    corners = posed[chosen]
    low = np.maximum(np.floor(corners.min((0, 1))).astype(int), 0)
    high = np.minimum(np.ceil(corners.max((0, 1))).astype(int) + 1, (size[1], size[0]))
    if (high <= low).any():
        return None
    index = _triangles(corners - low.astype(np.float32), (int(high[1] - low[1]), int(high[0] - low[0])))
    # a little beyond the edge the map goes on, so that it can be enlarged
    beyond = np.where(index < 0, cv2.dilate(index, np.ones((5, 5), np.uint8)), index)
    linear, shift = _affine(mesh.points[chosen], corners - low.astype(np.float32))
    where = _lookup(linear, shift, beyond)
    cover = cv2.remap(alpha, where[..., 0], where[..., 1], cv2.INTER_LINEAR, borderValue=0)
    cover[index < 0] = 0
    return Piece(int(low[0]), int(low[1]), _textured(texture, where, linear, beyond), cover, where)


def _holding(corners: np.ndarray, alpha: Mask) -> Bool[np.ndarray, " t"]:
    """Which triangles of the garment picture hold anything of a part: at corners, sides' middles or within."""
    places = np.einsum("st,ntk->nsk", SAMPLES, corners)
    x, y = (np.ascontiguousarray(places[..., k], np.float32) for k in (0, 1))
    return np.asarray(cv2.remap(alpha, x, y, cv2.INTER_LINEAR, borderValue=0).max(1) > LEAST)


def _triangles(corners: np.ndarray, size: tuple[int, int]) -> Int16[np.ndarray, "h w"]:
    """The index of the triangle that lies at each pixel, -1 where none does; later triangles lie on top."""
    index = np.full(size, -1, np.int16)
    fixed = np.round(corners * (1 << SUBPIXEL)).astype(np.int32)
    for i, triangle in enumerate(fixed):
        cv2.fillConvexPoly(index, triangle, i, cv2.LINE_8, SUBPIXEL)
    return index


def _affine(source: np.ndarray, target: np.ndarray) -> tuple[Float32[np.ndarray, "t 2 2"], Float32[np.ndarray, "t 2"]]:
    """Each triangle's map from the photo back to the garment picture: its linear part and its shift."""
    ab, ac = target[:, 1] - target[:, 0], target[:, 2] - target[:, 0]
    area = ab[:, 0] * ac[:, 1] - ab[:, 1] * ac[:, 0]
    area = np.where(np.abs(area) < 1e-3, 1e-3, area)
    inverse = np.stack([ac[:, 1], -ac[:, 0], -ab[:, 1], ab[:, 0]], 1).reshape(-1, 2, 2) / area[:, None, None]
    edges = np.stack([source[:, 1] - source[:, 0], source[:, 2] - source[:, 0]], 2)
    linear = edges @ inverse
    shift = source[:, 0] - (linear @ target[:, 0, :, None])[..., 0]
    return linear.astype(np.float32), shift.astype(np.float32)


def _lookup(
    linear: Float32[np.ndarray, "t 2 2"], shift: Float32[np.ndarray, "t 2"], index: Int16[np.ndarray, "h w"]
) -> Float32[np.ndarray, "h w 2"]:
    """For each pixel its place in the garment picture, by its triangle's map."""
    each = np.maximum(index, 0)
    rows = np.arange(index.shape[0], dtype=np.float32)[:, None]
    cols = np.arange(index.shape[1], dtype=np.float32)[None]
    x, y = (
        np.take(linear[:, k, 0], each) * cols + np.take(linear[:, k, 1], each) * rows + np.take(shift[:, k], each)
        for k in (0, 1)
    )
    return np.asarray(cv2.merge([x, y]), np.float32)


def _textured(
    texture: Picture,
    where: Float32[np.ndarray, "rows columns 2"],
    linear: Float32[np.ndarray, "t 2 2"],
    index: Int16[np.ndarray, "rows columns"],
) -> Float32[np.ndarray, "rows columns 3"]:
    """Colours of the garment picture at the places `where`; black where no triangle is.

    Each is the mean of four within its pixel, placed by its own triangle's map: beside it there may be a fold.
    """
    out = np.zeros((*index.shape, 3), np.float32)
    # a slow filter, and a sleeve fills half of its window: band by band there is less to do
    for top in range(0, len(index), BAND):
        rows = slice(top, top + BAND)
        columns = box_of(index[rows] >= 0, 0)[1]
        if columns.start < columns.stop:
            (x, y), each = cv2.split(where[rows, columns]), np.maximum(index[rows, columns], 0)
            for diagonal in ((WITHIN, WITHIN), (WITHIN, -WITHIN)):
                dx, dy = (np.take(step, each) for step in (linear @ np.array(diagonal, np.float32)).T)
                for px, py in ((x + dx, y + dy), (x - dx, y - dy)):
                    shown = cv2.remap(texture, px, py, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
                    cv2.accumulate(shown, out[rows, columns])
    return np.multiply(out, np.float32(0.25), out=out)


def overlap(part: Window, window: Window) -> tuple[Window, Window]:
    """Where two windows of a picture overlap, as slices of the second and of the first."""
    rows, cols = (
        (max(p.start, w.start), max(p.start, w.start, min(p.stop, w.stop))) for p, w in zip(part, window, strict=True)
    )

    def within(of: Window) -> Window:
        return (
            slice(rows[0] - of[0].start, rows[1] - of[0].start),
            slice(cols[0] - of[1].start, cols[1] - of[1].start),
        )

    return within(window), within(part)
