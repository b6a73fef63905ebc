"""A scene that has texture, gone on with where a person hid it: what is seen beside a hole, mirrored into it."""

from typing import Final

import cv2
import numpy as np
from jaxtyping import Float32

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
OTHER: Final = 0.02
"""What the farther side of a hole counts at least: for where hardly any scene is in sight on the nearer one."""
ENOUGH: Final = 1 / 3
"""How much both sides must count together to be shown in full."""

Colours = Float32[np.ndarray, "h w 3"]
Plane = Float32[np.ndarray, "rows columns"]


def mirrored(photo: Picture, scene: Colours, known: Plane) -> Colours:
    """The scene with what is beside holes mirrored into them, along rows: horizons, floors and skies go on that way.

    Blurred scene is told from a photo's at a glance, a mirrored one is not: it goes on without a seam, as sharp and as
    grainy as it is beside.

    Args:
        photo: the picture.
        scene: smoothly continued scene, for where nothing that could be mirrored is near.
        known: where the photo shows the scene, on a copy that may be smaller.
    """
    inside = cv2.GaussianBlur(known, (0, 0), SMOOTH)
    left, of_left, in_left = _from_left(inside)
    right, of_right, in_right = (part[:, ::-1] for part in _from_left(inside[:, ::-1]))
    right = inside.shape[1] - 1 - right
    near = np.clip(4 * (in_right / np.maximum(in_left + in_right, 1e-3) - 0.5) + 0.5, OTHER, 1 - OTHER)
    of_left, of_right = of_left * near, of_right * (1 - near)
    total = np.maximum(of_left + of_right, 1e-6)
    shown = np.minimum(total / ENOUGH, 1) / total
    scale = photo.shape[1] / inside.shape[1]
    small = box_of(inside < 1, 2)
    ends = zip(small, photo.shape[:2], strict=True)
    window = tuple(slice(int(scale * part.start), min(int(scale * part.stop), end)) for part, end in ends)
    size = (window[1].stop - window[1].start, window[0].stop - window[0].start)
    out = scene.copy()
    if min(size) < 1:
        return out
    # places of the window's pixels in the small copy
    place = np.array([[1 / scale, 0, (part.start + 0.5) / scale - 0.5] for part in (window[1], window[0])])
    place[1, :2] = 0, 1 / scale
    how = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP

    def enlarged(plane: np.ndarray) -> np.ndarray:
        return np.asarray(cv2.warpAffine(plane, place, size, flags=how, borderMode=cv2.BORDER_REPLICATE))

    rows = np.repeat(np.arange(window[0].start, window[0].stop, dtype=np.float32)[:, None], size[0], 1)
    below = scene[window]
    for source, weight in ((left, of_left * shown), (right, of_right * shown)):
        columns = enlarged(np.ascontiguousarray(source)) * np.float32(scale) + np.float32((scale - 1) / 2)
        pixels = cv2.remap(photo, columns, rows, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        step = cv2.subtract(pixels.astype(np.float32), below)
        out[window] += cv2.multiply(step, cv2.merge([enlarged(np.ascontiguousarray(weight))] * 3))
    return out


def _from_left(inside: Plane) -> tuple[Plane, Plane, Plane]:
    """Of each pixel the column that is mirrored to it from the left, how much that counts, and how deep it lies.

    A strip of scene narrower than the hole is mirrored to and fro.
    """
    columns = np.arange(inside.shape[1])[None]
    rows, known = np.arange(len(inside))[:, None], inside > 0.5
    last = np.maximum.accumulate(np.where(known, columns, -1), 1)
    before = np.maximum.accumulate(np.where(known, -1, columns), 1)
    seen, last = last >= 0, np.maximum(last, 0)
    breadth = (last - before[rows, last]).astype(np.float32)
    here, beyond = inside[rows, last], inside[rows, np.minimum(last + 1, inside.shape[1] - 1)]
    edge = last + np.clip((here - 0.5) / np.maximum(here - beyond, 1e-3), 0, 1)
    deep = np.where(known, 0, columns - edge)
    usable = np.maximum(breadth - 2, 1)
    way = deep % (2 * usable)
    source = np.where(known, columns, edge - np.minimum(way, 2 * usable - way))
    far = FAR * max(inside.shape)
    counts = np.clip((breadth - STRIP[0]) / (STRIP[1] - STRIP[0]), 0, 1) * np.clip(2 - deep / far, 0, 1)
    deep = np.where(seen | known, deep, 1e6)
    return tuple(np.asarray(part, np.float32) for part in (source, counts * (seen & ~known), deep))  # type: ignore[return-value]
