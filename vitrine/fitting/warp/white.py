"""White cloth: how light and of which tint it is in the photo, and what makes a white garment's picture as white.

Shops photograph white cloth nearly burnt out, and often bluish; worn in a photo it is some way below white: on the
clothes of the bench's people 231 to 241 of 255 where it is lightest. Left as it comes it shines like paper.
"""

from typing import Final

import numpy as np
from jaxtyping import Float32

from vitrine.imaging import colour
from vitrine.imaging.masks import among
from vitrine.imaging.types import Mask, Picture, Region
from vitrine.people.person import CLASSES, Person

USUAL: Final = 240.0
"""Grey level of lit white cloth, where the photo has none that could tell."""
BRIGHT, CHROMA = 83.0, 6.0
"""L* from which, and chroma up to which, cloth is white."""
TOLD: Final = 0.15
"""Share of the clothes in sight, or of a garment, that must be white for it to be told by them."""
MOSTLY: Final = 0.4
"""Share of a garment from which on it is a white one: between, it is dimmed in part."""
LIT: Final = 75
"""Percentile of white cloth's light from which it is lit in full."""
TINT: Final = 0.5
"""Share of the tint of the photo's white cloth that new cloth takes: the rest may be that cloth's own."""
LEVEL: Final = (0.88, 1.02)
"""Limits of what light a white garment gets, as a factor on its picture's linear light."""
TURNS: Final = 0.04
"""The most that a channel differs from that: a product's own tint stays in part."""
STEP: Final = 8
"""Every so many pixels are looked at."""

Channels = Float32[np.ndarray, "3"]
CLOTHED: Final = tuple(CLASSES.index(name) for name in ("top", "outerwear", "dress", "bottoms"))


def white_of(person: Person) -> Channels | None:
    """Linear light of white cloth that is lit as the person is; None where too little of the clothes is white."""
    clothed = among(np.ascontiguousarray(person.labels[::STEP, ::STEP]), CLOTHED)
    found = lit_white(person.photo[::STEP, ::STEP], clothed)[0]
    return None if found is None else np.asarray(found**TINT * found.max() ** (1 - TINT), np.float32)


def lit_white(picture: Picture, cloth: Region) -> tuple[Channels | None, float]:
    """Linear light of what is white and lit in full among cloth, None where too little is white; and its share."""
    seen = picture[cloth]
    if not len(seen):
        return None, 0.0
    lightness, *hue = np.moveaxis(colour.lab(seen[None])[0], -1, 0)
    white = (lightness > BRIGHT) & (np.hypot(*hue) < CHROMA)
    share = float(white.mean())
    if share < TOLD or white.sum() < 20:
        return None, share
    seen = seen[white].astype(np.float32)
    # the lightest is near burning out, which hides its tint
    tint = _light(np.median(seen, 0))
    return tint / tint.max() * _light(np.percentile(seen, (LIT + 100) / 2, 0)).max(), share


def as_white(texture: Picture, alpha: Mask, white: Channels | None, gain: Channels) -> Channels:
    """Factors on a garment's linear light: of the scene, and for a white garment those that make it the photo's white.

    Args:
        texture: the product picture.
        alpha: where the garment is in that.
        white: the photo's white (`white_of`); where there is none the product's keeps its tint in the scene's light.
        gain: the scene's factors.
    """
    own, share = lit_white(texture[::STEP, ::STEP], alpha[::STEP, ::STEP] > 0.9)
    if own is None:
        return gain
    wanted = white / own if white is not None else gain * _light(np.full(3, USUAL)) / own.max()
    level = float(wanted @ np.array([0.2126, 0.7152, 0.0722], np.float32))
    wanted = np.clip(wanted / level, 1 - TURNS, 1 + TURNS) * np.clip(level, *LEVEL)
    part = min((share - TOLD) / (MOSTLY - TOLD), 1.0)
    return np.asarray(gain * (wanted / gain) ** part, np.float32)


def _light(grey: np.ndarray) -> Channels:
    """Linear light of sRGB values, as `light.shaded` tells it."""
    return np.asarray((grey / 255) ** 2.2, np.float32)
