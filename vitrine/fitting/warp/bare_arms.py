"""Light on bare arms: what muscles, elbow and wrist do to an arm that is lit from before and above.

Learned from arms that we rendered (`tools/bare_arms.py`, card `weights/arms.md`): the picture divided by the shading
that `skin.shading` gives to their relief, so that it can be laid on arms in any light.
"""

from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Final

import cv2
import numpy as np
from jaxtyping import Float32

from vitrine.fitting.warp.rendered import table_of
from vitrine.fitting.warp.shade import ROUNDED, on_skin
from vitrine.fitting.warp.uneven import uneven
from vitrine.people.arms import PLACES

ALONG: Final = 192
ACROSS: Final = 32
"""Size of the table: along as `arms.PLACES`, from the edge toward the trunk to the outer one."""
UNIT: Final = 128.0
"""What stands in the table's picture for a factor of 1."""
PLACED: Final = (0.1, 0.4, 0.8, 1.0)
SHARES: Final = (0.0, 1.2, 1.2, 0.4)
"""Shares of the rendered light, whose lamp was softer than most, at places along the arm: above the armpit its sides go
over into chest and shoulder, and at the wrist the hand's own skin tells it."""
SIZE: Final = (0.0075, 0.0053)
"""Length of a row and breadth of a column on usual arms, in u."""
LONGER: Final = 2.5
"""How many times longer than broad what makes their skin uneven is: 115 bare arms of street photos, unrolled, change
2.2 to 2.6 times as fast across as along."""
LIGHT, HUE = 0.013, 0.006
"""How strong that is in light and hue at each size: hues of made arms then vary half as much as those of the more even
ones of these arms (the lowest quarter ends there); without it a quarter of that."""
FOLDS: Final = ((0.98, -0.8, 0.5, 0.05, 0.009), (0.92, -0.55, 0.2, 0.025, 0.012))
"""Folds in the bend of the elbow: place along the arm, from where to where across it (-1 the edge toward the trunk),
depth as a share of the light, breadth (standard deviation) in u. Those arms have their darkest line there (0.92 to
1.03), 2.6 % darker than what is around it, read straight across."""
SAG: Final = 0.012
"""How much lower they lie in their middle, in u."""

Table = Float32[np.ndarray, "along across 3"]


@cache
def table() -> Table:
    """Factors on sRGB, as they come with the engine, on skin that is uneven and folded at the elbow."""
    form = read(Path(str(files("vitrine") / "weights" / "arms.png")))
    rough = uneven((ALONG, ACROSS), SIZE, LONGER, LIGHT, HUE, seed=7)
    return np.asarray(form * on_skin(_folds()) * rough, np.float32)


def _folds() -> Float32[np.ndarray, "along across"]:
    """What folds in the bend of the elbow leave of the light."""
    place = np.linspace(PLACES[0], PLACES[-1], ALONG)[:, None]
    across = np.linspace(-1, 1, ACROSS)[None]
    row = SIZE[0] * (ALONG - 1) / (PLACES[-1] - PLACES[0])
    left = np.ones((ALONG, ACROSS))
    for level, first, last, depth, breadth in FOLDS:
        # 1 in its middle, 0 at its ends
        within = np.clip(1 - ((2 * across - first - last) / (last - first)) ** 2, 0, 1)
        off = (place - level) * row - SAG * within
        left -= depth * np.sqrt(within) * np.exp(-((off / breadth) ** 2) / 2)
    return np.asarray(left, np.float32)


def read(file: Path) -> Table:
    """Factors on sRGB; 1 everywhere, arms without muscles, where there is no such file.

    Raises:
        NetDamaged: the file is not what `tools/bare_arms.py` writes.
    """
    picture = table_of(file, (ALONG, ACROSS))
    if picture is None:
        return np.ones((ALONG, ACROSS, 3), np.float32)
    light = picture.mean(2) / np.float32(UNIT)
    share = np.interp(np.linspace(0, 1, ALONG), PLACED, SHARES)[:, None]
    return on_skin(np.asarray(1 + (light - 1) * share, np.float32), ROUNDED)


def form_of(row: np.ndarray, across: np.ndarray, outward: int) -> Float32[np.ndarray, "rows columns 3"]:
    """The factors at rows (indices of `arms.PLACES`) of an arm and at places across it, -1..1.

    `outward`: 1 or -1, the sign of places across it that lie away from the trunk.
    """
    row, across = np.broadcast_arrays(row, across)
    x = np.asarray((outward * across + 1) / 2 * (ACROSS - 1), np.float32)
    y = np.asarray(row / (len(PLACES) - 1) * (ALONG - 1), np.float32)
    return cv2.remap(table(), x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
