"""What a product lies on or hangs before: studio white, floors, beds, walls; made, or a real photo emptied."""

import cv2
import numpy as np

from vitrine.training.wardrobe.cloth import cloth, colour, noise


def ground(
    rng: np.random.Generator, side: int, photo: np.ndarray | None = None, mask: np.ndarray | None = None
) -> np.ndarray:
    """A background `side side 3` float32, 0..255; with a photo and its garment's mask that photo, the garment gone."""
    if photo is not None and mask is not None:
        return emptied(photo, mask, side)
    kinds = (studio, studio, boards, fabric, rough, tiles, walled)
    return kinds[int(rng.integers(len(kinds)))](rng, side)


def emptied(photo: np.ndarray, mask: np.ndarray, side: int) -> np.ndarray:
    """A photo in which the garment is filled from around (normalised blurs, coarse to fine)."""
    small = cv2.resize(photo, (side, side), interpolation=cv2.INTER_LINEAR).astype(np.float32)
    hole = cv2.dilate(cv2.resize(mask, (side, side)), np.ones((9, 9), np.uint8)) > 40
    keep = (~hole).astype(np.float32)
    fill = np.full_like(small, small[~hole].mean(0) if (~hole).any() else 128.0)
    for sigma in (64, 24, 8):
        tiny = max(1, sigma // 8)
        shape = (side // tiny, side // tiny)
        weight = cv2.GaussianBlur(cv2.resize(keep, shape, interpolation=cv2.INTER_AREA), (0, 0), sigma / tiny)
        sums = cv2.GaussianBlur(
            cv2.resize(small * keep[..., None], shape, interpolation=cv2.INTER_AREA), (0, 0), sigma / tiny
        )
        mean = cv2.resize(sums / np.maximum(weight, 1e-3)[..., None], (side, side))
        share = np.clip(cv2.resize(weight, (side, side)) * 4, 0, 1)[..., None]
        fill += (mean - fill) * share
    return np.asarray(np.where(hole[..., None], fill, small), np.float32)


def studio(rng: np.random.Generator, side: int) -> np.ndarray:
    """White, grey or one colour, with a soft slope of light."""
    base = rng.choice([255.0, rng.uniform(238, 255), rng.uniform(170, 240)], p=[0.4, 0.4, 0.2])
    tone = base + rng.normal(0, 2 if rng.random() < 0.7 else 8, 3)
    if rng.random() < 0.15:
        tone = colour(rng)
    return lit(np.broadcast_to(tone.astype(np.float32), (side, side, 3)), rng, 0.0 if base == 255 else 0.06)


def boards(rng: np.random.Generator, side: int) -> np.ndarray:
    """Planks of wood or laminate."""
    base = np.array([rng.uniform(90, 225)]) * np.array([1.0, rng.uniform(0.7, 0.97), rng.uniform(0.45, 0.9)])
    wide, angle = rng.uniform(0.06, 0.3) * side, rng.choice([0.0, np.pi / 2, rng.uniform(0, np.pi)])
    y, x = np.mgrid[:side, :side].astype(np.float32)
    along, across = x * np.cos(angle) + y * np.sin(angle), -x * np.sin(angle) + y * np.cos(angle)
    row = np.floor(across / wide + 100)
    tones = rng.normal(0, rng.uniform(2, 14), 512)[row.astype(int) % 512]
    joint = (np.mod(across / wide, 1) < 1.5 / wide) | (np.mod(along / (wide * 6) + (row * 0.37), 1) < 0.25 / wide)
    grain = noise(rng, side, rng.uniform(5, 14), -float(angle) + np.pi / 2, 0.6) * rng.uniform(2, 12)
    return lit((base + (tones + grain - 45 * rng.random() * joint)[..., None]).astype(np.float32), rng, 0.12)


def fabric(rng: np.random.Generator, side: int) -> np.ndarray:
    """A bedspread, blanket or tablecloth with creases."""
    sheet = cloth(rng)
    scale = sheet.tile.shape[0] / (sheet.size * side * rng.uniform(0.08, 0.35))
    angle = rng.uniform(0, np.pi)
    y, x = np.mgrid[:side, :side].astype(np.float32) * scale
    u, v = x * np.cos(angle) + y * np.sin(angle), -x * np.sin(angle) + y * np.cos(angle)
    out = cv2.remap(
        sheet.tile, u.astype(np.float32), v.astype(np.float32), cv2.INTER_LINEAR, borderMode=cv2.BORDER_WRAP
    )
    crease = np.gradient(noise(rng, side, rng.uniform(1, 3), rng.uniform(0, 3), rng.uniform(0.5, 1.2)), axis=0)
    out = out * (1 + crease[..., None] * rng.uniform(0, 2.5)) + rng.normal(0, sheet.weave, (side, side, 1))
    return lit(out.astype(np.float32), rng, 0.12)


def rough(rng: np.random.Generator, side: int) -> np.ndarray:
    """Carpet, concrete, plaster, grass."""
    base = colour(rng) * 0.6 + 70
    coarse = noise(rng, side, 1.0, 0.0, rng.uniform(0.3, 2)) * rng.uniform(2, 16)
    fine = cv2.GaussianBlur(rng.normal(0, 1, (side, side)).astype(np.float32), (0, 0), rng.uniform(0.6, 2.5))
    fine = fine * (rng.uniform(2, 25) / max(float(fine.std()), 1e-3))
    return lit((base + (coarse + fine)[..., None]).astype(np.float32), rng, 0.15)


def tiles(rng: np.random.Generator, side: int) -> np.ndarray:
    """A tiled floor."""
    base, wide, angle = colour(rng) * 0.5 + 110, rng.uniform(0.12, 0.4) * side, rng.uniform(-0.3, 0.3)
    y, x = np.mgrid[:side, :side].astype(np.float32)
    u, v = (x * np.cos(angle) + y * np.sin(angle)) / wide, (-x * np.sin(angle) + y * np.cos(angle)) / wide
    joint = (np.mod(u, 1) < 2 / wide) | (np.mod(v, 1) < 2 / wide)
    tone = rng.normal(0, rng.uniform(0, 10), (64, 64))[(np.floor(u) % 64).astype(int), (np.floor(v) % 64).astype(int)]
    out = base + (tone + noise(rng, side) * rng.uniform(0, 8) + joint * rng.uniform(-60, 40))[..., None]
    return lit(out.astype(np.float32), rng, 0.12)


def walled(rng: np.random.Generator, side: int) -> np.ndarray:
    """A wall, a door or a cupboard: flat panels with edges, sometimes a floor below."""
    out = rough(rng, side) * 0.3 + 0.7 * (colour(rng).astype(np.float32) * 0.4 + 140)
    for _ in range(int(rng.integers(1, 5))):
        x0, y0 = rng.uniform(-0.2, 1, 2) * side
        w, h = rng.uniform(0.05, 0.9, 2) * side
        tone = float(rng.normal(0, 22))
        part = np.s_[max(0, int(y0)) : max(0, int(y0 + h)), max(0, int(x0)) : max(0, int(x0 + w))]
        out[part] += tone
    if rng.random() < 0.3:
        level = int(rng.uniform(0.75, 0.97) * side)
        out[level:] = boards(rng, side)[level:]
    return lit(out, rng, 0.1)


def lit(picture: np.ndarray, rng: np.random.Generator, strength: float) -> np.ndarray:
    """Light that falls off across a picture."""
    side = picture.shape[0]
    way = rng.normal(0, strength, 2)
    ramp = np.linspace(-1, 1, side, dtype=np.float32)
    gain = 1 + way[0] * ramp[:, None] + way[1] * ramp[None]
    return np.asarray(picture * gain[..., None], np.float32)


def hanger(picture: np.ndarray, rng: np.random.Generator, neck: np.ndarray, arms: list[np.ndarray], thick: int) -> None:
    """Draw a hanger: a hook above the neck and arms towards the shoulders (pixel coordinates)."""
    ink = tuple(
        float(c) for c in (colour(rng) if rng.random() < 0.4 else np.array([1.0, 0.75, 0.5]) * rng.uniform(60, 230))
    )
    for arm in arms:
        cv2.line(picture, _spot(neck), _spot(arm), ink, thick * 2, cv2.LINE_AA)
    up = neck - np.array([0, rng.uniform(4, 9) * thick])
    cv2.line(picture, _spot(neck), _spot(up), (150.0,) * 3, max(1, thick // 2), cv2.LINE_AA)
    cv2.ellipse(
        picture,
        _spot(up - np.array([0, 2 * thick])),
        (2 * thick, 2 * thick),
        0,
        90,
        330,
        (150.0,) * 3,
        max(1, thick // 2),
    )


def _spot(p: np.ndarray) -> tuple[int, int]:
    return round(float(p[0])), round(float(p[1]))
