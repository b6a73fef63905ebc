"""Hang trunks of tops and make the tables of their relief. ``python tools/trunks.py FOLDER``

A tube of cloth, wider than who wears it, is held at its neck and its armholes and falls on a torso that brings its arms
down, sways, turns and sinks: what is too much of the cloth falls in folds, from the armpits, above hips and belly, to the hem.
Every one is of another cut and of another stance. Cloth is a grid of points whose distances are kept (position based,
Gauss-Seidel on every other pair), first coarse, then twice as fine and again: broad folds come first, fine ones on them.

Writes the trunks into ``vitrine/weights/folds.png`` and, to look at, FOLDER/lit.png. Some ten CPU seconds a trunk, two
tables each: front and back.
"""

import argparse
from dataclasses import dataclass, field
from pathlib import Path

import cv2
import numpy as np
from folds import OUT, openness, packed
from scipy.ndimage import gaussian_filter1d

from vitrine.fitting.warp.relief import BANK, RANGE, ROWS, TRUNK, folds, limb, lit

TORSO = 0.52
"""From neck to hips, metres: what the rows of tables are measured in."""
LEVELS = ((44, 52, 1200, 0.6), (88, 104, 900, 0.85), (176, 208, 800, 1.0))
"""Rows and columns of the grid, steps, and how far the motion has come at their end."""
STEP = 1 / 500
"""Seconds a step on the coarsest grid; on finer ones as much less as they are finer, or cloth would stretch."""
SQUEEZED, SHEARED = 0.6, 0.24
"""How much of a squeeze, and of a shear, a step takes back: all of a stretch."""
BENDS = {44: 0.0015, 88: 0.004, 176: 0.008}
"""How much of the bending a step takes back, by the grid's rows."""
DRAG, FASTEST = 0.992, 2.5
"""Speed that is left after a step, and the most, m/s."""
DEEP = np.array([-0.1, 0, 0.1, 0.2, 0.32, 0.5, 0.62, 0.8, 0.98, 1.15, 1.5])
"""Depths at which the torso is known, 0 neck and 1 hips; half its breadth and half its thickness there, metres."""
WIDE = np.array([0.155, 0.175, 0.175, 0.165, 0.16, 0.142, 0.136, 0.151, 0.166, 0.168, 0.165])
THICK = np.array([0.052, 0.058, 0.08, 0.1, 0.11, 0.103, 0.1, 0.107, 0.115, 0.115, 0.112])
ARMHOLE, ARM = 0.27, 0.16
"""How deep the armhole reaches, and half the angle that it takes of the tube."""
RIM = 0.97
"""Share of the trunk's breadth that is read: at its very edge the picture is steep."""
ROUND = 10
"""Blur of what is taken for the trunk's roundness across, columns."""
FINE = 3
"""Points read for each of the grid's."""
Grid = np.ndarray
"""3 × rows × columns: x to the right, y down, z ahead; columns go around, the first ahead."""


@dataclass
class Hanging:
    """One cut and one stance, drawn by chance."""

    seed: int
    rng: np.random.Generator = field(init=False)

    def __post_init__(self) -> None:
        self.rng = rng = np.random.default_rng(self.seed)
        draw = rng.uniform
        self.ease, self.length, self.hem = draw(0.04, 0.2), draw(1.2, 1.32) * TORSO, draw(-0.1, 0.02)
        self.bends, self.sticks = draw(0.15, 0.45), draw(0.9, 0.99)
        # gravity, m/s²: less than there is, for cloth that is as soft as this and sticks as little
        self.pull = draw(1.2, 3.5)
        # arms: how far they lift the cloth when they are out, and how much closer the armholes are when they hang
        self.lifted, self.closer = draw(0.03, 0.07), draw(0.008, 0.03)
        self.sways, self.turns, self.sinks = draw(-0.05, 0.05), draw(-0.45, 0.45), draw(0.03, 0.09)
        self.tilts, self.bows, self.bust = draw(-0.03, 0.03), draw(-0.02, 0.04), draw(0.008, 0.025)
        # worn and washed cloth is not even: here and there it has grown a little
        grown, size, upright = draw(0.03, 0.08), draw(5, 13), draw(0.7, 1.4)
        rows, columns = LEVELS[-1][:2]
        fades = np.clip((np.arange(rows) / rows - 0.08) / 0.2, 0, 1)[:, None]
        self.grown = []
        for tall in (upright, 1 / upright):
            noise = cv2.GaussianBlur(
                np.tile(rng.normal(0, 1, (rows, columns)), 3), (0, 0), sigmaX=size / tall, sigmaY=size * tall
            )
            noise = noise[:, columns : 2 * columns]
            self.grown.append((1 + grown * np.maximum(noise / noise.std(), -0.3) * fades).astype(np.float32))

    def rest(self, rows: int, columns: int) -> tuple[Grid, Grid]:
        """The distances of the grid's points along and around, when nothing pulls."""
        down = np.linspace(0, self.length, rows)
        a, b = section(down)
        around = np.pi * (3 * (a + b) - np.sqrt((3 * a + b) * (a + 3 * b))) * (1 + self.ease)
        chest = round(0.3 * rows)
        hips = 2 * np.pi * np.sqrt((WIDE.max() ** 2 + THICK.max() ** 2) / 2) * (1.03 + self.ease / 2 + self.hem)
        around[chest:] = np.maximum(around[chest:], around[chest])
        below = np.clip((down - 0.3 * TORSO) / (self.length - 0.3 * TORSO), 0, 1)
        around += below * max(0.0, hips - around[chest])
        along, across = (cv2.resize(m, (columns, rows), interpolation=cv2.INTER_AREA) for m in self.grown)
        return (self.length / (rows - 1) * along).astype(np.float32), (around[:, None] / columns * across).astype(
            np.float32
        )

    def on_body(self, points: Grid, stance: float) -> np.ndarray:
        """Move points out of the torso, in place; where they lie on it. `stance`: how far it has come to stand."""
        x, y, z = points
        deep = np.clip(y / np.float32(TORSO), -0.1, 1.4)
        swayed = self.sways * np.sin(np.pi * min(1.3 * stance, 1)) * np.sin(np.pi * np.clip(deep, 0, 1.2) / 1.2)
        middle = swayed + self.tilts * stance * (deep - 0.6)
        ahead = self.bows * stance * np.sin(np.pi * deep / 1.1)
        turned = self.turns * (0.6 * np.sin(np.pi * stance) + 0.4 * stance) * (deep - 0.2)
        cos, sin = np.cos(turned), np.sin(turned)
        own_x, own_z = cos * (x - middle) - sin * (z - ahead), sin * (x - middle) + cos * (z - ahead)
        a, b = section(y)
        breasts = np.exp(-(((y - 0.37 * TORSO) / 0.065) ** 2) - ((np.abs(own_x) - 0.07) / 0.065) ** 2)
        b = np.where(own_z > 0, b + self.bust * breasts, b)
        inside = np.sqrt((own_x / a) ** 2 + (own_z / b) ** 2)
        lies = inside < 1
        out = np.where(lies, 1 / np.maximum(inside, 0.05), 1)
        own_x, own_z = own_x * out, own_z * out
        points[0], points[2] = cos * own_x + sin * own_z + middle, cos * own_z - sin * own_x + ahead
        return lies

    def held(self, points: Grid, stance: float, raised: float) -> None:
        """Set the points at neck and armholes, in place; `raised`: how far the arms are."""
        rows, columns = points.shape[1:]
        angle = np.arange(columns) / columns * 2 * np.pi
        side, way = np.abs(np.sin(angle)), np.sign(np.sin(angle))
        a, b = (float(m[0]) for m in section(np.zeros(1)))
        sunk, up = self.sinks * stance, -self.lifted * raised
        points[0, 0] = a * np.sin(angle) * (1 + 0.1 * raised)
        points[1, 0] = 0.028 * TORSO * side**2 + sunk + up * side**4
        points[2, 0] = b * np.cos(angle)
        down = np.arange(rows) * self.length / (rows - 1)
        hole = np.flatnonzero(down <= ARMHOLE * TORSO)
        arm = np.flatnonzero(side > np.cos(ARM))
        there = np.ix_(hole, arm)
        share = (down[hole] / (ARMHOLE * TORSO))[:, None]
        out = a + (0.155 + 0.03 * self.ease - a) * share**1.5 + 0.03 * raised - self.closer * (1 - raised) * share
        points[0][there] = out * way[arm]
        points[1][there] = 0.93 * down[hole][:, None] + 0.028 * TORSO + sunk + up
        points[2][there] = (b + 0.03 * share) * np.cos(angle[arm])


def section(y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Half the torso's breadth and thickness at depths in metres."""
    at = np.clip((y / np.float32(TORSO) - DEEP[0]) / (DEEP[-1] - DEEP[0]) * (len(_SECTIONS[0]) - 1), 0, None)
    index = np.minimum(at.astype(np.int32), len(_SECTIONS[0]) - 1)
    return _SECTIONS[0][index], _SECTIONS[1][index]


_EVEN = np.linspace(DEEP[0], DEEP[-1], 400)
_SECTIONS = [gaussian_filter1d(np.interp(_EVEN, DEEP, m), 7, mode="nearest").astype(np.float32) for m in (WIDE, THICK)]


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


def hung(by: Hanging) -> Grid:
    """The cloth when it has come to rest."""
    points, before = None, 0.0
    for rows, columns, steps, after in LEVELS:
        along, around = by.rest(rows, columns)
        if points is None:
            angle = np.arange(columns) / columns * 2 * np.pi
            wide = (around.sum(1) / (2 * np.pi))[:, None]
            down = np.linspace(0, by.length, rows)[:, None] + 0 * angle
            points = np.stack([1.25 * wide * np.sin(angle), down, 0.75 * wide * np.cos(angle)]).astype(np.float32)
        else:
            points = finer(points, rows, columns) + by.rng.normal(0, 3e-4, (3, rows, columns)).astype(np.float32)
        speed, step = np.zeros_like(points), np.float32(STEP * LEVELS[0][0] / rows)
        for k in range(steps):
            motion = before + (after - before) * min(1.0, k / (0.75 * steps))
            raised = 1 - min(motion / 0.45, 1)
            raised, stance = raised * raised * (3 - 2 * raised), max((motion - 0.3) / 0.7, 0)
            was = points.copy()
            speed *= np.float32(DRAG)
            speed[1] += np.float32(by.pull) * step
            points += speed * step
            relax(points, along, around, by.bends * BENDS[rows])
            lies = by.on_body(points, stance)
            by.held(points, stance, raised)
            speed = (points - was) / step
            speed *= np.where(lies, np.float32(1 - by.sticks), np.float32(1))
            speed *= np.minimum(1, FASTEST / np.maximum(np.sqrt((speed * speed).sum(0)), 1e-6)).astype(np.float32)
        before = after
    points[1] -= by.sinks
    return points


def finer(points: Grid, rows: int, columns: int) -> Grid:
    """The points of a grid that has as many rows and columns."""
    wide = np.concatenate([points[:, :, -4:], points, points[:, :, :4]], 2)
    x = np.arange(columns, dtype=np.float32) * np.float32(points.shape[2] / columns) + 4
    y = np.linspace(0, points.shape[1] - 1, rows, dtype=np.float32)
    x, y = np.tile(x, (rows, 1)), np.tile(y[:, None], (1, columns))
    return np.stack([cv2.remap(m, x, y, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE) for m in wide])


def table(points: Grid, back: bool) -> np.ndarray:
    """What is seen from the front, or from the back, laid straight: normals outward and along, openness."""
    if back:
        points = points * np.array([-1, 1, -1], np.float32)[:, None, None]
    x, y, z = points = finer(points, FINE * points.shape[1], FINE * points.shape[2])
    normal = np.cross(np.roll(points, -1, 2) - np.roll(points, 1, 2), np.gradient(points, axis=1), axis=0)
    normal /= np.linalg.norm(normal, axis=0) + 1e-12
    low, high = RANGE["trunk"]
    row = np.rint((y / TORSO - low) / (high - low) * (ROWS - 1)).astype(int)
    within = (row >= 0) & (row < ROWS)
    edges = []
    for pick, worst in ((np.minimum, np.inf), (np.maximum, -np.inf)):
        edge = np.full(ROWS, worst)
        pick.at(edge, row[within], x[within])
        known = np.flatnonzero(np.isfinite(edge))
        edges.append(gaussian_filter1d(np.interp(np.arange(ROWS), known, edge[known]), 2, mode="nearest"))
    left, right = (edge[row.clip(0, ROWS - 1)] for edge in edges)
    across = (2 * x - left - right) / (right - left) / RIM
    column = np.rint((across + 1) / 2 * (TRUNK - 1)).astype(int)
    within &= (column >= 0) & (column < TRUNK) & (normal[2] > 0)
    # the nearest is drawn last
    order = np.argsort(z[within])
    drawn, known = np.zeros((ROWS, TRUNK, 3), np.float32), np.zeros((ROWS, TRUNK), np.float32)
    place = row[within][order], column[within][order]
    drawn[place] = np.stack([normal[0], normal[1], z], 2)[within][order]
    known[place] = 1
    rows = np.flatnonzero(known.any(1))
    drawn, known = drawn[rows[0] : rows[-1] + 1], known[rows[0] : rows[-1] + 1]
    weight = np.maximum(cv2.GaussianBlur(known, (0, 0), 0.7), 1e-3)[..., None]
    drawn = cv2.GaussianBlur(drawn * known[..., None], (0, 0), 0.7) / weight
    out = np.dstack([drawn[..., :2], openness(drawn[..., 2], (high - low) * TORSO / ROWS)])
    out[..., 0] -= gaussian_filter1d(out[..., 0].mean(0), ROUND, mode="nearest")
    return np.pad(out, ((rows[0], ROWS - 1 - rows[-1]), (0, 0), (0, 0)), mode="reflect")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    args = parser.parse_args()
    args.folder.mkdir(parents=True, exist_ok=True)
    parts = []
    for seed in range(BANK // 2):
        points = hung(Hanging(seed))
        parts += [table(points, back) for back in (False, True)]
        print(seed, flush=True)
    kept = cv2.imread(str(OUT))[:, BANK * TRUNK :]
    cv2.imwrite(str(OUT), np.concatenate([packed(parts), kept], 1), [cv2.IMWRITE_PNG_COMPRESSION, 9])
    down = limb([0j, 100j], 1 + 0j)
    light = [lit(part.astype(np.float32), down, 0.3, RANGE["trunk"]) for part in parts]
    shown = np.concatenate([np.concatenate([one, folds(one)]) for one in light], 1)
    grey = np.clip(140 * (1 + shown), 0, 255).astype(np.uint8)
    cv2.imwrite(str(args.folder / "lit.png"), cv2.resize(grey, None, fx=1.6, fy=2, interpolation=cv2.INTER_CUBIC))


if __name__ == "__main__":
    main()
