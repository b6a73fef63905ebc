"""Scores of `category.npz` on cut-outs that its training left out: kinds, and categories as they are used."""

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np

from vitrine.garments.category import KINDS, category, kinds, weights
from vitrine.garments.silhouette import silhouette
from vitrine.garments.traits import traits
from vitrine.imaging.types import Mask, Picture
from vitrine.nets import Nets
from vitrine.training.clothing import Clothing, Photo
from vitrine.training.cutouts import Cutouts
from vitrine.training.garment_scores import accuracy, interval
from vitrine.training.scores import Ends
from vitrine.training.street import NoTrainingData, read

CATEGORIES: Final = ("tops", "bottoms", "dresses", "outerwear", "none")
SPLITS: Final = ("validation", "test")


def known(clothing: Clothing, split: str) -> list[Photo]:
    """The photos of a split whose kind the classifier knows."""
    return [photo for photo in clothing.of(split) if photo.kind in KINDS]


def evaluate(file: Path, data: Path, sheet: Path | None, report: Callable[..., None]) -> dict[str, Any]:
    """Scores of a classifier on the photos of `data` that are not for training.

    Args:
        file: the classifier.
        data: the clothing set, or a built data set of its kinds.
        sheet: where a contact sheet of the best and worst is written.
        report: called with step, steps and stage.

    Raises:
        NoTrainingData: `data` is neither, or has no such photo.
        NetDamaged: the file is no such classifier.
    """
    weights(file, len(traits(np.zeros((9, 9, 3), np.uint8), np.ones((9, 9), np.float32))))  # before minutes are spent
    with tempfile.TemporaryDirectory() as spare:
        clothing, cutouts = Clothing(data, Path(spare)), Cutouts(Path(spare))
        photos = [photo for split in SPLITS for photo in known(clothing, split)]
        if not photos:
            raise NoTrainingData(data.name)
        for done, count in cutouts.prepare(Nets(), photos):
            report(step=done, steps=count, stage="cut-outs")
        return measure(file, clothing, cutouts, sheet)


def measure(file: Path, clothing: Clothing, cutouts: Cutouts, sheet: Path | None) -> dict[str, Any]:
    """Scores by split: the kinds as the file says them, and the category as it is used without other networks.

    A photo of which nothing was cut out counts as no garment.
    """
    ends = Ends()
    with tempfile.TemporaryDirectory() as spare:
        own = Path(spare)  # the classifier is asked for by its folder, and by its name
        shutil.copyfile(file, own / "category.npz")
        table = {split: _split(own, known(clothing, split), cutouts, ends) for split in SPLITS}
    if sheet is not None:
        ends.draw(sheet)
    return {split: scores for split, scores in table.items() if scores["pictures"]}


def _split(own: Path, photos: list[Photo], cutouts: Cutouts, ends: Ends) -> dict[str, Any]:
    names, right = list(KINDS), []
    confusion = np.zeros((len(CATEGORIES), len(CATEGORIES)), int)
    for photo in photos:
        picture, alpha = read(photo.file), cutouts.alpha(photo)
        truth, found, odds = KINDS[photo.kind] or "none", "none", np.zeros(len(KINDS), np.float32)
        if alpha is not None:
            odds = kinds(picture, alpha, own)
            right.append((names.index(photo.kind), int(odds.argmax()), float(odds.max())))
            found = category(picture, alpha, silhouette(alpha, picture), own)[0] or "none"
        confusion[CATEGORIES.index(truth), CATEGORIES.index(found)] += 1
        sure = float(odds[names.index(photo.kind)])
        ends.add(sure + (found == truth), _shown(picture, alpha, f"{photo.kind} {sure:.2f}: {found}"))
    garments = confusion[:-1]
    return {
        "pictures": int(confusion.sum()),
        "category": round(float(np.trace(confusion) / max(1, confusion.sum())), 4),
        "garments": [int(np.trace(garments)), int(garments.sum())],
        "kind": accuracy(right) if right else None,
        "confusion": confusion.tolist(),
    }


def rows(table: dict[str, Any]) -> str:
    """Tables of scores in Markdown, one a split."""
    lines: list[str] = []
    for split, scores in table.items():
        count, (right, garments) = scores["pictures"], scores["garments"]
        lines += [
            f"{split}, {count} photos: category {scores['category']:.3f} right; of {garments} garments {right}.", "",
            f"| true \\ said ({split}) | " + " | ".join(CATEGORIES) + " |", "| --- |" + " --- |" * len(CATEGORIES),
            *(
                f"| {name} | " + " | ".join(map(str, row)) + " |"
                for name, row in zip(CATEGORIES, scores["confusion"], strict=True)
            ), "",
        ]  # fmt: skip
        if scores["kind"]:
            lines += ["| the ten kinds, without corrections | 95 % interval | of |", "| --- | --- | --- |"]
            lines += [f"| {interval(scores['kind'])} |", ""]
    return "\n".join(lines).rstrip()


def _shown(picture: Picture, alpha: Mask | None, caption: str) -> Picture:
    """The photo beside what was cut out of it, 200 px high."""
    cut = np.zeros_like(picture) if alpha is None else (picture * alpha[..., None] + 255 * (1 - alpha[..., None]))
    both = np.concatenate([picture, cut.astype(np.uint8)], 1)
    shown = cv2.resize(both, (max(1, round(200 * both.shape[1] / both.shape[0])), 200), interpolation=cv2.INTER_AREA)
    cv2.putText(shown, caption, (4, 14), cv2.FONT_HERSHEY_SIMPLEX, 0.42, (0, 0, 0), 3, cv2.LINE_AA)
    cv2.putText(shown, caption, (4, 14), cv2.FONT_HERSHEY_SIMPLEX, 0.42, (255, 255, 255), 1, cv2.LINE_AA)
    return shown
