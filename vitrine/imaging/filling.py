"""Filling holes in pictures from what is known around them."""

import cv2
import numpy as np
from jaxtyping import Float32

from vitrine.imaging.types import Mask

Colours = Float32[np.ndarray, "h w 3"]


def spread(colours: Colours, known: Mask) -> Colours:
    """Colours everywhere from where they are known, smooth far away and exact nearby (push-pull pyramid).

    Gortler, Grzeszczuk, Szeliski, Cohen: The Lumigraph, SIGGRAPH 1996, section 3.4.

    Args:
        colours: any scale.
        known: weight of each pixel's colour, 0..1; where all are 0 the result is 0.
    """
    levels = [(colours * known[..., None], known)]
    while min(levels[-1][1].shape) > 2:
        premultiplied, weight = levels[-1]
        size = ((weight.shape[1] + 1) // 2, (weight.shape[0] + 1) // 2)
        premultiplied, weight = (
            np.asarray(cv2.resize(v, size, interpolation=cv2.INTER_AREA)) for v in (premultiplied, weight)
        )
        # weights saturate: a few known pixels are as good as many
        gain = np.minimum(4 * weight, 1) / np.maximum(weight, 1e-6)
        levels.append((premultiplied * gain[..., None], weight * gain))
    premultiplied, weight = levels[-1]
    total = max(float(weight.sum()), 1e-6)
    out = np.broadcast_to(premultiplied.sum((0, 1)) / total, premultiplied.shape).astype(np.float32)
    for premultiplied, weight in levels[::-1]:
        coarse = cv2.resize(out, weight.shape[::-1], interpolation=cv2.INTER_LINEAR)
        out = premultiplied + coarse * (1 - np.minimum(weight, 1))[..., None]
    return np.asarray(out, np.float32)


def grain(colours: Colours, known: Mask, shape: tuple[int, int], seed: int = 0) -> Float32[np.ndarray, "H W"]:
    """Noise of `shape` with the strength and fineness of the lightness noise in the known part of a picture.

    Args:
        colours: the picture, 0..255.
        known: where its noise may be measured.
        shape: rows and columns of the result.
        seed: of the random numbers.
    """
    light = colours.mean(2)
    fine = light - cv2.GaussianBlur(light, (0, 0), 1.5)
    there = known > 0.5
    # the median is blind to edges and texture
    strength = float(np.median(np.abs(fine[there]))) / 0.6745 if there.any() else 0.0
    noise = np.random.default_rng(seed).standard_normal(shape).astype(np.float32)
    soft: np.ndarray = np.asarray(cv2.GaussianBlur(noise, (0, 0), 0.7))
    soft = soft - cv2.GaussianBlur(soft, (0, 0), 1.5)
    return np.asarray(soft * (min(strength, 4.0) / max(float(soft.std()), 1e-6)), np.float32)
