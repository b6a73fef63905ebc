"""Hands of which cloth hides one side: what is in sight of them stays up to the cloth, and its shade goes on."""

from collections.abc import Iterable
from typing import Final

import cv2
import numpy as np
from jaxtyping import Float32

from vitrine.fitting.warp.shade import on_skin
from vitrine.imaging.filling import spread
from vitrine.imaging.masks import box_about, grown, soft
from vitrine.imaging.types import Picture, Region
from vitrine.people.wrists import End

RIM: Final = 2
"""How far from cloth a hand's colours are its own, pixels: it has little more than what is removed beside cloth."""
BEGINS: Final = 0.06
"""Length over which a hand begins at the arm's end, in u."""
BREADTH: Final = 0.08
"""How far beside its axis a hand is, in u."""
LINES: Final[tuple[tuple[float, float, tuple[tuple[float, float], ...]], ...]] = (
    (-0.3, 0.006, ((-0.02, 0.006), (0.04, -0.008), (0.09, -0.01), (0.115, -0.018), (0.128, -0.036), (0.122, -0.058))),
    (-0.24, 0.006, ((0.075, 0.018), (0.13, 0.016), (0.18, 0.006), (0.21, -0.004))),
    (-0.12, 0.005, ((0.145, -0.03), (0.15, -0.005), (0.147, 0.012))),
    (0.07, 0.012, ((-0.03, -0.034), (0.05, -0.034), (0.1, -0.036))),
    (0.06, 0.01, ((0.13, 0.0), (0.19, -0.012))),
    (-0.2, 0.014, ((0.215, -0.05), (0.225, -0.02), (0.23, 0.02))),
)
"""Light on a relaxed hand that is seen from its thumb's side: the share of it, the breadth (standard deviation) and
where each stroke runs, along the hand from its middle and across it toward its back, in u. The thumb's edge and end, a
finger's, the crease of its joint, light on both, the shade where fingers bend."""


def completed(skin: Picture, photo: Picture, bare: Region, ends: Iterable[End], unit: float) -> Picture:
    """Made skin with such hands, where an end tells of one.

    Args:
        skin: made everywhere, sRGB.
        photo: sRGB.
        bare: skin in sight.
        ends: of the arms.
        unit: the person's unit, pixels.
    """
    out = skin
    for at, tip in ((end.at, end.tip[0]) for end in ends if end.tip is not None):
        path = np.array([at, tip], np.float32)
        window = box_about(path, 2 * BREADTH * unit, bare.shape)
        own = bare[window] & ~grown(~bare[window], RIM)
        if not own.any():
            continue
        rows, columns = (np.arange(part.start, part.stop, dtype=np.float32) for part in window)
        way = (path[1] - path[0]) / max(float(np.hypot(*(path[1] - path[0]))), 1.0)
        x, y = columns[None] - path[0, 0], rows[:, None] - path[0, 1]
        share = np.clip((x * way[0] + y * way[1]) / (BEGINS * unit), 0, 1)
        share = share * soft(np.abs(x * way[1] - y * way[0]) < BREADTH * unit, 0.02 * unit)
        out = out.copy() if out is skin else out
        made, drawn = out[window], spread(photo[window].astype(np.float32), own)
        # beyond what is in sight only its shade goes on: of its hue some is the cloth's
        shade = made * (drawn.mean(2) / np.maximum(made.mean(2), 1))[..., None]
        back = 1 if (x * way[1] - y * way[0])[own].mean() > 0 else -1
        light = on_skin(_lines(made.shape[:2], path[0] - (columns[0], rows[0]), way, back, unit))
        whole = shade * light
        whole += (drawn - whole) * soft(own, 1.0)[..., None]
        out[window] = np.clip(np.rint(made + (whole - made) * share[..., None]), 0, 255).astype(np.uint8)
    return out


def _lines(
    shape: tuple[int, ...], at: np.ndarray, way: np.ndarray, back: int, unit: float
) -> Float32[np.ndarray, "rows columns"]:
    """What thumb and fingers make of the light, as a factor.

    Args:
        shape: of the picture.
        at: the hand's middle, (x, y).
        way: unit vector along it.
        back: the side across it, 1 or -1, on which its back is.
        unit: the person's unit, pixels.
    """
    across = back * np.array([way[1], -way[0]])
    light = np.ones(shape[:2], np.float32)
    for share, breadth, places in LINES:
        line = at + unit * np.array(places) @ np.stack([way, across])
        canvas = np.zeros(shape[:2], np.float32)
        cv2.polylines(canvas, [np.round(line * 16).astype(np.int32)], False, 1.0, 1, cv2.LINE_AA, 4)
        drawn = cv2.GaussianBlur(canvas, (0, 0), max(breadth * unit, 0.6))
        light += drawn * np.float32(share / max(float(drawn.max()), 1e-6))
    return light
