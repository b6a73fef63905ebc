"""Where folds are made: broad ones alone over prints, none where the product or the old cloth has its own."""

from dataclasses import replace
from types import SimpleNamespace

import cv2
import numpy as np
import pytest

from vitrine.fitting.warp.falls import plainness, relieved
from vitrine.fitting.warp.fit import Fit
from vitrine.fitting.warp.frame import Frame, in_middle
from vitrine.fitting.warp.raster import Piece

SIZE, UNIT = 480, 240.0
WHOLE = (slice(0, SIZE), slice(0, SIZE))
ROWS, COLUMNS = np.indices((SIZE, SIZE)).astype(np.float32)


def fit_of(colour: np.ndarray, category: str = "tops", part: str = "torso") -> Fit:
    """A garment that lies in the photo as its product picture is; no mesh."""
    alpha = np.zeros((SIZE, SIZE), np.float32)
    alpha[6:-6, 6:-6] = 1
    piece = Piece(0, 0, np.asarray(colour, np.float32), alpha, np.zeros((SIZE, SIZE, 2), np.float32))
    garment = SimpleNamespace(hooded=False, sleeve="none", category=category)
    rig = SimpleNamespace(texture=np.asarray(colour, np.uint8), alpha=alpha, garment=garment)
    fit = object.__new__(Fit)
    vars(fit).update(rig=rig, drawn={part: piece}, pieces={part: piece}, shape=(SIZE, SIZE))
    return fit


def frame(torso: float = 460.0) -> Frame:
    found = object.__new__(Frame)
    vars(found).update(unit=UNIT, torso=torso, across=1 + 0j, joint={"neck": 240 + 0j, "hips": 240 + torso * 1j})
    return found


def cloth(grey: float) -> np.ndarray:
    return np.full((SIZE, SIZE, 3), grey, np.float32)


def draped(grey: float) -> np.ndarray:
    """Cloth with soft upright folds in its lower half, deeper in dark cloth."""
    deep = 0.05 / (0.42 + 0.58 * (grey / 255) ** 2.2)
    return np.asarray(cloth(grey) * (1 + deep * np.sin(COLUMNS / 8) * (ROWS > SIZE / 2))[..., None], np.float32)


@pytest.mark.parametrize("grey", [40, 120, 230])
def test_a_product_s_own_folds_are_told_where_it_has_them(grey: float) -> None:
    plain, own = plainness(fit_of(draped(grey)), WHOLE, UNIT)
    assert own[110:140, 30:130].min() > 0.6
    assert own[20:55, 30:130].max() < 0.2
    assert plain[20:55, 30:130].min() > 0.99


def test_a_piece_beside_the_window_tells_nothing() -> None:
    fit, window = fit_of(cloth(120)), (slice(0, 120), slice(0, 120))
    alone, _ = plainness(fit, window, UNIT)
    fit.drawn["left-sleeve"] = replace(fit.drawn["torso"], x=200, y=200)
    assert np.array_equal(plainness(fit, window, UNIT)[0], alone)


def test_blocks_of_colour_are_plain_each() -> None:
    plain, own = plainness(fit_of(np.where(ROWS[..., None] < 240, [200, 20, 40], [30, 36, 70])), WHOLE, UNIT)
    assert plain[[40, 120], 80].min() > 0.99
    assert own[[40, 120], 80].max() < 0.1


def test_colours_that_meet_are_no_folds() -> None:
    _, own = plainness(fit_of(np.where(ROWS[..., None] < 240, [240, 240, 240], [30, 36, 70])), WHOLE, UNIT)
    assert own[[60, 100], 20:140].max() < 0.1


def test_garments_fall_in_folds_of_their_own() -> None:
    old = np.ones((SIZE, SIZE), np.float32)
    made = [relieved(fit_of(cloth(grey)), frame(), 0.0, old)[0][200:440, 60:420].ravel() for grey in range(200, 208)]
    alike = np.corrcoef(made)
    assert (alike < 0.9).mean() > 0.6


def test_folds_do_not_stand_mirrored_above_a_long_garment_s_hem() -> None:
    made, _ = relieved(fit_of(cloth(230)), frame(300), 0.0, np.ones((SIZE, SIZE), np.float32))
    alike = [
        np.corrcoef(made[at - 80 : at, 60:420].ravel(), made[at : at + 80, 60:420][::-1].ravel())[0, 1]
        for at in range(330, 391, 3)
    ]
    assert max(alike) < 0.5


def test_no_fine_folds_are_made_in_a_pattern_or_over_the_product_s_own() -> None:
    check = cloth(230) * np.where((COLUMNS // 8 + ROWS // 8) % 2 > 0, 1, 0.4)[..., None]
    old = np.ones((SIZE, SIZE), np.float32)
    smooth, kept = relieved(fit_of(cloth(230)), frame(), 0.0, old)
    assert (kept == 1).all()
    for other, most in ((check, 0.8), (draped(230), 0.5)):
        made, _ = relieved(fit_of(other), frame(), 0.0, old)
        fine = [np.abs(np.diff(light[300:440, 60:420], axis=1)).mean() for light in (smooth, made)]
        assert fine[1] < most * fine[0]


def test_a_print_bends_through_the_broad_ones_of_its_cloth_s_folds() -> None:
    check = cloth(230) * np.where((COLUMNS // 8 + ROWS // 8) % 2 > 0, 1, 0.4)[..., None]
    made, _ = relieved(fit_of(check), frame(), 0.0, np.ones((SIZE, SIZE), np.float32))
    there = made[200:440, 60:420]
    assert there.std() > 0.005
    blurred = cv2.GaussianBlur(there, (0, 0), 0.02 * UNIT)
    assert np.abs(there - blurred)[20:-20, 20:-20].mean() < 0.15 * there.std()


def test_old_folds_do_not_cross_the_product_s_own() -> None:
    old = np.asarray(1 + 0.1 * np.sin((COLUMNS + ROWS) / 12), np.float32)
    _, kept = relieved(fit_of(draped(230)), frame(), 0.0, old)
    left = np.abs(kept - 1) / np.maximum(np.abs(old - 1), 1e-3)
    there = np.abs(old - 1) > 0.02
    assert left[60:150, 60:420][there[60:150, 60:420]].mean() > 0.9
    assert left[340:440, 60:420][there[340:440, 60:420]].mean() < 0.7


def test_trousers_keep_old_folds_and_get_none() -> None:
    old = np.full((SIZE, SIZE), 0.9, np.float32)
    made, kept = relieved(fit_of(cloth(200), "bottoms", "left-leg"), frame(), 0.0, old)
    assert (made == 1).all()
    assert kept is old


def test_the_middle_of_a_trunk_ends_beside_it() -> None:
    middle = in_middle(frame(), SIZE)
    assert (middle[200:280] == 1).all()
    assert (middle[:140] == 0).all() and (middle[340:] == 0).all()
