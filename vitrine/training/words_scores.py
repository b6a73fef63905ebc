"""Scores of `words.npz`: the garment network's words alone and read again, on photos and on generated garments.

A layer learns from all marked photos. So each half of them is measured by a layer that is fitted on the other, and the
file itself on generated garments that nothing was fitted on. Needs no torch.
"""

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from vitrine.garments import photo_words
from vitrine.garments.garment_net import WORDS
from vitrine.garments.photo_words import ASKED, Layer
from vitrine.imaging.types import Picture
from vitrine.nets import Nets
from vitrine.training import reliability, words_looks
from vitrine.training.garment_scores import interval, question
from vitrine.training.reliability import Said
from vitrine.training.scores import Ends
from vitrine.training.street import read
from vitrine.training.words_layer import Options, crossed, reread
from vitrine.training.words_looks import Looks, Marks, Sets


def evaluate(file: Path, data: Path, sheet: Path | None, report: Callable[..., None]) -> dict[str, Any]:
    """Scores of a layer on generated garments, and of layers made like the default on halves of the marked photos.

    Args:
        file: the layer; it reads the garment network that is installed.
        data: the clothing set, or a part of it.
        sheet: where a contact sheet of the best and worst is written, and beside it a reliability plot.
        report: called with step, steps and stage.

    Raises:
        NoTrainingData: `data` has none of the marked photos.
        NothingToJudge: it has those of one half alone.
        NetMissing: there is no garment network.
        NetDamaged: the file is no such layer.
    """
    layer, found, nets = photo_words.opened(file), words_looks.marked(data), Nets()
    words_looks.version(data, found, nets)
    options = Options()
    with tempfile.TemporaryDirectory() as spare:
        sets = words_looks.gathered(Path(spare), data, found, options.drawn, nets, report)
    return measure(layer, sets, data, found, sheet, options)


def measure(layer: Layer, sets: Sets, data: Path, found: Marks, sheet: Path | None, options: Options) -> dict[str, Any]:
    """Scores by set and question; the sheet shows photos."""
    photos, halves = sets.photos, np.array([words_looks.half(name) for name in found])
    again = crossed(photos, halves, sets.taught, options)
    table = {
        "photos": compared(photos, again),
        "generated": compared(sets.measured, reread(layer, sets.measured)),
    }
    if sheet is not None:
        _draw(photos, again, data, list(found), sheet)
    return table


def compared(of: Looks, again: dict[str, np.ndarray]) -> dict[str, dict[str, dict[str, float]]]:
    """Accuracy and calibration error of each question that was marked, before and after."""
    before, after = said(of.odds, of.right), said(again, of.right)
    return {q: {"before": question(before[q]), "after": question(after[q])} for q in ASKED if before[q]}


def said(odds: dict[str, np.ndarray], right: dict[str, np.ndarray]) -> dict[str, Said]:
    """The likeliest answers with their probability, 1 where they are right, as `reliability` wants them."""
    out: dict[str, Said] = {}
    for asked, p in odds.items():
        best = p.argmax(1)
        told = np.flatnonzero(right[asked].any(1))
        out[asked] = [(1, int(right[asked][row, best[row]]), float(p[row, best[row]])) for row in told]
    return out


def rows(table: dict[str, Any]) -> str:
    """A table of scores in Markdown."""
    lines = [
        "| on | question | right before | 95 % interval | of | calibration error | right after | 95 % interval | of | "
        "calibration error |", "|" + " --- |" * 10,
    ]  # fmt: skip
    for name, questions in table.items():
        for asked, scores in questions.items():
            cells = [f"{interval(of)} | {of['calibration_error']:.3f}" for of in (scores["before"], scores["after"])]
            lines.append(f"| {name} | {asked} | {cells[0]} | {cells[1]} |")
    return "\n".join(lines)


def _draw(photos: Looks, again: dict[str, np.ndarray], data: Path, names: list[str], sheet: Path) -> None:
    """The photos that are read worst and best, and how often answers of some confidence are right."""
    ends = Ends()
    for row, name in enumerate(names):
        told = {q: again[q][row] for q in ASKED if photos.right[q][row].any()}
        if told:
            sure = float(np.mean([p[photos.right[q][row]].sum() for q, p in told.items()]))
            words = [WORDS[q][int(p.argmax())] for q, p in told.items()]
            ends.add(sure, _tile(read(data / "train" / name), [f"{name[:26]} {sure:.2f}", ", ".join(words)]))
    ends.draw(sheet)
    before, after = said(photos.odds, photos.right), said(again, photos.right)
    panels = {f"{q}, network": before[q] for q in ASKED} | {f"{q}, reread": after[q] for q in ASKED}
    reliability.plot(panels, sheet.with_name(f"{sheet.stem}-reliability.png"))


def _tile(photo: Picture, lines: list[str]) -> Picture:
    """The photo, 240 px high, with lines below it."""
    size = (max(1, round(240 * photo.shape[1] / photo.shape[0])), 240)
    shown = cv2.copyMakeBorder(
        cv2.resize(photo, size, interpolation=cv2.INTER_AREA), 0, 34, 0, max(0, 300 - size[0]), cv2.BORDER_CONSTANT,
        value=(255, 255, 255),
    )  # fmt: skip
    for number, text in enumerate(lines):
        cv2.putText(shown, text, (4, 253 + 15 * number), cv2.FONT_HERSHEY_SIMPLEX, 0.4, (0, 0, 0), 1, cv2.LINE_AA)
    return shown.astype(np.uint8)
