"""A triangle mesh over a cut-out garment: parts are welded where they are sewn together, cut where they hang free."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
import scipy.sparse as sp
from jaxtyping import Float32, Int32, UInt8

from vitrine.imaging.types import Labels, Points

CELLS: Final = 700
"""Cells over the garment's area."""
MARGIN: Final = 0.4
"""How far a part's cells reach beyond its label, in cells (at least 3 pixels): soft edges and underlaps are inside."""


@dataclass(frozen=True, eq=False)
class Mesh:
    """Vertices in pixels of the garment picture; each triangle belongs to one part."""

    points: Points
    triangles: Int32[np.ndarray, "t 3"]
    part: UInt8[np.ndarray, " t"]
    """The part label of each triangle: 1 + index into PARTS."""
    cell: float
    """Side of a cell, in pixels."""
    first: Int32[np.ndarray, "parts rows cols"]
    """Index of a part's first triangle (of two) in each cell, -1 where the part has none; axis 0 by part label."""


def build(parts: Labels, weld: Mapping[int, float]) -> Mesh:
    """The mesh over the labelled pixels.

    Args:
        parts: part label of each pixel, 0 for none.
        weld: for each part label that hangs free somewhere (a sleeve, a leg) the row in pixels above which it is one
            with its neighbours and below which it has vertices of its own. Parts not named are one everywhere.
    """
    cell = cell_of(parts)
    height, width = (int(np.ceil(n / cell)) for n in parts.shape)
    known = [int(k) for k in np.unique(parts[parts > 0])]
    first = np.full((known[-1] + 1, height, width), -1, np.int32)
    corners, owner, count = [], [], 0
    for part in known:
        at = np.argwhere(_cells(parts == part, cell, (height, width)))
        first[part, at[:, 0], at[:, 1]] = count + 2 * np.arange(len(at))
        count += 2 * len(at)
        # a b
        # c d
        rows, cols = at[:, :1] + (0, 0, 1, 1), at[:, 1:] + (0, 1, 0, 1)
        free = rows * cell > weld[part] if part in weld else np.zeros(rows.shape, bool)
        corners.append(np.stack([rows, cols, np.where(free, part, 0)], 2)[:, [0, 1, 3, 0, 3, 2]].reshape(-1, 3))
        owner += [part] * 2 * len(at)
    each = np.concatenate(corners)
    key = (each[:, 0] * (width + 1) + each[:, 1]) * 256 + each[:, 2]
    _, where, triangles = np.unique(key, return_index=True, return_inverse=True)
    points = (each[where][:, 1::-1] * cell).astype(np.float32)
    return Mesh(points, triangles.reshape(-1, 3).astype(np.int32), np.array(owner, np.uint8), cell, first)


def cell_of(parts: Labels) -> float:
    """Side of a cell of the mesh over the labelled pixels."""
    return max(float(np.sqrt(np.count_nonzero(parts) / CELLS)), 2.0)


def margin(cell: float) -> int:
    """Pixels by which a part's cells reach beyond its label."""
    return max(3, round(MARGIN * cell))


def _cells(region: np.ndarray, cell: float, shape: tuple[int, int]) -> np.ndarray:
    """The grid cells that hold any pixel of a region grown by the margin."""
    size = 2 * margin(cell) + 1
    grown = cv2.dilate(region.astype(np.uint8), np.ones((size, size), np.uint8))
    # the first pixel of each cell; the last one may begin beyond the picture
    grown = cv2.copyMakeBorder(grown, 0, 1, 0, 1, cv2.BORDER_CONSTANT, value=0)
    rows, cols = (np.ceil(np.arange(count) * cell).astype(int) for count in shape)
    return np.asarray(np.maximum.reduceat(np.maximum.reduceat(grown, rows, 0), cols, 1) > 0)


def locate(mesh: Mesh, at: Points, part: int) -> sp.csr_array:
    """Rows of weights that give points of the garment picture as combinations of vertices of one part.

    A point outside the part is expressed by the nearest cell's triangle (weights outside 0..1).
    """
    cells = np.argwhere(mesh.first[part] >= 0)
    grid = (at[:, ::-1] / mesh.cell).astype(np.float64)
    centre_gap = np.abs(grid[:, None] - (cells[None] + 0.5)).max(2)
    chosen = cells[centre_gap.argmin(1)]
    inner = grid - chosen
    lower = (inner[:, 0] > inner[:, 1]).astype(int)
    triangle = mesh.triangles[mesh.first[part][chosen[:, 0], chosen[:, 1]] + lower]
    weights, order = barycentric(mesh.points[triangle], at), triangle.argsort(1)
    # row by row, three in each
    values, columns = (np.take_along_axis(each, order, 1).ravel() for each in (weights, triangle))
    return sp.csr_array((values, columns, np.arange(0, 3 * len(at) + 1, 3)), shape=(len(at), len(mesh.points)))


def barycentric(corners: Float32[np.ndarray, "n 3 2"], at: Points) -> np.ndarray:
    """Weights (n, 3) of each point with respect to its triangle's corners; they sum to 1."""
    a, b, c = (corners[:, i].astype(np.float64) for i in range(3))
    ab, ac, ap = b - a, c - a, at - a
    area = ab[:, 0] * ac[:, 1] - ab[:, 1] * ac[:, 0]
    wb = (ap[:, 0] * ac[:, 1] - ap[:, 1] * ac[:, 0]) / area
    wc = (ab[:, 0] * ap[:, 1] - ab[:, 1] * ap[:, 0]) / area
    return np.stack([1 - wb - wc, wb, wc], 1)


def flipped(mesh: Mesh, posed: Points) -> np.ndarray:
    """Which triangles turned over between the garment picture and the pose (bool, one a triangle)."""
    return np.asarray(_area(mesh.points[mesh.triangles]) * _area(posed[mesh.triangles]) <= 0)


def _area(corners: np.ndarray) -> np.ndarray:
    ab, ac = corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]
    doubled: np.ndarray = ab[:, 0] * ac[:, 1] - ab[:, 1] * ac[:, 0]
    return doubled
