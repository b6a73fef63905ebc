"""Train the decision between a dress and a top with something below it (`vitrine/people/gown.py`).

    python tools/train_gown.py PREPARED -o vitrine/weights/gown.json

PREPARED is the street set as `vitrine train parser` has prepared it. Traits are measured on the label maps' clothed
region of the photos that the parser's training may see; the held-out ones are judged with the parser's own region. A
logistic model with a little decay, both sides weighing the same; the bias then gives dresses their share of the photos.
"""

import argparse
import json
from pathlib import Path

import cv2
import numpy as np
from scipy.optimize import minimize

from vitrine.nets import Nets
from vitrine.people import gown
from vitrine.people.parser_net import restore
from vitrine.people.person import CLASSES
from vitrine.training.prepared import Prepared

DECAY = 0.003
SHARE = 0.2
"""Of the clothes that a dress makes up at least in a photo of one."""


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("prepared", type=Path)
    ask.add_argument("-o", "--out", type=Path, required=True)
    given = ask.parse_args()
    prepared = Prepared(given.prepared)
    held = set(prepared.held_out_rows().tolist())
    known = [row for row in prepared.wholes() if prepared.labelled(row)]
    found, truth = measured(prepared, [row for row in known if row not in held], None)
    model = fitted(found, truth)
    given.out.write_text(json.dumps(model) + "\n")
    judged, right = measured(prepared, sorted(held), Nets())
    odds = np.array([gown.probability(one, given.out.parent) for one in judged])
    apart = (odds[right > 0][:, None] > odds[right == 0]).mean()
    print(f"{len(found)} photos to learn from, {int(truth.sum())} of dresses")
    print(f"held out: {len(judged)}, {int(right.sum())} of dresses; area under the curve {apart:.3f}")
    dress, none = odds > gown.SURE, odds < gown.UNLIKELY
    print(f"called dress {int(dress.sum())}, right {int((dress & (right > 0)).sum())}")
    print(f"called none {int(none.sum())}, right {int((none & (right == 0)).sum())}")


def measured(prepared: Prepared, rows: list[int], nets: Nets | None) -> tuple[np.ndarray, np.ndarray]:
    """Traits and whether it is a dress, of the photos that show enough; by label map, or by the parser of `nets`."""
    found, truth = [], []
    for row in rows:
        picture, labels = prepared.picture(row), prepared.truth(row)
        size = picture.shape[1::-1]
        points, visibility = prepared.pose(row)
        if nets is None:
            seen = cv2.resize(labels, size, interpolation=cv2.INTER_NEAREST)
        else:
            odds = nets.parser(prepared.canvas(row)[None])[0][0]
            seen = restore(odds, *picture.shape[:2]).argmax(0).astype(np.uint8)
        traits = gown.traits(seen, picture, points, visibility)
        if traits is not None:
            clothes = np.isin(labels, gown.CLOTHES).sum()
            found.append(traits)
            truth.append(float((labels == CLASSES.index("dress")).sum() > SHARE * clothes))
    return np.stack(found), np.array(truth)


def fitted(found: np.ndarray, truth: np.ndarray) -> dict[str, object]:
    """Means, spreads, weights and bias."""
    mean, spread = found.mean(0), found.std(0) + 1e-3
    x = gown.terms(np.clip((found - mean) / spread, -4, 4).astype(np.float32)).astype(np.float64)
    share = truth.mean()
    weight = np.where(truth > 0, 0.5 / share, 0.5 / (1 - share)) / len(truth)

    def cost(w: np.ndarray) -> tuple[float, np.ndarray]:
        margin = x @ w[:-1] + w[-1]
        wrong = weight * (1 / (1 + np.exp(-margin)) - truth)
        loss = (weight * (np.logaddexp(0, margin) - truth * margin)).sum() + DECAY / 2 * w[:-1] @ w[:-1]
        return float(loss), np.append(x.T @ wrong + DECAY * w[:-1], wrong.sum())

    w = minimize(cost, np.zeros(x.shape[1] + 1), jac=True, method="L-BFGS-B", options={"maxiter": 500}).x
    rounded = {"mean": mean, "spread": spread, "weights": w[:-1]}
    return {k: [round(float(v), 4) for v in values] for k, values in rounded.items()} | {
        "bias": round(float(w[-1] + np.log(share / (1 - share))), 4)
    }


if __name__ == "__main__":
    main()
