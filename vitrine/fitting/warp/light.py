"""Light: how the body and the scene shade the cloth, without the old garment's own print."""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from jaxtyping import Float32

from vitrine.fitting.warp.scene import Scene
from vitrine.imaging.filling import grain_level, noise
from vitrine.imaging.masks import Window, box_of, filled, grown
from vitrine.imaging.sharpness import blur_of
from vitrine.imaging.types import Mask, Picture, Region

STEEP: Final = 25.0
"""Change of light's logarithm over the person's unit that folds seldom show; prints, seams and faded denim do."""
SEAMED: Final = 0.04
"""Cloth with a larger share of such edges is not plain."""
EDGED: Final = 70.0
"""The same for the edge of a print: nothing is learned there, nor in what it encloses."""
PRINTED: Final = 0.08
"""How far the edge of a print is taken to reach, in u: over the inside of letters."""
HUE, HUED = 12.0, 0.08
"""Distance from the cloth's own hue (8-bit a and b) that no shade explains, and the share of it in cloth that is not
plain."""
FOLDS: Final = 0.6
"""Share of the old folds that is kept: new cloth falls a little otherwise."""
FINE, BROAD = (0.02, 0.45), (0.1, 0.5)
"""Sizes between which light tells folds, and the form of legs in trousers with seams, in u."""
SEWN: Final = 0.35
"""The most of sharp marks that trousers of one hue have by seams and wash; patterns have more (street photos)."""
FORM: Final = 0.45
"""Share of the light on old trousers with seams that new ones take: some of it is their wash."""
TURNED: Final = 0.07
"""How much darker cloth is at an edge where it turns away, in light from the front.

This and the next ones are some two thirds of what tops in photos show: in the outermost ninth of a trunk their light is
.92 of the middle's in light from the front; where it comes from one side (`Scene.lean` .4 to .8) .69 to .8 on the
other. Product pictures have some shade of their own.
"""
ASIDE, DARK_SIDE = 0.3, 0.22
"""How much more it is for each unit of lean on the side away from the light, and the most that it is."""
IN_BLACK: Final = 0.5
"""Share of that shade in black cloth. Measured, it is deeper there; but nobody misses it, and it hides seams."""
REACHES, DEEPEST = 0.5, 0.45
"""How far inward that shade reaches, in u, and as a share of what is narrower."""
CAMERA: Final = 0.85
"""Share of the photo's blur that new cloth takes: an edge of cloth is seldom the sharpest thing in a photo."""
SHARP: Final = 0.9
"""Sigma of blur up to which a photo counts as sharp."""
MOST_BLUR: Final = 1.5
FAINT: Final = 0.5
"""Grain, in grey levels, that nobody sees."""
LIGHT: Final = (np.arange(256, dtype=np.float32) / 255) ** np.float32(2.2)
"""Light of each grey level, as folds are told by it."""
SHOWS: Final = (1 / (0.42 + 0.58 * LIGHT)).astype(np.float32)
"""How much shade shows in cloth of each grey level, 1 in white, which shines on itself.

Measured on 232 plain garments of street photos (linear light, 90th less 10th percentile over the median): folds .18 in
white cloth, .29 in light grey, .38 in middle grey, .54 in dark, .65 in black; broad shade .27, .42, .63, 1.2 and 1.5.
"""
LUMINANCE: Final = np.array([0.2126, 0.7152, 0.0722], np.float32)
"""Shares of red, green and blue in what an eye sees of a colour's light."""
NEAR: Final = 8
"""Pixels of cloth that are taken together for that."""
DARKEST, LIGHTEST = 0.4, 1.5
"""The limits within which shading changes cloth (factor on linear light)."""


def folds(photo: Picture, old: Region, unit: float, trousers: bool = False) -> Float32[np.ndarray, "h w"]:
    """Shading of the old cloth as a factor on linear light: 1 where there is none, or where the cloth has a print.

    Seams and wash of trousers hide their folds; what is broad in their light is the form of the legs, as washed cloth,
    too, is palest on thighs and knees and dark toward the crotch.

    Args:
        photo: the person image.
        old: where the old garment is seen.
        unit: the person's unit, pixels.
        trousers: whether it is such as may be sewn of many pieces, and washed.
    """
    flat = np.ones(old.shape, np.float32)
    cloth = _cloth(photo, old, unit)
    if cloth is None or not cloth.one_hue:
        return flat
    slope = _slope(cloth.light, cloth.weight, unit)
    steep = float((slope[cloth.area] > STEEP).mean())
    if steep < SEAMED:
        marks = filled(grown(slope > EDGED, PRINTED * unit))
        flat[cloth.window] = 1 + FOLDS * cloth.relief(FINE, np.where(marks, np.float32(0), cloth.weight), unit)
    elif trousers and steep < SEWN:
        flat[cloth.window] = 1 + FORM * cloth.relief(BROAD, cloth.weight, unit)
    return flat


@dataclass(frozen=True, eq=False)
class _Cloth:
    """Old cloth in a window of the photo."""

    window: Window
    area: Region
    """Where it surely is."""
    weight: Mask
    """The same as numbers."""
    light: Float32[np.ndarray, "h w"]
    """Linear light."""
    one_hue: bool
    """Whether no part of it has a colour of its own."""

    def relief(self, sizes: tuple[float, float], near: Mask, unit: float) -> Float32[np.ndarray, "h w"]:
        """How much lighter it is than around, between two sizes in u, fading toward the edges of `near`; 0 in black."""
        fine, broad = (_blur(self.light, self.weight, size * unit) for size in sizes)
        strength = np.clip((float(np.median(self.light[self.area])) - 0.02) / 0.15, 0.0, 1.0)
        fading = np.clip(_soft(near, 0.07 * unit) * 2 - 1, 0, 1)
        return np.asarray((np.clip(fine / np.maximum(broad, 1e-3), 0.7, 1.25) - 1) * fading * strength, np.float32)


def _cloth(photo: Picture, old: Region, unit: float) -> _Cloth | None:
    """Old cloth, if enough of it is in sight."""
    area = cv2.erode(old.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    if area.sum() < 0.05 * unit * unit:
        return None
    # the folds fade out at the cloth's own edge
    window = box_of(area, round(0.3 * unit))
    photo, area = np.ascontiguousarray(photo[window]), area[window]
    light = cv2.transform(cv2.LUT(photo, LIGHT), LUMINANCE[None])
    _, *hue = cv2.split(cv2.cvtColor(np.ascontiguousarray(photo[area][None]), cv2.COLOR_RGB2LAB).astype(np.float32))
    away = np.hypot(*(plane - np.median(plane) for plane in hue))
    return _Cloth(window, area, area.astype(np.float32), light, bool((away > HUE).mean() < HUED))


def _slope(light: Float32[np.ndarray, "h w"], weight: Mask, unit: float) -> Float32[np.ndarray, "h w"]:
    """How fast light's logarithm changes inside a region, over the person's unit; 0 at its edge and beyond."""
    tone = np.log(np.maximum(_blur(light, weight, max(0.006 * unit, 0.6)), 1e-3))
    found = cv2.magnitude(cv2.Sobel(tone, cv2.CV_32F, 1, 0) / 8, cv2.Sobel(tone, cv2.CV_32F, 0, 1) / 8)
    inner = cv2.erode((weight > 0).astype(np.uint8), np.ones((9, 9), np.uint8))
    return np.asarray(found * inner * np.float32(unit), np.float32)


def _blur(values: Float32[np.ndarray, "h w"], weight: Float32[np.ndarray, "h w"], sigma: float) -> np.ndarray:
    """Normalised convolution, on a smaller copy where the blur is wide."""
    step = max(1, int(sigma / 4))
    size = (max(1, values.shape[1] // step), max(1, values.shape[0] // step))
    top = cv2.resize(values * weight, size, interpolation=cv2.INTER_AREA)
    under = cv2.resize(weight, size, interpolation=cv2.INTER_AREA)
    top, under = (_soft(m, sigma / step) for m in (top, under))
    return cv2.resize(top / np.maximum(under, 1e-4), values.shape[::-1], interpolation=cv2.INTER_LINEAR)


def _soft(weight: Float32[np.ndarray, "h w"], sigma: float) -> Mask:
    """The weight blurred, on a smaller copy where the blur is wide."""
    step = max(1, int(sigma / 4))
    size = (max(1, weight.shape[1] // step), max(1, weight.shape[0] // step))
    small = cv2.resize(weight, size, interpolation=cv2.INTER_AREA) if step > 1 else weight
    blurred = cv2.GaussianBlur(small, (0, 0), max(sigma / step, 0.5))
    return np.asarray(cv2.resize(blurred, weight.shape[::-1]) if step > 1 else blurred, np.float32)


def shaded(
    colour: Float32[np.ndarray, "h w 3"], factor: Float32[np.ndarray, "h w"], gain: Float32[np.ndarray, "3"]
) -> Float32[np.ndarray, "h w 3"]:
    """Colours (sRGB, 0..255) under more or less light: factors on linear light, by place and by channel."""
    bright = np.clip(factor, DARKEST, LIGHTEST) ** np.float32(1 / 2.2)
    tint = np.asarray(gain ** np.float32(1 / 2.2), np.float32)
    lit = cv2.multiply(colour, cv2.merge([bright * share for share in tint]))
    return np.asarray(np.minimum(lit, 255, out=lit), np.float32)


def shows(colour: Float32[np.ndarray, "h w 3"]) -> Float32[np.ndarray, "h w"]:
    """How much shade shows in the cloth around each place: as much in all of a weave, which would change else."""
    size = (max(1, colour.shape[1] // NEAR), max(1, colour.shape[0] // NEAR))
    small = cv2.resize(colour, size, interpolation=cv2.INTER_AREA)
    # red cloth shines on itself in red as white cloth does, but shade in it is seen as in one that is darker
    bright = cv2.blur((small.max(2) + small @ LUMINANCE) / 2, (5, 5))
    shows = cv2.LUT(np.clip(bright, 0, 255).astype(np.uint8), SHOWS)
    return np.asarray(cv2.resize(shows, colour.shape[1::-1], interpolation=cv2.INTER_LINEAR), np.float32)


def turns_show(seen: Float32[np.ndarray, "h w"]) -> Float32[np.ndarray, "h w"]:
    """How much it shows that cloth turns away, 1 in white: less in darker cloth, of which too little would be seen.

    Args:
        seen: see `shows`.
    """
    return np.asarray(1 - (1 - IN_BLACK) / (SHOWS[0] - 1) * (seen - 1), np.float32)


@dataclass(frozen=True)
class Camera:
    """What a garment's picture lacks to look as if the photo's camera had taken it."""

    blur: float
    """Sigma, pixels of the photo."""
    grain: float
    """Standard deviation, grey levels."""


def camera(texture: Picture, worn: Region, scale: float, scene: Scene) -> Camera:
    """What is missing in a garment picture: softness and grain, where the photo has more of them.

    Args:
        texture: the garment picture at about the size at which it is worn.
        worn: where the garment is in that.
        scale: pixels of the photo for one of it.
        scene: the photo's.
    """
    soft, blur = CAMERA * scene.blur, 0.0
    if soft > SHARP and (own := scale * blur_of(texture, worn)) > 0 and soft > own:
        blur = min(float(np.sqrt(soft**2 - own**2)), MOST_BLUR)
    grain = 0.0
    if scene.grain > FAINT:
        grain = float(np.sqrt(max(scene.grain**2 - grain_level(texture, worn) ** 2, 0.0)))
    return Camera(blur if blur > 0.3 else 0.0, grain if grain > FAINT else 0.0)


def as_photographed(colour: Float32[np.ndarray, "h w 3"], by: Camera) -> Float32[np.ndarray, "h w 3"]:
    """A drawn piece (sRGB, 0..255) as soft and as grainy as the photo is."""
    if by.blur:
        colour = np.asarray(cv2.GaussianBlur(colour, (0, 0), by.blur), np.float32)
    if by.grain:
        colour = np.clip(colour + noise(colour.shape[:2], by.grain, seed=1)[..., None], 0, 255)
    return np.asarray(colour, np.float32)


def roundness(cover: Mask, unit: float, lean: float = 0.0, slopes: float = 0.0) -> Float32[np.ndarray, "h w"]:
    """Darker toward the left and right edges of what is worn, as cloth turns away: a factor on linear light.

    Args:
        cover: coverage of a piece that is round for itself: trunk, sleeve, leg.
        unit: the person's unit.
        lean: where the light comes from, -1 (the picture's left) to 1 (right): the other edge is the darker one.
        slopes: each row is as broad as it is anywhere so far below, in u: at shoulders cloth turns up, not away.
    """
    solid = cover > 0.5
    seen = solid.any(1)
    # the outermost edges of each row: a neckline or a sleeve's seam is none at which cloth turns away
    first = np.where(seen, solid.argmax(1), cover.shape[1]).astype(np.float32)[:, None]
    last = np.where(seen, cover.shape[1] - 1 - solid[:, ::-1].argmax(1), -1).astype(np.float32)[:, None]
    if slopes:
        below = np.ones((max(1, round(slopes * unit)), 1), np.uint8)
        first = np.asarray(cv2.erode(first, below, anchor=(0, 0)), np.float32)
        last = np.asarray(cv2.dilate(last, below, anchor=(0, 0)), np.float32)
    reach = np.minimum(np.float32(REACHES * unit), np.float32(DEEPEST) * np.maximum(last - first, 2))
    columns = np.arange(cover.shape[1], dtype=np.float32)[None]
    dark = np.zeros(cover.shape, np.float32)
    for away, start, slope in ((lean, first, -1 / reach), (-lean, last, 1 / reach)):
        side = columns * slope
        side += 1 - start * slope
        np.clip(side, 0, 1, out=side)
        side *= side
        side *= np.float32(min(TURNED + ASIDE * away, DARK_SIDE) if away > 0 else TURNED * (1 + away))
        dark += side
    soft = cv2.GaussianBlur(dark, (0, 0), max(0.03 * unit, 0.5))
    return np.asarray(1 - soft, np.float32)
