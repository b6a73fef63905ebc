"""Try-on on pairs of people and garments: how good, how fast, beside a clipped overlay of the cut-out.

    python bench/tryon.py [--pairs P] [--data D] [--judge J] [--out bench/out/tryon] [--version first|second] [--all]
                          [--again N]

Makes every pair with the embedded engine and with the overlay, has the judge score both, prints the table, seconds and
peak memory of both, and writes a contact sheet (person, garment, overlay, result per pair). With `--all` every garment
is tried on three more people, chosen by a rule, and failures and the worst leaks are listed. With `--again` the results
are judged N times more, each with one grey level of noise where they differ from the photo, which no eye sees: the mean
share that passes is steadier than that of one state, whose closest figures fall on either side of their bars by chance.

Seconds are medians of a warm process: `first` with the person's analysis, `further` with a kept person, `large` the
first of a 2,000 x 3,000 photo; the garment is analysed before, as a shop does. Peak memory is that of a fresh process
that makes one pair, usual and large.
"""

import argparse
import csv
import json
import re
import resource
import statistics
import subprocess
import sys
import time
import zlib
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np

import vitrine
from vitrine.errors import VitrineError
from vitrine.fitting.warp.frame import measured
from vitrine.garments.garment import Garment
from vitrine.people.body import bare_body
from vitrine.people.person import Person

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
TALL = 1024 // 2
"""Height of a picture on a sheet, pixels."""
LARGE = (2000, 3000)
ROW = re.compile(r"(\S+) (\S+) (?:tops|dresses|bottoms) (\{.*\}) missed: (.*)")
"""The judge's line on a pair: person, garment, figures, bars missed."""
COLUMNS = ("keep_psnr", "cover", "leak", "sleeves", "hands", "fidelity", "palette", "pose", "passing")


def main() -> None:
    options = arguments()
    if options.once:
        try:
            print(json.dumps(once(options)))
        except VitrineError as refused:
            print(repr(refused), file=sys.stderr)
            print("{}")
        return
    for needed in (options.pairs, options.data, options.judge):
        if not needed.exists():
            sys.exit(f"{needed} is not here: this bench needs pictures that the project may not carry.")
    pairs = list(csv.DictReader(options.pairs.open()))
    timings = make(options, pairs, options.out)
    if not options.quick:
        for name in ("warp", "overlay"):
            score(options, options.pairs, options.out / name, name)
        again(options, pairs)
    stages = {stage: statistics.median(t.get(stage, 0) for t in timings) for stage in timings[0]}
    print("ms for a further garment, median:", ", ".join(f"{k} {v:.0f}" for k, v in stages.items()))
    speed(options, pairs)
    sheet(options, pairs)
    if options.all:
        everyone(options, pairs)


def make(options: argparse.Namespace, pairs: list[dict[str, str]], out: Path) -> list[dict[str, float]]:
    """Every pair with the engine and as overlay, written to two folders; milliseconds by stage of each."""
    people: dict[str, Person] = {}
    garments: dict[tuple[str, str], Garment] = {}
    dressed: set[tuple[str, str]] = set()
    for name in ("warp", "overlay"):
        (out / name).mkdir(parents=True, exist_ok=True)
    timings = []
    for row in pairs:
        who, what = row["person"], (row["garment"], row["category"])
        try:
            if who not in people:
                people[who] = vitrine.read_person(options.data / "person" / f"{who}.jpg")
            if what not in garments:
                garments[what] = vitrine.read_garment(options.data / "garment" / f"{what[0]}.jpg", row["category"])
            person, garment = people[who], garments[what]
            if (who, what[1]) not in dressed:
                # what is kept of a person for a slot is made with the first garment, and is no part of a further one
                vitrine.tryon(person, garment)
                dressed.add((who, what[1]))
            started = time.perf_counter()
            result = vitrine.tryon(person, garment)
        except VitrineError as refused:
            print("refused:", who, what[0], repr(refused), flush=True)
            continue
        timings.append(result.timings | {"further": 1000 * (time.perf_counter() - started)})
        save(out / "warp" / f"{who}__{what[0]}.png", result.image)
        save(out / "overlay" / f"{who}__{what[0]}.png", overlay(person, garment))
        if options.checks:
            failed = [f"{c.name} {c.value:.3g}" for c in result.checks if not c.passed]
            print(who, what[0], "; ".join(failed) or "checks passed", *result.warnings, flush=True)
    return timings


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    judged_by(parser, "tryon")
    parser.add_argument("--checks", action="store_true", help="print each result's failed checks")
    parser.add_argument("--quick", action="store_true", help="pictures, timings and sheet only")
    parser.add_argument("--all", action="store_true", help="every garment on three more people")
    parser.add_argument("--again", type=int, default=0, metavar="N", help="judge N times more, with unseen noise")
    parser.add_argument("--once", nargs=3, metavar=("PERSON", "GARMENT", "CATEGORY"), help="seconds and memory of one")
    parser.add_argument("--large", action="store_true", help="with --once: the photo at 2,000 x 3,000")
    parser.add_argument("--engine", default="warp", choices=["warp", "overlay"], help="with --once")
    return parser.parse_args()


def judged_by(parser: argparse.ArgumentParser, name: str) -> None:
    """Ask for what the judge needs, and for the folder to write to."""
    parser.add_argument("--pairs", type=Path, default=SHARED / "bench" / "pairs.csv")
    parser.add_argument("--data", type=Path, default=SHARED / "data" / "tryon")
    parser.add_argument("--judge", type=Path, default=SHARED / "bench" / "tryon_judge.py")
    parser.add_argument("--out", type=Path, default=ROOT / "bench" / "out" / name)
    parser.add_argument("--version", default="first", choices=["first", "second"])


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


def score(options: argparse.Namespace, pairs: Path, folder: Path, name: str) -> list[str]:
    """The judge's table for one folder of results; all it said."""
    command = [sys.executable, str(options.judge), "--pairs", str(pairs), "--data", str(options.data)]
    command += ["--results", str(folder), "--version", options.version]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    (folder / "scores.txt").write_text("\n".join(said) + "\n")
    tables = [line.split(" ", 1) for line in said if line.split(" ", 1)[0] in ("tops", "dresses", "bottoms")]
    print(f"{name:<8} {'':<8}" + "".join(f"{c:>10}" for c in COLUMNS))
    for category, line in tables:
        found = json.loads(line)
        print(f"{'':<8} {category:<8}" + "".join(f"{found.get(c, '–'):>10}" for c in COLUMNS))
    return said


def again(options: argparse.Namespace, pairs: list[dict[str, str]]) -> None:
    """Judge the engine's results with one grey level of noise, several times; print the mean passing share."""
    passing: dict[str, list[float]] = {}
    for seed in range(options.again):
        chance, folder = np.random.default_rng(seed), options.out / f"again-{seed}"
        folder.mkdir(exist_ok=True)
        for row in pairs:
            name = f"{row['person']}__{row['garment']}.png"
            result = cv2.imread(str(options.out / "warp" / name))
            photo = cv2.imread(str(options.data / "person" / f"{row['person']}.jpg"))
            if result is None:
                continue
            noise = chance.integers(-1, 2, result.shape) * (result != photo).any(2, keepdims=True)
            cv2.imwrite(str(folder / name), np.clip(result + noise, 0, 255).astype(np.uint8))
        for line in score(options, options.pairs, folder, f"again {seed}"):
            category, _, found = line.partition(" ")
            if found.startswith("{"):
                passing.setdefault(category, []).append(json.loads(found)["passing"])
    for category, shares in passing.items():
        print(f"{category}: {statistics.mean(shares):.3f} pass on average of {len(shares)}, {shares}")


def speed(options: argparse.Namespace, pairs: list[dict[str, str]]) -> None:
    """Seconds and peak memory of engine and overlay: fresh processes, one pair each."""
    some = pairs[:: max(1, len(pairs) // 5)]
    print(f"{'':<10}{'first':>16}{'further':>16}{'large':>16}{'peak MB':>10}{'large':>8}   wall and (CPU) seconds")
    for engine in ("warp", "overlay"):
        usual = [run for row in some if (run := fresh(options, row, engine, large=False))]
        large = [run for row in some[:3] if (run := fresh(options, row, engine, large=True))]
        cells = [middle(usual, "first"), middle(usual, "further"), middle(large, "first")]
        peaks = [max(run["peak"] for run in runs) for runs in (usual, large)]
        print(f"{engine:<10}" + "".join(f"{cell:>16}" for cell in cells) + f"{peaks[0]:>10.0f}{peaks[1]:>8.0f}")


def middle(runs: list[dict[str, float]], what: str) -> str:
    wall, cpu = (statistics.median(run[f"{what}_{kind}"] for run in runs) for kind in ("wall", "cpu"))
    return f"{wall:.2f} ({cpu:.2f})"


def fresh(options: argparse.Namespace, row: dict[str, str], engine: str, *, large: bool) -> dict[str, float]:
    """What a process of its own measures on one pair; nothing where that is refused."""
    command = [sys.executable, __file__, "--data", str(options.data), "--engine", engine]
    command += ["--large"] * large + ["--once", row["person"], row["garment"], row["category"]]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found: dict[str, float] = json.loads(said.splitlines()[-1])
    if not found:
        print("refused:", row["person"], row["garment"], "large" if large else "")
    return found


def once(options: argparse.Namespace) -> dict[str, float]:
    """One pair in this process: seconds of the second time (warm), peak memory in MB."""
    who, what, category = options.once
    photo = cv2.imread(str(options.data / "person" / f"{who}.jpg"), cv2.IMREAD_COLOR_RGB)
    if options.large:
        photo = cv2.resize(photo, LARGE, interpolation=cv2.INTER_CUBIC)
    garment = vitrine.read_garment(options.data / "garment" / f"{what}.jpg", category)
    dress = overlay if options.engine == "overlay" else vitrine.tryon
    dress(vitrine.read_person(photo), garment)
    spent: dict[str, float] = {}
    kept: dict[str, Person] = {}

    def first() -> None:
        kept.clear()
        kept["person"] = vitrine.read_person(photo)
        dress(kept["person"], garment)

    for name, step in (("first", first), ("further", lambda: dress(kept["person"], garment))):
        wall, cpu = timed(step)
        spent |= {f"{name}_wall": wall, f"{name}_cpu": cpu}
    return spent | {"peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def timed(step: Callable[[], object]) -> tuple[float, float]:
    """Wall and CPU seconds; the better of two, since other work on the machine only ever adds."""
    found = []
    for _ in range(2):
        wall, cpu = time.perf_counter(), time.process_time()
        step()
        found.append((time.perf_counter() - wall, time.process_time() - cpu))
    return min(found)


def everyone(options: argparse.Namespace, pairs: list[dict[str, str]]) -> None:
    """Each garment on three more people: failures and worst leaks."""
    known = {(row["person"], row["garment"]) for row in pairs}
    garments = dict.fromkeys((row["garment"], row["category"]) for row in pairs)
    people = {}
    for file in sorted((options.data / "person").glob("*.jpg")):
        try:
            people[file.stem] = vitrine.read_person(file)
        except VitrineError as refused:
            print("refused:", file.stem, refused)
    more = []
    for garment, category in garments:
        able = [p for p, person in people.items() if sensible(person, category) and (p, garment) not in known]
        # the same draw each time, and none that anybody chose
        able.sort(key=lambda p: zlib.crc32(f"{p} {garment}".encode()))
        more += [{"person": p, "garment": garment, "category": category} for p in able[:3]]
    out = options.out / "all"
    out.mkdir(parents=True, exist_ok=True)
    with (out / "pairs.csv").open("w", newline="") as file:
        table = csv.DictWriter(file, ["person", "garment", "category"])
        table.writeheader()
        table.writerows(more)
    failures = []
    for row in more:
        try:
            make(options, [row], out)
        except Exception as fault:
            failures.append((row, fault))
    said = score(options, out / "pairs.csv", out / "warp", "all")
    leaks = []
    for line in said:
        head, _, rest = line.partition("{")
        if len(head.split()) == 3:
            found = json.loads("{" + rest[: rest.rindex("}") + 1])
            leaks.append((found.get("leak") or 0.0, *head.split()))
    print(f"{len(more)} more pairs, {len(failures)} failures, leaks above .05: {sum(k[0] > 0.05 for k in leaks)}")
    for row, fault in failures:
        print("failed:", row["person"], row["garment"], repr(fault))
    for leak, *who in sorted(leaks, reverse=True)[:8]:
        print(f"leak {leak:.4f}", *who)


def sensible(person: Person, category: str) -> bool:
    """Whether a person's photo shows what a garment of a category is worn on: hips for tops, else knees, too."""
    height = person.photo.shape[0]
    needed = (23, 24) if category in ("tops", "outerwear") else (23, 24, 25, 26)
    return bool((person.landmarks[list(needed), 1] < height).all()) and "turned" not in person.warnings


def sheet(options: argparse.Namespace, pairs: list[dict[str, str]]) -> None:
    """Person, garment, overlay and result of every pair, three pairs a row."""
    tiles = []
    for row in pairs:
        name = f"{row['person']}__{row['garment']}.png"
        files = [options.data / "person" / f"{row['person']}.jpg", options.data / "garment" / f"{row['garment']}.jpg"]
        files += [options.out / "overlay" / name, options.out / "warp" / name]
        shown = [cv2.imread(str(file)) for file in files if file.exists()]
        tiles.append(np.concatenate([at_height(picture) for picture in shown], 1))
    width = max(t.shape[1] for t in tiles)
    tiles = [np.pad(t, ((0, 4), (0, width - t.shape[1] + 12), (0, 0)), constant_values=255) for t in tiles]
    tiles += [np.full_like(tiles[0], 255)] * (-len(tiles) % 3)
    rows = [np.concatenate(tiles[i : i + 3], 1) for i in range(0, len(tiles), 3)]
    cv2.imwrite(str(options.out / "sheet.jpg"), np.concatenate(rows), [cv2.IMWRITE_JPEG_QUALITY, 85])


def at_height(picture: np.ndarray) -> np.ndarray:
    return cv2.resize(picture, (round(picture.shape[1] * TALL / picture.shape[0]), TALL), interpolation=cv2.INTER_AREA)


def save(path: Path, image: np.ndarray) -> None:
    cv2.imwrite(str(path), image[..., ::-1])


if __name__ == "__main__":
    main()
