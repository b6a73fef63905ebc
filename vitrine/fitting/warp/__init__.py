"""The embedded engine: the garment's own pixels, posed on the person and laid over the cleaned photo."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from vitrine.fitting.engine import Fitted
from vitrine.fitting.warp.arap import pose
from vitrine.fitting.warp.clock import Clock
from vitrine.fitting.warp.erase import erase
from vitrine.fitting.warp.layers import Canvas, finish
from vitrine.fitting.warp.lower import from_waist
from vitrine.fitting.warp.raster import Piece, draw
from vitrine.fitting.warp.rig import Rig, label, rigged
from vitrine.fitting.warp.sizes import size
from vitrine.fitting.warp.upper import from_shoulders
from vitrine.fitting.warp.wearer import Wearer, wearer_of
from vitrine.garments.garment import Garment, Part
from vitrine.imaging.types import Mask, Points
from vitrine.people.person import Person

ORDER: Final = ("bottoms", "tops", "dresses", "outerwear")
"""From inner to outer: a top is worn over trousers."""

Pieces = dict[Part, Piece]


def warp(person: Person, garments: Sequence[Garment]) -> Fitted:
    """Dress `person` in `garments`, whatever their order."""
    clock = Clock()
    worn = sorted(garments, key=lambda g: ORDER.index(g.category))
    with clock("wearer"):
        wearer = wearer_of(person)
    dressed = [_posed(garment, wearer, person.mask.shape, clock) for garment in worn]
    with clock("erase"):
        canvas = _undressed(person, worn, dressed, wearer)
    with clock("layers"):
        for pieces in dressed:
            _dress(canvas, pieces, wearer)
        image, mask = finish(person.photo, canvas)
    return Fitted(image, mask, timings=clock.timings)


def _posed(garment: Garment, wearer: Wearer, shape: tuple[int, int], clock: Clock) -> Pieces:
    """The garment's parts as they lie in the photo."""
    with clock("rig"):
        ready = rigged(garment, size(garment, wearer.frame))
    with clock("pose"):
        goal = (from_waist if garment.category == "bottoms" else from_shoulders)(ready, wearer.frame)
        posed = pose(ready.mesh, goal.pull, goal.rest, goal.start)
    with clock("draw"):
        return _pieces(ready, posed, shape)


def _pieces(ready: Rig, posed: Points, shape: tuple[int, int]) -> Pieces:
    parts: tuple[Part, ...] = ("inside-back", "torso", "left-leg", "right-leg", "left-sleeve", "right-sleeve")
    there = [part for part in parts if (ready.mesh.part == label(part)).any()]
    drawn = {part: draw(ready.mesh, posed, label(part), ready.texture, ready.cover(part), shape) for part in there}
    return {part: piece for part, piece in drawn.items() if piece is not None}


def _undressed(person: Person, worn: Sequence[Garment], dressed: Sequence[Pieces], wearer: Wearer) -> Canvas:
    """The photo without the old clothes of every slot that gets a new garment."""
    base, removed = person.photo.astype(np.float32), np.zeros_like(person.mask)
    for garment, pieces in zip(worn, dressed, strict=True):
        erased = erase(person, wearer.body, wearer.front, garment.category, _cover(pieces, person.mask.shape))
        there = erased.removed > removed
        base[there] = erased.picture[there]
        removed = np.maximum(removed, erased.removed)
    return Canvas(base, removed)


def _cover(pieces: Pieces, shape: tuple[int, int]) -> Mask:
    cover = np.zeros(shape, np.float32)
    for piece in pieces.values():
        np.maximum(cover[piece.window], piece.alpha, out=cover[piece.window])
    return cover


def _dress(canvas: Canvas, pieces: Pieces, wearer: Wearer) -> None:
    """Lay the pieces of one garment over what is there, from back to front."""
    front, reach = wearer.front, 0.025 * wearer.frame.unit
    before = canvas.colour.copy()
    if "inside-back" in pieces:
        canvas.over(pieces["inside-back"])
        canvas.put_back(before, front.neck)
    for part in ("torso", "left-leg", "right-leg"):
        if part in pieces:
            canvas.shadow(pieces[part], wearer.ground, reach)
            canvas.over(pieces[part])
    canvas.put_back(before, front.forearms)
    for part in ("left-sleeve", "right-sleeve"):
        if part in pieces:
            canvas.shadow(pieces[part], wearer.ground, reach)
            canvas.over(pieces[part])
    canvas.put_back(front.colour, front.always)
