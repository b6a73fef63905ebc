"""The embedded engine: the garment's own pixels, posed on the person and laid over the cleaned photo."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from vitrine.fitting.engine import Fitted
from vitrine.fitting.warp.arap import pose
from vitrine.fitting.warp.clock import Clock
from vitrine.fitting.warp.layers import Canvas, finish
from vitrine.fitting.warp.lower import from_waist
from vitrine.fitting.warp.raster import Piece, draw
from vitrine.fitting.warp.rig import Rig, label, rigged
from vitrine.fitting.warp.sizes import size
from vitrine.fitting.warp.upper import from_shoulders
from vitrine.fitting.warp.wearer import Wearer, wearer_of
from vitrine.garments.garment import Garment, Part
from vitrine.imaging.types import Points
from vitrine.people.person import Person

ORDER: Final = ("bottoms", "tops", "dresses", "outerwear")
"""From inner to outer: a top is worn over trousers."""


def warp(person: Person, garments: Sequence[Garment]) -> Fitted:
    """Dress `person` in `garments`, whatever their order."""
    clock = Clock()
    with clock("wearer"):
        wearer = wearer_of(person)
    canvas = Canvas(person.photo, np.zeros_like(person.mask))
    for garment in sorted(garments, key=lambda g: ORDER.index(g.category)):
        with clock("rig"):
            ready = rigged(garment, size(garment, wearer.frame))
        with clock("pose"):
            goal = (from_waist if garment.category == "bottoms" else from_shoulders)(ready, wearer.frame)
            posed = pose(ready.mesh, goal.pull, goal.rest, goal.start)
        with clock("draw"):
            pieces = _pieces(ready, posed, person.photo.shape[:2])
        with clock("layers"):
            _dress(canvas, pieces, wearer)
    image, mask = finish(person.photo, canvas)
    return Fitted(image, mask, timings=clock.timings)


def _dress(canvas: Canvas, pieces: dict[Part, Piece], wearer: Wearer) -> None:
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


def _pieces(ready: Rig, posed: Points, shape: tuple[int, int]) -> dict[Part, Piece]:
    parts: tuple[Part, ...] = ("inside-back", "torso", "left-leg", "right-leg", "left-sleeve", "right-sleeve")
    there = [part for part in parts if (ready.mesh.part == label(part)).any()]
    drawn = {part: draw(ready.mesh, posed, label(part), ready.texture, ready.cover(part), shape) for part in there}
    return {part: piece for part, piece in drawn.items() if piece is not None}
