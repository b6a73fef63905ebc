"""What is known of a garment in a product picture: a value that can be kept and worn by many."""

from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from vitrine.imaging.types import Labels, Mask, Picture, Rgba

Category = Literal["tops", "bottoms", "dresses", "outerwear"]
PhotoType = Literal["flat-lay", "hanger", "worn"]
Sleeve = Literal["none", "short", "three-quarter", "long"]
Landmarks = dict[str, tuple[float, float]]
"""(x, y) by name, pixels of the picture; see `Garment.landmarks`."""
Neckline = Literal["off-shoulder", "hood"]
Hem = Literal["waist", "hip", "thigh", "knee", "calf", "ankle"]
Part = Literal["torso", "left-sleeve", "right-sleeve", "left-leg", "right-leg", "inside-back"]

PARTS: tuple[Part, ...] = ("torso", "left-sleeve", "right-sleeve", "left-leg", "right-leg", "inside-back")
"""Part labels: a part map holds 0 for none, else 1 + the index into this tuple. Left and right are the wearer's."""

HEMS: tuple[Hem, ...] = ("waist", "hip", "thigh", "knee", "calf", "ankle")
"""Where a garment ends on a body, downward."""

NECKLINES: dict[str, Neckline] = {"off-shoulder": "off-shoulder", "hood": "hood"}
"""Necklines that are hung in their own way, by the word among the attributes."""


@dataclass(frozen=True, eq=False)
class Garment:
    """A garment image and what was measured on it."""

    photo: Picture
    alpha: Mask
    """The cut-out."""
    category: Category
    photo_type: PhotoType
    landmarks: Landmarks
    """(x, y) in pixels of the picture, by name; `left-` and `right-` are the wearer's.

    All: what the category has of `neck-left`, `neck-right`, `neck-front` (lowest point of the front neckline),
    `shoulder-left/right` (shoulder seam's outer end), `armpit-left/right`, `cuff-outer-left/right`,
    `cuff-inner-left/right`, `slot-left/right` (where the sleeve's inner edge leaves the torso: the armpit, or lower
    where a hanging sleeve hides it), `waist-left/right`, `hem-left/right`; bottoms: `waistband-left/right`, `crotch`,
    `ankle-outer-left/right`, `ankle-inner-left/right` (a skirt has `hem-left/right` and no crotch).
    """
    parts: Labels
    """0 or 1 + index into PARTS."""
    sleeve: Sleeve | None = None
    confidence: float = 1.0
    """0..1: how far the landmarks can be trusted."""
    warnings: tuple[str, ...] = ()
    attributes: dict[str, str] = field(default_factory=dict)
    """For alt texts and search: `colour`, `pattern`, `neckline_form`, `hem_length` in words; for the engine `neckline`
    (`off-shoulder`, `hood`) and `hem` (of dresses)."""
    sure: dict[str, float] = field(default_factory=dict)
    """How sure a network is of `sleeve`, `neckline` (its form), `hem` (its length), `pattern` and `photo_type`, 0..1,
    calibrated; without those that it was not asked."""
    measures: dict[str, float] = field(default_factory=dict)
    """Centimetres of the size that is worn, by the size chart's names: `chest` (around), `length`; mostly empty."""
    tucked: bool = False
    """Whether a top is worn tucked into the bottoms, instead of over them."""
    filled: Rgba | None = None
    """Cloth that was completed where hands, hair or a bag hid it, of the photo's size; `photo` has it, too."""

    def __post_init__(self) -> None:
        """Put what was completed into the photo: whoever keeps a garment keeps the shop's picture beside it."""
        if self.filled is not None:
            share = self.filled[..., 3:].astype(np.float32) / np.float32(255)
            whole = self.photo * (1 - share) + self.filled[..., :3] * share
            object.__setattr__(self, "photo", np.rint(whole).astype(np.uint8))

    @property
    def neckline(self) -> Neckline | None:
        """A neckline that is hung in its own way; None for all others."""
        return NECKLINES.get(self.attributes.get("neckline", ""))

    @property
    def hem(self) -> Hem | None:
        """Where a dress ends on a body, as its picture looks; None for all others, and where nothing tells."""
        return next((hem for hem in HEMS if hem == self.attributes.get("hem")), None)

    @property
    def bare_shoulders(self) -> bool:
        """Whether it is worn off the shoulders: then `shoulder-` landmarks are the sleeves' upper outer corners."""
        return self.neckline == "off-shoulder"

    @property
    def hooded(self) -> bool:
        """Whether a hood stands up above the neck points in the picture."""
        return self.neckline == "hood"
