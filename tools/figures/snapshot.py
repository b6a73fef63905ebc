"""A casual photograph of a garment lying on something: turned, tilted camera, any light; with exact truth."""

from dataclasses import dataclass

import grounds
import numpy as np
import shade
from cuts import landmarks
from fabrics import Array, Sheet
from laid import Pose
from panels import Pattern, Sewn
from PIL import Image
from scipy.ndimage import gaussian_filter

FINER = 2


@dataclass(frozen=True)
class Shot:
    """How a picture is taken; angles in degrees."""

    ground: str
    size: tuple[int, int]  # width, height
    turn: float
    margin: float
    tilt: tuple[float, float]  # keystone: share by which the upper edge and the left edge are shorter
    light: shade.Light
    exposure: float
    tint: tuple[float, float, float]
    vignette: float
    blur: float
    grain: float
    seed: int


@dataclass(frozen=True)
class Snapshot:
    """Picture (h w 3), exact coverage (h w, 0..255), landmarks in pixels (x, y), pixel centres at integers."""

    picture: Array
    alpha: Array
    landmarks: dict[str, tuple[float, float]]


def any_shot(ground: str, rng: np.random.Generator, size: tuple[int, int]) -> Shot:
    """Chance within what people do: lamps, windows, a phone held not quite level."""
    angle, height = rng.uniform(0, 2 * np.pi), rng.uniform(0.45, 1.1)
    warm = rng.normal(0, 0.06)
    hard = rng.random() < 0.25
    key, sky = (
        (rng.uniform(0.75, 1.05), rng.uniform(0.18, 0.4)) if hard else (rng.uniform(0.4, 0.75), rng.uniform(0.35, 0.6))
    )
    light = shade.Light(
        towards=(float(np.cos(angle)), float(np.sin(angle)), float(height)),
        key=(key * (1 + warm), key, key * (1 - warm)),
        sky=(sky, sky, sky * 1.04),
        bounce=float(rng.uniform(0.03, 0.14)),
        spread=0.08 if hard else 0.30,
    )
    return Shot(
        ground=ground,
        size=size,
        turn=float(rng.normal(0, 4.5)),
        margin=float(rng.uniform(1.10, 1.5)),
        tilt=(float(rng.uniform(-0.02, 0.11)), float(rng.normal(0, 0.02))),
        light=light,
        exposure=float(rng.uniform(0.75, 1.12)),
        tint=(1 + float(rng.normal(0, 0.03)), 1.0, 1 + float(rng.normal(0, 0.04))),
        vignette=float(rng.uniform(0, 0.22)),
        blur=float(rng.uniform(0.3, 0.8)),
        grain=float(rng.uniform(0.002, 0.010)),
        seed=int(rng.integers(1 << 30)),
    )


def any_pose(pattern: Pattern, rng: np.random.Generator) -> Pose:
    """Sleeves (or legs) turned a little, each for itself, and the whole bent slightly."""
    marks = landmarks(pattern)
    bend = rng.normal(0, 0.010)

    def bent(x: Array) -> Array:
        return x + np.column_stack(
            [bend * np.sin(np.pi * (x[:, 1] - x[:, 1].min()) / np.ptp(x[:, 1])), np.zeros(len(x))]
        )

    if "armpit" in marks and "cuff-outer" in marks:
        turns = rng.normal(0, 7, 2)
        return lambda x: bent(_turned_sleeves(x, marks, turns))
    if "crotch" in marks:
        turns = rng.normal(0, 1.6, 2)
        return lambda x: bent(_turned_legs(x, marks, turns))
    return bent


def _rotated(x: Array, centre: Array, degrees: Array) -> Array:
    a = np.radians(degrees)
    d = x - centre
    return centre + np.stack([d[:, 0] * np.cos(a) - d[:, 1] * np.sin(a), d[:, 0] * np.sin(a) + d[:, 1] * np.cos(a)], 1)


def _turned_sleeves(x: Array, marks: dict[str, Array], turns: Array) -> Array:
    out = x.copy()
    for sign, turn in ((1, turns[0]), (-1, -turns[1])):
        shoulder, pit, cuff = (marks[k] * [sign, 1] for k in ("shoulder", "armpit", "cuff-outer"))
        # never so far down that the sleeve lies on the trunk
        down = np.degrees(np.arctan2(shoulder[1] - cuff[1], abs(cuff[0] - shoulder[0])))
        limited = sign * max(sign * turn, -max(0.0, 66 - down))
        middle = 0.5 * (shoulder + pit)
        across = (pit - shoulder) / np.linalg.norm(pit - shoulder)
        outward = np.array([-across[1], across[0]]) * sign
        past = ((x - middle) @ outward) * (np.sign(x[:, 0]) == sign)
        above = x[:, 1] > pit[1] - 0.5 if abs(cuff[0]) > 0.45 else np.ones(len(x), bool)
        weight = np.clip(past / 0.09 + 0.15, 0, 1) * above * (np.abs(x[:, 0]) > 0.85 * abs(shoulder[0]))
        # the trunk below the armpit stays
        trunk = (x[:, 1] < pit[1]) & (np.abs(x[:, 0]) < abs(pit[0]) + 0.004)
        weight = np.where(trunk, 0, weight)
        out = _rotated(out, middle, limited * weight)
    return out


def _turned_legs(x: Array, marks: dict[str, Array], turns: Array) -> Array:
    out = x.copy()
    for sign, turn in ((1, turns[0]), (-1, turns[1])):
        centre = np.array([sign * 0.10, marks["crotch"][1] * 0.7])
        weight = np.clip((centre[1] - x[:, 1]) / 0.25, 0, 1) * (np.sign(x[:, 0]) == sign)
        out = _rotated(out, centre, sign * abs(turn) * weight)
    return out


def landmark_vertices(pattern: Pattern, sewn: Sewn, extra: dict[str, Array]) -> dict[str, int]:
    """Mesh vertex of every landmark, both sides named; left is the wearer's (x > 0)."""
    visible = np.flatnonzero(sewn.front_side >= 0)

    def nearest(point: Array) -> int:
        return int(visible[((sewn.flat[visible] - point) ** 2).sum(1).argmin()])

    out = {}
    for name, point in (landmarks(pattern) | extra).items():
        if name in ("neck-front", "crotch"):
            out[name] = nearest(point)
        else:
            out[f"{name}-left"], out[f"{name}-right"] = nearest(point), nearest(point * [-1, 1])
    return out


def _keystone(size: tuple[int, int], tilt: tuple[float, float]) -> Array:
    """Homography (3 3) from the level picture to the tilted camera's; it enlarges a little, so that no edge shows."""
    w, h = size
    up, side = tilt
    level = np.array([[0, 0], [w, 0], [w, h], [0, h]], float)
    dx, dy = w * np.array([up, -up]) / 2, h * np.array([side, -side]) / 2
    seen = level + np.array([[dx[0], dy[0]], [dx[1], 0], [0, 0], [0, dy[1]]])
    rows = []
    for (x, y), (u, v) in zip(level, seen, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
    solved = np.linalg.solve(np.array(rows), seen.ravel())
    grow = np.eye(3)
    grow[0, 0] = grow[1, 1] = 1 + max(abs(up), abs(side)) * 1.05
    grow[:2, 2] = (1 - grow[0, 0]) * np.array([w / 2, h / 2])
    return grow @ np.append(solved, 1).reshape(3, 3)


def _through(values: Array, homography: Array) -> Array:
    image = Image.fromarray(values)
    inverse = np.linalg.inv(homography)
    coefficients = (inverse / inverse[2, 2]).ravel()[:8].tolist()
    return np.asarray(image.transform(image.size, Image.Transform.PERSPECTIVE, coefficients, Image.Resampling.BICUBIC))


def snapshot(position: Array, sewn: Sewn, front: Sheet, back: Sheet, spots: dict[str, int], shot: Shot) -> Snapshot:
    """Take the picture; ``spots`` are the landmarks' vertices."""
    rng = np.random.default_rng(shot.seed)
    w, h = (s * FINER for s in shot.size)
    flat = position.copy()
    flat[:, :2] = _rotated(position[:, :2], position[:, :2].mean(0), np.full(len(position), shot.turn))
    grow = 1 + max(abs(t) for t in shot.tilt) * 1.05
    metre = min(np.array([w, h]) / (np.ptp(flat[:, :2], axis=0) * shot.margin * grow))
    buffer = shade.rasterised(flat, sewn, shade.vertex_normals(flat, sewn), (w, h), metre)
    ground = grounds.ground(shot.ground, (h, w), metre, rng)
    linear = shade.lit(buffer, front, back, ground, shot.light)
    y, x = np.mgrid[-1 : 1 : h * 1j, -1 : 1 : w * 1j]
    slope = rng.normal(0, 0.07, 2)
    fall = (1 - shot.vignette * 0.5 * (x**2 + y**2)) * (1 + slope[0] * x + slope[1] * y)
    linear = linear * fall[..., None] * shot.exposure * np.array(shot.tint)
    lens = _keystone((w, h), shot.tilt)
    seen = _through(shade.developed(linear), lens)
    cover = _through(((buffer.sheet >= 0) * 255).astype(np.uint8), lens)
    picture = np.asarray(Image.fromarray(seen).resize(shot.size, Image.Resampling.BOX), float)
    alpha = np.asarray(Image.fromarray(cover).resize(shot.size, Image.Resampling.BOX))
    picture = gaussian_filter(picture, (shot.blur, shot.blur, 0))
    noise = gaussian_filter(rng.standard_normal(picture.shape), (0.5, 0.5, 0)) * 255 * shot.grain * 2
    return Snapshot(
        (picture + noise + 0.5).clip(0, 255).astype(np.uint8), alpha, _seen(flat, spots, metre, lens, (w, h))
    )


def _seen(
    flat: Array, spots: dict[str, int], metre: float, lens: Array, size: tuple[int, int]
) -> dict[str, tuple[float, float]]:
    centre = (flat[:, :2].max(0) + flat[:, :2].min(0)) / 2
    out = {}
    for name, vertex in spots.items():
        at = (flat[vertex, :2] - centre) * [metre, -metre] + np.array(size) / 2
        u, v, s = lens @ np.append(at, 1)
        out[name] = (round(float(u / s / FINER - 0.5), 2), round(float(v / s / FINER - 0.5), 2))
    return out
