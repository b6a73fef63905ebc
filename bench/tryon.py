"""Try-on on pairs of people and garments: how good, how fast, beside a clipped overlay of the cut-out.

    python bench/tryon.py [--pairs P] [--data D] [--judge J] [--out bench/out/tryon] [--version first|second]

Makes every pair with the embedded engine and with the overlay, has the judge score both, prints the table, the
milliseconds per stage and the peak memory, and writes a contact sheet (person, garment, overlay, result per pair).
"""

import argparse
import csv
import json
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path

import cv2
import numpy as np

import vitrine
from vitrine.fitting.warp.frame import measured
from vitrine.garments.garment import Garment
from vitrine.people.body import bare_body
from vitrine.people.person import Person

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
ROW = 1024 // 2
COLUMNS = ("keep_psnr", "cover", "leak", "sleeves", "hands", "fidelity", "palette", "pose", "passing")


def main() -> None:
    options = arguments()
    for needed in (options.pairs, options.data, options.judge):
        if not needed.exists():
            sys.exit(f"{needed} is not here: this bench needs pictures that the project may not carry.")
    pairs = list(csv.DictReader(options.pairs.open()))
    people = {p: vitrine.read_person(options.data / "person" / f"{p}.jpg") for p in {row["person"] for row in pairs}}
    worn = {(r["garment"], r["category"]) for r in pairs}
    garments = {g: vitrine.read_garment(options.data / "garment" / f"{g}.jpg", c) for g, c in worn}
    folders = {name: options.out / name for name in ("warp", "overlay")}
    for folder in folders.values():
        folder.mkdir(parents=True, exist_ok=True)
    timings: list[dict[str, float]] = []
    for row in pairs:
        person, garment = people[row["person"]], garments[row["garment"]]
        name = f"{row['person']}__{row['garment']}.png"
        started = time.perf_counter()
        result = vitrine.tryon(person, garment)
        timings.append(result.timings | {"further": 1000 * (time.perf_counter() - started)})
        save(folders["warp"] / name, result.image)
        save(folders["overlay"] / name, overlay(person, garment))
        if options.checks:
            failed = [f"{c.name} {c.value:.3g}" for c in result.checks if not c.passed]
            print(row["person"], row["garment"], "; ".join(failed) or "checks passed", *result.warnings)
    if not options.quick:
        for name, folder in folders.items():
            score(options, folder, name)
    speed(options, pairs, timings)
    sheet(options, pairs)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=Path, default=SHARED / "bench" / "pairs.csv")
    parser.add_argument("--data", type=Path, default=SHARED / "data" / "tryon")
    parser.add_argument("--judge", type=Path, default=SHARED / "bench" / "tryon_judge.py")
    parser.add_argument("--out", type=Path, default=ROOT / "bench" / "out" / "tryon")
    parser.add_argument("--version", default="first", choices=["first", "second"])
    parser.add_argument("--checks", action="store_true", help="print each result's failed checks")
    parser.add_argument("--quick", action="store_true", help="pictures, timings and sheet only")
    return parser.parse_args()


def overlay(person: Person, garment: Garment) -> np.ndarray:
    """The thing to beat: the cut-out scaled between shoulders and hem, clipped to the person."""
    wearer = measured(person, bare_body(person))
    rows, cols = np.nonzero(garment.alpha > 0.5)
    x0, x1, y0 = cols.min(), cols.max() + 1, rows.min()
    lower = garment.category == "bottoms"
    if lower:
        width = 1.15 * wearer.unit
        top = wearer.joint["hips"].imag - 0.27 * wearer.unit
        middle = wearer.joint["hips"].real
    else:
        marks = garment.landmarks
        chest = abs(marks["armpit-left"][0] - marks["armpit-right"][0])
        width = 1.05 * wearer.unit * (x1 - x0) / chest
        top = wearer.joint["neck"].imag - 0.2 * wearer.unit
        middle = wearer.joint["neck"].real
    scale = width / (x1 - x0)
    move = np.float32([[scale, 0, middle - scale * (x0 + x1) / 2], [0, scale, top - scale * y0]])
    size = person.photo.shape[1::-1]
    colour = cv2.warpAffine(garment.photo, move, size, flags=cv2.INTER_AREA)
    alpha = cv2.warpAffine(garment.alpha, move, size) * person.mask
    mixed = person.photo + (colour.astype(np.float32) - person.photo) * alpha[..., None]
    return np.rint(mixed).astype(np.uint8)


def score(options: argparse.Namespace, folder: Path, name: str) -> None:
    """The judge's table for one folder of results."""
    command = [sys.executable, str(options.judge), "--pairs", str(options.pairs), "--data", str(options.data)]
    command += ["--results", str(folder), "--version", options.version]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    (folder / "scores.txt").write_text("\n".join(said) + "\n")
    tables = [line.split(" ", 1) for line in said if line.split(" ", 1)[0] in ("tops", "dresses", "bottoms")]
    print(f"{name:<8} {'':<8}" + "".join(f"{c:>10}" for c in COLUMNS))
    for category, line in tables:
        found = json.loads(line)
        print(f"{'':<8} {category:<8}" + "".join(f"{found.get(c, '–'):>10}" for c in COLUMNS))


def speed(options: argparse.Namespace, pairs: list[dict[str, str]], timings: list[dict[str, float]]) -> None:
    """Milliseconds: further garment by stage (from the run above), all with analysis, on a few pairs; peak memory."""
    stages = {stage: statistics.median(t.get(stage, 0) for t in timings) for stage in timings[0]}
    print("ms for a further garment, median:", ", ".join(f"{k} {v:.0f}" for k, v in stages.items()))
    whole = []
    for row in pairs[:: max(1, len(pairs) // 8)]:
        files = options.data / "person" / f"{row['person']}.jpg", options.data / "garment" / f"{row['garment']}.jpg"
        whole.append(vitrine.tryon(*files, row["category"]).timings)
    for stage in ("person", "garment", "total"):
        print(f"ms with analysis, {stage}: {statistics.median(t[stage] for t in whole):.0f}")
    print(f"peak memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def sheet(options: argparse.Namespace, pairs: list[dict[str, str]]) -> None:
    """Person, garment, overlay and result of every pair, three pairs a row."""
    tiles = []
    for row in pairs:
        name = f"{row['person']}__{row['garment']}.png"
        files = [options.data / "person" / f"{row['person']}.jpg", options.data / "garment" / f"{row['garment']}.jpg"]
        files += [options.out / "overlay" / name, options.out / "warp" / name]
        shown = [cv2.imread(str(file)) for file in files]
        tiles.append(np.concatenate([at_height(picture) for picture in shown], 1))
    width = max(t.shape[1] for t in tiles)
    tiles = [np.pad(t, ((0, 4), (0, width - t.shape[1] + 12), (0, 0)), constant_values=255) for t in tiles]
    tiles += [np.full_like(tiles[0], 255)] * (-len(tiles) % 3)
    rows = [np.concatenate(tiles[i : i + 3], 1) for i in range(0, len(tiles), 3)]
    cv2.imwrite(str(options.out / "sheet.jpg"), np.concatenate(rows), [cv2.IMWRITE_JPEG_QUALITY, 85])


def at_height(picture: np.ndarray) -> np.ndarray:
    return cv2.resize(picture, (round(picture.shape[1] * ROW / picture.shape[0]), ROW), interpolation=cv2.INTER_AREA)


def save(path: Path, image: np.ndarray) -> None:
    cv2.imwrite(str(path), image[..., ::-1])


if __name__ == "__main__":
    main()
