"""Straps lie on the body, and pass out of sight where they cross the shoulder."""

from dataclasses import replace

import cv2

from vitrine.fitting.warp.raster import Piece
from vitrine.fitting.warp.rig import Rig
from vitrine.garments.garment import Part
from vitrine.imaging.types import Mask


def on_body(rig: Rig, pieces: dict[Part, Piece], body: Mask) -> dict[Part, Piece]:
    """The pieces of a garment without what of their straps would stand in the air.

    Args:
        rig: the garment.
        pieces: its parts as they lie in the photo.
        body: coverage of the bare body, photo's size.
    """
    if not rig.straps.any():
        return pieces
    return {part: _clipped(rig, piece, body) for part, piece in pieces.items()}


def _clipped(rig: Rig, piece: Piece, body: Mask) -> Piece:
    straps = cv2.remap(rig.straps, piece.where[..., 0], piece.where[..., 1], cv2.INTER_LINEAR, borderValue=0)
    return replace(piece, alpha=piece.alpha * (1 - straps * (1 - body[piece.window])))
