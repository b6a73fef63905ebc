"""What a cut-out is: top, bottoms, dress, outerwear, or no garment at all.

A small classifier of our own (`weights/category.npz`, made by `vitrine train category`) on the traits of shape and
cloth, corrected by what the silhouette proves: legs, or sleeves.
"""

import io
import zipfile
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
from jaxtyping import Float32

from vitrine.errors import NetDamaged
from vitrine.formats.facts import SLOTS
from vitrine.garments.garment import Category
from vitrine.garments.lower import crotch
from vitrine.garments.sight import Sight
from vitrine.garments.silhouette import Silhouette
from vitrine.garments.traits import traits
from vitrine.garments.upper import half_chest, slot_top
from vitrine.imaging.types import Mask, Picture

KINDS: dict[str, Category | None] = {
    "dress": "dresses", "longsleeve": "tops", "outwear": "outerwear", "pants": "bottoms", "shirt": "tops",
    "shorts": "bottoms", "skirt": "bottoms", "t-shirt": "tops", "hat": None, "shoes": None,
}  # fmt: skip
"""The kinds that the classifier knows, and the category of each; None: no garment that can be tried on."""
SHAPE: Final = 0.4
"""How much the silhouette's word weighs beside the network's."""
NONE: Final = 0.4
"""How much the word that it is no garment weighs."""


@cache
def weights(file: Path, count: int) -> dict[str, np.ndarray]:
    """The classifier's arrays: `mean` and `spread` of `count` traits, `first` and `second` layer (last row the bias).

    Raises:
        NetDamaged: the file is not what `vitrine train category` writes.
    """
    try:
        with np.load(io.BytesIO(file.read_bytes())) as arrays:
            found = {name: np.asarray(arrays[name], np.float32) for name in arrays.files}
        width = found["first"].shape[-1]
    # what is no zip is taken for a pickle (ValueError), an empty file ends too soon, a single array is no archive
    except (ValueError, TypeError, EOFError, LookupError, zipfile.BadZipFile):
        raise NetDamaged(file.name) from None
    shapes = {"mean": (count,), "spread": (count,), "first": (count + 1, width), "second": (width + 1, len(KINDS))}
    if {name: array.shape for name, array in found.items()} != shapes:
        raise NetDamaged(file.name)
    return found


def kinds(photo: Picture, alpha: Mask, own: Path) -> Float32[np.ndarray, "10"]:
    """Probability of each of KINDS, in their order; all the same where there is no category.npz in `own`.

    Raises:
        NetDamaged: that file is damaged.
    """
    if not (own / "category.npz").is_file():
        return np.full(len(KINDS), 1 / len(KINDS), np.float32)
    seen = traits(photo, alpha)
    w = weights(own / "category.npz", len(seen))
    hidden = np.tanh(((seen - w["mean"]) / w["spread"]) @ w["first"][:-1] + w["first"][-1])
    logits = hidden @ w["second"][:-1] + w["second"][-1]
    odds = np.exp(logits - logits.max())
    return np.asarray(odds / odds.sum(), np.float32)


def category(
    photo: Picture, alpha: Mask, shape: Silhouette, own: Path, seen: Sight | None = None
) -> tuple[Category | None, float]:
    """The likeliest category and its probability; None when it is no garment.

    Args:
        photo: the product picture.
        alpha: the garment's coverage.
        shape: the same as a silhouette.
        own: the folder of our networks.
        seen: what the network sees in the whole picture, which weighs most; None where it is not installed.
    """
    odds: dict[Category | None, float] = {}
    for name, p in zip(KINDS, kinds(photo, alpha, own).tolist(), strict=True):
        odds[KINDS[name]] = odds.get(KINDS[name], 0.0) + p
    for name, factor in proofs(shape).items():
        odds[name] *= factor
    if seen is not None:
        total = sum(odds.values())
        glance: dict[Category | None, float] = {}
        for kind, p in seen.kinds.items():
            slot = SLOTS.get(kind)
            glance[slot] = glance.get(slot, 0.0) + p
        odds = {name: (p / total + 0.01) ** SHAPE * (glance[name] + 0.01) for name, p in odds.items()}
        # a garment that is turned away is lost to the shop, a shoe that slips through is seen at once
        odds[None] *= NONE
        best = max(odds, key=lambda name: odds[name])
        return best, odds[best] / sum(odds.values())
    # training weighs rare classes up. Only when sure is something called no garment (the caller is told to use another
    # picture) or outerwear (a hoodie or a tank that looks like one is worn as a top)
    odds[None] *= 0.3
    odds["outerwear"] *= 0.3
    best = max(odds, key=lambda name: odds[name])
    return best, odds[best] / sum(odds.values())


def proofs(shape: Silhouette) -> dict[Category, float]:
    """How much likelier the silhouette makes each category: legs make bottoms, sleeves unmake them."""
    chest = half_chest(shape)
    sleeves = sum(slot_top(view, chest) is not None for view in (shape, shape.mirrored()))
    split = crotch(shape)
    central = split is not None and abs(split[0] - shape.axis) < 0.07 * shape.width
    # frayed legs can look like sleeves, but no top is open from the middle down
    if split is not None and central and split[1] < (0.6 if sleeves else 0.8) * shape.height:
        return {"bottoms": 8.0}
    long = int(shape.region.any(1).sum()) / (2 * chest)
    if sleeves:
        return {"bottoms": 0.03 if sleeves == 2 else 0.3, "dresses": 3.0 if long > 3 else 0.3 if long < 2.65 else 1.0}
    if level_waist(shape):
        return {"bottoms": 8.0 if long < 2 else 2.0}
    dresses = 2.0 if long > 2.6 else 0.3 if long < 1.9 else 0.8
    if hollow_neck(shape, chest) and long < 1.9:
        return {"bottoms": 0.1, "dresses": 0.08, "tops": 4.0}
    return {"bottoms": 0.6, "dresses": dresses}


def hollow_neck(shape: Silhouette, chest: float) -> bool:
    """Whether the upper edge has two peaks with a hollow between: shoulders and a neck."""
    middle = np.median(shape.top[int(shape.axis - 0.1 * chest) : int(shape.axis + 0.1 * chest) + 1])
    left = shape.top[int(max(shape.axis - 0.9 * chest, 0)) : int(shape.axis - 0.2 * chest)]
    right = shape.top[int(shape.axis + 0.2 * chest) : int(shape.axis + 0.9 * chest)]
    return bool(len(left) and len(right) and middle > max(left.min(), right.min()) + 0.06 * chest)


def level_waist(shape: Silhouette) -> bool:
    """Whether the upper edge runs level from side to side, as a waistband does and shoulders with a neck do not."""
    rows = np.flatnonzero(shape.whole.any(1))
    row = shape.whole[rows[min(max(3, len(rows) // 25), len(rows) - 1)]]
    xs = np.flatnonzero(row)
    inner = slice(int(xs[0] + 0.08 * len(xs)), int(xs[-1] - 0.08 * len(xs)) + 1)
    top = shape.whole[:, inner].argmax(0)
    return bool(np.ptp(top) < 0.06 * len(xs) and row[xs[0] : xs[-1] + 1].mean() > 0.95)
