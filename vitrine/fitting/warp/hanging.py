"""The hem of a top that hangs over the old bottoms: what it leaves of them in sight."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from jaxtyping import Float32
from scipy.ndimage import median_filter

from vitrine.fitting.warp.erase import Erased
from vitrine.fitting.warp.raster import Piece
from vitrine.fitting.warp.waist import Bottoms
from vitrine.fitting.warp.weave import SHADE
from vitrine.imaging.masks import box
from vitrine.imaging.types import Mask

CORNER: Final = 0.25
"""How far above the middle of a hem its corners lie at most, in u: what ends higher up is the side of a chest."""
STEADY: Final = 5
"""Columns over which a hem's course is told."""
WIDENS: Final = 0.3
"""How much farther out bottoms reach a pixel lower, where the hem above them is narrower, pixels."""


@dataclass(frozen=True, eq=False)
class Hem:
    """The lower edge of tops in the photo, beside its corners as high as there; pixels."""

    line: Float32[np.ndarray, " w"]
    """The row down to which they hang, by columns."""
    corners: tuple[int, int]
    """The columns between which they hang."""

    @property
    def middle(self) -> float:
        """The row of its middle."""
        return float(np.median(self.line[self.corners[0] : self.corners[1] + 1]))

    def under(self, shape: tuple[int, ...]) -> Mask:
        """1 below its level, 0 above."""
        rows = np.arange(shape[0], dtype=np.float32)[:, None]
        return np.asarray(np.clip(rows - self.line[None] + 0.5, 0, 1))

    def within(self, shape: tuple[int, ...]) -> Mask:
        """1 where what it hides may come out below it: cloth goes round that, and it widens farther down."""
        rows, columns = (np.arange(n, dtype=np.float32) for n in shape[:2])
        beside = np.maximum(np.maximum(self.corners[0] - columns, columns - self.corners[1]), 0)
        return np.asarray(np.clip((rows[:, None] - self.line[None]) * WIDENS - beside[None] + 1, 0, 1))


def hem_line(torsos: Sequence[Piece], width: int, unit: float) -> Hem | None:
    """The hem of tops, from their torsos as they lie; None where nothing of them is in the picture.

    Args:
        torsos: their coverage.
        width: the photo's, pixels.
        unit: the person's unit, pixels.
    """
    line = np.full(width, -1.0)
    for piece in torsos:
        rows, columns = piece.window
        solid = piece.alpha > 0.5
        lowest = rows.stop - np.argmax(solid[::-1], 0)
        line[columns] = np.maximum(line[columns], np.where(solid.any(0), lowest, -1))
    if not (line >= 0).any():
        return None
    there = np.flatnonzero(line > np.median(line[line >= 0]) - CORNER * unit)
    steady = median_filter(line[there], STEADY, mode="nearest")
    return Hem(np.interp(np.arange(width), there, steady).astype(np.float32), (int(there[0]), int(there[-1])))


def left_by(hem: Hem, bottoms: Bottoms) -> Bottoms:
    """Bottoms as a hem over them leaves them: no more of them comes out below it than it can hide."""
    within = hem.within(bottoms.cover.shape)
    beside = np.maximum(bottoms.beside, bottoms.cover * (1 - within))
    return replace(bottoms, cover=bottoms.cover * within, beside=np.asarray(beside, np.float32))


def below(hem: Hem, erased: Erased, shown: Erased, unit: float) -> Erased:
    """`erased` above a hem's level, `shown` below it.

    Cloth right below the hem stays in the shadow that the old one threw, for the new one throws its own; no skin comes
    out there. `unit`: the person's unit, pixels.
    """
    under = hem.under(erased.removed.shape)
    window = box([under * np.maximum(erased.removed, shown.removed) > 0], 1)
    away = (np.arange(under.shape[0], dtype=np.float32)[:, None] - hem.line[None])[window] / unit
    fresh = np.clip((away - SHADE[0]) / (SHADE[1] - SHADE[0]), 0, 1)
    cloth = 1 - np.maximum(*(np.minimum(one.skin + one.scene, 1)[window] for one in (erased, shown)))
    bare = np.maximum(shown.skin - erased.skin, 0)[window]
    share = under[window] * (1 - cloth * (1 - fresh)) * (1 - bare)

    def mixed(before: np.ndarray, after: np.ndarray) -> np.ndarray:
        by = share[..., None] if before.ndim == 3 else share
        out, part = before.copy(), before[window].astype(np.float32)
        part += (after[window] - part) * by
        out[window] = np.rint(part) if before.dtype == np.uint8 else part
        return out

    return Erased(
        mixed(erased.picture, shown.picture),
        mixed(erased.removed, shown.removed),
        mixed(erased.skin, shown.skin),
        mixed(erased.scene, shown.scene),
        erased.behind,
    )
