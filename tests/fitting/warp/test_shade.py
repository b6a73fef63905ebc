"""Shade on skin."""

import numpy as np

from vitrine.fitting.warp.shade import ROUNDED, on_skin


def test_shade_on_skin_is_redder_and_what_is_in_the_light_keeps_its_hue() -> None:
    lit, shaded = on_skin(np.array([[1.0, 0.7]], np.float32))[0]
    assert np.allclose(lit, 1)
    assert shaded[0] > shaded[1] > shaded[2] and abs(shaded.mean() - 0.7) < 0.03


def test_the_shade_of_a_round_limb_is_less_red_than_one_that_falls_on_it() -> None:
    fallen, own = on_skin(np.float32([0.7])), on_skin(np.float32([0.7]), ROUNDED)
    assert own[0, 0] < fallen[0, 0] and own[0, 2] > fallen[0, 2]
