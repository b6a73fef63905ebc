"""Targets: places of the garment picture and where they should come to lie in the photo."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import scipy.sparse as sp

from vitrine.fitting.warp.arap import Pull
from vitrine.fitting.warp.mesh import locate
from vitrine.fitting.warp.outline import Path
from vitrine.fitting.warp.rig import Rig
from vitrine.imaging.types import Points

SPACING: Final = 0.6
"""Distance between targets along an edge, in cells."""


@dataclass(frozen=True, eq=False)
class Pose:
    """What the solver needs."""

    pull: Pull
    rest: Points
    """Vertices at rest, at true size, in pixels of the photo."""
    start: Points
    """First guess of the vertices in the photo."""


def pull(rig: Rig, at: Path, to: Path, weight: float | np.ndarray, part: int | None = None) -> Pull:
    """Targets for places of the rig; each on its own part unless one is named."""
    points = np.stack([at.real, at.imag], 1).astype(np.float32)
    parts = rig.part_at(at) if part is None else np.full(len(at), part)
    kinds = [k for k in np.unique(parts).tolist() if k < len(rig.mesh.first) and (rig.mesh.first[k] >= 0).any()]
    chosen = np.concatenate([np.nonzero(parts == k)[0] for k in kinds])
    rows = sp.csr_array(sp.vstack([locate(rig.mesh, points[parts == k], k) for k in kinds]))
    goals = np.stack([to.real, to.imag], 1).astype(np.float32)[chosen]
    return Pull(rows, goals, np.broadcast_to(np.asarray(weight, np.float64), len(at))[chosen].copy())


def sampled(rig: Rig, path: Path) -> tuple[Path, np.ndarray]:
    """Places along an edge of the rig, SPACING apart, and their lengths from its start."""
    run = np.concatenate([[0.0], np.cumsum(np.abs(np.diff(path)))])
    count = max(2, round(run[-1] / (SPACING * rig.mesh.cell)) + 1)
    at = np.linspace(0, run[-1], count)
    return np.asarray(np.interp(at, run, path.real) + 1j * np.interp(at, run, path.imag), np.complex128), at


def points(at: Path) -> Points:
    """Complex places as (x, y)."""
    return np.stack([at.real, at.imag], 1).astype(np.float32)


def places(at: Points) -> Path:
    """(x, y) as complex places."""
    return np.asarray(at[:, 0].astype(np.float64) + 1j * at[:, 1], np.complex128)
