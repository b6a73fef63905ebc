"""What hands, arms and hair hide of a garment that somebody wears, and how it is completed."""

from typing import Final

import cv2
import numpy as np

from vitrine.garments import regions
from vitrine.imaging.filling import spread
from vitrine.imaging.types import Picture, Region, Rgba
from vitrine.people.body import unit_of
from vitrine.people.person import CLASSES, Person

OVER: Final = tuple(CLASSES.index(name) for name in ("hair", "skin", "bag", "accessory"))
"""Classes that can lie over a garment."""
NECK: Final = ((-0.34, -1.0), (0.34, -1.0), (0.3, 0.1), (0.0, 0.5), (-0.3, 0.1))
"""Corners of the neck and breast about the middle of the shoulders: across and down, in units."""


def hidden(person: Person, shown: Region, slot: str) -> Region:
    """Where something lies over the garment: enclosed by it, hair over its shoulders, an arm across the trunk.

    The neck and what a neckline leaves bare are no garment, nor are arms beside it.
    """
    unit = unit_of(person.landmarks)
    over = np.isin(person.labels, OVER)
    step = max(1, round(unit / 60))
    small = cv2.resize(shown.astype(np.uint8), None, fx=1 / step, fy=1 / step, interpolation=cv2.INTER_NEAREST) > 0
    whole = regions.filled(regions.closed(np.pad(small, 40), round(0.22 * unit / step)))[40:-40, 40:-40]
    around = cv2.resize(whole.astype(np.uint8), shown.shape[::-1], interpolation=cv2.INTER_NEAREST) > 0
    found = around & over & ~shown
    if slot != "bottoms":
        found &= ~neck(person, unit)
    return regions.opened(found, max(1, round(0.015 * unit)))


def neck(person: Person, unit: float) -> Region:
    """Where skin and hair are the wearer's own: between the shoulders, down to the breast."""
    left, right = person.landmarks[11], person.landmarks[12]
    out = np.zeros(person.labels.shape, np.uint8)
    centre = (left + right) / 2
    across = (left - right) / max(float(np.hypot(*(left - right))), 1e-6)
    down = np.array([-across[1], across[0]]) * (1 if across[0] > 0 else -1)
    corners = [
        centre + x * unit * across + y * unit * down
        for x, y in ((-0.34, -1), (0.34, -1), (0.3, 0.1), (0, 0.5), (-0.3, 0.1))
    ]
    cv2.fillPoly(out, [np.round(corners).astype(np.int32)], 1)
    skin = np.isin(person.labels, (CLASSES.index("skin"), CLASSES.index("accessory")))
    own: np.ndarray = (out > 0) & (skin | (np.arange(len(out))[:, None] < centre[1]))
    return own


def completed(photo: Picture, shown: Region, lost: Region, down: np.ndarray, middle: np.ndarray) -> Rgba:
    """The garment's own cloth where it was hidden: from the mirrored side, else from around; transparent elsewhere.

    Args:
        photo: the picture.
        shown: where the garment is seen.
        lost: where it is hidden.
        down: unit vector along the trunk, the mirror's axis.
        middle: a place on that axis.
    """
    colours = photo.astype(np.float32)
    smooth = spread(colours, shown)
    height, width = shown.shape
    y, x = np.mgrid[:height, :width].astype(np.float32)
    axis, (mx, my) = np.asarray(down, np.float32), (np.float32(v) for v in middle)
    along = (x - mx) * axis[0] + (y - my) * axis[1]
    gx, gy = 2 * (mx + along * axis[0]) - x, 2 * (my + along * axis[1]) - y
    mirrored = cv2.remap(colours, gx, gy, cv2.INTER_LINEAR)
    seen = cv2.remap(shown.astype(np.uint8), gx, gy, cv2.INTER_NEAREST) > 0
    # the other side's fine structure in this side's light
    light = cv2.GaussianBlur(cv2.remap(smooth, gx, gy, cv2.INTER_LINEAR), (0, 0), 6)
    texture = np.where(seen[..., None], mirrored - light + cv2.GaussianBlur(smooth, (0, 0), 6), smooth)
    cover = np.where(lost, np.float32(1), cv2.GaussianBlur(lost.astype(np.float32), (0, 0), 1.5) * ~shown)
    out = np.dstack([np.clip(texture, 0, 255), 255 * cover])
    return np.where(cover[..., None] > 0, np.rint(out), 0).astype(np.uint8)
