"""Where the waist is on a garment that hangs from the shoulders: on its sides, where a body's would be."""

from typing import Final

import numpy as np

from vitrine.garments.contour import edges
from vitrine.garments.garment import Landmarks
from vitrine.imaging.types import Mask

BELOW: Final = 0.92
"""How far below the armpits, in halves of their distance. Straight sides are nowhere slim, bodies are alike: cuts of
ours have it from .87 to 1.02, short tops and long dresses."""
LOWEST: Final = 0.72
"""The same at most, as a share of the side."""
REACH: Final = 0.1
"""Distance to the edge, as a share of the side, from which a sleeve lies over it."""


def waists(spots: Landmarks, alpha: Mask) -> Landmarks:
    """Both waist points of a garment whose armpits and hems are known; nothing where they are not."""
    if not {"armpit-left", "armpit-right", "hem-left", "hem-right"} <= spots.keys():
        return {}
    half = np.hypot(*np.subtract(spots["armpit-left"], spots["armpit-right"])) / 2
    every = np.concatenate(edges(alpha))
    out = {}
    for name in ("left", "right"):
        pit, hem = np.array(spots[f"armpit-{name}"]), np.array(spots[f"hem-{name}"])
        long = max(float(np.hypot(*(hem - pit))), 1.0)
        spot = pit + min(BELOW * half / long, LOWEST) * (hem - pit)
        away = np.hypot(*(every - spot).T)
        x, y = (every[away.argmin()] if away.min() < REACH * long else spot).tolist()
        out[f"waist-{name}"] = (x, y)
    return out
