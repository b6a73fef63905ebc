"""A sleeve's outline is evened a little: small waves go, its corners and whatever is larger stay."""

import numpy as np
import pytest
from drawn import trousers
from mannequin import mannequin

from vitrine.fitting.warp.evened import evened, legs_evened
from vitrine.fitting.warp.frame import measured
from vitrine.fitting.warp.raster import Piece, draw
from vitrine.fitting.warp.rig import label, rigged
from vitrine.garments.garment import Garment
from vitrine.garments.parts import parts
from vitrine.people.body import bare_body

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


def test_the_corners_of_a_sleeve_are_rounded_a_little_and_lose_their_lobes() -> None:
    alpha = _sleeve()
    alpha[236:243, 104:114] = 1
    whole = evened(_piece(alpha), UNIT, CORNERS).alpha
    out = evened(_piece(alpha), UNIT, CORNERS, 0.6).alpha
    assert whole[241, 112] > 0.9 and out[241, 112] < 0.3
    assert out[236, 106] > 0.9 and out[200:230, 40:100].min() > 0.9


def test_strings_stay() -> None:
    alpha = _sleeve()
    alpha[240:275, 70:73] = 1
    out = evened(_piece(alpha), UNIT, CORNERS).alpha
    assert out[245:270, 71].min() > 0.9


def test_without_cloth_nothing_is_done() -> None:
    piece = _piece(np.zeros((40, 40), np.float32))
    assert evened(piece, UNIT, CORNERS) is piece


@pytest.mark.parametrize("spread", [12, 40])
def test_legs_lose_the_waves_of_their_edges_and_keep_their_seam_and_hems(spread: int) -> None:
    drawn, unit = trousers(spread=spread), measured(mannequin(), bare_body(mannequin())).unit
    rows, columns = np.ogrid[: drawn.alpha.shape[0], : drawn.alpha.shape[1]]
    wave = np.roll(drawn.alpha, 2, 1) * drawn.alpha
    wavy = np.where(np.sin(rows / 3 + 0 * columns) > 0, wave, drawn.alpha).astype(np.float32)
    labels = parts(wavy, drawn.landmarks)
    garment = Garment(drawn.photo, wavy, "bottoms", "flat-lay", drawn.landmarks, labels)
    rig = rigged(garment, 1.0)
    shape = (rig.alpha.shape[0] + 20, rig.alpha.shape[1] + 20)
    pieces = {
        part: draw(rig.mesh, rig.mesh.points, label(part), rig.colours(part), rig.covers[part], shape)
        for part in ("torso", "left-leg", "right-leg")
    }
    even = legs_evened(rig, rig.mesh.points, pieces, unit)
    assert even["torso"] is pieces["torso"]
    for part in ("left-leg", "right-leg"):
        before, after = (one[part].alpha > 0.5 for one in (pieces, even))
        first, last = np.flatnonzero(before.any(1))[[0, -1]]
        middle = slice(first + 40, last - 40)
        breadths = [one[part].alpha[middle].sum(1) for one in (pieces, even)]
        uneven = [(each - np.convolve(each, np.ones(19) / 19, "same"))[10:-10].std() for each in breadths]
        assert uneven[1] < 0.7 * uneven[0]
        assert (before[first : first + 4] == after[first : first + 4]).mean() > 0.97
        assert (before[last - 3 : last + 1] == after[last - 3 : last + 1]).mean() > 0.97
