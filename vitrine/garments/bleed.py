"""The garment's own colour carried outward over its edge, so that no fringe of the old background is warped along."""

import cv2
import numpy as np

from vitrine.imaging.types import Mask, Picture


def bleed(photo: Picture, alpha: Mask, sure: float = 0.97) -> Picture:
    """`photo` with every pixel that the garment does not cover wholly in the colour of the nearest one that it does.

    Args:
        photo: the garment picture.
        alpha: its cut-out.
        sure: coverage from which a pixel's colour is the garment's own.
    """
    inner = alpha >= sure
    if not inner.any():
        return photo
    _, names = cv2.distanceTransformWithLabels(
        (~inner).astype(np.uint8), cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL
    )
    ys, xs = np.nonzero(inner)
    source = np.zeros((int(names.max()) + 1, 3), np.uint8)
    source[names[ys, xs]] = photo[ys, xs]
    return np.where(inner[..., None], photo, source[names])
