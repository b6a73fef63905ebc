"""The outline of sleeves and legs without the small waves that a cut-out and a bent mesh leave in it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

import cv2
import numpy as np

from vitrine.fitting.warp.mesh import locate
from vitrine.fitting.warp.raster import Piece
from vitrine.fitting.warp.rig import LIMBS, Rig, label
from vitrine.fitting.warp.rims import nearest
from vitrine.fitting.warp.targets import points
from vitrine.garments.garment import Part
from vitrine.imaging.masks import box, box_about
from vitrine.imaging.types import Mask, Points

LENGTH: Final = 0.022
"""Length over which an outline is made even, in u."""
DEPTH: Final = 0.014
"""How far it moves at most, in u: scallops, ruffles and corners stay."""
WIDTH: Final = 1.2
"""Breadth of the edge that this leaves, pixels."""
FINE: Final = 6.0
"""Length, in depths, from which on what is as thin as the waves are deep is a string or fringe, and stays."""
SOLID: Final = 0.9
"""Coverage from which on a pixel's colour is the cloth's own."""


def legs_evened(rig: Rig, posed: Points, pieces: Mapping[Part, Piece], unit: float) -> dict[Part, Piece]:
    """The pieces of a garment with even outlines of its legs, where it has any; hems' corners and the seam stay.

    Args:
        rig: the garment.
        posed: its vertices in the photo.
        pieces: its parts as they lie in the photo.
        unit: the person's unit, pixels.
    """
    out = dict(pieces)
    for part in LIMBS:
        side = part.removesuffix("-leg")
        if part not in pieces or f"ankle-outer-{side}" not in rig.mark:
            continue
        leg = rig.covers[part] > SOLID
        if not leg.any():
            continue
        first = int(leg.any(1).argmax())
        top = np.flatnonzero(leg[first])[[0, -1]] + 1j * first
        ends = np.append(top, [rig.mark[f"ankle-{edge}-{side}"] for edge in ("outer", "inner")])
        corners = locate(rig.mesh, points(ends), label(part)) @ posed
        out[part] = evened(pieces[part], unit, np.asarray(corners, np.float32))
    return out


def evened(piece: Piece, unit: float, corners: Points, rounded: float = 0.0) -> Piece:
    """The piece with an even outline; where it comes to be wider the colours of its rim go on.

    Args:
        piece: a sleeve or leg as it lies in the photo.
        unit: the person's unit, pixels.
        corners: those of its end, (x, y) in the photo: they stay.
        rounded: how even they become all the same, 1 as the rest.
    """
    if not (piece.alpha > SOLID).any():
        return piece
    window = box([piece.alpha > 0], round(3 * LENGTH * unit))
    old = piece.alpha[window]
    new = _even(old, unit)
    for x, y in corners - (piece.x + window[1].start, piece.y + window[0].start):
        near = box_about(np.array([[x, y]], np.float32), 5 * LENGTH * unit, old.shape)
        if not old[near].size:
            continue
        kept = _even(old[near], rounded * unit) if rounded else old[near]
        rows, columns = np.ogrid[near]
        far = np.hypot(columns - x, rows - y) / (LENGTH * unit)
        new[near] += (kept - new[near]) * np.clip(2 - far, 0, 1).astype(np.float32)
    alpha, colour = piece.alpha.copy(), piece.colour.copy()
    alpha[window] = new
    wider = (new > 0) & (old < SOLID) & (new > old)
    drawn = cv2.blur(nearest(colour[window], old > SOLID), (3, 3))
    colour[window][wider] = drawn[wider]
    return replace(piece, alpha=alpha, colour=colour)


def _even(alpha: Mask, unit: float) -> Mask:
    """Coverage with an outline that waves less, nowhere moved farther than DEPTH."""
    spread, depth = max(1.0, LENGTH * unit), max(1, round(DEPTH * unit))
    soft = cv2.GaussianBlur(alpha, (0, 0), spread)
    even = np.clip((soft - 0.5) * np.float32(spread * np.sqrt(2 * np.pi) / WIDTH) + 0.5, 0, 1)
    ball = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * depth + 1, 2 * depth + 1))
    low, high = cv2.erode(alpha, ball), cv2.dilate(alpha, ball)
    even = np.clip(even, low, high)
    thin = ((alpha > 0.5) & (cv2.dilate(low, ball) < 0.5)).astype(np.uint8)
    _, names, stats, _ = cv2.connectedComponentsWithStats(thin)
    long = stats[:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]].max(1) > FINE * depth
    long[0] = False
    return np.asarray(np.where(long[names], np.maximum(even, alpha), even), np.float32)
