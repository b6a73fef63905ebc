"""The layer that reads the garment network's words again (`garments/photo_words.py`): its truth, its fit, its scores.

`words.tsv` beside this file holds what an eye says of photos. Generated garments learn beside them, so that what the
network knows of those is kept. Needs no torch.
"""

import csv
import hashlib
from collections.abc import Iterable
from importlib.resources import files
from typing import Final, NamedTuple

import numpy as np
from scipy.optimize import minimize
from scipy.special import logsumexp

from vitrine.garments.garment_net import WORDS
from vitrine.garments.photo_words import ASKED, LEAST, Layer, applied, unit
from vitrine.training.reliability import Said

STIFF: Final = 100.0
"""Penalty on the square of what the features add, in nats."""
BIAS: Final = 1.0
"""Penalty on the square of what is added whatever the features are, and on that of the scale's logarithm."""
GENERATED: Final = 0.3
"""Weight of a generated garment beside a photo."""
FLAT: Final = 1e-3
"""Share of the features' overall deviation that is added to each one's own."""

Marks = dict[str, dict[str, set[str]]]
"""For each photo, `KIND/NAME`, the right answers by question; questions without one are left out."""


class Looks(NamedTuple):
    """What the network gives for pictures, and what is right."""

    odds: dict[str, np.ndarray]
    """For each question probabilities, `m n`."""
    features: np.ndarray
    """`m 352`."""
    right: dict[str, np.ndarray]
    """For each question which answers are right, `m n` bool; a row without one was not marked."""

    def some(self, rows: np.ndarray) -> "Looks":
        """Those in these rows."""
        return Looks(
            {q: p[rows] for q, p in self.odds.items()}, self.features[rows], {q: r[rows] for q, r in self.right.items()}
        )


def marks() -> Marks:
    """What was marked, by photo."""
    with (files("vitrine.training") / "words.tsv").open(encoding="utf8") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    return {row["file"]: {q: set(row[q].split("/")) for q in (*ASKED, "hem") if row[q]} for row in rows}


def half(name: str) -> int:
    """0 or 1: into which half a photo falls, by the SHA-256 of its file's name."""
    return hashlib.sha256(name.rpartition("/")[2].encode()).digest()[0] % 2


def looks(seen: Iterable[tuple[dict[str, dict[str, float]], np.ndarray, dict[str, set[str]]]]) -> Looks:
    """Gathered from the network's words, its features and the right answers of each picture."""
    rows = list(seen)
    return Looks(
        {q: np.array([[words[q][name] for name in WORDS[q]] for words, _, _ in rows]) for q in ASKED},
        np.stack([features for _, features, _ in rows]),
        {q: np.array([[name in true.get(q, ()) for name in WORDS[q]] for _, _, true in rows]) for q in ASKED},
    )


def fit(photos: Looks, made: Looks) -> Layer:
    """The layer that makes the right answers likeliest, of several right ones all together (L-BFGS).

    Args:
        photos: marked photos.
        made: generated garments, whose truth is exact.
    """
    plain = unit(photos.features)
    mean, spread = plain.mean(0), plain.std(0) + FLAT * plain.std()
    seen = (np.concatenate([plain, unit(made.features)]) - mean) / spread
    weight = np.r_[np.ones(len(plain)), np.full(len(made.features), GENERATED)]
    layer, scales = {"mean": mean, "spread": spread}, []
    for question in ASKED:
        right = np.concatenate([photos.right[question], made.right[question]])
        odds = np.concatenate([photos.odds[question], made.odds[question]])
        told = right.any(1)
        scale, layer[question] = _fit(np.log(np.maximum(odds[told], LEAST)), seen[told], right[told], weight[told])
        scales.append(scale)
    return layer | {"scales": np.array(scales)}


def _fit(logs: np.ndarray, seen: np.ndarray, right: np.ndarray, weight: np.ndarray) -> tuple[float, np.ndarray]:
    """Scale and added rows of one question."""
    inputs = np.c_[seen, np.ones(len(seen))]
    shape = (inputs.shape[1], logs.shape[1])
    stiff = np.r_[np.full(seen.shape[1], STIFF), BIAS][:, None]

    def cost(flat: np.ndarray) -> tuple[float, np.ndarray]:
        scale, added = np.exp(flat[0]), flat[1:].reshape(shape)
        logits = scale * logs + inputs @ added
        whole = logsumexp(logits, 1, keepdims=True)
        true = logsumexp(np.where(right, logits, -np.inf), 1, keepdims=True)
        off = weight[:, None] * (np.exp(logits - whole) - np.where(right, np.exp(logits - true), 0))
        value = float((weight[:, None] * (whole - true)).sum()) + 0.5 * BIAS * flat[0] ** 2
        slope = np.r_[scale * (off * logs).sum() + BIAS * flat[0], (inputs.T @ off + stiff * added).ravel()]
        return value + 0.5 * float((stiff * added**2).sum()), slope

    found = minimize(cost, np.zeros(1 + shape[0] * shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": 300}).x
    return float(np.exp(found[0])), found[1:].reshape(shape)


def reread(layer: Layer, of: Looks) -> dict[str, np.ndarray]:
    """Probabilities by question as the layer has them."""
    return {q: applied(layer, q, of.odds[q], of.features) for q in ASKED}


def crossed(photos: Looks, halves: np.ndarray, made: Looks) -> dict[str, np.ndarray]:
    """Probabilities by question, those of each half by a layer that was fitted on the other."""
    out = {q: np.zeros_like(p) for q, p in photos.odds.items()}
    for part in (0, 1):
        rows = np.flatnonzero(halves == part)
        found = reread(fit(photos.some(np.flatnonzero(halves != part)), made), photos.some(rows))
        for question, p in found.items():
            out[question][rows] = p
    return out


def said(odds: dict[str, np.ndarray], right: dict[str, np.ndarray]) -> dict[str, Said]:
    """The likeliest answers with their probability, 1 where they are right, as `reliability` wants them."""
    out: dict[str, Said] = {}
    for question, p in odds.items():
        best = p.argmax(1)
        told = np.flatnonzero(right[question].any(1))
        out[question] = [(1, int(right[question][row, best[row]]), float(p[row, best[row]])) for row in told]
    return out
