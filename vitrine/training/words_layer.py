"""The layer that reads the garment network's words again (`garments/photo_words.py`): its options and its fit.

Generated garments learn beside the marked photos, so that what the network knows of those is kept. Needs no torch.
"""

import io
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from scipy.optimize import minimize
from scipy.special import logsumexp

from vitrine.garments.photo_words import ASKED, LEAST, Layer, applied, unit
from vitrine.training.options import checked
from vitrine.training.words_looks import Looks

FLAT: Final = 1e-3
"""Share of the features' overall deviation that is added to each one's own."""


@dataclass(frozen=True)
class Options:
    """What the file depends on; the card names it."""

    stiff: float = 100.0
    """Penalty on the square of what the features add, in nats."""
    bias: float = 1.0
    """Penalty on the square of what is added whatever the features are, and on that of the scale's logarithm."""
    drawn: int = 600
    """Generated garments that learn beside the photos."""
    weight: float = 0.3
    """Of one of them beside a photo."""
    steps: int = 300
    """Of L-BFGS, at most."""

    def __post_init__(self) -> None:
        """Raises WrongOption for what cannot be."""
        checked(self, LIMITS)


LIMITS: Final[dict[str, tuple[float, float]]] = {
    "stiff": (0, 1e9), "bias": (0, 1e9), "drawn": (1, 1e5), "weight": (0, 1e3), "steps": (1, 1e6),
}  # fmt: skip
"""Least and greatest value of each option."""


def fitted(photos: Looks, made: Looks, options: Options) -> Layer:
    """The layer that makes the right answers likeliest, of several right ones all together (L-BFGS).

    Args:
        photos: marked photos.
        made: generated garments, whose truth is exact.
        options: penalties and weights.
    """
    plain = unit(photos.features)
    mean, spread = plain.mean(0), plain.std(0) + FLAT * plain.std()
    seen = (np.concatenate([plain, unit(made.features)]) - mean) / spread
    weight = np.r_[np.ones(len(plain)), np.full(len(made.features), options.weight)]
    layer, scales = {"mean": mean, "spread": spread}, []
    for question in ASKED:
        right = np.concatenate([photos.right[question], made.right[question]])
        odds = np.concatenate([photos.odds[question], made.odds[question]])
        told = right.any(1)
        logs = np.log(np.maximum(odds[told], LEAST))
        scale, layer[question] = _fit(logs, seen[told], right[told], weight[told], options)
        scales.append(scale)
    return layer | {"scales": np.array(scales)}


def _fit(
    logs: np.ndarray, seen: np.ndarray, right: np.ndarray, weight: np.ndarray, options: Options
) -> tuple[float, np.ndarray]:
    """Scale and added rows of one question."""
    inputs = np.c_[seen, np.ones(len(seen))]
    shape = (inputs.shape[1], logs.shape[1])
    stiff = np.r_[np.full(seen.shape[1], options.stiff), options.bias][:, None]

    def cost(flat: np.ndarray) -> tuple[float, np.ndarray]:
        scale, added = np.exp(flat[0]), flat[1:].reshape(shape)
        logits = scale * logs + inputs @ added
        whole = logsumexp(logits, 1, keepdims=True)
        true = logsumexp(np.where(right, logits, -np.inf), 1, keepdims=True)
        off = weight[:, None] * (np.exp(logits - whole) - np.exp(np.where(right, logits - true, -np.inf)))
        value = float((weight[:, None] * (whole - true)).sum()) + 0.5 * options.bias * flat[0] ** 2
        slope = np.r_[scale * (off * logs).sum() + options.bias * flat[0], (inputs.T @ off + stiff * added).ravel()]
        return value + 0.5 * float((stiff * added**2).sum()), slope

    start = np.zeros(1 + shape[0] * shape[1])
    found = minimize(cost, start, jac=True, method="L-BFGS-B", options={"maxiter": options.steps}).x
    return float(np.exp(found[0])), found[1:].reshape(shape)


def packed(layer: Layer) -> bytes:
    """The file of a layer."""
    file = io.BytesIO()
    single: dict[str, Any] = {name: array.astype(np.float32) for name, array in layer.items()}
    np.savez_compressed(file, **single)
    return file.getvalue()


def reread(layer: Layer, of: Looks) -> dict[str, np.ndarray]:
    """Probabilities by question as the layer has them."""
    return {q: applied(layer, q, of.odds[q], of.features) for q in ASKED}


def crossed(photos: Looks, halves: np.ndarray, made: Looks, options: Options) -> dict[str, np.ndarray]:
    """Probabilities by question, those of each half by a layer that was fitted on the other."""
    out = {q: np.zeros_like(p) for q, p in photos.odds.items()}
    for part in (0, 1):
        rows = np.flatnonzero(halves == part)
        other = fitted(photos.some(np.flatnonzero(halves != part)), made, options)
        found = reread(other, photos.some(rows))
        for question, p in found.items():
            out[question][rows] = p
    return out
