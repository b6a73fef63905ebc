"""Putting pieces over one another: soft edges, contact shadow, what lies in front put back."""

from typing import Final

import cv2
import numpy as np
from jaxtyping import Float32

from vitrine.fitting.warp.raster import Piece
from vitrine.imaging.types import Mask

SHADE: Final = 0.28
"""How dark a piece makes what lies right beside it on the body."""


class Canvas:
    """The picture in the making, and where it was touched."""

    def __init__(self, picture: np.ndarray, touched: Mask) -> None:
        self.colour: Float32[np.ndarray, "h w 3"] = picture.astype(np.float32)
        self.touched: Mask = touched.copy()

    def over(self, piece: Piece, hide: Mask | None = None) -> None:
        """Lay a piece over what is there, except where `hide` covers it."""
        rows, cols = piece.window
        cover = piece.alpha if hide is None else piece.alpha * (1 - hide[rows, cols])
        self.colour[rows, cols] += (piece.colour - self.colour[rows, cols]) * cover[..., None]
        self.touched[rows, cols] = np.maximum(self.touched[rows, cols], cover)

    def shadow(self, piece: Piece, ground: Mask, reach: float) -> None:
        """Darken the ground right beside a piece, as cloth that lies on it does.

        Args:
            piece: what throws the shadow.
            ground: where it may fall (body and clothes, not the scene behind), 0..1.
            reach: its width in pixels.
        """
        margin = int(3 * reach) + 1
        y0, x0 = max(piece.y - margin, 0), max(piece.x - margin, 0)
        y1 = min(piece.y + piece.alpha.shape[0] + margin, ground.shape[0])
        x1 = min(piece.x + piece.alpha.shape[1] + margin, ground.shape[1])
        around = np.zeros((y1 - y0, x1 - x0), np.float32)
        y, x = piece.y - y0, piece.x - x0
        around[y : y + piece.alpha.shape[0], x : x + piece.alpha.shape[1]] = piece.alpha
        soft = cv2.GaussianBlur(around, (0, 0), max(reach, 0.6))
        drop = round(0.5 * reach)
        soft = np.roll(soft, drop, 0)
        soft[:drop] = 0
        dark = SHADE * soft * (1 - around) * ground[y0:y1, x0:x1]
        dark[dark < 0.004] = 0
        self.colour[y0:y1, x0:x1] *= 1 - dark[..., None]
        window = self.touched[y0:y1, x0:x1]
        np.maximum(window, (dark > 0).astype(np.float32) * 0.01, out=window)

    def put_back(self, source: np.ndarray, cover: Mask) -> None:
        """Bring what lies in front back from another picture."""
        rows, cols = _window(cover)
        alpha = cover[rows, cols][..., None]
        self.colour[rows, cols] += (source[rows, cols] - self.colour[rows, cols]) * alpha


def finish(photo: np.ndarray, canvas: Canvas) -> tuple[np.ndarray, Mask]:
    """The picture as 8 bit, and the mask outside which it is the photo bit for bit."""
    mask = np.where(canvas.touched > 0.002, np.maximum(canvas.touched, 0.01), 0).astype(np.float32)
    image = photo.copy()
    edit = mask > 0
    image[edit] = np.clip(np.rint(canvas.colour[edit]), 0, 255).astype(np.uint8)
    return image, mask


def _window(cover: Mask) -> tuple[slice, slice]:
    rows, cols = np.flatnonzero(cover.any(1)), np.flatnonzero(cover.any(0))
    if not len(rows):
        return slice(0, 0), slice(0, 0)
    return slice(int(rows[0]), int(rows[-1]) + 1), slice(int(cols[0]), int(cols[-1]) + 1)
