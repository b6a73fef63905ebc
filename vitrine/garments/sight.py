"""What a product picture shows at a glance: a small network's odds of kinds, and of what is wrong with the picture.

EfficientNet-Lite2 (Tan & Le 2019) with heads of our own, `weights/sight.onnx`; `tools/train_sight.py` makes it.
"""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from jaxtyping import Float32

from vitrine.formats.facts import SLOTS, Kind
from vitrine.imaging.types import Picture
from vitrine.nets import Nets

SIDE: Final = 260
SIGHTS: Final[tuple[Kind, ...]] = (
    "dress", "hat", "longsleeve", "outwear", "trousers", "shirt", "shoes", "shorts", "skirt", "t-shirt", "bag", "other",
)  # fmt: skip
"""The kinds that the network knows, in the order of its outputs."""
FLAWS: Final = ("cut-off", "folded", "several", "banner", "worn")


@dataclass(frozen=True)
class Sight:
    """Odds by name, 0..1: of `kinds` one is true, of `flaws` any."""

    kinds: dict[Kind, float]
    flaws: dict[str, float]

    @property
    def worn_somewhere(self) -> float:
        """Probability that the thing has a slot: tops, bottoms, dresses or outerwear."""
        return sum(p for kind, p in self.kinds.items() if kind in SLOTS)


def framed(photo: Picture) -> Float32[np.ndarray, "1 3 260 260"]:
    """The picture as the network takes it: whole, on a grey square, (value − 127) / 128."""
    step = SIDE / max(photo.shape[:2])
    size = tuple(max(1, round(n * step)) for n in photo.shape[1::-1])
    small = cv2.resize(photo, size, interpolation=cv2.INTER_AREA if step < 1 else cv2.INTER_LINEAR)
    out = np.zeros((SIDE, SIDE, 3), np.float32)
    y, x = (SIDE - size[1]) // 2, (SIDE - size[0]) // 2
    out[y : y + size[1], x : x + size[0]] = (small.astype(np.float32) - np.float32(127)) / np.float32(128)
    return np.ascontiguousarray(out.transpose(2, 0, 1))[None]


def sight(photo: Picture, nets: Nets) -> Sight | None:
    """What the network sees in a picture; None where its file is not there."""
    if not nets.has_sight:
        return None
    kinds, flaws = nets.sight(framed(photo))
    return Sight(
        dict(zip(SIGHTS, kinds[0].tolist(), strict=True)),
        dict(zip(FLAWS, flaws[0].tolist(), strict=True)),
    )
