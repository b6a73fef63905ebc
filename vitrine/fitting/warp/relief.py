"""Relief of worn cloth: how light falls on the folds of plain garments, laid on any garment's parts.

Learned from cloth that we hung on simple bodies (`tools/folds.py`, card `weights/folds.md`): normals and occlusion
of trunks, sleeves and skirts, several of each and each laid straight. They are lit as the scene is and read where the
person has the part.
"""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Final

import cv2
import numpy as np
from jaxtyping import Float32, Float64
from scipy.ndimage import gaussian_filter1d

from vitrine.fitting.warp.rendered import table_of
from vitrine.imaging.types import Mask

ROWS: Final = 160
"""Rows of every table, from its part's upper end to its lower one."""
PARTS: Final = {"trunk": (16, 96), "long-sleeve": (4, 48), "short-sleeve": (4, 48), "skirt": (4, 96)}
"""How many tables each part has, and the columns of each; they stand beside each other in the file."""
RANGE: Final = {"trunk": (0.05, 1.2), "long-sleeve": (0.0, 1.8), "short-sleeve": (0.0, 0.75), "skirt": (0.03, 0.97)}
"""Places along a part that the rows reach from and to: trunks 0 at the neck and 1 at the hips; limbs 1 at the joint."""
ABOVE, BESIDE, AHEAD = 0.5, 0.55, 0.8
"""The way to the light: upward, sideways for a scene that is lit from the side alone, toward the camera."""
ASLANT: Final = 0.2
"""Least sideways share: no light comes from straight ahead, and upright folds would not show in it."""
AMBIENT: Final = 0.4
"""Share of the light that comes from all around, less in hollows."""
MOST: Final = 0.3
"""Limit that the light on a part comes close to, more or less than its mean: no crease is a hole."""
BROAD: Final = 0.03
"""Form, apart from folds: what is broader than this share of a table's rows. So little, that of a broad fold its crisp
side is left and a soft slope away from it: evenly grey bands look like smudges."""
CRISP, NARROW = 1.0, 0.0125
"""How much stronger is what is narrower than so large a share of a table's rows: most of what made folds lacked beside
those of white tops in street photos is narrow (`weights/folds.md`)."""
FINEST: Final = 0.005
"""What is narrower than this share of a table's rows, about one of them, would show the rows as steps."""
STEP: Final = 3
"""Folds are looked up at every so many pixels."""
BIN: Final = 0.03
"""Distance of the places at which a part's edges are measured."""

Table = Float32[np.ndarray, "rows columns 3"]
Field = Float32[np.ndarray, "h w"]
Light = Float32[np.ndarray, "rows columns"]
"""A table's light, or its folds."""


@dataclass(frozen=True, eq=False)
class Limb:
    """A part of the body that cloth lies on."""

    joint: Float64[np.ndarray, "k 2"]
    """Its ends and the joints between, (x, y)."""
    out: Float64[np.ndarray, "k-1 2"]
    """Unit vectors at right angles to each bone: where across is positive."""


@cache
def tables() -> dict[str, list[Table]]:
    """Tables by part, as they come with the engine."""
    return read(Path(str(files("vitrine") / "weights" / "folds.png")))


def read(file: Path) -> dict[str, list[Table]]:
    """Normal's share outward, its share along (-1..1) and openness (0..1), by part; smooth cloth where no file is.

    Raises:
        NetDamaged: the file is not what `tools/folds.py` writes.
    """
    columns = sum(count * wide for count, wide in PARTS.values())
    whole = table_of(file, (ROWS, columns))
    if whole is None:
        whole = np.full((ROWS, columns, 3), (255, 127, 127), np.float32)
    openness, along, outward = cv2.split(whole)
    values = cv2.merge([outward / 127 - 1, along / 127 - 1, openness / 255])
    out: dict[str, list[Table]] = {}
    left = 0
    for name, (count, wide) in PARTS.items():
        out[name] = [values[:, left + k * wide : left + (k + 1) * wide] for k in range(count)]
        left += count * wide
    return out


def limb(joints: list[complex], out: complex) -> Limb:
    """A limb by its joints (x + iy), whose positive side is the one toward `out`."""
    at = np.array([[z.real, z.imag] for z in joints])
    way = np.diff(at, axis=0)
    way /= np.maximum(np.hypot(*way.T), 1e-6)[:, None]
    side = np.stack([-way[:, 1], way[:, 0]], 1)
    side *= np.where(side @ np.array([out.real, out.imag]) < 0, -1, 1)[:, None]
    return Limb(at, side)


def places(cover: Mask, corner: tuple[int, int], on: Limb, step: int = STEP) -> tuple[Field, Field]:
    """Where the points of a window lie on a part: along it (1 a bone), across it from -1 to 1 between the part's edges.

    Args:
        cover: the part's coverage at every `step`-th pixel of the window.
        corner: the window's first pixel (x, y) in the photo.
        on: the limb.
        step: pixels between points.
    """
    y, x = (np.arange(n, dtype=np.float32) * np.float32(step) for n in cover.shape)
    x, y = x[None] + np.float32(corner[0]), y[:, None] + np.float32(corner[1])
    along, off = np.zeros(cover.shape, np.float32), np.zeros(cover.shape, np.float32)
    for k, (start, end, out) in enumerate(zip(on.joint[:-1], on.joint[1:], on.out, strict=True)):
        way = (end - start) / max(float(np.sum((end - start) ** 2)), 1.0)
        dx, dy = x - np.float32(start[0]), y - np.float32(start[1])
        down = dx * np.float32(way[0]) + dy * np.float32(way[1])
        side = dx * np.float32(out[0]) + dy * np.float32(out[1])
        if k == 0:
            along, off = down, side
        else:
            share = np.clip(down / np.float32(0.3) + np.float32(0.5), 0, 1)
            along = np.asarray(np.where(down > 0, k + down, np.minimum(along, k)), np.float32)
            off = np.asarray(off + (side - off) * share, np.float32)
    inner, outer = edges(cover, along, off)
    return along, np.asarray((2 * off - outer - inner) / np.maximum(outer - inner, 1), np.float32)


def edges(cover: Mask, along: Field, off: Field) -> tuple[Field, Field]:
    """The part's least and greatest distance from its bone at each point's place along it."""
    solid = cover > 0.5
    if not solid.any():
        return off - 1, off + 1
    low = float(along[solid].min())
    number = np.asarray(np.clip((along - low) / np.float32(BIN), 0, 400), np.float32)
    count = int(number[solid].max()) + 1
    index = number[solid].astype(np.int64)
    found = []
    for pick, worst in ((np.minimum, np.inf), (np.maximum, -np.inf)):
        edge = np.full(count, worst, np.float32)
        pick.at(edge, index, off[solid])
        known = np.flatnonzero(np.isfinite(edge))
        even = gaussian_filter1d(np.interp(np.arange(count), known, edge[known]), 2.0, mode="nearest")
        found.append(np.interp(number - 0.5, np.arange(count), even).astype(np.float32))
    return found[0], found[1]


def lit(table: Table, on: Limb, lean: float, reach: tuple[float, float] = (0.0, 1.0)) -> Light:
    """A table's light, as what it is more or less than the part's mean.

    Args:
        table: the part's.
        on: the limb it is laid on: the light is turned into its direction.
        lean: where the light comes from, -1 the picture's left to 1 right.
        reach: places along the limb that the rows reach from and to.
    """
    aside = BESIDE * lean + ASLANT * (1 if lean >= 0 else -1)
    light = np.array([aside, -ABOVE, AHEAD]) / np.sqrt(aside**2 + ABOVE**2 + AHEAD**2)
    way = np.diff(on.joint, axis=0)
    way /= np.maximum(np.hypot(*way.T), 1e-6)[:, None]
    per_row = np.clip(np.linspace(*reach, len(table)).astype(int), 0, len(way) - 1)
    outward, down = (on.out @ light[:2])[per_row], (way @ light[:2])[per_row]
    out, along, openness = table[..., 0], table[..., 1], table[..., 2]
    ahead = np.sqrt(np.maximum(1 - out**2 - along**2, 0.02))
    straight = out * outward[:, None] + along * down[:, None] + ahead * light[2]
    both = (1 - AMBIENT) * np.maximum(straight, 0) + AMBIENT * openness * (1 - 0.4 * along * way[per_row, 1:2])
    return np.asarray(MOST * np.tanh((both / both.mean() - 1) / MOST), np.float32)


def folds(light: Light) -> Light:
    """A table's light without what is broad in it: the form of whom it was hung on."""
    fine, soft, broad = (
        cv2.GaussianBlur(light, (0, 0), share * len(light), borderType=cv2.BORDER_REFLECT)
        for share in (FINEST, NARROW, BROAD)
    )
    return np.asarray(fine - broad + CRISP * (fine - soft), np.float32)


def looked_up(light: Light, along: Field, across: Field, reach: tuple[float, float]) -> Field:
    """A table's values at places on the part; beyond its ends and its edges it is read backward."""
    rows, columns = light.shape[:2]
    row = (along - np.float32(reach[0])) * np.float32((rows - 1) / (reach[1] - reach[0]))
    row = np.abs(row)
    row = np.where(row > rows - 1, 2 * (rows - 1) - row, row).astype(np.float32)
    aside = np.copysign(1 - np.abs(1 - np.minimum(np.abs(across), 2)), across)
    column = np.asarray((aside + 1) * np.float32((columns - 1) / 2), np.float32)
    return np.asarray(cv2.remap(light, column, row, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE), np.float32)
