"""What is known of a person in a photo: a value that can be kept, so that a further garment costs only the warp."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np
from jaxtyping import Float32

from vitrine.imaging.types import Labels, Mask, Picture

CLASSES: Final = (
    "background", "hair", "skin", "top", "outerwear", "dress", "bottoms", "legwear", "shoes", "bag", "accessory",
)  # fmt: skip
"""The classes of human parsing; a label map holds indices into this tuple."""
COLOURS: Final = (
    (235, 235, 235), (120, 70, 30), (245, 190, 160), (40, 110, 220), (20, 50, 110), (200, 50, 140),
    (40, 150, 70), (150, 200, 90), (230, 120, 20), (240, 210, 30), (130, 60, 190),
)  # fmt: skip
"""The colour in which each class is shown."""


@dataclass(frozen=True, eq=False)
class Person:
    """A person image and what was measured on it.

    Left and right are the wearer's own, as in MediaPipe's 33 landmarks (11 left shoulder, 12 right shoulder, ...).
    """

    photo: Picture
    landmarks: Float32[np.ndarray, "33 2"]
    """(x, y) in pixels; may lie outside the picture."""
    visibility: Float32[np.ndarray, "33"]
    """0..1"""
    mask: Mask
    """Coverage of the person (the largest, if there are several)."""
    labels: Labels
    """Human parsing: indices into CLASSES, at the photo's size."""
    certainty: Mask
    """Probability that the parser gives to the label, 0..1."""
    warnings: tuple[str, ...] = ()
    """Codes of what may harm the result (`several-people`, `dark`, ...)."""
    hands: Mapping[str, Float32[np.ndarray, "21 2"]] = field(default_factory=dict)
    """Landmarks, (x, y) in pixels, of the hands that pose and labels alone do not tell; by side (see `fingers`)."""

    def part(self, window: tuple[slice, slice]) -> "Person":
        """The person in a window (rows, columns) of the photo; pixels are shared, not copied."""
        corner = np.array([window[1].start, window[0].start], np.float32)
        return replace(
            self,
            photo=self.photo[window],
            landmarks=self.landmarks - corner,
            mask=self.mask[window],
            labels=self.labels[window],
            certainty=self.certainty[window],
            hands={side: fingers - corner for side, fingers in self.hands.items()},
        )
