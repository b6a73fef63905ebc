"""Our own networks beside the packaged ones and the classical ways, in one run: size, CPU time, scores.

    python bench/nets.py [--clothing FOLDER] [--street FOLDER] [--generated 60] [--photos 200] [--people 40]

Generated garments (`vitrine/training/wardrobe`, seeds that training never saw, nothing borrowed from photos) have exact
truth: coverage by garment.onnx against U²-Net-p and the product's cut-out, landmarks by garment.onnx alone, by geometry
alone and by both as the product uses them. Photos of the clothing set's test split have a kind: garment.onnx against
sight.onnx (heads that read on in its maps) and the small classifier on traits. Street photos that training
left out have label maps: parsing with our network, without it, and the multiclass selfie network alone on the classes
that it knows. CPU seconds are counted, not time on the wall.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from parsing import labelled

from vitrine.errors import BadInput, NoGarment
from vitrine.garments import category as traits_net
from vitrine.garments import garment_net
from vitrine.garments.analyse import analyse
from vitrine.garments.cutout import cutout
from vitrine.garments.garment_net import LANDMARKS, SIDE, WORDS
from vitrine.garments.saliency import saliency
from vitrine.garments.sight import sight
from vitrine.nets import Nets
from vitrine.people import parser_net
from vitrine.people.analyse import analyse as read_person
from vitrine.people.person import CLASSES
from vitrine.training.clothing import Clothing
from vitrine.training.garment_scores import accuracy, interval
from vitrine.training.scores import overlaps
from vitrine.training.street import read
from vitrine.training.wardrobe.bank import HELD_OUT
from vitrine.training.wardrobe.render import Sample, sample

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"


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
    nets = Nets()
    sizes(nets)
    generated(nets, given.generated)
    kinds(nets, given.clothing, given.photos)
    people(nets, given.street, given.people)


def cpu(run: Callable[[], Any], times: int = 5) -> float:
    """Milliseconds of CPU of one run, median, the first left out."""
    run()
    spent = []
    for _ in range(times):
        start = time.process_time()
        run()
        spent.append(1000 * (time.process_time() - start))
    return float(np.median(spent))


def sizes(nets: Nets) -> None:
    """Megabytes and CPU milliseconds of each network."""
    noise = np.random.default_rng(1)
    photo = noise.integers(0, 256, (1024, 768, 3)).astype(np.uint8)
    canvas = noise.integers(0, 256, (1, parser_net.CHANNELS, parser_net.HEIGHT, parser_net.WIDTH)).astype(np.uint8)
    glanced = garment_net.see(photo, nets)
    runs: dict[str, tuple[Path, Callable[[], Any]]] = {
        "parser.onnx (ours)": (nets.own / "parser.onnx", lambda: nets.parser(canvas)),
        "garment.onnx (ours)": (nets.own / "garment.onnx", lambda: garment_net.see(photo, nets)),
        "multiclass": (nets.path("multiclass"), lambda: parser_net.prior(photo, nets)),
        "sight.onnx (ours)": (nets.own / "sight.onnx", lambda: sight(glanced, nets)),
        "u2netp": (nets.path("u2netp"), lambda: saliency(photo, nets)),
    }
    print("network                   MB    CPU ms")
    for name, (file, run) in runs.items():
        print(f"{name:<22} {file.stat().st_size / 1e6:>5.1f} {cpu(run):>9.0f}")


def generated(nets: Nets, count: int) -> None:
    """Coverage and landmarks on garments with exact truth."""
    overlap: dict[str, list[float]] = {"garment.onnx": [], "u2netp": [], "product's cut-out": []}
    errors: dict[str, list[float]] = {"garment.onnx": [], "geometry": [], "both": []}
    failed = {"geometry": 0, "both": 0}
    with tempfile.TemporaryDirectory() as empty:
        alone = Nets(own=Path(empty))
        for seed in range(HELD_OUT, HELD_OUT + count):
            made = sample(seed, SIDE)
            photo, true = framed(made)
            seen = garment_net.see(photo, nets)
            overlap["garment.onnx"].append(iou(seen.mask, true))
            overlap["u2netp"].append(iou(saliency(photo, nets), true))
            overlap["product's cut-out"].append(iou(cutout(photo, nets).alpha, true))
            errors["garment.onnx"] += away(seen.landmarks, made)
            for name, some in (("geometry", alone), ("both", nets)):
                try:
                    found = analyse(photo, some, category=WORDS["category"][made.words[1]])
                    errors[name] += away(found.landmarks, made)
                except NoGarment:
                    failed[name] += 1
    print(f"\n{count} generated garments: mean IoU of the coverage")
    for name, values in overlap.items():
        print(f"{name:<18} {np.mean(values):.3f}, worst tenth {np.quantile(values, 0.1):.3f}")
    print("landmarks: mean error in % of the garment's height, share within 5 %, pictures called no garment")
    for name, values in errors.items():
        print(f"{name:<18} {100 * np.mean(values):.2f} {np.mean(np.array(values) < 0.05):.3f} {failed.get(name, 0)}")


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


def kinds(nets: Nets, folder: Path, count: int) -> None:
    """Kind and category on photos of the test split."""
    clothing = Clothing(folder, folder)
    photos = clothing.of("test")
    chosen = [photos[i] for i in np.random.default_rng(5).permutation(len(photos))[:count]]
    ours, glances, theirs = [], [], []
    for photo in chosen:
        picture, truth = read(photo.file), list(garment_net.KINDS).index(photo.kind)
        seen = garment_net.see(picture, nets)
        said = seen.words["kind"]
        ours.append((truth, int(np.argmax(list(said.values()))), max(said.values())))
        if glance := sight(seen, nets):
            odds = {"pants" if k == "trousers" else str(k): p for k, p in glance.kinds.items()}
            best = max(garment_net.KINDS, key=lambda k: odds[k])
            glances.append((truth, list(garment_net.KINDS).index(best), odds[best]))
        found = cutout(picture, nets)
        if (found.alpha > 0.5).mean() > 0.02:
            guess = traits_net.kinds(picture, found.alpha, nets.own)
            name = list(traits_net.KINDS)[int(guess.argmax())]
            theirs.append((truth, list(garment_net.KINDS).index(name), float(guess.max())))
        else:
            theirs.append((truth, -1, 0.0))
    print(f"\nkind of {len(chosen)} photos of the test split: right | 95 % interval | of")
    print("garment.onnx       ", interval(accuracy(ours)))
    print("sight.onnx         ", interval(accuracy(glances)))
    print("traits (category)  ", interval(accuracy(theirs)))


def people(nets: Nets, street: Path, count: int) -> None:
    """Parsing of street photos: IoU of what the multiclass network knows, and the mean over all eleven classes."""
    chosen = labelled(street, count)
    clothes = [CLASSES.index(n) for n in ("top", "outerwear", "dress", "bottoms", "legwear")]
    coarse = np.full(len(CLASSES), 4)
    coarse[[0, CLASSES.index("hair"), CLASSES.index("skin")]] = (0, 1, 2)
    coarse[clothes] = 3
    whole = {name: np.zeros((len(CLASSES), len(CLASSES)), np.int64) for name in ("parser.onnx", "classical")}
    rough = {name: np.zeros((5, 5), np.int64) for name in (*whole, "multiclass")}
    with tempfile.TemporaryDirectory() as empty:
        ways = {"parser.onnx": nets, "classical": Nets(own=Path(empty))}
        for _, photo, truth in chosen:
            for name, some in ways.items():
                try:
                    found = read_person(photo, some).labels
                except BadInput:
                    found = np.zeros(truth.shape, np.uint8)
                np.add.at(whole[name], (truth.ravel(), found.ravel()), 1)
                np.add.at(rough[name], (coarse[truth].ravel(), coarse[found].ravel()), 1)
            prior = cv2.resize(parser_net.prior(photo, nets), photo.shape[1::-1]).argmax(2)
            np.add.at(rough["multiclass"], (coarse[truth].ravel(), np.array([0, 1, 2, 2, 3, 4])[prior].ravel()), 1)
    print(f"\n{len(chosen)} street photos: IoU of background, hair, skin, clothes; mean over 11 classes, accuracy")
    for name, matrix in rough.items():
        some = "  ".join(f"{v:.3f}" for v in overlaps(matrix)[:4])
        rest = ""
        if name in whole:
            rest = f"  {overlaps(whole[name]).mean():.3f}  {np.trace(whole[name]) / whole[name].sum():.3f}"
        print(f"{name:<18} {some}{rest}")


if __name__ == "__main__":
    cv2.setNumThreads(1)
    main()
