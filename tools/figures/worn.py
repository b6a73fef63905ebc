"""Clothes on a figure: a surface around the body, cut to shape, eased, then hung with the cloth solver."""

from dataclasses import dataclass

import numpy as np
from body import BODY_VERTICES, Array, base, groups
from cloth import Cloth, edges_of
from scipy.sparse import coo_matrix
from scipy.spatial import cKDTree


@dataclass(frozen=True)
class Surface:
    """Triangles with skinning weights that follow the figure."""

    vertices: Array
    triangles: Array
    weights: Array


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


def tights(posed: Array, weights: Array) -> Surface:
    """The base mesh's own close-fitting suit, once divided (Loop-like): about 1.3 cm between vertices."""
    index = groups()["helper-tights"]
    member = np.zeros(len(posed), bool)
    member[index] = True
    faces = triangles_of(base().quads[member[base().quads].all(1)])
    number = np.full(len(posed), -1)
    number[index] = np.arange(len(index))
    surface = Surface(posed[index], number[faces], weights[index])
    return divided(smoothed(divided(surface), 2))


def divided(surface: Surface) -> Surface:
    edges = edges_of(surface.triangles)
    key = {(int(a), int(b)): len(surface.vertices) + i for i, (a, b) in enumerate(edges)}
    t = surface.triangles
    mid = [np.array([key[min(a, b), max(a, b)] for a, b in t[:, pair].tolist()]) for pair in ([0, 1], [1, 2], [2, 0])]
    a, b, c = t.T
    ab, bc, ca = mid
    faces = np.concatenate([np.stack(x, 1) for x in ((a, ab, ca), (ab, b, bc), (ca, bc, c), (ab, bc, ca))])
    return Surface(
        np.concatenate([surface.vertices, surface.vertices[edges].mean(1)]),
        faces,
        np.concatenate([surface.weights, surface.weights[edges].mean(1)]),
    )


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


def smoothed(surface: Surface, rounds: int) -> Surface:
    mean = averaging(len(surface.vertices), surface.triangles)
    keep = border_of(len(surface.vertices), surface.triangles)[:, None]
    x = surface.vertices
    for _ in range(rounds):
        x = np.where(keep, x, 0.5 * x + 0.5 * (mean @ x))
    return Surface(x, surface.triangles, surface.weights)


def cut(surface: Surface, field: Array, *, minimum: float = 0.12) -> Surface:
    """The part where ``field`` > 0, cut cleanly along its zero line. Corners near the line are moved onto it."""
    vertices, weights, field = surface.vertices.copy(), surface.weights.copy(), field.copy()
    edges = edges_of(surface.triangles)
    for a, b in np.concatenate([edges, edges[:, ::-1]]):
        if field[a] * field[b] < 0:
            t = field[a] / (field[a] - field[b])
            if t < minimum:
                vertices[a] += t * (vertices[b] - vertices[a])
                field[a] = 0
    crossing = edges[field[edges[:, 0]] * field[edges[:, 1]] < 0]
    t = (field[crossing[:, 0]] / (field[crossing[:, 0]] - field[crossing[:, 1]]))[:, None]
    key = {(int(a), int(b)): len(vertices) + i for i, (a, b) in enumerate(crossing)}
    vertices = np.concatenate([vertices, vertices[crossing[:, 0]] * (1 - t) + vertices[crossing[:, 1]] * t])
    weights = np.concatenate([weights, weights[crossing[:, 0]] * (1 - t) + weights[crossing[:, 1]] * t])
    out: list[list[int]] = []
    for triangle in surface.triangles.tolist():
        polygon: list[int] = []
        for k in range(3):
            a, b = triangle[k], triangle[(k + 1) % 3]
            if field[a] >= 0:
                polygon.append(a)
            new = key.get((min(a, b), max(a, b)))
            if new is not None:
                polygon.append(new)
        if max((field[v] if v < len(field) else 0.0) for v in triangle) <= 0:
            continue
        out += [[polygon[0], polygon[i], polygon[i + 1]] for i in range(1, len(polygon) - 1)]
    faces = np.array(out)
    used = np.unique(faces)
    number = np.full(len(vertices), -1)
    number[used] = np.arange(len(used))
    return Surface(vertices[used], number[faces], weights[used])


def capsule_frame(start: Array, end: Array) -> Array:
    along = end - start
    return along / np.linalg.norm(along)


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


def body_obstacle(posed: Array, drop: Array | None = None) -> Obstacle:
    faces = triangles_of(base().quads[(base().quads < BODY_VERTICES).all(1)])
    if drop is not None:
        faces = faces[~drop[faces].any(1)]
        used = np.unique(faces)
        number = np.full(len(posed), -1)
        number[used] = np.arange(len(used))
        return Obstacle.of(posed[used], number[faces])
    return Obstacle.of(posed[:BODY_VERTICES], faces)


def pushed(x: Array, tree: cKDTree, obstacle: Obstacle, gap: float, near: Array | None = None) -> Array:
    if near is None:
        near = tree.query(x)[1]
    depth = ((x - obstacle.points[near]) * obstacle.normals[near]).sum(1)
    return x + np.clip(gap - depth, 0, 0.02)[:, None] * obstacle.normals[near]


def eased(surface: Surface, ease: Array, obstacle: Obstacle, gap: float, rounds: int = 30) -> Surface:
    """Push the surface out by ``ease`` (metres, per vertex) and smooth away what the body's hollows imprint."""
    tree = cKDTree(obstacle.points)
    mean = averaging(len(surface.vertices), surface.triangles)
    keep = border_of(len(surface.vertices), surface.triangles)[:, None]
    normal = normals(surface.vertices, surface.triangles)
    x = surface.vertices
    for _ in range(10):
        x = x + normal * ease[:, None] / 10
    for _ in range(rounds):
        x = np.where(keep, 0.7 * x + 0.3 * (mean @ x), 0.4 * x + 0.6 * (mean @ x))
        x = pushed(x, tree, obstacle, gap)
    return Surface(x, surface.triangles, surface.weights)


def hung(
    surface: Surface,
    obstacle: Obstacle,
    *,
    pinned: Array,
    stretch: Array,
    gap: float = 0.004,
    steps: int = 300,
    bend: float = 2e-6,
    seed: int = 1,
) -> Array:
    """Positions after hanging under gravity. ``stretch`` (n 3) scales rest lengths along the axes: more cloth, folds."""
    rest = surface.vertices * stretch
    rng = np.random.default_rng(seed)
    x = surface.vertices + rng.normal(0, 4e-4, surface.vertices.shape)
    cloth = Cloth(x, surface.triangles, rest, np.where(pinned, 0.0, 1.0), bend=bend, damping=0.03)
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
