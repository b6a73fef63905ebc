"""Texture of skin, sown."""

import numpy as np

from vitrine.fitting.warp.grain import grain


def skin(rows: int, columns: int) -> np.ndarray:
    fine = np.random.default_rng(5).normal(0, 4, (rows, columns, 1))
    return np.clip(np.array([200, 160, 140]) + fine, 0, 255).astype(np.uint8)


def test_made_skin_is_as_fine_as_that_in_sight_nearly_everywhere() -> None:
    photo, sight = skin(300, 400), np.zeros((300, 400), bool)
    sight[50:150, 60:180] = True
    photo[~sight] = 30
    found = grain(photo, sight, 150.0)
    parts = [found[r : r + 60, c : c + 60].std() for r in range(0, 240, 60) for c in range(0, 360, 60)]
    assert found.shape == sight.shape
    assert min(parts) > 1.5 and max(parts) < 4 and max(parts) < 1.3 * min(parts)
    # not the same again and again
    assert abs(np.corrcoef(found[:60, :60].ravel(), found[60:120, 60:120].ravel())[0, 1]) < 0.2


def test_moles_are_not_sown() -> None:
    photo, sight = skin(200, 200), np.ones((200, 200), bool)
    photo[60:66, 60:66] = 40
    found = grain(photo, sight, 150.0)
    assert np.abs(found).max() < 16


def test_too_little_skin_gives_mere_noise() -> None:
    photo, sight = skin(200, 200), np.zeros((200, 200), bool)
    sight[100:110, 50:150] = True
    found = grain(photo, sight, 150.0)
    assert found.shape == (200, 200) and 0 < found.std() < 4
    assert 0 < grain(photo, np.zeros_like(sight), 150.0).std() < 2, "the photo's own"
    assert grain(np.full_like(photo, 90), np.zeros_like(sight), 150.0).std() < 1e-3


def test_neither_edges_of_scraps_of_skin_nor_nets_on_it_are_sown_over_the_body() -> None:
    photo, sight = skin(200, 300), np.zeros((200, 300), bool)
    photo[:, ::5] = (120, 90, 80)
    sight[60:100, 60:130] = True
    assert grain(photo, sight, 150.0).std() < 1.5, "the neck alone"
    assert grain(photo, np.ones_like(sight), 150.0).std() < 2.2, "a net all over"
