"""A sleeve's outline is evened a little: small waves go, its corners and whatever is larger stay."""

import numpy as np

from vitrine.fitting.warp.evened import evened
from vitrine.fitting.warp.raster import Piece

UNIT = 250.0
CORNERS = np.array([[30.0, 239.0], [110.0, 239.0]], np.float32)


def _piece(alpha: np.ndarray) -> Piece:
    colour = np.where(alpha[..., None] > 0.5, np.float32((200, 40, 40)), np.float32(0))
    return Piece(0, 0, colour, alpha, np.zeros((*alpha.shape, 2), np.float32))


def _sleeve() -> np.ndarray:
    alpha = np.zeros((280, 140), np.float32)
    alpha[20:240, 30:111] = 1
    return alpha


def test_waves_of_a_hem_and_of_an_edge_go() -> None:
    alpha = _sleeve()
    rows, columns = np.ogrid[:280, :140]
    waves = np.round(2 * np.sin(columns / 2.5)), np.round(2 * np.sin(rows / 2.5))
    alpha[(rows > 239 + waves[0]) | (columns > 110 + waves[1])] = 0
    alpha[(rows <= 239 + waves[0]) & (rows > 200) & (columns >= 30) & (columns <= 110 + waves[1])] = 1
    out = evened(_piece(alpha), UNIT, CORNERS)
    hem = (out.alpha[:, 48:92] > 0.5).sum(0)
    side = (out.alpha[60:190] > 0.5).sum(1)
    assert np.ptp(hem) <= 2
    assert np.ptp(side) <= 2
    # what it grew by has the cloth's colour
    grown = (out.alpha > 0.5) & (alpha < 0.5)
    assert grown.any()
    assert np.abs(out.colour[grown] - (200, 40, 40)).max() < 1


def test_corners_and_large_shapes_stay() -> None:
    alpha = _sleeve()
    assert np.abs(evened(_piece(alpha), UNIT, CORNERS).alpha - alpha)[200:].max() < 0.3
    notched = alpha.copy()
    notched[100:140, 30:60] = 0
    out = evened(_piece(notched), UNIT, CORNERS).alpha
    assert np.abs(out - notched)[105:135, 20:55].max() < 0.2
    assert np.abs(out - notched).sum() < 300


def test_strings_stay() -> None:
    alpha = _sleeve()
    alpha[240:275, 70:73] = 1
    out = evened(_piece(alpha), UNIT, CORNERS).alpha
    assert out[245:270, 71].min() > 0.9


def test_without_cloth_nothing_is_done() -> None:
    piece = _piece(np.zeros((40, 40), np.float32))
    assert evened(piece, UNIT, CORNERS) is piece
