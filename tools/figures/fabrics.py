"""What is on the cloth: colour and relief painted on the flat pattern, at three quarters of a millimetre a texel.

A ``Sheet`` is one panel's two pictures. Relief is in millimetres and becomes bump in the renderer.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from panels import Array, Pattern
from scipy.ndimage import distance_transform_edt, gaussian_filter

TEXEL = 0.00075
MARGIN = 0.02


@dataclass
class Sheet:
    """Colour (h w 3, sRGB 0..1), relief (h w, mm), low corner of the pattern in metres."""

    colour: Array
    relief: Array
    low: Array

    @cached_property
    def metres(self) -> Array:
        """Pattern coordinates of every texel, (h w 2); row 0 is the top."""
        h, w = self.relief.shape
        x = self.low[0] + (np.arange(w) + 0.5) * TEXEL
        y = self.low[1] + (h - np.arange(h) - 0.5) * TEXEL
        return np.stack(np.meshgrid(x, y), -1)

    def uv(self, points: Array) -> Array:
        h, w = self.relief.shape
        return (points - self.low) / (TEXEL * np.array([w, h]))

    def window(self, low: Array, high: Array) -> tuple[slice, slice]:
        """Rows and columns of a box of the pattern, low and high corner in metres."""
        h, w = self.relief.shape
        (left, bottom), (right, top) = self.uv(np.asarray(low)) * [w, h], self.uv(np.asarray(high)) * [w, h]
        rows = slice(max(0, int(h - top) - 1), min(h, int(h - bottom) + 2))
        return rows, slice(max(0, int(left) - 1), min(w, int(right) + 2))

    def part(self, low: Array, high: Array) -> "Sheet":
        """A view of the sheet in a box of the pattern: what is drawn on it is drawn on the sheet."""
        rows, columns = self.window(low, high)
        h = self.relief.shape[0]
        corner = self.low + TEXEL * np.array([columns.start, h - rows.stop])
        return Sheet(self.colour[rows, columns], self.relief[rows, columns], corner)


def blank(pattern: Pattern, colour: tuple[float, float, float], seed: int, weave: float = 0.032) -> Sheet:
    """Plain cloth: slight unevenness of the dye and a fine grain."""
    corners = np.concatenate([e.line for e in pattern.front + pattern.back])
    low = np.array([-corners[:, 0].max() - MARGIN, corners[:, 1].min() - MARGIN])
    size = np.array([2 * corners[:, 0].max() + 2 * MARGIN, np.ptp(corners[:, 1]) + 2 * MARGIN])
    w, h = (size / TEXEL).astype(int)
    rng = np.random.default_rng(seed)
    grain = gaussian_filter(rng.standard_normal((h, w)), 0.8)
    cloud = gaussian_filter(rng.standard_normal((h // 8 + 1, w // 8 + 1)), 6)
    cloud = np.kron(cloud / cloud.std(), np.ones((8, 8)))[:h, :w]
    tone = 1 + 0.012 * grain / grain.std() + 0.006 * gaussian_filter(cloud, 4)
    picture = np.asarray(colour)[None, None] * tone[..., None]
    return Sheet(picture.clip(0, 1), weave * grain / grain.std(), low)


@dataclass
class Band:
    """The neighbourhood of a line: its window of the sheet, metres to the line, metres along it."""

    rows: slice
    columns: slice
    distance: Array
    along: Array

    def relief(self, sheet: Sheet) -> Array:
        return sheet.relief[self.rows, self.columns]

    def colour(self, sheet: Sheet) -> Array:
        return sheet.colour[self.rows, self.columns]


def band(sheet: Sheet, line: Array, reach: float = 0.045) -> Band:
    h, w = sheet.relief.shape
    steps = np.linalg.norm(np.diff(line, axis=0), axis=1)
    length = np.concatenate([[0], np.cumsum(steps)])
    fine = np.linspace(0, length[-1], max(2, int(length[-1] / TEXEL * 2)))
    points = np.stack([np.interp(fine, length, line[:, k]) for k in (0, 1)], 1)
    at = sheet.uv(points) * [w, h]
    column, row = at[:, 0], h - at[:, 1]
    pad = int(reach / TEXEL)
    rows = slice(max(0, int(row.min()) - pad), min(h, int(row.max()) + pad))
    columns = slice(max(0, int(column.min()) - pad), min(w, int(column.max()) + pad))
    r, c = row.astype(int) - rows.start, column.astype(int) - columns.start
    off = np.ones((rows.stop - rows.start, columns.stop - columns.start), bool)
    table = np.zeros(off.shape)
    inside = (r >= 0) & (r < off.shape[0]) & (c >= 0) & (c < off.shape[1])
    off[r[inside], c[inside]] = False
    table[r[inside], c[inside]] = fine[inside]
    distance, (near_row, near_column) = distance_transform_edt(off, return_indices=True)
    return Band(rows, columns, distance * TEXEL, table[near_row, near_column])


def stitch(sheet: Sheet, lines: list[Array], offset: float, darken: float = 0.10, pitch: float = 0.0032) -> None:
    """A row of stitches at ``offset`` metres from the lines."""
    for line in lines:
        _stitch(sheet, band(sheet, line), offset, darken, pitch)


def _stitch(sheet: Sheet, near: Band, offset: float, darken: float = 0.10, pitch: float = 0.0032) -> None:
    ridge = np.exp(-(((near.distance - offset) / 0.0006) ** 2))
    dash = 0.55 + 0.45 * np.cos(2 * np.pi * near.along / pitch)
    near.relief(sheet)[...] -= 0.30 * ridge * dash
    near.colour(sheet)[...] *= (1 - darken * ridge * (1 - 0.5 * dash))[..., None]


def hem(sheet: Sheet, lines: list[Array], width: float, seed: int, rows: int = 2) -> None:
    """A turned hem: double cloth up to ``width``, slight roping, one or two rows of stitches."""
    rng = np.random.default_rng(seed)
    for line in lines:
        near = band(sheet, line)
        waves = sum(np.sin(2 * np.pi * near.along / p + rng.uniform(0, 6)) for p in (0.009, 0.013, 0.021))
        double = near.distance < width
        depth = np.clip(1 - near.distance / width, 0, 1)
        near.relief(sheet)[...] += gaussian_filter(0.45 * double + 0.16 * waves * depth**0.5 * double, 1.2)
        for k in range(rows):
            _stitch(sheet, near, width - 0.0005 - 0.0045 * k)


def seam(sheet: Sheet, lines: list[Array], puckers: float = 0.15) -> None:
    """Two pieces sewn together: a groove with the seam allowance pressed to one side."""
    for line in lines:
        near = band(sheet, line)
        groove = np.exp(-((near.distance / 0.0009) ** 2))
        swell = 0.35 + puckers * np.sin(2 * np.pi * near.along / 0.011)
        near.relief(sheet)[...] += swell * np.exp(-((near.distance / 0.0055) ** 2)) - 0.9 * groove
        near.colour(sheet)[...] *= (1 - 0.15 * np.exp(-((near.distance / 0.0007) ** 2)))[..., None]


def rib(sheet: Sheet, lines: list[Array], width: float, colour: Array | None = None) -> None:
    """A knitted band along an open edge: ribs across it, a groove where it joins."""
    for line in lines:
        near = band(sheet, line)
        cover = np.clip((width - near.distance) / 0.0006, 0, 1)
        ribs = 0.5 + 0.5 * np.cos(2 * np.pi * near.along / 0.0038)
        tone = near.colour(sheet)
        if colour is not None:
            tone[...] = tone * (1 - cover[..., None]) + np.asarray(colour) * cover[..., None]
        groove = np.exp(-(((near.distance - width) / 0.0009) ** 2))
        near.relief(sheet)[...] += cover * (0.9 + 0.38 * ribs) - 0.7 * groove
        tone *= ((1 - 0.10 * cover * (1 - ribs)) * (1 - 0.20 * groove))[..., None]
        _stitch(sheet, near, width + 0.0035, darken=0.05)


def topstitch(sheet: Sheet, lines: list[Array], thread: Array) -> None:
    """Stitches of a visible thread along the lines."""
    for line in lines:
        near = band(sheet, line, reach=0.01)
        dash = np.clip(0.65 + np.cos(2 * np.pi * near.along / 0.0035), 0, 1)
        mark = np.exp(-((near.distance / 0.0006) ** 2)) * dash
        tone = near.colour(sheet)
        tone[...] = tone * (1 - 0.9 * mark[..., None]) + thread * 0.9 * mark[..., None]
        near.relief(sheet)[...] += 0.25 * mark - 0.25 * np.exp(-((near.distance / 0.0012) ** 2)) * (1 - dash)


def paint(sheet: Sheet, colour: Array, cover: Array) -> None:
    """Ink on cloth: keeps the cloth's grain."""
    grain = sheet.colour.mean(-1, keepdims=True) / gaussian_filter(sheet.colour.mean(-1), 8)[..., None]
    sheet.colour[...] = (sheet.colour * (1 - cover[..., None]) + colour * grain * cover[..., None]).clip(0, 1)
