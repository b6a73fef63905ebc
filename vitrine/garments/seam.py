"""The edge of the torso where a sleeve lies on it: no gap in the silhouette shows it, a line in the picture does."""

import cv2
import numpy as np

from vitrine.garments.silhouette import Silhouette

Spot = tuple[float, float]


def inner_seam(shape: Silhouette, neck: Spot) -> tuple[Spot, Spot, float]:
    """Upper end, lower end and clearness (0..1) of the line between sleeve and torso on the picture's left side.

    All nearly upright lines through the outer part of the lower half are tried; the one along which lightness changes
    most steadily across wins. Clearness compares it with the median line.
    """
    across = changes_across(shape)
    bottom = np.flatnonzero(shape.region.any(1))[-1]
    rows = np.arange(round(neck[1] + 0.4 * (bottom - neck[1])), round(neck[1] + 0.92 * (bottom - neck[1])))
    left = np.array([np.flatnonzero(shape.region[y])[0] if shape.region[y].any() else shape.axis for y in rows])
    wide = shape.axis - float(np.median(left))
    t = np.linspace(0, 1, len(rows))
    best, scores = (0.0, 0.0, -1.0), []
    for a in np.arange(0.5, 0.82, 0.02):
        for b in np.arange(0.5, 0.88, 0.02):
            xs = shape.axis - wide * (a + (b - a) * t)
            values = across[rows, np.clip(np.round(xs).astype(int), 0, shape.width - 1)]
            score = float(np.quantile(values, 0.35))
            scores.append(score)
            if score > best[2]:
                best = (float(a), float(b), score)
    ends = shape.axis - wide * np.array(best[:2])
    clear = np.clip((best[2] / max(float(np.median(scores)), 0.2) - 1) / 3, 0, 1)
    return (float(ends[0]), float(rows[0])), (float(ends[1]), float(rows[-1])), float(clear)


def armpit_above(shape: Silhouette, slot: Spot, row: float, chest: float) -> Spot:
    """The hidden armpit at a row above the slot: on the line from the slot along which lightness changes most.

    A sleeve that lies on the torso leans inward: its seam runs up and toward the axis.
    """
    across = changes_across(shape)
    rows = np.arange(int(row), int(slot[1]))
    t = (slot[1] - rows) / max(slot[1] - row, 1)
    scores = []
    leans = np.arange(0, 0.3, 0.03) * chest
    for lean in leans:
        xs = np.clip(np.round(slot[0] + lean * t), 0, shape.width - 1).astype(int)
        usual = np.exp(-0.5 * ((lean / chest - 0.09) / 0.12) ** 2)
        scores.append(float(across[rows, xs].mean() + 0.3) * usual if len(rows) else usual)
    return float(slot[0] + leans[int(np.argmax(scores))]), float(row)


def changes_across(shape: Silhouette) -> np.ndarray:
    """How much lightness changes from left to right at each pixel, L a pixel; prints are capped."""
    light = cv2.GaussianBlur(shape.colours[..., 0], (0, 0), 1.0)
    return np.asarray(np.minimum(np.abs(cv2.Sobel(light, cv2.CV_32F, 1, 0, ksize=3)) / 8, 6.0))
