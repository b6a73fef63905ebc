"""Light, folds and the camera's character: what they do, and how little they may change a garment's own colour."""

from dataclasses import replace

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.doubles.mannequin import mannequin
from vitrine.fitting.warp.creases import DEEP, Fold, drawn
from vitrine.fitting.warp.light import IN_BLACK, as_photographed, camera, folds, roundness, shaded, shows, turns_show
from vitrine.fitting.warp.scene import Scene, exposure, lean, scene_of, white_point
from vitrine.imaging import colour

MOST = 5.0
"""CIEDE2000 by which white point and exposure together may change a plain garment."""
PLAIN = Scene(np.ones(3, np.float32), 0.0, 0.0, 0.0, None)


def room(rgb: tuple[int, int, int]) -> np.ndarray:
    return np.full((128, 96, 3), rgb, np.uint8)


@settings(deadline=None, max_examples=40)
@given(st.tuples(*[st.integers(0, 255)] * 3), st.tuples(*[st.integers(0, 255)] * 3))
def test_no_scene_changes_a_garments_own_colour_by_more_than_is_stated(
    wall: tuple[int, int, int], cloth: tuple[int, int, int]
) -> None:
    gain = white_point(room(wall)) * exposure(room(wall))
    own = np.full((1, 1, 3), cloth, np.float32)
    lit = shaded(own, np.ones((1, 1), np.float32), gain)
    first, second = (colour.lab(np.rint(value).astype(np.uint8)) for value in (own, lit))
    assert float(colour.difference(first, second)[0, 0]) < MOST


def test_a_warm_room_warms_and_a_neutral_one_does_nothing() -> None:
    assert np.abs(white_point(room((200, 200, 200))) - 1).max() < 0.01
    red, _, blue = white_point(room((215, 205, 188)))
    assert red > 1 > blue
    assert exposure(room((230, 230, 230))) == 1
    assert 0.7 < exposure(room((90, 90, 90))) < 1


def test_light_from_one_side_is_told_by_the_face() -> None:
    person = mannequin()
    x = int(person.landmarks[0, 0])
    lit = person.photo.copy()
    lit[:, x - 40 : x + 40] = np.clip(lit[:, x - 40 : x + 40] * np.linspace(0.7, 1.1, 80)[None, :, None], 0, 255)
    assert abs(lean(person)) < 0.1
    assert lean(replace(person, photo=lit)) > 0.2


def test_round_cloth_is_darker_where_it_turns_from_the_light() -> None:
    cover = np.zeros((60, 100), np.float32)
    cover[:, 20:80] = 1
    even, leaning = roundness(cover, 60.0), roundness(cover, 60.0, 0.8)
    assert even[30, 50] > 0.96
    assert even[30, 22] == pytest.approx(even[30, 77], abs=0.01)
    assert leaning[30, 22] < even[30, 22] - 0.1
    assert even[30, 77] <= leaning[30, 77] <= 1


def test_slopes_of_shoulders_are_no_edges_at_which_cloth_turns_away() -> None:
    cover = np.zeros((80, 120), np.float32)
    for row in range(80):
        half = min(50, 10 + 2 * row)
        cover[row, 60 - half : 60 + half] = 1
    plain, sloping = roundness(cover, 100.0), roundness(cover, 100.0, slopes=0.25)
    assert sloping[6, 42] > plain[6, 42] + 0.02
    assert sloping[70] == pytest.approx(plain[70], abs=0.005)


def test_it_shows_less_in_black_that_cloth_turns_away() -> None:
    white, black = np.full((40, 40, 3), 255, np.float32), np.zeros((40, 40, 3), np.float32)
    assert turns_show(shows(white)) == pytest.approx(1, abs=0.01)
    assert turns_show(shows(black)) == pytest.approx(IN_BLACK, abs=0.01)


@settings(deadline=None, max_examples=30)
@given(st.floats(-20, 220), st.floats(-20, 220), st.floats(-20, 220), st.floats(-20, 220), st.floats(-0.2, 0.2))
def test_a_fold_stays_shallow_and_near(x0: float, y0: float, x1: float, y1: float, sag: float) -> None:
    light = np.ones((200, 200), np.float32)
    drawn(light, Fold(complex(x0, y0), complex(x1, y1), 1.0, sag), 5.0)
    assert np.abs(light - 1).max() <= 1.1 * DEEP
    far = np.ones((200, 200), np.uint8)
    cv2.line(far, (round(x0), round(y0)), (round(x1), round(y1)), 0, 1)
    # the line is drawn on whole pixels: it may lie one off
    away = cv2.distanceTransform(far, cv2.DIST_L2, 3) > 36 + abs(sag) * abs(complex(x1 - x0, y1 - y0))
    if not far.all():
        assert np.abs(light[away] - 1).max(initial=0) < 0.05


def test_a_fold_is_bright_above_and_dark_below_whichever_way_it_runs() -> None:
    for start, end in ((30 + 50j, 90 + 50j), (90 + 50j, 30 + 50j)):
        light = np.ones((100, 120), np.float32)
        drawn(light, Fold(start, end, 1.0), 4.0)
        assert light[47, 55] > 1 > light[53, 55]


def test_a_garment_on_a_grainy_soft_photo_is_as_grainy_and_as_soft() -> None:
    edges = np.kron(np.indices((12, 12)).sum(0) % 2, np.ones((16, 16)))[..., None] * np.full(3, 160) + 40
    texture = edges.astype(np.uint8)
    worn = np.ones(texture.shape[:2], bool)
    same = as_photographed(edges.astype(np.float32), camera(texture, worn, 1.0, PLAIN))
    assert np.abs(same - edges).max() == 0
    plain = np.full_like(texture, 120)
    grainy = as_photographed(plain.astype(np.float32), camera(plain, worn, 1.0, replace(PLAIN, grain=4.0)))
    assert 3 < grainy.std() < 5
    # a print beside plain cloth is no grain of its own
    printed = plain.copy()
    printed[:96] = np.random.default_rng(0).integers(0, 256, (96, 192, 3))
    assert camera(printed, worn, 1.0, replace(PLAIN, grain=2.0)).grain == pytest.approx(2.0, abs=0.1)
    blurred = cv2.GaussianBlur(texture, (0, 0), 0.6)
    soft = as_photographed(blurred.astype(np.float32), camera(blurred, worn, 1.0, replace(PLAIN, blur=2.0)))
    assert np.abs(np.diff(soft[..., 0])).max() < 0.7 * np.abs(np.diff(blurred[..., 0].astype(float))).max()


def test_a_drawn_figure_has_a_scene() -> None:
    scene = scene_of(mannequin())
    assert np.abs(scene.gain - 1).max() < 0.1
    assert scene.grain > 0.5


def shirt(of: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """A picture of cloth with this light on it (factor on sRGB), and where the cloth is."""
    old = np.zeros(of.shape, bool)
    old[20:-20, 20:-20] = True
    return np.where(old[..., None], np.clip(215 * of[..., None], 0, 255), 60.0).repeat(3, 2).astype(np.uint8), old


def shade() -> np.ndarray:
    """Deep shade at one side, and soft folds."""
    y, x = np.mgrid[0:240, 0:200].astype(np.float32)
    return np.asarray(1 - 0.45 * np.clip((x - 130) / 50, 0, 1) ** 2 + 0.05 * np.sin((x + y) / 9), np.float32)


def test_deep_shade_on_plain_cloth_is_no_print() -> None:
    light = shade()
    found = folds(*shirt(light), 100.0)
    assert found[120, 165] < 0.94
    inner = (slice(60, 180), slice(50, 110))
    assert np.corrcoef(found[inner].ravel(), light[inner].ravel())[0, 1] > 0.8


def test_a_print_leaves_no_ghost() -> None:
    light = shade()
    cv2.putText(light, "X", (70, 120), cv2.FONT_HERSHEY_SIMPLEX, 1.2, 0.3, 4)
    found = folds(*shirt(light), 100.0)
    assert np.abs(found[90:125, 65:100] - 1).max() < 0.04
    assert found[150, 165] < 0.94
    cv2.putText(light, "XXX", (35, 190), cv2.FONT_HERSHEY_SIMPLEX, 2, 0.3, 6)
    assert (folds(*shirt(light), 100.0) == 1).all()


def test_shade_on_cloth_of_two_hues_is_not_told_apart() -> None:
    photo, old = shirt(shade())
    photo[100:, 20:-20, 2] //= 3
    assert (folds(photo, old, 100.0) == 1).all()


def test_seams_and_wash_of_trousers_hide_their_folds_and_not_the_form_of_the_legs() -> None:
    light = shade()
    for column in range(24, 180, 38):
        light[:, column : column + 2] *= 0.6
    photo, old = shirt(light)
    assert (folds(photo, old, 100.0) == 1).all()
    found = folds(photo, old, 100.0, trousers=True)
    assert found[120, 165] < 0.97
    assert found[120, 120] > 1
    inner = found[60:180, 50:110]
    assert np.abs(np.diff(inner, axis=1)).max() < 0.01
    for column in range(20, 180, 12):
        light[:, column : column + 6] *= 0.4
    assert (folds(*shirt(light), 100.0, trousers=True) == 1).all()
