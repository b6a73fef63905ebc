"""Fine texture of skin in sight, sown over made skin: pores, hairs and the camera's grain as the photo has them."""

from typing import Final

import cv2
import numpy as np
from jaxtyping import Float32
from numpy.lib.stride_tricks import sliding_window_view

from vitrine.imaging.filling import brightness, noise, noise_level
from vitrine.imaging.masks import Window, shrunk
from vitrine.imaging.types import Picture, Region

COARSEST: Final = 2.2
"""Blur, in pixels, beyond which it is wrinkle and shading, no texture."""
SIZES: Final = (0.12, 0.08, 0.05)
"""Side of the patches that are sown, in u: the largest for which there is skin."""
STRAY: Final = 2.0
"""Deviations beyond which something is a mole or an edge, no texture."""
EVEN: Final = 30
"""Percentile of the patches, by their contrast, up to which they are sown: moles and wrinkles would be seen again."""
VARIETY: Final = 6.0
"""Places for patches, over the square of half their side, from which on they do not repeat one another."""
CALM: Final = 0.75
"""Share of the texture of the most even skin in sight that made skin has: sown without the order that folds and hairs
have it is seen as blotches at full strength, which is that of real skin (measured on 150 legs made again)."""
SOWN: Final = 0.5
"""The same of mere noise, where there is too little skin."""
LITTLE, MOST = 0.2, (1.4, 2.0)
"""Skin in sight, in u², up to which its texture is no stronger than the first, beyond which than the second (standard
deviation, grey levels): median and upper quartile of 63 people of street photos in whom more is in sight. Of scraps
only edges are read; nets, straps and chains on skin pass for it, too, and sown all that is lace."""
LARGE: Final = 256
"""Side of the tile that is sown, at least, pixels."""
READ: Final = 320
"""Side of the part of the photo that is read, pixels."""
COARSE: Final = 4
"""Step in which that part is looked for, pixels."""

Plane = Float32[np.ndarray, "_ _"]


def grain(photo: Picture, sight: Region, unit: float) -> Plane:
    """Texture for made skin everywhere in a photo, grey levels.

    Args:
        photo: sRGB.
        sight: skin in sight, away from edges; not the face's, whose features would be seen again.
        unit: the person's unit, pixels.
    """
    shape = (sight.shape[0], sight.shape[1])
    window = _fullest(sight)
    for share in SIZES:
        half = max(4, round(share * unit / 2))
        places = np.argwhere(shrunk(sight[window], 1.5 * half))
        places = places[(places >= half).all(1) & (places < np.array(sight[window].shape) - half).all(1)]
        if len(places) > VARIETY * half * half:
            tile = _sown(_fine(photo, sight, window), places, half) * np.float32(CALM)
            most = MOST[int(sight.sum() > LITTLE * unit * unit)]
            tile *= min(1.0, most / max(float(tile.std()), 1e-3))
            tiles = (-(-shape[0] // tile.shape[0]), -(-shape[1] // tile.shape[1]))
            return np.asarray(np.tile(tile, tiles)[: shape[0], : shape[1]])
    level = noise_level(photo, sight if sight.any() else np.ones_like(sight))
    return noise(shape, min(SOWN * level, MOST[0]))


def _fullest(sight: Region) -> Window:
    """The part of a photo in which most skin is in sight."""
    small = np.ascontiguousarray(sight[::COARSE, ::COARSE]).astype(np.float32)
    side = READ // COARSE
    amount = cv2.boxFilter(small, -1, (side, side), borderType=cv2.BORDER_CONSTANT)
    row, column = (int(k) * COARSE for k in np.unravel_index(int(amount.argmax()), amount.shape))
    rows, columns = (slice(max(0, at - READ // 2), at + READ // 2) for at in (row, column))
    return rows, columns


def _fine(photo: Picture, sight: Region, window: Window) -> Plane:
    """What is finer than shading, without moles, in a window of the photo."""
    light = brightness(photo[window])
    fine = light - cv2.GaussianBlur(light, (0, 0), COARSEST)
    most = STRAY * float(np.median(np.abs(fine[sight[window]]))) / 0.6745
    return np.asarray(np.clip(fine, -most, most), np.float32)


def _sown(fine: Plane, places: np.ndarray, half: int) -> Plane:
    """A tile that goes on at its edges, of patches about the most even `places`, laid over one another by half."""
    contrast = cv2.blur(np.abs(fine), (2 * half, 2 * half))[places[:, 0], places[:, 1]]
    places = places[contrast <= np.percentile(contrast, EVEN)]
    count = -(-LARGE // half)
    side = count * half
    edge = np.sin(np.pi * (np.arange(2 * half) + 0.5) / (2 * half)).astype(np.float32)
    window = edge[:, None] * edge
    chance = np.random.default_rng(3)
    chosen, turned = places[chance.integers(0, len(places), count * count)], chance.integers(0, 4, count * count)
    patches = sliding_window_view(fine, (2 * half, 2 * half))[chosen[:, 0] - half, chosen[:, 1] - half]
    for turns in (1, 2, 3):
        patches[turned == turns] = np.rot90(patches[turned == turns], turns, (1, 2))
    quarters = (patches * window).reshape(count, count, 2, half, 2, half)
    laid = np.zeros((count + 1, half, count + 1, half), np.float32)
    for down, right in ((1, 1), (1, 0), (0, 1), (0, 0)):
        laid[down : down + count, :, right : right + count] += quarters[:, :, down, :, right].transpose(0, 2, 1, 3)
    tile = laid.reshape(side + half, side + half)
    tile[:half] += tile[side:]
    tile[:, :half] += tile[:, side:]
    return tile[:side, :side]
