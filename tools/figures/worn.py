"""Clothes on a figure: a surface around the body, cut to shape, eased, then hung with the cloth solver."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from body import BODY_VERTICES, Array, base, groups
from cloth import Cloth, bends_of, edges_of
from scipy.sparse import coo_matrix
from scipy.spatial import cKDTree


@dataclass(frozen=True)
class Surface:
    """Triangles that follow the figure: skinning weights, and where each vertex is with the arms raised."""

    vertices: Array
    triangles: Array
    weights: Array
    rest: Array
    suit: Array  # vertices before they were eased

    def mixed(self, vertices: Array, triangles: Array, pick: Callable[[Array], Array]) -> "Surface":
        """A surface whose further columns are picked from this one's."""
        return Surface(vertices, triangles, pick(self.weights), pick(self.rest), vertices)


def triangles_of(quads: Array) -> Array:
    split = np.concatenate([quads[:, [0, 1, 2]], quads[:, [0, 2, 3]]])
    return split[(split[:, 0] != split[:, 2]) & (split[:, 1] != split[:, 2])]


def normals(vertices: Array, triangles: Array) -> Array:
    a, b, c = (vertices[triangles[:, k]] for k in range(3))
    face = np.cross(b - a, c - a)
    out = np.zeros_like(vertices)
    for k in range(3):
        np.add.at(out, triangles[:, k], face)
    return out / (np.linalg.norm(out, axis=1, keepdims=True) + 1e-12)


def tights(posed: Array, weights: Array, rest: Array) -> Surface:
    """The base mesh's own close-fitting suit, divided twice: about 7 mm between vertices."""
    return divided(shell("helper-tights", posed, weights, rest))


def shell(group: str, posed: Array, weights: Array, rest: Array) -> Surface:
    """One of the base mesh's own surfaces to cut clothes from, divided once: about 14 mm between vertices."""
    index = groups()[group]
    member = np.zeros(len(posed), bool)
    member[index] = True
    faces = triangles_of(base().quads[member[base().quads].all(1)])
    number = np.full(len(posed), -1)
    number[index] = np.arange(len(index))
    surface = Surface(posed[index], number[faces], weights[index], rest[index], posed[index])
    return smoothed(divided(surface), 2)


def divided(surface: Surface) -> Surface:
    edges = edges_of(surface.triangles)
    key = {(int(a), int(b)): len(surface.vertices) + i for i, (a, b) in enumerate(edges)}
    t = surface.triangles
    mid = [np.array([key[min(a, b), max(a, b)] for a, b in t[:, pair].tolist()]) for pair in ([0, 1], [1, 2], [2, 0])]
    a, b, c = t.T
    ab, bc, ca = mid
    faces = np.concatenate([np.stack(x, 1) for x in ((a, ab, ca), (ab, b, bc), (ca, bc, c), (ab, bc, ca))])

    def with_middles(values: Array) -> Array:
        return np.concatenate([values, values[edges].mean(1)])

    return surface.mixed(with_middles(surface.vertices), faces, with_middles)


def averaging(count: int, triangles: Array) -> coo_matrix:
    edges = edges_of(triangles)
    both = np.concatenate([edges, edges[:, ::-1]])
    degree = np.bincount(both[:, 0], minlength=count).clip(1)
    return coo_matrix((1 / degree[both[:, 0]], (both[:, 0], both[:, 1])), (count, count)).tocsr()


def border_of(count: int, triangles: Array) -> Array:
    pairs = np.sort(np.concatenate([triangles[:, [0, 1]], triangles[:, [1, 2]], triangles[:, [2, 0]]]), 1)
    unique, times = np.unique(pairs, axis=0, return_counts=True)
    out = np.zeros(count, bool)
    out[unique[times == 1]] = True
    return out


def border_averaging(count: int, triangles: Array) -> coo_matrix:
    """Mean of a border vertex's two neighbours along the border; other vertices keep themselves."""
    pairs = np.sort(np.concatenate([triangles[:, [0, 1]], triangles[:, [1, 2]], triangles[:, [2, 0]]]), 1)
    unique, times = np.unique(pairs, axis=0, return_counts=True)
    rim = unique[times == 1]
    both = np.concatenate([rim, rim[:, ::-1]])
    degree = np.bincount(both[:, 0], minlength=count)
    own = np.flatnonzero(degree == 0)
    rows, columns = np.concatenate([both[:, 0], own]), np.concatenate([both[:, 1], own])
    return coo_matrix((1 / degree.clip(1)[rows], (rows, columns)), (count, count)).tocsr()


def smoothed(surface: Surface, rounds: int) -> Surface:
    mean = averaging(len(surface.vertices), surface.triangles)
    keep = border_of(len(surface.vertices), surface.triangles)[:, None]
    x, rest = surface.vertices, surface.rest
    for _ in range(rounds):
        x, rest = (np.where(keep, v, 0.5 * v + 0.5 * (mean @ v)) for v in (x, rest))
    return replace(surface, vertices=x, rest=rest, suit=x)


def cut(surface: Surface, field: Array, *, minimum: float = 0.12) -> Surface:
    """The part where ``field`` > 0, cut cleanly along its zero line. Corners near the line are moved onto it."""
    columns = np.concatenate([surface.vertices, surface.weights, surface.rest], 1)
    field = field.copy()
    edges = edges_of(surface.triangles)
    for a, b in np.concatenate([edges, edges[:, ::-1]]):
        if field[a] * field[b] < 0:
            t = field[a] / (field[a] - field[b])
            if t < minimum:
                columns[a] += t * (columns[b] - columns[a])
                field[a] = 0
    crossing = edges[field[edges[:, 0]] * field[edges[:, 1]] < 0]
    t = (field[crossing[:, 0]] / (field[crossing[:, 0]] - field[crossing[:, 1]]))[:, None]
    key = {(int(a), int(b)): len(field) + i for i, (a, b) in enumerate(crossing)}
    columns = np.concatenate([columns, columns[crossing[:, 0]] * (1 - t) + columns[crossing[:, 1]] * t])
    out: list[list[int]] = []
    for triangle in surface.triangles.tolist():
        if max(field[v] for v in triangle) <= 0:
            continue
        polygon: list[int] = []
        for k in range(3):
            a, b = triangle[k], triangle[(k + 1) % 3]
            if field[a] >= 0:
                polygon.append(a)
            new = key.get((min(a, b), max(a, b)))
            if new is not None:
                polygon.append(new)
        out += [[polygon[0], polygon[i], polygon[i + 1]] for i in range(1, len(polygon) - 1)]
    faces = np.array(out)
    used = np.unique(faces)
    number = np.full(len(columns), -1)
    number[used] = np.arange(len(used))
    kept = columns[used]
    return Surface(kept[:, :3], number[faces], kept[:, 3:-3], kept[:, -3:], kept[:, :3])


@dataclass(frozen=True)
class Obstacle:
    """What cloth may not enter: points with outward normals, and how far to stay off."""

    points: Array
    normals: Array

    @staticmethod
    def of(vertices: Array, triangles: Array) -> "Obstacle":
        normal = normals(vertices, triangles)
        centre = vertices[triangles].mean(1)
        face = normal[triangles].mean(1)
        face /= np.linalg.norm(face, axis=1, keepdims=True) + 1e-12
        return Obstacle(np.concatenate([vertices, centre]), np.concatenate([normal, face]))

    def joined(self, other: "Obstacle") -> "Obstacle":
        return Obstacle(np.concatenate([self.points, other.points]), np.concatenate([self.normals, other.normals]))


def body_obstacle(posed: Array, drop: Array, rounds: int = 3) -> Obstacle:
    """The body without the vertices in ``drop``, a little smoothed, since cloth bridges what is small."""
    faces = triangles_of(base().quads[(base().quads < BODY_VERTICES).all(1)])
    faces = faces[~drop[faces].any(1)]
    used = np.unique(faces)
    number = np.full(len(posed), -1)
    number[used] = np.arange(len(used))
    faces, x = number[faces], posed[used]
    mean = averaging(len(x), faces)
    for _ in range(rounds):
        x = 0.5 * x + 0.5 * (mean @ x)
    return Obstacle.of(x, faces)


def pushed(x: Array, tree: cKDTree, obstacle: Obstacle, gap: float, near: Array | None = None) -> Array:
    if near is None:
        near = tree.query(x)[1]
    depth = ((x - obstacle.points[near]) * obstacle.normals[near]).sum(1)
    return x + np.clip(gap - depth, 0, 0.02)[:, None] * obstacle.normals[near]


def eased(surface: Surface, ease: Array, obstacle: Obstacle, gap: float, rounds: int = 30) -> Surface:
    """Push the surface out by ``ease`` (metres, per vertex) and smooth away what the body's hollows imprint."""
    tree = cKDTree(obstacle.points)
    count = len(surface.vertices)
    mean, rim = averaging(count, surface.triangles), border_averaging(count, surface.triangles)
    border = border_of(count, surface.triangles)[:, None]
    normal = normals(surface.vertices, surface.triangles)
    x = surface.vertices + normal * ease[:, None]
    for _ in range(rounds):
        x = np.where(border, 0.5 * x + 0.5 * (rim @ x), 0.4 * x + 0.6 * (mean @ x))
        x = pushed(x, tree, obstacle, gap)
    return replace(surface, vertices=x)


def _lengths(surface: Surface, pairs: Array, stretch: Array, raised: float) -> Array:
    a, b = pairs.T
    now = np.linalg.norm((surface.vertices[a] - surface.vertices[b]) * stretch, axis=1)
    posed = np.linalg.norm(surface.suit[a] - surface.suit[b], axis=1) + 1e-4
    rest = np.linalg.norm(surface.rest[a] - surface.rest[b], axis=1) + 1e-4
    return now * np.clip(rest / posed, 1.0, 1.5) ** raised


def hung(
    surface: Surface,
    obstacle: Obstacle,
    *,
    pinned: Array,
    stretch: Array,
    gap: float = 0.004,
    steps: int = 340,
    bend: float = 3e-5,
    raised: float = 0.9,
    seed: int = 1,
) -> Array:
    """Positions after hanging under gravity.

    ``stretch`` scales rest lengths along the axes: more cloth, more folds. Where the figure's arms came down, the
    cloth keeps the length it had with them raised, which gives the folds at the armpits.
    """
    pairs = np.concatenate([edges_of(surface.triangles), bends_of(surface.triangles)])
    lengths = _lengths(surface, pairs, stretch, raised)
    rng = np.random.default_rng(seed)
    x = surface.vertices + rng.normal(0, 4e-4, surface.vertices.shape)
    cloth = Cloth(x, surface.triangles, lengths, np.where(pinned, 0.0, 1.0), bend=bend, damping=0.03)
    tree = cKDTree(obstacle.points)
    near = [tree.query(x)[1]]
    counter = [0]

    def contact(x: Array, before: Array) -> Array:
        counter[0] += 1
        if counter[0] % 4 == 0:
            near[0] = tree.query(x)[1]
        out = pushed(x, tree, obstacle, gap, near[0])
        touching = np.abs(out - x).max(1) > 0
        slide = out - before
        return np.where(touching[:, None], before + slide * 0.8, out)

    for _ in range(steps):
        cloth.step(1 / 400, np.array([0, 0, -9.81]), contact)
    return cloth.positions
