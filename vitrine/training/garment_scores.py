"""Scores of a garment network: coverage, parts, landmarks, words; contact sheet of best and worst. Needs no torch."""

import math
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np

from vitrine.garments.garment_net import (
    FINE,
    KINDS,
    LABELS,
    LANDMARKS,
    OUTPUTS,
    SIDE,
    WORDS,
    answered,
    assemble,
    placement,
    spots,
)
from vitrine.nets import GARMENT, Nets, Onnx
from vitrine.training import reliability
from vitrine.training.clothing import Clothing, words
from vitrine.training.scores import Ends
from vitrine.training.street import read
from vitrine.training.wardrobe import bank

MEASURED: Final = 400
"""Generated garments that `evaluate` draws."""
COLOURS = np.array(
    [(0, 0, 0), (90, 160, 255), (255, 150, 60), (90, 220, 120), (255, 200, 60), (20, 200, 220), (255, 0, 255),
     (255, 255, 0)], np.float32,
)  # fmt: skip


class Tally:
    """Scores gathered picture by picture."""

    def __init__(self) -> None:
        self.iou: list[float] = []
        self.parts = np.zeros((len(LABELS) + 1, len(LABELS) + 1), np.int64)
        self.errors: list[tuple[int, float]] = []
        """Landmark's index, distance as a share of the garment's height."""
        self.there: list[bool] = []
        self.said: dict[str, list[tuple[int, int, float]]] = {question: [] for question in WORDS}
        """For each question: true answer, given answer, its probability."""
        self._ends = Ends()

    def add(
        self, pictures: np.ndarray, coverage: np.ndarray, parts: np.ndarray, points: np.ndarray, answers: np.ndarray,
        found: dict[str, np.ndarray],
    ) -> None:  # fmt: skip
        """Count a batch: pictures `n 3 s s`, truth as `garment_views` has it, answers `n 7`, the network's outputs."""
        for i in range(len(pictures)):
            self.answer(answers[i], found["words"][i])
            if (parts[i] < 255).all():
                self._shape(pictures[i], coverage[i, 0], parts[i], points[i], {k: v[i] for k, v in found.items()})

    def answer(self, answers: np.ndarray, odds: np.ndarray) -> None:
        """Count what is said of a picture, `answers` 7, `odds` 41."""
        start = 0
        for number, (question, names) in enumerate(WORDS.items()):
            part = odds[start : start + len(names)]
            if answers[number] >= 0:
                self.said[question].append((int(answers[number]), int(part.argmax()), float(part.max())))
            start += len(names)

    def _shape(
        self,
        picture: np.ndarray,
        cover: np.ndarray,
        parts: np.ndarray,
        points: np.ndarray,
        found: dict[str, np.ndarray],
    ) -> None:
        true = cover > 0.5
        if not true.any():
            return
        fine = cv2.resize(np.ascontiguousarray(found["mask"][0]), (SIDE, SIDE), interpolation=cv2.INTER_LINEAR) > 0.5
        iou = float((true & fine).sum() / max(1, (true | fine).sum()))
        self.iou.append(iou)
        labels = np.where(fine[::FINE, ::FINE], found["parts"].argmax(0) + 1, 0)
        truth = parts[::FINE, ::FINE].astype(np.int64)
        count = len(LABELS) + 1
        self.parts += np.bincount((truth * count + labels).ravel(), minlength=count**2).reshape(count, count)
        height = max(8.0, float(np.ptp(np.flatnonzero(true.any(1))) + 1))
        at = spots(found["heat"])
        present = ~np.isnan(points[:, 0])
        away = np.hypot(*(at[:, :2] - points).T) / height
        self.errors += [(int(k), float(away[k])) for k in np.flatnonzero(present)]
        self.there += ((found["there"] > 0.5) == present).tolist()
        worst = float(np.nanmean(away)) if present.any() else 0.0
        self._ends.add(iou - 3 * worst, shown(picture, labels, at, found["there"], points, iou, worst))

    def table(self) -> dict[str, Any]:
        """All scores, 0..1."""
        errors = np.array(self.errors) if self.errors else np.zeros((0, 2))
        right = np.diag(self.parts).astype(float)
        parts = right / np.maximum(1, self.parts.sum(0) + self.parts.sum(1) - right)
        questions = {q: question(said) for q, said in self.said.items() if said}
        kinds = self.said["kind"]
        return {
            "mask_iou": round(float(np.mean(self.iou)), 4) if self.iou else 0.0,
            "landmark_error": round(float(errors[:, 1].mean()), 4) if len(errors) else 1.0,
            "landmarks_within_5_percent": round(float((errors[:, 1] < 0.05).mean()), 4) if len(errors) else 0.0,
            "landmarks": {
                name: round(float(errors[errors[:, 0] == k, 1].mean()), 4)
                for k, name in enumerate(LANDMARKS) if (errors[:, 0] == k).any()
            },
            "presence": round(float(np.mean(self.there)), 4) if self.there else 0.0,
            "parts": {name: round(float(v), 4) for name, v in zip(("none", *LABELS), parts, strict=True)},
            "words": questions,
            "kinds": {k: accuracy(of) for k in KINDS if (of := [s for s in kinds if KINDS[s[0]] == k])},
            "pictures": len(self.iou),
        }  # fmt: skip

    def sheet(self, file: Path) -> None:
        """The worst and best generated garments; beside it the reliability plot of the words."""
        self._ends.draw(file)
        reliability.plot(self.said, file.with_name(f"{file.stem}-reliability.png"))


def accuracy(said: list[tuple[int, int, float]]) -> dict[str, float]:
    """Share of right answers with its 95 % interval (Wilson 1927); there is one at least."""
    n = len(said)
    p, z = sum(t == g for t, g, _ in said) / n, 1.96
    middle, half = (p + z * z / (2 * n)), z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    low, high = (middle - half) / (1 + z * z / n), (middle + half) / (1 + z * z / n)
    return {"accuracy": round(p, 4), "low": round(low, 4), "high": round(high, 4), "count": n}


def question(said: list[tuple[int, int, float]]) -> dict[str, float]:
    """Accuracy with interval, and the expected calibration error in ten bins."""
    return {**accuracy(said), "calibration_error": round(reliability.calibration_error(said), 4)}


def shown(
    picture: np.ndarray,
    labels: np.ndarray,
    at: np.ndarray,
    there: np.ndarray,
    points: np.ndarray,
    iou: float,
    error: float,
) -> np.ndarray:
    """The picture beside its finding: parts tinted, landmarks found (filled) and true (rings)."""
    plain = np.ascontiguousarray(picture.transpose(1, 2, 0)).astype(np.uint8)
    named = cv2.resize(labels.astype(np.uint8), (SIDE, SIDE), interpolation=cv2.INTER_NEAREST)
    tinted = np.where(named[..., None] > 0, 0.5 * plain + 0.5 * COLOURS[named], plain).astype(np.uint8)
    for number, (x, y, _) in enumerate(at.tolist()):
        left = LANDMARKS[number].endswith("left")
        if there[number] > 0.5:
            cv2.circle(tinted, (round(x), round(y)), 3, (255, 0, 0) if left else (255, 255, 255), -1)
        if not np.isnan(points[number, 0]):
            cv2.circle(tinted, tuple(np.rint(points[number]).astype(int).tolist()), 4, (0, 0, 0), 1, cv2.LINE_AA)
    caption = f"IoU {iou:.3f}, landmarks {100 * error:.1f} %"
    cv2.putText(tinted, caption, (4, SIDE - 6), cv2.FONT_HERSHEY_SIMPLEX, 0.42, (255, 0, 0), 1, cv2.LINE_AA)
    return np.concatenate([plain, tinted], 1)


def evaluate(file: Path, data: Path, sheet: Path | None, report: Callable[..., None]) -> dict[str, Any]:
    """Scores of an ONNX file on generated garments that training never saw, and on the test split of `data`.

    Args:
        file: the network.
        data: the clothing set, or a built data set of its kinds.
        sheet: where a contact sheet of the best and worst is written.
        report: called with step, steps and stage.

    Raises:
        NoTrainingData: `data` is neither.
        NetDamaged: the file is no such network.
    """
    Onnx(file, form=GARMENT)  # another is refused before minutes are spent
    with tempfile.TemporaryDirectory() as spare:
        clothing, garments = Clothing(data, Path(spare) / "masks"), Path(spare) / "bank"
        for done, count in clothing.prepare(Nets(), clothing.lenders("validation")):
            report(step=done, steps=count, stage="masks of photos that lend cloth")
        seeds = range(bank.HELD_OUT, bank.HELD_OUT + MEASURED)
        for done, count in bank.make(garments, seeds, data, clothing.masks):
            report(step=done, steps=count, stage="drawing garments")
        return measure(file, clothing, garments, sheet, report)


def measure(
    file: Path, clothing: Clothing, garments: Path, sheet: Path | None, report: Callable[..., None]
) -> dict[str, Any]:
    """Scores on the bank in `garments` and on the test split's photos, run as it is used."""
    net, tally = Onnx(file, keep=True, form=GARMENT), Tally()
    kept, photos = bank.opened(garments), clothing.of("test")
    every = len(kept.codes) + len(photos)
    for row in range(len(kept.codes)):
        picture, truth = kept.picture(row), kept.truth(row)
        columns = int(np.flatnonzero(picture.max((0, 1)) > 0)[-1]) + 1
        found = {k: v[None] for k, v in zip(OUTPUTS, answered(net, picture, columns), strict=True)}
        cover = np.stack([truth[0] / np.float32(254), np.ones_like(truth[0], np.float32)])
        tally.add(picture[None], cover[None], truth[1][None], kept.points[row][None], kept.words[row][None], found)
        report(step=row + 1, steps=every, stage="measuring")
    for number, photo in enumerate(photos):
        picture = read(photo.file)
        odds = answered(net, assemble(picture), placement(*picture.shape[:2])[1])[OUTPUTS.index("words")]
        tally.answer(words(photo), odds)
        report(step=len(kept.codes) + number + 1, steps=every, stage="measuring")
    if sheet is not None:
        tally.sheet(sheet)
    return tally.table()


def interval(said: dict[str, float]) -> str:
    """Accuracy, its interval and the count as cells of a table."""
    return f"{said['accuracy']:.3f} | {said['low']:.3f} to {said['high']:.3f} | {said['count']}"


def rows(table: dict[str, Any]) -> str:
    """A table of scores in Markdown."""
    lines = [
        f"On {table['pictures']} generated garments of held-out seeds: mask IoU {table['mask_iou']:.3f}; landmarks off",
        f"by {100 * table['landmark_error']:.2f} % of the garment's height on average,"
        f" {100 * table['landmarks_within_5_percent']:.1f} % within 5 %; presence {table['presence']:.3f}.",
        "", "| part | IoU |", "| --- | --- |", *(f"| {k} | {v:.3f} |" for k, v in table["parts"].items()),
        "", "| landmark | error, % of height |", "| --- | --- |",
        *(f"| {k} | {100 * v:.2f} |" for k, v in table["landmarks"].items()),
        "", "| question | right | 95 % interval | of | calibration error |", "| --- | --- | --- | --- | --- |",
        *(f"| {k} | {interval(v)} | {v['calibration_error']:.3f} |" for k, v in table["words"].items()),
        "", "| kind | right | 95 % interval | of |", "| --- | --- | --- | --- |",
        *(f"| {k} | {interval(v)} |" for k, v in table["kinds"].items()),
    ]  # fmt: skip
    return "\n".join(lines)
