"""Colour science: sRGB (IEC 61966-2-1), linear light, CIELAB under D65 (CIE 15:2018) and the difference CIEDE2000."""

from typing import Final

import cv2
import numpy as np
from jaxtyping import Float, Float32, Float64, UInt8

LabPicture = Float32[np.ndarray, "h w 3"]
"""CIELAB D65: L* 0..100, a* and b* about -110..110."""

_TO_XYZ: Final = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
)
_WHITE: Final = _TO_XYZ.sum(1)
_DELTA: Final = 6 / 29
_Numbers = np.ndarray | np.float64


def _decode_table() -> Float32[np.ndarray, "256"]:
    value = np.arange(256) / 255
    return np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4).astype(np.float32)


_LINEAR: Final = _decode_table()


def linear(rgb: UInt8[np.ndarray, "*shape 3"]) -> Float32[np.ndarray, "*shape 3"]:
    """Linear light, 0..1, of sRGB values 0..255 (IEC 61966-2-1)."""
    # six times as fast as indexing, but for nothing at all
    return np.asarray(cv2.LUT(rgb.reshape(-1, 3), _LINEAR).reshape(rgb.shape) if rgb.size else _LINEAR[rgb])


def srgb(light: Float32[np.ndarray, "*shape 3"]) -> UInt8[np.ndarray, "*shape 3"]:
    """sRGB values 0..255 of linear light; what lies outside 0..1 is clipped (IEC 61966-2-1)."""
    light = np.clip(light, 0, 1)
    value = np.where(light <= 0.0031308, 12.92 * light, 1.055 * light ** (1 / 2.4) - 0.055)
    return np.round(value * 255).astype(np.uint8)


def lab(rgb: UInt8[np.ndarray, "*shape 3"]) -> Float32[np.ndarray, "*shape 3"]:
    """CIELAB under D65 of sRGB values: L* 0..100, a* and b* (CIE 15:2018)."""
    ratio = linear(rgb) @ (_TO_XYZ / _WHITE[:, None]).T.astype(np.float32)
    f = np.where(ratio > _DELTA**3, np.cbrt(ratio), ratio / np.float32(3 * _DELTA**2) + np.float32(4 / 29))
    x, y, z = f[..., 0], f[..., 1], f[..., 2]
    return np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], -1).astype(np.float32)


def from_lab(colours: Float32[np.ndarray, "*shape 3"]) -> UInt8[np.ndarray, "*shape 3"]:
    """sRGB values of CIELAB colours under D65; colours that sRGB lacks are clipped by channel."""
    y = (colours[..., 0] + 16) / 116
    f = np.stack([y + colours[..., 1] / 500, y, y - colours[..., 2] / 200], -1)
    ratio = np.where(f > _DELTA, f**3, 3 * _DELTA**2 * (f - 4 / 29))
    return srgb((ratio * _WHITE @ np.linalg.inv(_TO_XYZ).T).astype(np.float32))


def difference(
    first: Float[np.ndarray, "*#shape 3"],
    second: Float[np.ndarray, "*#shape 3"],
) -> Float64[np.ndarray, "*shape"]:
    """CIEDE2000 of two arrays of CIELAB colours that broadcast; 0 for equal ones, about 1 is just visible.

    Sharma, Wu, Dalal: The CIEDE2000 color-difference formula, Color Research and Application 30 (2005); all k = 1.
    """
    l1, a1, b1 = np.moveaxis(np.asarray(first, np.float64), -1, 0)
    l2, a2, b2 = np.moveaxis(np.asarray(second, np.float64), -1, 0)
    chroma7 = ((np.hypot(a1, b1) + np.hypot(a2, b2)) / 2) ** 7
    stretch = 1 + 0.5 * (1 - np.sqrt(chroma7 / (chroma7 + 25.0**7)))
    c1, c2 = np.hypot(stretch * a1, b1), np.hypot(stretch * a2, b2)
    h1, h2 = _hue(stretch * a1, b1), _hue(stretch * a2, b2)
    grey = c1 * c2 == 0
    turn = np.where(grey, 0, (h2 - h1 + 180) % 360 - 180)
    # exactly opposite hues: the formula's own rule keeps the sign of h2 - h1
    turn = np.where(~grey & (np.abs(h2 - h1) == 180), h2 - h1, turn)
    hue = 2 * np.sqrt(c1 * c2) * np.sin(np.radians(turn) / 2)
    mean_l, mean_c = (l1 + l2) / 2, (c1 + c2) / 2
    mean_h = np.where(grey, h1 + h2, _mean_hue(h1, h2))
    t = (
        1
        - 0.17 * _cos(mean_h - 30)
        + 0.24 * _cos(2 * mean_h)
        + 0.32 * _cos(3 * mean_h + 6)
        - 0.20 * _cos(4 * mean_h - 63)
    )
    s_l = 1 + 0.015 * (mean_l - 50) ** 2 / np.sqrt(20 + (mean_l - 50) ** 2)
    s_c, s_h = 1 + 0.045 * mean_c, 1 + 0.015 * mean_c * t
    mean_c7 = mean_c**7
    rotation = (
        -np.sin(np.radians(60 * np.exp(-(((mean_h - 275) / 25) ** 2)))) * 2 * np.sqrt(mean_c7 / (mean_c7 + 25.0**7))
    )
    d_l, d_c, d_h = (l2 - l1) / s_l, (c2 - c1) / s_c, hue / s_h
    return np.asarray(np.sqrt(np.maximum(d_l**2 + d_c**2 + d_h**2 + rotation * d_c * d_h, 0)))


def _hue(a: _Numbers, b: _Numbers) -> np.ndarray:
    return np.asarray(np.degrees(np.arctan2(b, a)) % 360)


def _mean_hue(h1: np.ndarray, h2: np.ndarray) -> np.ndarray:
    total = h1 + h2
    far = np.abs(h1 - h2) > 180
    return np.asarray(np.where(far, np.where(total < 360, total + 360, total - 360), total) / 2)


def _cos(degrees: _Numbers) -> np.ndarray:
    return np.asarray(np.cos(np.radians(degrees)))
