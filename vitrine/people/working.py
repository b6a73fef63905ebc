"""The size at which a person is measured and dressed: large photos are worked on in a smaller copy."""

from dataclasses import dataclass
from typing import Final
from weakref import WeakKeyDictionary

import cv2
import numpy as np
from jaxtyping import Float32, UInt8

from vitrine.imaging.masks import box
from vitrine.imaging.types import Picture, Points
from vitrine.people.body import unit_of
from vitrine.people.person import Person

MOST: Final = 1_300_000
"""Pixels up to which a photo is worked on as it is."""
USUAL: Final = 900_000
"""Pixels of the smaller copy of a photo that the person fills."""
FINE: Final = 200.0
"""Pixels of the person's unit (about 35 cm) that are fine enough for all that is measured."""
AROUND: Final = 1.5
"""What is kept around the person, in units: wide skirts reach there, and the scene behind is continued from there."""


@dataclass(frozen=True, eq=False)
class Working:
    """A person as worked on."""

    person: Person
    window: tuple[slice, slice]
    """The part of the photo that it shows."""
    scale: float
    """Pixels of the working copy for one of the photo; 1 for the photo itself."""


_KEPT: WeakKeyDictionary[Person, Working] = WeakKeyDictionary()


def working(person: Person) -> Working:
    """The person as worked on: as it is, or the part of a large photo around the person, reduced; kept with it."""
    kept = _KEPT.get(person)
    if kept is None:
        kept = _reduced(person) if person.mask.size > MOST else _whole(person)
        if kept.person is not person:
            _KEPT[person] = kept
    return kept


def scale_of(shape: tuple[int, ...], unit: float) -> float:
    """How much smaller a large photo may be made: to the usual number of pixels, if the person stays fine enough."""
    return float(min(1.0, max(np.sqrt(USUAL / (shape[0] * shape[1])), FINE / unit)))


def copy_of(photo: Picture, scale: float) -> UInt8[np.ndarray, "rows columns 3"]:
    """The photo, made smaller."""
    if scale >= 1:
        return photo
    size = (max(16, round(photo.shape[1] * scale)), max(16, round(photo.shape[0] * scale)))
    return np.asarray(cv2.resize(photo, size, interpolation=cv2.INTER_AREA))


def factor_of(small: tuple[int, ...], large: tuple[int, ...]) -> Float32[np.ndarray, "2"]:
    """Pixels (x, y) of a picture's copy for one of the picture; from the shapes of both."""
    return np.array([small[1] / large[1], small[0] / large[0]], np.float32)


def moved(points: Points, factor: Float32[np.ndarray, "2"]) -> Points:
    """The places of points in a copy of their picture (0 is the middle of the first pixel)."""
    return np.asarray((points + 0.5) * factor - 0.5, np.float32)


def _whole(person: Person) -> Working:
    height, width = person.mask.shape
    return Working(person, (slice(0, height), slice(0, width)), 1.0)


def _reduced(person: Person) -> Working:
    unit = unit_of(person.landmarks)
    window = box([person.labels > 0], round(AROUND * unit))
    if window[0].stop - window[0].start < 16:
        return _whole(person)
    part = person.part(window)
    scale = scale_of(part.photo.shape, unit)
    photo = copy_of(part.photo, scale)
    size = photo.shape[1::-1]
    small = Person(
        photo,
        moved(part.landmarks, factor_of(photo.shape, part.photo.shape)),
        person.visibility,
        cv2.resize(part.mask, size, interpolation=cv2.INTER_AREA),
        cv2.resize(part.labels, size, interpolation=cv2.INTER_NEAREST),
        cv2.resize(part.certainty, size, interpolation=cv2.INTER_AREA),
        person.warnings,
        {side: moved(fingers, factor_of(photo.shape, part.photo.shape)) for side, fingers in part.hands.items()},
    )
    return Working(small, window, scale)
