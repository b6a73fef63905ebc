"""Filling holes in pictures from what is known around them."""

from functools import lru_cache
from typing import Final

import cv2
import numpy as np
from jaxtyping import Float32
from scipy.ndimage import gaussian_filter

from vitrine.imaging.types import Mask, Picture, Region

Colours = Float32[np.ndarray, "h w 3"]

BLOCK: Final = 8
"""Side of the blocks in which a picture may be calm."""
CALM: Final = 5
"""Percentile of their unevenness that is taken for noise."""
CALM_NOISE: Final = 0.72
"""What that is in noise of strength 1 alone."""
BURNT: Final = (20.0, 245.0)
"""Grey levels between which noise is seen."""


def spread(colours: Colours, known: Mask | Region) -> Colours:
    """Colours everywhere from where they are known, smooth far away and exact nearby (push-pull pyramid).

    Gortler, Grzeszczuk, Szeliski, Cohen: The Lumigraph, SIGGRAPH 1996, section 3.4.

    Args:
        colours: any scale.
        known: where they are known, or the weight of each pixel's colour, 0..1; where all are 0 the result is 0.
    """
    levels = [_weighted(colours, known)]
    while min(levels[-1][1].shape) > 2:
        premultiplied, weight = levels[-1]
        size = ((weight.shape[1] + 1) // 2, (weight.shape[0] + 1) // 2)
        premultiplied, weight = (
            np.asarray(cv2.resize(v, size, interpolation=cv2.INTER_AREA)) for v in (premultiplied, weight)
        )
        # weights saturate: a few known pixels are as good as many
        gain = np.minimum(4 * weight, 1) / np.maximum(weight, 1e-6)
        levels.append((cv2.multiply(premultiplied, _thrice(gain)), weight * gain))
    premultiplied, weight = levels[-1]
    total = max(float(weight.sum()), 1e-6)
    out = np.broadcast_to(premultiplied.sum((0, 1)) / total, premultiplied.shape).astype(np.float32)
    for premultiplied, weight in levels[::-1]:
        out = np.asarray(cv2.resize(out, weight.shape[::-1], interpolation=cv2.INTER_LINEAR), np.float32)
        if weight is levels[0][1] and known.dtype == bool:
            cv2.copyTo(colours, known.view(np.uint8), out)
        else:
            cv2.add(premultiplied, cv2.multiply(out, _thrice(1 - np.minimum(weight, 1)), out), out)
    return np.asarray(out, np.float32)


def _weighted(colours: Colours, known: Mask | Region) -> tuple[Colours, Mask]:
    """Colours times their weights, and these."""
    if known.dtype == bool:
        return np.asarray(cv2.copyTo(colours, known.view(np.uint8))), known.astype(np.float32)
    return np.asarray(cv2.multiply(colours, _thrice(np.asarray(known, np.float32)))), np.asarray(known, np.float32)


def _thrice(weight: Mask) -> Colours:
    """A weight for each of three channels; arithmetic on pictures of one shape is faster than broadcasting."""
    return np.asarray(cv2.merge([weight] * 3))


def noise_level(picture: Picture, where: Region) -> float:
    """Strength (standard deviation, grey levels) of the fine noise in part of a picture; at most 4.

    Read from up to a quarter of a million pixels by the median, which is blind to edges and texture.
    """
    rows = np.flatnonzero(where.any(1))
    if not len(rows):
        return 0.0
    part = slice(int(rows[0]), int(rows[0]) + max(8, 250_000 // picture.shape[1]))
    light = brightness(picture[part])
    fine = light - cv2.GaussianBlur(light, (0, 0), 1.5)
    return min(float(np.median(np.abs(fine[where[part]]))) / 0.6745, 4.0)


def grain_level(picture: Picture, where: Region) -> float:
    """Strength (standard deviation, grey levels) of the camera's noise in part of a picture; at most 4.

    Leaves, paving and girders are no noise, and photos taken outdoors are full of them: in 181 of these `noise_level`
    says 2.8 for the background, what is calm there has .9. Black and white that have burnt in tell nothing.
    """
    rows = np.flatnonzero(where.any(1))
    if not len(rows):
        return 0.0
    part = slice(int(rows[0]), int(rows[0]) + max(BLOCK, 250_000 // picture.shape[1]))
    light = brightness(picture[part])
    known = where[part] & (light > BURNT[0]) & (light < BURNT[1])
    size = (light.shape[1] // BLOCK, light.shape[0] // BLOCK)
    whole = np.s_[: size[1] * BLOCK, : size[0] * BLOCK]
    if not min(size):
        return 0.0
    fine = light - cv2.GaussianBlur(light, (0, 0), 1.5)
    share = cv2.resize(known[whole].astype(np.float32), size, interpolation=cv2.INTER_AREA)
    strength = np.sqrt(cv2.resize((fine * fine)[whole], size, interpolation=cv2.INTER_AREA)[share == 1])
    return min(float(np.percentile(strength, CALM)) / CALM_NOISE, 4.0) if len(strength) >= 20 else 0.0


def brightness(picture: Picture) -> Mask:
    """Mean of the three channels, 0..255."""
    return np.asarray(cv2.transform(picture.astype(np.float32), np.ones((1, 3), np.float32)) / np.float32(3))


def noise(shape: tuple[int, int], strength: float, seed: int = 0, softness: float = 0.7) -> Float32[np.ndarray, "H W"]:
    """Noise of the given standard deviation; the same for the same seed. A softness of .7 pixels is a camera's."""
    if not strength:
        return np.zeros(shape, np.float32)
    fine = _tile(seed, softness) * np.float32(strength)
    repeats = (-(-shape[0] // 256), -(-shape[1] // 256))
    return np.asarray(np.tile(fine, repeats)[: shape[0], : shape[1]], np.float32)


@lru_cache(8)
def _tile(seed: int, softness: float) -> Float32[np.ndarray, "256 256"]:
    """Noise of standard deviation 1 that goes on at its edges."""
    tile = np.random.default_rng(seed).standard_normal((256, 256)).astype(np.float32)
    soft = gaussian_filter(tile, softness, mode="wrap")
    fine = soft - gaussian_filter(soft, 1.5 / 0.7 * softness, mode="wrap")
    return np.asarray(fine / float(fine.std()), np.float32)
