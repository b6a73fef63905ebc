"""Cloth in sight that tells how it goes on where it was hidden: its fine texture, whether it is plain."""

from typing import Final

import cv2
import numpy as np
from jaxtyping import Float32

from vitrine.imaging.masks import box
from vitrine.imaging.types import Region

SHADE: Final = (0.05, 0.16)
"""How far below an old hem its shadow lies on the bottoms, and where that has run out, in u."""
TELLS: Final = 0.3
"""Height of the bottoms below an old hem that tells their colours, in u."""
FINE: Final = (0.012, 0.08)
"""Size of what is copied of the texture of plain and of patterned ones, in u."""
USUAL: Final = 80
"""Percentile of the strength of a texture that is its most."""
PATTERNED: Final = 22.0
"""Grey levels by which half of the places of patterned cloth differ from its common colour."""


def texture_of(photo: Float32[np.ndarray, "h w 3"], sure: Region, size: float) -> Float32[np.ndarray, "h w 3"]:
    """What is finer than `size` pixels in cloth, its rare lines (seams, the edges of folds) held down."""
    weight = sure.astype(np.float32)
    around = np.maximum(cv2.GaussianBlur(weight, (0, 0), size), 1e-3)
    fine = photo - cv2.GaussianBlur(photo * weight[..., None], (0, 0), size) / around[..., None]
    usual = float(np.percentile(np.abs(fine[sure]), USUAL)) if sure.any() else 0.0
    return np.asarray(np.clip(fine, -usual, usual), np.float32)


def plain(photo: Float32[np.ndarray, "h w 3"], where: Region, unit: float) -> bool:
    """Whether cloth has no pattern: then what is coarse in it are folds and seams of that place."""
    window = box([where], 0)
    calm = cv2.GaussianBlur(photo[window], (0, 0), FINE[0] * unit)[where[window]]
    return bool(np.median(np.abs(calm - np.median(calm, 0))) < PATTERNED)
