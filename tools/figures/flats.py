"""Garments on floors with exact truth, to measure cut-out and landmarks with: ``python flats.py OUT [--only NAME]``.

OUT gets NAME.jpg, NAME.alpha.png (exact coverage, 0..255) and truth.json: per picture its file, size, kind, category,
sleeve, ground, and landmarks (x, y) in pixels under vitrine's names. Each cut is laid once and photographed three
times, in another cloth, on another ground, in another light. Deterministic; about 12 CPU minutes in all.
"""

import argparse
import json
from dataclasses import dataclass, field, replace
from pathlib import Path

import details
import fabrics
import numpy as np
import prints
import sewing
import snapshot
from cuts import LegCut, SkirtCut, TopCut, legs, skirt, top
from details import Ink
from fabrics import Array, Sheet
from grounds import KINDS
from laid import laid
from panels import Pattern, Sewn, sewn
from PIL import Image
from sewing import Finish

Colour = tuple[float, float, float]
COLOURS: list[Colour] = [
    (0.93, 0.92, 0.90), (0.12, 0.12, 0.13), (0.45, 0.47, 0.50), (0.16, 0.22, 0.38), (0.70, 0.16, 0.18),
    (0.86, 0.74, 0.55), (0.25, 0.42, 0.33), (0.88, 0.62, 0.64), (0.36, 0.52, 0.72), (0.92, 0.78, 0.30),
    (0.42, 0.25, 0.18), (0.55, 0.42, 0.62), (0.10, 0.33, 0.36), (0.82, 0.45, 0.20), (0.75, 0.80, 0.76),
]  # fmt: skip
INKS = ("plain", "plain", "stripes", "melange", "plain", "checks", "dots", "sprigs", "pinstripes", "blocks")


@dataclass(frozen=True)
class Kind:
    """One cut with what is sewn on it."""

    kind: str
    category: str
    pattern: Pattern
    finish: Finish
    sleeve: str | None = None
    inks: tuple[str, ...] = INKS
    colours: list[Colour] = field(default_factory=lambda: COLOURS)


BLUE: list[Colour] = [(0.33, 0.43, 0.55), (0.16, 0.20, 0.30), (0.55, 0.62, 0.70)]
PLAIN = ("plain", "melange")

TEE = TopCut()
LONG = TopCut(sleeve=0.58, angle=60, cuff=0.095)
SLIM = TopCut(chest=0.215, shoulder=0.185, length=0.62, waist=0.198, hem=0.218)
LOOSE = TopCut(chest=0.29, shoulder=0.24, waist=0.28, hem=0.255, sleeve=0.59, angle=58, cuff=0.10, armhole=0.25)
SHIRT = TopCut(neck="collar", neck_width=0.080, neck_front=0.075, armhole=0.24, sag=0.035, length=0.74)
FROCK = TopCut(chest=0.235, shoulder=0.19, waist=0.205, waist_at=0.28, hem=0.33, length=1.02, sag=0.035)


def tops() -> dict[str, Kind]:
    """Tees, long sleeves, sleeveless tops, shirts, a hoodie."""
    wide = replace(TEE, chest=0.30, shoulder=0.27, hem=0.30, waist=0.295, sleeve=0.21, angle=30, cuff=0.20)
    slim = replace(SLIM, sleeve=0.16, angle=52, cuff=0.135, neck="vee", neck_front=0.15)
    boat = replace(TEE, neck="boat", neck_width=0.125, neck_front=0.035, neck_back=0.015, angle=34)
    elbow = replace(TEE, sleeve=0.40, angle=56, cuff=0.115)
    long_wide = replace(LONG, chest=0.29, shoulder=0.25, waist=0.285, hem=0.28, sleeve=0.55, angle=48, cuff=0.12)
    long_slim = replace(SLIM, sleeve=0.57, angle=66, cuff=0.08, armhole=0.185)
    tank = replace(TEE, sleeve=0, shoulder=0.145, neck_width=0.088, neck_front=0.17, neck_back=0.06, slope=0.02)
    shell = replace(TEE, sleeve=0, shoulder=0.195, neck_width=0.10, slope=0.04, chest=0.245, hem=0.27, length=0.61)
    shirt = replace(SHIRT, sleeve=0.60, angle=62)
    shirt_short = replace(SHIRT, sleeve=0.24, angle=44, cuff=0.18, length=0.72)
    hood = replace(LOOSE, neck="hood", length=0.68, armhole=0.24)
    cuffed = replace(shirt, cuff=0.095)
    return {
        "tee": Kind("t-shirt", "tops", top(TEE), sewing.knit, "short"),
        "tee-wide": Kind("t-shirt", "tops", top(wide), sewing.knit, "short"),
        "tee-slim": Kind("t-shirt", "tops", top(slim), sewing.knit, "short"),
        "tee-boat": Kind("t-shirt", "tops", top(boat), sewing.knit, "short"),
        "three-quarter": Kind("t-shirt", "tops", top(elbow), sewing.knit, "three-quarter"),
        "long": Kind("longsleeve", "tops", top(LONG), sewing.knit, "long"),
        "long-wide": Kind("longsleeve", "tops", top(long_wide), sewing.knit, "long"),
        "long-slim": Kind("longsleeve", "tops", top(long_slim), sewing.knit, "long"),
        "tank": Kind("tank", "tops", top(replace(tank, armhole=0.24, chest=0.235, hem=0.245)), sewing.knit, "none"),
        "shell": Kind("tank", "tops", top(replace(shell, armhole=0.215)), sewing.knit, "none"),
        "shirt": Kind("shirt", "tops", top(cuffed), sewing.shirt, "long"),
        "shirt-short": Kind("shirt", "tops", top(shirt_short), sewing.shirt, "short"),
        "hoodie": Kind("hoodie", "tops", top(hood), sewing.hoodie, "long", PLAIN),
    }


def coats_and_dresses() -> dict[str, Kind]:
    """Two jackets, three dresses."""
    stand = replace(LOOSE, neck="stand", shoulder=0.235, waist=0.29, length=0.66)
    over = replace(LOOSE, neck="collar", neck_width=0.080, neck_front=0.075, hem=0.275, angle=60, cuff=0.115, sag=0.004)
    bare = replace(FROCK, sleeve=0, shoulder=0.165, neck_width=0.098, neck_front=0.15, neck_back=0.045, slope=0.025)
    bare = replace(bare, armhole=0.21, chest=0.222, waist=0.19, waist_at=0.26, hem=0.35, length=0.98, sag=0.042)
    short = replace(FROCK, sleeve=0.20, angle=46, cuff=0.15)
    long = replace(FROCK, sleeve=0.57, angle=60, cuff=0.10, waist=0.225, hem=0.40, length=1.18, neck="vee")
    return {
        "bomber": Kind("jacket", "outerwear", top(stand), sewing.bomber, "long", PLAIN),
        "overshirt": Kind("jacket", "outerwear", top(over), sewing.overshirt, "long", PLAIN),
        "dress": Kind("dress", "dresses", top(bare), sewing.frock, "none"),
        "dress-sleeves": Kind("dress", "dresses", top(short), sewing.frock, "short"),
        "dress-long": Kind("dress", "dresses", top(replace(long, neck_front=0.17)), sewing.frock, "long"),
    }


def bottoms() -> dict[str, Kind]:
    """Trousers, jeans, shorts, skirts."""
    jeans = LegCut(waist=0.19, hip=0.24, knee=0.245, outer=0.235, hem=0.155)
    wide = LegCut(waist=0.18, hip=0.255, knee=0.32, outer=0.335, hem=0.26, length=0.99)
    shorts = LegCut(length=0.48, knee=0.285, outer=0.300, hem=0.245)
    soft = LegCut(waist=0.185, rise=0.27, length=0.40, knee=0.30, outer=0.315, hem=0.265)
    slim, full = SkirtCut(hem=0.225, hip=0.24, length=0.66, sag=0.004), SkirtCut(0.17, 0.27, 0.46, 0.78, 0.05)
    ochre = (0.72, 0.52, 0.28)
    figured = ("plain", "stripes", "melange", "sprigs")
    return {
        "chinos": Kind("trousers", "bottoms", legs(LegCut()), sewing.bottoms(), None, PLAIN),
        "jeans": Kind("jeans", "bottoms", legs(jeans), sewing.bottoms(ochre, denim=True), None, ("plain",), BLUE),
        "wide-legs": Kind("trousers", "bottoms", legs(wide), sewing.bottoms(soft=True), None, (*PLAIN, "pinstripes")),
        "shorts": Kind("shorts", "bottoms", legs(shorts), sewing.bottoms(), None, PLAIN),
        "shorts-soft": Kind("shorts", "bottoms", legs(soft), sewing.bottoms(soft=True), None, figured),
        "skirt": Kind("skirt", "bottoms", skirt(SkirtCut()), sewing.skirted(False)),
        "skirt-slim": Kind("skirt", "bottoms", skirt(slim), sewing.skirted(False)),
        "skirt-full": Kind("skirt", "bottoms", skirt(full), sewing.skirted(True)),
    }


KINDS_OF = tops() | coats_and_dresses() | bottoms()
LIFTED = 0.06
"""Metres: cloth that stands higher has got into a tangle."""
SIZES = ((384, 512), (512, 512), (432, 576), (640, 512))


def tinted(kind: Kind, number: int, rng: np.random.Generator) -> tuple[Sheet, Sheet, dict[str, Array]]:
    """Front and back in one of the kind's cloths."""
    colour = kind.colours[int(rng.integers(len(kind.colours)))]
    ink = COLOURS[int(rng.integers(len(COLOURS)))]
    name = kind.inks[int(rng.integers(len(kind.inks)))]
    front, back = (fabrics.blank(kind.pattern, colour, number + k, weave=0.035) for k in (0, 1))
    pitch = float(rng.uniform(0.02, 0.05))
    for sheet in (front, back):
        details.dyed(sheet, Ink(name, ink, pitch, number))
    if kind.kind == "t-shirt" and name == "plain" and rng.random() < 0.6:
        prints.sunrise(front, centre=(0.0, 0.62 * front.metres[..., 1].max()), width=0.2)
    extra = kind.finish(front, back, kind.pattern)
    return front, back, extra


def shaken(kind: Kind, mesh: Sewn, seed: int, rng: np.random.Generator) -> Array:
    """Positions of the garment laid down; laid again where a sleeve has got into a tangle."""
    for again in range(5):
        pose = snapshot.any_pose(kind.pattern, rng)
        shift, wavelength = float(rng.uniform(0.006, 0.011)), float(rng.uniform(0.2, 0.34))
        position = laid(mesh, seed + 100 * again, shift=shift, wavelength=wavelength, pose=pose)
        if position[:, 2].max() < LIFTED:
            return position
    raise SystemExit(f"{kind.kind}: tangled five times")


def pictures(name: str, number: int, folder: Path, shots: int) -> list[dict]:
    """Lay one cut and photograph it; returns the rows of truth."""
    kind, rng = KINDS_OF[name], np.random.default_rng(900 + number)
    mesh = sewn(kind.pattern, 0.0095)
    position = shaken(kind, mesh, 40 + number, rng)
    rows = []
    for k in range(shots):
        front, back, extra = tinted(kind, 10 * number + k, rng)
        spots = snapshot.landmark_vertices(kind.pattern, mesh, extra)
        ground = KINDS[(number * 5 + k * 7) % len(KINDS)]
        shot = snapshot.any_shot(ground, rng, SIZES[int(rng.integers(len(SIZES)))])
        taken = snapshot.snapshot(position, mesh, front, back, spots, shot)
        stem = f"{name}-{k + 1}"
        quality = int(rng.integers(82, 94))
        Image.fromarray(taken.picture).save(folder / f"{stem}.jpg", quality=quality)
        Image.fromarray(taken.alpha).save(folder / f"{stem}.alpha.png", optimize=True)
        rows.append(
            {
                "cut": name,
                "file": f"{stem}.jpg",
                "alpha": f"{stem}.alpha.png",
                "size": list(shot.size),
                "kind": kind.kind,
                "category": kind.category,
                "sleeve": kind.sleeve,
                "ground": ground,
                "photo_type": "flat-lay",
                "landmarks": taken.landmarks,
            }
        )
        print(stem, ground, flush=True)
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--only", choices=KINDS_OF)
    parser.add_argument("--shots", type=int, default=3)
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    truth = args.out / "truth.json"
    rows: list[dict] = json.loads(truth.read_text()) if args.only and truth.exists() else []
    for number, name in enumerate(KINDS_OF):
        if args.only in (None, name):
            rows = [row for row in rows if row["cut"] != name]
            rows += pictures(name, number, args.out, args.shots)
            truth.write_text(json.dumps(rows, indent=1))


if __name__ == "__main__":
    main()
