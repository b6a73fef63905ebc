"""Our networks where they count: the judge's pairs as they are, and with one network left out at a time.

    python bench/without.py [--pairs P] [--data D] [--judge J] [--out bench/out/without] [NETWORK ...]

NETWORK: `nothing`, `garment.onnx`, `parser.onnx` (all three if none is named). Each runs with a copy of the weights
folder that lacks the file. Prints the judge's table and CPU seconds of all pairs, analyses included, and the pairs
whose missed bars differ from the first way's; writes a picture for each pair, the ways side by side, to look at.
"""

import argparse
import csv
import json
import shutil
import sys
import tempfile
import time
from pathlib import Path

import cv2
import numpy as np
import tryon

import vitrine.library
from vitrine.nets import Nets

ALL = ("nothing", "garment.onnx", "parser.onnx")
WIDE = 460
"""Pixels across of a result on a sheet."""


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("left_out", nargs="*", metavar="NETWORK")
    tryon.judged_by(ask, "without")
    given = ask.parse_args()
    given.checks = False
    if not given.pairs.exists():
        sys.exit(f"{given.pairs} is not here: this bench needs pictures that the project may not carry.")
    ways = tuple(given.left_out) or ALL
    rows = list(csv.DictReader(given.pairs.open()))
    scores = {name: measure(name, rows, given) for name in ways}
    differing(scores)
    for number, row in enumerate(rows):
        sheet(row, ways, given, given.out / f"{number:02d}.png")


def measure(name: str, rows: list[dict[str, str]], given: argparse.Namespace) -> list[str]:
    """One table; what the judge says of each pair."""
    own = Nets().own
    with tempfile.TemporaryDirectory() as spare:
        copy = Path(spare) / "weights"
        shutil.copytree(own, copy, ignore=shutil.ignore_patterns(name))
        fewer = Nets(own=copy)
        vitrine.library.nets = lambda: fewer  # the one place where the Python door opens its networks
        started = time.process_time()
        tryon.make(given, rows, given.out / name)
        print(f"without {name}: {time.process_time() - started:.0f} CPU seconds for {len(rows)} pairs", flush=True)
    said = tryon.score(given, given.pairs, given.out / name / "warp", "warp")
    sys.stdout.flush()
    return said


def differing(scores: dict[str, list[str]]) -> None:
    """Print the pairs that miss other bars than as they are, with both figures of each such bar."""
    found = {name: {(m[1], m[2]): m for line in said if (m := tryon.ROW.match(line))} for name, said in scores.items()}
    first, *others = found
    for name in others:
        for pair, now in found[first].items():
            other = found[name].get(pair)
            if other is None or other[4] == now[4]:
                continue
            bars = {bar for m in (now, other) for bar in m[4].split(",")} - {"-"}
            values = [json.loads(m[3]) for m in (now, other)]
            both = ", ".join(f"{bar} {values[0][bar]} → {values[1][bar]}" for bar in sorted(bars))
            print(f"{first} → {name}: {' '.join(pair)}: {both}")


def sheet(row: dict[str, str], ways: tuple[str, ...], given: argparse.Namespace, out: Path) -> None:
    """Garment and person, then the changed part of each way's result."""
    photo = cv2.imread(str(given.data / "person" / f"{row['person']}.jpg"))
    files = [given.out / name / "warp" / f"{row['person']}__{row['garment']}.png" for name in ways]
    results = [cv2.imread(str(file)) for file in files if file.exists()]
    if len(results) < len(ways):
        return
    changed = np.any([np.abs(result.astype(int) - photo).max(2) > 12 for result in results], 0)
    ys, xs = (np.flatnonzero(cv2.erode(changed.astype(np.uint8), np.ones((3, 3))).any(axis)) for axis in (1, 0))
    part = np.s_[max(0, ys[0] - 40) : ys[-1] + 40, max(0, xs[0] - 40) : xs[-1] + 40]
    shown = [cv2.imread(str(given.data / "garment" / f"{row['garment']}.jpg")), photo, *(r[part] for r in results)]
    tiles = [fitted(picture, WIDE // 2 if number < 2 else WIDE) for number, picture in enumerate(shown)]
    height = max(len(tile) for tile in tiles)
    cv2.imwrite(
        str(out), np.hstack([cv2.copyMakeBorder(t, 0, height - len(t), 0, 4, cv2.BORDER_CONSTANT) for t in tiles])
    )


def fitted(picture: np.ndarray, width: int) -> np.ndarray:
    """The picture at a width."""
    size = (width, round(width * picture.shape[0] / picture.shape[1]))
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA))


if __name__ == "__main__":
    main()
