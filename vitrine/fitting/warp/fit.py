"""One garment on one person: its rig, its pose and its pieces."""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from jaxtyping import Float32

from vitrine.fitting.warp.arm import SIDES, Side
from vitrine.fitting.warp.mesh import locate
from vitrine.fitting.warp.raster import Piece
from vitrine.fitting.warp.rig import Rig, label
from vitrine.fitting.warp.targets import points
from vitrine.fitting.warp.worn import Waist
from vitrine.garments.garment import Category, Part
from vitrine.imaging.types import Mask, Points

OPENS: Final = 0.03
"""How far below the armpit a sleeve opens from the torso, as a share of the photo's height."""
STEEP: Final = 2.0
"""How steeply its inner edge goes inward there, at the least: down over sideways."""


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

    def before_torso(self, side: Side, torso: Mask) -> Mask:
        """1 where a sleeve may lie in front of the torso, in its piece's window: from the armpit down.

        It opens from where the torso ends there to where a little below it reaches farthest inward: a fold, with an
        edge as sharp. `torso` is that part's coverage in the same window.
        """
        piece = self.pieces[sleeve_of(side)]
        if f"armpit-{side}" not in self.rig.mark:
            return np.ones_like(piece.alpha)
        at = points(np.array([self.rig.mark[f"armpit-{side}"]]))
        x, y = ((locate(self.rig.mesh, at, label("torso")) @ self.posed)[0] - (piece.x, piece.y)).tolist()
        rows, columns = np.ogrid[: piece.alpha.shape[0], : piece.alpha.shape[1]]
        opened = np.clip(rows - y, 0, 1) + np.zeros_like(piece.alpha)
        near = slice(max(round(y), 0), max(round(y + OPENS * self.shape[0]), 0))
        ys, xs = np.nonzero(piece.alpha[near] > 0.5)
        if not len(ys):
            return np.asarray(opened, np.float32)
        out = 1 if xs.mean() > x else -1
        ends = np.flatnonzero(torso[max(min(near.start - 1, len(opened) - 1), 0)] > 0.5)
        x = float(ends[-1] if out > 0 else ends[0]) if len(ends) else x
        inmost = int((out * xs).argmin())
        last = max(float(ys[inmost]) + near.start, y + STEEP * abs(float(xs[inmost]) - x), y + 1)
        share = np.clip((rows - y) / (last - y), 0, 1)
        # it leaves the seam, and comes to its own edge, in the direction of both
        solid = piece.alpha > 0.5
        own = solid.argmax(1) if out > 0 else solid.shape[1] - 1 - solid[:, ::-1].argmax(1)
        edge = x + (own[:, None] - x) * share * share * (3 - 2 * share)
        opened *= np.where(rows > last, 1, np.clip(out * (columns - edge) / 1.5 + 0.5, 0, 1))
        return np.asarray(opened, np.float32)

    def below_crotch(self, over: float) -> Mask:
        """0 above the level of the crotch in the photo, 1 at `over` pixels below it: where each leg is for itself."""
        return self._below("crotch", over)

    @cached_property
    def _levels(self) -> dict[str, float]:
        """Rows of armpits and crotch in the photo."""
        names = [name for name in ("armpit-left", "armpit-right", "crotch") if name in self.rig.mark]
        at = points(np.array([self.rig.mark[name] for name in names], np.complex128))
        return dict(zip(names, (locate(self.rig.mesh, at, label("torso")) @ self.posed)[:, 1].tolist(), strict=True))

    def _below(self, name: str, over: float) -> Mask:
        level = self._levels.get(name)
        if level is None:
            return np.ones((self.shape[0], 1), np.float32)
        rows = np.arange(self.shape[0], dtype=np.float32)[:, None]
        return np.asarray(np.clip((rows - level) / max(2.0, over), 0, 1), np.float32)


def sleeve_of(side: Side) -> Part:
    """The sleeve on one side."""
    return "left-sleeve" if side == "left" else "right-sleeve"
