"""The trunk beneath the clothes: how high it rises, with the person's sides where cloth does not stand off."""

from typing import Final

import numpy as np
from jaxtyping import Float32

from vitrine.imaging.masks import among
from vitrine.imaging.types import Labels, Region
from vitrine.people.legs import FAR_OFF, near
from vitrine.people.person import CLASSES
from vitrine.people.wrists import Xy

Grid = Float32[np.ndarray, "rows columns 2"]
"""(x, y) of a grid of places in a photo, which may be coarser than its pixels."""
Heights = Float32[np.ndarray, "rows columns"]

TRUNK: Final = (0.12, 0.25, 0.45, 0.65, 0.85, 1.0, 1.15)
"""Levels of the trunk: 0 at the shoulders, 1 at the hips."""
HALF: Final = (0.49, 0.50, 0.46, 0.42, 0.46, 0.52, 0.53)
"""Usual half breadth there, as a share of the unit."""
LOOSE: Final = 1.2
"""What stands off by more than this times the usual breadth is cloth, not body."""
HANGING: Final = 1.12
"""Breadth at the hips over the usual one from which on a dress or a top hangs past them: from the chest down its
outline is its own."""
CHEST: Final = 0.4
"""Level from which on that holds."""
LOW: Final = 0.6
"""Level down to which a sleeve's corner may stand off beside the trunk."""
CORNER: Final = 0.06
"""Steps, in levels, in which the person's edge is looked for below it."""
BUILD: Final = (0.95, 1.2)
"""What the breadth of bare arms, over the usual one, says of a trunk that nobody sees; within these."""
OUTERWEAR, BOTTOMS = CLASSES.index("outerwear"), CLASSES.index("bottoms")
LOOSELY: Final = tuple(CLASSES.index(name) for name in ("top", "outerwear", "dress"))


def trunk(grid: Grid, joints: dict[str, Xy], free: Region, labels: Labels, arms: float, unit: float) -> Heights:
    """Squared height of the trunk: an elliptic cylinder with the person's sides, where cloth does not stand off.

    Args:
        grid: where.
        joints: by name, (x, y).
        free: where the person is, without the arms.
        labels: of the person image, indices into CLASSES.
        arms: breadth of the arms over the usual one.
        unit: the person's unit.
    """
    neck = np.array(joints["neck"], np.float32)
    hips = (np.array(joints["hip-left"], np.float32) + np.array(joints["hip-right"], np.float32)) / 2
    axis = hips - neck
    length = max(float(np.linalg.norm(axis)), 1.0)
    axis = axis / length
    sideways = np.array([-axis[1], axis[0]], np.float32)
    if float(sideways @ (np.array(joints["shoulder-left"], np.float32) - neck)) < 0:
        sideways = -sideways
    whole = np.full(grid.shape[:2], FAR_OFF, np.float32)
    window = near(grid, np.minimum(neck, hips) - unit, np.maximum(neck, hips) + unit)
    grid = grid[window]
    down = (grid - neck) @ axis / length
    across = (grid - neck) @ sideways
    levels, usual = np.array(TRUNK), np.array(HALF) * unit
    along = neck + axis * length * levels[:, None]
    below = axis * length * np.float32(CORNER)
    sides = {
        sign: _beneath_sleeves(
            [
                min(
                    (_side(free, labels, at + k * below, sign * sideways, float(b)) for k in range(3 if high else 1)),
                    key=lambda side: (not side[1], side[0]),
                )
                for at, b, high in zip(along, usual, levels < LOW, strict=True)
            ],
            usual,
        )
        for sign in (1, -1)
    }
    hangs = _hangs(sides, along, sideways, among(labels, LOOSELY), usual)
    most = np.where(hangs & (levels > CHEST), np.clip(arms, *BUILD), LOOSE)
    half = {sign: np.interp(down, levels, np.clip(far, 0.8 * usual, most * usual)) for sign, far in sides.items()}
    breadth = np.where(across > 0, half[1], half[-1])
    # both ends are rounded: shoulders above, the pelvis between the legs below
    ends = np.clip((down - 0.06) / 0.16, -1, 0) ** 2 + np.clip((down - 1.0) / 0.22, 0, 2) ** 2
    depth = 0.3 * (half[1] + half[-1])
    whole[window] = depth**2 * (1 - (across / breadth) ** 2 - ends)
    return whole


def _hangs(
    sides: dict[int, np.ndarray], along: np.ndarray, sideways: np.ndarray, cloth: Region, usual: np.ndarray
) -> bool:
    """Whether cloth from the shoulders hangs past the hips, as an A-line dress does."""
    low = [far[-2:] for far in sides.values()]
    edge = np.concatenate([along[-2:] + sign * sideways * 0.9 * far[-2:, None] for sign, far in sides.items()])
    x, y = (np.clip(np.round(edge[:, k]).astype(int), 0, cloth.shape[1 - k] - 1) for k in (0, 1))
    return bool(cloth[y, x].all() and np.mean(low / usual[-2:]) > HANGING)


def _beneath_sleeves(sides: list[tuple[float, bool]], usual: np.ndarray) -> np.ndarray:
    """Half the trunk's breadth at its levels: what ends at an arm, a sleeve's cloth in between, is only the most it is.

    There it is no broader than right below, where it ends at the scene, if it is broader than usual.
    """
    found = np.array([far for far, _ in sides])
    for level in reversed(range(len(sides) - 1)):
        if not sides[level][1]:
            found[level] = min(found[level], max(found[level + 1], usual[level]))
    return found


def _side(free: Region, labels: Labels, centre: np.ndarray, out: np.ndarray, usual: float) -> tuple[float, bool]:
    """Distance from the axis to the person's edge, the usual one where an arm hides it; whether the scene is there."""
    steps = np.arange(0.5 * usual, 1.6 * usual)
    at = np.round(centre + out * steps[:, None]).astype(int)
    ok = (at[:, 0] >= 0) & (at[:, 1] >= 0) & (at[:, 0] < free.shape[1]) & (at[:, 1] < free.shape[0])
    if not ok.all() or not len(steps):
        return usual, False
    line, seen = free[at[:, 1], at[:, 0]], labels[at[:, 1], at[:, 0]]
    # no arm hides the bottoms that are seen; an open jacket hangs past them
    lower = np.flatnonzero(seen == BOTTOMS)
    if len(lower):
        line[lower] = True
        line[lower[-1] + 1 :] &= seen[lower[-1] + 1 :] != OUTERWEAR
    if not line[0] or line.all():
        return usual, False
    return float(steps[line.argmin()]), bool(seen[line.argmin()] == 0)
