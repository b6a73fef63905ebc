"""Scores of `gown.json` on photos that the parser's training left out: dresses called so, and others called none."""

import shutil
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Final

import numpy as np

from vitrine.imaging.types import Labels, Picture
from vitrine.nets import Nets
from vitrine.people import gown, parser_net
from vitrine.people.person import CLASSES
from vitrine.people.pose import find_mask, find_pose
from vitrine.training.prepared import Judged, judged
from vitrine.training.scores import Ends, tile

SHARE: Final = 0.2
"""Of the clothes that a dress makes up at least in a photo of one."""


def is_dress(truth: Labels) -> bool:
    """Whether a label map shows somebody in a dress."""
    clothes = int(np.isin(truth, gown.CLOTHES).sum())
    return int((truth == CLASSES.index("dress")).sum()) > SHARE * clothes


def evaluate(file: Path, data: Path, sheet: Path | None, report: Callable[..., None]) -> dict[str, Any]:
    """Scores of a model, as it is used with the parser that is installed, on the held-out photos of `data`.

    Args:
        file: the model.
        data: the street set, a built data set, or what was prepared from either.
        sheet: where a contact sheet of the best and worst is written.
        report: called with step, steps and stage.

    Raises:
        NoTrainingData: `data` is none of these.
        NetMissing: there is no parser.
        NetDamaged: the file is no such model.
    """
    gown.opened(file)
    return measure(file, judged(data), sheet, report)


def measure(file: Path, views: Iterable[Judged], sheet: Path | None, report: Callable[..., None]) -> dict[str, Any]:
    """Scores on whole photos; parts cut from them, and photos that show too little, are left out."""
    nets, ends = Nets(), Ends()
    odds, dresses, photos = [], [], 0
    with tempfile.TemporaryDirectory() as spare:
        own = Path(spare)  # the model is asked for by its folder, and by its name
        shutil.copyfile(file, own / "gown.json")
        for name, picture, truth, part, seat in views:
            if part:
                continue
            photos += 1
            found, labels = seen(picture, nets)
            report(step=seat[0], steps=seat[1], stage="measuring")
            if found is None:
                continue
            sure, dress = gown.probability(found, own), is_dress(truth)
            odds.append(sure)
            dresses.append(dress)
            caption = f"{name} {'dress' if dress else 'none'}: {sure:.2f}"
            ends.add(sure if dress else 1 - sure, tile(picture, truth, labels, caption))
    if sheet is not None:
        ends.draw(sheet, named=True)
    return {"photos": photos, **table(np.array(odds), np.array(dresses, bool))}


def seen(picture: Picture, nets: Nets) -> tuple[np.ndarray | None, Labels]:
    """The traits of a photo by the parser's own region (None where it shows too little), and what the parser sees."""
    pose = find_pose(picture)
    points = pose.landmarks if pose else np.zeros((33, 2), np.float32)
    visibility = pose.visibility if pose else np.zeros(33, np.float32)
    odds, small = parser_net.volume(picture, points, visibility, find_mask(picture), nets)
    labels = parser_net.likeliest(odds)
    scale = small.shape[0] / picture.shape[0]
    return gown.traits(labels, small, ((points + 0.5) * scale - 0.5).astype(np.float32), visibility), labels


def table(odds: np.ndarray, dresses: np.ndarray) -> dict[str, Any]:
    """Counts at both thresholds, and the area under the curve (None where there are not both)."""
    dress, none = odds > gown.SURE, odds < gown.UNLIKELY
    both = dresses.any() and not dresses.all()
    apart = (odds[dresses][:, None] > odds[~dresses]).mean() if both else None
    return {
        "judged": len(odds),
        "dresses": int(dresses.sum()),
        "area": None if apart is None else round(float(apart), 4),
        "called_dress": [int((dress & dresses).sum()), int(dress.sum())],
        "called_none": [int((none & ~dresses).sum()), int(none.sum())],
    }


def rows(table: dict[str, Any]) -> str:
    """Scores in Markdown."""
    area = "–" if table["area"] is None else f"{table['area']:.3f}"
    dress, none = table["called_dress"], table["called_none"]
    return "\n".join([
        f"| held-out photos | {table['photos']} |", "| --- | --- |",
        f"| that show enough | {table['judged']}, {table['dresses']} of dresses |",
        f"| area under the curve | {area} |",
        f"| called a dress | {dress[1]}, {dress[0]} rightly |",
        f"| called none | {none[1]}, {none[0]} rightly |",
    ])  # fmt: skip
