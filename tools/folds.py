"""Make the tables of worn sleeves' and skirts' relief. ``python tools/folds.py FOLDER``

FOLDER holds what ``figures/hanging.py`` wrote: tee.npz, long.npz, skirt.npz. Writes the sleeves and the skirt into
``vitrine/weights/folds.png``, beside the trunks that `trunks.py` makes, and, to look at, FOLDER/lit.png: its parts in the
light from above and from the left.
"""

import argparse
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from scipy.ndimage import binary_opening, gaussian_filter

from vitrine.fitting.warp.relief import BANK, PARTS, RANGE, ROWS, TRUNK, Limb, limb, lit, places

SCALE = 500
"""Pixels a metre."""
SMOOTH = 0.8
"""Blur of the normals, pixels: a mesh has edges."""
FAR, WAYS = 0.16, 12
"""How far away something may stand before cloth and still take light from it, metres; ways that are looked into."""
RIM = 0.95
"""Share of a part's breadth that is read: at its very edge the picture is steep."""
SHORT = 0.5
"""How far down the arm the tee's sleeves are read."""
PLEATS = 2.2
"""Blur of the skirt across, columns: it was hung of thinner cloth than most are made of."""
OUT = Path(__file__).parents[1] / "vitrine/weights/folds.png"


@dataclass
class View:
    """A garment from the front: normals (x right, y down, z ahead), openness, which part is seen."""

    normal: np.ndarray
    openness: np.ndarray
    cover: np.ndarray
    parts: np.ndarray
    joints: dict[str, complex]


def seen(file: Path) -> View:
    kept = np.load(file)
    x, faces = kept["vertices"].astype(float), kept["triangles"]
    low, high = x.min(0), x.max(0)
    place = np.stack([(x[:, 0] - low[0]) * SCALE + 20, (high[2] - x[:, 2]) * SCALE + 20], 1)
    a, b, c = (x[faces[:, k]] for k in range(3))
    face = np.cross(b - a, c - a)
    normal = np.zeros_like(x)
    for k in range(3):
        np.add.at(normal, faces[:, k], face)
    normal /= np.linalg.norm(normal, axis=1, keepdims=True) + 1e-12
    # the figure looks along -y
    values = np.column_stack([normal[:, 0], -normal[:, 2], -normal[:, 1], kept["parts"]])
    size = tuple(np.ceil(place.max(0)).astype(int)[::-1] + 20)
    depth, drawn = drawn_on(size, place, x[:, 1], values, faces)
    # through necks, cuffs and hems the inside of the back is seen: it is no part of the front
    cover = np.isfinite(depth) & (drawn[..., 2] > 0)
    cover = binary_opening(cover, iterations=2)
    weight = gaussian_filter(cover.astype(float), SMOOTH)
    smooth = np.stack([gaussian_filter(drawn[..., k] * cover, SMOOTH) / np.maximum(weight, 1e-3) for k in range(3)], 2)
    smooth /= np.linalg.norm(smooth, axis=2, keepdims=True) + 1e-9
    joints = {}
    for name, at in zip(kept["names"].tolist(), kept["joints"], strict=True):
        joints[name] = complex((at[0] - low[0]) * SCALE + 20, (high[2] - at[2]) * SCALE + 20)
    free = openness(np.where(np.isfinite(depth), -depth, -9.0), 1 / SCALE)
    return View(smooth, np.where(np.isfinite(depth), free, 1.0), cover, drawn[..., 3:], joints)


def drawn_on(size, place, depth, values, faces):
    """Nearest faces' values by place, and their depth (infinite where there is nothing)."""
    nearest = np.full(size, np.inf)
    out = np.zeros((*size, values.shape[1]))
    for face in faces:
        p, d = place[face], depth[face]
        (x0, y0), (x1, y1) = np.floor(p.min(0)).astype(int), np.ceil(p.max(0)).astype(int)
        gx, gy = np.meshgrid(np.arange(x0, x1 + 1), np.arange(y0, y1 + 1))
        area = (p[1, 1] - p[2, 1]) * (p[0, 0] - p[2, 0]) + (p[2, 0] - p[1, 0]) * (p[0, 1] - p[2, 1])
        if abs(area) < 1e-9:
            continue
        first = ((p[1, 1] - p[2, 1]) * (gx - p[2, 0]) + (p[2, 0] - p[1, 0]) * (gy - p[2, 1])) / area
        second = ((p[2, 1] - p[0, 1]) * (gx - p[2, 0]) + (p[0, 0] - p[2, 0]) * (gy - p[2, 1])) / area
        share = np.stack([first, second, 1 - first - second], 2)
        inside = (share >= -1e-6).all(2)
        gx, gy, share = gx[inside], gy[inside], share[inside]
        at = share @ d
        before = at < nearest[gy, gx]
        nearest[gy[before], gx[before]] = at[before]
        out[gy[before], gx[before]] = share[before] @ values[face]
    return nearest, out


def openness(height: np.ndarray, cell: float) -> np.ndarray:
    """How much of what is ahead of each place is free: 1 on a plain. Heights and the cells that they are of in metres."""
    pad = int(FAR / cell) + 1
    wide = np.pad(height, pad, mode="edge")
    total = np.zeros_like(height)
    for k in range(WAYS):
        way = np.array([np.cos(2 * np.pi * k / WAYS), np.sin(2 * np.pi * k / WAYS)])
        steep = np.zeros_like(height)
        for far in np.unique(np.geomspace(1, FAR / cell, 12).astype(int)):
            dx, dy = np.round(way * far).astype(int)
            other = wide[pad + dy : pad + dy + height.shape[0], pad + dx : pad + dx + height.shape[1]]
            rise = np.maximum(other - height, 0)
            steep = np.maximum(steep, rise / np.hypot(rise, far * cell))
        total += 1 - steep
    return total / WAYS


def table(view: View, on: Limb, cover: np.ndarray, reach: tuple[float, float], columns: int) -> np.ndarray:
    """The part laid straight: normals outward and along, openness; what is not seen is filled from beside."""
    along, across = places(cover.astype(np.float32), (0, 0), on, 1)
    # invert (x, y) -> (along, across) by dropping every fine point into its cell
    fine = 3
    size = (along.shape[1] * fine, along.shape[0] * fine)
    along, across = (cv2.resize(m, size, interpolation=cv2.INTER_LINEAR) for m in (along, across))
    way = np.diff(on.joint, axis=0)
    way /= np.hypot(*way.T)[:, None]
    bone = np.clip(along, 0, len(way) - 1e-3).astype(int)
    big = [cv2.resize(view.normal[..., k], size, interpolation=cv2.INTER_LINEAR) for k in (0, 1)]
    outward = big[0] * on.out[bone, 0] + big[1] * on.out[bone, 1]
    down = big[0] * way[bone, 0] + big[1] * way[bone, 1]
    opened = cv2.resize(view.openness, size, interpolation=cv2.INTER_LINEAR)
    whole = cv2.resize(cover.astype(np.float32), size) > 0.9
    r = np.rint((along - reach[0]) / (reach[1] - reach[0]) * (ROWS - 1)).astype(int)
    c = np.rint((across / RIM + 1) / 2 * (columns - 1)).astype(int)
    inside = whole & (r >= 0) & (r < ROWS) & (c >= 0) & (c < columns)
    count = np.zeros((ROWS, columns))
    np.add.at(count, (r[inside], c[inside]), 1)
    out = []
    for values in (outward, down, opened):
        total = np.zeros((ROWS, columns))
        np.add.at(total, (r[inside], c[inside]), values[inside])
        top, under = total.copy(), count.copy()
        for sigma in (1, 2, 4, 8, 16, 32):
            more = gaussian_filter(count, sigma, mode="nearest")
            fill = under < 0.5
            top[fill] = gaussian_filter(total, sigma, mode="nearest")[fill]
            under[fill] = np.where(more[fill] > 1e-2, more[fill], 0)
            if (under > 0).all():
                break
            top[under == 0] = 0
        out.append(top / np.maximum(under, 1e-3))
    return np.stack(out, 2)


def levelled(part: np.ndarray) -> np.ndarray:
    """Without the part's roundness across: that is as broad as the part is on whom it is laid."""
    part[..., 0] -= gaussian_filter(part[..., 0].mean(0), 2)
    return part


def mirrored(sleeve: np.ndarray, end: float) -> np.ndarray:
    """A short sleeve, read backward beyond where it ends."""
    along = np.linspace(*RANGE["sleeve"], ROWS)
    back = np.abs((along + end) % (2 * end) - end)
    return sleeve[np.rint(back / RANGE["sleeve"][1] * (ROWS - 1)).astype(int)]


def parts_of(folder: Path) -> list[np.ndarray]:
    out = []
    wide = dict(PARTS)
    for name in ("tee", "long"):
        view = seen(folder / f"{name}.npz")
        j = view.joints
        arms = view.parts > 0.5
        for k, side in enumerate("lr"):
            on = limb([j[f"upperarm_{side}"], j[f"lowerarm_{side}"], j[f"hand_{side}"]], 1 if side == "l" else -1)
            sleeve = table(view, on, view.cover & arms[..., k], RANGE["sleeve"], wide["left-sleeve"])
            out.append(mirrored(sleeve, SHORT) if name == "tee" else sleeve)
    view = seen(folder / "skirt.npz")
    rows = np.flatnonzero(view.cover.any(1))
    on = limb([complex(view.joints["spine_01"].real, rows[0]), complex(view.joints["spine_01"].real, rows[-1])], 1)
    out.append(gaussian_filter(table(view, on, view.cover, RANGE["skirt"], wide["skirt"]), (3, PLEATS, 0)))
    return [levelled(part) for part in out]


def packed(parts: list[np.ndarray]) -> np.ndarray:
    """Tables beside each other, 8 bits: normals outward and along, openness."""
    whole = np.concatenate(parts, 1)
    return np.clip(np.rint(np.dstack([whole[..., :2] * 127 + 127, whole[..., 2] * 255])), 0, 255).astype(np.uint8)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    args = parser.parse_args()
    parts = parts_of(args.folder)
    kept = cv2.imread(str(OUT))[:, : BANK * TRUNK]
    cv2.imwrite(str(OUT), np.concatenate([kept, packed(parts)], 1), [cv2.IMWRITE_PNG_COMPRESSION, 9])
    down = limb([0j, 100j], 1 + 0j)
    shown = np.concatenate([lit(part.astype(np.float32), down, -0.3) for part in parts], 1)
    grey = np.clip(150 * (1 + shown), 0, 255).astype(np.uint8)
    cv2.imwrite(str(args.folder / "lit.png"), cv2.resize(grey, None, fx=2, fy=3, interpolation=cv2.INTER_CUBIC))


if __name__ == "__main__":
    main()
