"""The garment's coverage at full resolution, before any background."""

import cv2
import numpy as np

from vitrine.garments import background
from vitrine.imaging.types import Mask, Picture, Region
from vitrine.nets import Nets


def cutout(photo: Picture, nets: Nets) -> Mask:
    """Coverage of the garment, 0..1, at the picture's size."""
    found = background.filled(background.region(background.fit(photo)))
    return soft(found)


def soft(found: Region) -> Mask:
    """A region's coverage with an edge two pixels wide, half a pixel inside."""
    out: np.ndarray = cv2.GaussianBlur(cv2.erode(found.astype(np.float32), np.ones((3, 3))), (0, 0), 1.0)
    return out
