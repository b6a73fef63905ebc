"""A sleeve's shape: what is cut off between neck and armpit, and the two corners of its end."""

from itertools import pairwise

import cv2
import numpy as np

from vitrine.garments.silhouette import Silhouette
from vitrine.imaging.types import Region

Spot = tuple[float, float]


def sleeve(shape: Silhouette, cut: list[Spot]) -> Region:
    """The piece that a cut takes off on the picture's left: sleeve and shoulder.

    Args:
        shape: the garment.
        cut: from the neck to the armpit, and on to where the sleeve parts from the torso.
    """
    region = shape.region.astype(np.uint8)
    points = [np.array(p) for p in cut]
    way = points[-1] - points[0]
    way = way / max(float(np.linalg.norm(way)), 1)
    points = [points[0] - 8 * way, *points, points[-1] + 3 * way]
    for a, b in pairwise(points):
        cv2.line(region, np.round(a).astype(int).tolist(), np.round(b).astype(int).tolist(), 0, 2)
    _, names, stats, centres = cv2.connectedComponentsWithStats(region, connectivity=4)
    normal = np.array([way[1], -way[0]]) * (1 if way[1] >= 0 else -1)
    outside = [
        (int(stats[i, cv2.CC_STAT_AREA]), i) for i in range(1, len(stats)) if (centres[i] - points[-1]) @ normal < 0
    ]
    out: np.ndarray = names == max(outside)[1] if outside else np.zeros_like(shape.region)
    return out


def hanging(shape: Silhouette, neck: Spot, slot: Spot, past: float) -> bool:
    """Whether the sleeve hangs along the torso (within 30 degrees) and ends more than `past` below the slot's top."""
    ys, xs = np.nonzero(sleeve(shape, [neck, slot]))
    if len(xs) < 8:
        return False
    far = ys > np.quantile(ys, 0.8)
    x, y = float(xs[far].mean()), float(ys[far].mean())
    return y > slot[1] + past and slot[0] - x < 0.58 * (y - neck[1])


def cuffs(piece: Region, cut: list[Spot]) -> tuple[Spot, Spot]:
    """Outer and inner corner of the end of a sleeve that `cut` takes off: a polygon through its edge's far part."""
    pit = cut[1]
    a, b = np.array(cut[0]), np.array(pit)
    edges, _ = cv2.findContours(piece.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    if not edges:
        return (pit[0] - 2, pit[1] - 2), pit
    rim = free_edge(max(edges, key=len)[:, 0].astype(float), [np.array(p) for p in cut])
    if len(rim) < 12:
        return (pit[0] - 2, pit[1] - 2), pit
    far = from_segment(rim, a, b)
    root = 0.4 * a + 0.6 * b
    along = rim[far > 0.8 * far.max()].mean(0) - root
    along = along / max(float(np.linalg.norm(along)), 1e-6)
    u, v = (rim - root) @ along, (rim - root) @ np.array([along[1], -along[0]])
    wide = float(np.ptp(v[u > 0.6 * u.max()]))
    slim = float(np.clip(u.max() / max(wide, 1) - 1.6, 0, 1))
    zone = np.flatnonzero(u > u.max() - (1.5 - 0.5 * slim) * wide)
    path = rim[zone[0] : zone[-1] + 1]
    path = path[np.linspace(0, len(path) - 1, min(len(path), 100)).round().astype(int)]
    i, j = corners(path, 0.5 * wide, slim * along)
    return (float(path[i][0]), float(path[i][1])), (float(path[j][0]), float(path[j][1]))


def free_edge(rim: np.ndarray, cut: list[np.ndarray]) -> np.ndarray:
    """The part of a closed edge (n 2) that does not lie on the cut, from the cut's start to its end."""
    free = np.min([from_segment(rim, a, b) for a, b in pairwise(cut)], 0) > 4
    if not free.any() or free.all():
        return np.asarray(rim[free])
    starts = np.flatnonzero(free & ~np.roll(free, 1))
    runs = [np.roll(rim, -s, 0)[: int(np.argmin(np.roll(free, -s)))] for s in starts]
    longest = max(runs, key=len)
    back = np.linalg.norm(longest[0] - cut[0]) > np.linalg.norm(longest[-1] - cut[0])
    return np.asarray(longest[::-1] if back else longest)


def corners(path: np.ndarray, least: float, along: np.ndarray) -> tuple[int, int]:
    """Indices of the two corners of a sleeve's end on a path (n 2) that runs round it.

    The polygon start, bend, bend, corner, corner, finish with the least squared distance to the path is sought whose
    end is not much narrower than `least` pixels, turns well away from the outer edge, and lies across `along` (shorter
    than one where the direction is doubtful). The bends are the shoulder's, on the outer side.
    """
    n = len(path)
    cost = chord_costs(path)
    outer = ((cost[0][:, None] + cost).min(0)[:, None] + cost).min(0)
    way = path[None] - path[:, None]
    length = np.linalg.norm(way, axis=2)
    step = max(2, n // 8)
    before = path - path[np.maximum(np.arange(n) - step, 0)]
    before /= np.maximum(np.linalg.norm(before, axis=1, keepdims=True), 1e-6)
    onward = np.einsum("ijk,ik->ij", way, before) / np.maximum(length, 1e-6)
    askew = np.abs(way @ along) / np.maximum(length, 1e-6)
    wish = np.maximum(least - length, 0) ** 2
    wish += (2 * least) ** 2 * (np.maximum(onward - 0.4, 0) ** 2 + np.maximum(askew - 0.3, 0) ** 2)
    total = outer[:, None] + cost + cost[:, n - 1][None] + 0.04 * n * wish
    total[np.tril_indices(n)] = np.inf
    i, j = np.unravel_index(int(total.argmin()), total.shape)
    return int(i), int(j)


def chord_costs(path: np.ndarray) -> np.ndarray:
    """Sum of squared distances of the points between i and j to the chord i-j (n n), infinite for j < i."""
    n = len(path)
    x, y = path[:, 0], path[:, 1]
    sums = [np.concatenate([[0.0], np.cumsum(s)]) for s in (x, y, x * x, y * y, x * y)]
    i, j = np.meshgrid(np.arange(n), np.arange(n), indexing="ij")
    last = np.maximum(i, j) + 1
    sx, sy, sxx, syy, sxy = (s[last] - s[i] for s in sums)
    count = last - i
    dx, dy = x[j] - x[i], y[j] - y[i]
    square = np.maximum(dx * dx + dy * dy, 1e-6)
    a, b = dy, -dx
    c = -(a * x[i] + b * y[i])
    total = a * a * sxx + b * b * syy + 2 * a * b * sxy + 2 * c * (a * sx + b * sy) + c * c * count
    return np.where(j >= i, np.maximum(total, 0) / square, np.inf)


def from_segment(points: np.ndarray, a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Distance of each point (n 2) to the segment a-b."""
    way = b - a
    t = np.clip((points - a) @ way / max(float(way @ way), 1e-6), 0, 1)
    out: np.ndarray = np.linalg.norm(points - a - t[:, None] * way, axis=1)
    return out
