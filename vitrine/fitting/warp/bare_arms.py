"""Light and tone of bare arms: what muscles, elbow and wrist do to an arm that is lit from before and above.

Learned from arms that we rendered (`tools/bare_arms.py`, card `weights/arms.md`): the picture divided by the shading
that `skin.shading` gives to their relief, so that it can be laid on arms in any light.
"""

from functools import cache
from importlib.resources import files
from typing import Final

import cv2
import numpy as np
from jaxtyping import Float32

from vitrine.people.arms import PLACES

ALONG: Final = 192
ACROSS: Final = 32
"""Size of the table: along as `arms.PLACES`, from the edge toward the trunk to the outer one."""
UNIT: Final = 128.0
"""What stands in the table's picture for a factor of 1."""
STRENGTH: Final = 1.0, 0.4
"""Share of the rendered light, and that at the wrist, where the hand's own skin tells it."""
WRIST: Final = 0.8
"""Share of the arm's length from which on it comes to be that."""
TINGE: Final = 0.3
"""Share of the rendered arms' own changes of hue."""

Table = Float32[np.ndarray, "along across 3"]


@cache
def table() -> Table:
    """Factors on sRGB."""
    packed = np.frombuffer((files("vitrine") / "weights" / "arms.png").read_bytes(), np.uint8)
    found = np.asarray(cv2.imdecode(packed, cv2.IMREAD_COLOR), np.float32)[..., ::-1] / np.float32(UNIT)
    light = found.mean(2, keepdims=True)
    share = np.interp(np.linspace(0, 1, ALONG), (WRIST, 1), STRENGTH)[:, None, None]
    return np.asarray(1 + (light - 1) * share + (found - light) * TINGE, np.float32)


def form_of(row: np.ndarray, across: np.ndarray, outward: int) -> Float32[np.ndarray, "rows columns 3"]:
    """The factors at rows (indices of `arms.PLACES`) of an arm and at places across it, -1..1.

    `outward`: 1 or -1, the sign of places across it that lie away from the trunk.
    """
    row, across = np.broadcast_arrays(row, across)
    x = np.asarray((outward * across + 1) / 2 * (ACROSS - 1), np.float32)
    y = np.asarray(row / (len(PLACES) - 1) * (ALONG - 1), np.float32)
    return cv2.remap(table(), x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
