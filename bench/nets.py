"""Our own networks beside the packaged ones and the classical ways: one table of one run, in Markdown.

    python bench/nets.py [--clothing FOLDER] [--street FOLDER] [--generated 60] [--photos 200] [--people 40]

Generated garments (`vitrine/training/wardrobe`, seeds that training never saw, nothing borrowed from photos) have exact
truth: coverage by garment.onnx against U²-Net-p and the product's cut-out, landmarks by garment.onnx alone, by geometry
alone and by both as the product uses them. Photos of the clothing set's test split have a kind: garment.onnx against
sight.onnx (heads that read on in its maps), the small classifier on traits and a linear probe of the packaged encoder
(`probe.py`; it needs the extra `train`). Street photos that training left out have label maps: parsing as `vitrine
parse` reads, with our network, without gown.json, without either, and the multiclass selfie network alone on the
classes that it knows. CPU milliseconds are counted, not time on the wall; the machine's load when the run began and
ended stands above the table.
"""

import argparse
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from parsing import labelled
from probe import probe

from vitrine.errors import NoGarment, NoPerson
from vitrine.garments import category as traits_net
from vitrine.garments import garment_net
from vitrine.garments.analyse import analyse
from vitrine.garments.cutout import cutout
from vitrine.garments.garment_net import LANDMARKS, SIDE, WORDS
from vitrine.garments.saliency import saliency
from vitrine.garments.sight import sight
from vitrine.nets import Nets
from vitrine.people import parser_net
from vitrine.people.analyse import labels
from vitrine.people.person import CLASSES
from vitrine.training.clothing import Clothing
from vitrine.training.garment_scores import accuracy
from vitrine.training.scores import confusion, overlaps
from vitrine.training.street import read
from vitrine.training.wardrobe.bank import HELD_OUT
from vitrine.training.wardrobe.render import Sample, sample

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
MB, CPU, COVER, MARKS, NONE, KIND, ROUGH, WHOLE = COLUMNS = (
    "MB", "CPU ms", "coverage IoU (worst tenth)", "landmarks off, % of height (within 5 %)", "called no garment",
    "kind right (95 % interval)", "background, hair, skin, clothes IoU", "11 classes' mean IoU, accuracy",
)  # fmt: skip
GARMENT, SIGHT, PARSER = "garment.onnx, two looks", "sight.onnx, after garment.onnx", "parser.onnx, with gown.json"
SALIENCY, MULTICLASS = "U²-Net-p (packaged)", "multiclass (packaged)"
CUTOUT, GEOMETRY, BOTH = "the product's cut-out", "geometry alone", "geometry mended by garment.onnx, as used"
PROBE = "EfficientNet-Lite2 (packaged), linear probe"
TRAITS, UNDECIDED, CLASSICAL = "category.npz (traits)", "parser.onnx, without gown.json", "parsing without both"
ROWS = (
    GARMENT, SALIENCY, CUTOUT, GEOMETRY, BOTH, SIGHT, TRAITS, PROBE, PARSER, UNDECIDED, CLASSICAL, MULTICLASS,
)  # fmt: skip

Table = dict[str, dict[str, str]]
"""Cells by row and column."""


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--clothing", type=Path, default=SHARED / "data" / "clothing")
    ask.add_argument("--generated", type=int, default=60)
    ask.add_argument("--photos", type=int, default=200)
    ask.add_argument("--street", type=Path, default=SHARED / "data" / "street")
    ask.add_argument("--people", type=int, default=40)
    given = ask.parse_args()
    if not given.clothing.is_dir():
        sys.exit(f"{given.clothing} is not here: this bench needs photos that the project may not carry.")
    nets, began = Nets(), os.getloadavg()[0]
    table: Table = {name: {} for name in ROWS}
    for block in (
        sizes(nets),
        generated(nets, given.generated),
        kinds(nets, given.clothing, given.photos),
        people(nets, given.street, given.people),
    ):
        for name, cells in block.items():
            table[name] |= cells
    print(
        f"{given.generated} generated garments, {given.photos} photos of clothing, {given.people} street photos;",
        end=" ",
    )
    print(f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores, load {began:.0f} to {os.getloadavg()[0]:.0f}\n")
    print(markdown(table))


def markdown(table: Table) -> str:
    """The table, its first column the rows' names; a dash where a network has no such figure."""
    lines = [f"| network | {' | '.join(COLUMNS)} |", "|---" * (len(COLUMNS) + 1) + "|"]
    return "\n".join(
        [
            *lines,
            *(
                f"| {name} | {' | '.join(cells.get(column, '–') for column in COLUMNS)} |"
                for name, cells in table.items()
            ),
        ]
    )


def cpu(run: Callable[[], Any], times: int = 5) -> float:
    """Milliseconds of CPU of one run, median, the first left out."""
    run()
    spent = []
    for _ in range(times):
        start = time.process_time()
        run()
        spent.append(1000 * (time.process_time() - start))
    return float(np.median(spent))


def sizes(nets: Nets) -> Table:
    """Megabytes and CPU milliseconds of each network."""
    noise = np.random.default_rng(1)
    photo = noise.integers(0, 256, (1024, 768, 3)).astype(np.uint8)
    canvas = noise.integers(0, 256, (1, parser_net.CHANNELS, parser_net.HEIGHT, parser_net.WIDTH)).astype(np.uint8)
    glanced = garment_net.see(photo, nets)
    runs: dict[str, tuple[Path, Callable[[], Any]]] = {
        PARSER: (nets.own / "parser.onnx", lambda: nets.parser(canvas)),
        GARMENT: (nets.own / "garment.onnx", lambda: garment_net.see(photo, nets)),
        MULTICLASS: (nets.path("multiclass"), lambda: parser_net.prior(photo, nets)),
        SIGHT: (nets.own / "sight.onnx", lambda: sight(glanced, nets)),
        SALIENCY: (nets.path("u2netp"), lambda: saliency(photo, nets)),
    }
    table = {
        name: {MB: f"{file.stat().st_size / 1e6:.2f}", CPU: f"{cpu(run):.0f}"} for name, (file, run) in runs.items()
    }
    return table | {TRAITS: {MB: f"{(nets.own / 'category.npz').stat().st_size / 1e6:.2f}"}}


def generated(nets: Nets, count: int) -> Table:
    """Coverage and landmarks on garments with exact truth."""
    overlap: dict[str, list[float]] = {GARMENT: [], SALIENCY: [], CUTOUT: []}
    errors: dict[str, list[float]] = {GARMENT: [], GEOMETRY: [], BOTH: []}
    failed = {GEOMETRY: 0, BOTH: 0}
    with tempfile.TemporaryDirectory() as empty:
        alone = Nets(own=Path(empty))
        for seed in range(HELD_OUT, HELD_OUT + count):
            made = sample(seed, SIDE)
            photo, true = framed(made)
            seen = garment_net.see(photo, nets)
            overlap[GARMENT].append(iou(seen.mask, true))
            overlap[SALIENCY].append(iou(saliency(photo, nets), true))
            overlap[CUTOUT].append(iou(cutout(photo, nets).alpha, true))
            errors[GARMENT] += away(seen.landmarks, made)
            for name, some in ((GEOMETRY, alone), (BOTH, nets)):
                try:
                    found = analyse(photo, some, category=WORDS["category"][made.words[1]])
                    errors[name] += away(found.landmarks, made)
                except NoGarment:
                    failed[name] += 1
    table: Table = {name: {} for name in (*overlap, *errors)}
    for name, values in overlap.items():
        table[name][COVER] = f"{np.mean(values):.3f} ({np.quantile(values, 0.1):.3f})"
    for name, values in errors.items():
        table[name][MARKS] = f"{100 * np.mean(values):.2f} ({np.mean(np.array(values) < 0.05):.3f})"
    for name, none in failed.items():
        table[name][NONE] = f"{none} of {count}"
    return table


def framed(made: Sample) -> tuple[np.ndarray, np.ndarray]:
    """The picture without the canvas' black rest, and its coverage."""
    lit = made.picture.max(2) > 0
    rows, columns = np.flatnonzero(lit.any(1))[-1] + 1, np.flatnonzero(lit.any(0))[-1] + 1
    return np.ascontiguousarray(made.picture[:rows, :columns]), made.alpha[:rows, :columns] / np.float32(255)


def iou(found: np.ndarray, true: np.ndarray) -> float:
    a, b = found > 0.5, true > 0.5
    return float((a & b).sum() / max(1, (a | b).sum()))


def away(found: dict[str, tuple[float, float]], made: Sample) -> list[float]:
    """Distances of the landmarks that are found and true, as shares of the garment's height."""
    height = max(8.0, float(np.ptp(np.flatnonzero((made.alpha > 127).any(1))) + 1))
    there = {n: p for n, p in zip(LANDMARKS, made.points, strict=True) if not np.isnan(p[0]) and n in found}
    return [float(np.hypot(*(np.array(found[n]) - p))) / height for n, p in there.items()]


def kinds(nets: Nets, folder: Path, count: int) -> Table:
    """Kind and category on photos of the test split."""
    clothing = Clothing(folder, folder)
    photos = clothing.of("test")
    chosen = [photos[i] for i in np.random.default_rng(5).permutation(len(photos))[:count]]
    ours, glances, theirs, probed = [], [], [], []
    packaged = probe(clothing)
    for photo in chosen:
        picture, truth = read(photo.file), list(garment_net.KINDS).index(photo.kind)
        seen = garment_net.see(picture, nets)
        said = seen.words["kind"]
        ours.append((truth, int(np.argmax(list(said.values()))), max(said.values())))
        if glance := sight(seen, nets):
            odds = {"pants" if k == "trousers" else str(k): p for k, p in glance.kinds.items()}
            best = max(garment_net.KINDS, key=lambda k: odds[k])
            glances.append((truth, list(garment_net.KINDS).index(best), odds[best]))
        guess = packaged(picture)
        probed.append((truth, int(guess.argmax()), float(guess.max())))
        found = cutout(picture, nets)
        if (found.alpha > 0.5).mean() > 0.02:
            guess = traits_net.kinds(picture, found.alpha, nets.own)
            name = list(traits_net.KINDS)[int(guess.argmax())]
            theirs.append((truth, list(garment_net.KINDS).index(name), float(guess.max())))
        else:
            theirs.append((truth, -1, 0.0))
    said = {GARMENT: accuracy(ours), SIGHT: accuracy(glances), TRAITS: accuracy(theirs), PROBE: accuracy(probed)}
    return {name: {KIND: f"{of['accuracy']:.3f} ({of['low']:.3f} to {of['high']:.3f})"} for name, of in said.items()}


def people(nets: Nets, street: Path, count: int) -> Table:
    """Parsing of street photos: IoU of what the multiclass network knows, and the mean over all eleven classes."""
    coarse = np.full(len(CLASSES), 4)
    coarse[[0, CLASSES.index("hair"), CLASSES.index("skin")]] = (0, 1, 2)
    coarse[[CLASSES.index(n) for n in ("top", "outerwear", "dress", "bottoms", "legwear")]] = 3
    whole = {name: np.zeros((len(CLASSES), len(CLASSES)), np.int64) for name in (PARSER, UNDECIDED, CLASSICAL)}
    rough = {name: np.zeros((5, 5), np.int64) for name in (*whole, MULTICLASS)}
    with tempfile.TemporaryDirectory() as empty, tempfile.TemporaryDirectory() as undecided:
        shutil.copy(nets.own / "parser.onnx", undecided)
        ways = {PARSER: nets, UNDECIDED: Nets(own=Path(undecided)), CLASSICAL: Nets(own=Path(empty))}
        for _, photo, truth in labelled(street, count):
            for name, some in ways.items():
                try:
                    found = labels(photo, some)[0]
                except NoPerson:
                    found = np.zeros(truth.shape, np.uint8)
                whole[name] += confusion(truth, found)
                np.add.at(rough[name], (coarse[truth].ravel(), coarse[found].ravel()), 1)
            prior = cv2.resize(parser_net.prior(photo, nets), photo.shape[1::-1]).argmax(2)
            np.add.at(rough[MULTICLASS], (coarse[truth].ravel(), np.array([0, 1, 2, 2, 3, 4])[prior].ravel()), 1)
    table = {name: {ROUGH: " ".join(f"{v:.3f}" for v in overlaps(matrix)[:4])} for name, matrix in rough.items()}
    for name, matrix in whole.items():
        table[name][WHOLE] = f"{overlaps(matrix).mean():.3f}, {np.trace(matrix) / matrix.sum():.3f}"
    return table


if __name__ == "__main__":
    cv2.setNumThreads(1)
    main()
