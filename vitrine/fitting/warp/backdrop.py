"""The scene behind a person, where the person's old clothing hid it."""

from typing import Final

import cv2
import numpy as np
from jaxtyping import Float32

from vitrine.imaging.filling import noise, noise_level, spread
from vitrine.imaging.masks import grown
from vitrine.imaging.types import Mask, Picture
from vitrine.people.person import Person

SIDE: Final = 384
"""Longer side of the copy on which the scene is continued into the hole."""
PLAIN: Final = 6.0
"""Mean departure from the broad trend, in grey levels, up to which a scene counts as a plain wall."""


def backdrop(person: Person, margin: float) -> Float32[np.ndarray, "h w 3"]:
    """The scene as it would be without the person; sRGB, 0..255, meant for holes only: it is soft.

    Plain walls are spread smoothly (push-pull); where the scene is not plain its lines are continued by Telea's
    marching (2004). `margin` pixels around the person are not trusted: edges, shadows, hair.
    """
    height, width = person.mask.shape
    scale = min(1.0, SIDE / max(height, width))
    size = (max(8, round(width * scale)), max(8, round(height * scale)))
    small = cv2.resize(person.photo, size, interpolation=cv2.INTER_AREA)
    taken = ((person.labels != 0) | (person.mask > 0.4)).astype(np.float32)
    someone = cv2.resize(taken, size, interpolation=cv2.INTER_AREA) > 0.02
    known = (~grown(someone, margin * scale)).astype(np.float32)
    if known.sum() < 50:
        known = (~someone).astype(np.float32)
    scene = spread(small.astype(np.float32), known)
    if _roughness(small, known) > PLAIN:
        drawn = cv2.inpaint(small, (known == 0).astype(np.uint8), 4, cv2.INPAINT_TELEA)
        scene = 0.8 * drawn + 0.2 * scene
    strength = noise_level(person.photo, person.labels == 0)
    full = cv2.resize(scene.astype(np.float32), (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(np.clip(full + noise((height, width), strength)[..., None], 0, 255), np.float32)


def _roughness(picture: Picture, known: Mask) -> float:
    """Mean departure of the known scene from its own broad trend, in grey levels."""
    light = cv2.resize(picture, (96, 96), interpolation=cv2.INTER_AREA).mean(2)
    weight = cv2.resize(known, (96, 96), interpolation=cv2.INTER_AREA)
    weight[weight < 0.99] = 0
    trend = cv2.GaussianBlur(light * weight, (0, 0), 6) / np.maximum(cv2.GaussianBlur(weight, (0, 0), 6), 1e-3)
    return float((np.abs(light - trend) * weight).sum() / max(float(weight.sum()), 1.0))
