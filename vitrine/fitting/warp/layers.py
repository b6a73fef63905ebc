"""Putting pieces over one another: soft edges, contact shadow, what lies in front put back."""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from jaxtyping import Float32

from vitrine.fitting.warp.raster import Piece
from vitrine.imaging.masks import box
from vitrine.imaging.types import Mask

SHADE: Final = 0.28
"""How dark a piece makes what lies right beside it on the body."""

Colours = Float32[np.ndarray, "h w 3"]


@dataclass(frozen=True, eq=False)
class State:
    """A canvas as it was at some moment."""

    colour: Colours
    shares: list[Mask]


class Canvas:
    """The picture in the making, and where it was touched."""

    def __init__(self, picture: np.ndarray, touched: Mask) -> None:
        self.colour: Colours = picture.astype(np.float32)
        self.touched: Mask = touched.copy()
        self.base: Colours = self.colour.copy()
        """The picture before anything was laid on it."""
        self.laid: list[Piece] = []
        """The pieces, in the order in which they were laid."""
        self.shares: list[Mask] = [1 - touched, touched.copy()]
        """What each pixel is mixed of: shares of photo, cleaned base and each piece laid; in sum 1, less shadows."""

    def state(self) -> State:
        """A copy to put back later."""
        return State(self.colour.copy(), [share.copy() for share in self.shares])

    def over(self, piece: Piece, hide: Mask | None = None) -> None:
        """Lay a piece over what is there, except where `hide` covers it."""
        rows, cols = piece.window
        cover = piece.alpha if hide is None else piece.alpha * (1 - hide[rows, cols])
        self.laid.append(piece)
        blend(self.colour[rows, cols], piece.colour, cover)
        self.touched[rows, cols] = np.maximum(self.touched[rows, cols], cover)
        for share in self.shares:
            share[rows, cols] *= 1 - cover
        self.shares.append(np.zeros_like(self.touched))
        self.shares[-1][rows, cols] = cover

    def shadow(self, cover: Mask, ground: Mask, reach: float) -> None:
        """Darken the ground right beside what lies on it, as cloth does.

        Args:
            cover: what throws the shadow, photo's size.
            ground: where it may fall (body and clothes, not the scene behind), 0..1.
            reach: its width in pixels.
        """
        window = _window(cover, int(3 * reach) + 1)
        around = cover[window]
        if not around.size:
            return
        soft = cv2.GaussianBlur(around, (0, 0), max(reach, 0.6))
        drop = round(0.5 * reach)
        if drop:
            soft = np.concatenate([np.zeros_like(soft[:drop]), soft[:-drop]])
        dark = SHADE * soft * (1 - around) * ground[window]
        dark[dark < 0.004] = 0
        light = 1 - dark
        self.colour[window] *= cv2.merge([light] * 3)
        for share in self.shares:
            share[window] *= light
        np.maximum(self.touched[window], (dark > 0) * np.float32(0.01), out=self.touched[window])

    def put_back(self, source: State | np.ndarray, cover: Mask) -> None:
        """Bring what lies in front back, from an earlier state of the canvas or from the photo (8 bit)."""
        window = _window(cover, 0)
        alpha = cover[window]
        if not alpha.size:
            return
        before = source.shares if isinstance(source, State) else [np.ones_like(self.touched)]
        blend(self.colour[window], (source.colour if isinstance(source, State) else source)[window], alpha)
        for k, share in enumerate(self.shares):
            share[window] *= 1 - alpha
            if k < len(before):
                share[window] += alpha * before[k][window]


def blend(below: Colours, above: np.ndarray, cover: Mask) -> None:
    """Mix `above` into `below`, in place, as far as it covers."""
    step = cv2.subtract(np.asarray(above, np.float32), below)
    below += cv2.multiply(step, cv2.merge([cover] * 3), step)


def finish(photo: np.ndarray, canvas: Canvas) -> tuple[np.ndarray, Mask]:
    """The picture as 8 bit, and the mask outside which it is the photo bit for bit."""
    mask = np.where(canvas.touched > 0.002, np.maximum(canvas.touched, 0.01), 0).astype(np.float32)
    image = photo.copy()
    edit = mask > 0
    image[edit] = np.clip(np.rint(canvas.colour[edit]), 0, 255).astype(np.uint8)
    return image, mask


def _window(cover: Mask, margin: int) -> tuple[slice, slice]:
    return box([cover > 0], margin)
