"""Where cloth ends on arms: the line of a sleeve's hem round the arm, the shadow of that and of an armhole's edge."""

from collections.abc import Iterator
from typing import Final

import numpy as np

from vitrine.fitting.warp.arap import Pull
from vitrine.fitting.warp.arm import SIDES, Side
from vitrine.fitting.warp.armhole import armhole, corners
from vitrine.fitting.warp.drape import eased
from vitrine.fitting.warp.fit import Fit, sleeve_of
from vitrine.fitting.warp.frame import Frame
from vitrine.fitting.warp.front import Front
from vitrine.fitting.warp.outline import Path
from vitrine.fitting.warp.raster import overlap
from vitrine.fitting.warp.rig import Rig
from vitrine.fitting.warp.targets import points, pull, sampled
from vitrine.imaging.masks import Window, box_about
from vitrine.imaging.types import Mask, Points

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
FADE: Final = 0.1
"""Over what length above the crease of arm and trunk the shadow of an armhole's edge comes, in u."""
SOFT: Final = 0.1
"""Over what share of its breadth it comes to its end there."""
CONTACT: Final = (0.008, 0.035)
"""Breadths of the shadow, in u: dark where the cloth lies on the arm, soft around."""


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


def on_arms(fit: Fit, frame: Frame, front: Front, arms: Mask, torso: Mask) -> Iterator[tuple[Window, Mask, Mask]]:
    """Windows of the photo with the cloth that ends on arms and hands there, and where on these its shadow falls.

    Args:
        fit: the garment.
        frame: the wearer's.
        front: what may lie in front of it.
        arms: coverage of bare arms before the torso.
        torso: coverage of the torso.
    """
    for side in SIDES:
        piece = fit.pieces.get(sleeve_of(side))
        if piece is not None and f"cuff-inner-{side}" in fit.rig.mark:
            ends = corners(fit.rig, fit.posed, side)
            window = box_about(ends, NEAR * frame.unit, fit.shape)
            cloth = np.zeros([part.stop - part.start for part in window], np.float32)
            there, here = overlap(piece.window, window)
            cloth[there] = piece.alpha[here]
            beyond = _beyond_end(ends, window, cloth)
            hands = front.hands[window]
            beyond *= np.maximum(arms[window], hands) * (1 - hands * (1 - front.wrists[side][window]))
        elif piece is None and f"armpit-{side}" in fit.rig.mark:
            ends = points(np.array(armhole(fit, frame, side)))
            window = box_about(ends, NEAR * frame.unit, fit.shape)
            cloth = torso[window] * (1 - arms[window])
            beyond = _above_crease(ends[1], window, frame) * arms[window] * (1 - front.hands[window])
        else:
            continue
        yield window, cloth, beyond * (1 - front.hair[window])


def _beyond_end(ends: Points, window: Window, cloth: Mask) -> Mask:
    """1 beyond the line through a sleeve's corners, as far as an arm may be there; `cloth` lies before it."""
    (way_x, way_y), (middle_x, middle_y) = ends[1] - ends[0], ends.mean(0)
    wide = max(float(np.hypot(way_x, way_y)), 1.0)
    y, x = (np.asarray(at, np.float32) for at in np.ogrid[window])
    aside = np.abs((x - middle_x) * (way_x / wide) + (y - middle_y) * (way_y / wide))
    past = (y - middle_y) * way_x - (x - middle_x) * way_y
    past *= -np.sign((cloth * past).sum())
    return np.asarray(np.clip(((0.5 + BESIDE) - aside / wide) / SOFT, 0, 1) * (past > 0), np.float32)


def _above_crease(crease: np.ndarray, window: Window, frame: Frame) -> Mask:
    """1 above where an arm comes before the trunk, from where on it is that which throws the shadow."""
    y, x = (np.asarray(at, np.float32) for at in np.ogrid[window])
    below = (x - crease[0]) * np.float32(frame.down.real) + (y - crease[1]) * np.float32(frame.down.imag)
    return np.asarray(np.clip(below / np.float32(-FADE * frame.unit), 0, 1), np.float32)
