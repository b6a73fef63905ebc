"""The front's own colours right up to its edge at the neck, without what of the inside passed for it."""

from typing import Final

import cv2
import numpy as np

from vitrine.fitting.warp.rims import nearest
from vitrine.imaging.masks import box, grown, touching
from vitrine.imaging.types import Picture, Region

BAND: Final = 0.02
"""How far off a neckline may be found, in distances of the neck points: shade, the end of a label."""
OFF: Final = 14.0
"""Least distance (CIELAB) of such a strip's colour from the front's beside it."""
PATTERNED: Final = 3.0
"""How many times as far as the front's colours there are from one another it is as well: prints end at the neck."""
WHOLE: Final = 0.5
"""Share of the edge from which on what is of another colour is no strip left over but a binding."""
KNOWN: Final = 0.02
"""Share of the front around a place from which its colour there is known."""


def to_the_neckline(texture: Picture, front: Region, inside: Region, wide: float) -> Picture:
    """A garment's colours for its front: what the neckline left of the inside is drawn over, and beyond it as well.

    A neckline is found to a pixel or two; of a dark inside, or of a white label, a broken line is left on the collar.

    Args:
        texture: its colours.
        front: where it is its front.
        inside: where it is the inside of the back.
        wide: distance of the neck points, pixels.
    """
    reach = max(1.0, BAND * wide)
    window = box([inside], round(4 * reach) + 1)
    mine, within = front[window], inside[window]
    if not within.any() or not mine.any():
        return texture
    away = cv2.distanceTransform((~within).view(np.uint8), cv2.DIST_L2, 3)
    band, core = mine & (away <= reach), mine & (away > reach) & (away <= 3 * reach)
    # a rib's seam lies off the edge
    left = touching(_left_over(texture[window], band, core, reach), away < 2)
    own = mine & ~grown(left, 1)
    beyond = (band | within) & ~own & grown(band, reach + 1)
    if not own.any() or not beyond.any():
        return texture
    out = texture.copy()
    out[window][beyond] = nearest(texture[window], own)[beyond]
    return out


def _left_over(view: Picture, band: Region, core: Region, reach: float) -> Region:
    """What in the `band` along the edge has another colour than the front in its `core` farther in."""
    lab = cv2.cvtColor(view.astype(np.float32) / np.float32(255), cv2.COLOR_RGB2LAB)
    weight = core.astype(np.float32)
    share = cv2.GaussianBlur(weight, (0, 0), 2 * reach)
    least = np.maximum(share, 1e-4)
    usual = cv2.GaussianBlur(lab * weight[..., None], (0, 0), 2 * reach) / least[..., None]
    off = np.linalg.norm(lab - usual, axis=2)
    spread = cv2.GaussianBlur(off * weight, (0, 0), 2 * reach) / least
    other = band & (off > np.maximum(OFF, PATTERNED * spread)) & (share > KNOWN)
    if other.sum() > WHOLE * band.sum():
        # of a binding what has neither its colour nor the front's
        other &= np.linalg.norm(lab - np.median(lab[other], 0), axis=2) > 2 * OFF
    return np.asarray(other)
