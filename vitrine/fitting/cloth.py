"""What is verified of the cloth itself on each result: no gaps in it, no torn edges, no collar over the neck."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from jaxtyping import Float32

from vitrine.fitting.checks import STILL
from vitrine.fitting.engine import Check
from vitrine.fitting.likeness import LIGHT, OTHER, Expected
from vitrine.imaging import colour
from vitrine.imaging.masks import filled, grown, shrunk
from vitrine.imaging.types import Mask, Picture, Region

GAPS, TORN, COLLAR = 0.002, 0.8, 0.35
"""Bars: area of gaps in squared units; what edges are more ragged than in the picture; share of the throat."""
LARGEST: Final = 0.03
"""Area in squared units from which an opening in a part is no gap but the way it was made."""
FINE: Final = 0.035
"""Half the width, in units, of the notches and spikes that count as torn."""
SHORT: Final = 12
"""Length of edge, in multiples of that half width, that is thought to be smooth beside what is seen: a short edge
tells little."""


@dataclass(frozen=True, eq=False)
class Lying:
    """One part of a garment, in a picture or on the person."""

    alpha: Mask
    free: Region
    """Where no other part is near, and the picture does not end."""


def see_through(
    image: Picture, expected: Expected, behind: Sequence[Picture], shift: Float32[np.ndarray, "3"]
) -> Region:
    """Where what lies behind the garment is seen instead of it.

    Args:
        image: the result.
        expected: what the garment should show.
        behind: what may be seen: the cleaned base, the photo.
        shift: the light that all of the garment is under, see `likeness.Compared`.
    """
    found = np.zeros(expected.shown.shape, bool)
    inner = shrunk(expected.shown, 2)
    for picture in behind:
        apart = cv2.absdiff(image, picture)
        at = np.nonzero(inner & (np.maximum(np.maximum(apart[..., 0], apart[..., 1]), apart[..., 2]) <= STILL))
        if not len(at[0]):
            continue
        own, seen = (colour.lab(part[at][None])[0] * LIGHT for part in (expected.colour, image))
        found[at] |= np.linalg.norm(seen - own - shift, axis=1) > 1.5 * OTHER
    # single pixels are edges of the print
    return np.asarray(cv2.morphologyEx(found.astype(np.uint8), cv2.MORPH_OPEN, np.ones((3, 3), np.uint8)) > 0)


def openings(alpha: Mask, unit: float) -> Region:
    """Small openings within one part of a garment as it lies."""
    solid = alpha > 0.5
    inside = filled(solid) & ~solid
    if not inside.any():
        return inside
    _, names, stats, _ = cv2.connectedComponentsWithStats(inside.astype(np.uint8))
    small = stats[:, cv2.CC_STAT_AREA] < LARGEST * unit * unit
    small[0] = False
    return np.asarray(small[names])


def gaps(found: Region, unit: float) -> Check:
    """Area, in squared units, of what shows through the garment where it should be whole.

    Args:
        found: see `see_through` and `openings`.
        unit: the person's unit, pixels.
    """
    value = float(found.sum()) / (unit * unit)
    say = "The cloth is whole." if value <= GAPS else "Something shows through gaps in the garment."
    return Check("gaps", value <= GAPS, round(value, 4), GAPS, say)


def ragged(parts: Sequence[Lying], reach: float) -> list[float]:
    """How ragged the free edges of parts are: the area of notches and spikes narrower than 2 `reach` (pixels), by edge.

    Of short edges little is made.
    """
    found = []
    r = max(1, round(reach))
    for part in parts:
        solid = np.asarray(part.alpha > 0.5)
        closed, opened = shrunk(grown(solid, r), r), grown(shrunk(solid, r), r)
        rough = float(((closed != opened) & part.free).sum())
        # along the envelope: bites make the edge itself longer
        rim = cv2.morphologyEx(closed.view(np.uint8), cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8)) > 0
        edge = float(rim[part.free].sum()) / 2
        found.append(rough / ((edge + SHORT * r) * r))
    return found


def torn(worn: Sequence[float], own: Sequence[float]) -> Check:
    """How much more ragged the worst part of the garment is on the person than in its picture, see `ragged`."""
    value = max((on - before for on, before in zip(worn, own, strict=True)), default=0.0)
    value = max(value, 0.0)
    say = "The edges are as smooth as the garment's." if value <= TORN else "Edges of the garment look torn."
    return Check("edges", value <= TORN, round(value, 3), TORN, say)


def collar(moved: np.ndarray, throat: Region, standing: bool) -> Check:
    """Share of the bare throat that the garment covers, though its collar does not stand up.

    Args:
        moved: see `checks.difference`.
        throat: bare skin of the photo between the chin and the neck's base.
        standing: whether the garment has a collar that rises around the neck.
    """
    if standing or throat.sum() < 60:
        return Check("collar", True, 0.0, COLLAR, "The collar lies as it should.")
    value = float((throat & (moved > 3 * STILL)).sum() / throat.sum())
    say = "The neck comes out of the collar." if value <= COLLAR else "The collar lies over the neck."
    return Check("collar", value <= COLLAR, round(value, 3), COLLAR, say)


def near_others(others: Sequence[Mask], shape: tuple[int, ...], reach: float) -> Region:
    """Where other parts are near."""
    together = np.zeros(shape, bool)
    for other in others:
        together |= other > 0.05
    return grown(together, reach)
