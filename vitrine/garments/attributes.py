"""Words for a garment's colour and pattern, for alternative texts and search."""

import cv2
import numpy as np

from vitrine.garments import regions
from vitrine.imaging.types import Mask, Picture

SIDE = 160
NAMES: dict[str, tuple[float, float, float]] = {
    "black": (12, 0, 0),
    "dark grey": (32, 0, 0),
    "grey": (55, 0, 0),
    "light grey": (77, 0, 0),
    "white": (96, 0, 0),
    "red": (45, 62, 40),
    "dark red": (28, 40, 20),
    "pink": (75, 32, 4),
    "hot pink": (55, 65, -5),
    "orange": (66, 42, 62),
    "yellow": (86, 2, 72),
    "cream": (92, 1, 12),
    "beige": (78, 4, 18),
    "brown": (36, 18, 28),
    "tan": (60, 13, 30),
    "olive": (45, -6, 28),
    "green": (48, -42, 28),
    "dark green": (28, -18, 10),
    "mint": (85, -22, 8),
    "teal": (45, -22, -14),
    "light blue": (78, -6, -18),
    "blue": (42, 8, -46),
    "denim blue": (45, -2, -20),
    "navy": (17, 6, -20),
    "purple": (32, 38, -42),
    "lilac": (73, 16, -18),
}
"""CIELAB (D65) of the colours that have a name here."""


def attributes(photo: Picture, alpha: Mask) -> dict[str, str]:
    """`colour` and `pattern` (`plain`, `striped`, `checked`, `printed`) of what `alpha` covers."""
    step = SIDE / max(photo.shape[:2])
    small = cv2.resize(photo, None, fx=step, fy=step, interpolation=cv2.INTER_AREA)
    cover = cv2.resize(alpha, small.shape[1::-1], interpolation=cv2.INTER_AREA)
    inner = regions.shrunk(cover > 0.95, 2)
    inner = inner if inner.sum() > 50 else cover > 0.5
    lab = cv2.cvtColor(small.astype(np.float32) / np.float32(255), cv2.COLOR_RGB2LAB)
    names = colour_names(lab[inner])
    return {"colour": names[0], "pattern": pattern(lab, inner)}


def colour_names(pixels: np.ndarray) -> list[str]:
    """Names of the colours of Lab pixels (n 3), the most frequent first."""
    table = np.array(list(NAMES.values()))
    weight = np.array([0.7, 1.2, 1.2])
    nearest = np.linalg.norm((pixels[:, None] - table[None]) * weight, axis=2).argmin(1)
    count = np.bincount(nearest, minlength=len(table))
    return [list(NAMES)[i] for i in np.argsort(-count, kind="stable") if count[i]]


def pattern(lab: np.ndarray, inner: np.ndarray) -> str:
    """How a garment's pixels vary: shade varies slowly and in lightness; prints vary abruptly."""
    smooth = regions.local_mean(lab, inner, 9)
    fine = (lab - smooth) * np.array([0.8, 1.3, 1.3], np.float32)
    size = np.linalg.norm(fine, axis=2)
    busy = float((size[inner] > 9).mean())
    if busy < 0.08:
        return "plain"
    light = np.where(inner, fine[..., 0], 0)
    across, along = banding(light, inner, 1), banding(light, inner, 0)
    if min(across, along) > 0.35:
        return "checked"
    return "striped" if max(across, along) > 0.4 else "printed"


def banding(light: np.ndarray, inner: np.ndarray, axis: int) -> float:
    """Share of the variance of `light` that lines along `axis` explain, measured in blocks of 24 pixels, 0..1."""
    values = []
    block = 24
    for y in range(0, light.shape[0] - block, block // 2):
        for x in range(0, light.shape[1] - block, block // 2):
            part = np.s_[y : y + block, x : x + block]
            if inner[part].all() and light[part].std() > 2:
                values.append(float(light[part].mean(axis).var() / light[part].var()))
    return float(np.median(values)) if values else 0.0
