"""White garments: as white as white cloth is in the photo, all others left alone."""

from dataclasses import replace

import numpy as np
import pytest

from tests.doubles.mannequin import mannequin
from vitrine.fitting.warp.white import LEVEL, TURNS, USUAL, as_white, lit_white, white_of
from vitrine.people.person import CLASSES

GAIN = np.ones(3, np.float32)
EVERYWHERE = np.ones((60, 60), np.float32)


def cloth(*rgb: int) -> np.ndarray:
    return np.full((60, 60, 3), rgb, np.uint8)


def light(*grey: float) -> np.ndarray:
    return np.asarray((np.array(grey, np.float32) / 255) ** 2.2, np.float32)


def test_burnt_out_bluish_white_becomes_the_photos() -> None:
    white = light(236, 236, 234)
    gain = as_white(cloth(243, 244, 250), EVERYWHERE, white, GAIN)
    now = 255 * (light(243, 244, 250) * gain) ** (1 / 2.2)
    assert now == pytest.approx([236, 236, 234], abs=3.5)


@pytest.mark.parametrize("rgb", [(20, 20, 22), (200, 30, 40), (229, 220, 200), (150, 150, 150)])
def test_what_is_not_white_is_left_alone(rgb: tuple[int, int, int]) -> None:
    assert as_white(cloth(*rgb), EVERYWHERE, light(200, 200, 200), GAIN) is GAIN


def test_no_white_is_made_grey_or_coloured() -> None:
    gain = as_white(cloth(250, 250, 250), EVERYWHERE, light(150, 120, 90), GAIN)
    assert gain.min() >= LEVEL[0] * (1 - TURNS) - 1e-4
    assert gain.max() / gain.min() <= (1 + TURNS) / (1 - TURNS) + 1e-3


def test_white_is_told_by_the_persons_own_else_it_is_as_light_as_usual() -> None:
    person = mannequin()
    top = person.labels == CLASSES.index("top")
    dark, pale = person.photo.copy(), person.photo.copy()
    dark[person.labels != 0], pale[top] = (40, 40, 60), (225, 224, 222)
    assert white_of(replace(person, photo=dark)) is None
    assert white_of(replace(person, photo=pale)) == pytest.approx(light(225, 224, 223), abs=0.02)
    greenish = light(246, 248, 243)
    now = greenish * as_white(cloth(246, 248, 243), EVERYWHERE, None, GAIN)
    assert now.max() == pytest.approx(light(USUAL)[0], abs=0.01)
    assert now / now.max() == pytest.approx(greenish / greenish.max(), abs=0.005)


def test_white_cloth_is_measured_where_it_is_lit() -> None:
    half = cloth(230, 230, 230)
    half[:, 30:] = (215, 215, 215)
    found, share = lit_white(half, EVERYWHERE > 0)
    assert share == 1
    assert found is not None
    assert found == pytest.approx(light(230, 230, 230), abs=0.01)
