"""Whether a garment lies folded: a second opinion, by a network on the whole picture (`weights/folds.onnx`)."""

from dataclasses import replace
from typing import Final

import cv2
import numpy as np
from jaxtyping import Float32

from vitrine.garments.sight import FLAWS, Sight
from vitrine.imaging.types import Picture
from vitrine.nets import Nets

SIDE: Final = 260


def with_folds(photo: Picture, seen: Sight | None, nets: Nets) -> Sight | None:
    """The glance with the mean of both networks' odds of a fold; as it was where the second is not there."""
    if seen is None or not nets.has_folds:
        return seen
    odds = float(nets.folds(framed(photo))[1][0, FLAWS.index("folded")])
    return replace(seen, flaws=seen.flaws | {"folded": (seen.flaws["folded"] + odds) / 2})


def framed(photo: Picture) -> Float32[np.ndarray, "1 3 260 260"]:
    """The picture as the network takes it: whole, on a grey square, (value − 127) / 128."""
    step = SIDE / max(photo.shape[:2])
    size = tuple(max(1, round(n * step)) for n in photo.shape[1::-1])
    small = cv2.resize(photo, size, interpolation=cv2.INTER_AREA if step < 1 else cv2.INTER_LINEAR)
    out = np.zeros((SIDE, SIDE, 3), np.float32)
    y, x = (SIDE - size[1]) // 2, (SIDE - size[0]) // 2
    out[y : y + size[1], x : x + size[0]] = (small.astype(np.float32) - np.float32(127)) / np.float32(128)
    return np.ascontiguousarray(out.transpose(2, 0, 1))[None]
