"""A hood that lies on the back goes on down behind the shoulders."""

from dataclasses import replace
from typing import Final

import cv2
import numpy as np

from vitrine.fitting.warp.raster import Piece
from vitrine.fitting.warp.rims import nearest
from vitrine.imaging.masks import grown

DEEP: Final = 0.16
"""How far it goes on below where its picture ends, in u: in a picture hoods narrow toward the neck."""


GAP: Final = 0.04
"""Breadth of gaps within it that are filled, in u."""
EDGE: Final = 2
"""Breadth of the edge of its picture, in pixels."""
ROUND: Final = 1.5
"""How much deeper it goes from one column to the next, away from its ends."""


def behind_shoulders(piece: Piece, unit: float) -> Piece:
    """A hood's piece continued below its lower edge, column by column, as in a mirror.

    Args:
        piece: the inside of the back with the hood, as it lies in the photo.
        unit: the wearer's unit, pixels.
    """
    deep = max(1, round(DEEP * unit))
    there = piece.alpha > 0.5
    shown = np.asarray(there.any(0))
    height, width = piece.alpha.shape
    last = height - 1 - there[::-1].argmax(0)
    rows, columns = np.arange(height + deep)[:, None], np.arange(width)[None]
    # the very edge is mixed with the ground
    last = last - EDGE
    ends = np.flatnonzero(shown)[[0, -1]] if shown.any() else np.zeros(2, int)
    # it is rounded off at both ends
    reach = np.minimum(deep, ROUND * (np.minimum(columns[0] - ends[0], ends[1] - columns[0]) + 1)) + EDGE
    below = shown[None] & (rows > last[None]) & (rows <= (last + reach)[None])
    source = np.where(below, 2 * last[None] - rows, np.minimum(rows, height - 1))
    source = np.clip(source, there.argmax(0)[None], height - 1)
    alpha = np.concatenate([piece.alpha, np.zeros((deep, width), np.float32)])
    softened = cv2.GaussianBlur(((alpha > 0.5) | below).astype(np.float32), (0, 0), 0.8)
    alpha = np.where(below, np.where(alpha > 0.5, np.float32(1), softened), alpha)
    colour = piece.colour[source, columns]
    # nor are there gaps between it and its picture's edge
    solid = alpha > 0.5
    within = np.maximum.accumulate(solid, 0) & np.maximum.accumulate(solid[::-1], 0)[::-1]
    ball = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (max(3, round(GAP * unit)),) * 2)
    gap = (cv2.morphologyEx(solid.view(np.uint8), cv2.MORPH_CLOSE, ball) > 0) & within & ~solid
    if gap.any():
        # with its soft edge
        gap = grown(gap, 2) & within & (alpha < 0.9)
        colour = np.where(gap[..., None], nearest(colour, alpha >= 0.9), colour)
        alpha = np.where(gap, np.float32(1), alpha)
    return replace(piece, colour=colour, alpha=alpha, where=piece.where[source, columns])
