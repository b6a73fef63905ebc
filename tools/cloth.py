"""Cloth that hangs on a body and falls in folds, and the relief that is seen of it. For `folds.py`.

A tube of cloth, wider than the body in it, is held at its ends and falls on the body, which moves until it stands as it
is to stand: what is too much of the cloth falls in folds. It is a grid of points whose distances are kept (position
based, Gauss-Seidel on every other pair), first coarse, then twice as fine and again: broad folds come first, fine ones
on them.
"""

from abc import ABC, abstractmethod

import cv2
import numpy as np
from scipy.ndimage import gaussian_filter1d

STEPS = ((1200, 0.6), (900, 0.85), (800, 1.0))
"""Steps on each grid, the coarse one first, and how far the motion has come at their end."""
STEP, COARSE = 1 / 500, 44
"""Seconds a step on a grid of so many rows; on finer ones as much less as they are finer, or cloth would stretch."""
SQUEEZED, SHEARED = 0.6, 0.24
"""How much of a squeeze, and of a shear, a step takes back: all of a stretch."""
BENDS = (0.0015, 0.004, 0.008)
"""How much of the bending a step takes back on each grid."""
DRAG, FASTEST = 0.992, 2.5
"""Speed that is left after a step, and the most, m/s."""
RIM = 0.97
"""Share of a part's breadth that is read: at its very edge the picture is steep."""
ROUND = 0.1
"""Blur of what is taken for a part's roundness across, as a share of its columns."""
FINE = 3
"""Points read for each of the grid's."""
WHOLE = 0.95
"""Share of the usual number of places that must be seen in a row for it to be cloth from side to side."""
FAR, WAYS = 0.16, 12
"""How far away something may stand before cloth and still take light from it, metres; ways that are looked into."""
Grid = np.ndarray
"""3 × rows × columns: x to the right, y down, z ahead; columns go around, the first ahead."""


class Hanging(ABC):
    """One cut, and the stance of the body that wears it, drawn by chance."""

    length: float
    """Metres of cloth from its upper end to its lower one."""
    size: tuple[int, int]
    """Rows and columns of the finest grid."""
    sunk: float = 0.0
    """How far down the body has come with its cloth, metres."""

    stance, raised = 0.0, 1.0
    """How far the body has come to stand as it is to, and how far arms are raised."""

    def __init__(self, seed: int) -> None:
        self.rng = np.random.default_rng(seed)
        draw = self.rng.uniform
        self.bends, self.sticks = draw(0.15, 0.45), draw(0.9, 0.99)
        # gravity, m/s²: less than there is, for cloth that is as soft as this and sticks as little
        self.pull = draw(1.2, 3.5)
        # worn and washed cloth is not even: here and there it has grown a little
        self.grown, self.spots, self.upright = draw(0.03, 0.08), draw(5, 13), draw(0.7, 1.4)

    @abstractmethod
    def girth(self, down: np.ndarray) -> np.ndarray:
        """Metres of cloth around at depths below its upper end."""

    @abstractmethod
    def on_body(self, points: Grid) -> np.ndarray:
        """Move points out of the body, in place; where they lie on it."""

    @abstractmethod
    def held(self, points: Grid) -> None:
        """Set the points that are held, in place."""

    def noise(self) -> tuple[Grid, Grid]:
        """How much the cloth has grown along and around, by place on the finest grid."""
        rows, columns = self.size
        fades = np.clip((np.arange(rows) / rows - 0.08) / 0.2, 0, 1)[:, None]
        found = []
        for tall in (self.upright, 1 / self.upright):
            noise = np.tile(self.rng.normal(0, 1, self.size), 3)
            noise = cv2.GaussianBlur(noise, (0, 0), sigmaX=self.spots / tall, sigmaY=self.spots * tall)
            noise = noise[:, columns : 2 * columns]
            found.append((1 + self.grown * np.maximum(noise / noise.std(), -0.3) * fades).astype(np.float32))
        return found[0], found[1]

    def hung(self) -> Grid:
        """The cloth when it has come to rest."""
        points, before, grown = None, 0.0, self.noise()
        for finer_by, (steps, after), bends in zip((4, 2, 1), STEPS, BENDS, strict=True):
            rows, columns = (n // finer_by for n in self.size)
            down = np.linspace(0, self.length, rows)
            girth = self.girth(down)[:, None]
            more = [cv2.resize(m, (columns, rows), interpolation=cv2.INTER_AREA) for m in grown]
            along = (self.length / (rows - 1) * more[0]).astype(np.float32)
            around = (girth / columns * more[1]).astype(np.float32)
            if points is None:
                angle = np.arange(columns) / columns * 2 * np.pi
                x, z = 1.25 * girth * np.sin(angle) / (2 * np.pi), 0.75 * girth * np.cos(angle) / (2 * np.pi)
                points = np.stack([x, down[:, None] + 0 * angle, z]).astype(np.float32)
            else:
                points = finer(points, rows, columns) + self.rng.normal(0, 3e-4, (3, rows, columns)).astype(np.float32)
            speed, step = np.zeros_like(points), np.float32(STEP * COARSE / rows)
            for k in range(steps):
                motion = before + (after - before) * min(1.0, k / (0.75 * steps))
                raised = 1 - min(motion / 0.45, 1)
                self.raised, self.stance = raised * raised * (3 - 2 * raised), max((motion - 0.3) / 0.7, 0)
                was = points.copy()
                speed *= np.float32(DRAG)
                speed[1] += np.float32(self.pull) * step
                points += speed * step
                relax(points, along, around, self.bends * bends)
                lies = self.on_body(points)
                self.held(points)
                speed = (points - was) / step
                speed *= np.where(lies, np.float32(1 - self.sticks), np.float32(1))
                speed *= np.minimum(1, FASTEST / np.maximum(np.sqrt((speed * speed).sum(0)), 1e-6)).astype(np.float32)
            before = after
        points[1] -= self.sunk
        return points


def outward(x: np.ndarray, z: np.ndarray, a: np.ndarray, b: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Points moved out of ellipses with the half axes `a` and `b`, and which were inside."""
    inside = np.sqrt((x / a) ** 2 + (z / b) ** 2)
    out = np.where(inside < 1, 1 / np.maximum(inside, np.float32(0.05)), np.float32(1))
    return x * out, z * out, inside < 1


def around(columns: int) -> np.ndarray:
    """The angle of each column, 0 ahead."""
    return np.arange(columns) / columns * 2 * np.pi


def relax(points: Grid, along: Grid, around: Grid, bends: float) -> None:
    """Take back, in place, what cloth is stretched, sheared, squeezed and bent."""
    rows = points.shape[1]
    for first in (0, 1):
        count = (rows - first) // 2
        one, other = points[:, first : first + 2 * count : 2], points[:, first + 1 : first + 2 * count : 2]
        move = pulled(other - one, along[first : first + 2 * count : 2])
        one += move
        other -= move
    even, odd = points[:, :, ::2], points[:, :, 1::2]
    move = pulled(odd - even, around[:, ::2])
    even += move
    odd -= move
    move = pulled(np.roll(even, -1, 2) - odd, around[:, 1::2])
    odd += move
    even -= np.roll(move, 1, 2)
    aslant = np.sqrt(along[:-1] ** 2 + around[:-1] ** 2)
    for shift in (-1, 1):
        for first in (0, 1):
            count = (rows - first) // 2
            one, other = points[:, first : first + 2 * count : 2], points[:, first + 1 : first + 2 * count : 2]
            move = pulled(np.roll(other, shift, 2) - one, aslant[first : first + 2 * count : 2], SHEARED, SHEARED)
            one += move
            other -= np.roll(move, -shift, 2)
    across = np.roll(points, 1, 2) + np.roll(points, -1, 2) - 2 * points
    down = np.zeros_like(points)
    down[:, 1:-1] = points[:, 2:] + points[:, :-2] - 2 * points[:, 1:-1]
    bent = np.roll(across, 1, 2) + np.roll(across, -1, 2) - 2 * across - 2 * down
    bent[:, 1:] += down[:, :-1]
    bent[:, :-1] += down[:, 1:]
    points -= np.float32(bends) * bent


def pulled(apart: Grid, rest: Grid, stretched: float = 1.0, squeezed: float = SQUEEZED) -> Grid:
    """How far the first of two points is to move for them to be as far apart as they were; the other moves as far."""
    far = np.sqrt((apart * apart).sum(0)) + np.float32(1e-9)
    share = (far - rest) / far * np.float32(0.5)
    return apart * (share * np.where(share < 0, np.float32(squeezed), np.float32(stretched)))


def finer(points: Grid, rows: int, columns: int) -> Grid:
    """The points of a grid that has as many rows and columns."""
    wide = np.concatenate([points[:, :, -4:], points, points[:, :, :4]], 2)
    x = np.arange(columns, dtype=np.float32) * np.float32(points.shape[2] / columns) + 4
    y = np.linspace(0, points.shape[1] - 1, rows, dtype=np.float32)
    x, y = np.tile(x, (rows, 1)), np.tile(y[:, None], (1, columns))
    return np.stack([cv2.remap(m, x, y, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE) for m in wide])


def openness(height: np.ndarray, cell: float) -> np.ndarray:
    """How much of what is ahead of each place is free: 1 on a plain. Heights, and the breadth of places, in metres."""
    pad = int(FAR / cell) + 1
    wide = np.pad(height, pad, mode="edge")
    total = np.zeros_like(height)
    for k in range(WAYS):
        way = np.array([np.cos(2 * np.pi * k / WAYS), np.sin(2 * np.pi * k / WAYS)])
        steep = np.zeros_like(height)
        for far in np.unique(np.geomspace(1, FAR / cell, 12).astype(int)):
            dx, dy = np.round(way * far).astype(int)
            other = wide[pad + dy : pad + dy + height.shape[0], pad + dx : pad + dx + height.shape[1]]
            rise = np.maximum(other - height, 0)
            steep = np.maximum(steep, rise / np.hypot(rise, far * cell))
        total += 1 - steep
    return total / WAYS


def table(points: Grid, back: bool, unit: float, reach: tuple[float, float], size: tuple[int, int]) -> np.ndarray:
    """What is seen from the front, or from the back, laid straight: normals outward and along, openness.

    Args:
        points: the cloth.
        back: seen from the back.
        unit: metres that `reach` counts.
        reach: from where to where along the cloth.
        size: the table's rows and columns.
    """
    if back:
        points = points * np.array([-1, 1, -1], np.float32)[:, None, None]
    x, y, z = points = finer(points, FINE * points.shape[1], FINE * points.shape[2])
    normal = np.cross(np.roll(points, -1, 2) - np.roll(points, 1, 2), np.gradient(points, axis=1), axis=0)
    normal /= np.linalg.norm(normal, axis=0) + 1e-12
    row = np.rint((y / unit - reach[0]) / (reach[1] - reach[0]) * (size[0] - 1)).astype(int)
    within = (row >= 0) & (row < size[0])
    edges = []
    for pick, worst in ((np.minimum, np.inf), (np.maximum, -np.inf)):
        edge = np.full(size[0], worst)
        pick.at(edge, row[within], x[within])
        known = np.flatnonzero(np.isfinite(edge))
        edges.append(gaussian_filter1d(np.interp(np.arange(size[0]), known, edge[known]), 2, mode="nearest"))
    left, right = (edge[row.clip(0, size[0] - 1)] for edge in edges)
    across = (2 * x - left - right) / (right - left) / RIM
    column = np.rint((across + 1) / 2 * (size[1] - 1)).astype(int)
    within &= (column >= 0) & (column < size[1]) & (normal[2] > 0)
    # the nearest is drawn last
    order = np.argsort(z[within])
    drawn, known = np.zeros((*size, 3), np.float32), np.zeros(size, np.float32)
    place = row[within][order], column[within][order]
    drawn[place] = np.stack([normal[0], normal[1], z], 2)[within][order]
    known[place] = 1
    # at its ends cloth is not even
    seen = known.mean(1)
    rows = np.flatnonzero(seen > WHOLE * np.median(seen[seen > 0]))
    drawn, known = drawn[rows[0] : rows[-1] + 1], known[rows[0] : rows[-1] + 1]
    weight = np.maximum(cv2.GaussianBlur(known, (0, 0), 0.5), 1e-3)[..., None]
    drawn = cv2.GaussianBlur(drawn * known[..., None], (0, 0), 0.5) / weight
    out = np.dstack([drawn[..., :2], openness(drawn[..., 2], (reach[1] - reach[0]) * unit / size[0])])
    out[..., 0] -= gaussian_filter1d(out[..., 0].mean(0), ROUND * size[1], mode="nearest")
    # beyond the cloth's ends it is read backward
    return np.pad(out, ((rows[0], size[0] - 1 - rows[-1]), (0, 0), (0, 0)), mode="reflect")
