"""Scores of a parser on photos with label maps, and the contact sheet of its best and worst."""

from pathlib import Path
from typing import Any

import cv2
import numpy as np
from jaxtyping import Float32, Int64

from vitrine.imaging.types import Labels, Picture
from vitrine.nets import Nets, Onnx
from vitrine.people import gown
from vitrine.people.parser_net import placement, restore
from vitrine.people.person import CLASSES, COLOURS
from vitrine.training.street import Prepared, ready


def confusion(truth: Labels, found: Labels) -> Int64[np.ndarray, "11 11"]:
    """Pixels by true class (row) and found class (column)."""
    count = len(CLASSES)
    return np.bincount(truth.ravel().astype(np.int64) * count + found.ravel(), minlength=count**2).reshape(count, count)


def table(matrix: Int64[np.ndarray, "11 11"]) -> dict[str, Any]:
    """Mean IoU over the 11 classes, pixel accuracy and the IoU of each class (0..1)."""
    right = np.diag(matrix).astype(float)
    iou = right / np.maximum(1, matrix.sum(0) + matrix.sum(1) - right)
    return {
        "miou": round(float(iou.mean()), 4),
        "accuracy": round(float(right.sum() / max(1, matrix.sum())), 4),
        "iou": {name: round(float(v), 4) for name, v in zip(CLASSES, iou, strict=True)},
    }


def evaluate(file: Path, data: Path, sheet: Path | None, spare: Path) -> dict[str, Any]:
    """Scores of a parser's ONNX file on the held-out photos of `data` (the set itself, or a prepared folder).

    `spare` takes what has to be prepared.
    """
    return measure(file, ready(data, spare, lambda **_: None, validation=True), sheet)


def measure(file: Path, prepared: Prepared, sheet: Path | None) -> dict[str, Any]:
    """Scores of an exported network, run as it is used, on the held-out photos and on parts cut from them."""
    session = Onnx(file)
    tables = []
    for crops in (False, True):
        rows = prepared.held_out_rows(crops)
        odds = np.stack([used(session, prepared, int(row)) for row in rows])
        tables.append(judge(prepared, rows, odds, None if crops else sheet))
    return {**tables[0], "crops": tables[1]}


def used(session: Onnx, prepared: Prepared, row: int) -> Float32[np.ndarray, "11 hc wc"]:
    """Probabilities of a view as the product has them: dress or not is decided once a photo (`people/gown.py`)."""
    canvas = prepared.canvas(row)
    odds = np.asarray(session(canvas[None])[0][0], np.float32)
    points, visibility = prepared.pose(row)
    picture = prepared.picture(row)
    height, width = placement(*picture.shape[:2])
    part = np.s_[:, : -(-height // 2), : -(-width // 2)]
    small = cv2.resize(picture, odds[part].shape[:0:-1], interpolation=cv2.INTER_AREA)
    scale = small.shape[0] / picture.shape[0]
    points = ((points + 0.5) * scale - 0.5).astype(np.float32)
    odds[part] = gown.decided(odds[part], small, points, visibility, Nets().own)
    return odds


def rows(table: dict[str, Any]) -> str:
    """A table of scores in Markdown."""
    parts = table["crops"]
    lines = ["| | whole photos | parts cut from them |", "| --- | --- | --- |"]
    lines += [f"| mean IoU, 11 classes | {table['miou']:.3f} | {parts['miou']:.3f} |"]
    lines += [f"| pixel accuracy | {table['accuracy']:.3f} | {parts['accuracy']:.3f} |"]
    return "\n".join([*lines, *(f"| {n} | {v:.3f} | {parts['iou'][n]:.3f} |" for n, v in table["iou"].items())])


def judge(
    prepared: Prepared, rows: np.ndarray, odds: Float32[np.ndarray, "n 11 hc wc"], sheet: Path | None
) -> dict[str, Any]:
    """Scores at the label maps' own size; the six best and six worst views go onto `sheet`."""
    total = np.zeros((len(CLASSES), len(CLASSES)), np.int64)
    seen = []
    for row, one in zip(rows, odds, strict=True):
        truth = prepared.truth(int(row))
        found = restore(np.asarray(one, np.float32), *truth.shape).argmax(0).astype(np.uint8)
        matrix = confusion(truth, found)
        total += matrix
        present = matrix.sum(1) > 0
        right = np.diag(matrix).astype(float)
        iou = right / np.maximum(1, matrix.sum(0) + matrix.sum(1) - right)
        seen.append((float(iou[present].mean()), int(row), found))
    if sheet is not None:
        order = sorted(seen, key=lambda item: item[0])
        shown = order if len(order) <= 12 else order[:6] + order[-6:]
        tiles = [
            tile(prepared.picture(r), prepared.truth(r), found, f"{prepared.name(r)} {score:.2f}")
            for score, r, found in shown
        ]
        write_sheet(tiles, sheet)
    return table(total)


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


def write_sheet(tiles: list[Picture], file: Path, columns: int = 3) -> None:
    """Lay tiles out in rows and write them as one picture."""
    width = max(t.shape[1] for t in tiles)
    padded = [
        cv2.copyMakeBorder(t, 2, 2, 2, width - t.shape[1] + 2, cv2.BORDER_CONSTANT, value=(255,) * 3) for t in tiles
    ]
    padded += [np.full_like(padded[0], 255)] * (-len(padded) % columns)
    rows = [np.concatenate(padded[i : i + columns], 1) for i in range(0, len(padded), columns)]
    cv2.imwrite(str(file), np.concatenate(rows)[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, 88])


def agrees(labels: Labels, tags: frozenset[int]) -> bool:
    """Whether a self-made label map (class + 1) shows every large thing that the photo's tags name."""
    share = np.bincount(labels.ravel(), minlength=len(CLASSES) + 1)[1:] / max(1, int((labels > 1).sum()))
    large = {CLASSES.index(n) for n in ("top", "outerwear", "dress", "bottoms")} & tags
    return bool((labels > 0).mean() > 0.5) and all(share[c] > 0.005 for c in large)
