"""A scene that has texture, gone on with where a person hid it: what is seen beside a hole, mirrored and moved into it.

A mirror image goes on without a seam but bends with the person's outline: a post beside a sleeve becomes a snake. So
it is shown right at a hole's edge alone, and deeper what is moved there as a whole.
"""

from dataclasses import dataclass, replace
from typing import Final

import cv2
import numpy as np
from jaxtyping import Bool, Float32, Int32

from vitrine.imaging.masks import box_of
from vitrine.imaging.types import Picture

SMOOTH: Final = 2.0
"""Blur that makes the line even at which a scene is mirrored, pixels of the small copy."""
STRIP: Final = (3.0, 12.0)
"""Breadth of the strip of scene in sight, in the same: up to the first it is too narrow to be mirrored, from the second
on it counts in full.
"""
FAR: Final = 0.1
"""Depth in a hole, as a share of the small copy's longer side, from which on mirrored scene counts less."""
FARTHEST: Final = np.float32(1e6)
"""How deep lies what has no scene on that side, pixels."""
OTHER: Final = 0.02
"""What the farther side of a hole counts at least: for where hardly any scene is in sight on the nearer one."""
MOVED: Final = (0.07, 0.22)
"""How far scene is moved into a hole, as a share of the small copy's longer side: old clothes reach beyond new ones by
less than the first, or it would be seen there twice."""
FADE: Final = 0.03
"""Depth in a hole at which what is mirrored has gone over into what is moved there, as a share of that side."""
BESIDE: Final = (7, 4, 2, 0, -5, -10, -15)
"""How far before a hole, and within, what is moved there is compared, pixels of the small copy."""
UNLIKE: Final = 40.0
"""Grey levels from which on two places do not look more different."""
CHANGE: Final = 80.0
"""How much better a row must go on, in grey levels, to be moved otherwise than that above: uprights break."""
EVERY: Final = 6
"""Of so many rows one is looked at."""
ENOUGH: Final = 1 / 3
"""How much both sides must count together to be shown in full."""

Colours = Float32[np.ndarray, "h w 3"]
Plane = Float32[np.ndarray, "rows columns"]
Small = Float32[np.ndarray, "rows columns 3"]


def mirrored(photo: Picture, scene: Colours, known: Plane, small: Small) -> Colours:
    """The scene with what is beside holes shown in them, along rows: horizons, floors and skies go on that way.

    Blurred scene is told from a photo's at a glance, this is not: it goes on without a seam, as sharp and as grainy as
    it is beside.

    Args:
        photo: the picture.
        scene: smoothly continued scene, for where nothing that could be shown is near.
        known: where the photo shows the scene, on a copy that may be smaller.
        small: the picture, as large as that.
    """
    inside = cv2.GaussianBlur(known, (0, 0), SMOOTH)
    left, right = _from_left(inside, small), _from_left(inside[:, ::-1], small[:, ::-1]).turned()
    near = np.clip(4 * (right.deep / np.maximum(left.deep + right.deep, 1e-3) - 0.5) + 0.5, OTHER, 1 - OTHER)
    of_left, of_right = left.counts * near, right.counts * (1 - near)
    total = np.maximum(of_left + of_right, 1e-6)
    shown = np.minimum(total / ENOUGH, 1) / total
    left, right = replace(left, counts=of_left * shown), replace(right, counts=of_right * shown)
    scale = photo.shape[1] / inside.shape[1]
    ends = zip(box_of(inside < 1, 2), photo.shape[:2], strict=True)
    window = tuple(slice(int(scale * part.start), min(int(scale * part.stop), end)) for part, end in ends)
    size = (window[1].stop - window[1].start, window[0].stop - window[0].start)
    out = scene.copy()
    if min(size) < 1:
        return out
    # places of the window's pixels in the small copy
    place = np.array([[1 / scale, 0, (part.start + 0.5) / scale - 0.5] for part in (window[1], window[0])])
    place[1, :2] = 0, 1 / scale

    def enlarged(plane: np.ndarray, how: int = cv2.INTER_LINEAR) -> np.ndarray:
        how |= cv2.WARP_INVERSE_MAP
        return np.asarray(
            cv2.warpAffine(np.ascontiguousarray(plane), place, size, flags=how, borderMode=cv2.BORDER_REPLICATE)
        )

    own = np.arange(window[1].start, window[1].stop, dtype=np.float32)[None]
    rows = np.repeat(np.arange(window[0].start, window[0].stop, dtype=np.float32)[:, None], size[0], 1)

    def seen(columns: np.ndarray, how: int) -> Picture:
        return np.asarray(cv2.remap(photo, columns, rows, how, borderMode=cv2.BORDER_REPLICATE))

    below = scene[window]
    for side in (left, right):
        pixels = seen(enlarged(side.source) * np.float32(scale) + np.float32((scale - 1) / 2), cv2.INTER_LINEAR)
        # as a whole: between two pieces there is nothing to be copied
        by = enlarged(side.by, cv2.INTER_NEAREST) * np.float32(scale)
        share = enlarged(side.moved) * (by != 0)
        pixels = cv2.blendLinear(pixels, seen(own + by, cv2.INTER_NEAREST), 1 - share, share)
        step = cv2.subtract(pixels.astype(np.float32), below)
        out[window] += cv2.multiply(step, cv2.merge([enlarged(side.counts)] * 3))
    return out


@dataclass(frozen=True, eq=False)
class Side:
    """What a hole shows of the scene on one side of it, for each pixel of the small copy."""

    source: Plane
    """The column that is mirrored to it."""
    by: Plane
    """How far off lies the column that is moved to it; 0 where none is."""
    moved: Plane
    """How much that counts: at the edge the mirrored one goes on without a seam."""
    counts: Plane
    """How much both count."""
    deep: Plane
    """How deep it lies in the hole."""

    def turned(self) -> "Side":
        """Its mirror image."""
        source, by, *rest = (one[:, ::-1] for one in (self.source, self.by, self.moved, self.counts, self.deep))
        return Side(source.shape[1] - 1 - source, -by, *rest)


def _from_left(inside: Plane, small: Small) -> Side:
    """What holes show of the scene to the left of them; a strip narrower than a hole is mirrored to and fro."""
    columns = np.arange(inside.shape[1], dtype=np.int32)[None]
    rows, known = np.arange(len(inside))[:, None], inside > 0.5
    last = np.maximum.accumulate(np.where(known, columns, np.int32(-1)), 1)
    before = np.maximum.accumulate(np.where(known, np.int32(-1), columns), 1)
    seen, last = (last >= 0) & ~known, np.maximum(last, 0)
    breadth = (last - before[rows, last]).astype(np.float32)
    here, beyond = inside[rows, last], inside[rows, np.minimum(last + 1, inside.shape[1] - 1)]
    place = columns.astype(np.float32)
    edge = last.astype(np.float32) + np.clip((here - 0.5) / np.maximum(here - beyond, 1e-3), 0, 1)
    deep, long = np.where(known, np.float32(0), place - edge), max(inside.shape)
    usable = np.maximum(breadth - 2, 1)
    turn = deep - np.floor(deep / (2 * usable)) * (2 * usable)
    way = _ways(known, small, np.where(seen, last, -1).max(1))[:, None]
    by = -np.ceil(np.maximum(deep, 1e-3) / way) * way
    # nothing right beside another hole
    trusted = cv2.erode(known.view(np.uint8), np.ones((3, 5), np.uint8))
    to = columns + by.astype(np.int32)
    there = ~known & (to >= 1) & (trusted[rows, np.maximum(to, 0)] > 0)
    counts = np.clip((breadth - STRIP[0]) / (STRIP[1] - STRIP[0]), 0, 1) * np.clip(2 - deep / (FAR * long), 0, 1)
    return Side(
        source=np.where(known, place, edge - np.minimum(turn, 2 * usable - turn)),
        by=by * there,
        moved=np.clip(deep / (FADE * long), 0, 1),
        counts=counts * seen,
        deep=np.where(seen | known, deep, FARTHEST),
    )


def _ways(
    known: Bool[np.ndarray, "rows columns"], small: Small, edge: Int32[np.ndarray, " rows"]
) -> Float32[np.ndarray, " rows"]:
    """How far scene is moved into the hole in each row so that it goes on there as it ends: by as much over many rows.

    Args:
        known: where the scene is in sight.
        small: the picture, as large.
        edge: the last column in sight before the hole in each row; -1 where that has none.
    """
    ways = np.arange(round(MOVED[0] * max(known.shape)), round(MOVED[1] * max(known.shape)) + 1)
    edge, within, picture = (one[::EVERY] for one in (edge, known, small))
    rows = np.arange(len(edge))[:, None]
    at = np.maximum(edge, 0)[:, None] - np.array(BESIDE)
    # within, as at the edge: of a thing that is in sight nothing shows a second time
    wanted = picture[rows, np.clip(at, 0, np.maximum(edge, 0)[:, None])][:, None]
    to = at[:, None] - ways[None, :, None]
    of = rows[..., None], np.maximum(to, 0)
    off = np.minimum(np.abs(picture[of] - wanted).mean(3), UNLIKE)
    off = np.where((to >= 0) & within[of], off, UNLIKE).mean(2)
    off[edge < 0] = 0
    # the cheapest path down the rows
    total, come = off.copy(), np.zeros(off.shape, np.int32)
    for row in range(1, len(off)):
        above = total[row - 1]
        best = int(above.argmin())
        stays = above <= above[best] + CHANGE
        come[row] = np.where(stays, np.arange(len(ways)), best)
        total[row] += np.where(stays, above, above[best] + CHANGE)
    path = [int(total[-1].argmin())]
    for row in range(len(off) - 1, 0, -1):
        path.append(int(come[row, path[-1]]))
    return np.repeat(ways[path[::-1]], EVERY)[: len(known)].astype(np.float32)
