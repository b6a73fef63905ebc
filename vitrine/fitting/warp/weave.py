"""Cloth in sight that tells how it goes on where it was hidden: how it looks in the light, its colours and texture."""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from jaxtyping import Bool, Float32

from vitrine.imaging.masks import box, grown, shrunk
from vitrine.imaging.types import Region

SHADE: Final = (0.05, 0.16)
"""How far below an old hem its shadow lies on the bottoms, and where that has run out, in u."""
TELLS: Final = 0.3
"""Height of the bottoms below an old hem that tells their colours, and of what is mirrored of them, in u."""
COARSE: Final = (0.05, 0.25)
"""Size of what is copied of the texture of plain and of patterned ones, in u."""
PATTERNED: Final = 22.0
"""Grey levels by which half of the places of patterned cloth differ from its common colour."""
CALM: Final = 0.012
"""What is finer than that is no pattern, in u."""
LEAST: Final = 0.02
"""The least of cloth in sight that tells anything, in u²."""
RIM: Final = 0.03
"""Breadth of its rim that has something of the old hem's colour, in u."""
SHADES, ENOUGH, LIGHTER = 12, 20, 2.5
"""Steps in which a hem's shade is told, the pixels that each takes, and the most that it is lit."""
DEEPEST: Final = 5
"""Percentile of the light at a step by which plain cloth's shade is told: below a hem that stands off in the middle it
is deeper there than at the sides. What is dark in a pattern is none of it: there it is the median."""
SHARP: Final = (0.012, 0.1)
"""Size over which the light on plain and on patterned ones is told, in u."""
OTHER: Final = 45.0
"""Grey levels from its usual colour from which on something that passed for plain cloth is none."""
FINE: Final = 0.4
"""Share of a plain one's texture that is left far above what is in sight."""
EASES: Final = 0.3
"""Height over which cloth goes over from what it is in sight to what it is on the whole, in u."""
RUN: Final = 0.15
"""Length down a place from which on cloth in sight tells how it goes on above, in u."""
BINS: Final = 96
"""Places across a leg, or across a skirt, at which its cloth is told."""


@dataclass(frozen=True, eq=False)
class Seen:
    """Cloth as it is in sight."""

    cloth: Float32[np.ndarray, "h w 3"]
    """The photo with the cloth out of an old hem's shade."""
    broad: Float32[np.ndarray, "h w 3"]
    """What is coarse in it: folds and light."""
    tells: Region
    """Where it is in sight, and nothing else that passed for it."""
    common: Float32[np.ndarray, "3"]
    """Its usual colour."""
    even: bool
    """Whether it has no pattern."""


def seen_of(
    photo: Float32[np.ndarray, "h w 3"],
    seen: Region,
    away: Float32[np.ndarray, "h w"],
    strip: Region,
    unit: float,
) -> Seen | None:
    """What is in sight of cloth; None where that is too little.

    Args:
        photo: the photo.
        seen: where cloth is in sight.
        away: distance from the old clothes that hung over it, in u.
        strip: where it lies between their sides, all in shade.
        unit: the person's unit, pixels.
    """
    sure = shrunk(seen, 2) & (away > RIM)
    lit = sure & (away > SHADE[1]) & ~strip
    lit = lit if lit.sum() > LEAST * unit**2 else sure
    if lit.sum() < LEAST * unit**2:
        return None
    even = plain(photo, lit, unit)
    # what is coarse in a pattern is its own, in plain cloth folds and wear
    size, sharp = (COARSE[0], SHARP[0]) if even else (COARSE[1], SHARP[1])
    cloth = _out_of_shade(photo, sure, lit, away, sharp * unit, DEEPEST if even else 50)
    size *= unit
    broad, common = _broad(cloth, sure, size), np.median(cloth[lit], 0).astype(np.float32)
    tells = sure & ~grown(sure & (np.abs(broad - common).max(2) > OTHER), size) if even else sure
    return Seen(cloth, broad, tells, common, even)


def gone_on(
    seen: Seen, x: Float32[np.ndarray, "rows bins"], y: Float32[np.ndarray, "rows bins"], unit: float
) -> Float32[np.ndarray, "rows bins 3"]:
    """Cloth at every place across in every row: as it is in sight, above that gone on with.

    There it begins as light as it is in sight and comes to be as that is on the whole; its texture is mirrored up and
    down, no farther than `TELLS`.

    Args:
        seen: what is in sight.
        x: columns of the places across, from row to row.
        y: their rows.
        unit: the person's unit, pixels.
    """
    there = cv2.remap(seen.tells.astype(np.uint8), x, y, cv2.INTER_NEAREST) > 0
    rows, count = np.arange(len(there))[:, None], len(there)
    lasting = cv2.erode(there.astype(np.uint8), np.ones((max(1, round(RUN * unit)), 1), np.uint8), anchor=(0, 0)) > 0
    known = np.flatnonzero(lasting.any(0))
    if not len(known):
        return np.broadcast_to(seen.common, (*x.shape, 3))
    broad, wove = (cv2.remap(one, x, y, cv2.INTER_LINEAR) for one in (seen.broad, seen.cloth - seen.broad))
    # of each place the next stretch of cloth below it, else the last one, and where that ends
    begins = np.minimum.accumulate(np.where(lasting, rows, count)[::-1], 0)[::-1]
    begins = np.where(begins < count, begins, np.where(lasting, rows, 0).max(0))
    after = np.minimum.accumulate(np.where(there, count, rows)[::-1], 0)[::-1]
    column = _mirrored(known, x.shape[1])
    begins = begins[:, column]
    most = np.clip(after[begins, column] - begins - 1, 1, TELLS * unit)
    height = np.abs(begins - rows)
    source = (begins + most - np.abs(height % (2 * most) - most)).astype(np.float32)
    across = np.broadcast_to(column[None].astype(np.float32), source.shape)
    woven = cv2.remap(wove, across, source, cv2.INTER_LINEAR)
    first = cv2.remap(broad, across, (begins + np.minimum(most, SHADE[0] * unit)).astype(np.float32), cv2.INTER_LINEAR)
    first = cv2.GaussianBlur(first, (0, 1), 2, sigmaY=0.5, borderType=cv2.BORDER_REPLICATE)
    usual = _usual(broad, there, known, seen.common, TELLS * unit)
    near = np.exp(-height / np.float32(EASES * unit))[..., None]
    if seen.even:
        # its folds are of that place
        woven = woven * (FINE + (1 - FINE) * near)
    return np.asarray(usual + (first - usual) * near + woven, np.float32)


def plain(photo: Float32[np.ndarray, "h w 3"], where: Region, unit: float) -> bool:
    """Whether cloth has no pattern: then what is coarse in it are folds and seams of that place."""
    window = box([where], 0)
    calm = cv2.GaussianBlur(photo[window], (0, 0), CALM * unit)[where[window]]
    return bool(np.median(np.abs(calm - np.median(calm, 0))) < PATTERNED)


def _out_of_shade(
    photo: Float32[np.ndarray, "h w 3"],
    sure: Region,
    lit: Region,
    away: Float32[np.ndarray, "h w"],
    size: float,
    percentile: int,
) -> Float32[np.ndarray, "h w 3"]:
    """The photo with cloth out of a hem's shade, which a `percentile` of its light tells by how far `away` that is.

    No place comes to be lighter than cloth that is `lit` usually is: on the sunny side of a hem there is no shade.
    """
    light, step = photo.mean(2), SHADE[1] / SHADES
    usual, gain, at = float(np.median(light[lit])), [], []
    for k in range(SHADES):
        there = light[sure & (away > k * step) & (away <= (k + 1) * step)]
        if len(there) > ENOUGH:
            gain.append(np.clip(usual / max(float(np.percentile(there, percentile)), 1.0), 1, LIGHTER))
            at.append((k + 0.5) * step)
    # each channel for itself: shade is bluer than light
    most = np.median(photo[lit], 0) / np.maximum(_broad(photo, sure, size), 1)
    by = np.clip(most, 1, np.interp(away, [*at, SHADE[1]], [*gain, 1.0])[..., None])
    return np.asarray(photo * by, np.float32)


def _broad(
    photo: Float32[np.ndarray, "h w channels"], sure: Region, size: float
) -> Float32[np.ndarray, "h w channels"]:
    """What is coarser than `size` pixels in the cloth that is in sight."""
    weight = sure.astype(np.float32)[..., None]
    part = cv2.GaussianBlur(np.dstack([photo * weight, weight]), (0, 0), size)
    return np.asarray(part[..., :-1] / np.maximum(part[..., -1:], 1e-3), np.float32)


def _usual(
    broad: Float32[np.ndarray, "rows bins 3"],
    there: Bool[np.ndarray, "rows bins"],
    known: np.ndarray,
    common: Float32[np.ndarray, "3"],
    far: float,
) -> Float32[np.ndarray, "bins 3"]:
    """The colour at each place across, told by its uppermost cloth in sight; half of it is the `common` one.

    What a crotch or a fold has darkened is no rule.
    """
    told = there & (np.cumsum(there, 0) <= far)
    median = np.stack([np.median(broad[told[:, k], k], 0) for k in known])
    each = np.stack([np.interp(np.arange(there.shape[1]), known, median[:, c]) for c in range(3)], 1)
    smooth = cv2.GaussianBlur(each.astype(np.float32), (1, 0), 0.5, sigmaY=4, borderType=cv2.BORDER_REPLICATE)
    return np.asarray(0.5 * smooth + 0.5 * common, np.float32)


def _mirrored(known: np.ndarray, count: int) -> np.ndarray:
    """For each of `count` places one of the `known`: itself, else its mirror image at the nearest, to and fro."""
    places, turn = np.arange(count), 2 * len(known)
    nearest = np.abs(places[:, None] - known[None]).argmin(1)
    at = (nearest - (places - known[nearest])) % turn
    return np.asarray(known[np.minimum(at, turn - 1 - at)])
