"""Prints and trimmings of our own design, drawn crisp, texel by texel."""

from pathlib import Path

import matplotlib
import numpy as np
from fabrics import TEXEL, Sheet, paint
from panels import Array
from PIL import Image, ImageDraw, ImageFont
from scipy.ndimage import gaussian_filter, rotate

FINER = 4  # drawn larger, then reduced


def _font(pixels: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(Path(matplotlib.get_data_path()) / "fonts/ttf/DejaVuSans-Bold.ttf", pixels)


def _placed(sheet: Sheet, picture: Image.Image, centre: tuple[float, float]) -> tuple[slice, slice, Array]:
    """Where a drawing (FINER times larger) lands on the sheet, and its RGBA 0..1."""
    small = picture.resize((picture.width // FINER, picture.height // FINER), Image.Resampling.LANCZOS)
    h, w = sheet.relief.shape
    u, v = sheet.uv(np.array(centre)) * [w, h]
    row, column = int(h - v) - small.height // 2, int(u) - small.width // 2
    return slice(row, row + small.height), slice(column, column + small.width), np.asarray(small) / 255.0


def sunrise(sheet: Sheet, centre: tuple[float, float], width: float) -> None:
    """A banded sun over three ridges, with a line of letters below."""
    w = int(width / TEXEL) * FINER
    h = int(w * 1.12)
    image = Image.new("RGBA", (w, h), (0, 0, 0, 0))
    pen = ImageDraw.Draw(image)
    orange, red, teal, ink = (226, 132, 58, 255), (190, 66, 52, 255), (46, 112, 122, 255), (32, 48, 66, 255)
    radius, mid = int(w * 0.36), (w // 2, int(h * 0.40))
    pen.ellipse([mid[0] - radius, mid[1] - radius, mid[0] + radius, mid[1] + radius], fill=orange)
    for k in range(7):
        top = mid[1] - radius * 0.35 + k * radius * 0.20
        pen.rectangle([0, top, w, top + radius * (0.02 + 0.013 * k)], fill=(0, 0, 0, 0))
    for colour, base, height, waves in (
        (red, 0.57, 0.070, ((1.2, 0.3), (2.9, 1.9))),
        (teal, 0.655, 0.052, ((1.7, 2.2), (3.7, 0.4))),
        (ink, 0.735, 0.038, ((2.1, 4.0), (4.9, 1.2))),
    ):
        x = np.arange(w + 1)
        line = sum(np.sin(2 * np.pi * x / w * f + p) / (1 + i) for i, (f, p) in enumerate(waves))
        inside = np.sqrt(np.clip(1 - ((x - w / 2) / (w * 0.49)) ** 2, 0, 1))
        x, line, inside = (v[np.abs(x - w / 2) < w * 0.487] for v in (x, line, inside))
        y = h * (base - height * line * inside)
        foot = h * (0.60 + 0.22 * inside)
        points = [(float(a), float(b)) for a, b in zip(x, np.minimum(y, foot), strict=True)]
        points += [(float(a), float(b)) for a, b in zip(x[::-1], foot[::-1], strict=True)]
        pen.polygon(points, fill=colour)
    font = _font(int(w * 0.088))
    text, gap = "SLOW MORNING", int(w * 0.012)
    span = sum(pen.textlength(c, font=font) for c in text) + gap * (len(text) - 1)
    at = (w - span) / 2
    for letter in text:
        pen.text((at, h * 0.87), letter, font=font, fill=ink)
        at += pen.textlength(letter, font=font) + gap
    _ink(sheet, image, centre)


def _ink(sheet: Sheet, image: Image.Image, centre: tuple[float, float]) -> None:
    rows, columns, rgba = _placed(sheet, image, centre)
    cover = np.zeros(sheet.relief.shape)
    colour = np.zeros_like(sheet.colour)
    cover[rows, columns] = rgba[..., 3] * 0.97
    colour[rows, columns] = rgba[..., :3]
    paint(sheet, colour, cover)
    sheet.relief += 0.04 * gaussian_filter(cover, 1)


def sprigs(sheet: Sheet, colour: Array, pitch: float, seed: int) -> None:
    """Scattered sprigs of three leaves and a dot, each turned by chance, on a shifted grid."""
    size = int(pitch * 0.62 / TEXEL)
    tile = Image.new("L", (size * FINER, size * FINER), 0)
    pen = ImageDraw.Draw(tile)
    s = size * FINER
    pen.line([(s * 0.5, s * 0.92), (s * 0.5, s * 0.35)], fill=255, width=max(1, s // 26))
    for box in ((0.30, 0.50, 0.49, 0.62), (0.51, 0.62, 0.70, 0.74)):
        pen.ellipse([s * b for b in box], fill=255)
    for angle in range(0, 360, 72):
        a = np.radians(angle)
        cx, cy, r = s * (0.5 + 0.13 * np.sin(a)), s * (0.26 - 0.13 * np.cos(a)), s * 0.082
        pen.ellipse([cx - r, cy - r, cx + r, cy + r], fill=255)
    stamp = np.asarray(tile.resize((size, size), Image.Resampling.LANCZOS)) / 255.0
    h, w = sheet.relief.shape
    cover = np.zeros((h + 2 * size, w + 2 * size))
    rng = np.random.default_rng(seed)
    step = int(pitch / TEXEL)
    for i, row in enumerate(range(0, h, int(step * 0.87))):
        for column in range((i % 2) * step // 2, w, step):
            turned = rotate(stamp, float(rng.uniform(0, 360)), reshape=False, order=1).clip(0, 1)
            dr, dc = rng.integers(-step // 12, step // 12 + 1, 2)
            at = (
                slice(row + dr + size // 2, row + dr + size // 2 + size),
                slice(column + dc + size // 2, column + dc + size // 2 + size),
            )
            cover[at] = np.maximum(cover[at], turned)
    paint(sheet, colour, cover[size:-size, size:-size])


def button(sheet: Sheet, centre: Array, radius: float) -> None:
    away = np.linalg.norm(sheet.metres - centre, axis=-1)
    disc = np.clip((radius - away) / TEXEL, 0, 1)
    rim = np.exp(-(((away - radius * 0.82) / 0.0008) ** 2))
    holes = sum(
        np.exp(-((np.linalg.norm(sheet.metres - centre - [x, y], axis=-1) / 0.0009) ** 2))
        for x in (-0.002, 0.002)
        for y in (-0.002, 0.002)
    )
    paint(sheet, np.array([0.28, 0.22, 0.17]), disc)
    sheet.colour *= (1 - 0.6 * holes * disc)[..., None]
    sheet.relief += 1.6 * gaussian_filter(disc, 1) + 0.4 * rim * disc


def loop(sheet: Sheet, x: float, top_length: Array, thread: Array) -> None:
    """A belt loop, 9 mm wide."""
    at = sheet.metres
    top, length = top_length
    inside = (np.abs(at[..., 0] - x) < 0.0048) & (at[..., 1] < top + 0.002) & (at[..., 1] > top - length)
    sheet.relief += 1.1 * gaussian_filter(inside.astype(float), 0.9)
    side = inside & (np.abs(np.abs(at[..., 0] - x) - 0.0033) < 0.0004)
    paint(sheet, thread, side * 0.5)


def denim(sheet: Sheet, seed: int) -> None:
    """Slubs of the warp and wear that is paler along the middle of each leg."""
    rng = np.random.default_rng(seed)
    slubs = gaussian_filter(rng.standard_normal(sheet.relief.shape), (9, 0.5))
    at = sheet.metres
    wear = np.exp(-(((np.abs(at[..., 0]) - 0.15) / 0.055) ** 2)) * np.exp(-(((at[..., 1] + 0.24) / 0.13) ** 2))
    tone = 1 + 0.045 * slubs / slubs.std() + 0.16 * wear
    sheet.colour[...] = (sheet.colour * tone[..., None]).clip(0, 1)
