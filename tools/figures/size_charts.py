"""The demo shop's size charts, measured on the patterns: ``python size_charts.py ../../demo``.

Reads products.csv there and writes size-charts.csv beside it. Size M is the pattern as it is drawn; the other sizes
are graded from it, so that charts and pictures agree.
"""

import argparse
import csv
from pathlib import Path

import numpy as np
import shop
from cuts import landmarks
from panels import Pattern

SIZES = ("S", "M", "L", "XL")
LABELS: dict[str, dict[str, tuple[str, ...]]] = {  # by wearer, by country, one label a size
    "unisex-top": {"CN": ("165/84A", "170/88A", "175/92A", "180/96A"), "EU": ("46", "48", "50", "52"),
                   "US": ("36", "38", "40", "42"), "UK": ("36", "38", "40", "42")},
    "women-top": {"CN": ("160/84A", "165/88A", "170/92A", "175/96A"), "EU": ("36", "38", "40", "42"),
                  "US": ("4", "6", "8", "10"), "UK": ("8", "10", "12", "14")},
    "unisex-bottom": {"CN": ("165/74A", "170/78A", "175/82A", "180/86A"), "EU": ("44", "46", "48", "50"),
                      "US": ("29", "31", "33", "34"), "UK": ("29", "31", "33", "34")},
    "women-bottom": {"CN": ("160/66A", "165/70A", "170/74A", "175/78A"), "EU": ("36", "38", "40", "42"),
                     "US": ("4", "6", "8", "10"), "UK": ("8", "10", "12", "14")},
}  # fmt: skip
GRADE = {"chest": 4, "waist": 4, "hip": 4, "shoulder": 1.2, "length": 2, "sleeve": 0.8, "inseam": 1.0}
MEASURES = ("chest", "shoulder", "sleeve", "waist", "hip", "inseam", "length")


WOMEN = ("tank-mustard", "dress", "dress-midi", "trousers-wide", "skirt", "skirt-floral")


def measured(pattern: Pattern) -> dict[str, float]:
    """Centimetres of the pattern laid flat; chest, waist and hip all around."""
    marks = landmarks(pattern)
    outline = np.concatenate([edge.line for edge in pattern.front])
    if "waistband" in marks:
        sides = outline[outline[:, 1] > -0.22]
        out = {"waist": 4 * marks["waistband"][0], "hip": 4 * sides[:, 0].max(), "length": -outline[:, 1].min()}
        if "crotch" in marks:
            out["inseam"] = marks["crotch"][1] - marks["ankle-inner"][1]
    else:
        out = {"chest": 4 * marks["armpit"][0], "shoulder": 2 * marks["shoulder"][0]}
        out["length"] = marks["neck"][1] - outline[:, 1].min()
        if "cuff-outer" in marks:
            out["sleeve"] = float(np.linalg.norm(marks["cuff-outer"] - marks["shoulder"]))
        if "waist" in pattern.lines:
            out["waist"] = 4 * marks["waist"][0]
    return {name: round(100 * float(value), 1) for name, value in out.items()}


def charts(products: list[dict[str, str]]) -> list[dict[str, str]]:
    """Rows of size-charts.csv, one a size of each family."""
    rows, seen = [], set()
    for product in products:
        whose = product["family"] or product["external_id"]
        if whose in seen:
            continue
        seen.add(whose)
        middle = measured(shop.pattern_of(product["external_id"]))
        wearer = "women" if product["external_id"] in WOMEN else "unisex"
        where = "bottom" if product["category"] == "bottoms" else "top"
        for step, size in enumerate(SIZES):
            cm = {n: f"{v + (step - 1) * GRADE[n]:g}" for n, v in middle.items()}
            labels = {country: names[step] for country, names in LABELS[f"{wearer}-{where}"].items()}
            rows.append({"external_id": whose, "size": size, **labels, **{m: cm.get(m, "") for m in MEASURES}})
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("demo", type=Path)
    folder = parser.parse_args().demo
    with (folder / "products.csv").open(encoding="utf8", newline="") as file:
        rows = charts(list(csv.DictReader(file)))
    with (folder / "size-charts.csv").open("w", encoding="utf8", newline="") as file:
        writer = csv.DictWriter(file, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    main()
