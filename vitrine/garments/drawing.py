"""A garment's analysis drawn for people: parts tinted, outline and landmarks over the picture."""

from typing import Final

import cv2
import numpy as np

from vitrine.garments.garment import Garment
from vitrine.imaging.types import Picture

TINTS: Final = (
    (0, 0, 0),
    (80, 140, 255),
    (255, 120, 80),
    (90, 220, 120),
    (255, 200, 60),
    (180, 110, 255),
    (250, 60, 160),
)
"""One a value of the part map, 0 (none) first."""
SIDE: Final = 1024
"""Longer side of the drawing."""


def drawn(garment: Garment) -> Picture:
    """The picture dimmed outside the garment, each part in its tint, each landmark with its name."""
    step = SIDE / max(garment.alpha.shape)
    size = (round(garment.alpha.shape[1] * step), round(garment.alpha.shape[0] * step))
    photo = cv2.resize(garment.photo, size, interpolation=cv2.INTER_AREA if step < 1 else cv2.INTER_LINEAR)
    cover = cv2.resize(garment.alpha, size, interpolation=cv2.INTER_LINEAR)
    tint = np.array(TINTS, np.float32)[cv2.resize(garment.parts, size, interpolation=cv2.INTER_NEAREST)]
    inside = 0.72 * photo + 0.28 * tint
    out = np.where(cover[..., None] > 0.5, inside, 0.45 * photo + 70).astype(np.uint8)
    edges, _ = cv2.findContours((cover > 0.5).astype(np.uint8), cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE)
    cv2.drawContours(out, edges, -1, (255, 255, 255), 1, cv2.LINE_AA)
    for name, (x, y) in sorted(garment.landmarks.items()):
        at = (round(x * step), round(y * step))
        cv2.circle(out, at, 6, (20, 20, 20), -1, cv2.LINE_AA)
        cv2.circle(out, at, 4, (255, 230, 0), -1, cv2.LINE_AA)
        for colour, thickness in (((20, 20, 20), 3), ((255, 255, 255), 1)):
            cv2.putText(
                out, name, (at[0] + 8, at[1] + 4), cv2.FONT_HERSHEY_SIMPLEX, 0.42, colour, thickness, cv2.LINE_AA
            )
    return out
