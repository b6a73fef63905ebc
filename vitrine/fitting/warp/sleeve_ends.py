"""Where sleeves end: the line of their hem round the arm, and the shadow that it throws on arm or hand."""

from typing import Final

import numpy as np

from vitrine.fitting.warp.arap import Pull
from vitrine.fitting.warp.arm import SIDES, Side
from vitrine.fitting.warp.armhole import corners
from vitrine.fitting.warp.drape import eased
from vitrine.fitting.warp.fit import Fit, sleeve_of
from vitrine.fitting.warp.frame import Frame
from vitrine.fitting.warp.front import Front
from vitrine.fitting.warp.outline import Path
from vitrine.fitting.warp.raster import overlap
from vitrine.fitting.warp.rig import Rig
from vitrine.fitting.warp.targets import pull, sampled
from vitrine.imaging.masks import box_about
from vitrine.imaging.types import Mask

STRENGTH: Final = 3.0
"""Strength of a hem's targets."""
SLANT: Final = 0.6
"""How steeply a sleeve's hem may leave its corners, away from the straight line between them: sideways for onward."""
EVEN: Final = 0.12
"""Share of a hem's length over which it is smoothed."""
BOW: Final = 0.1
"""How far the hem of a hanging sleeve bows onward at the least, as a share of its breadth: it is seen from above."""
NEAR: Final = 0.25
"""How far from a sleeve's corners its shadow is made, in u."""
BESIDE: Final = 0.5
"""How far beside its end a sleeve's shadow falls, as a share of its breadth."""
SOFT: Final = 0.1
"""Over what share of its breadth it comes to its end there."""


def hem(rig: Rig, side: Side, ends: tuple[complex, complex], onward: complex, down: complex, part: int) -> Pull:
    """A sleeve's hem in the photo, bent as in the picture, but evenly, and round the arm.

    Left to itself it is drawn up between two edges that are longer on the arm than in the picture, and a corner that
    was found a little off ends in a tail.

    Args:
        rig: the garment.
        side: the sleeve's.
        ends: its outer and its inner corner in the photo.
        onward: the way along the arm there.
        down: the way down the body, a unit vector.
        part: the part that the hem belongs to.
    """
    path, _ = sampled(rig, rig.cuff(side))
    outer, inner = ends
    return pull(rig, path, outer + (inner - outer) * _round(path, inner - outer, onward, down), STRENGTH, part)


def _round(path: Path, way: complex, onward: complex, down: complex) -> Path:
    """The hem's line from 0 to 1 for a `path` in the picture that goes `way` in the photo."""
    own = path[-1] - path[0]
    share = (path - path[0]) / (own if abs(own) > 1e-6 else 1.0)
    along = np.clip(share.real, 0, 1)
    most = SLANT * np.minimum(along, 1 - along)
    sag = np.clip(eased(share.imag, EVEN * len(share)), -most, most)
    forth = 1.0 if (1j * way * np.conj(onward)).real > 0 else -1.0
    hangs = max(0.0, (onward * np.conj(down)).real / max(abs(onward), 1e-6))
    return np.asarray(along + 1j * forth * np.maximum(forth * sag, BOW * hangs * 4 * along * (1 - along)))


def beyond_sleeves(fit: Fit, frame: Frame, front: Front, bare: Mask) -> tuple[Mask, Mask]:
    """Sleeves near their ends, and where on arms and hands beyond these their shadow falls; both the photo's size.

    Args:
        fit: the garment.
        frame: the wearer's.
        front: what may lie in front of it.
        bare: coverage of bare arms and hands before everything else.
    """
    cover, ground = np.zeros(fit.shape, np.float32), np.zeros(fit.shape, np.float32)
    for side in SIDES:
        if sleeve_of(side) not in fit.pieces or f"cuff-inner-{side}" not in fit.rig.mark:
            continue
        ends = corners(fit.rig, fit.posed, side)
        window = box_about(ends, NEAR * frame.unit, fit.shape)
        piece, cloth = fit.pieces[sleeve_of(side)], cover[window].copy()
        there, here = overlap(piece.window, window)
        cloth[there] = piece.alpha[here]
        y, x = np.ogrid[window]
        place = (x + 1j * y - complex(*ends.mean(0))) / (complex(*(ends[1] - ends[0])) or 1.0)
        # the sleeve itself lies before its end
        past = -place.imag * np.sign((cloth * place.imag).sum())
        beyond = np.clip(((0.5 + BESIDE) - np.abs(place.real)) / SOFT, 0, 1) * (past > 0)
        before = np.maximum(front.hands[window] * (1 - front.wrists[side][window]), front.hair[window])
        np.maximum(ground[window], beyond * bare[window] * (1 - before), out=ground[window])
        np.maximum(cover[window], cloth, out=cover[window])
    return cover, ground
