"""Drawing: each pixel of the photo looks up its own place in the garment picture."""

import cv2
import numpy as np

from tests.fitting.warp.test_mesh import meshed, tee
from vitrine.fitting.warp.raster import draw


def texture() -> np.ndarray:
    noise = np.random.default_rng(1).integers(0, 255, (200, 200, 3), dtype=np.uint8)
    return cv2.GaussianBlur(noise, (0, 0), 2)


def test_identity_gives_the_texture_back() -> None:
    mesh = meshed()
    alpha = (tee() == 1).astype(np.float32)
    piece = draw(mesh, mesh.points, 1, texture(), alpha, (200, 200))
    assert piece is not None
    assert np.array_equal(piece.alpha, alpha[piece.window])
    inside = piece.alpha > 0
    assert np.abs(piece.colour - texture()[piece.window])[inside].max() <= 1


def test_a_shift_by_whole_pixels_moves_every_pixel() -> None:
    mesh = meshed()
    alpha = (tee() == 1).astype(np.float32)
    piece = draw(mesh, mesh.points + np.array([9, -5], np.float32), 1, texture(), alpha, (200, 200))
    assert piece is not None
    there = np.zeros((200, 200, 3), np.float32)
    there[piece.window] = piece.colour * piece.alpha[..., None]
    assert np.abs(there[20:170, 69:149] - texture()[25:175, 60:140]).max() <= 1


def test_what_lies_outside_the_photo_is_cut() -> None:
    mesh = meshed()
    alpha = (tee() == 1).astype(np.float32)
    piece = draw(mesh, mesh.points - np.array([100, 0], np.float32), 1, texture(), alpha, (150, 120))
    assert piece is not None
    assert piece.x == 0
    assert piece.y + piece.alpha.shape[0] <= 150
    assert draw(mesh, mesh.points + np.float32(500), 1, texture(), alpha, (150, 120)) is None


def test_where_cloth_folds_what_turned_over_lies_beneath() -> None:
    mesh = meshed()
    alpha = (tee() == 1).astype(np.float32)
    low = mesh.points[:, 1] > 150
    posed = mesh.points.copy()
    # the lower end folded up over the rest, on which it must not show
    posed[low, 1] = 300 - posed[low, 1]
    piece = draw(mesh, posed, 1, texture(), alpha, (200, 200))
    assert piece is not None
    there = np.zeros((200, 200, 3), np.float32)
    there[piece.window] = piece.colour * piece.alpha[..., None]
    assert np.abs(there[110:140, 70:130] - texture()[110:140, 70:130]).max() <= 1


def test_threads_that_are_pressed_together_are_mixed_not_skipped() -> None:
    mesh = meshed()
    alpha = (tee() == 1).astype(np.float32)
    threads = np.zeros((200, 200, 3), np.uint8)
    threads[:, ::2] = 200
    piece = draw(mesh, mesh.points * np.array([0.5, 1], np.float32), 1, threads, alpha, (200, 200))
    assert piece is not None
    # a pixel holds a white and a black thread, wherever they begin
    inner = cv2.erode((piece.alpha == 1).astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    assert np.abs(piece.colour[inner] - 100).max() <= 12
