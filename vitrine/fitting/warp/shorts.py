"""Legs of shorts: each a tube round its own thigh, with the room that cloth has there and no more."""

from typing import Final

import numpy as np

from vitrine.fitting.warp.drape import Lengths

ROOM: Final = 0.35
"""The most by which a leg of shorts stands off a thigh, both sides together, as a share of the thigh's breadth: on
street photos shorts are 0.15 wider than both thighs right below them in the median, a quarter more than 0.29."""
OUTSIDE: Final = 0.7
"""Share of that on the outer side: cloth hangs down from the hips, and on the inner side lies on the thigh."""


def roomy(excess: Lengths, limb: Lengths) -> Lengths:
    """By how much a leg shows wider than the thigh in it; what is cut much wider falls in folds, and behind it.

    Args:
        excess: by how much its cloth is wider, pixels of the photo.
        limb: the thigh's breadth.
    """
    most = np.maximum(ROOM * limb, 1e-6)
    return np.asarray(most * (1 - np.exp(-excess / most)))


def leaves(row: np.ndarray, held: float, end: float) -> np.ndarray:
    """How far the outer edge has come from the hips to the thigh: 0 down to where it is held, 1 at the hem."""
    share = np.clip((row - held) / max(end - held, 1.0), 0, 1)
    return np.asarray(share * share * (3 - 2 * share))
