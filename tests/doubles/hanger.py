"""A garment hung on a person: what is drawn before light falls on it."""

from dataclasses import replace

import numpy as np

from vitrine.fitting.warp.arap import pose
from vitrine.fitting.warp.arm import SIDES
from vitrine.fitting.warp.fit import Fit
from vitrine.fitting.warp.raster import draw
from vitrine.fitting.warp.rig import label, rigged
from vitrine.fitting.warp.sizes import size
from vitrine.fitting.warp.upper import from_shoulders, sewn
from vitrine.fitting.warp.wearer import wearer_of
from vitrine.garments.garment import Garment
from vitrine.people.person import Person


def hung(garment: Garment, person: Person) -> Fit:
    """The garment on the person, drawn but not lit."""
    frame, shape = wearer_of(person).frame, person.mask.shape
    ready = rigged(garment, size(garment, frame), sewn(garment, frame))
    goal = from_shoulders(ready, frame)
    posed = pose(ready.mesh, goal.pull, goal.rest, goal.start)
    pieces = {
        part: piece
        for part, cover in ready.covers.items()
        if (piece := draw(ready.mesh, posed, label(part), ready.texture, cover, shape)) is not None
    }
    return Fit(ready, posed, pieces, pieces, shape, np.ones(shape, np.float32), np.ones(3, np.float32))


def cut(top: Garment, share: float) -> Garment:
    """The top, cut off at a share of the way from the armpits to the hem."""
    marks = dict(top.landmarks)
    row = 0.0
    for side in SIDES:
        (x, pit), (_, hem) = marks[f"armpit-{side}"], marks[f"hem-{side}"]
        row = pit + share * (hem - pit)
        marks[f"hem-{side}"] = (x, row)
    there = (np.arange(top.alpha.shape[0]) < row).astype(np.float32)[:, None]
    return replace(top, alpha=top.alpha * there, parts=(top.parts * there).astype(np.uint8), landmarks=marks)
