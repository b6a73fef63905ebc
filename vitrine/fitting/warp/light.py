"""Light: how the body and the scene shade the cloth, without the old garment's own print."""

from typing import Final

import cv2
import numpy as np
from jaxtyping import Float32

from vitrine.imaging.types import Mask, Picture, Region

STEEP: Final = 0.3
"""Logarithm of light against its surroundings beyond which a mark on cloth is a print, not a fold."""
PLAIN: Final = 0.02
"""Cloth with a larger share of such marks has a print."""
FOLDS: Final = 0.5
"""Share of the old folds that is kept: new cloth falls a little otherwise."""
TURNED: Final = 0.17
"""How much darker cloth is where it turns away."""
DARKEST, LIGHTEST = 0.62, 1.16
"""The limits within which shading changes cloth (factor on linear light)."""


def folds(photo: Picture, old: Region, unit: float) -> Float32[np.ndarray, "h w"]:
    """Shading of the old cloth as a factor on linear light: 1 where there is none, or where the cloth has a print.

    Args:
        photo: the person image.
        old: where the old garment is seen.
        unit: the person's unit, pixels.
    """
    flat = np.ones(old.shape, np.float32)
    area = cv2.erode(old.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    if area.sum() < 0.05 * unit * unit:
        return flat
    light = (photo.astype(np.float32) / 255) ** np.float32(2.2) @ np.array([0.2126, 0.7152, 0.0722], np.float32)
    weight = area.astype(np.float32)
    broad = _blur(light, weight, 0.45 * unit)
    fine = _blur(light, weight, 0.02 * unit)
    ratio = fine / np.maximum(broad, 1e-3)
    if not _plain(photo, area, ratio):
        return flat
    level = float(np.median(light[area]))
    strength = np.clip((level - 0.02) / 0.15, 0.0, 1.0)
    near = np.clip(_spread(weight, 0.07 * unit) * 2 - 1, 0, 1)
    return np.asarray(1 + FOLDS * (np.clip(ratio, 0.7, 1.25) - 1) * near * strength, np.float32)


def _plain(photo: Picture, area: Region, ratio: Float32[np.ndarray, "h w"]) -> bool:
    lab = cv2.cvtColor(photo, cv2.COLOR_RGB2LAB)[area].astype(np.float32)
    hue = np.abs(lab[:, 1:] - np.median(lab[:, 1:], 0)).mean()
    tone = np.abs(np.log(np.clip(ratio[area], 0.05, 20)))
    return bool(hue < 5 and (tone > STEEP).mean() < PLAIN)


def _blur(values: Float32[np.ndarray, "h w"], weight: Float32[np.ndarray, "h w"], sigma: float) -> np.ndarray:
    """Normalised convolution, on a smaller copy where the blur is wide."""
    step = max(1, int(sigma / 4))
    size = (max(1, values.shape[1] // step), max(1, values.shape[0] // step))
    top = cv2.resize(values * weight, size, interpolation=cv2.INTER_AREA)
    under = cv2.resize(weight, size, interpolation=cv2.INTER_AREA)
    top, under = (cv2.GaussianBlur(m, (0, 0), max(sigma / step, 0.5)) for m in (top, under))
    return cv2.resize(top / np.maximum(under, 1e-4), values.shape[::-1], interpolation=cv2.INTER_LINEAR)


def _spread(weight: Float32[np.ndarray, "h w"], sigma: float) -> Mask:
    return np.asarray(cv2.GaussianBlur(weight, (0, 0), max(sigma, 0.5)), np.float32)


def shaded(colour: Float32[np.ndarray, "h w 3"], factor: Float32[np.ndarray, "h w"]) -> Float32[np.ndarray, "h w 3"]:
    """Colours (sRGB, 0..255) under more or less light (factor on linear light)."""
    gain = np.clip(factor, DARKEST, LIGHTEST) ** np.float32(1 / 2.2)
    return np.asarray(np.minimum(colour * gain[..., None], 255), np.float32)


def roundness(cover: Mask, unit: float) -> Float32[np.ndarray, "h w"]:
    """Darker toward the left and right edges of what is worn, as cloth turns away: a factor on linear light."""
    solid = cover > 0.5
    columns = np.broadcast_to(np.arange(cover.shape[1], dtype=np.float32), cover.shape)
    left = np.maximum.accumulate(np.where(solid, -1, columns), 1)
    right = np.minimum.accumulate(np.where(solid, np.float32(1e6), columns)[:, ::-1], 1)[:, ::-1]
    inside = np.minimum(np.where(left < 0, 1e6, columns - left), np.where(right >= 1e6, 1e6, right - columns))
    share = np.clip(inside / (0.2 * unit), 0, 1).astype(np.float32)
    dark = cv2.GaussianBlur((1 - share) ** 2, (0, 0), max(0.03 * unit, 0.5))
    return np.asarray(1 - TURNED * dark, np.float32)
