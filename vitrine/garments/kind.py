"""What a thing is by name: the classifier's word, kept in step with the category that the silhouette proved."""

from pathlib import Path

import numpy as np

from vitrine.formats.facts import SLOTS, Kind
from vitrine.garments.category import KINDS, kinds
from vitrine.garments.cutout import Cutout
from vitrine.garments.garment import Garment
from vitrine.garments.garment_net import Seen
from vitrine.garments.sight import Sight
from vitrine.imaging.types import Picture

NAMED: dict[str, Kind] = {
    "dress": "dress", "longsleeve": "longsleeve", "outwear": "outwear", "pants": "trousers", "shirt": "shirt",
    "shorts": "shorts", "skirt": "skirt", "t-shirt": "t-shirt", "hat": "hat", "shoes": "shoes",
}  # fmt: skip
"""The classifier's names in the contract's words."""


def kind(
    photo: Picture,
    garment: Garment | None,
    found: Cutout | None,
    own: Path,
    seen: Sight | None,
    net: Seen | None = None,
) -> tuple[Kind, float]:
    """The likeliest kind and its probability; of a garment only kinds of its own category count.

    `own` is the folder of our networks, `seen` and `net` are what two of them see in the picture.
    """
    alpha = garment.alpha if garment is not None else found.alpha if found is not None else None
    if seen is not None and net is not None:
        odds = told_apart(seen, net)
    elif alpha is None or not (alpha > 0.5).any():
        return "other", 1.0
    else:
        odds = dict(zip((NAMED[k] for k in KINDS), kinds(photo, alpha, own).tolist(), strict=True))
    if garment is None:
        odds = {name: p for name, p in odds.items() if name not in SLOTS} | {"other": odds.get("other", 0.0) + 0.05}
    else:
        odds = {name: p for name, p in odds.items() if SLOTS.get(name) == garment.category}
        odds = by_sleeve(odds, garment)
    best = max(odds, key=lambda name: odds[name])
    return best, float(np.clip(odds[best] / max(sum(odds.values()), 1e-6), 0, 1))


def told_apart(seen: Sight, net: Seen) -> dict[Kind, float]:
    """Odds of kinds: garments, hats and shoes as the network tells them apart, bags and other things as the glance."""
    aside: dict[Kind, float] = {name: seen.kinds[name] for name in ("bag", "other")}
    share = 1 - sum(aside.values())
    return {NAMED[name]: share * p for name, p in net.words["kind"].items()} | aside


def by_sleeve(odds: dict[Kind, float], garment: Garment) -> dict[Kind, float]:
    """A top with long sleeves is no T-shirt, one with short sleeves no long-sleeve."""
    if garment.category != "tops":
        return odds
    wrong: Kind = "t-shirt" if garment.sleeve in ("long", "three-quarter") else "longsleeve"
    return {name: p * (0.1 if name == wrong else 1.0) for name, p in odds.items()}
