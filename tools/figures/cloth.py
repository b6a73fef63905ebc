"""A small cloth solver in NumPy: extended position-based dynamics (Macklin, Müller, Chentanez 2016).

Edges keep their length (almost), opposite corners of neighbouring triangles keep theirs weakly (bending). Constraints
are coloured greedily so that each colour is one vectorised Gauss-Seidel pass. Deterministic.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

Array = np.ndarray
Contact = Callable[[Array, Array], Array]  # (positions, positions before the step) -> corrected positions


def edges_of(triangles: Array) -> Array:
    pairs = np.sort(np.concatenate([triangles[:, [0, 1]], triangles[:, [1, 2]], triangles[:, [2, 0]]]), 1)
    return np.unique(pairs, axis=0)


def bends_of(triangles: Array) -> Array:
    """Pairs of corners that face each other across an inner edge."""
    corners = np.concatenate([triangles[:, [0, 1, 2]], triangles[:, [1, 2, 0]], triangles[:, [2, 0, 1]]])
    corners[:, :2].sort(axis=1)
    order = np.lexsort((corners[:, 1], corners[:, 0]))
    corners = corners[order]
    twin = (corners[1:, :2] == corners[:-1, :2]).all(1)
    return np.stack([corners[:-1][twin, 2], corners[1:][twin, 2]], 1)


def colours(pairs: Array, count: int) -> list[Array]:
    """Split pairs so that within one group no vertex occurs twice (greedy, by rounds)."""
    left, groups = np.arange(len(pairs)), []
    rng = np.random.default_rng(5)
    while len(left):
        rank = rng.permutation(len(left))
        best = np.full(count, len(left))
        np.minimum.at(best, pairs[left, 0], rank)
        np.minimum.at(best, pairs[left, 1], rank)
        free = (best[pairs[left, 0]] == rank) & (best[pairs[left, 1]] == rank)
        groups.append(left[free])
        left = left[~free]
    return _merged(pairs, groups, count)


def _merged(pairs: Array, groups: list[Array], count: int) -> list[Array]:
    """Fill early groups from later ones, so that few groups remain."""
    used = np.zeros((len(groups), count), bool)
    out: list[list[int]] = [[] for _ in groups]
    for index in np.concatenate(groups):
        a, b = pairs[index]
        group = int(np.argmin(used[:, a] | used[:, b]))
        used[group, [a, b]] = True
        out[group].append(int(index))
    return [np.array(g) for g in out if g]


def lengths_of(rest: Array, triangles: Array) -> Array:
    """Lengths of edges and bends in a rest shape (n 3)."""
    pairs = np.concatenate([edges_of(triangles), bends_of(triangles)])
    return np.linalg.norm(rest[pairs[:, 0]] - rest[pairs[:, 1]], axis=1)


@dataclass
class Cloth:
    """Positions (n 3) in metres and what holds them.

    ``lengths`` are those of ``edges_of`` and then ``bends_of`` the triangles, at rest; ``inverse_mass`` 0 pins.
    """

    positions: Array
    triangles: Array
    lengths: Array
    inverse_mass: Array
    stretch: float = 1e-9  # compliance, m/N for unit masses
    bend: float = 3e-6
    damping: float = 0.02

    def __post_init__(self) -> None:
        self.velocity = np.zeros_like(self.positions)
        self.sets = []
        edges, bends = edges_of(self.triangles), bends_of(self.triangles)
        parts = ((edges, self.lengths[: len(edges)], self.stretch), (bends, self.lengths[len(edges) :], self.bend))
        for pairs, length, compliance in parts:
            for group in colours(pairs, len(self.positions)):
                self.sets.append((pairs[group, 0], pairs[group, 1], length[group], compliance))

    def step(self, seconds: float, force: Array, contact: Contact) -> None:
        """One small step under an acceleration (3,) or (n 3); ``contact`` pushes positions out of obstacles."""
        before = self.positions
        free = (self.inverse_mass > 0)[:, None]
        self.velocity = (self.velocity + seconds * force * free) * (1 - self.damping)
        x = before + seconds * self.velocity
        w = self.inverse_mass
        for a, b, length, compliance in self.sets:
            gap = x[a] - x[b]
            distance = np.sqrt((gap * gap).sum(1)) + 1e-12
            share = (distance - length) / (w[a] + w[b] + compliance / seconds**2 + 1e-12) / distance
            move = gap * share[:, None]
            x[a] -= w[a, None] * move
            x[b] += w[b, None] * move
        x = np.where(free, contact(x, before), before)
        self.velocity = (x - before) / seconds
        self.positions = x
