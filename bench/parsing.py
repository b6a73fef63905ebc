"""Human parsing measured: IoU a class on labelled street photos, milliseconds of a photo, edges on rendered people.

    python bench/parsing.py [--data DIR] [--count 100] [--classical] [--light] [--dim STOPS] [--sheet SHEET.png]
    python bench/parsing.py --time [PHOTOS]
    python bench/parsing.py --rendered FOLDER [--sheet CROPS.png]

DIR holds `classes.json`, `labels.json` and `labelled/{photos,labels}` (Clothing Co-Parsing; not part of the project).
The first COUNT of the photos that our parser's training left out are parsed as `vitrine parse` does it: whole, they are
`vitrine evaluate parser`'s. `--classical` parses without our network. A photo with nobody found counts as background.
`--light` gives the scores by quarters of the photos besides, from the darkest on: by the median lightness of what the
label map calls skin, and of the whole photo. `--dim` darkens the photos by so many stops, with a sensor's noise.

`--time`: the parser on up to twelve photos (the demo people, if no folder is named), at 768 × 1024, warm: all of it but
pose and person mask, as the try-on calls it (both networks, the decision on dresses, refinement at full size), wall and
CPU of all threads, the better of three runs, median over photos.

`--rendered`: FOLDER holds NAME.jpg and NAME.classes.png of `tools/figures/figure.py --classes`. How far the edges of
top and bottoms are from the true ones, in pixels, both ways. Not counted: where hair (whose truth is as broad as its
cards) is near, and from the shoes' upper end down (there the cloth of these figures falls through the shoe).
"""

import argparse
import json
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import cv2
import numpy as np

from vitrine.errors import NoPerson
from vitrine.imaging.types import Labels, Picture, Region
from vitrine.nets import Nets
from vitrine.people import parser_net
from vitrine.people.analyse import analyse, labels
from vitrine.people.label_map import read_label_map
from vitrine.people.parsing import parse
from vitrine.people.person import CLASSES
from vitrine.people.pose import find_mask, find_pose
from vitrine.training.scores import Tally, confusion, overlaps
from vitrine.training.street import judges, photos, read, shown

DEMO = Path(__file__).resolve().parent.parent / "demo" / "people"
EDGED = tuple(CLASSES.index(name) for name in ("top", "bottoms"))
HAIR, SKIN, SHOES = (CLASSES.index(name) for name in ("hair", "skin", "shoes"))
ELECTRONS = 2000
"""Of a white pixel in a photo that is not dimmed; their number jitters (shot noise)."""
REACH = 4
"""Pixels from hair within which nothing is counted."""


def labelled(data: Path, count: int) -> list[tuple[str, Picture, Labels]]:
    """The first of the photos that training left out, with their label maps."""
    everything = photos(data)
    kept = judges(data, everything)
    found = ((one.name, *shown(one, data)) for one in [one for one in everything if one.name in kept][:count])
    return [(name, picture, labels) for name, picture, labels in found if labels is not None]


def measure(
    data: Path, count: int, classical: bool, sheet: Path | None, light: bool, stops: float
) -> dict[str, object]:
    nets, tally, known = Nets(own=data if classical else None), Tally(), labelled(data, count)
    nobody, each = 0, []
    if stops:
        known = [(name, dimmed(photo, stops, seed), truth) for seed, (name, photo, truth) in enumerate(known)]
    for name, photo, truth in known:
        try:
            found = labels(photo, nets)[0]
        except NoPerson:
            nobody += 1
            found = np.zeros(truth.shape, np.uint8)
        tally.add(name, photo, truth, found)
        each.append(Lit(name, lightness(photo, truth == SKIN), lightness(photo), confusion(truth, found)))
    if sheet:
        tally.draw(sheet)
    if light:
        print(quarters(each))
    iou = overlaps(tally.matrix)
    return {
        "pictures": len(known),
        "parser": "network" if nets.has_parser else "classical",
        "accuracy": round(float(np.trace(tally.matrix) / tally.matrix.sum()), 4),
        "nobody": nobody,
        "miou": round(float(iou.mean()), 4),
        **{name: round(float(value), 3) for name, value in zip(CLASSES, iou, strict=True)},
    }


class Lit(NamedTuple):
    """A photo's confusion matrix, with its median lightness (CIE L*, 0..100)."""

    name: str
    skin: float
    whole: float
    matrix: np.ndarray


def dimmed(photo: Picture, stops: float, seed: int) -> Picture:
    """The photo as with less light by so many stops, neither exposed for it nor mended by the camera."""
    linear = (photo / 255.0) ** 2.2 * 2.0**-stops
    caught = np.random.default_rng(seed).poisson(linear * ELECTRONS) / ELECTRONS
    return (255 * np.clip(caught, 0, 1) ** (1 / 2.2)).astype(np.uint8)


def lightness(photo: Picture, where: Region | None = None) -> float:
    """Median L* of a region, of all without one; not a number where it is empty."""
    light = cv2.cvtColor(photo.astype(np.float32) / 255, cv2.COLOR_RGB2LAB)[..., 0]
    some = light if where is None else light[where]
    return float(np.median(some)) if some.size else float("nan")


def quarters(each: list[Lit]) -> str:
    """Scores by quarters of the photos, from the darkest skin and the darkest photo on; a table in Markdown."""
    shown = ("skin", "hair", "top", "bottoms")
    lines = [
        f"| quarter | L* | photos | accuracy | mean IoU | {' | '.join(shown)} |",
        "|---|" + "---|" * (4 + len(shown)),
    ]
    for by in ("skin", "whole"):
        known = sorted((one for one in each if not np.isnan(getattr(one, by))), key=lambda one: float(getattr(one, by)))
        for number, part in enumerate(np.array_split(np.arange(len(known)), 4), 1):
            some = [known[k] for k in part]
            matrix = np.sum([one.matrix for one in some], 0)
            iou = overlaps(matrix)
            light = [float(getattr(one, by)) for one in some]
            cells = [f"{np.trace(matrix) / matrix.sum():.3f}", f"{iou.mean():.3f}"]
            cells += [f"{iou[CLASSES.index(name)]:.3f}" for name in shown]
            lines.append(f"| {by}, {number} | {light[0]:.0f} to {light[-1]:.0f} | {len(some)} | {' | '.join(cells)} |")
    return "\n".join(lines)


def timed(folder: Path) -> dict[str, object]:
    """Median milliseconds of the parser's parts."""
    nets, spent = Nets(), {}
    for file in sorted(file for file in folder.iterdir() if file.suffix in (".jpg", ".png"))[:12]:
        photo = cv2.resize(read(file), (768, 1024), interpolation=cv2.INTER_AREA)
        pose, mask = find_pose(photo), find_mask(photo)
        if pose is None:
            continue
        at, seen = pose.landmarks, pose.visibility
        canvas = parser_net.assemble(photo, at, seen, mask, parser_net.prior(photo, nets))[None]
        parts: dict[str, Callable[[], Any]] = {
            "whole": lambda photo=photo, at=at, seen=seen, mask=mask: parse(photo, at, seen, mask, nets),
            "multiclass": lambda photo=photo: parser_net.prior(photo, nets),
            "parser.onnx": lambda canvas=canvas: nets.parser(canvas),
        }
        for name, run in parts.items():
            run()
            spent.setdefault(name, []).append(min(clocked(run) for _ in range(3)))
    return {
        "photos": len(spent["whole"]),
        "load": round(os.getloadavg()[0], 1),
        **{
            name: dict(zip(("wall_ms", "cpu_ms"), np.median(times, 0).round().tolist(), strict=True))
            for name, times in spent.items()
        },
    }


def clocked(run: Callable[[], Any]) -> tuple[float, float]:
    """Milliseconds of one run: wall, CPU."""
    wall, cpu = time.perf_counter(), time.process_time()
    run()
    return 1000 * (time.perf_counter() - wall), 1000 * (time.process_time() - cpu)


def rendered(folder: Path, sheet: Path | None) -> dict[str, object]:
    """Edges of clothes on pictures whose label map is exact."""
    nets, crops = Nets(), []
    missed: list[np.ndarray] = []
    extra: list[np.ndarray] = []
    files = sorted(folder.glob("*.classes.png"))
    for file in files:
        photo = read(file.with_name(file.name.replace(".classes.png", ".jpg")))
        truth = read_label_map(file, photo.shape[:2])
        found = analyse(photo, nets).labels
        for one, other in edges(truth, found):
            missed.append(one)
            extra.append(other)
        crops.append(drawn(photo, truth, found))
    if sheet:
        cv2.imwrite(str(sheet), np.hstack(crops)[..., ::-1])
    return {
        "people": len(files),
        "true edges found": shares(np.concatenate(missed)),
        "found edges true": shares(np.concatenate(extra)),
    }


def shares(away: np.ndarray) -> dict[str, float]:
    return {
        "median": float(np.median(away)),
        **{f"within {limit} px": round(float((away <= limit).mean()), 3) for limit in (1, 2, 3)},
    }


def edges(truth: Labels, found: Labels) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Distances from each garment's true edge to the found one, and from the found one to the true."""
    shoes = np.flatnonzero((truth == SHOES).any(1))
    counted = cv2.dilate((truth == HAIR).astype(np.uint8), np.ones((2 * REACH + 1,) * 2, np.uint8)) == 0
    counted[shoes[0] - REACH if len(shoes) else len(truth) :] = False
    for kind in EDGED:
        true, seen = rim(truth == kind), rim(found == kind)
        yield distance(seen)[true & counted], distance(true)[seen & counted]


def rim(region: Region) -> Region:
    """The region's outermost pixels; the picture's border is no edge."""
    return region & (cv2.erode(region.astype(np.uint8), np.ones((3, 3), np.uint8)) == 0)


def distance(line: Region) -> np.ndarray:
    return cv2.distanceTransform((~line).astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_PRECISE)


def drawn(photo: Picture, truth: Labels, found: Labels) -> Picture:
    """The clothed part twice as large, true edges green, found ones red."""
    out = cv2.resize(photo, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC)
    for labels_, colour in ((truth, (0, 255, 0)), (found, (255, 0, 0))):
        for kind in EDGED:
            mask = cv2.resize((labels_ == kind).astype(np.uint8), None, fx=2, fy=2, interpolation=cv2.INTER_NEAREST)
            lines, _ = cv2.findContours(mask, cv2.RETR_LIST, cv2.CHAIN_APPROX_NONE)
            cv2.drawContours(out, lines, -1, colour, 1)
    height, width = out.shape[:2]
    return out[round(0.12 * height) : round(0.62 * height), round(0.1 * width) : round(0.9 * width)]


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--data", type=Path, default=Path("../shared/data/street"))
    options.add_argument("--count", type=int, default=100)
    options.add_argument("--classical", action="store_true")
    options.add_argument("--light", action="store_true")
    options.add_argument("--dim", type=float, metavar="STOPS", default=0.0)
    options.add_argument("--sheet", type=Path)
    options.add_argument("--time", type=Path, metavar="PHOTOS", nargs="?", const=DEMO)
    options.add_argument("--rendered", type=Path, metavar="FOLDER")
    given = options.parse_args()
    if given.time:
        print(json.dumps(timed(given.time)))
    elif given.rendered:
        print(json.dumps(rendered(given.rendered, given.sheet)))
    elif not given.data.is_dir():
        raise SystemExit(f"{given.data}: the street photos are not here; give --data")
    else:
        print(json.dumps(measure(given.data, given.count, given.classical, given.sheet, given.light, given.dim)))
