"""The scene behind a person, where the person's old clothing hid it."""

from typing import Final

import cv2
import numpy as np
from jaxtyping import Float32

from vitrine.imaging.filling import grain, spread
from vitrine.imaging.masks import grown
from vitrine.imaging.types import Mask, Region
from vitrine.people.person import Person

SIDE: Final = 384
"""Longer side of the copy on which structure is continued into the hole."""


def backdrop(person: Person, hole: Region, margin: float) -> Float32[np.ndarray, "h w 3"]:
    """The photo with background in `hole`; sRGB, 0..255.

    Plain walls are spread smoothly (push-pull); where the scene around is not plain its lines are continued by
    Telea's marching (2004) on a reduced copy. `margin` pixels around the person are not trusted: edges, shadows, hair.
    """
    photo = person.photo.astype(np.float32)
    person_near = grown((person.labels != 0) | (person.mask > 0.4), margin)
    known = (~person_near).astype(np.float32)
    if known.sum() < 50:
        known = (person.labels == 0).astype(np.float32)
    smooth = spread(photo, known)
    noise = grain(photo, known, hole.shape)
    rough = _roughness(photo, known)
    if rough > 6:
        smooth = _continued(person, known, smooth)
    return np.asarray(np.clip(smooth + noise[..., None], 0, 255), np.float32)


def _roughness(photo: np.ndarray, known: Mask) -> float:
    """Mean departure of the known scene from its own broad trend, in grey levels."""
    small = cv2.resize(photo, (96, 96), interpolation=cv2.INTER_AREA).mean(2)
    weight = cv2.resize(known, (96, 96), interpolation=cv2.INTER_AREA)
    weight[weight < 0.99] = 0
    trend = cv2.GaussianBlur(small * weight, (0, 0), 6) / np.maximum(cv2.GaussianBlur(weight, (0, 0), 6), 1e-3)
    return float((np.abs(small - trend) * weight).sum() / max(float(weight.sum()), 1.0))


def _continued(person: Person, known: Mask, smooth: np.ndarray) -> np.ndarray:
    height, width = known.shape
    scale = min(1.0, SIDE / max(height, width))
    size = (max(8, round(width * scale)), max(8, round(height * scale)))
    small = cv2.resize(person.photo, size, interpolation=cv2.INTER_AREA)
    missing = (cv2.resize(known, size, interpolation=cv2.INTER_AREA) < 0.9).astype(np.uint8)
    drawn = cv2.inpaint(small, missing, 4, cv2.INPAINT_TELEA)
    large = cv2.resize(drawn, (width, height), interpolation=cv2.INTER_CUBIC).astype(np.float32)
    return np.asarray(0.8 * large + 0.2 * smooth)
