"""Makes the documentation's pictures of our own networks, from pictures that are ours.

    python tools/nets_pictures.py garments [--clothing FOLDER] [--count 400]
    python tools/nets_pictures.py people RENDERED

`garments`: the worst and best of COUNT generated garments of seeds that nothing was trained, calibrated or chosen on,
borrowing nothing from photos, and the reliability plot of the words said of them (with --clothing also `kind` of its
test split); prints the scores. `people`: RENDERED holds NAME.jpg and NAME.classes.png of `tools/figures/figure.py
--classes`; label maps beside the exact ones, and crops of garments' edges. All goes to `docs/images/nets/`.
"""

import argparse
from pathlib import Path
from typing import Final

import cv2
import numpy as np

from vitrine.garments.garment_net import OUTPUTS, SIDE, answered, assemble, placement
from vitrine.imaging.types import Labels, Picture, Region
from vitrine.nets import Nets
from vitrine.people.analyse import labels
from vitrine.people.person import CLASSES
from vitrine.training.clothing import Clothing, words
from vitrine.training.garment_scores import Tally, rows
from vitrine.training.scores import legend, tile
from vitrine.training.street import read
from vitrine.training.wardrobe.bank import HELD_OUT
from vitrine.training.wardrobe.render import sample

OUT: Final = Path(__file__).parents[1] / "docs/images/nets"
FRESH: Final = HELD_OUT + 3000
"""First seed. `vitrine evaluate garment` has the 400 from HELD_OUT on, by which temperatures were set."""
BAND: Final = 2
"""Pixels that a found edge may be off."""
ZOOM: Final = 6
CROP: Final = 44
"""Half the side of a crop, pixels of the photo."""
CLOTHES: Final = tuple(CLASSES.index(name) for name in ("top", "bottoms"))


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    which = ask.add_subparsers(dest="which", required=True)
    garments = which.add_parser("garments")
    garments.add_argument("--clothing", type=Path)
    garments.add_argument("--count", type=int, default=400)
    people = which.add_parser("people")
    people.add_argument("folder", type=Path)
    given = ask.parse_args()
    OUT.mkdir(parents=True, exist_ok=True)
    if given.which == "garments":
        draw_garments(given.count, given.clothing)
    else:
        draw_people(given.folder)


def draw_garments(count: int, clothing: Path | None) -> None:
    """Sheet and reliability plot; prints the table of scores."""
    net, tally = Nets().garment, Tally()
    for seed in range(FRESH, FRESH + count):
        made = sample(seed, SIDE)
        picture = np.ascontiguousarray(made.picture.transpose(2, 0, 1))
        columns = int(np.flatnonzero(picture.max((0, 1)) > 0)[-1]) + 1
        found = {k: v[None] for k, v in zip(OUTPUTS, answered(net, picture, columns), strict=True)}
        cover = np.stack([made.alpha / np.float32(255), np.ones(made.alpha.shape, np.float32)])
        tally.add(picture[None], cover[None], made.parts[None], made.points[None], made.words[None], found)
    if clothing:
        for photo in Clothing(clothing, clothing).of("test"):
            shot = read(photo.file)
            odds = answered(net, assemble(shot), placement(*shot.shape[:2])[1])[OUTPUTS.index("words")]
            tally.answer(words(photo), odds)
    tally.sheet(OUT / "garments.jpg")
    sheet = read(OUT / "garments.jpg")
    write("garments", np.asarray(cv2.resize(sheet, None, fx=0.7, fy=0.7, interpolation=cv2.INTER_AREA)))
    print(rows(tally.table()))


def draw_people(folder: Path) -> None:
    """Label maps beside the truth with a legend, and crops of edges."""
    nets, tiles, crops = Nets(), [], []
    for file in sorted(folder.glob("*.classes.png")):
        name = file.name.removesuffix(".classes.png")
        photo, truth = read(file.with_name(f"{name}.jpg")), cv2.imread(str(file), cv2.IMREAD_UNCHANGED)
        found = labels(photo, nets)[0]
        tiles.append(tile(photo, truth, found, name))
        crops.append(np.hstack([crop(photo, truth, found, spot) for spot in spots(truth)]))
    sheet = np.hstack(tiles)
    write("parsing", np.vstack([sheet, legend(sheet.shape[1])]))
    write("edges", np.vstack([*crops, band_legend(crops[0].shape[1])]))


def spots(truth: Labels) -> list[tuple[int, int]]:
    """Where edges are looked at (x, y): neck, the sleeve that reaches farthest, the gap under it, the hem's corner."""
    top = truth == CLOTHES[0]
    ys, xs = np.nonzero(top)
    beside = np.maximum.accumulate(top, 1) & np.maximum.accumulate(top[:, ::-1], 1)[:, ::-1] & ~top
    beside[:, round(np.quantile(xs, 0.3)) :] = False
    gap = np.argwhere(beside)
    y, x = gap[0].tolist() if len(gap) else (int(np.median(ys)), int(xs.min()))
    return [
        (int(np.median(xs)), int(ys.min())),
        (int(xs.min()), int(np.median(ys[xs == xs.min()]))),
        (x + CROP // 2, y + CROP // 4),
        (int(xs[ys > np.quantile(ys, 0.97)].max()), int(np.quantile(ys, 0.985))),
    ]


def crop(photo: Picture, truth: Labels, found: Labels, spot: tuple[int, int]) -> Picture:
    """Part of the photo, enlarged: the band about the true edges tinted, true edges green, found ones red."""
    height, width = truth.shape
    x, y = (int(np.clip(v, CROP, n - CROP)) for v, n in zip(spot, (width, height), strict=True))
    window = (slice(y - CROP, y + CROP), slice(x - CROP, x + CROP))
    out = enlarged(photo[window]).astype(np.float32)
    true, seen = (outline(one[window]) for one in (truth, found))
    near = cv2.dilate(true.astype(np.uint8), cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * BAND + 1,) * 2)) > 0
    band = enlarged(near.astype(np.uint8)) > 0
    out[band] = 0.6 * out[band] + 0.4 * np.array((255, 230, 0))
    for edge, colour in ((true, (0, 170, 0)), (seen, (255, 0, 0))):
        out[thin(edge)] = colour
    shown = out.astype(np.uint8)
    cv2.rectangle(shown, (0, 0), (shown.shape[1] - 1, shown.shape[0] - 1), (255, 255, 255), 2)
    return shown


def outline(found: Labels) -> Region:
    """The outermost pixels of top and of bottoms."""
    edge = np.zeros(found.shape, bool)
    for kind in CLOTHES:
        region = (found == kind).astype(np.uint8)
        edge |= (region > 0) & (cv2.erode(region, np.ones((3, 3), np.uint8)) == 0)
    return edge


def enlarged(picture: np.ndarray) -> np.ndarray:
    """ZOOM times as large, every pixel a square."""
    return np.asarray(cv2.resize(picture, None, fx=ZOOM, fy=ZOOM, interpolation=cv2.INTER_NEAREST))


def thin(edge: Region) -> Region:
    """The edge's pixels, enlarged, as dots of half a pixel's width, so that two of them can be told apart."""
    grid = np.zeros((ZOOM, ZOOM), bool)
    grid[ZOOM // 4 : ZOOM - ZOOM // 4, ZOOM // 4 : ZOOM - ZOOM // 4] = True
    return np.kron(edge, grid)


def band_legend(width: int) -> Picture:
    """What the crops' colours mean."""
    meaning = {
        "true edge": (0, 170, 0),
        "found edge (over the true one where both lie)": (255, 0, 0),
        f"within {BAND} px of a true edge": (255, 230, 0),
    }
    return strip(width, list(meaning.items()))


def strip(width: int, entries: list[tuple[str, tuple[int, int, int]]]) -> Picture:
    """Names with their colours, in a row as wide as the sheet."""
    out = np.full((34, width, 3), 255, np.uint8)
    step = width // len(entries)
    for k, (name, colour) in enumerate(entries):
        cv2.rectangle(out, (k * step + 6, 8), (k * step + 26, 26), colour, -1)
        cv2.rectangle(out, (k * step + 6, 8), (k * step + 26, 26), (120, 120, 120), 1)
        cv2.putText(out, name, (k * step + 32, 22), cv2.FONT_HERSHEY_SIMPLEX, 0.45, (0, 0, 0), 1, cv2.LINE_AA)
    return out


def write(name: str, sheet: Picture) -> None:
    """Into the documentation."""
    out = OUT / f"{name}.jpg"
    cv2.imwrite(str(out), sheet[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, 85])
    print(f"{out.name}  {out.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    cv2.setNumThreads(1)
    main()
