"""Hair that ends behind a shoulder, and hair that falls over it."""

import numpy as np

from vitrine.fitting.warp.tips import behind_cloth

UNIT = 200.0
SHOULDER, CLOTH = 150, 142


def drawn(last: int) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """A tail of hair down to row `last`, cloth that stands higher than the shoulder, the body, the scene."""
    hair, cover = np.zeros((2, 300, 300), np.float32)
    hair[40:last, 100:125] = 1
    cover[CLOTH:, 50:250] = 1
    body = np.zeros(hair.shape, bool)
    body[SHOULDER:, 60:240] = True
    return hair, cover, body, ~body & (hair < 0.5)


def test_a_tail_that_ends_at_the_shoulder_goes_on_behind_the_cloth() -> None:
    hair, cover, body, scene = drawn(SHOULDER)
    hidden = behind_cloth(hair, cover, body, scene, UNIT)
    assert (hidden[CLOTH:SHOULDER, 100:125] == 1).all()
    assert not hidden[:CLOTH].any()


def test_hair_that_falls_over_the_shoulder_is_before_the_cloth() -> None:
    assert not behind_cloth(*drawn(SHOULDER + 40), UNIT).any()


def test_hair_that_hangs_free_is_before_the_cloth() -> None:
    hair, cover, body, scene = drawn(SHOULDER - 4)
    assert not behind_cloth(hair, cover, body, scene, UNIT).any()


def test_hair_above_the_cloth_is_not_looked_at() -> None:
    assert not behind_cloth(*drawn(CLOTH - 10), UNIT).any()
