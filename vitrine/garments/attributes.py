"""Words for a garment's colour and pattern, for alternative texts and search."""

from typing import Final

import cv2
import numpy as np
from jaxtyping import Bool, Float32, Float64, Int64

from vitrine.formats.contract import Said
from vitrine.formats.facts import Colour, Pattern
from vitrine.garments import regions
from vitrine.imaging.colour import from_lab, linear
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
    "royal blue": (26, 38, -62),
    "rust": (45, 38, 36),
    "khaki": (64, 2, 26),
    "burgundy": (22, 30, 9),
    "mustard": (64, 12, 55),
    "coral": (66, 45, 30),
}
"""CIELAB (D65) of the colours that have a name here."""

CHINESE: Final[dict[str, str]] = {
    "black": "黑色", "dark grey": "深灰色", "grey": "灰色", "light grey": "浅灰色", "white": "白色", "red": "红色",
    "dark red": "深红色", "pink": "粉色", "hot pink": "玫红色", "orange": "橙色", "yellow": "黄色", "cream": "奶油色",
    "beige": "米色", "brown": "棕色", "tan": "浅棕色", "olive": "橄榄绿", "green": "绿色", "dark green": "深绿色",
    "mint": "薄荷绿", "teal": "青色", "light blue": "浅蓝色", "blue": "蓝色", "denim blue": "牛仔蓝", "navy": "藏青色",
    "purple": "紫色", "lilac": "淡紫色", "royal blue": "宝蓝色", "rust": "铁锈红", "khaki": "卡其色",
    "burgundy": "酒红色", "mustard": "芥末黄", "coral": "珊瑚色",
}  # fmt: skip
LEAST = 0.08
"""Share of a garment from which a colour is named."""
RELIEF: Final = (0.115, 0.45)
"""Share of a garment that varies abruptly where relief may be its cause: fine checks vary less, stripes more."""
DARK: Final = np.float32(0.015)
"""Light that is added before shares of it are taken: of black cloth they are noise."""


def attributes(photo: Picture, alpha: Mask) -> dict[str, str]:
    """`colour` and `pattern` (`plain`, `striped`, `checked`, `printed`) of what `alpha` covers."""
    lab, inner = cloth(photo, alpha)
    return {"colour": list(NAMES)[int(shares(lab[inner]).argmax())], "pattern": pattern(lab, inner)}


def colours(photo: Picture, alpha: Mask, most: int = 4) -> tuple[Colour, ...]:
    """The garment's colours by name, the most frequent first, each with its share and mean."""
    lab, inner = cloth(photo, alpha)
    pixels = lab[inner]
    names = nearest(pixels)
    share = shares(pixels)
    out: list[Colour] = []
    for i in np.argsort(-share, kind="stable")[:most].tolist():
        if share[i] >= LEAST or not out:
            name = list(NAMES)[i]
            mean = from_lab(pixels[names == i].mean(0, keepdims=True).astype(np.float32))[0]
            colour = "#" + "".join(f"{v:02x}" for v in mean.tolist())
            out.append(Colour(name=Said(en=name, zh=CHINESE[name]), share=round(float(share[i]), 3), hex=colour))
    return tuple(out)


def cloth(photo: Picture, alpha: Mask) -> tuple[Float32[np.ndarray, "rows cols 3"], Bool[np.ndarray, "rows cols"]]:
    """The picture in Lab, SIDE pixels large, and where it surely is garment."""
    step = SIDE / max(photo.shape[:2])
    small = cv2.resize(photo, None, fx=step, fy=step, interpolation=cv2.INTER_AREA)
    cover = cv2.resize(alpha, small.shape[1::-1], interpolation=cv2.INTER_AREA)
    inner = regions.shrunk(cover > 0.95, 2)
    inner = inner if inner.sum() > 50 else cover > 0.5
    return cv2.cvtColor(small.astype(np.float32) / np.float32(255), cv2.COLOR_RGB2LAB), inner


def nearest(pixels: Float32[np.ndarray, "n 3"]) -> Int64[np.ndarray, " n"]:
    """Index into NAMES of the colour nearest to each pixel; shade moves lightness, so that counts less."""
    table = np.array(list(NAMES.values()), np.float32)
    weight = np.array([0.7, 1.2, 1.2], np.float32)
    out: np.ndarray = np.linalg.norm((pixels[:, None] - table[None]) * weight, axis=2).argmin(1)
    return out


def shares(pixels: Float32[np.ndarray, "n 3"]) -> Float64[np.ndarray, " names"]:
    """Share of the pixels that each of NAMES has."""
    return np.bincount(nearest(pixels), minlength=len(NAMES)) / max(len(pixels), 1)


def pattern(lab: np.ndarray, inner: np.ndarray) -> Pattern:
    """How a garment's pixels vary: shade varies slowly and in lightness; prints vary abruptly."""
    smooth = regions.local_mean(lab, inner, 9)
    fine = (lab - smooth) * np.array([0.8, 1.3, 1.3], np.float32)
    size = np.linalg.norm(fine, axis=2)
    busy = float((size[inner] > 9).mean())
    if busy < 0.08 or (RELIEF[0] < busy < RELIEF[1] and is_relief(lab, inner)):
        return "plain"
    light = np.where(inner, fine[..., 0], 0)
    across, along = banding(light, inner, 1), banding(light, inner, 0)
    if min(across, along) > 0.35:
        return "checked"
    return "striped" if max(across, along) > 0.4 else "printed"


def is_relief(lab: np.ndarray, inner: np.ndarray) -> bool:
    """Whether what varies abruptly is shade: quilting, ribs, creases. Shade leaves the share of red, green and blue in
    the light as it is, and is weaker than a print in black and white."""
    light = linear(from_lab(lab)) + DARK
    share = light / light.sum(2, keepdims=True)
    off = np.linalg.norm(share - regions.local_mean(share, inner, 9), axis=2)[inner]
    steps = np.abs(lab[..., 0] - regions.local_mean(lab, inner, 9)[..., 0])[inner]
    one_colour = np.percentile(off, 95) < 0.06 and (off > 0.03).mean() < 0.25
    return bool(one_colour and np.percentile(steps, 99) < 36)


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
