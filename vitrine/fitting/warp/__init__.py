"""The embedded engine: the garment's own pixels, posed on the person and laid over the cleaned photo."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from vitrine.fitting.engine import Fitted
from vitrine.fitting.warp.arap import pose
from vitrine.fitting.warp.clock import Clock
from vitrine.fitting.warp.frame import measured
from vitrine.fitting.warp.layers import Canvas, finish
from vitrine.fitting.warp.lower import from_waist
from vitrine.fitting.warp.raster import Piece, draw
from vitrine.fitting.warp.rig import Rig, label, rigged
from vitrine.fitting.warp.sizes import size
from vitrine.fitting.warp.upper import from_shoulders
from vitrine.garments.garment import Garment, Part
from vitrine.imaging.types import Points
from vitrine.people.body import bare_body
from vitrine.people.person import Person

ORDER: Final = ("bottoms", "tops", "dresses", "outerwear")
"""From inner to outer: a top is worn over trousers."""


def warp(person: Person, garments: Sequence[Garment]) -> Fitted:
    """Dress `person` in `garments`, whatever their order."""
    clock = Clock()
    with clock("frame"):
        body = bare_body(person)
        wearer = measured(person, body)
    canvas = Canvas(person.photo, np.zeros_like(person.mask))
    for garment in sorted(garments, key=lambda g: ORDER.index(g.category)):
        with clock("rig"):
            ready = rigged(garment, size(garment, wearer))
        with clock("pose"):
            goal = from_waist(ready, wearer) if garment.category == "bottoms" else from_shoulders(ready, wearer)
            posed = pose(ready.mesh, goal.pull, goal.rest, goal.start)
        with clock("draw"):
            pieces = _pieces(ready, posed, person.photo.shape[:2])
        with clock("layers"):
            for part in ("inside-back", "torso", "left-leg", "right-leg", "left-sleeve", "right-sleeve"):
                if part in pieces:
                    canvas.over(pieces[part])
    image, mask = finish(person.photo, canvas)
    return Fitted(image, mask, timings=clock.timings)


def _pieces(ready: Rig, posed: Points, shape: tuple[int, int]) -> dict[Part, Piece]:
    parts: tuple[Part, ...] = ("inside-back", "torso", "left-leg", "right-leg", "left-sleeve", "right-sleeve")
    there = [part for part in parts if (ready.mesh.part == label(part)).any()]
    drawn = {part: draw(ready.mesh, posed, label(part), ready.texture, ready.cover(part), shape) for part in there}
    return {part: piece for part, piece in drawn.items() if piece is not None}
