"""The checks of a result, fed with what the engine knows of its making."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from vitrine.fitting import checks, likeness
from vitrine.fitting.engine import Check
from vitrine.fitting.likeness import Expected
from vitrine.fitting.warp.erase import SLOT
from vitrine.fitting.warp.fit import Fit
from vitrine.fitting.warp.layers import Canvas
from vitrine.fitting.warp.prints import features
from vitrine.fitting.warp.raster import Piece
from vitrine.fitting.warp.rig import label
from vitrine.fitting.warp.wearer import Wearer
from vitrine.imaging.masks import box, grown, shrunk
from vitrine.imaging.types import Mask, Picture, Region
from vitrine.people.person import CLASSES, Person

SHADED: Final = 0.1
"""How far from a garment its shadow may still darken skin, in u."""


@dataclass(frozen=True, eq=False)
class Made:
    """What a result was made of."""

    fits: Sequence[Fit]
    """The garments in the order of dressing."""
    canvas: Canvas
    skin: Mask
    """Where the cleaned base shows skin that the photo did not."""

    @cached_property
    def light(self) -> Mask:
        """What the shares of each pixel add up to: less than 1 in a shadow."""
        return np.asarray(np.maximum(np.sum(self.canvas.shares, 0), 1e-3), np.float32)

    def share(self, pieces: Iterable[Piece]) -> Mask:
        """How much of each pixel is of some pieces, whatever shadow falls on it."""
        shares = self.canvas.shares
        mine = {id(piece) for piece in pieces}
        chosen = [s for piece, s in zip(self.canvas.laid, shares[2:], strict=True) if id(piece) in mine]
        return np.asarray(np.sum(chosen, 0) / self.light if chosen else np.zeros_like(self.light), np.float32)


def verified(person: Person, wearer: Wearer, made: Made, image: Picture, mask: Mask) -> tuple[Check, ...]:
    """All checks; those on the product's own concern the outermost garment, which nothing else hides.

    Args:
        person: the wearer.
        wearer: what was measured on the wearer.
        made: what the result was made of.
        image: the result.
        mask: where it may differ from the photo.
    """
    moved = checks.difference(person.photo, image)
    worn = np.asarray(np.max([fit.cover for fit in made.fits], 0), np.float32)
    skin = (person.labels == checks.SKIN) & (person.certainty > checks.SURE)
    kept = shrunk(skin, 2) & (worn < 0.05)
    outer, unit = made.fits[-1], wearer.frame.unit
    expected, shown = _expected(outer, made)
    found = likeness.compared(image, expected, unit)
    bare = (made.skin > 0.9) & (made.canvas.shares[1] > 0.6) & ~grown(worn > 0.05, SHADED * unit)
    fine = np.concatenate([checks.tones(expected.colour, expected.shown), checks.tones(person.photo, skin)])
    results = [
        *untouched(person, image, mask),
        checks.hands(person, moved, unit),
        checks.outline(moved, kept, *_edge(person, image, expected, worn, mask, unit)),
        checks.skin(image, bare, kept, unit),
        checks.leak(person.photo, image, _old(person, wearer, made.fits), fine),
        likeness.whole(found),
        likeness.cut(*_stretch(outer)),
        likeness.colours(found),
        likeness.print_found(image, features(outer, np.asarray(1 - shown, np.float32))),
    ]
    arms = likeness.sleeves(person, shown, outer.rig.garment.sleeve, found)
    return (*results, *([arms] if arms is not None else []))


def untouched(person: Person, image: Picture, mask: Mask) -> tuple[Check, Check]:
    """The checks on what the edit had no business with."""
    moved = checks.difference(person.photo, image)
    return checks.outside(moved, mask), checks.face(person, moved)


def _expected(fit: Fit, made: Made) -> tuple[Expected, Mask]:
    """What the garment should show: its pieces as drawn, before any light, where they are in sight; and how much."""
    colour = np.zeros((*made.skin.shape, 3), np.uint8)
    shown, sleeves = np.zeros(made.skin.shape, np.float32), np.zeros(made.skin.shape, bool)
    for part, piece in fit.pieces.items():
        if part == "inside-back":
            continue
        share = made.share([piece])
        shown += share
        here = share[piece.window] > 0.95
        colour[piece.window][here] = np.clip(fit.drawn[part].colour[here], 0, 255).astype(np.uint8)
        if part.endswith("sleeve"):
            sleeves[piece.window] |= here
    return Expected(colour, shown > 0.95, sleeves), np.minimum(shown, 1)


def _edge(
    person: Person, image: Picture, expected: Expected, worn: Mask, mask: Mask, unit: float
) -> tuple[Region, Region]:
    """See `likeness.lost`; looked for near the garment only."""
    figure = (worn > 0.5) | ((person.labels != 0) & (mask <= 0))
    window = box([expected.shown], round(0.4 * unit))
    lost, rim = (np.zeros_like(figure) for _ in range(2))
    part = Expected(expected.colour[window], expected.shown[window], expected.sleeves[window])
    lost[window], rim[window] = likeness.lost(np.ascontiguousarray(image[window]), part, figure[window], unit)
    return lost, rim


def _stretch(fit: Fit) -> tuple[np.ndarray, np.ndarray]:
    """How many times longer than wide a square of cloth shows, by triangle (infinite if turned over), and their areas.

    Only triangles that lie on the garment count.
    """
    mesh = fit.rig.mesh
    source = mesh.points[mesh.triangles].astype(np.float64)
    target = fit.posed[mesh.triangles].astype(np.float64)
    flat, moved = (np.stack([t[:, 1] - t[:, 0], t[:, 2] - t[:, 0]], 2) for t in (source, target))
    jacobian = moved @ np.linalg.inv(flat)
    large, small = np.linalg.svd(jacobian, compute_uv=False).T
    ratio = np.where(np.linalg.det(jacobian) > 0, large / np.maximum(small, 1e-6), np.inf)
    middle = np.clip(source.mean(1).astype(int), 0, np.array(fit.rig.alpha.shape[::-1]) - 1)
    there = fit.rig.alpha[middle[:, 1], middle[:, 0]] > 0.5
    there &= mesh.part != label("inside-back")
    return ratio[there], np.abs(np.linalg.det(flat))[there]


def _old(person: Person, wearer: Wearer, fits: Sequence[Fit]) -> Region:
    """Old clothing that has to go; what hangs below the hips of a dress stays on under a new top, as a skirt."""
    rows = np.arange(person.labels.shape[0])[:, None]
    dress, hips = person.labels == CLASSES.index("dress"), wearer.frame.joint["hips"].imag
    old = np.zeros(person.labels.shape, bool)
    for fit in fits:
        mine = np.isin(person.labels, SLOT[fit.category])
        if fit.category == "tops":
            mine &= ~(dress & (rows > hips))
        if fit.category == "bottoms":
            mine &= ~(dress & (rows < hips))
        old |= mine
    return old
