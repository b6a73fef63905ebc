"""Skin of limbs is not even: veins, tendons, hair and blood beneath it change its light and its hue, more along a limb
than across it. For tables of limbs that are laid straight."""

from typing import Final

import numpy as np
from jaxtyping import Float32
from scipy.ndimage import gaussian_filter

from vitrine.fitting.warp.shade import on_skin

SPOTS: Final = (0.01, 0.02, 0.04)
"""Sizes of what makes it uneven, across the limb, in u."""


def uneven(
    shape: tuple[int, int], cell: tuple[float, float], longer: float, light: float, hue: float, seed: int
) -> Float32[np.ndarray, "rows columns 3"]:
    """Factors on sRGB for a table of a limb.

    Args:
        shape: of the table: rows along the limb, columns across it.
        cell: length of a row and breadth of a column, in u.
        longer: how many times longer along the limb such places are than across it.
        light: strength of its uneven light at each size, as a share.
        hue: the same of its hue, red against green and green against blue, apart from that of the light.
        seed: of chance; the same for the same one.
    """
    chance = np.random.default_rng(seed)

    def spots() -> np.ndarray:
        found = np.zeros(shape)
        for size in SPOTS:
            sigma = np.array([longer * size / cell[0], size / cell[1]])
            rough = chance.standard_normal(shape)
            fine = gaussian_filter(rough, sigma) - gaussian_filter(rough, 2 * sigma)
            found += fine / fine.std()
        return found

    shade = np.asarray(np.exp(light * spots()), np.float32)
    red, yellow = hue * spots(), hue * spots()
    hues = np.stack([2 * red + yellow, yellow - red, -red - 2 * yellow], -1) / 3
    return np.asarray(on_skin(shade) * np.exp(hues), np.float32)
