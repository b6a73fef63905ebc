"""Shoes that passed for trousers, and ankles that passed for shoes: told by where the feet are and by their colour."""

from typing import Final

import cv2
import numpy as np

from vitrine.imaging import colour
from vitrine.imaging.masks import box, grown, shrunk, touching
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
SKIN: Final = CLASSES.index("skin")
BESIDE: Final = 0.1
"""How far from an ankle's skin in sight more of it is looked for, in u."""
CORES: Final = 3
"""Depth from which on what passes for a shoe has its own hue, pixels."""
ENOUGH: Final = 25
"""Pixels that tell a hue."""
TELLING: Final = 11.0
"""Difference of hue (Lab a, b) between skin and shoe from which on it tells them apart."""
CLEAR: Final = 0.7
"""Share of its hue's distance from the shoe's that skin's may lie off at most."""


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


def ankles(photo: Picture, labels: Labels, landmarks: Points) -> Region:
    """Skin that passed for the top of a shoe.

    Between an old hem and a shoe little of an ankle is in sight, in the shade of both. By its hue it is skin.

    Args:
        photo: the person image.
        labels: of the same size, indices into CLASSES.
        landmarks: the pose's 33, (x, y) in pixels.
    """
    unit, found = unit_of(landmarks), np.zeros(labels.shape, bool)
    for _, ankle, heel, toe in FEET:
        window = box([_near(labels.shape, landmarks[[ankle, heel, toe]], 2 * REACH * unit)], 0)
        here = labels[window]
        skin, shoe = here == SKIN, here == SHOES
        cores = skin, shrunk(shoe, CORES)
        if min(core.sum() for core in cores) < ENOUGH:
            continue
        hue = colour.lab(photo[window])[..., 1:]
        tones = [np.median(hue[core], 0) for core in cores]
        if np.hypot(*(tones[0] - tones[1])) < TELLING:
            continue
        off = [np.hypot(*np.moveaxis(hue - tone, -1, 0)) for tone in tones]
        alike = shoe & grown(skin, BESIDE * unit) & (off[0] < CLEAR * off[1])
        found[window] |= touching(grown(shrunk(alike, 1), 1) & alike, grown(skin, 1.5))
    return found


def _near(shape: tuple[int, ...], path: Points, breadth: float) -> Region:
    """A broad line through places."""
    canvas = np.zeros(shape, np.uint8)
    cv2.polylines(canvas, [np.round(path).astype(np.int32)], False, 1, max(2, round(breadth)))
    return canvas > 0
