"""Clothing that passed for the hair that falls on it, told by the colours of both close by."""

from typing import Final

import cv2
import numpy as np
from jaxtyping import Float32

from vitrine.imaging.masks import Window, among, box_about, box_of, grown, shrunk, touching
from vitrine.imaging.types import Labels, Picture, Points, Region
from vitrine.people.body import unit_of
from vitrine.people.person import CLASSES

HAIR: Final = CLASSES.index("hair")
CLOTH: Final = tuple(CLASSES.index(name) for name in ("top", "outerwear", "dress"))
BESIDE: Final = 0.75
"""How far from the middle of the shoulders they are looked at, in u."""
NEAR: Final = 0.05
"""How far from clothing hair is doubted, in u."""
SURE: Final = 0.025
"""How far inside its label hair or cloth is sure, in u."""
AROUND: Final = 0.06
"""Blur over which their colours are known, in u."""
KNOWN: Final = 0.02
"""Share of sure places around a pixel from which they are."""
APART: Final = 30.0
"""Least distance of both colours (CIELAB)."""
NEARER: Final = 0.4
"""What lies this much nearer to the clothing's colour is clothing, as a share of the way to the hair's."""
SHADED: Final = 0.3
"""How much light counts beside hue where cloth lies in the shade of hair."""
IN_SHADE: Final = 15.0, 0.9
"""The same least distance and share, light counted so."""
CRUMB: Final = 0.0006
"""Area of a crumb of hair off all other hair that is none, in u²."""


def beneath_hair(photo: Picture, labels: Labels, landmarks: Points) -> Labels:
    """Labels in which a collar between strands, or clothing at their tips, that passed for hair is clothing.

    Not the other way round: a shoulder's dark contour beside dark hair is no tip of it.

    Args:
        photo: the person image.
        labels: of the same size, indices into CLASSES.
        landmarks: the pose's 33, (x, y) in pixels.
    """
    unit = unit_of(landmarks)
    window = box_about(landmarks[[11, 12]].mean(0, keepdims=True), BESIDE * unit, labels.shape)
    labels = _without_crumbs(labels, window, unit)
    near = labels[window]
    hair, cloth = near == HAIR, among(near, CLOTH)
    doubted = hair & grown(cloth, NEAR * unit)
    if not doubted.any():
        return labels
    rows, columns = box_of(doubted, round(3 * AROUND * unit))
    near, hair, cloth, doubted = (one[rows, columns] for one in (near, hair, cloth, doubted))
    lab = cv2.cvtColor(photo[window][rows, columns].astype(np.float32) / 255, cv2.COLOR_RGB2LAB)
    (of_hair, hair_known), (of_cloth, cloth_known) = (
        _colours(lab, shrunk(one, SURE * unit), unit) for one in (hair, cloth)
    )
    to_hair, to_cloth = (np.linalg.norm(lab - one, axis=2) for one in (of_hair, of_cloth))
    told = doubted & hair_known & cloth_known & (np.linalg.norm(of_hair - of_cloth, axis=2) > APART)
    found = told & (to_cloth < NEARER * to_hair)
    # its folds in the shade of hair are as dark as hair
    by_hue = np.array((SHADED, 1, 1), np.float32)
    to_hair, to_cloth, apart = (
        np.linalg.norm(one * by_hue, axis=2) for one in (lab - of_hair, lab - of_cloth, of_hair - of_cloth)
    )
    found |= told & (apart > IN_SHADE[0]) & (to_cloth < IN_SHADE[1] * to_hair)
    if not found.any():
        return labels
    found &= touching(found | cloth, cloth)
    out = labels.copy()
    out[window][rows, columns][found] = np.bincount(near[cloth], minlength=len(CLASSES)).argmax()
    return out


def _without_crumbs(labels: Labels, window: Window, unit: float) -> Labels:
    """Labels in which crumbs of hair at clothing, off all other hair, are clothing: they stayed as scraps."""
    near = labels[window]
    count, index, stats, _ = cv2.connectedComponentsWithStats((near == HAIR).view(np.uint8))
    small = stats[:count, cv2.CC_STAT_AREA] < CRUMB * unit * unit
    small[0] = False
    cloth = among(near, CLOTH)
    found = touching(small[index] | cloth, cloth) & small[index]
    if not found.any():
        return labels
    out = labels.copy()
    out[window][found] = np.bincount(near[cloth], minlength=len(CLASSES)).argmax()
    return out


def _colours(lab: Float32[np.ndarray, "h w 3"], sure: Region, unit: float) -> tuple[np.ndarray, Region]:
    """The mean colour of sure places around each pixel, and where there are enough of them."""
    weight = sure.astype(np.float32)
    share, total = (cv2.GaussianBlur(one, (0, 0), AROUND * unit) for one in (weight, lab * weight[..., None]))
    return np.asarray(total / np.maximum(share, 1e-4)[..., None]), np.asarray(share > KNOWN)
