"""Human parsing measured on street photos with a label map each: IoU a class, mean, milliseconds.

python bench/parsing.py [--data DIR] [--count 100] [--classical] [--sheet SHEET.png]

DIR holds `classes.json`, `labels.json` and `labelled/{photos,labels}` (Clothing Co-Parsing; not part of the project).
The first COUNT of the photos that our parser's training left out are used (`held_out` in `vitrine/training/street.py`);
`--classical` parses without our network. A refused photo counts as all background.
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
from vitrine.people.person import CLASSES, COLOURS
from vitrine.training.street import held_out

SHOWN = np.array(COLOURS, np.uint8)


def read(path: Path) -> Picture:
    return np.ascontiguousarray(cv2.imdecode(np.fromfile(path, np.uint8), cv2.IMREAD_COLOR)[..., ::-1])


def truth_of(path: Path, table: np.ndarray) -> Labels:
    return table[cv2.imdecode(np.fromfile(path, np.uint8), cv2.IMREAD_UNCHANGED)]


def class_table(data: Path) -> np.ndarray:
    """Class of each of the set's labels; what the classes leave out is background."""
    of_label = json.loads((data / "classes.json").read_text())["of_label"]
    names = json.loads((data / "labels.json").read_text())
    return np.array([CLASSES.index(of_label.get(name, "background")) for name in names], np.uint8)


def measure(data: Path, count: int, classical: bool, sheet: Path | None) -> dict[str, object]:
    nets, table = Nets(own=data if classical else None), class_table(data)
    maps = sorted((data / "labelled" / "labels").glob("*.png"))
    left_out = held_out([path.stem for path in maps])
    confusion = np.zeros((len(CLASSES), len(CLASSES)), np.int64)
    refused, milliseconds, rows = 0, [], []
    for path in [path for path in maps if path.stem in left_out][:count]:
        photo, truth = read(path.parents[1] / "photos" / f"{path.stem}.jpg"), truth_of(path, table)
        start = time.perf_counter()
        try:
            labels = analyse(photo, nets).labels
        except BadInput:
            refused += 1
            labels = np.zeros(truth.shape, np.uint8)
        milliseconds.append(1000 * (time.perf_counter() - start))
        np.add.at(confusion, (truth.ravel(), labels.ravel()), 1)
        rows.append(np.hstack([photo, SHOWN[truth], SHOWN[labels]]))
    if sheet:
        draw(rows[:24], sheet)
    hit = np.diag(confusion)
    iou = hit / np.maximum(confusion.sum(0) + confusion.sum(1) - hit, 1)
    return {
        "pictures": len(rows),
        "parser": "network" if nets.has_parser else "classical",
        "accuracy": round(float(hit.sum() / confusion.sum()), 3),
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
    options.add_argument("--classical", action="store_true")
    options.add_argument("--sheet", type=Path)
    given = options.parse_args()
    if not given.data.is_dir():
        raise SystemExit(f"{given.data}: the street photos are not here; give --data")
    print(json.dumps(measure(given.data, given.count, given.classical, given.sheet)))
