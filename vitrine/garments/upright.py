"""A garment that lies askew, turned upright to be read, and what was read turned back."""

from dataclasses import replace
from typing import Final

import cv2
import numpy as np
from jaxtyping import Float32, Float64, UInt8

from vitrine.garments.garment import Garment
from vitrine.garments.parts import over_the_rim
from vitrine.imaging.types import Mask, Picture

SIDE: Final = 128
"""Longer side at which the tilt is measured."""
MOST: Final = 24
"""Degrees up to which a garment is turned; more is an arrangement of its own."""
GAIN: Final = 0.012
"""By so much the likeness to the mirror image (IoU) must grow for a garment to be turned."""
RIM: Final = 2.0
"""How much steeper the edge is taken that what was read has when turned back: turning blurs it."""
Upright = UInt8[np.ndarray, "rows columns 3"]
"""The picture turned: of a size of its own."""
Cover = Float32[np.ndarray, "rows columns"]
Turn = Float64[np.ndarray, "2 3"]
"""Affine map from the picture to the upright one."""


def tilt(alpha: Mask) -> float:
    """Degrees, clockwise in the picture, by which a garment leans; 0 where it is upright or not symmetric.

    The angle at which the coverage is most like its mirror image, to half a degree.
    """
    found = np.pad(shrunk(alpha), SIDE // 3)
    scores = {angle: likeness(found, angle) for angle in np.arange(-MOST, MOST + 1, 3.0).tolist()}
    best = max(scores, key=lambda a: scores[a])
    for step in (1.0, 0.5):
        near = {best + k * step: likeness(found, best + k * step) for k in (-1, 1)} | {best: scores[best]}
        scores |= near
        best = max(near, key=lambda a: near[a])
    sure = abs(best) >= 1.5 and abs(best) < MOST and scores[best] > max(likeness(found, 0.0) + GAIN, 0.7)
    return float(best) if sure else 0.0


def shrunk(alpha: Mask) -> np.ndarray:
    """The coverage's box at the working size."""
    ys, xs = np.flatnonzero((alpha > 0.5).any(1)), np.flatnonzero((alpha > 0.5).any(0))
    box = alpha[ys[0] : ys[-1] + 1, xs[0] : xs[-1] + 1]
    step = SIDE / max(box.shape)
    size = (max(2, round(box.shape[1] * step)), max(2, round(box.shape[0] * step)))
    return np.asarray(cv2.resize(box, size, interpolation=cv2.INTER_AREA))


def likeness(found: np.ndarray, angle: float) -> float:
    """Greatest IoU of the coverage, turned back by `angle`, with its mirror image about any upright axis."""
    height, width = found.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1)
    turned = (cv2.warpAffine(found, turn, (width, height)) > 0.5).astype(np.float32)
    spectrum = np.fft.rfft(turned, 2 * width, axis=1)
    both = float(np.fft.irfft((spectrum**2).sum(0), 2 * width).max())
    total = float(turned.sum())
    return both / max(2 * total - both, 1.0)


def turned(photo: Picture, alpha: Mask, degrees: float) -> tuple[Upright, Cover, Turn]:
    """Picture and coverage with the garment upright, on a canvas that holds both whole, and the map there."""
    height, width = alpha.shape
    turn = cv2.getRotationMatrix2D(((width - 1) / 2, (height - 1) / 2), degrees, 1)
    corners = np.array([[0, 0], [width - 1, 0], [0, height - 1], [width - 1, height - 1]]) @ turn[:, :2].T + turn[:, 2]
    low, high = np.floor(corners.min(0)), np.ceil(corners.max(0))
    turn[:, 2] -= low
    size = tuple(int(v) + 1 for v in (high - low).tolist())
    upright = cv2.warpAffine(photo, turn, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    cover = cv2.warpAffine(alpha, turn, size, flags=cv2.INTER_LINEAR)
    return np.asarray(upright), np.asarray(cover, np.float32), np.asarray(turn, np.float64)


def turned_back(garment: Garment, photo: Picture, alpha: Mask, turn: Turn) -> Garment:
    """What was read of the upright garment, in the picture as it was taken; `alpha` is the coverage there."""
    back = cv2.invertAffineTransform(turn)
    size = alpha.shape[1::-1]
    # what reading took off (a hanger's hook) stays off, with its rim
    kept = cv2.warpAffine(garment.alpha, back, size, flags=cv2.INTER_LINEAR)
    cover = np.minimum(alpha, RIM * kept).astype(np.float32)
    labels = cv2.warpAffine(garment.parts, back, size, flags=cv2.INTER_NEAREST)
    spots = {n: back[:, :2] @ np.array(p) + back[:, 2] for n, p in garment.landmarks.items()}
    return replace(
        garment,
        photo=photo,
        alpha=cover,
        landmarks={name: (float(p[0]), float(p[1])) for name, p in spots.items()},
        parts=over_the_rim(np.where(cover > 0.5, labels, 0).astype(np.uint8), cover > 0.02),
    )
