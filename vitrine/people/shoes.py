"""Shoes that passed for trousers, told by where the feet are and by their colour."""

from typing import Final

import cv2
import numpy as np

from vitrine.imaging import colour
from vitrine.imaging.masks import box
from vitrine.imaging.types import Labels, Picture, Points, Region
from vitrine.people.body import unit_of
from vitrine.people.palette import Palette, overlap
from vitrine.people.person import CLASSES

FEET: Final = ((25, 27, 29, 31), (26, 28, 30, 32))
"""Landmarks of knee, ankle, heel and toes, left and right."""
BOTTOMS, SHOES = CLASSES.index("bottoms"), CLASSES.index("shoes")
CORE: Final = 0.16
"""Breadth of a foot from heel to toes of which most is a shoe, in u."""
REACH: Final = 0.24
"""How far from that line a shoe reaches, in u."""
LOST: Final = 0.5
"""Share of trousers on a foot from which on they are doubted."""
SHIN: Final = 0.5
"""Length above the ankle in which the trousers' colours are read, in u."""
APART: Final = 0.75
"""The trousers' and the foot's colours are two up to this overlap (Bhattacharyya)."""
HIGHEST: Final = -0.12
"""Where the shoe's top may begin below the ankle, in u."""


def uncovered(photo: Picture, labels: Labels, landmarks: Points) -> Labels:
    """Labels in which shoes that passed for trousers are shoes, as white ones may below pale jeans.

    Where trousers hang over the feet, the colours are the same all the way down, and nothing changes.

    Args:
        photo: the person image.
        labels: of the same size, indices into CLASSES.
        landmarks: the pose's 33, (x, y) in pixels.
    """
    unit, found = unit_of(landmarks), labels.copy()
    for knee, ankle, heel, toe in FEET:
        foot = _near(labels.shape, landmarks[[heel, toe]], CORE * unit)
        lost = foot & (labels == BOTTOMS)
        if not foot.any() or lost.sum() <= LOST * foot.sum():
            continue
        way = landmarks[knee] - landmarks[ankle]
        way = way / np.float32(max(float(np.hypot(*way)), 1.0))
        ends = [landmarks[ankle] + np.float32(share * unit) * way for share in (0.15, SHIN)]
        shin = _near(labels.shape, np.stack(ends), 0.2 * unit)
        shin &= labels == BOTTOMS
        around = _near(labels.shape, landmarks[[ankle, heel, toe, ankle]], 2 * REACH * unit) & (labels == BOTTOMS)
        window = box([around | shin], 2)
        palette = Palette(colour.lab(photo[window]))
        as_shoe, as_cloth = (palette.histogram(part[window].astype(np.float32)) for part in (lost, shin))
        if overlap(as_shoe, as_cloth) > APART:
            continue
        likelier = np.log((as_shoe + 1e-5) / (as_cloth + 1e-5))[palette.index]
        # the top is where what lies below it is most like the shoe and what lies above it most like the cloth
        rows, columns = (np.arange(part.start, part.stop) for part in window)
        depth = (landmarks[ankle, 0] - columns) * way[0] + (landmarks[ankle, 1] - rows[:, None]) * way[1]
        there = around[window] & (depth > HIGHEST * unit)
        step = np.round(depth[there]).astype(int)
        total = np.bincount(step - step.min(), likelier[there])[::-1].cumsum()[::-1]
        top = int(total.argmax()) + step.min()
        found[window][there & (depth >= top)] = SHOES
    return found


def _near(shape: tuple[int, ...], path: Points, breadth: float) -> Region:
    """A broad line through places."""
    canvas = np.zeros(shape, np.uint8)
    cv2.polylines(canvas, [np.round(path).astype(np.int32)], False, 1, max(2, round(breadth)))
    return canvas > 0
