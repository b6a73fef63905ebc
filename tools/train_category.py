"""Trains vitrine/weights/category.npz, the small classifier behind `category="auto"`.

    python tools/train_category.py PHOTOS -o vitrine/weights/category.npz [--most N]

PHOTOS holds `train/` and `validation/`, each with a folder of photos a class (dress, hat, longsleeve, outwear, pants,
shirt, shoes, shorts, skirt, t-shirt). Cut-outs are made as the product makes them. One hidden layer, trained by L-BFGS
with a fixed seed; the figures on `validation/` that it prints belong into the card beside the weights. Set
OPENBLAS_NUM_THREADS=1: the matrices are small.
"""

import argparse
from pathlib import Path

import cv2
import numpy as np
from scipy.optimize import minimize

from vitrine.garments.category import KINDS
from vitrine.garments.cutout import cutout
from vitrine.garments.traits import traits
from vitrine.nets import Nets

CATEGORIES = ("tops", "bottoms", "dresses", "outerwear", None)
OF = np.array([CATEGORIES.index(c) for c in KINDS.values()])
HIDDEN = 24
DECAY = 0.8


def collect(folder: Path, most: int, nets: Nets) -> tuple[np.ndarray, np.ndarray]:
    rows, kinds = [], []
    paths = [(k, p) for k in KINDS for p in sorted((folder / k).iterdir())[:most]]
    for n, (kind, path) in enumerate(paths):
        photo = np.ascontiguousarray(cv2.imread(str(path))[..., ::-1])
        found = cutout(photo, nets)
        if (found.alpha > 0.5).mean() > 0.02:
            rows.append(traits(photo, found.alpha))
            kinds.append(list(KINDS).index(kind))
        if n % 50 == 0:
            print(f"{folder.name} {n} of {len(paths)}", flush=True)
    return np.array(rows), np.array(kinds)


def unpack(flat: np.ndarray, n: int) -> tuple[np.ndarray, np.ndarray]:
    first = flat[: (n + 1) * HIDDEN].reshape(n + 1, HIDDEN)
    return first, flat[(n + 1) * HIDDEN :].reshape(HIDDEN + 1, len(KINDS))


def loss(flat: np.ndarray, x: np.ndarray, y: np.ndarray, weight: np.ndarray) -> tuple[float, np.ndarray]:
    """Weighted cross entropy with decay, and its gradient."""
    first, second = unpack(flat, x.shape[1])
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
    return float(value + DECAY * (flat**2).sum()), gradient + 2 * DECAY * flat


def train(x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    weight = 1 / np.sqrt(np.bincount(y, minlength=len(KINDS))[y].astype(float))
    weight *= 100 / weight.sum()
    start = np.random.default_rng(7).normal(0, 0.1, (x.shape[1] + 1) * HIDDEN + (HIDDEN + 1) * len(KINDS))
    found = minimize(
        loss, start, args=(x.astype(float), y, weight), jac=True, method="L-BFGS-B", options={"maxiter": 250}
    )
    return unpack(found.x, x.shape[1])


def odds(x: np.ndarray, first: np.ndarray, second: np.ndarray) -> np.ndarray:
    logits = np.tanh(x @ first[:-1] + first[-1]) @ second[:-1] + second[-1]
    out = np.exp(logits - logits.max(1, keepdims=True))
    return out / out.sum(1, keepdims=True)


def grouped(p: np.ndarray) -> np.ndarray:
    return np.stack([p[:, i == OF].sum(1) for i in range(len(CATEGORIES))], 1).argmax(1)


def score(kind: np.ndarray, guess: np.ndarray) -> str:
    """The table of true against guessed categories."""
    table = np.zeros((len(CATEGORIES), len(CATEGORIES)), int)
    np.add.at(table, (OF[kind], guess), 1)
    names = [c or "none" for c in CATEGORIES]
    lines = ["| true \\ guessed | " + " | ".join(names) + " |", "|---" * 6 + "|"]
    lines += [f"| {name} | " + " | ".join(map(str, row)) + " |" for name, row in zip(names, table, strict=True)]
    return f"{np.trace(table)} of {table.sum()} right\n\n" + "\n".join(lines)


if __name__ == "__main__":
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("photos", type=Path)
    ask.add_argument("-o", "--out", type=Path, required=True)
    ask.add_argument("--most", type=int, default=10_000, help="photos a class")
    given = ask.parse_args()
    nets = Nets()
    x, y = collect(given.photos / "train", given.most, nets)
    mean, spread = x.mean(0), x.std(0) + 0.05
    first, second = train((x - mean) / spread, y)
    u, v = collect(given.photos / "validation", given.most, nets)
    print(score(v, grouped(odds((u - mean) / spread, first, second))))
    np.savez_compressed(
        given.out, mean=mean, spread=spread, first=first.astype("f4"), second=second.astype("f4"), kinds=np.array(KINDS)
    )
