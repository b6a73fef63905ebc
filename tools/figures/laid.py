"""A sewn garment laid on a table: smooth shifts in the plane, gravity, friction, the front on the back."""

from collections.abc import Callable

import numpy as np
from cloth import Cloth, lengths_of
from panels import Sewn
from scipy.spatial import cKDTree

Array = np.ndarray
THICKNESS = 0.0012


def smooth_noise(points: Array, wavelength: float, seed: int, waves: int = 24) -> Array:
    """A sum of random plane waves at (n 2) points, unit variance."""
    rng = np.random.default_rng(seed)
    angle, phase = rng.uniform(0, 2 * np.pi, (2, waves))
    number = 2 * np.pi / wavelength * rng.uniform(0.6, 1.4, waves)
    k = np.stack([np.cos(angle), np.sin(angle)]) * number
    return np.cos(points @ k + phase).sum(1) * np.sqrt(2 / waves)


Pose = Callable[[Array], Array]
"""Moves (n 2) points of the flat pattern: turned sleeves, spread legs."""


def start(sewn: Sewn, seed: int, shift: float, wavelength: float, pose: Pose | None = None) -> tuple[Array, Array]:
    """Rest shape and disturbed start (n 3)."""
    flat = sewn.flat
    height = np.where(sewn.front_side > 0, 3 * THICKNESS, np.where(sewn.front_side < 0, 0, THICKNESS))
    rest = np.column_stack([flat, height])
    move = np.stack([smooth_noise(flat, wavelength, seed + k) for k in (0, 1)], 1) * shift
    extra = np.stack([smooth_noise(flat, wavelength * 0.6, seed + 10 + k) for k in (0, 1)], 1) * shift * 0.3
    lift = 0.004 * np.abs(smooth_noise(flat, 0.09, seed + 20)) * (1 + sewn.front_side.clip(0))
    posed = flat if pose is None else pose(flat)
    return rest, np.column_stack([posed + move + extra * (sewn.front_side > 0)[:, None], height + lift])


def laid(
    sewn: Sewn,
    seed: int,
    *,
    shift: float = 0.009,
    wavelength: float = 0.30,
    steps: int = 420,
    pose: Pose | None = None,
) -> Array:
    """Positions (n 3) at rest on the plane z = 0."""
    rest, position = start(sewn, seed, shift, wavelength, pose)
    cloth = Cloth(
        position, sewn.triangles, lengths_of(rest, sewn.triangles), np.ones(len(rest)), bend=4e-6, damping=0.03
    )
    back, front = np.flatnonzero(sewn.front_side < 0), np.flatnonzero(sewn.front_side > 0)
    seconds, counter = 1 / 500, [0]
    under = np.zeros(len(front), int)
    covered = np.zeros(len(front), bool)

    def contact(x: Array, before: Array) -> Array:
        if counter[0] % 12 == 0:
            distance, near = cKDTree(x[back, :2]).query(x[front, :2])
            under[:], covered[:] = back[near], distance < 0.012
        counter[0] += 1
        floor = np.zeros(len(x))
        floor[front] = np.where(covered, x[under, 2], 0) + THICKNESS
        touching = x[:, 2] < floor
        x[:, 2] = np.maximum(x[:, 2], floor)
        slide = x[:, :2] - before[:, :2]
        speed = np.linalg.norm(slide, axis=1)
        grip = np.where(touching, np.clip(1 - 2.5e-5 / (speed + 1e-12), 0, 1) * 0.6, 1.0)
        x[:, :2] = before[:, :2] + slide * grip[:, None]
        return x

    for _ in range(steps):
        cloth.step(seconds, np.array([0, 0, -9.81]), contact)
    return _calm_edges(cloth.positions, sewn)


def _calm_edges(positions: Array, sewn: Sewn) -> Array:
    """Seams lie in a smooth line: each outline vertex between its two neighbours, three times."""
    x, t = positions.copy(), sewn.triangles
    pairs = np.sort(np.concatenate([t[:, [0, 1]], t[:, [1, 2]], t[:, [2, 0]]]), 1)
    flat, seam = sewn.flat, sewn.front_side == 0
    unique = np.unique(pairs, axis=0)
    along = unique[seam[unique].all(1)]
    length = np.linalg.norm(flat[along[:, 0]] - flat[along[:, 1]], axis=1)
    along = along[length < 1.3 * np.median(length)]
    total, count = np.zeros_like(x), np.zeros(len(x))
    for _ in range(3):
        total[:], count[:] = 0, 0
        for a, b in (along.T, along.T[::-1]):
            np.add.at(total, a, x[b])
            np.add.at(count, a, 1)
        inner = (count == 2) & (np.abs(flat[:, 0]) > 0.015)  # not at the crotch, where two legs meet
        x[inner] = 0.5 * x[inner] + 0.25 * total[inner]
    return x
