"""Putting pieces over one another: soft edges, contact shadow, what lies in front put back."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from jaxtyping import Float32

from vitrine.fitting.warp.raster import Piece
from vitrine.fitting.warp.shade import on_skin
from vitrine.imaging.masks import Window, box, box_of
from vitrine.imaging.types import Mask, Picture

SHADE: Final = 0.28
"""How dark a piece makes what lies right beside it on the body."""
HEM, HEM_SHADE = 0.12, 0.5
"""How far down the shade below a hem goes, in u, and how dark it is on shoes. Below a top's are hands."""
ON_LEGS: Final = 0.6
"""Share of it on bare legs: in street photos (371 lines down legs) skin is 23 % darker right below a hem than far below
it, and 11 % at half the way."""
TINGE: Final = 0.6
"""Share of the redness of shade on skin that shadows there have."""
BAND: Final = 64
"""Rows that are put back at once."""

Colours = Float32[np.ndarray, "h w 3"]


@dataclass(frozen=True, eq=False)
class State:
    """A canvas as it was at some moment."""

    colour: Colours
    shares: list[Mask]
    window: tuple[slice, slice]
    """The part of the canvas that it holds."""


class Canvas:
    """The picture in the making, and where it was touched."""

    def __init__(self, picture: np.ndarray, touched: Mask, skin: Mask | None = None) -> None:
        self.base: Colours = np.asarray(picture, np.float32)
        """The picture before anything was laid on it."""
        self.colour: Colours = self.base.copy()
        self.touched: Mask = touched.copy()
        self.skin: Mask = np.zeros_like(touched) if skin is None else skin.copy()
        """Where skin is in sight, and nothing was laid on it: shadows are redder there."""
        self.laid: list[Piece] = []
        """The pieces, in the order in which they were laid."""
        self.shares: list[Mask] = [1 - touched, touched.copy()]
        """What each pixel is mixed of: shares of photo, cleaned base and each piece laid; in sum 1, less shadows."""

    def state(self, window: tuple[slice, slice]) -> State:
        """A copy of a part to put back later."""
        return State(self.colour[window].copy(), [share[window].copy() for share in self.shares], window)

    def over(self, piece: Piece, hide: Mask | None = None) -> None:
        """Lay a piece over what is there, except where `hide` covers it."""
        rows, cols = piece.window
        cover = piece.alpha if hide is None else piece.alpha * (1 - hide[rows, cols])
        self.laid.append(piece)
        blend(self.colour[rows, cols], piece.colour, cover)
        self.touched[rows, cols] = np.maximum(self.touched[rows, cols], cover)
        rest = 1 - cover
        self.skin[rows, cols] *= rest
        for share in self.shares:
            share[rows, cols] *= rest
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
        self.contact(window, cover[window], ground[window], [reach])

    def contact(self, window: Window, cover: Mask, ground: Mask, reaches: Sequence[float]) -> None:
        """Darken the ground right beside what lies close on it, in a window: each reach adds its own, in pixels."""
        if not (ground > 0).any():
            return
        soft = [_lowered(cv2.GaussianBlur(cover, (0, 0), max(reach, 0.6)), round(0.5 * reach)) for reach in reaches]
        self._darken(window, np.add.reduce(soft) * (1 - cover) * ground)

    def shade_below(self, cover: Mask, cloth: Mask, fall: float, dark: float = SHADE, bare: float = 1.0) -> None:
        """Darken cloth below what lies in front of it, in light from above: right beside an upright edge it stays.

        Args:
            cover: what throws the shadow, photo's size.
            cloth: where it falls, 0..1.
            fall: how far down it falls, in pixels.
            dark: the most light that it takes.
            bare: share of that on skin.
        """
        window = _window(cover, int(2.5 * fall) + 1)
        around = cover[window]
        if around.size:
            # soft enough to be made at half the size
            small = cv2.resize(around, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
            soft = cv2.GaussianBlur(small, (0, 0), max(0.25 * fall, 0.6))
            below = cv2.resize(cv2.subtract(_lowered(soft, round(0.5 * fall)), soft), around.shape[::-1])
            most = dark * (1 - (1 - bare) * np.minimum(self.skin[window], 1))
            self._darken(window, np.maximum(below, 0) * (1 - around) * cloth[window], most)

    def _darken(self, window: Window, strength: Mask, most: float | Mask = SHADE) -> None:
        """Take light from a part of the canvas, `most` of it where `strength` is 1."""
        dark = most * strength
        there = np.nonzero(dark >= 0.004)
        light = 1 - dark[there]
        there = there[0] + window[0].start, there[1] + window[1].start
        bare = TINGE * np.minimum(self.skin[there], 1)[:, None]
        self.colour[there] *= light[:, None] + (on_skin(light) - light[:, None]) * bare
        for share in self.shares:
            share[there] *= light
        self.touched[there] = np.maximum(self.touched[there], np.float32(0.01))

    def put_back(self, source: State | np.ndarray, cover: Mask) -> None:
        """Bring what lies in front back, from an earlier state of the canvas or from the photo (8 bit).

        Of a state only what its window holds comes back.
        """
        if isinstance(source, State):
            whole, colour, before = source.window, source.colour, source.shares
        else:
            height, width = self.touched.shape
            whole, colour, before = (slice(0, height), slice(0, width)), source, []
        for inner in _bands(cover[whole]):
            window = tuple(
                slice(part.start + of.start, part.stop + of.start) for part, of in zip(inner, whole, strict=True)
            )
            alpha = np.ascontiguousarray(cover[window])
            blend(self.colour[window], colour[inner], alpha)
            rest = 1 - alpha
            for k, share in enumerate(self.shares):
                share[window] *= rest
                if k < len(before):
                    share[window] += alpha * before[k][inner]
            if not before:
                self.shares[0][window] += alpha


def blend(below: Colours, above: np.ndarray, cover: Mask) -> None:
    """Mix `above` into `below`, in place, as far as it covers."""
    step = cv2.subtract(np.asarray(above, np.float32), below)
    below += cv2.multiply(step, cv2.merge([cover] * 3), step)


def finish(photo: np.ndarray, canvas: Canvas) -> tuple[np.ndarray, Mask]:
    """The picture as 8 bit, and the mask outside which it is the photo bit for bit."""
    image, mask = photo.copy(), np.zeros_like(canvas.touched)
    window = _window(canvas.touched, 0)
    touched = canvas.touched[window]
    edit = touched > 0.002
    mask[window] = np.where(edit, np.maximum(touched, np.float32(0.01)), np.float32(0))
    if edit.size:
        cv2.copyTo(eight_bit(canvas.colour[window]), edit.astype(np.uint8), image[window])
    return image, mask


def eight_bit(colours: Colours) -> Picture:
    """Colours rounded and clipped to 0..255."""
    # half the time of adding nothing
    return np.asarray(cv2.addWeighted(colours, 1, colours, 0, 0, dtype=cv2.CV_8U))


def _lowered(cover: Mask, rows: int) -> Mask:
    """A mask so many rows further down."""
    return np.concatenate([np.zeros_like(cover[:rows]), cover[: len(cover) - rows]]) if rows else cover


def _bands(cover: Mask) -> Iterator[Window]:
    """The windows, band of rows by band, of what covers anything: head and hands leave most of theirs free."""
    solid = cover > 0
    for top in range(0, len(solid), BAND):
        rows, columns = box_of(solid[top : top + BAND], 0)
        if rows.start < rows.stop:
            yield slice(top + rows.start, top + rows.stop), columns


def _window(cover: Mask, margin: int) -> tuple[slice, slice]:
    return box([cover > 0], margin)
