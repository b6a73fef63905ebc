"""Bags before cloth of nearly their own colour: told from it by their outline in the picture."""

from typing import Final

import cv2
import numpy as np

from vitrine.imaging.masks import box_of, grown, shrunk
from vitrine.imaging.types import Labels, Picture
from vitrine.people.person import CLASSES

BAG: Final = CLASSES.index("bag")
DEEP: Final = 0.12
"""How far inside the label of a bag its outline may lie, in u."""
BLUR: Final = 0.8
"""Of the picture in which it is looked for, pixels."""
CLOSED: Final = 0.06
"""Half the breadth of gaps in that outline that are none, in u."""
ENOUGH: Final = 0.02
"""Area of what lies deeper, in u², from which on that is done."""


def outlined(photo: Picture, labels: Labels, unit: float) -> Labels:
    """Labels in which what passed for the rim of a bag, but lies beyond its outline, is what is beside it.

    Handles and straps, above the bag itself, stay as they are.

    Args:
        photo: the person image.
        labels: of the same size, indices into CLASSES.
        unit: the person's unit, pixels.
    """
    window = box_of(labels == BAG, 4)
    bag = labels[window] == BAG
    core = shrunk(bag, DEEP * unit)
    if core.sum() < ENOUGH * unit * unit:
        return labels
    marks = np.where(grown(bag, 1), 0, 1).astype(np.int32)
    marks[core] = 2
    cv2.watershed(cv2.GaussianBlur(photo[window], (0, 0), BLUR), marks)
    # a bag's opening and its fittings have edges too
    whole = shrunk(grown(marks == 2, CLOSED * unit), CLOSED * unit - 1)
    beyond = bag & ~whole
    beyond[: int(np.flatnonzero(core.any(1))[0])] = False
    if not beyond.any():
        return labels
    out = labels.copy()
    _, index = cv2.distanceTransformWithLabels(bag.astype(np.uint8), cv2.DIST_L2, 3, labelType=cv2.DIST_LABEL_PIXEL)
    # the pixels beside the bag are numbered row by row from 1
    out[window][beyond] = labels[window][~bag][index[beyond] - 1]
    return out
