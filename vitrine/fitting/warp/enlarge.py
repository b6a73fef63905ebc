"""A result at the size of a large photo: made again from the working copy's shares, texture and photo at full size.

What each pixel is mixed of (photo, cleaned base, pieces; see `layers.Canvas`) and the light are smooth or have simple
edges: they are enlarged from the working copy. The garment is drawn anew from its picture.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Final

import cv2
import numpy as np
from jaxtyping import Float32, UInt8

from vitrine.fitting.warp.fit import Fit
from vitrine.fitting.warp.layers import Canvas
from vitrine.fitting.warp.light import FAINT, shaded
from vitrine.fitting.warp.raster import Piece
from vitrine.fitting.warp.rig import rigged
from vitrine.imaging.filling import grain_level, noise
from vitrine.imaging.masks import box
from vitrine.imaging.types import Mask, Picture
from vitrine.people.person import Person
from vitrine.people.working import Working

STRIP: Final = 128
"""Rows that are mixed at a time: they stay in the processor's cache."""
THREADS: Final = 2
TILE: Final = (256, 256)
SCENE: Final = (-1, -2)
"""Keys of photo and base among the sources; pieces have their own identity."""

Colours = Float32[np.ndarray, "rows columns 3"]
Full = UInt8[np.ndarray, "H W 3"]
View = tuple[slice, slice]


@dataclass(frozen=True)
class Lens:
    """Enlarges parts of a working copy."""

    across: float
    """Pixels of the photo for one of the copy, to the right."""
    down: float

    def __call__(self, values: np.ndarray, view: View, corner: tuple[int, int] = (0, 0)) -> np.ndarray:
        """What a `view` of the enlarged copy shows of `values`, whose first pixel is the copy's (x, y) `corner`."""
        rows, cols = view
        x = (cols.start + 0.5) / self.across - 0.5 - corner[0]
        y = (rows.start + 0.5) / self.down - 0.5 - corner[1]
        place = np.array([[1 / self.across, 0, x], [0, 1 / self.down, y]])
        size = (cols.stop - cols.start, rows.stop - rows.start)
        how = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        return np.asarray(cv2.warpAffine(values, place, size, flags=how, borderMode=cv2.BORDER_REPLICATE))


def enlarged(
    person: Person, work: Working, canvas: Canvas, fits: Sequence[Fit], front: Picture
) -> tuple[Full, Float32[np.ndarray, "H W"]]:
    """The canvas's picture at the photo's size, and the mask outside which it is the photo bit for bit.

    Args:
        person: the person as photographed.
        work: the copy on which the canvas was made.
        canvas: complete.
        fits: the garments on it.
        front: the copy's photo with what lies in front drawn out into its soft edges (see `front.Front.colour`).
    """
    part = person.photo[work.window]
    small = work.person.photo
    lens = Lens(part.shape[1] / small.shape[1], part.shape[0] / small.shape[0])
    touched = np.where(canvas.touched > 0.002, np.maximum(canvas.touched, 0.01), 0).astype(np.float32)
    mask = np.asarray(cv2.resize(touched, part.shape[1::-1], interpolation=cv2.INTER_LINEAR), np.float32)
    sources = dict(zip(SCENE, (_photo(part, front, small, lens), _base(person, part, canvas, lens)), strict=True))
    for fit in fits:
        sources |= {id(piece): colours for piece, colours in _pieces(fit, person, lens)}
    mixed_of = [*SCENE, *(id(piece) for piece in canvas.laid)]
    window = box([mask > 0], 0)
    out = part.copy()

    def mix(rows: slice) -> None:
        view = (rows, window[1])
        mixed = _mixed(canvas.shares, [sources[of] for of in mixed_of], view, lens)
        edit = mask[view] > 0
        out[view][edit] = np.clip(np.rint(mixed[edit]), 0, 255).astype(np.uint8)

    strips = [slice(y, min(y + STRIP, window[0].stop)) for y in range(window[0].start, window[0].stop, STRIP)]
    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(mix, strips))
    image, whole = person.photo.copy(), np.zeros(person.mask.shape, np.float32)
    image[work.window], whole[work.window] = out, mask
    return image, whole


def _mixed(shares: Sequence[Mask], sources: Sequence[Callable[[View], Colours]], view: View, lens: Lens) -> Colours:
    """One strip, mixed of all sources that have a share in it."""
    there = [np.asarray(lens(share, view), np.float32) for share in shares]
    total = np.asarray(sum(there), np.float32)
    # edges that were a pixel wide in the copy are made as narrow again
    steep = 1 + 0.5 * (lens.across - 1)
    keen = [np.clip((share / np.maximum(total, 1e-3) - 0.5) * steep + 0.5, 1e-4, 1) for share in there]
    light = total / np.asarray(sum(keen), np.float32)
    mixed = np.zeros((*total.shape, 3), np.float32)
    for share, sharp, source in zip(there, keen, sources, strict=True):
        if share.max() > 0.004:
            mixed += source(view) * (sharp * light)[..., None]
    return mixed


def _photo(part: Full, front: Picture, small: Picture, lens: Lens) -> Callable[[View], Colours]:
    """The photo, with the broad correction of its soft edges."""
    drawn = front.astype(np.float32) - small
    return lambda view: np.asarray(part[view] + lens(drawn, view), np.float32)


def _base(person: Person, part: Full, canvas: Canvas, lens: Lens) -> Callable[[View], Colours]:
    """The cleaned base, with the photo's own grain instead of the copy's."""
    smooth = cv2.GaussianBlur(canvas.base, (0, 0), 0.8)
    grain = noise(part.shape[:2], grain_level(person.photo, person.labels == 0))
    return lambda view: np.asarray(lens(smooth, view) + grain[view][..., None], np.float32)


def _pieces(fit: Fit, person: Person, lens: Lens) -> Iterator[tuple[Piece, Callable[[View], Colours]]]:
    """The parts of a garment, drawn from the garment's picture at full size under the copy's light."""
    fine = rigged(fit.rig.garment, fit.rig.scale * fit.rig.factor * lens.across)
    zoom = fine.factor / fit.rig.factor
    own = grain_level(fine.texture, fine.alpha > 0.9)
    strength = float(np.sqrt(max(grain_level(person.photo, person.labels == 0) ** 2 - own**2, 0.0)))
    grain = noise(TILE, strength if strength > FAINT else 0.0, seed=1)
    start = fine.place(complex(fit.rig.corner) - (0.5 + 0.5j)) + 0.5 + 0.5j

    def drawn(texture: Picture, piece: Piece, view: View) -> Colours:
        at = lens(piece.where, view, (piece.x, piece.y))
        x, y = ((at[..., k] + np.float32(0.5)) * np.float32(zoom) for k in (0, 1))
        x, y = x + np.float32(start.real - 0.5), y + np.float32(start.imag - 0.5)
        found = cv2.remap(texture, x, y, cv2.INTER_LANCZOS4, borderMode=cv2.BORDER_REPLICATE)
        lit = shaded(found.astype(np.float32), lens(fit.light, view), fit.gain)
        rows, cols = (np.arange(s.start, s.stop) % n for s, n in zip(view, TILE, strict=True))
        return np.asarray(lit + grain[np.ix_(rows, cols)][..., None], np.float32)

    for part, piece in fit.pieces.items():
        yield piece, partial(drawn, fine.colours(part), piece)
