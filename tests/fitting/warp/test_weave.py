"""Cloth in sight below an old hem: out of its shade, in a colour of its own."""

import numpy as np

from vitrine.fitting.warp.weave import seen_of

UNIT = 200.0
CLOTH = np.array([38, 44, 60], np.float32)


def test_plain_cloth_comes_out_of_a_shade_that_is_deeper_in_the_middle() -> None:
    rows, columns = np.indices((120, 200)).astype(np.float32)
    away = rows / UNIT
    # a hem that stands off before the belly, and lies close at the sides
    middle = np.exp(-(((columns - 100) / 25) ** 2))
    shade = 1 - (0.1 + 0.5 * middle) * np.clip(1 - rows / 20, 0, 1)
    # what little light is there is bluer
    tint = np.stack([shade**1.3, shade, shade**0.8], 2)
    found = seen_of((CLOTH * tint).astype(np.float32), np.ones(away.shape, bool), away, away < 0, UNIT)
    assert found is not None
    for row in (9, 12, 15):
        was, left = (np.abs(cloth - CLOTH).max() for cloth in (CLOTH * tint[row, 100], found.cloth[row, 100]))
        assert left < 0.4 * was
