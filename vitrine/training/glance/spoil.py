"""Spoils good product pictures for training `sight`: cut off, folded, several at once, banners, prints.

`bench/decision.py` spoils by code of its own, so that what is measured is not what was trained. Letters are drawn in
the fonts that the machine has: other machines give other banners.
"""

from pathlib import Path
from typing import Final

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

FONTS: Final = sorted(p for kind in ("*.ttf", "*.ttc") for p in Path("/usr/share/fonts").rglob(kind))
"""Where there are none, PIL's own."""
WORDS: Final = (
    "SALE", "-50%", "NEW", "NEW IN", "50% OFF", "BEST PRICE", "FREE SHIPPING", "ONLY 19.99", "$29", "€ 15,90", "HOT",
    "BLACK FRIDAY", "www.shop.com", "SAMPLE", "LIMITED", "BUY 1 GET 1", "SUMMER SALE", "¥199", "新品", "包邮", "特价",
    "限时优惠", "全场五折", "热卖", "买一送一", "夏季新款", "SOLD", "Watermark", "DISCOUNT", "Nur heute", "SOLDES",
)  # fmt: skip


def rim(found: np.ndarray) -> float:
    """Share of the picture's border that a region covers."""
    return float(np.concatenate([found[0], found[-1], found[:, 0], found[:, -1]]).mean())


def soft(mask: np.ndarray) -> np.ndarray:
    """A mask with firm edges, as a third axis to mix colours by."""
    return np.clip((mask - 0.3) / 0.4, 0, 1)[..., None]


def plain(shape: tuple[int, ...], rng: np.random.Generator) -> np.ndarray:
    """A shop's ground: white or nearly, sometimes coloured, with a little fall-off, sometimes a wall over a floor."""
    colour = np.full(3, rng.uniform(225, 255)) if rng.random() < 0.6 else rng.uniform(90, 250, 3)
    y, x = np.mgrid[: shape[0], : shape[1]].astype(np.float32)
    fall = rng.uniform(0, 18) * (((x / shape[1] - 0.5) ** 2 + (y / shape[0] - 0.5) ** 2) * 2)
    if rng.random() < 0.1:
        fall = fall + rng.uniform(5, 30) * (y > rng.uniform(0.75, 0.95) * shape[0])
    return np.clip(np.broadcast_to(colour, (*shape[:2], 3)) - fall[..., None], 0, 255).astype(np.float32)


def on_plain(photo: np.ndarray, mask: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """The garment before a shop's ground, where it was."""
    a = soft(mask)
    return (photo * a + shaded(plain(photo.shape, rng), mask, rng) * (1 - a)).astype(np.uint8)


def shaded(ground: np.ndarray, mask: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """The ground with the garment's shadow: none, close by, or cast to a side."""
    if rng.random() < 0.3:
        return ground
    size = max(mask.shape) * rng.uniform(0.004, 0.03)
    dx, dy = rng.normal(0, 1.2, 2) * size
    fallen = cv2.warpAffine(
        mask.astype(np.float32), np.array([[1, 0, dx], [0, 1, abs(dy)]], np.float32), mask.shape[::-1]
    )
    return ground * (1 - rng.uniform(0.1, 0.5) * cv2.GaussianBlur(fallen, (0, 0), size)[..., None])


def framed(photo: np.ndarray, mask: np.ndarray, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Garment and mask in a picture of any of a shop's proportions, the whole garment in it, on a plain ground."""
    x0, y0, x1, y1 = box(mask)
    piece, cover = photo[y0:y1, x0:x1], mask[y0:y1, x0:x1]
    h = 400
    w = int(h * rng.choice([0.66, 0.75, 0.8, 1.0, 1.0, 1.25]))
    k = rng.uniform(0.55, 0.97) * min(h / (y1 - y0), w / (x1 - x0))
    size = (max(8, int(k * (x1 - x0))), max(8, int(k * (y1 - y0))))
    piece, cover = (cv2.resize(np.ascontiguousarray(v), size, interpolation=cv2.INTER_AREA) for v in (piece, cover))
    y, x = int(rng.uniform(0.2, 0.8) * (h - size[1])), int(rng.uniform(0.35, 0.65) * (w - size[0]))
    out, whole = np.zeros((h, w, 3), np.uint8), np.zeros((h, w), np.float32)
    out[y : y + size[1], x : x + size[0]], whole[y : y + size[1], x : x + size[0]] = piece, cover
    return on_plain(out, whole, rng), whole


def box(mask: np.ndarray) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of what a mask covers."""
    found = mask > 0.5
    ys, xs = np.flatnonzero(found.any(1)), np.flatnonzero(found.any(0))
    return int(xs[0]), int(ys[0]), int(xs[-1]) + 1, int(ys[-1]) + 1


def font(rng: np.random.Generator, size: int) -> ImageFont.FreeTypeFont:
    """Any of the machine's fonts."""
    if FONTS:
        return ImageFont.truetype(str(FONTS[int(rng.integers(len(FONTS)))]), max(8, size))
    own = ImageFont.load_default(max(8, size))
    assert isinstance(own, ImageFont.FreeTypeFont)  # what PIL gives where it can draw letters of any size
    return own


def word(rng: np.random.Generator, face: ImageFont.FreeTypeFont) -> str:
    """What a banner says, in letters that the font has."""
    latin = "CJK" not in str(face.path)
    while True:
        one = WORDS[int(rng.integers(len(WORDS)))]
        if not latin or one.isascii() or "€" in one or "¥" in one:
            return one


def ink(rng: np.random.Generator) -> tuple[int, int, int]:
    """A graphic's colour: strong, pale, grey, or any."""
    known = [(230, 20, 30), (255, 210, 0), (0, 0, 0), (20, 80, 220), (0, 150, 60), (255, 90, 0), (200, 0, 40)]
    sort = rng.random()
    if sort < 0.35:
        return known[int(rng.integers(len(known)))]
    if sort < 0.65:
        r, g, b = (255 - rng.uniform(0, 45) * rng.uniform(0, 1, 3)).astype(int).tolist()
    elif sort < 0.75:
        r = g = b = int(rng.integers(0, 256))
    else:
        r, g, b = rng.integers(0, 256, 3).tolist()
    return r, g, b


def banner(photo: np.ndarray, mask: np.ndarray, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Words on top of the garment, and where: bare, on a bar, on a patch, round, slanted, repeated as a watermark."""
    x0, y0, x1, y1 = box(mask)
    h, w = photo.shape[:2]
    sheet = Image.new("RGBA", (w, h), (0, 0, 0, 0))
    draw = ImageDraw.Draw(sheet)
    sort = rng.choice(["bare", "bar", "patch", "round", "slanted", "tiled"], p=[0.38, 0.3, 0.12, 0.07, 0.08, 0.05])
    face = font(rng, int(rng.uniform(0.06, 0.2) * w))
    text, letters, ground = word(rng, face), ink(rng), ink(rng)
    while sum(abs(a - b) for a, b in zip(letters, ground, strict=True)) < 130:
        letters, ground = ink(rng), ink(rng)
    if rng.random() < 0.6:  # as wide as a graphic designer would have it
        wide = max(1.0, draw.textbbox((0, 0), text, font=face)[2])
        face = face.font_variant(size=max(9, min(int(face.size * rng.uniform(0.5, 0.95) * w / wide), int(0.3 * h))))
    opaque = 255 if rng.random() < 0.7 else int(rng.uniform(130, 240))
    wide, high = (int(v) for v in draw.textbbox((0, 0), text, font=face)[2:])
    cx = w // 2 if rng.random() < 0.5 else int(rng.uniform(0.25, 0.75) * (x1 - x0)) + x0
    cy = int(rng.uniform(0.12, 0.88) * (y1 - y0)) + y0
    if sort == "bar":
        pad = int(rng.uniform(0.1, 0.8) * high)
        draw.rectangle((0, cy - high // 2 - pad, w, cy + high // 2 + pad), fill=(*ground, opaque))
    if sort == "patch":
        p, q = int(rng.uniform(0.1, 0.6) * high), int(rng.uniform(0.1, 0.6) * high)
        draw.rectangle(
            (cx - wide // 2 - p, cy - high // 2 - q, cx + wide // 2 + p, cy + high // 2 + q), fill=(*ground, opaque)
        )
    if sort == "round":
        r = int(max(wide, high) * rng.uniform(0.55, 0.75))
        draw.ellipse((cx - r, cy - r, cx + r, cy + r), fill=(*ground, opaque))
    if sort == "tiled":
        for y in range(0, h, max(high * 3, 40)):
            for x in range(0, w, max(int(wide * 1.3), 40)):
                draw.text((x, y), text, font=face, fill=(*letters, 150))
    else:
        edge = int(rng.integers(0, 3)) if sort == "bare" and rng.random() < 0.5 else 0
        draw.text(
            (cx - wide // 2, cy - high // 2),
            text,
            font=face,
            fill=(*letters, 255),
            stroke_width=edge,
            stroke_fill=ground,
        )
        if rng.random() < 0.3:
            draw.text((cx - wide // 2, cy + high // 2), word(rng, face), font=face, fill=(*letters, 255))
    if sort == "slanted":
        sheet = sheet.rotate(float(rng.uniform(15, 50)), center=(cx, cy))
    out = np.asarray(Image.alpha_composite(Image.fromarray(photo).convert("RGBA"), sheet).convert("RGB"))
    return out, (np.asarray(sheet)[..., 3] > 60).astype(np.float32)


def printed(photo: np.ndarray, mask: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Words on the cloth itself: within the garment, shaded and bent with it. No banner."""
    x0, y0, x1, y1 = box(mask)
    h, w = photo.shape[:2]
    sheet = Image.new("RGBA", (w, h), (0, 0, 0, 0))
    draw = ImageDraw.Draw(sheet)
    face = font(rng, int(rng.uniform(0.06, 0.14) * w))
    wide = draw.textbbox((0, 0), (text := word(rng, face)), font=face)[2]
    draw.text(
        ((x0 + x1 - wide) // 2, y0 + int(rng.uniform(0.2, 0.5) * (y1 - y0))), text, font=face, fill=(*ink(rng), 235)
    )
    layer = np.asarray(sheet).astype(np.float32)
    y, x = np.mgrid[:h, :w].astype(np.float32)
    phase, turn = rng.uniform(0, 6, 2).tolist(), float(rng.uniform(-4, 4))
    grid = cv2.getRotationMatrix2D(((x0 + x1) / 2, (y0 + y1) / 2), turn, 1)
    bent = x + 2.5 * np.sin(y / 17 + phase[0]), y + 2 * np.sin(x / 23 + phase[1])
    layer = np.asarray(cv2.remap(cv2.warpAffine(layer, grid, (w, h)), *bent, cv2.INTER_LINEAR), np.float32)
    light = cv2.GaussianBlur(cv2.cvtColor(photo, cv2.COLOR_RGB2GRAY).astype(np.float32), (0, 0), 2)
    shade = (light / max(float(light[mask > 0.5].mean()), 1)).clip(0.5, 1.3)[..., None]
    a = layer[..., 3:] / 255 * 0.92 * (mask > 0.5)[..., None]
    return np.clip(photo * (1 - a) + layer[..., :3] * shade * a, 0, 255).astype(np.uint8)


def cut_off(photo: np.ndarray, mask: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """A crop that takes a good part of the garment away at one or two edges."""
    x0, y0, x1, y1 = box(mask)
    a = [0, 0, photo.shape[1], photo.shape[0]]
    for edge in rng.choice(4, size=1 if rng.random() < 0.6 else 2, replace=False):
        depth = rng.uniform(0.14, 0.45)
        a[edge] = int(
            (x0 + depth * (x1 - x0), y0 + depth * (y1 - y0), x1 - depth * (x1 - x0), y1 - depth * (y1 - y0))[edge]
        )
    return np.ascontiguousarray(photo[a[1] : max(a[3], a[1] + 32), a[0] : max(a[2], a[0] + 32)])


def bare_ground(photo: np.ndarray, mask: np.ndarray) -> np.ndarray:
    """The ground without the garment, roughly: filled in small."""
    small = cv2.resize(photo, (64, 64), interpolation=cv2.INTER_AREA)
    hole = cv2.dilate((cv2.resize(mask, (64, 64)) > 0.2).astype(np.uint8), np.ones((5, 5), np.uint8))
    filled = cv2.resize(
        cv2.inpaint(small, hole, 4, cv2.INPAINT_TELEA), photo.shape[1::-1], interpolation=cv2.INTER_CUBIC
    )
    noise = np.random.default_rng(1).normal(0, 3, photo.shape)
    return np.where(mask[..., None] > 0.2, filled + noise, photo).clip(0, 255).astype(np.float32)


def folded(photo: np.ndarray, mask: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """One to three folds, each over a line through the garment, a shadow under each flap, or a crumpled heap."""
    ground = bare_ground(photo, mask)
    cloth, cover = photo.astype(np.float32), np.clip((mask - 0.3) / 0.4, 0, 1).astype(np.float32)
    h, w = cover.shape
    y, x = np.mgrid[:h, :w].astype(np.float32)
    if rng.random() < 0.2:  # crumpled
        sigma = w * rng.uniform(0.03, 0.08)
        dx, dy = (cv2.GaussianBlur(rng.normal(0, 1, (h, w)).astype(np.float32), (0, 0), sigma) for _ in range(2))
        k = float(w * rng.uniform(0.06, 0.12))
        gx, gy = x + k * dx / dx.std(), y + k * dy / dy.std()
        cloth, cover = (np.asarray(cv2.remap(part, gx, gy, cv2.INTER_LINEAR), np.float32) for part in (cloth, cover))
        cloth = cloth * (1 + 0.25 * np.clip(cv2.Sobel(dx / dx.std(), cv2.CV_32F, 1, 0, ksize=5) / 3, -1, 1))[..., None]
    else:
        straight = rng.random() < 0.7
        for _ in range(int(rng.integers(1, 4))):
            ys, xs = np.nonzero(cover > 0.5)
            if len(xs) < 200:
                break
            angle = rng.choice([0, 90, 180, 270]) + (rng.normal(0, 4) if straight else rng.uniform(-45, 45))
            n = np.array([np.cos(np.radians(angle)), np.sin(np.radians(angle))], np.float32)
            along = xs * n[0] + ys * n[1]
            at = float(np.quantile(along, rng.uniform(0.5, 0.75)))
            d = x * n[0] + y * n[1] - at
            gx, gy = x - 2 * d * n[0], y - 2 * d * n[1]
            flap = cv2.remap(cover, gx, gy, cv2.INTER_LINEAR) * (d < 0)
            back = cv2.remap(cloth, gx, gy, cv2.INTER_LINEAR) * rng.uniform(0.8, 1.05)
            keep = cover * (d <= 0)
            shadow = 1 - 0.35 * cv2.GaussianBlur(flap, (0, 0), 3) * (1 - flap)
            cloth = np.where(flap[..., None] > 0.5, back, cloth * shadow[..., None])
            cover = np.maximum(keep, flap)
    if rng.random() < 0.4:
        ground = plain(photo.shape, rng)
    a = cover[..., None]
    return np.clip(cloth * a + ground * (1 - a), 0, 255).astype(np.uint8)


def together(p1: np.ndarray, m1: np.ndarray, p2: np.ndarray, m2: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Two or three garments on one ground beside, above or partly over each other; or two photos put together."""
    if rng.random() < 0.25:
        side = bool(rng.random() < 0.7)
        size = min(p1.shape[0] if side else p1.shape[1], p2.shape[0] if side else p2.shape[1])
        both = [cv2.resize(p, None, fx=(k := size / (p.shape[0] if side else p.shape[1])), fy=k) for p in (p1, p2)]
        both = [b[:size] if side else b[:, :size] for b in both]
        return np.ascontiguousarray(np.hstack(both) if side else np.vstack(both))
    h = 400
    w = int(h * rng.uniform(0.9, 1.7))
    out = plain((h, w), rng) if rng.random() < 0.6 else cv2.resize(bare_ground(p1, m1), (w, h))
    n = 2 if rng.random() < 0.8 else 3
    for i in range(n):
        p, m = ((p1, m1), (p2, m2), (p1[:, ::-1], m1[:, ::-1]))[i]
        x0, y0, x1, y1 = box(m)
        piece, cover = p[y0:y1, x0:x1], m[y0:y1, x0:x1]
        k = min(0.95 * h / (y1 - y0), 1.08 * w / n / (x1 - x0)) * rng.uniform(0.7, 1)
        piece, cover = (
            cv2.resize(np.ascontiguousarray(v), None, fx=k, fy=k, interpolation=cv2.INTER_AREA) for v in (piece, cover)
        )
        left = int(
            np.clip((i + 0.5) * w / n - piece.shape[1] / 2 + rng.normal(0, 0.03 * w), 0, max(0, w - piece.shape[1]))
        )
        top = int(rng.uniform(0, max(1, h - piece.shape[0])))
        piece, cover = piece[: h - top, : w - left], cover[: h - top, : w - left]
        part = out[top : top + piece.shape[0], left : left + piece.shape[1]]
        a = soft(cover)
        part[:] = piece * a + part * (1 - a)
    return out.clip(0, 255).astype(np.uint8)
