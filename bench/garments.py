"""Contact sheets and a table of the garment analysis on a folder of product pictures.

    python bench/garments.py FOLDER [--sources SOURCES.csv] [--out bench/out] [--category auto] [--beside] [--only LIST]

FOLDER holds pictures, or one folder of pictures a class. With --sources (file, category and sleeve columns) the table
counts right categories and sleeves. The sheets are to be looked at: no figure sees a landmark on the wrong seam.

--beside draws each picture twice: as it is used, and by geometry alone, without our networks (the small classifier on
traits, `category.npz`, belongs to geometry and stays). --only takes the pictures whose names are in the first column of
LIST: `bench/real.tsv` has the sixty that were looked at, with verdicts.
"""

import argparse
import csv
import shutil
import tempfile
import time
from pathlib import Path

import cv2
import numpy as np

from vitrine.errors import NoGarment
from vitrine.garments.analyse import analyse
from vitrine.garments.garment import PARTS, Garment
from vitrine.nets import Nets

COLOURS = {"torso": (90, 160, 255), "left-sleeve": (255, 150, 60), "right-sleeve": (90, 220, 120),
           "left-leg": (255, 150, 60), "right-leg": (90, 220, 120), "inside-back": (255, 0, 255)}  # fmt: skip
SHORT = {"neck": "n", "neck-front": "nf", "shoulder": "s", "armpit": "a", "slot": "", "cuff-outer": "co",
         "cuff-inner": "ci", "waist": "w", "hem": "h", "waistband": "wb", "crotch": "c", "ankle-outer": "ao",
         "ankle-inner": "ai"}  # fmt: skip
TILE = 420


def read(path: Path) -> np.ndarray:
    picture = cv2.imread(str(path))
    return np.ascontiguousarray(picture[..., ::-1])


def overlay(garment: Garment) -> np.ndarray:
    """The picture with its parts tinted, the cut-out's edge in red and the landmarks named."""
    scale = TILE / max(garment.photo.shape[:2])
    out = cv2.resize(garment.photo, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    parts = cv2.resize(garment.parts, out.shape[1::-1], interpolation=cv2.INTER_NEAREST)
    for i, name in enumerate(PARTS, 1):
        if (parts == i).any():
            out[parts == i] = 0.6 * out[parts == i] + 0.4 * np.array(COLOURS[name])
    alpha = cv2.resize(garment.alpha, out.shape[1::-1], interpolation=cv2.INTER_AREA)
    edges, _ = cv2.findContours((alpha > 0.5).astype(np.uint8), cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE)
    cv2.drawContours(out, edges, -1, (255, 0, 0), 1)
    for name, (x, y) in garment.landmarks.items():
        at = (round(x * scale), round(y * scale))
        cv2.circle(out, at, 3, (255, 255, 0) if "inner" not in name else (0, 255, 255), -1)
        cv2.circle(out, at, 3, (0, 0, 0), 1)
        word = name.replace("-left", "").replace("-right", "")
        short = SHORT[word]
        cv2.putText(out, short, (at[0] + 4, at[1] + 4), 0, 0.4, (0, 0, 0), 2, cv2.LINE_AA)
        cv2.putText(out, short, (at[0] + 4, at[1] + 4), 0, 0.4, (255, 255, 255), 1, cv2.LINE_AA)
    return out


def tile(picture: np.ndarray, lines: list[str]) -> np.ndarray:
    out = np.full((TILE + 16 * len(lines), TILE, 3), 60, np.uint8)
    out[: picture.shape[0], : picture.shape[1]] = picture
    for i, line in enumerate(lines):
        cv2.putText(out, line, (3, TILE + 12 + 16 * i), 0, 0.42, (255, 255, 255), 1, cv2.LINE_AA)
    return out


def sheets(tiles: list[np.ndarray], out: Path, name: str, columns: int = 4, rows: int = 2) -> None:
    for k in range(0, len(tiles), columns * rows):
        page = tiles[k : k + columns * rows]
        page += [np.zeros_like(page[0])] * (columns * rows - len(page))
        grid = np.vstack([np.hstack(page[i : i + columns]) for i in range(0, len(page), columns)])
        cv2.imwrite(str(out / f"{name}-{k // (columns * rows):02}.png"), grid[..., ::-1])


def geometry(folder: Path) -> Nets:
    """The packaged networks without ours; `folder` becomes the folder of ours."""
    shutil.copy(Nets().own / "category.npz", folder)
    return Nets(own=folder)


def other_way(path: Path, photo: np.ndarray, nets: Nets, category: str) -> np.ndarray:
    """The tile of what geometry alone finds."""
    try:
        g = analyse(photo, nets, category=category)
    except NoGarment:
        scale = TILE / max(photo.shape[:2])
        return tile(cv2.resize(photo, None, fx=scale, fy=scale), [path.name, "geometry: NoGarment", ""])
    line = f"geometry: {g.category} {g.sleeve or ''} {g.photo_type} {g.confidence:.2f}"
    return tile(overlay(g), [path.name, line, " ".join(g.attributes.values())[:60]])


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("folder", type=Path)
    ask.add_argument("--sources", type=Path)
    ask.add_argument("--out", type=Path, default=Path("bench/out"))
    ask.add_argument("--category", default="auto")
    ask.add_argument("--most", type=int, default=1000, help="pictures a folder")
    ask.add_argument("--name", default="garments")
    ask.add_argument("--beside", action="store_true", help="geometry alone beside each")
    ask.add_argument("--only", type=Path, help="list of names, tabs between columns")
    given = ask.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    truth = {Path(r["file"]).name: r for r in csv.DictReader(given.sources.open())} if given.sources else {}
    folders = sorted(p for p in given.folder.iterdir() if p.is_dir()) or [given.folder]
    paths = [p for f in folders for p in sorted(f.iterdir())[: given.most]]
    if given.only:
        names = {line.split("\t")[0] for line in given.only.read_text("utf8").splitlines()}
        paths = [p for p in paths if f"{p.parent.name}/{p.name}" in names]
    with tempfile.TemporaryDirectory() as spare:
        shown(paths, truth, geometry(Path(spare)) if given.beside else None, given)


def shown(paths: list[Path], truth: dict[str, dict[str, str]], alone: Nets | None, given: argparse.Namespace) -> None:
    """Analyse and draw each picture; with `alone` the finding of those networks stands beside."""
    nets, tiles, right, times = Nets(), [], [], []
    for path in paths:
        photo, start = read(path), time.perf_counter()
        want = truth.get(path.name, {})
        try:
            g = analyse(photo, nets, category=given.category)
        except NoGarment as none:
            print(f"{path.parent.name}/{path.name} NoGarment", none.subject)
            scale = TILE / max(photo.shape[:2])
            tiles.append(tile(cv2.resize(photo, None, fx=scale, fy=scale), [path.name, "NoGarment", ""]))
            tiles += [other_way(path, photo, alone, given.category)] if alone else []
            continue
        times.append(time.perf_counter() - start)
        got, hoped = (
            (g.category, g.sleeve or ""),
            (want.get("category", ""), want.get("sleeve", "").replace("three", "three-quarter")),
        )
        if want:
            right.append((got[0] == hoped[0], got[1] == hoped[1]))
        facts = " ".join(g.attributes.values())
        lines = [
            f"{path.parent.name}/{path.name[:30]}",
            f"{got[0]} {got[1]} {g.photo_type} {g.confidence:.2f} (truth {hoped[0]} {hoped[1]})",
            facts[:60],
        ]
        print(*lines, f"{1000 * times[-1]:.0f} ms", *g.warnings)
        tiles.append(tile(overlay(g), lines))
        tiles += [other_way(path, photo, alone, given.category)] if alone else []
    sheets(tiles, given.out, given.name)
    if right:
        print("category right", sum(r[0] for r in right), "sleeve right", sum(r[1] for r in right), "of", len(right))
    if times:
        print(f"median {1000 * np.median(times):.0f} ms")


if __name__ == "__main__":
    main()
