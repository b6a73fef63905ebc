"""The edge of a hood's opening: below it the hood goes round the neck at the front, above it lies behind the neck.

As necklines are (see `neckline`): curves between the hood's sides are tried on the picture, the one across which colour
changes most and in the same manner all along is laid on the edge itself.
"""

from typing import Final

import cv2
import numpy as np
from jaxtyping import Float32

from vitrine.garments.garment import Landmarks
from vitrine.garments.neckline import PATCH, agreement, changes, darker, on_the_edge
from vitrine.imaging.types import Mask, Picture, Points, Region

BESIDE: Final = 0.35
"""How far beside the neck points the hood is looked at, in their distance."""
BELOW: Final = 0.45
"""How far below them, in the same."""
ENDS: Final = np.linspace(0.1, 0.8, 12)
"""Heights of the edge's ends above the neck points, in shares of the hood's."""
INSETS: Final = (0.02, 0.06, 0.12)
"""How far within the hood's outline they lie, in shares of its breadth there: farther out an edge may be faint."""
LOWS: Final = np.linspace(-0.12, 0.12, 7)
"""How far from the front of the neck its lowest place is, sideways and down, in distances of the neck points."""
BOWS: Final = (-0.1, 0.0, 0.1, 0.2)
"""How far below the straight line each side sags in the middle, as a share of its length."""
DEEP: Final = 0.1
"""How deep it is at least, in distances of the neck points."""
OPEN: Final = 0.3
"""How much deeper than it the front of an open jacket goes, in the same."""
ALIKE: Final = 0.15
"""How much higher one end is than the other (a standard deviation), in shares of the hood's height."""
PLACES: Final = 24
"""Places along each side."""
CLEAR: Final = 8.0
"""Change of colour along both sides from which on it is an opening's edge, in Lab units: a hood that lies closed shows
none. Set on 11 hoods among photos of single garments, looked at on 12 more."""


def lip(photo: Picture, alpha: Mask, spots: Landmarks, front: Points | None = None) -> Points | None:
    """The lower edge of a hood's opening, drawn on to the hood's outline and beyond; None where none is clear.

    Nor is there one where a jacket stands open below it.

    Args:
        photo: the product picture.
        alpha: the garment's coverage.
        spots: its landmarks.
        front: the front neckline, where one is found.
    """
    (x0, y0), (x1, y1) = spots["neck-right"], spots["neck-left"]
    wide = max(x1 - x0, 8.0)
    first = float((alpha[:, max(0, round(x0)) : round(x1) + 1] > 0.5).any(1).argmax())
    scale = PATCH / wide
    corner = np.array([x0 - BESIDE * wide, first])
    size = (round(PATCH * (1 + 2 * BESIDE)), round((max(y0, y1) + BELOW * wide - first) * scale))
    view = np.array([[scale, 0, -scale * corner[0]], [0, scale, -scale * corner[1]]])
    fine = cv2.GaussianBlur(photo, (0, 0), max(0.8, 0.5 / scale))
    patch = cv2.warpAffine(fine, view, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    solid = cv2.warpAffine(alpha, view, size, flags=cv2.INTER_LINEAR) > 0.5
    lab = cv2.cvtColor(patch.astype(np.float32) / np.float32(255), cv2.COLOR_RGB2LAB)
    low = (np.array(spots["neck-front"]) - corner) * scale
    edge = _edge(lab, solid, low, ((y0 + y1) / 2 - first) * scale)
    if edge is None:
        return None
    if front is not None and float(front[:, 1].max() - corner[1]) * scale > edge[:, 1].max() + OPEN * PATCH:
        return None
    whole = np.concatenate([_outward(edge[::-1], solid, -1)[::-1], edge, _outward(edge, solid, 1)])
    return np.asarray(whole / scale + corner, np.float32)


def behind(shape: tuple[int, int], edge: Points, spots: Landmarks) -> Region:
    """What of a hood lies behind the neck: all above the edge of its opening, and its sides beyond the neck points.

    Args:
        shape: the picture's.
        edge: as `lip` finds it.
        spots: the garment's landmarks.
    """
    (x0, y0), (x1, y1) = spots["neck-right"], spots["neck-left"]
    columns = np.arange(shape[1])
    line = np.interp(columns, *edge.T)
    aside = (columns < x0) | (columns > x1)
    line = np.where(aside, np.maximum(line, min(y0, y1)), line)
    # farther off are sleeves
    reach = BESIDE * (x1 - x0)
    line = np.where((columns > x0 - reach) & (columns < x1 + reach), line, 0)
    return np.asarray(np.arange(shape[0])[:, None] < line[None])


def _edge(lab: Float32[np.ndarray, "h w 3"], solid: Region, low: np.ndarray, high: float) -> np.ndarray | None:
    """The edge (n 2) in the patch from side to side of a hood that is `high`, its lowest place near `low`."""
    grid = np.stack(np.meshgrid(low[0] + LOWS * PATCH, low[1] + LOWS * PATCH), 2).reshape(-1, 2)
    curves, scores = [], []
    for out in (-1, 1):
        ends = _ends(solid, high, out)
        if not len(ends):
            return None
        each = _bowed(grid, ends)
        flat = each.reshape(-1, PLACES, 2)
        score = agreement(changes(lab, solid, flat)) + darker(lab, solid, flat)
        curves.append(each)
        scores.append(np.where(_rising(each), score.reshape(each.shape[:2]), 0))
    up = [each[0, :, -1, 1] / high for each in curves]
    alike = np.exp(-0.5 * ((up[0][:, None] - up[1][None]) / ALIKE) ** 2)
    both = (scores[0][:, :, None] + scores[1][:, None]) * alike
    spot, *ways = np.unravel_index(int(both.argmax()), both.shape)
    if both[spot, ways[0], ways[1]] / alike[ways[0], ways[1]] < 2 * CLEAR:
        return None
    left, right = (each[spot, way] for each, way in zip(curves, ways, strict=True))
    edge = np.concatenate([left[::-1], right[1:]])
    return on_the_edge(lab, solid, edge, changes(lab, solid, edge[None])[0].mean(0))


def _ends(solid: Region, high: float, out: int) -> np.ndarray:
    """Where one side of the edge may end (m 2), within the outline of a hood that is `high`."""
    found = []
    for share in ENDS:
        row = min(max(round(high * (1 - share)), 0), len(solid) - 1)
        columns = np.flatnonzero(solid[row])
        if len(columns):
            outer, other = columns[[-1, 0]] if out > 0 else columns[[0, -1]]
            found += [(outer + inset * (other - outer), row) for inset in INSETS]
    return np.array(found, np.float64)


def _bowed(lows: np.ndarray, ends: np.ndarray) -> np.ndarray:
    """Curves from each of the lowest places to each of the ends, bowed in each way (places ways n 2)."""
    t = np.linspace(0, 1, PLACES)[:, None]
    way = ends[None, :, None, None] - lows[:, None, None, None]
    sag = np.array(BOWS)[:, None, None] * np.linalg.norm(way, axis=-1, keepdims=True) * 4 * t * (1 - t) * (0, 1)
    curves = lows[:, None, None, None] + way * t + sag
    return np.asarray(curves.reshape(len(lows), -1, PLACES, 2))


def _rising(curves: np.ndarray) -> np.ndarray:
    """Which curves go up outward, and as far as an opening's side does."""
    up = curves[..., 0, 1] - curves[..., -1, 1]
    return np.asarray((up > DEEP * PATCH) & (np.diff(curves[..., 1], axis=2).max(2) < 1))


def _outward(edge: np.ndarray, solid: Region, out: int) -> np.ndarray:
    """What goes on from an edge's last place (m 2): straight on to the outline of the hood, and level from there on."""
    way = edge[-1] - edge[-6]
    reach = np.arange(1, solid.shape[1])
    on = edge[-1] + reach[:, None] * np.array([out, min(float(way[1]) / max(abs(float(way[0])), 1e-6), 0.0)])
    on[:, 1] = np.maximum(on[:, 1], 0)
    column, row = np.clip(np.round(on).astype(int), 0, np.array(solid.shape[::-1]) - 1).T
    free = ~solid[row, column]
    if free.any():
        on[int(free.argmax()) :, 1] = on[int(free.argmax()), 1]
    return np.asarray(on)
