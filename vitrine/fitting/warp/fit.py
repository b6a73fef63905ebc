"""One garment on one person: its rig, its pose and its pieces."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from jaxtyping import Float32

from vitrine.fitting.warp.arm import SIDES
from vitrine.fitting.warp.mesh import locate
from vitrine.fitting.warp.raster import Piece
from vitrine.fitting.warp.rig import Rig, label
from vitrine.fitting.warp.targets import points
from vitrine.garments.garment import Category, Part
from vitrine.imaging.types import Mask, Points


@dataclass(frozen=True, eq=False)
class Fit:
    """A garment as it lies in the photo."""

    rig: Rig
    posed: Points
    """The mesh's vertices in the photo."""
    pieces: dict[Part, Piece]
    shape: tuple[int, ...]
    """The photo's height and width."""
    light: Float32[np.ndarray, "h w"]
    """What body and scene do to the light on it, photo's size: a factor on linear light."""

    @property
    def category(self) -> Category:
        """The garment's slot."""
        return self.rig.garment.category

    @cached_property
    def cover(self) -> Mask:
        """Coverage of all pieces, photo's size; what lies in front of them is not left out."""
        return self.cover_of(*self.pieces)

    def cover_of(self, *parts: Part) -> Mask:
        """Coverage of some parts."""
        cover = np.zeros(self.shape, np.float32)
        for part in parts:
            if part in self.pieces:
                piece = self.pieces[part]
                np.maximum(cover[piece.window], piece.alpha, out=cover[piece.window])
        return cover

    def hanging_sleeves(self) -> Mask:
        """Coverage of the sleeves below the armpits: above, they are sewn on and throw no shadow on the torso."""
        cover = self.cover_of("left-sleeve", "right-sleeve")
        for side in SIDES:
            name = f"armpit-{side}"
            if name in self.rig.mark and cover.any():
                at = points(np.array([self.rig.mark[name]]))
                armpit = float((locate(self.rig.mesh, at, label("torso")) @ self.posed)[0, 1])
                height = max(2.0, 0.04 * self.shape[0])
                rows = np.arange(self.shape[0], dtype=np.float32)[:, None]
                cover = cover * np.clip((rows - armpit) / height, 0, 1)
        return np.asarray(cover, np.float32)
