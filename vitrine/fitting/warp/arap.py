"""As-rigid-as-possible posing of a mesh in the plane: rotations are unit complex numbers, one sparse factorisation.

Sorkine and Alexa, As-Rigid-As-Possible Surface Modeling (2007), with the per-triangle energy of Liu et al.,
A Local/Global Approach to Mesh Parameterization (2008).
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import scipy.sparse as sp
from jaxtyping import Float
from scipy.sparse.linalg import splu

from vitrine.fitting.warp.mesh import Mesh
from vitrine.imaging.types import Points

ROUNDS: Final = 20
TETHER: Final = 1e-9
"""How strongly a vertex holds on to its initial guess: a loose shred of cloth, which nothing pulls, stays there."""


@dataclass(frozen=True, eq=False)
class Pull:
    """Soft targets: points of the mesh that should come to lie at places in the photo."""

    rows: sp.csr_array
    """(k, vertices): each row expresses a point of the mesh as a combination of vertices."""
    to: Points
    """(k, 2)"""
    weight: Float[np.ndarray, " k"]
    """Strength against the mesh's stiffness (1 = as strong as one edge)."""


def join(pulls: list[Pull]) -> Pull:
    """All targets as one."""
    return Pull(
        sp.csr_array(sp.vstack([p.rows for p in pulls])),
        np.concatenate([p.to for p in pulls]).astype(np.float32),
        np.concatenate([p.weight for p in pulls]),
    )


def similarity(
    source: Points, target: Points, weight: Float[np.ndarray, " k"], scale: float | None = None
) -> np.ndarray:
    """Complex (a, b) of the similarity z → a·z + b that brings source to target in least squares; |a| may be given."""
    s, t, w = _complex(source), _complex(target), weight / weight.sum()
    s_mid, t_mid = (w * s).sum(), (w * t).sum()
    a = (w * np.conj(s - s_mid) * (t - t_mid)).sum() / max((w * abs(s - s_mid) ** 2).sum(), 1e-9)
    if scale is not None:
        a *= scale / max(abs(a), 1e-9)
    return np.array([a, t_mid - a * s_mid])


def pose(mesh: Mesh, pull: Pull, rest: Points, start: Points, rounds: int = ROUNDS) -> Points:
    """Vertices in the photo: each triangle stays as close as it can to a turned copy of itself at rest.

    Args:
        mesh: the garment's mesh.
        pull: soft targets.
        rest: the vertices at rest, at the size at which the garment is worn, in pixels of the photo.
        start: initial guess of the vertices in the photo.
        rounds: local-global rounds.
    """
    size = _complex(rest)
    corners = mesh.triangles
    tail, head = corners.ravel(), corners[:, [1, 2, 0]].ravel()
    weight = _cotangents(size[corners]).ravel()
    edge = (size[head] - size[tail]).reshape(-1, 3)
    stiffness = _laplacian(tail, head, weight, len(size))
    pulled = pull.rows.T @ sp.diags_array(pull.weight) @ pull.rows
    solve = splu(sp.csc_matrix(stiffness + pulled + TETHER * sp.eye_array(len(size)))).solve
    now = _complex(start)
    wanted = pull.rows.T @ (pull.weight * _complex(pull.to)) + TETHER * now
    w3 = weight.reshape(-1, 3)
    for _ in range(rounds):
        moved = (now[head] - now[tail]).reshape(-1, 3)
        turn = (w3 * np.conj(edge) * moved).sum(1)
        turn /= np.maximum(abs(turn), 1e-12)
        ideal = (w3 * edge * turn[:, None]).ravel()
        right = wanted.astype(np.complex128)
        right += _sum(head, ideal, len(now)) - _sum(tail, ideal, len(now))
        now = solve(np.ascontiguousarray(right.real)) + 1j * solve(np.ascontiguousarray(right.imag))
    return np.stack([now.real, now.imag], 1).astype(np.float32)


def _complex(points: np.ndarray) -> np.ndarray:
    return points[:, 0].astype(np.float64) + 1j * points[:, 1].astype(np.float64)


def _sum(index: np.ndarray, values: np.ndarray, size: int) -> np.ndarray:
    return np.bincount(index, values.real, size) + 1j * np.bincount(index, values.imag, size)


def _cotangents(corners: np.ndarray) -> np.ndarray:
    """(t, 3): half the cotangent of the angle opposite each edge (corner i to corner i + 1)."""
    opposite = corners[:, [2, 0, 1]]
    a, b = corners - opposite, corners[:, [1, 2, 0]] - opposite
    cross = np.abs((np.conj(a) * b).imag)
    half: np.ndarray = 0.5 * (np.conj(a) * b).real / np.maximum(cross, 1e-9)
    return half


def _laplacian(tail: np.ndarray, head: np.ndarray, weight: np.ndarray, size: int) -> sp.csr_array:
    index = np.concatenate([tail, head, tail, head]), np.concatenate([tail, head, head, tail])
    values = np.concatenate([weight, weight, -weight, -weight])
    return sp.csr_array((values, index), shape=(size, size))
