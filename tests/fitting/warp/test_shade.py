"""Shade on skin."""

import numpy as np

from vitrine.fitting.warp.shade import on_skin


def test_shade_on_skin_is_redder_and_what_is_in_the_light_keeps_its_hue() -> None:
    lit, shaded = on_skin(np.array([[1.0, 0.7]], np.float32))[0]
    assert np.allclose(lit, 1)
    assert shaded[0] > shaded[1] > shaded[2] and abs(shaded.mean() - 0.7) < 0.03
