"""One garment on one person: its rig, its pose and its pieces."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from vitrine.fitting.warp.raster import Piece
from vitrine.fitting.warp.rig import Rig
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

    @property
    def category(self) -> Category:
        """The garment's slot."""
        return self.rig.garment.category

    @cached_property
    def cover(self) -> Mask:
        """Coverage of all pieces, photo's size; what lies in front of them is not left out."""
        cover = np.zeros(self.shape, np.float32)
        for piece in self.pieces.values():
            np.maximum(cover[piece.window], piece.alpha, out=cover[piece.window])
        return cover
