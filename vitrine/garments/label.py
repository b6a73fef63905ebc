"""A brand's label on the inside of the back whose lower end looks out below the front neckline that was found."""

from typing import Final

import cv2
import numpy as np
from jaxtyping import Float32

from vitrine.garments import regions
from vitrine.garments.garment import PARTS, Landmarks
from vitrine.imaging.masks import grown
from vitrine.imaging.types import Labels, Picture, Region

BESIDE: Final = 0.25
"""How far beside the neckline's lowest place it is looked for, in distances of the neck points."""
BELOW: Final = (0.12, 0.3)
"""How far above and below it, in the same."""
APART: Final = 22.0
"""Least difference (CIELAB) of its colour from the front's around it."""
AROUND: Final = 0.12
"""How far around it the front's colour is looked at, in the same."""
BREADTH: Final = (0.03, 0.3)
"""Its breadth at least and at most, in the same."""
HEIGHT: Final = (0.012, 0.18)
"""Its height at least and at most, in the same."""
NEAR: Final = 0.025
"""How far below the opening it may begin, in the same."""
FILLS: Final = 0.5
"""Share of its box that it fills at least."""
PLAIN: Final = 0.75
"""Share of the front around it that is of one colour at least: on a print nothing tells a label."""


def on_the_inside(photo: Picture, parts: Labels, spots: Landmarks) -> Labels:
    """Part labels in which a label's lower end below the front neckline belongs to the inside of the back.

    Args:
        photo: the product picture.
        parts: 0 or 1 + index into PARTS.
        spots: the garment's landmarks.
    """
    if not {"neck-front", "neck-left", "neck-right"} <= spots.keys():
        return parts
    front, inside = (1 + PARTS.index(name) for name in ("torso", "inside-back"))
    wide = abs(spots["neck-left"][0] - spots["neck-right"][0])
    found = scrap(photo, parts == front, parts == inside, spots["neck-front"], wide)
    return np.where(found, np.uint8(inside), parts).astype(np.uint8)


def scrap(photo: Picture, front: Region, inside: Region, low: tuple[float, float], wide: float) -> Region:
    """Where a label passes for the front: a small spot of another colour in the middle of plain cloth, at the opening.

    Args:
        photo: the product picture.
        front: what passes for the front.
        inside: the inside of the back.
        low: the front neckline's lowest place, (x, y) in pixels.
        wide: distance of the neck points, pixels.
    """
    found = np.zeros_like(front)
    x, y = low
    rows = slice(max(0, round(y - BELOW[0] * wide)), max(0, round(y + BELOW[1] * wide)))
    columns = slice(max(0, round(x - BESIDE * wide)), max(0, round(x + BESIDE * wide)))
    part, opening = front[rows, columns], inside[rows, columns]
    if not part.any() or not opening.any():
        return found
    view = cv2.GaussianBlur(photo[rows, columns], (0, 0), 0.7).astype(np.float32) / np.float32(255)
    off = _off(cv2.cvtColor(view, cv2.COLOR_RGB2LAB), part)
    spots = regions.closed(part & (off > APART), 1)
    count, names, stats, centres = cv2.connectedComponentsWithStats(spots.astype(np.uint8), connectivity=4)
    near = max(2, round(NEAR * wide))
    for k in range(1, count):
        left, top, broad, high, area = stats[k].tolist()
        size = BREADTH[0] * wide < broad < BREADTH[1] * wide and HEIGHT[0] * wide < high < HEIGHT[1] * wide
        ends = left == 0 or left + broad == part.shape[1] or top + high == part.shape[0]
        aside = abs(centres[k][0] + columns.start - x)
        if not size or ends or area < FILLS * broad * high or aside > BESIDE / 2 * wide:
            continue
        here = names == k
        around = grown(here, AROUND * wide) & part & ~grown(here, 2)
        if (grown(here, near) & opening).any() and around.any() and (off[around] < APART).mean() > PLAIN:
            # with what is left of the front between it and the opening
            between = regions.closed(opening | here, near)
            between[:, : max(0, left - 1)] = between[:, left + broad + 1 :] = False
            found[rows, columns] |= (grown(here, 2) | between) & part
    return found


def _off(lab: Float32[np.ndarray, "h w 3"], part: Region) -> Float32[np.ndarray, "h w"]:
    """How far each pixel's colour is from the part's usual one."""
    return np.asarray(np.linalg.norm(lab - np.median(lab[part], 0), axis=2), np.float32)
