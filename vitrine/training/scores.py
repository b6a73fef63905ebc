"""Scores of a parser on photos with label maps, and the contact sheet of its best and worst."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from jaxtyping import Float64, Int64

from vitrine.errors import NoPerson
from vitrine.imaging.types import Labels, Picture
from vitrine.nets import PARSER, Nets, Onnx
from vitrine.people import analyse
from vitrine.people.person import CLASSES, COLOURS
from vitrine.training.prepared import Judged, judged


def confusion(truth: Labels, found: Labels) -> Int64[np.ndarray, "11 11"]:
    """Pixels by true class (row) and found class (column)."""
    count = len(CLASSES)
    return np.bincount(truth.ravel().astype(np.int64) * count + found.ravel(), minlength=count**2).reshape(count, count)


def overlaps(matrix: Int64[np.ndarray, "n n"]) -> Float64[np.ndarray, " n"]:
    """IoU of each class; 0 for one that is neither there nor found."""
    right = np.diag(matrix).astype(float)
    return np.asarray(right / np.maximum(1, matrix.sum(0) + matrix.sum(1) - right))


def table(matrix: Int64[np.ndarray, "11 11"]) -> dict[str, Any]:
    """Mean IoU over the 11 classes, pixel accuracy and the IoU of each class (0..1)."""
    iou = overlaps(matrix)
    return {
        "miou": round(float(iou.mean()), 4),
        "accuracy": round(float(np.trace(matrix) / max(1, matrix.sum())), 4),
        "iou": {name: round(float(v), 4) for name, v in zip(CLASSES, iou, strict=True)},
    }


def evaluate(file: Path, data: Path, sheet: Path | None, report: Callable[..., None]) -> dict[str, Any]:
    """Scores of a parser's ONNX file, as it is used, on the held-out photos of the set (or of its prepared folder).

    Args:
        file: the network.
        data: the street set, a built data set, or what was prepared from either.
        sheet: where a contact sheet of the best and worst is written.
        report: called with step, steps and stage.

    Raises:
        NoTrainingData: `data` is none of these.
    """
    return measure(file, judged(data), sheet, report)


def measure(file: Path, views: Iterable[Judged], sheet: Path | None, report: Callable[..., None]) -> dict[str, Any]:
    """Scores of what `vitrine parse` gives with this network: at full size, edges refined, on photos and on parts.

    A picture in which nobody is found counts as background.
    """
    nets = Nets()
    nets.parser = Onnx(file, keep=True, form=PARSER)
    tallies = Tally(), Tally()
    for name, picture, truth, part, seat in views:
        try:
            found = analyse.labels(picture, nets)[0]
        except NoPerson:
            found = np.zeros(picture.shape[:2], np.uint8)
        if found.shape != truth.shape:
            found = cv2.resize(found, truth.shape[::-1], interpolation=cv2.INTER_NEAREST).astype(np.uint8)
        tallies[part].add(name, picture, truth, found)
        report(step=seat[0], steps=seat[1], stage="measuring")
    if sheet is not None:
        tallies[0].draw(sheet)
    return {**tallies[0].table(), "crops": tallies[1].table()}


class Tally:
    """Pixels by true and found class over many views; the best and worst views are kept for a sheet."""

    def __init__(self) -> None:
        self.matrix = np.zeros((len(CLASSES), len(CLASSES)), np.int64)
        self._ends = Ends()

    def add(self, name: str, picture: Picture, truth: Labels, found: Labels) -> None:
        """Count one view; `found` has the size of `truth`."""
        matrix = confusion(truth, found)
        self.matrix += matrix
        score = float(overlaps(matrix)[matrix.sum(1) > 0].mean())
        self._ends.add(score, tile(picture, truth, found, f"{name} {score:.2f}"))

    def table(self) -> dict[str, Any]:
        """As `table` below."""
        return table(self.matrix)

    def draw(self, file: Path) -> None:
        """The contact sheet, worst first, with the classes' colours below."""
        self._ends.draw(file, named=True)


class Ends:
    """The six best and the six worst of many pictures, for a sheet."""

    def __init__(self) -> None:
        self.kept: list[tuple[float, Picture]] = []

    def add(self, score: float, shown: Picture) -> None:
        """Take note of one picture; of more than twelve the middle one is let go."""
        self.kept = sorted([*self.kept, (score, shown)], key=lambda one: one[0])
        if len(self.kept) > 12:
            del self.kept[6]

    def draw(self, file: Path, named: bool = False) -> None:
        """The contact sheet, worst first, and on demand the classes' colours; none where there was no picture."""
        if self.kept:
            write_sheet([shown for _, shown in self.kept], file, named=named)


def rows(table: dict[str, Any]) -> str:
    """A table of scores in Markdown."""
    parts = table["crops"]
    lines = ["| | whole photos | parts cut from them |", "| --- | --- | --- |"]
    lines += [f"| mean IoU, 11 classes | {table['miou']:.3f} | {parts['miou']:.3f} |"]
    lines += [f"| pixel accuracy | {table['accuracy']:.3f} | {parts['accuracy']:.3f} |"]
    return "\n".join([*lines, *(f"| {n} | {v:.3f} | {parts['iou'][n]:.3f} |" for n, v in table["iou"].items())])


def tile(photo: Picture, truth: Labels | None, found: Labels, caption: str) -> Picture:
    """Photo, truth (if known) and finding side by side, 300 px high, with a caption."""
    size = (max(1, round(300 * photo.shape[1] / photo.shape[0])), 300)
    panels = [cv2.resize(photo, size, interpolation=cv2.INTER_AREA)]
    for labels in (truth, found):
        if labels is not None:
            small = cv2.resize(labels, size, interpolation=cv2.INTER_NEAREST)
            panels.append((0.25 * panels[0] + 0.75 * np.array(COLOURS)[small]).astype(np.uint8))
    joined = np.concatenate(panels, 1)
    cv2.putText(joined, caption, (4, 14), cv2.FONT_HERSHEY_SIMPLEX, 0.42, (0, 0, 0), 3, cv2.LINE_AA)
    cv2.putText(joined, caption, (4, 14), cv2.FONT_HERSHEY_SIMPLEX, 0.42, (255, 255, 255), 1, cv2.LINE_AA)
    return joined


def write_sheet(tiles: list[Picture], file: Path, columns: int = 3, named: bool = False) -> None:
    """Lay tiles out in rows and write them as one picture; `named`: with a strip below that says what colours mean."""
    width = max(t.shape[1] for t in tiles)
    padded = [
        cv2.copyMakeBorder(t, 2, 2, 2, width - t.shape[1] + 2, cv2.BORDER_CONSTANT, value=(255,) * 3) for t in tiles
    ]
    padded += [np.full_like(padded[0], 255)] * (-len(padded) % columns)
    rows = [np.concatenate(padded[i : i + columns], 1) for i in range(0, len(padded), columns)]
    if named:
        rows.append(legend(rows[0].shape[1]))
    cv2.imwrite(str(file), np.concatenate(rows)[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, 88])


def legend(width: int) -> Picture:
    """The classes and their colours, in rows of `width` pixels."""
    step, tall = 112, 26
    columns = max(1, width // step)
    out = np.full((tall * -(-len(CLASSES) // columns), width, 3), 255, np.uint8)
    for number, (name, colour) in enumerate(zip(CLASSES, COLOURS, strict=True)):
        x, y = step * (number % columns), tall * (number // columns)
        cv2.rectangle(out, (x + 4, y + 5), (x + 20, y + 21), colour, -1)
        cv2.rectangle(out, (x + 4, y + 5), (x + 20, y + 21), (120, 120, 120), 1)
        cv2.putText(out, name, (x + 25, y + 18), cv2.FONT_HERSHEY_SIMPLEX, 0.42, (0, 0, 0), 1, cv2.LINE_AA)
    return out


def agrees(labels: Labels, tags: frozenset[int]) -> bool:
    """Whether a self-made label map (class + 1) shows every large thing that the photo's tags name."""
    share = np.bincount(labels.ravel(), minlength=len(CLASSES) + 1)[1:] / max(1, int((labels > 1).sum()))
    large = {CLASSES.index(n) for n in ("top", "outerwear", "dress", "bottoms")} & tags
    return bool((labels > 0).mean() > 0.5) and all(share[c] > 0.005 for c in large)
