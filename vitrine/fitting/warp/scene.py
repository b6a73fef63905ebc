"""The scene as the camera saw it: its white, its exposure, where the light comes from, its sharpness and its grain."""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from jaxtyping import Float32

from vitrine.fitting.checks import face_of
from vitrine.fitting.warp.white import white_of
from vitrine.imaging import colour
from vitrine.imaging.filling import grain_level
from vitrine.imaging.masks import among, box_of
from vitrine.imaging.sharpness import blur_of
from vitrine.imaging.types import Picture
from vitrine.people.person import CLASSES, Person

NEUTRAL: Final = 14.0
"""Chroma up to which bright things pass for white or grey in the scene's light."""
LEAST: Final = 0.03
"""Share of the picture that must be such, for a white point to be told by them."""
TAKEN: Final = 0.15
"""Share of the scene's cast that new cloth takes: the rest may be the wall's own colour."""
CAST: Final = 2.5
"""The most that cloth's own colour is turned by the scene's white, CIELAB."""
BRIGHT: Final = 80.0
"""L* of a picture's brightest hundredths from which nothing is dimmed."""
DIMMED: Final = 0.3
"""Share of what a picture is darker that new cloth takes."""
DARKEST: Final = 6.0
"""The most by which white cloth is dimmed, in L*."""
CLOTHED: Final = tuple(CLASSES.index(name) for name in ("top", "outerwear", "dress", "bottoms", "hair", "skin"))


@dataclass(frozen=True, eq=False)
class Scene:
    """What light and camera do to anything in the photo."""

    gain: Float32[np.ndarray, "3"]
    """Factors on linear red, green, blue: white point and exposure."""
    lean: float
    """Where the light comes from: -1 from the picture's left, 0 from the front, 1 from its right."""
    blur: float
    """Sigma of the camera's blur, pixels."""
    grain: float
    """Standard deviation of the noise, grey levels."""
    white: Float32[np.ndarray, "3"] | None
    """Linear light of white cloth, if the person wears any."""


def scene_of(person: Person) -> Scene:
    """Read the scene from a person's photo."""
    small = cv2.resize(person.photo, (96, 128), interpolation=cv2.INTER_AREA)
    someone = among(person.labels, CLOTHED)
    return Scene(
        white_point(small) * exposure(small),
        lean(person),
        blur_of(person.photo, someone),
        grain_level(person.photo, person.labels == 0 if (person.labels == 0).mean() > 0.05 else someone),
        white_of(person),
    )


def white_point(small: Picture) -> Float32[np.ndarray, "3"]:
    """Gains on linear red, green, blue that turn grey as far as the scene's light turns it; luminance stays.

    Read from bright things of little colour; taken in part, and never further than CAST.
    """
    lab = colour.lab(small)
    chroma = np.hypot(lab[..., 1], lab[..., 2])
    neutral = (lab[..., 0] > 60) & (chroma < NEUTRAL)
    # without anything neutral the picture as a whole has to do: grey on average, as most are, in white light
    cast = TAKEN * (np.median(lab[neutral], 0) if neutral.mean() >= LEAST else 0.5 * lab.mean((0, 1)))[1:]
    cast = cast * min(1.0, CAST / max(float(np.linalg.norm(cast)), 1e-6))
    grey = np.array([[[75.0, 0.0, 0.0]], [[75.0, *cast]]], np.float32)
    plain, turned = colour.linear(colour.from_lab(grey))[:, 0]
    gain = turned / plain
    return np.asarray(gain / (gain @ np.array([0.2126, 0.7152, 0.0722], np.float32)), np.float32)


def exposure(small: Picture) -> float:
    """Factor on linear light for new cloth in a dim picture; 1 in a bright one."""
    brightest = float(np.percentile(colour.lab(small)[..., 0], 98))
    drop = min(DIMMED * max(BRIGHT - brightest, 0.0), DARKEST)
    return float((((100 - drop) + 16) / 116) ** 3)


def lean(person: Person) -> float:
    """From which side the face is lit, by the skin on both sides of the nose."""
    face = face_of(person)
    window = box_of(face, 0)
    face = face[window] & (person.labels[window] == CLASSES.index("skin"))
    columns = np.arange(face.shape[1])[None] + window[1].start - person.landmarks[0, 0]
    halves = [person.photo[window][face & side].astype(np.float32) for side in (columns < 0, columns > 0)]
    if min(len(half) for half in halves) < 30:
        return 0.0
    left, right = (float(np.median(half.mean(1))) for half in halves)
    return float(np.clip(2.0 * np.log(max(right, 1.0) / max(left, 1.0)), -0.8, 0.8))
