"""Hoods that lie on the back."""

import numpy as np

from vitrine.fitting.warp.hood import behind_shoulders
from vitrine.fitting.warp.raster import Piece


def test_a_hood_goes_on_down_behind_the_shoulders_with_its_own_cloth() -> None:
    height, width, unit = 30, 60, 100.0
    rows, cols = np.mgrid[:height, :width].astype(np.float32)
    cover = (((cols - 30) / 26) ** 2 + ((rows - 20) / 18) ** 2 < 1) & (rows < 21)
    colour = np.where(cover[..., None], np.dstack([rows, rows, rows]) + 100, 255).astype(np.float32)
    piece = Piece(5, 7, colour, cover.astype(np.float32), np.dstack([cols, rows]))
    found = behind_shoulders(piece, unit)
    assert (found.x, found.y) == (5, 7)
    assert (found.alpha[:21][cover[:21]] == 1).all()
    assert (found.alpha[21:32, 20:40] == 1).all()
    # none of the ground beside it, and at both ends it is rounded off
    assert found.colour[found.alpha > 0.5].max() < 150
    assert (found.alpha[28] > 0).sum() < (found.alpha[20] > 0).sum() - 8
    assert found.where.shape == (*found.alpha.shape, 2)


def test_gaps_are_filled_and_its_edge_stays_soft() -> None:
    alpha = np.zeros((60, 80), np.float32)
    alpha[5:40, 10:70] = 1
    alpha[4, 10:70] = 0.6
    holed = alpha.copy()
    holed[30:35, 40:45] = 0
    rows, columns = np.mgrid[:60, :80].astype(np.float32)
    colour = np.where(holed[..., None] > 0, np.float32(90), np.float32(255)) * np.ones((1, 1, 3), np.float32)
    whole, found = (
        behind_shoulders(Piece(0, 0, colour, cover, np.dstack([columns, rows])), 200.0) for cover in (alpha, holed)
    )
    assert (found.alpha[28:37, 38:47] == 1).all() and (found.colour[28:37, 38:47] == 90).all()
    assert np.array_equal(found.alpha[:28], whole.alpha[:28]) and np.isclose(found.alpha[4, 20:60], 0.6).all()


def test_nothing_goes_on_where_nothing_is() -> None:
    empty = Piece(0, 0, np.zeros((8, 9, 3), np.float32), np.zeros((8, 9), np.float32), np.zeros((8, 9, 2), np.float32))
    assert not behind_shoulders(empty, 50.0).alpha.any()
