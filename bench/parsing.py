"""Human parsing measured on street photos with a label map each: IoU a class, mean, milliseconds.

python bench/parsing.py [--data DIR] [--count 100] [--sheet SHEET.png]

DIR holds `classes.json`, `labels.json` and `labelled/{photos,labels}` (Clothing Co-Parsing; not part of the project).
The last COUNT pictures are used; a parser trained on this set must have left those out.
"""

import argparse
import json
import time
from pathlib import Path

import cv2
import numpy as np

from vitrine.errors import BadInput
from vitrine.imaging.types import Labels, Picture
from vitrine.nets import Nets
from vitrine.people.analyse import analyse
from vitrine.people.person import CLASSES

COLOURS = np.array(
    [(255, 255, 255), (90, 50, 20), (255, 200, 170), (220, 40, 40), (255, 140, 0), (230, 60, 200), (40, 80, 230)]
    + [(120, 200, 255), (60, 60, 60), (240, 230, 40), (0, 200, 100)],
    np.uint8,
)


def read(path: Path) -> Picture:
    return np.ascontiguousarray(cv2.imdecode(np.fromfile(path, np.uint8), cv2.IMREAD_COLOR)[..., ::-1])


def truth_of(path: Path, table: np.ndarray) -> Labels:
    return table[cv2.imdecode(np.fromfile(path, np.uint8), cv2.IMREAD_UNCHANGED)]


def class_table(data: Path) -> np.ndarray:
    """Class of each of the set's labels; what the classes leave out is background."""
    of_label = json.loads((data / "classes.json").read_text())["of_label"]
    names = json.loads((data / "labels.json").read_text())
    return np.array([CLASSES.index(of_label.get(name, "background")) for name in names], np.uint8)


def measure(data: Path, count: int, sheet: Path | None) -> dict[str, object]:
    nets, table = Nets(), class_table(data)
    confusion = np.zeros((len(CLASSES), len(CLASSES)), np.int64)
    refused, milliseconds, rows = 0, [], []
    for path in sorted((data / "labelled" / "labels").glob("*.png"))[-count:]:
        photo, truth = read(path.parents[1] / "photos" / f"{path.stem}.jpg"), truth_of(path, table)
        start = time.perf_counter()
        try:
            labels = analyse(photo, nets).labels
        except BadInput:
            refused += 1
            labels = np.zeros(truth.shape, np.uint8)
        milliseconds.append(1000 * (time.perf_counter() - start))
        np.add.at(confusion, (truth.ravel(), labels.ravel()), 1)
        rows.append(np.hstack([photo, COLOURS[truth], COLOURS[labels]]))
    if sheet:
        draw(rows[:24], sheet)
    hit = np.diag(confusion)
    iou = hit / np.maximum(confusion.sum(0) + confusion.sum(1) - hit, 1)
    return {
        "pictures": count,
        "refused": refused,
        "ms": round(float(np.median(milliseconds))),
        "miou": round(float(iou.mean()), 3),
        **{name: round(float(value), 3) for name, value in zip(CLASSES, iou, strict=True)},
    }


def draw(rows: list[Picture], path: Path) -> None:
    tiles = [cv2.resize(r, (round(r.shape[1] * 300 / r.shape[0]), 300), interpolation=cv2.INTER_AREA) for r in rows]
    width = max(t.shape[1] for t in tiles)
    padded = [cv2.copyMakeBorder(t, 0, 4, 0, width - t.shape[1] + 8, cv2.BORDER_CONSTANT) for t in tiles]
    columns = [np.vstack(padded[i::3]) for i in range(3)]
    height = min(c.shape[0] for c in columns)
    cv2.imwrite(str(path), np.hstack([c[:height] for c in columns])[..., ::-1])


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--data", type=Path, default=Path("../shared/data/street"))
    options.add_argument("--count", type=int, default=100)
    options.add_argument("--sheet", type=Path)
    given = options.parse_args()
    if not given.data.is_dir():
        raise SystemExit(f"{given.data}: the street photos are not here; give --data")
    print(json.dumps(measure(given.data, given.count, given.sheet)))
