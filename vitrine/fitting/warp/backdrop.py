"""The scene behind a person, where the person's old clothing hid it."""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from jaxtyping import Float32

from vitrine.fitting.warp.layers import eight_bit
from vitrine.fitting.warp.mirrored import mirrored
from vitrine.imaging.filling import noise, noise_level, spread
from vitrine.imaging.masks import grown
from vitrine.imaging.types import Mask, Picture, Region
from vitrine.people.person import Person

SIDE: Final = 384
"""Longer side of the copy on which the scene is continued into the hole."""
SOMEONE: Final = 0.75
"""Coverage of the person from which on nothing is taken for scene: in gaps between legs it is doubtful."""
PLAIN: Final = 6.0
"""Mean departure from the broad trend, in grey levels, up to which a scene counts as a plain wall."""
RIM: Final = 4
"""Pixels outside a hole on which the continued scene is held to the photo."""
OTHER: Final = 20.0
"""Difference, in grey levels, between a textured scene as it is gone on with and the photo right beside a hole up to
which that is a shade on it: in the median of 23 street photos nine tenths of such places differ by less than 10."""

Colours = Float32[np.ndarray, "h w 3"]


@dataclass(frozen=True, eq=False)
class Backdrop:
    """What is behind a person."""

    picture: Picture
    """Good for holes only."""
    plain: bool
    """Whether it is a wall or the like, soft."""


def backdrop(person: Person, margin: float) -> Backdrop:
    """The scene as it would be without the person.

    Its colours are spread smoothly (push-pull); where it is no plain wall, what is in sight beside holes is mirrored
    into them.
    `margin` pixels around the person are not trusted: edges, shadows, hair.
    """
    height, width = person.mask.shape
    scale = min(1.0, SIDE / max(height, width))
    size = (max(8, round(width * scale)), max(8, round(height * scale)))
    small = cv2.resize(person.photo, size, interpolation=cv2.INTER_AREA)
    taken = ((person.labels != 0) | (person.mask > SOMEONE)).astype(np.float32)
    someone = cv2.resize(taken, size, interpolation=cv2.INTER_AREA) > 0.02
    known = (~grown(someone, margin * scale)).astype(np.float32)
    if known.sum() < 50:
        known = (~someone).astype(np.float32)
    scene = spread(small.astype(np.float32), known)
    plain = _roughness(small, known) <= PLAIN
    full = cv2.resize(scene.astype(np.float32), (width, height), interpolation=cv2.INTER_LINEAR)
    if not plain:
        return Backdrop(eight_bit(mirrored(person.photo, full, known, small.astype(np.float32))), plain)
    strength = noise_level(person.photo, person.labels == 0)
    grey = cv2.merge([noise((height, width), strength)] * 3)
    return Backdrop(np.asarray(cv2.add(full, grey, dtype=cv2.CV_8U)), plain)


def seamless(scene: Colours, photo: Colours, hole: Region, known: Region, plain: bool) -> Colours:
    """The scene without a seam at a hole's rim: its difference from the photo there is spread into the hole.

    Args:
        scene: continued scene.
        photo: the picture.
        hole: where the scene will be shown.
        known: where the photo shows the scene itself.
        plain: whether that is all one; of what has texture only a shade goes on, see OTHER.
    """
    rim = known & ~hole & grown(hole, RIM)
    if not plain:
        rim &= np.abs(photo - scene).max(-1) < OTHER
    if rim.sum() < 20:
        return scene
    step = max(1, round(max(hole.shape) / SIDE))
    size = (max(4, hole.shape[1] // step), max(4, hole.shape[0] // step))
    weight = cv2.resize(rim.astype(np.float32), size, interpolation=cv2.INTER_AREA)
    off = cv2.resize(cv2.copyTo(photo - scene, rim.astype(np.uint8)), size, interpolation=cv2.INTER_AREA)
    off = off / np.maximum(weight, 1e-3)[..., None]
    drawn = spread(off, np.asarray(np.minimum(weight * 4, 1), np.float32))
    full = cv2.resize(cv2.GaussianBlur(drawn, (0, 0), 1.5), hole.shape[::-1], interpolation=cv2.INTER_LINEAR)
    return np.asarray(np.clip(np.add(scene, full, out=full), 0, 255, out=full), np.float32)


def _roughness(picture: Picture, known: Mask) -> float:
    """Mean departure of the known scene from its own broad trend, in grey levels."""
    light = cv2.resize(picture, (96, 96), interpolation=cv2.INTER_AREA).mean(2)
    weight = cv2.resize(known, (96, 96), interpolation=cv2.INTER_AREA)
    weight[weight < 0.99] = 0
    trend = cv2.GaussianBlur(light * weight, (0, 0), 6) / np.maximum(cv2.GaussianBlur(weight, (0, 0), 6), 1e-3)
    return float((np.abs(light - trend) * weight).sum() / max(float(weight.sum()), 1.0))
