"""One garment on one person: its rig, its pose and its pieces."""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from jaxtyping import Float32

from vitrine.fitting.warp.arm import SIDES, Side
from vitrine.fitting.warp.border import before
from vitrine.fitting.warp.mesh import locate
from vitrine.fitting.warp.raster import Piece, overlap
from vitrine.fitting.warp.rig import Rig, label
from vitrine.fitting.warp.targets import points
from vitrine.fitting.warp.worn import Waist
from vitrine.garments.garment import Category, Part
from vitrine.imaging.masks import Window
from vitrine.imaging.types import Mask, Points, Region

OPENS: Final = 0.03
"""How far below the armpit a sleeve opens from the torso, as a share of the photo's height."""


@dataclass(frozen=True, eq=False)
class Fit:
    """A garment as it lies in the photo."""

    rig: Rig
    posed: Points
    """The mesh's vertices in the photo."""
    drawn: dict[Part, Piece]
    """The parts in their own colours."""
    pieces: dict[Part, Piece]
    """The parts in the photo's light."""
    shape: tuple[int, ...]
    """The photo's height and width."""
    light: Float32[np.ndarray, "h w"]
    """What body and scene do to the light on it, photo's size: a factor on linear light."""
    gain: Float32[np.ndarray, "3"]
    """What they do to its red, green and blue, likewise."""
    waist: Waist | None = None
    """Where the bottoms begin that it is tucked into."""

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
        cover = np.zeros(self.shape, np.float32)
        for side in SIDES:
            if sleeve_of(side) in self.pieces:
                piece = self.pieces[sleeve_of(side)]
                hanging = piece.alpha * self.below_armpit(side)[piece.window[0]]
                np.maximum(cover[piece.window], hanging, out=cover[piece.window])
        return cover

    def below_armpit(self, side: Side) -> Mask:
        """0 above the level of an armpit in the photo, 1 a little below it."""
        return self._below(f"armpit-{side}", OPENS * self.shape[0])

    def before_torso(self, side: Side, torso: Mask, unit: float) -> Mask:
        """1 where a sleeve lies in front of the torso, in its piece's window: from the armpit down.

        `torso` is that part's coverage in the same window.
        """
        piece = self.pieces[sleeve_of(side)]
        if f"armpit-{side}" not in self.rig.mark:
            return np.ones_like(piece.alpha)
        (x, y), (middle, _) = (self._at(mark, label("torso")) for mark in (f"armpit-{side}", "neck-left"))
        middle = (middle + self._at("neck-right", label("torso"))[0]) / 2
        end = float(self.shape[0])
        if f"cuff-inner-{side}" in self.rig.mark:
            end = self._at(f"cuff-inner-{side}", label(sleeve_of(side)))[1]
        pit = (x - piece.x, y - piece.y)
        # what the torso has beneath the sleeve is the sleeve's, and ends at the armpit
        torso = torso * self._own("torso", piece.window)
        return before(piece.alpha, torso, pit, end - piece.y, 1 if x > middle else -1, unit)

    def _own(self, part: Part, window: Window) -> Region:
        """Where in a window of the photo a part shows what of the picture is the part's own."""
        out = np.zeros([side.stop - side.start for side in window], bool)
        piece = self.pieces.get(part)
        if piece is not None:
            there, here = overlap(piece.window, window)
            x, y = (piece.where[here][..., k] for k in (0, 1))
            size = self.rig.parts.shape
            cols, rows = (np.clip(np.rint(at), 0, n - 1).astype(np.int32) for at, n in ((x, size[1]), (y, size[0])))
            out[there] = self.rig.parts[rows, cols] == label(part)
        return out

    def _at(self, mark: str, part: int) -> tuple[float, float]:
        """Where a landmark on a part lies in the photo."""
        x, y = (locate(self.rig.mesh, points(np.array([self.rig.mark[mark]])), part) @ self.posed)[0].tolist()
        return x, y

    def below_crotch(self, over: float, higher: float = 0.0) -> Mask:
        """0 above the crotch's level in the photo, or `higher` pixels above that, 1 at `over` pixels below there."""
        return self._below("crotch", over, higher)

    @cached_property
    def _levels(self) -> dict[str, float]:
        """Rows of armpits and crotch in the photo."""
        names = [name for name in ("armpit-left", "armpit-right", "crotch") if name in self.rig.mark]
        at = points(np.array([self.rig.mark[name] for name in names], np.complex128))
        return dict(zip(names, (locate(self.rig.mesh, at, label("torso")) @ self.posed)[:, 1].tolist(), strict=True))

    def _below(self, name: str, over: float, higher: float = 0.0) -> Mask:
        level = self._levels.get(name)
        if level is None:
            return np.ones((self.shape[0], 1), np.float32)
        rows = np.arange(self.shape[0], dtype=np.float32)[:, None]
        return np.asarray(np.clip((rows - level + higher) / max(2.0, over), 0, 1), np.float32)


def sleeve_of(side: Side) -> Part:
    """The sleeve on one side."""
    return "left-sleeve" if side == "left" else "right-sleeve"
