"""Cloth as tiles that repeat: plain, striped, checked or printed; and folds."""

from dataclasses import dataclass
from functools import cache
from typing import Final

import cv2
import numpy as np

from vitrine.garments.garment_net import WORDS

TILE: Final = 96
BANK: Final = 640


@dataclass
class Cloth:
    """A tile of cloth and how large it lies."""

    tile: np.ndarray
    """`t t 3` float32, 0..255; repeats seamlessly."""
    size: float
    """Edge of the tile in the cut's units."""
    pattern: str | None
    """As in WORDS; None where nobody knows (cloth taken from a photo)."""
    weave: float = 0.0
    """Strength of the noise of threads."""


def cloth(rng: np.random.Generator, photo: np.ndarray | None = None) -> Cloth:
    """A cloth at random; with `photo`, a patch of real cloth."""
    weave = float(rng.choice([0.0, rng.uniform(1, 5), rng.uniform(5, 16)], p=[0.3, 0.5, 0.2]))
    if photo is not None:
        half = cv2.resize(photo, (TILE // 2, TILE // 2), interpolation=cv2.INTER_AREA).astype(np.float32)
        both = np.concatenate([half, half[:, ::-1]], 1)
        return Cloth(np.concatenate([both, both[::-1]]), rng.uniform(1.2, 3.0), None, weave)
    pattern = str(rng.choice(WORDS["pattern"], p=[0.5, 0.17, 0.11, 0.22]))
    make = {"plain": _plain, "striped": _striped, "checked": _checked, "printed": _printed}[pattern]
    small = {"plain": (1.0, 2.0), "striped": (0.25, 1.6), "checked": (0.25, 1.3), "printed": (0.5, 2.2)}[pattern]
    return Cloth(make(rng), float(np.exp(rng.uniform(*np.log(small)))), pattern, weave)


def colour(rng: np.random.Generator) -> np.ndarray:
    """A cloth's colour: often white, black, grey, navy, or muted; sometimes strong."""
    draw = rng.random()
    if draw < 0.17:
        return np.asarray(rng.uniform(225, 255) + rng.normal(0, 3, 3)).clip(0, 255)
    if draw < 0.3:
        return np.asarray(rng.uniform(12, 45) + rng.normal(0, 3, 3)).clip(0, 255)
    if draw < 0.38:
        return np.asarray(rng.uniform(60, 210) + rng.normal(0, 4, 3)).clip(0, 255)
    hue = float(rng.choice([rng.uniform(0, 180), rng.uniform(100, 122), rng.uniform(5, 22)], p=[0.5, 0.3, 0.2]))
    hsv = np.array([[[hue, 255 * rng.beta(2, 2), 255 * rng.beta(2.5, 1.5)]]])
    return cv2.cvtColor(hsv.astype(np.uint8), cv2.COLOR_HSV2RGB)[0, 0].astype(float)


def other(rng: np.random.Generator, first: np.ndarray) -> np.ndarray:
    """A colour that differs from `first`, by a little or by much."""
    for _ in range(8):
        second = colour(rng)
        if np.abs(second - first).sum() > 60:
            return second
    return np.asarray(255 - first)


def _plain(rng: np.random.Generator) -> np.ndarray:
    return np.full((TILE, TILE, 3), colour(rng), np.float32)


def _bands(rng: np.random.Generator, colours: list[np.ndarray]) -> np.ndarray:
    """A repeat of stripes, `TILE 3`."""
    count = int(rng.integers(2, 7))
    edges = np.sort(rng.choice(np.arange(1, TILE), count - 1, replace=False))
    if rng.random() < 0.5:
        count, edges = 2, np.array([int(rng.uniform(0.2, 0.8) * TILE)])
    which = np.searchsorted(edges, np.arange(TILE), side="right")
    return np.stack([colours[int(i) % len(colours)] for i in which]).astype(np.float32)


def _striped(rng: np.random.Generator) -> np.ndarray:
    first = colour(rng)
    bands = _bands(rng, [first, *(other(rng, first) for _ in range(int(rng.integers(1, 3))))])
    out = np.repeat(bands[:, None], TILE, 1)
    return out if rng.random() < 0.7 else np.ascontiguousarray(out.transpose(1, 0, 2))


def _checked(rng: np.random.Generator) -> np.ndarray:
    first = colour(rng)
    bands = _bands(rng, [first, *(other(rng, first) for _ in range(int(rng.integers(1, 3))))])
    across = bands if rng.random() < 0.7 else _bands(rng, [first, other(rng, first)])
    if rng.random() < 0.12:
        odd = (np.arange(TILE) // (TILE // 2))[:, None] ^ (np.arange(TILE) // (TILE // 2))[None]
        return np.where(odd[..., None] > 0, first, other(rng, first)).astype(np.float32)
    return 0.5 * (bands[:, None] + across[None])


def _printed(rng: np.random.Generator) -> np.ndarray:
    """Dots, flowers, leaves, blots or camouflage, wrapped at the tile's edges."""
    ground = colour(rng)
    tile = np.full((TILE, TILE, 3), ground, np.float32)
    kind = str(rng.choice(["dots", "flowers", "shapes", "blots"]))
    if kind == "blots":
        field = cv2.resize(rng.normal(0, 1, (8, 8)).astype(np.float32), (TILE, TILE), interpolation=cv2.INTER_CUBIC)
        field = field + field[::-1] + field[:, ::-1] + field[::-1, ::-1]
        for level in (-0.8, 0.6, 1.4):
            tile[field > level] = other(rng, ground)
        return tile
    count = int(rng.integers(2, 22))
    size = rng.uniform(3, 16) if count > 6 else rng.uniform(8, 26)
    palette = [other(rng, ground) for _ in range(int(rng.integers(1, 4)))]
    for _ in range(count):
        (sx, sy), tint = rng.uniform(0, TILE, 2), palette[int(rng.integers(len(palette)))]
        angle = rng.uniform(0, 360)
        for dx in (-TILE, 0, TILE):
            for dy in (-TILE, 0, TILE):
                _motif(tile, kind, (sx + dx, sy + dy), size, angle, tint)
    return tile


def _motif(tile: np.ndarray, kind: str, spot: tuple[float, float], size: float, angle: float, tint: np.ndarray) -> None:
    at = (round(float(spot[0])), round(float(spot[1])))
    ink = tuple(float(c) for c in tint)
    if kind == "dots":
        cv2.circle(tile, at, max(1, round(size / 2)), ink, -1, cv2.LINE_AA)
    elif kind == "flowers":
        for k in range(5):
            way = np.deg2rad(angle + 72 * k)
            leaf = (round(at[0] + 0.5 * size * np.cos(way)), round(at[1] + 0.5 * size * np.sin(way)))
            cv2.ellipse(tile, leaf, (max(1, round(size / 2)), max(1, round(size / 4))), angle + 72 * k, 0, 360, ink, -1)
        cv2.circle(tile, at, max(1, round(size / 5)), tuple(255 - c for c in ink), -1)
    else:
        corners = np.deg2rad(angle) + np.linspace(0, 2 * np.pi, 3 + at[0] % 4, endpoint=False)
        shape = np.stack([at[0] + size * np.cos(corners), at[1] + size * np.sin(corners)], 1)
        cv2.fillPoly(tile, [np.round(shape).astype(np.int32)], ink)


@cache
def bank() -> np.ndarray:
    """Fields of smooth noise, `8 BANK BANK`, of unit deviation: folds are cut from them."""
    rng = np.random.default_rng(11)
    fields = []
    for number in range(8):
        total = np.zeros((BANK, BANK), np.float32)
        for octave in range(2, 7):
            count = 2**octave + 2
            total += cv2.resize(rng.normal(0, 1, (count, count)).astype(np.float32), (BANK, BANK),
                                interpolation=cv2.INTER_CUBIC) * 0.55**octave  # fmt: skip
        if number % 2:
            total = np.abs(total - total.mean()) ** 0.8
        fields.append((total - total.mean()) / total.std())
    return np.stack(fields).astype(np.float32)


def noise(
    rng: np.random.Generator, side: int, stretch: float = 1.0, angle: float = 0.0, scale: float = 1.0
) -> np.ndarray:
    """A field of noise `side side`, stretched along a direction; `scale` above 1 shows coarser structure."""
    field = bank()[rng.integers(8)]
    centre = rng.uniform(0.3, 0.7, 2) * BANK
    cos, sin = np.cos(angle), np.sin(angle)
    turn = np.array([[cos, sin], [-sin, cos]]) / scale
    turn[0] *= stretch
    shift = centre - turn @ [side / 2, side / 2]
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    matrix = np.column_stack([turn, shift])
    return cv2.warpAffine(field, matrix, (side, side), flags=flags, borderMode=cv2.BORDER_REFLECT)
