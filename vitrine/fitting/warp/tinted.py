"""Skin beside old clothes without their colour: a lens, the file's coarse hue and light thrown back mix it in."""

from typing import Final

import cv2
import numpy as np
from jaxtyping import Float32

from vitrine.fitting.warp.shade import on_skin
from vitrine.imaging.filling import spread
from vitrine.imaging.masks import box_of, grown, shrunk
from vitrine.imaging.types import Mask, Picture, Region

FAR: Final = 0.04
"""How far beside cloth its colour is looked for in skin, in u; it is taken out whole up to half of that."""
BEYOND: Final = 2
"""How far beyond the label's edge the soft edge of skin reaches over the cloth, pixels."""
DEEP: Final = 2
"""How deep within its label cloth has its own colour, pixels."""
AROUND: Final = 0.015
"""Size of the places, in u, in which the colours of skin and cloth are told nearby."""
APART: Final = 0.3
"""Sine of the angle between the colours of skin and cloth from which on one is told from the other in a mixture."""
NOISE: Final = 0.04
"""Share of cloth in a mixture up to which it is the skin's own unevenness."""
LEAST: Final = 0.6
"""Least light of skin in the shade, over that nearby: what is darker is mixed with dark cloth."""
LIGHTEST: Final = 1.1
"""How light skin may come out, in the light that it has nearby."""

Colours = Float32[np.ndarray, "n 3"]


def untinted(photo: Picture, skin: Region, cloth: Region, unit: float) -> tuple[Picture, Mask]:
    """The photo whose skin has none of the colour of cloth beside it, and where it changed (0 or 1).

    Args:
        photo: sRGB.
        skin: skin in sight.
        cloth: clothes that go.
        unit: the person's unit, pixels.
    """
    changed = np.zeros(skin.shape, np.float32)
    around = grown(cloth, FAR * unit)
    beside = skin & around
    if not beside.any():
        return photo, changed
    window = box_of(beside, round(2 * FAR * unit) + BEYOND)
    shown, bare, worn, near = photo[window], skin[window], cloth[window], around[window]
    own = _nearby(shown, bare & ~near, unit)
    old = _nearby(shown, shrunk(worn, DEEP), unit)
    rim = (bare & near) | (worn & grown(bare, BEYOND))
    if own is None or old is None or not rim.any():
        return photo, changed
    away = cv2.distanceTransform((~worn).view(np.uint8), cv2.DIST_L2, 3)[rim] / np.float32(FAR * unit)
    mixed = shown[rim].astype(np.float32)
    own, old = (cv2.resize(one, rim.shape[::-1], interpolation=cv2.INTER_LINEAR)[rim] for one in (own, old))
    share = _share(mixed, own, old)
    # beside cloth skin lies in shade, and that is redder: told from skin in the light it would pass for red cloth's
    light = (mixed + share[:, None] * (own - old)).sum(1) / np.maximum(own.sum(1), 1)
    light = np.clip(light, LEAST, 1)
    shaded = own * on_skin(light) / light[:, None]
    share = np.where(share > 0, _share(mixed, shaded, old), 0) * np.clip(2 - 2 * away, 0, 1)
    picture, there = photo.copy(), share > 0
    # of dark cloth a little tells much: what comes out is hardly lighter than skin is nearby
    clear = np.minimum(mixed + share[:, None] * (shaded - old), np.maximum(LIGHTEST * own, mixed))
    # and no channel is lifted farther than another has come: light thrown back takes more than a share of cloth does
    most = shaded * (clear / np.maximum(shaded, 1)).min(1)[:, None]
    clear = np.minimum(clear, np.maximum(most, mixed))
    rim[rim] = there
    picture[window][rim] = np.clip(np.rint(clear[there]), 0, 255)
    changed[window][rim] = 1
    return picture, changed


def _nearby(photo: Picture, known: Region, unit: float) -> Float32[np.ndarray, "rows columns 3"] | None:
    """Colours of a region, and around it those nearest to each place, on a small copy; None where none are known."""
    step = max(1.0, AROUND * unit)
    size = (max(4, round(photo.shape[1] / step)), max(4, round(photo.shape[0] / step)))
    weight = cv2.resize(known.astype(np.float32), size, interpolation=cv2.INTER_AREA)
    if not (weight > 0.5).any():
        return None
    some = cv2.resize(cv2.copyTo(photo, known.view(np.uint8)), size, interpolation=cv2.INTER_AREA).astype(np.float32)
    weight *= weight > 0.2
    return cv2.GaussianBlur(spread(some / np.maximum(weight, 1e-3)[..., None], weight), (0, 0), 1.5)


def _share(mixed: Colours, skin: Colours, cloth: Colours) -> Float32[np.ndarray, " n"]:
    """How much of the cloth's colour is in mixtures of it and of skin in whatever light, 0..1; 0 where both are alike.

    By least squares: so much of either as comes nearest to the mixture.
    """
    of_skin, both, of_cloth = ((a * b).sum(1) for a, b in ((skin, skin), (skin, cloth), (cloth, cloth)))
    whole = np.maximum(of_skin * of_cloth - both * both, 1e-3)
    share = (of_skin * (mixed * cloth).sum(1) - both * (mixed * skin).sum(1)) / whole
    told = whole > APART**2 * of_skin * of_cloth
    return np.asarray(np.where(told & (share > NOISE), np.minimum(share, 1), 0), np.float32)
