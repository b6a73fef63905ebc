"""The small visible mark: "AI生成" or "AI", drawn from strokes of our own, so that no font need be there.

GB 45438-2025, 4.2.3: at an edge or corner, its height at least 5 % of the picture's shorter side.
"""

from typing import Final

import cv2
import numpy as np

from vitrine.imaging.types import Picture

Stroke = tuple[tuple[float, float], ...]
GLYPHS: Final[dict[str, tuple[float, tuple[Stroke, ...]]]] = {
    "A": (0.72, (((0.02, 0.95), (0.36, 0.08), (0.70, 0.95)), ((0.14, 0.66), (0.58, 0.66)))),
    "I": (0.24, (((0.12, 0.08), (0.12, 0.95)),)),
    "生": (
        1.0,
        (
            ((0.27, 0.10), (0.20, 0.30), (0.08, 0.46)),
            ((0.22, 0.28), (0.88, 0.28)),
            ((0.18, 0.60), (0.84, 0.60)),
            ((0.52, 0.04), (0.52, 0.93)),
            ((0.05, 0.93), (0.95, 0.93)),
        ),
    ),
    "成": (
        1.0,
        (
            ((0.10, 0.26), (0.92, 0.26)),
            ((0.20, 0.26), (0.19, 0.62), (0.05, 0.96)),
            ((0.20, 0.50), (0.46, 0.50), (0.44, 0.80), (0.32, 0.76)),
            ((0.56, 0.04), (0.60, 0.44), (0.72, 0.78), (0.86, 0.94), (0.95, 0.74)),
            ((0.86, 0.42), (0.72, 0.70), (0.46, 0.96)),
            ((0.70, 0.06), (0.84, 0.15)),
        ),
    ),
}
"""Width and strokes of a glyph in a square of side 1; x to the right, y downward."""
WORDS: Final = {"zh": "AI生成", "en": "AI"}
GAP: Final = 0.1
HEIGHT: Final = 0.0535
"""Of the shorter side. Of a square of it the strokes fill 94 %: they are as high as is asked, and no higher."""
PAD: Final = 0.16
"""Of that square, between the strokes and the plate's edge."""


def drawn(image: Picture, language: str) -> Picture:
    """A copy with the mark in the lower right corner, white on a dark plate. `language`: "zh" or "en"."""
    word = WORDS["zh" if language.startswith("zh") else "en"]
    em = max(9.0, HEIGHT * min(image.shape[:2]))
    pad = PAD * em
    width = em * (sum(GLYPHS[letter][0] for letter in word) + GAP * (len(word) - 1))
    plate = (round(em + 2 * pad), round(width + 2 * pad))
    if plate[0] > image.shape[0] or plate[1] > image.shape[1]:
        return image.copy()
    ink = _ink(word, em, pad, plate)[..., None]
    marked = image.copy()
    corner = marked[-plate[0] :, -plate[1] :]
    corner[:] = np.rint((0.45 * corner) * (1 - ink) + 255.0 * ink)
    return marked


def _ink(word: str, em: float, pad: float, plate: tuple[int, int]) -> np.ndarray:
    """Coverage 0..1 of the strokes, drawn four times as large and made smaller."""
    fine = 4
    canvas = np.zeros((plate[0] * fine, plate[1] * fine), np.uint8)
    left = pad
    for letter in word:
        width, strokes = GLYPHS[letter]
        for stroke in strokes:
            line = np.rint((np.array(stroke) * em + (left, pad)) * fine).astype(np.int32)
            cv2.polylines(canvas, [line], False, 255, max(1, round(0.085 * em * fine)), cv2.LINE_AA)
        left += em * (width + GAP)
    return cv2.resize(canvas, plate[::-1], interpolation=cv2.INTER_AREA).astype(np.float32) / 255
