"""Whether what was cut out of a picture can be a garment at all."""

from typing import Final

import numpy as np

from vitrine.garments.cutout import Cutout
from vitrine.garments.sight import Sight
from vitrine.garments.silhouette import Silhouette
from vitrine.garments.worn import CLOTHES

WORN_LEAST: Final = 0.25
"""Probability that the network must give to garments for a picture to show one."""
WORN_SURE: Final = 0.8
"""The same from which nothing else is asked."""


def like_a_garment(found: Cutout, shape: Silhouette, seen: Sight | None = None) -> bool:
    """Whether a cut-out can be a garment: by the network's word where it is sure, else by how it lies in the picture.

    Rooms and landscapes have salient things too; those run off the picture, are small, or lopsided.
    """
    whole = found.alpha > 0.5
    rim = np.concatenate([whole[0], whole[-1], whole[:, 0], whole[:, -1]])
    if seen is not None and not WORN_LEAST < seen.worn_somewhere < WORN_SURE:
        return bool(seen.worn_somewhere >= WORN_SURE and whole.mean() > 0.02)
    if rim.mean() > 0.45:
        return False
    if seen is not None:
        # the network wavers: garments lie whole and even in their picture
        return bool(rim.mean() < 0.12 and 0.04 < whole.mean() < 0.75 and shape.symmetry > 0.65)
    if found.plain or (found.seen is not None and found.seen.shares[CLOTHES] > 0.3 * whole.mean()):
        return True
    return bool(found.certainty > 0.9 and whole.mean() > 0.08 and rim.mean() < 0.2 and shape.symmetry > 0.7)
