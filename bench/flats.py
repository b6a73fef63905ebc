"""Cut-out and landmarks on garments of our own, rendered flat on floors, whose coverage and points are exact.

    python bench/flats.py FOLDER [--out bench/out/flats]

FOLDER holds the pictures and `truth.json` (tools/figures makes them). Prints the intersection over union of the mask,
the mean distance of the landmarks as a share of the garment's height, right categories, sleeves and photo types, and
CPU seconds a picture; writes a sheet with both outlines (true red, found green) and both sets of points.
"""

import argparse
import json
import time
from pathlib import Path

import cv2
import numpy as np

from vitrine.errors import NoGarment
from vitrine.garments.analyse import analyse
from vitrine.garments.garment import Garment
from vitrine.nets import Nets

TILE = 320


def tile(found: Garment | None, photo: np.ndarray, cover: np.ndarray, points: dict, line: str) -> np.ndarray:
    step = TILE / max(photo.shape[:2])
    size = (round(photo.shape[1] * step), round(photo.shape[0] * step))
    out = np.full((TILE + 18, TILE, 3), 40, np.uint8)
    view = cv2.resize(photo, size, interpolation=cv2.INTER_AREA)
    for mask, colour in ((cover, (230, 30, 30)), (found.alpha if found else None, (60, 240, 60))):
        if mask is not None:
            small = (cv2.resize(mask.astype(np.float32), size) > 0.5).astype(np.uint8)
            edges, _ = cv2.findContours(small, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE)
            cv2.drawContours(view, edges, -1, colour, 1)
    for spots, colour in ((points, (230, 30, 30)), (found.landmarks if found else {}, (60, 240, 60))):
        for x, y in spots.values():
            cv2.circle(view, (round(x * step), round(y * step)), 3, colour, -1)
    out[: size[1], : size[0]] = view
    cv2.putText(out, line, (3, TILE + 13), 0, 0.4, (255, 255, 255), 1, cv2.LINE_AA)
    return out


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("folder", type=Path)
    ask.add_argument("--out", type=Path, default=Path("bench/out/flats"))
    given = ask.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    nets, tiles = Nets(), []
    ious, errors, right, seconds = [], [], [], []
    for row in json.loads((given.folder / "truth.json").read_text()):
        photo = np.ascontiguousarray(cv2.imread(str(given.folder / row["file"]))[..., ::-1])
        cover = cv2.imread(str(given.folder / row["alpha"]), cv2.IMREAD_GRAYSCALE) > 127
        start = time.process_time()
        try:
            found: Garment | None = analyse(photo, nets)
        except NoGarment:
            found = None
        seconds.append(time.process_time() - start)
        height = float(cover.any(1).sum())
        if found is None:
            ious.append(0.0)
            right.append((False, False, False))
            line = f"{row['file']} NoGarment"
        else:
            mine = found.alpha > 0.5
            ious.append(float((mine & cover).sum() / (mine | cover).sum()))
            common = [n for n in row["landmarks"] if n in found.landmarks]
            away = [np.hypot(*np.subtract(found.landmarks[n], row["landmarks"][n])) / height for n in common]
            errors.append(float(np.mean(away)))
            right.append(
                (
                    found.category == row["category"],
                    found.sleeve == row.get("sleeve"),
                    found.photo_type == row["photo_type"],
                )
            )
            worst = common[int(np.argmax(away))]
            line = f"{row['file'][:-4]} {ious[-1]:.3f} {100 * errors[-1]:.1f}% {worst} {found.category} {found.sleeve}"
        print(line, f"{seconds[-1]:.2f} s", flush=True)
        tiles.append(tile(found, photo, cover, row["landmarks"], line[:52]))
    tiles += [np.zeros_like(tiles[0])] * (-len(tiles) % 8)
    grid = np.vstack([np.hstack(tiles[i : i + 8]) for i in range(0, len(tiles), 8)])
    cv2.imwrite(str(given.out / "sheet.png"), grid[..., ::-1])
    print(f"\n{len(ious)} pictures: mask IoU mean {np.mean(ious):.4f}, least {min(ious):.4f}")
    print(f"landmarks: mean {100 * np.mean(errors):.2f} %, median {100 * np.median(errors):.2f} % of the height")
    print("right: category {}, sleeve {}, photo type {}".format(*np.sum(right, 0).tolist()))
    print(f"CPU seconds: median {np.median(seconds):.2f}, most {max(seconds):.2f}")


if __name__ == "__main__":
    main()
