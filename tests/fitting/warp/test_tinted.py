"""Skin has none of the colour of the clothes that lay beside it."""

import numpy as np
import pytest

from vitrine.fitting.warp.shade import HUES
from vitrine.fitting.warp.tinted import APART, BEYOND, FAR, LEAST, LIGHTEST, untinted

SKIN, ORANGE, WHITE = (np.array(tone, np.float32) for tone in ((225, 185, 160), (240, 140, 20), (245, 245, 245)))
UNIT, EDGE = 200.0, 60
RIM = round(FAR * UNIT / 2)


def beside(cloth: np.ndarray, light: float = 1.0) -> tuple[np.ndarray, np.ndarray]:
    """Skin to the left of cloth whose colour has run over the edge, in light that changes down, and what is skin."""
    mixed = np.clip(1 - np.maximum(EDGE - 0.5 - np.arange(120), 0) / RIM, 0, 1)[None, :, None]
    down = np.linspace(1, light, 90)[:, None, None]
    photo = np.rint((SKIN + (cloth - SKIN) * mixed) * down).astype(np.uint8)
    return photo, np.broadcast_to(np.arange(120) < EDGE, (90, 120)).copy()


@pytest.mark.parametrize("light", [1.0, 0.6])
def test_what_cloth_has_coloured_is_skin_again(light: float) -> None:
    photo, skin = beside(ORANGE, light)
    found, changed = untinted(photo, skin, ~skin, UNIT)
    own = photo[:, EDGE - 3 * RIM].astype(float)
    for column in range(EDGE - 2 * RIM, EDGE):
        assert np.abs(found[:, column] - own).max() < 16
    assert changed[:, EDGE - RIM : EDGE].mean() > 0.9
    # in its soft edge, too
    assert np.abs(found[:, EDGE + BEYOND - 1] - own).max() < 26


def test_all_else_stays_as_it_is() -> None:
    photo, skin = beside(ORANGE)
    found, changed = untinted(photo, skin, ~skin, UNIT)
    assert (found == photo)[changed == 0].all()
    assert not changed[:, : EDGE - 2 * RIM - 2].any() and not changed[:, EDGE + BEYOND + 1 :].any()


def test_cloth_that_is_much_like_skin_takes_nothing_from_it() -> None:
    lit = SKIN * np.array([0.97, 1.02, 1.06], np.float32)
    cosine = float(lit @ SKIN / np.linalg.norm(lit) / np.linalg.norm(SKIN))
    assert np.sqrt(1 - cosine**2) < APART
    photo, skin = beside(lit)
    assert untinted(photo, skin, ~skin, UNIT)[0] is photo or not untinted(photo, skin, ~skin, UNIT)[1].any()


def test_shade_beside_cloth_is_no_colour_of_it() -> None:
    photo, skin = beside(ORANGE)
    photo[:] = SKIN
    photo[:, EDGE:] = ORANGE
    photo[:, EDGE - 4 : EDGE] = 0.7 * SKIN
    found, _ = untinted(photo, skin, ~skin, UNIT)
    assert np.abs(found[:, EDGE - 4 : EDGE].astype(float) - photo[:, EDGE - 4 : EDGE]).max() < 6


def test_shade_in_light_that_cloth_threw_back_does_not_come_out_violet() -> None:
    photo, skin = beside(ORANGE)
    photo[:] = SKIN
    photo[:, EDGE:] = ORANGE
    thrown = 0.75**HUES * SKIN * np.array((1.1, 0.9, 0.7), np.float32)
    photo[:, EDGE - 4 : EDGE] = thrown
    found, changed = untinted(photo, skin, ~skin, UNIT)
    assert changed[:, EDGE - 4 : EDGE].all()
    red, green, blue = found[:, EDGE - 4 : EDGE].astype(float).reshape(-1, 3).mean(0)
    assert thrown[2] / thrown[1] < blue / green < SKIN[2] / SKIN[1] + 0.02
    assert red > green


def test_without_cloth_nothing_is_done() -> None:
    photo, skin = beside(WHITE)
    assert untinted(photo, skin, np.zeros_like(skin), UNIT)[0] is photo


def test_dark_cloth_makes_skin_hardly_lighter_than_it_is_nearby() -> None:
    photo, skin = beside(np.array((24, 20, 30), np.float32))
    photo[::3, EDGE - 3 : EDGE] = (60, 58, 66)
    found, _ = untinted(photo, skin, ~skin, UNIT)
    own = photo[:, EDGE - 3 * RIM].astype(float)
    assert (found[:, : EDGE + BEYOND] - LIGHTEST * own[:, None]).max() <= 3


def test_beside_dark_cloth_skin_comes_out_no_more_orange_than_in_shade() -> None:
    photo, skin = beside(np.array((24, 20, 30), np.float32), 0.7)
    found, _ = untinted(photo, skin, ~skin, UNIT)
    red, _, blue = found[:, EDGE - RIM : EDGE].astype(float).reshape(-1, 3).T
    deep = LEAST**HUES * SKIN
    assert (red / blue).max() < deep[0] / deep[2] + 0.05
