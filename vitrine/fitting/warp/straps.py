"""Straps lie on the body, and pass out of sight where they cross the shoulder."""

from dataclasses import replace

from vitrine.fitting.warp.raster import Piece, draw
from vitrine.fitting.warp.rig import Rig, label
from vitrine.garments.garment import Part
from vitrine.imaging.types import Mask, Points


def on_body(rig: Rig, posed: Points, pieces: dict[Part, Piece], body: Mask) -> dict[Part, Piece]:
    """The pieces of a garment without what of their straps would stand in the air.

    Args:
        rig: the garment.
        posed: its vertices in the photo.
        pieces: its parts as they lie in the photo.
        body: coverage of the bare body, photo's size.
    """
    if not rig.straps.any():
        return pieces
    return {part: _clipped(rig, posed, part, piece, body) for part, piece in pieces.items()}


def _clipped(rig: Rig, posed: Points, part: Part, piece: Piece, body: Mask) -> Piece:
    straps = draw(rig.mesh, posed, label(part), rig.texture, rig.straps, body.shape)
    if straps is None:
        return piece
    return replace(piece, alpha=piece.alpha * (1 - straps.alpha * (1 - body[straps.window])))
