"""The garment network's words as photos have them: a linear layer that reads its answers and its features again.

Of necklines, patterns and hangers the network knows drawn garments alone: of photos it is right less often, and surer
than it should be. The layer (`weights/words.npz`, made by `vitrine train words`) learned from photos whose words an
eye has told. It changes what is said and how sure that is; geometry hears the network itself.
"""

import io
import zipfile
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
from jaxtyping import Float, Float64

from vitrine.errors import NetDamaged
from vitrine.garments.garment_net import WORDS, Seen

ASKED: Final = ("sleeve", "neckline", "pattern", "photo_type")
"""The questions that are read again; of the others the network has the word."""
FEATURES: Final = 352
LEAST: Final = 1e-6
"""Probability below which answers are alike."""

Layer = dict[str, np.ndarray]
"""`mean` and `spread` of the features, `scales` of the network's log-odds, one a question of ASKED, and for each of
these questions what is added to them: `353 n`, the last row whatever the features are."""


def corrected(seen: Seen, own: Path) -> Seen:
    """What the network sees, its words read again; the same where there is no words.npz in `own`.

    Raises:
        NetDamaged: that file is damaged.
    """
    if not (own / "words.npz").is_file():
        return seen
    layer, words = weights(own / "words.npz"), dict(seen.words)
    for question in ASKED:
        odds = np.array([[words[question][name] for name in WORDS[question]]])
        p = applied(layer, question, odds, seen.features[None])[0]
        words[question] = dict(zip(WORDS[question], p.tolist(), strict=True))
    return replace(seen, words=words)


def applied(
    layer: Layer, question: str, odds: Float[np.ndarray, "m n"], features: Float[np.ndarray, "m 352"]
) -> Float64[np.ndarray, "m n"]:
    """Probabilities of the answers to a question by the network's own and by its features, picture by picture."""
    seen = (unit(features) - layer["mean"]) / layer["spread"]
    logits = layer["scales"][ASKED.index(question)] * np.log(np.maximum(odds, LEAST))
    logits = logits + seen @ layer[question][:-1] + layer[question][-1]
    out = np.exp(logits - logits.max(1, keepdims=True))
    return np.asarray(out / out.sum(1, keepdims=True), np.float64)


def unit(features: Float[np.ndarray, "m 352"]) -> Float64[np.ndarray, "m 352"]:
    """Features at length 1: how strong they are tells of light and size alone."""
    far = np.linalg.norm(features, axis=1, keepdims=True)
    return np.asarray(features / np.maximum(far, 1e-9), np.float64)


@cache
def weights(file: Path) -> Layer:
    """The layer in a file, read once."""
    return opened(file)


def opened(file: Path) -> Layer:
    """The layer in a file.

    Raises:
        NetDamaged: the file is not what `vitrine train words` writes.
    """
    try:
        with np.load(io.BytesIO(file.read_bytes())) as arrays:
            found = {name: np.asarray(arrays[name], np.float64) for name in arrays.files}
    # what is no zip is taken for a pickle (ValueError), an empty file ends too soon, a single array is no archive
    except (ValueError, TypeError, EOFError, LookupError, zipfile.BadZipFile):
        raise NetDamaged(file.name) from None
    shapes: dict[str, tuple[int, ...]] = {"mean": (FEATURES,), "spread": (FEATURES,), "scales": (len(ASKED),)}
    shapes |= {question: (FEATURES + 1, len(WORDS[question])) for question in ASKED}
    if {name: array.shape for name, array in found.items()} != shapes:
        raise NetDamaged(file.name)
    return found
