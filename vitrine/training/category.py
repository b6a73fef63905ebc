"""The classifier behind `category="auto"`: a cut-out's traits → kinds. Options, data, fit, file. Needs no torch.

One hidden layer on the traits of shape and cloth (`garments/traits.py`), found by L-BFGS in seconds from a drawn start.
What takes time are the cut-outs, made as the product makes them; each is kept once made.
"""

import io
from collections.abc import Callable
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any, Final

import numpy as np
from scipy.optimize import minimize

from vitrine.delivery.files import write
from vitrine.garments.category import KINDS
from vitrine.garments.traits import traits
from vitrine.learning.dataset import NothingToLearn
from vitrine.nets import Nets
from vitrine.training import category_scores, clock, small_cards
from vitrine.training.clothing import Clothing, Photo, enough
from vitrine.training.cutouts import Cutouts
from vitrine.training.kept import only_of
from vitrine.training.options import checked
from vitrine.training.street import read


@dataclass(frozen=True)
class Options:
    """What the file depends on; the card names it."""

    most: int = 70
    """Photos of a kind to learn from, the first by name."""
    hidden: int = 24
    decay: float = 0.8
    """What the weights' squares cost; of all photos together the error weighs 100."""
    steps: int = 250
    """Of L-BFGS, at most."""
    seed: int = 7

    def __post_init__(self) -> None:
        """Raises WrongOption for what cannot be."""
        checked(self, LIMITS)


LIMITS: Final[dict[str, tuple[float, float]]] = {
    "most": (1, 1e6), "hidden": (1, 4096), "decay": (0, 1e6), "steps": (1, 1e6), "seed": (0, 2**31),
}  # fmt: skip
"""Least and greatest value of each option."""


def fit(
    data: Path,
    out: Path,
    resume: bool,  # noqa: ARG001
    report: Callable[..., None],
    options: Options | None = None,
) -> dict[str, Any]:
    """Cut out (once), fit, measure; `out` then holds category.npz, category.md, a contact sheet and the cut-outs.

    Args:
        data: the clothing set, `SPLIT/KIND/photo`, or a built data set of its kinds.
        out: cut-outs that are in it already are taken up, if they are of these photos.
        resume: makes no difference, as for every network it may be given: what is fitted takes seconds.
        report: called with step, steps and stage.

    Raises:
        NoTrainingData, NothingToLearn, NothingToJudge: `data` is not that, or too little (`enough`).
    """
    options = options or Options()
    clothing, cutouts = Clothing(data, out / "masks"), Cutouts(out / "cutouts")
    enough(clothing)
    learned = first_of_each(category_scores.known(clothing, "train"), options.most)
    judged = list(chain.from_iterable(category_scores.known(clothing, split) for split in category_scores.SPLITS))
    two_kinds({photo.kind for photo in learned}, data.name)
    out.mkdir(parents=True, exist_ok=True)
    only_of(clothing.version, out / "version", cutouts.folder, out / "seconds")
    spent = clock.Clock(out / "seconds")
    for done, count in cutouts.prepare(Nets(), learned + judged):
        spent.lap()
        report(step=done, steps=count, stage="cut-outs")
    x, y = collected(learned, cutouts)
    two_kinds(set(y.tolist()), data.name)
    write(out / "category.npz", packed(x, y, options))
    spent.lap()
    table = category_scores.measure(out / "category.npz", clothing, cutouts, out / "sheet.jpg")
    minutes = clock.minutes(out / "seconds")
    card = small_cards.category_card(options, table, minutes, out / "category.npz", clothing, len(y))
    write(out / "category.md", card.encode())
    return table


def first_of_each(photos: list[Photo], most: int) -> list[Photo]:
    """The first photos of each kind."""
    return [photo for kind in KINDS for photo in [one for one in photos if one.kind == kind][:most]]


def two_kinds(found: set[Any], name: str) -> None:
    """Nothing, if there are two kinds at least to tell apart.

    Raises:
        NothingToLearn: there are not.
    """
    if len(found) < 2:
        raise NothingToLearn(name)


def collected(photos: list[Photo], cutouts: Cutouts) -> tuple[np.ndarray, np.ndarray]:
    """Traits `n 109` and kinds `n` of the photos of which something was cut out."""
    rows, found = [], []
    for photo in photos:
        alpha = cutouts.alpha(photo)
        if alpha is not None:
            rows.append(traits(read(photo.file), alpha))
            found.append(list(KINDS).index(photo.kind))
    return np.array(rows), np.array(found, int)


def packed(x: np.ndarray, y: np.ndarray, options: Options) -> bytes:
    """The file of a classifier fitted to traits `n t` and kinds `n`."""
    mean, spread = x.mean(0), x.std(0) + 0.05
    first, second = fitted((x - mean) / spread, y, options)
    file = io.BytesIO()
    arrays = {"mean": mean, "spread": spread, "first": first, "second": second}
    np.savez_compressed(file, **{name: array.astype(np.float32) for name, array in arrays.items()})
    return file.getvalue()


def fitted(x: np.ndarray, y: np.ndarray, options: Options) -> tuple[np.ndarray, np.ndarray]:
    """Both layers, biases in their last rows; rare kinds weigh by the inverse root of their number."""
    weight = 1 / np.sqrt(np.bincount(y, minlength=len(KINDS))[y].astype(float))
    weight *= 100 / weight.sum()
    size = (x.shape[1] + 1) * options.hidden + (options.hidden + 1) * len(KINDS)
    start = np.random.default_rng(options.seed).normal(0, 0.1, size)
    given = (x.astype(float), y, weight, options)
    found = minimize(loss, start, args=given, jac=True, method="L-BFGS-B", options={"maxiter": options.steps})
    return layers(found.x, x.shape[1], options.hidden)


def loss(
    flat: np.ndarray, x: np.ndarray, y: np.ndarray, weight: np.ndarray, options: Options
) -> tuple[float, np.ndarray]:
    """Weighted cross entropy with decay, and its gradient."""
    first, second = layers(flat, x.shape[1], options.hidden)
    hidden = np.tanh(x @ first[:-1] + first[-1])
    logits = hidden @ second[:-1] + second[-1]
    odds = np.exp(logits - logits.max(1, keepdims=True))
    odds /= odds.sum(1, keepdims=True)
    value = -(weight * np.log(odds[np.arange(len(y)), y] + 1e-12)).sum()
    error = odds * weight[:, None]
    error[np.arange(len(y)), y] -= weight
    back = (error @ second[:-1].T) * (1 - hidden**2)
    gradient = np.concatenate([
        np.r_[x.T @ back, back.sum(0)[None]].ravel(), np.r_[hidden.T @ error, error.sum(0)[None]].ravel()
    ])  # fmt: skip
    return float(value + options.decay * (flat**2).sum()), gradient + 2 * options.decay * flat


def layers(flat: np.ndarray, traits: int, hidden: int) -> tuple[np.ndarray, np.ndarray]:
    """The two layers of a row of numbers."""
    first = flat[: (traits + 1) * hidden].reshape(traits + 1, hidden)
    return first, flat[(traits + 1) * hidden :].reshape(hidden + 1, len(KINDS))
