"""A picture of cloth on a white table, seen straight down: depth buffer, soft key with shadows, sky with occlusion.

All in NumPy on a height field: a garment laid flat has hardly any overhang, so this looks as a path tracer's picture
does and takes seconds.
"""

from dataclasses import dataclass

import numpy as np
from fabrics import TEXEL, Sheet
from panels import Sewn
from PIL import Image
from scipy.ndimage import gaussian_filter, map_coordinates, shift, zoom

Array = np.ndarray
FINER = 1.5  # rendered larger, then reduced
TABLE = np.array([0.905, 0.905, 0.91])


@dataclass(frozen=True)
class Light:
    """A soft key, the sky and a bounce; ``towards`` the key: x right, y up, z to the camera."""

    towards: tuple[float, float, float] = (-0.56, 0.52, 0.64)
    key: tuple[float, float, float] = (0.920, 0.906, 0.883)
    sky: tuple[float, float, float] = (0.349, 0.356, 0.371)
    bounce: float = 0.14
    spread: float = 0.20  # half angle of the key's disc, radians


@dataclass(frozen=True)
class Ground:
    """What the garment lies on, per pixel: linear colour (h w 3), relief, and swell that cloth follows (m)."""

    colour: Array
    relief: Array
    swell: Array


@dataclass
class Buffer:
    """Per pixel, row 0 on top: height in metres, surface normal, pattern coordinates, which sheet (-1 the table)."""

    height: Array
    normal: Array
    pattern: Array
    sheet: Array
    metre: float  # pixels a metre


def rasterised(position: Array, sewn: Sewn, normals: Array, size: tuple[int, int], metre: float) -> Buffer:
    """Depth buffer of the garment, centred; triangles are small, so all are tested on one common window."""
    w, h = size
    position = position + [0, 0, 0.0009] * (sewn.front_side > 0)[:, None]  # the front lies on the back
    centre = (position[:, :2].max(0) + position[:, :2].min(0)) / 2
    screen = (position[:, :2] - centre) * [metre, -metre] + [w / 2, h / 2]
    buffer = Buffer(np.zeros((h, w)), np.zeros((h, w, 3)), np.zeros((h, w, 2)), np.full((h, w), -1), metre)
    buffer.normal[..., 2] = 1
    corners = screen[sewn.triangles]
    span = np.ptp(corners, axis=1).max(1)
    order = np.argsort(span, kind="stable")  # like with like: the window is as large as the largest of a chunk
    while len(order):
        count = int(np.clip(2e6 / (span[order[min(len(order), 3000) - 1]] + 2) ** 2, 1, 3000))
        _draw(buffer, order[:count], screen, position, sewn, normals)
        order = order[count:]
    return buffer


def _draw(buffer: Buffer, chunk: Array, screen: Array, position: Array, sewn: Sewn, normals: Array) -> None:
    triangles = sewn.triangles[chunk]
    a, b, c = (screen[triangles[:, k]] for k in range(3))
    low = np.floor(np.minimum(np.minimum(a, b), c)).astype(int)
    span = int(np.ceil(np.max(np.maximum(np.maximum(a, b), c) - low))) + 1
    x, y = np.meshgrid(np.arange(span), np.arange(span))
    at = low[:, None] + np.stack([x.ravel(), y.ravel()], 1)[None]
    area = np.cross(b - a, c - a)[:, None]
    area = np.where(np.abs(area) < 1e-9, 1e-9, area)
    p = at + 0.5
    wb = np.cross(p - a[:, None], (c - a)[:, None]) / area
    wc = np.cross((b - a)[:, None], p - a[:, None]) / area
    wa = 1 - wb - wc
    edge = -1e-3
    h, w = buffer.height.shape
    inside = (wa >= edge) & (wb >= edge) & (wc >= edge) & (at >= 0).all(2) & (at[..., 0] < w) & (at[..., 1] < h)
    which, _ = np.nonzero(inside)
    weights = np.stack([wa[inside], wb[inside], wc[inside]], 1)[..., None]
    column, row = at[inside].T
    corners = triangles[which]
    height = (position[corners, 2:] * weights).sum(1)[:, 0]
    front = np.flatnonzero(height >= buffer.height[row, column] - 2e-4)
    front = front[np.argsort(height[front], kind="stable")]  # of several on one pixel the highest comes last and stays
    row, column, corners, weights, which = row[front], column[front], corners[front], weights[front], which[front]
    buffer.height[row, column] = height[front]
    buffer.normal[row, column] = (normals[corners] * weights).sum(1)
    buffer.pattern[row, column] = (sewn.flat[corners] * weights).sum(1)
    buffer.sheet[row, column] = sewn.is_front[chunk][which]


def vertex_normals(position: Array, sewn: Sewn) -> Array:
    """Smooth normals turned to the camera; front and back meet at the seams with the front's, leaning outwards."""
    out = np.zeros_like(position)
    a, b, c = (position[sewn.triangles[:, k]] for k in range(3))
    face = np.cross(b - a, c - a)
    face *= np.sign(face[:, 2:] + 1e-15)
    for k in range(3):
        np.add.at(out, sewn.triangles[:, k], face)
    return out / (np.linalg.norm(out, axis=1, keepdims=True) + 1e-15)


def table(shape: tuple[int, int]) -> Ground:
    """A white table."""
    return Ground(np.broadcast_to(TABLE**2.2, (*shape, 3)), np.zeros(shape), np.zeros(shape))


def _sampled(buffer: Buffer, front: Sheet, back: Sheet, ground: Ground) -> tuple[Array, Array]:
    """Colour (linear) and relief (metres) of every pixel; texels finer than pixels are averaged first."""
    colour, relief = ground.colour.copy(), ground.relief.copy()
    blur = max(0.0, 0.45 / (buffer.metre * TEXEL) - 0.45)
    for index, sheet in ((1, front), (0, back)):
        here = buffer.sheet == index
        h, w = sheet.relief.shape
        uv = sheet.uv(buffer.pattern[here])
        at = np.stack([(1 - uv[:, 1]) * h - 0.5, uv[:, 0] * w - 0.5])
        relief[here] = map_coordinates(gaussian_filter(sheet.relief, blur), at, order=1, mode="nearest") / 1000
        for k in range(3):
            layer = gaussian_filter(sheet.colour[..., k] ** 2.2, blur)
            colour[here, k] = map_coordinates(layer, at, order=1, mode="nearest")
    return colour, relief


def _shadow(height: Array, metre: float, light: Light) -> Array:
    """Share of the key light (a disc) that arrives, 0..1: steps along nine directions to it, on half the pixels."""
    small = zoom(height, 0.5, order=1)
    total = np.zeros_like(small)
    reach = np.array([0.002, 0.004, 0.007, 0.011, 0.016, 0.023, 0.033, 0.046])
    around = np.linspace(0, 2 * np.pi, 8, endpoint=False)
    directions = [(0.0, 0.0), *((light.spread * np.cos(a), light.spread * np.sin(a)) for a in around)]
    x, y, z = np.array(light.towards) / np.linalg.norm(light.towards)
    for turn, lift in directions:
        angle = np.arctan2(y, x) + turn
        slope = np.tan(np.clip(np.arcsin(z) + lift, 0.1, 1.5))
        lit = np.ones_like(small)
        for step in reach:
            pixels = step * metre * 0.5
            other = shift(small, (np.sin(angle) * pixels, -np.cos(angle) * pixels), order=1, mode="nearest")
            lit = np.minimum(lit, np.clip(1 - (other - small - step * slope) / (0.0012 + 0.1 * step), 0, 1))
        total += lit
    return _enlarged(total / len(directions), height.shape)


def _enlarged(small: Array, shape: tuple[int, ...]) -> Array:
    out = zoom(small, (shape[0] / small.shape[0], shape[1] / small.shape[1]), order=1)
    return out[: shape[0], : shape[1]]


def _openness(height: Array, metre: float) -> Array:
    """Share of the sky that is seen, from how far each point lies below its surroundings at four sizes."""
    small = zoom(height, 0.5, order=1)
    closed = np.zeros_like(small)
    for radius, weight in ((0.0025, 0.30), (0.006, 0.30), (0.014, 0.25), (0.032, 0.15)):
        around = gaussian_filter(small, radius * metre * 0.5)
        closed += weight * np.clip((around - small) / (radius * 0.55), -0.25, 1)
    return _enlarged(np.clip(1 - 0.85 * closed, 0.15, 1.08), height.shape)


def lit(buffer: Buffer, front: Sheet, back: Sheet, ground: Ground, light: Light) -> Array:
    """Linear picture (h w 3)."""
    colour, relief = _sampled(buffer, front, back, ground)
    cloth = buffer.sheet >= 0
    solid = buffer.height + np.where(cloth, 0.0012, 0) + ground.swell
    grain = gaussian_filter(relief, 0.6) * 1.5
    slope_y, slope_x = np.gradient(grain + ground.swell, 1 / buffer.metre)
    macro = gaussian_filter(buffer.normal, (1.2, 1.2, 0))
    normal = np.where(cloth[..., None], macro, buffer.normal)
    normal = normal + np.stack([-slope_x, slope_y, np.zeros_like(slope_x)], -1)
    normal /= np.linalg.norm(normal, axis=-1, keepdims=True)
    shadow, sky = _shadow(solid, buffer.metre, light), _openness(solid + grain, buffer.metre)
    towards = np.array(light.towards) / np.linalg.norm(light.towards)
    facing = normal @ towards
    wrapped = np.clip((facing + 0.15) / 1.15, 0, None)
    bare = np.clip(facing, 0, None)
    key = np.where(cloth, wrapped, bare) * shadow
    bounce = np.clip(normal @ np.array([0.45, -0.40, 0.80]), 0, 1)
    total = (
        key[..., None] * np.array(light.key)
        + (sky * (0.6 + 0.4 * normal[..., 2]))[..., None] * np.array(light.sky)
        + light.bounce * bounce[..., None]
    )
    fuzz = 0.035 * (1 - np.clip(normal[..., 2], 0, 1)) ** 2 * cloth
    return colour * total + fuzz[..., None]


def developed(picture: Array) -> Array:
    """Linear light as sRGB bytes, the highlights rolled off."""
    picture = np.clip(picture, 0, None)
    picture = np.where(picture > 0.8, 0.8 + 0.2 * np.tanh((picture - 0.8) / 0.2), picture)
    return (picture ** (1 / 2.2) * 255 + 0.5).clip(0, 255).astype(np.uint8)


def photograph(
    position: Array, sewn: Sewn, front: Sheet, back: Sheet, size: tuple[int, int], margin: float
) -> Image.Image:
    """The finished picture of the given (width, height) in pixels, with ``margin`` as a factor around the garment."""
    w, h = (int(s * FINER) for s in size)
    span = np.ptp(position[:, :2], axis=0) * margin
    metre = min(w / span[0], h / span[1])
    buffer = rasterised(position, sewn, vertex_normals(position, sewn), (w, h), metre)
    picture = lit(buffer, front, back, table((h, w)), Light())
    fall = np.linspace(1.03, 0.985, h)[:, None] * np.linspace(1.01, 0.995, w)[None]
    image = Image.fromarray(developed(picture * fall[..., None]))
    return image.resize(size, Image.Resampling.LANCZOS)
