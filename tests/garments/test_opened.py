"""Open jackets: the strip between their fronts is told from a zip, a print, stripes."""

import cv2
import numpy as np
import pytest

from vitrine.garments.opened import between_fronts

HEIGHT, WIDTH = 500, 420
CLOTH, LINING, GROUND = (70, 90, 60), (150, 60, 50), (236, 236, 234)
SPOTS = {
    "neck-right": (170.0, 60.0), "neck-left": (250.0, 60.0), "armpit-right": (100.0, 160.0),
    "armpit-left": (320.0, 160.0), "hem-right": (100.0, 440.0), "hem-left": (320.0, 440.0),
}  # fmt: skip


def jacket() -> tuple[np.ndarray, np.ndarray]:
    """A plain sleeveless jacket and its coverage."""
    cover = np.zeros((HEIGHT, WIDTH), np.uint8)
    outline = [(170, 60), (250, 60), (320, 90), (320, 440), (100, 440), (100, 90)]
    cv2.fillPoly(cover, [np.array(outline)], 1)
    photo = np.where(cover[..., None] > 0, CLOTH, GROUND).astype(np.float32)
    photo += np.random.default_rng(3).normal(0, 2, (HEIGHT, WIDTH, 1))
    return np.clip(photo, 0, 255).astype(np.uint8), cover.astype(np.float32)


def strip(half: float = 24, spread: float = 0.05) -> np.ndarray:
    y, x = np.mgrid[:HEIGHT, :WIDTH]
    return (np.abs(x - 210) < half + spread * (y - 60)) & (y > 66) & (y <= 440)


@pytest.mark.parametrize("fill", [LINING, GROUND])
def test_the_strip_of_an_open_jacket_is_found(fill: tuple[int, int, int]) -> None:
    photo, cover = jacket()
    there = strip()
    photo[there] = fill
    found = between_fronts(photo, cover, SPOTS)
    assert found[there & (np.arange(HEIGHT)[:, None] > 110)].mean() > 0.98
    assert (found & (cover > 0) & ~there).sum() < 0.2 * there.sum()


def test_ground_that_was_cut_out_already_is_part_of_it() -> None:
    photo, cover = jacket()
    there = strip()
    photo[there] = GROUND
    cover[there & (np.arange(HEIGHT)[:, None] > 300)] = 0
    assert between_fronts(photo, cover, SPOTS)[there & (np.arange(HEIGHT)[:, None] > 110)].mean() > 0.98


def test_a_closed_jacket_has_none() -> None:
    photo, cover = jacket()
    assert not between_fronts(photo, cover, SPOTS).any()
    photo[strip(4, 0)] = (20, 20, 20)
    assert not between_fronts(photo, cover, SPOTS).any(), "a zip"


def test_a_print_a_panel_and_stripes_are_none() -> None:
    photo, cover = jacket()
    printed = photo.copy()
    cv2.circle(printed, (210, 230), 50, LINING, -1)
    assert not between_fronts(printed, cover, SPOTS).any(), "a print"
    panel = photo.copy()
    panel[strip(75, 0)] = LINING
    assert not between_fronts(panel, cover, SPOTS).any(), "a broad panel"
    striped = photo.copy()
    striped[((np.arange(WIDTH) // 18) % 2 == 1)[None] & (cover > 0)] = LINING
    assert not between_fronts(striped, cover, SPOTS).any(), "stripes"


def test_a_garment_without_hem_or_armpits_has_none() -> None:
    photo, cover = jacket()
    assert not between_fronts(photo, cover, {"neck-left": (1.0, 1.0)}).any()
