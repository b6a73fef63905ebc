"""The decision between a dress and a top with something below it: traits → odds. Options, data, fit, file. No torch.

A logistic model with a little decay, both sides weighing the same; the bias then gives dresses their share of the
photos. Traits are measured on the label maps' clothed region, whatever its parts are called: the parser's own fit to
its training photos plays no part. On the held-out ones the model is judged with the parser's region, as it is used.
"""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np
from scipy.optimize import minimize

from vitrine.delivery.files import write
from vitrine.learning.dataset import NothingToLearn
from vitrine.people import gown
from vitrine.training import gown_scores, small_cards
from vitrine.training.options import checked
from vitrine.training.prepared import Prepared, ready


@dataclass(frozen=True)
class Options:
    """What the file depends on; the card names it."""

    decay: float = 0.003
    """What the weights' squares cost; of all photos together the error weighs 1."""
    steps: int = 500
    """Of L-BFGS, at most."""

    def __post_init__(self) -> None:
        """Raises WrongOption for what cannot be."""
        checked(self, LIMITS)


LIMITS: Final[dict[str, tuple[float, float]]] = {"decay": (0, 1e6), "steps": (1, 1e6)}
"""Least and greatest value of each option."""


def fit(
    data: Path,
    out: Path,
    resume: bool,  # noqa: ARG001
    report: Callable[..., None],
    options: Options | None = None,
) -> dict[str, Any]:
    """Prepare `data` as for the parser (once), fit, measure; `out` then holds gown.json, gown.md and a contact sheet.

    Args:
        data: the street set, or a folder that `vitrine train parser` has prepared from it.
        out: photos that are prepared in it already are taken up.
        resume: makes no difference, as for every network it may be given: what is fitted takes seconds.
        report: called with step, steps and stage.

    Raises:
        NoTrainingData: `data` is neither.
        NothingToJudge: it has no photo for validation.
        NothingToLearn: it does not show both, dresses and others.
    """
    options = options or Options()
    prepared = ready(data, out / "prepared", report)
    began = time.monotonic()
    found, dresses = measured(prepared, report)
    if not 0 < dresses.sum() < len(dresses):
        raise NothingToLearn(data.name)
    out.mkdir(parents=True, exist_ok=True)
    write(out / "gown.json", (json.dumps(fitted(found, dresses, options)) + "\n").encode())
    minutes = (time.monotonic() - began) / 60
    table = gown_scores.measure(out / "gown.json", prepared.judged(), out / "sheet.jpg", report)
    write(
        out / "gown.md", small_cards.gown_card(options, table, minutes, out / "gown.json", prepared, dresses).encode()
    )
    return table


def measured(prepared: Prepared, report: Callable[..., None]) -> tuple[np.ndarray, np.ndarray]:
    """Traits `n 15` and whether it is a dress, of the photos for training that show enough, by their label maps."""
    held = set(prepared.held_out_rows().tolist())
    taught = [row for row in prepared.wholes() if prepared.labelled(row) and row not in held]
    found, dresses = [], []
    for number, row in enumerate(taught, 1):
        picture, labels = prepared.picture(row), prepared.truth(row)
        seen = cv2.resize(labels, picture.shape[1::-1], interpolation=cv2.INTER_NEAREST).astype(np.uint8)
        traits = gown.traits(seen, picture, *prepared.pose(row))
        if traits is not None:
            found.append(traits)
            dresses.append(gown_scores.is_dress(labels))
        report(step=number, steps=len(taught), stage="traits")
    return np.array(found, np.float32).reshape(-1, len(gown.TRAITS)), np.array(dresses, bool)


def fitted(found: np.ndarray, dresses: np.ndarray, options: Options) -> dict[str, Any]:
    """Means, spreads, weights and bias, rounded as the file keeps them."""
    mean, spread = found.mean(0), found.std(0) + 1e-3
    x = gown.terms(np.clip((found - mean) / spread, -4, 4).astype(np.float32)).astype(np.float64)
    truth = dresses.astype(np.float64)
    share = truth.mean()
    weight = np.where(dresses, 0.5 / share, 0.5 / (1 - share)) / len(truth)

    def cost(w: np.ndarray) -> tuple[float, np.ndarray]:
        margin = x @ w[:-1] + w[-1]
        wrong = weight * (1 / (1 + np.exp(-margin)) - truth)
        loss = (weight * (np.logaddexp(0, margin) - truth * margin)).sum() + options.decay / 2 * w[:-1] @ w[:-1]
        return float(loss), np.append(x.T @ wrong + options.decay * w[:-1], wrong.sum())

    start = np.zeros(x.shape[1] + 1)
    w = minimize(cost, start, jac=True, method="L-BFGS-B", options={"maxiter": options.steps}).x
    rounded = {"mean": mean, "spread": spread, "weights": w[:-1]}
    return {name: [round(float(v), 4) for v in values] for name, values in rounded.items()} | {
        "bias": round(float(w[-1] + np.log(share / (1 - share))), 4)
    }
