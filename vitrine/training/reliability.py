"""The reliability plot: how often answers are right that are given with some confidence (DeGroot & Fienberg 1983)."""

from pathlib import Path
from typing import Final

import cv2
import numpy as np

from vitrine.imaging.types import Picture

BINS: Final = 10
SIDE: Final = 220
MARGIN: Final = 34
INK: Final = (40, 40, 40)
TITLE: Final = 0.42
"""Height of a panel's title; one that is too long for the panel is smaller."""

Said = list[tuple[int, int, float]]
"""True answer, given answer, its probability."""


def bins(said: Said) -> list[tuple[float, float, int]]:
    """For each tenth of confidence: mean confidence, share of right answers, count; empty tenths are left out."""
    sure = np.array([p for _, _, p in said])
    right = np.array([t == g for t, g, _ in said], float)
    tenth = np.minimum((sure * BINS).astype(int), BINS - 1)
    return [
        (float(sure[tenth == b].mean()), float(right[tenth == b].mean()), int((tenth == b).sum()))
        for b in range(BINS)
        if (tenth == b).any()
    ]


def calibration_error(said: Said) -> float:
    """Expected difference of confidence and accuracy over the tenths (Guo et al. 2017, arXiv 1706.04599)."""
    return sum(n * abs(sure - right) for sure, right, n in bins(said)) / max(1, len(said))


def plot(questions: dict[str, Said], file: Path) -> None:
    """A panel for each question: bars as high as answers are right, as dark as there are many, beside the diagonal."""
    panels = [panel(name, said) for name, said in questions.items() if said]
    if panels:
        panels += [np.full_like(panels[0], 255)] * (-len(panels) % 4)
        rows = [np.concatenate(panels[i : i + 4], 1) for i in range(0, len(panels), 4)]
        cv2.imwrite(str(file), np.concatenate(rows)[..., ::-1])


def panel(name: str, said: Said) -> Picture:
    """One question's bars."""
    out = np.full((SIDE + 2 * MARGIN, SIDE + 2 * MARGIN, 3), 255, np.uint8)

    def spot(x: float, y: float) -> tuple[int, int]:
        return round(MARGIN + x * SIDE), round(MARGIN + (1 - y) * SIDE)

    for sure, right, count in bins(said):
        left = int(min(sure, 0.999) * BINS) / BINS
        pale = round(215 - 130 * min(1.0, 4 * count / len(said)))
        cv2.rectangle(out, spot(left + 0.01, right), spot(left + 1 / BINS - 0.01, 0), (pale, pale + 20, 240), -1)
        cv2.circle(out, spot(sure, right), 3, (200, 40, 40), -1, cv2.LINE_AA)
        at = spot(left + 0.01, 0)
        cv2.putText(out, str(count), (at[0], at[1] + 12), cv2.FONT_HERSHEY_SIMPLEX, 0.3, INK, 1, cv2.LINE_AA)
    cv2.line(out, spot(0, 0), spot(1, 1), (120, 120, 120), 1, cv2.LINE_AA)
    cv2.rectangle(out, spot(0, 1), spot(1, 0), INK, 1)
    title = f"{name}: error {calibration_error(said):.3f}, {len(said)} answers"
    (wide, _), _ = cv2.getTextSize(title, cv2.FONT_HERSHEY_SIMPLEX, TITLE, 1)
    size = TITLE * min(1.0, (SIDE + MARGIN - 4) / wide)
    cv2.putText(out, title, (MARGIN, MARGIN - 10), cv2.FONT_HERSHEY_SIMPLEX, size, INK, 1, cv2.LINE_AA)
    below = "confidence; bars: share right; digits: answers"
    cv2.putText(out, below, (MARGIN, SIDE + MARGIN + 27), cv2.FONT_HERSHEY_SIMPLEX, 0.33, INK, 1, cv2.LINE_AA)
    return out
