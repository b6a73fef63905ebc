"""Where each pixel lies on the skeleton: along the torso, on an arm, by a foot."""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float32

from vitrine.imaging.types import Mask
from vitrine.people.body import unit_of

Field = Float32[np.ndarray, "h w"]


@dataclass(frozen=True, eq=False)
class Skeleton:
    """Fields over a picture; lengths are shares of the person's unit (see `unit_of`)."""

    unit: float
    """Pixels of one unit."""
    down: Field
    """0 at the shoulders, 1 at the hips, beyond 1 below them."""
    across: Field
    """Signed distance from the torso's axis."""
    arms: tuple[Mask, Mask, Mask, Mask]
    """1 where the pixel lies on an upper arm or forearm (left, left, right, right) and not on the torso."""
    cores: tuple[Mask, Mask, Mask, Mask]
    """The same limbs close to their bones."""
    head: Field
    """Distance from the head's centre."""
    foot: Field
    """Distance from the feet's bones (ankle, heel, toe), or 9 if no foot is in sight."""
    knee: float
    """`down` at the knees."""
    ankle: float
    """`down` at the ankles."""


def skeleton(
    landmarks: Float32[np.ndarray, "33 2"], visibility: Float32[np.ndarray, "33"], shape: tuple[int, int]
) -> Skeleton:
    """Fields of a pose over a picture of `shape` (rows, columns)."""
    unit = unit_of(landmarks)
    columns, rows = np.meshgrid(np.arange(shape[1], dtype=np.float32), np.arange(shape[0], dtype=np.float32))
    grid = np.stack([columns, rows], -1)
    neck, hips = landmarks[[11, 12]].mean(0), landmarks[[23, 24]].mean(0)
    axis = hips - neck
    length = max(float(np.linalg.norm(axis)), 1.0)
    axis = axis / length
    sideways = np.array([-axis[1], axis[0]], np.float32)
    off = grid - neck
    down = (off @ axis.astype(np.float32)) / length
    # below the hips a leaning torso's axis would miss the legs: go on straight down the picture
    below = (rows - hips[1]) / max(abs(float(hips[1] - neck[1])), 1.0) + 1
    down = np.where((down > 1) & (below > 0.8), below, down)
    across = (off @ sideways) / unit
    limbs = [bone(grid, landmarks[a], landmarks[b]) / unit for a, b in ((11, 13), (13, 15), (12, 14), (14, 16))]
    half = np.abs((landmarks[11] - landmarks[12]) @ sideways) / 2 / unit
    outside = np.abs(across) - (half - 0.06)
    beside = _step(outside, 0.04)
    arms = [(_step(0.2 - limb, 0.03) * beside).astype(np.float32) for limb in limbs]
    cores = [(limb < 0.05).astype(np.float32) for limb in limbs]
    feet = [
        bone(grid, a, b)
        for ankle, heel, toe in ((27, 29, 31), (28, 30, 32))
        if visibility[ankle] > 0.3
        # below the ankle: a trouser leg ends there
        for instep in [0.6 * landmarks[ankle] + 0.4 * landmarks[heel]]
        for a, b in ((instep, landmarks[heel]), (landmarks[heel], landmarks[toe]), (instep, landmarks[toe]))
    ]
    foot = np.min(feet, 0) / unit if feet else np.full(shape, 9.0)
    head = np.linalg.norm(grid - landmarks[:11].mean(0), axis=2) / unit
    legs = [(landmarks[pair, 1].mean() - hips[1]) / max(hips[1] - neck[1], 1.0) + 1 for pair in ([25, 26], [27, 28])]
    return Skeleton(
        unit,
        down.astype(np.float32),
        across.astype(np.float32),
        (arms[0], arms[1], arms[2], arms[3]),
        (cores[0], cores[1], cores[2], cores[3]),
        head.astype(np.float32),
        foot.astype(np.float32),
        float(legs[0]),
        float(legs[1]),
    )


def bone(grid: Float32[np.ndarray, "h w 2"], a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Distance of each point from the segment a b, in pixels."""
    span = (b - a).astype(np.float32)
    t = np.clip(((grid - a) @ span) / max(float(span @ span), 1e-6), 0, 1)
    return np.asarray(np.linalg.norm(grid - a - t[..., None] * span, axis=2))


def _step(value: np.ndarray, width: float) -> np.ndarray:
    return np.asarray(1 / (1 + np.exp(np.clip(-value / width, -40, 40))))
