"""Flat patterns: outlines of front and back in metres, meshed and joined along their seams."""

from dataclasses import dataclass, field

import numpy as np
from matplotlib.path import Path as Outline
from scipy.spatial import Delaunay

Array = np.ndarray


def curve(*points: tuple[float, float], pull: tuple[tuple[float, float], ...] = ()) -> Array:
    """A polyline; with ``pull`` (one or two control points) a Bézier curve from the first to the last point."""
    if not pull:
        return np.array(points, float)
    p = np.array([points[0], *pull, points[-1]], float)
    t = np.linspace(0, 1, 40)[:, None]
    if len(pull) == 1:
        return (1 - t) ** 2 * p[0] + 2 * t * (1 - t) * p[1] + t**2 * p[2]
    return (1 - t) ** 3 * p[0] + 3 * t * (1 - t) ** 2 * p[1] + 3 * t**2 * (1 - t) * p[2] + t**3 * p[3]


def mirrored(line: Array) -> Array:
    return line[::-1] * [-1, 1]


def both(line: Array) -> list[Array]:
    """The line and its mirror image, as one line where they meet on the centre line."""
    other = mirrored(line)
    if abs(line[0, 0]) < 1e-9:
        return [np.concatenate([other, line[1:]])]
    if abs(line[-1, 0]) < 1e-9:
        return [np.concatenate([line, other[1:]])]
    return [line, other]


@dataclass(frozen=True)
class Edge:
    """A stretch of the outline of the half x >= 0, from the centre top to the centre bottom."""

    name: str  # neck, shoulder, sleeve_top, cuff, sleeve_under, side, hem, waist, leg_out, leg_hem, leg_in
    line: Array
    seam: bool  # joined to the other panel


@dataclass(frozen=True)
class Pattern:
    """Half outlines of the two panels (the whole is their mirror image) and lines drawn on them."""

    front: list[Edge]
    back: list[Edge]
    lines: dict[str, Array] = field(default_factory=dict)  # name -> polyline of the half, e.g. the armhole seam

    def edges(self, panel: str) -> list[Edge]:
        return self.front if panel == "front" else self.back

    def open_lines(self, panel: str) -> dict[str, list[Array]]:
        """Open edges by name, both halves."""
        out: dict[str, list[Array]] = {}
        for edge in self.edges(panel):
            if not edge.seam:
                out.setdefault(edge.name, []).extend(both(edge.line))
        return out


def _resampled(line: Array, spacing: float) -> Array:
    length = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(line, axis=0), axis=1))])
    count = max(2, round(length[-1] / spacing) + 1)
    at = np.linspace(0, length[-1], count)
    return np.stack([np.interp(at, length, line[:, k]) for k in (0, 1)], 1)


def outline(edges: list[Edge], spacing: float) -> tuple[Array, Array]:
    """Closed outline (n 2) of the whole panel, and which of its points lie on a seam."""
    half, seam = [], []
    for edge in edges:
        points = _resampled(edge.line, spacing)
        half.append(points)
        seam.append(np.full(len(points), edge.seam))
    points, flags = np.concatenate(half), np.concatenate(seam)
    # A corner shared by an open edge and a seam belongs to the seam.
    whole = np.concatenate([points, points[::-1] * [-1, 1]])
    flags = np.concatenate([flags, flags[::-1]])
    keys: dict[tuple[float, float], int] = {}
    keep_points, keep_flags = [], []
    for point, flag in zip(whole.round(5), flags, strict=True):
        key = (float(point[0]), float(point[1]))
        if key in keys:
            keep_flags[keys[key]] |= flag
            continue
        keys[key] = len(keep_points)
        keep_points.append(point)
        keep_flags.append(bool(flag))
    return np.array(keep_points), np.array(keep_flags)


def meshed(edges: list[Edge], spacing: float) -> tuple[Array, Array, Array]:
    """Vertices (n 2), triangles (m 3, counter-clockwise) and seam flags of one panel."""
    border, seam = outline(edges, spacing)
    low, high = border.min(0), border.max(0)
    ys = np.arange(low[1], high[1], spacing * 0.866)
    grid = np.concatenate(
        [
            np.stack(
                [
                    np.arange(low[0] + (i % 2) * spacing / 2, high[0], spacing),
                    np.full_like(np.arange(low[0] + (i % 2) * spacing / 2, high[0], spacing), y),
                ],
                1,
            )
            for i, y in enumerate(ys)
        ]
    )
    path = Outline(border)
    inner = grid[path.contains_points(grid)]
    near = np.sqrt(((inner[:, None] - border[None]) ** 2).sum(2)).min(1)
    points = np.concatenate([border, inner[near > spacing * 0.6]])
    triangles = Delaunay(points).simplices
    triangles = triangles[path.contains_points(points[triangles].mean(1))]
    sides = np.linalg.norm(points[triangles] - points[np.roll(triangles, 1, 1)], axis=2)
    triangles = triangles[sides.max(1) < 2.5 * spacing]  # no slivers along a straight border
    a, b, c = (points[triangles[:, k]] for k in range(3))
    flip = np.cross(b - a, c - a) < 0
    triangles[flip] = triangles[flip][:, ::-1]
    flags = np.zeros(len(points), bool)
    flags[: len(border)] = seam
    used = np.unique(triangles)
    back = np.full(len(points), -1)
    back[used] = np.arange(len(used))
    return points[used], back[triangles], flags[used]


@dataclass(frozen=True)
class Sewn:
    """Both panels as one mesh: the back first, then what of the front is not shared along the seams."""

    flat: Array  # n 2, pattern coordinates
    triangles: Array
    is_front: Array  # per triangle
    front_side: Array  # per vertex: 1 front, 0 seam, -1 back


def sewn(pattern: Pattern, spacing: float = 0.009) -> Sewn:
    back, back_triangles, back_seam = meshed(pattern.back, spacing)
    front, front_triangles, front_seam = meshed(pattern.front, spacing)
    seams = {tuple(p): i for i, p in enumerate(back.round(5)) if back_seam[i]}
    number = np.zeros(len(front), int)
    extra: list[int] = []
    for i, p in enumerate(front.round(5)):
        shared = seams.get(tuple(p)) if front_seam[i] else None
        number[i] = shared if shared is not None else len(back) + len(extra)
        if shared is None:
            extra.append(i)
    joined = front_seam.sum() - sum(front_seam[i] for i in extra)
    if joined < 0.95 * front_seam.sum():
        raise ValueError(f"only {joined} of {front_seam.sum()} seam points meet")
    side = np.concatenate([np.where(back_seam, 0, -1), np.ones(len(extra), int)])
    return Sewn(
        np.concatenate([back, front[extra]]),
        np.concatenate([back_triangles[:, ::-1], number[front_triangles]]),
        np.concatenate([np.zeros(len(back_triangles), bool), np.ones(len(front_triangles), bool)]),
        side,
    )
