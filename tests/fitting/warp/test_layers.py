"""Compositing: outside the mask the photo stays bit for bit."""

import cv2
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from vitrine.fitting.warp.layers import Canvas, finish
from vitrine.fitting.warp.raster import Piece

PHOTO = np.random.default_rng(2).integers(0, 255, (60, 80, 3), dtype=np.uint8)


def at(height: int, width: int) -> np.ndarray:
    """Places in the garment picture: nobody looks them up here."""
    return np.zeros((height, width, 2), np.float32)


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 50), st.integers(0, 30), st.integers(1, 29), st.floats(0, 1))
def test_outside_the_mask_nothing_changes(x: int, y: int, size: int, cover: float) -> None:
    canvas = Canvas(PHOTO, np.zeros((60, 80), np.float32))
    piece = Piece(
        x, y, np.full((size, size, 3), 99, np.float32), np.full((size, size), cover, np.float32), at(size, size)
    )
    cover = np.zeros((60, 80), np.float32)
    cover[piece.window] = piece.alpha
    canvas.shadow(cover, np.ones((60, 80), np.float32), 2.0)
    canvas.over(piece)
    image, mask = finish(PHOTO, canvas)
    assert np.array_equal(image[mask == 0], PHOTO[mask == 0])
    assert (mask >= 0).all()
    assert (mask <= 1).all()


def test_full_cover_shows_the_piece_and_half_cover_the_mean() -> None:
    canvas = Canvas(PHOTO, np.zeros((60, 80), np.float32))
    alpha = np.ones((10, 10), np.float32)
    alpha[:, 5:] = 0.5
    canvas.over(Piece(20, 10, np.full((10, 10, 3), 200, np.float32), alpha, at(10, 10)))
    image, _ = finish(PHOTO, canvas)
    assert (image[10:20, 20:25] == 200).all()
    half = (PHOTO[10:20, 25:30].astype(float) + 200) / 2
    assert np.abs(image[10:20, 25:30] - half).max() <= 0.5


def test_what_lies_in_front_comes_back_bit_for_bit() -> None:
    canvas = Canvas(PHOTO, np.zeros((60, 80), np.float32))
    canvas.over(Piece(0, 0, np.zeros((60, 80, 3), np.float32), np.ones((60, 80), np.float32), at(60, 80)))
    hand = np.zeros((60, 80), np.float32)
    hand[30:40, 30:40] = 1
    canvas.put_back(PHOTO, hand)
    image, _ = finish(PHOTO, canvas)
    assert np.array_equal(image[30:40, 30:40], PHOTO[30:40, 30:40])
    assert (image[:30] == 0).all()


def test_what_lies_in_front_far_apart_comes_back_as_one_by_one() -> None:
    photo = np.random.default_rng(4).integers(0, 255, (300, 200, 3), dtype=np.uint8)
    head, hand = np.zeros((2, 300, 200), np.float32)
    head[5:40, 80:120], hand[250:280, 3:30] = 0.7, 1
    together, apart = (Canvas(np.zeros_like(photo), np.ones((300, 200), np.float32)) for _ in range(2))
    together.put_back(photo, head + hand)
    apart.put_back(photo, head)
    apart.put_back(photo, hand)
    np.testing.assert_array_equal(together.colour, apart.colour)
    np.testing.assert_array_equal(together.shares, apart.shares)


def test_a_shadow_falls_on_the_ground_only_and_darkens() -> None:
    white = np.full((60, 80, 3), 200, np.uint8)
    canvas = Canvas(white, np.zeros((60, 80), np.float32))
    ground = np.zeros((60, 80), np.float32)
    ground[:, :40] = 1
    cover = np.zeros((60, 80), np.float32)
    cover[20:30, 30:50] = 1
    canvas.shadow(cover, ground, 2.0)
    image, mask = finish(white, canvas)
    assert (image[:, 40:] == 200).all()
    assert (image[31, 31:39] < 200).all()
    assert (mask[31, 31:39] > 0).all()


def test_arms_shade_the_cloth_below_them_and_nothing_beside_upright_edges() -> None:
    across, upright = np.zeros((80, 80), np.float32), np.zeros((80, 80), np.float32)
    across[30:40] = 1
    upright[:, 30:40] = 1
    cloth = np.ones((80, 80), np.float32)
    cloth[:, 60:] = 0
    canvas = Canvas(np.full((80, 80, 3), 200, np.uint8), np.zeros((80, 80), np.float32))
    canvas.shade_below(across, cloth, fall=6.0)
    assert canvas.colour[42, 20, 0] < 180
    assert (canvas.colour[:28, :60] == 200).all() and (canvas.colour[60:] == 200).all()
    assert (canvas.colour[:, 60:] == 200).all()
    beside = Canvas(np.full((80, 80, 3), 200, np.uint8), np.zeros((80, 80), np.float32))
    beside.shade_below(upright, cloth, fall=6.0)
    assert beside.colour[20:70].min() > 199


def test_shares_tell_what_a_canvas_is_mixed_of() -> None:
    removed = np.zeros((60, 80), np.float32)
    removed[10:50, 10:70] = 0.5
    canvas = Canvas(PHOTO, removed)
    before = canvas.state((slice(0, 60), slice(0, 80)))
    canvas.shadow(soft(20, 40), np.ones((60, 80), np.float32), 3.0)
    canvas.over(Piece(0, 0, np.full((60, 80, 3), 90, np.float32), soft(20, 40), at(60, 80)))
    canvas.put_back(before, soft(30, 36))
    canvas.put_back(PHOTO, soft(5, 24))
    photo, base, piece = canvas.shares
    mixed = (photo + base)[..., None] * PHOTO.astype(np.float32) + piece[..., None] * 90
    assert np.abs(mixed - canvas.colour).max() < 0.01
    assert (photo + base + piece).max() < 1.0001


def soft(start: int, stop: int) -> np.ndarray:
    cover = np.zeros((60, 80), np.float32)
    cover[start:stop, 20:60] = 1
    return cv2.GaussianBlur(cover, (0, 0), 1.5)


def test_shade_on_made_skin_is_redder_until_something_is_laid_there() -> None:
    skin = np.zeros((80, 80), np.float32)
    skin[:, 40:] = 1
    canvas = Canvas(np.full((80, 80, 3), 200, np.uint8), np.zeros((80, 80), np.float32), skin)
    cover = np.zeros((80, 80), np.float32)
    cover[20:30, 10:70] = 1
    canvas.shade_below(cover, np.ones_like(cover), 12.0, 0.5)
    cloth, bare = canvas.colour[33, 25], canvas.colour[33, 55]
    assert np.ptp(cloth) < 0.01 and cloth[0] < 180
    assert bare[0] > cloth[0] + 2 and bare[2] < cloth[2] - 1


def test_a_hem_throws_less_of_its_shade_on_skin_than_on_shoes() -> None:
    bare = np.zeros((60, 80), np.float32)
    bare[:, :40] = 1
    canvas = Canvas(np.full((60, 80, 3), 180, np.uint8), np.zeros_like(bare), bare)
    hem = np.zeros_like(bare)
    hem[:20] = 1
    canvas.shade_below(hem, np.ones_like(hem), 12.0, 0.5, 0.6)
    leg, shoe = (180 - canvas.colour[20:32, x].mean() for x in (20, 60))
    assert 0.5 * shoe < leg < 0.7 * shoe
