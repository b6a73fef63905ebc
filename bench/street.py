"""Try-on on ordinary photos: people in the street, whom nobody chose for it, in the garments of the judge's pairs.

    python bench/street.py [--count 60] [--seed 1] [--photos DIR] [--pairs P] [--data D] [--judge J] [--out DIR]

Photos are drawn by the seed, 600 pixels high: coats, bags, scarves, things in hands, people turned to the side. Each
person gets two garments. Prints the judge's table of the engine and of the clipped overlay and writes a contact sheet;
the bars were set for studio photos, and the judge's strip over hands lies on sleeves and bags here more often than not,
so look at the sheet.
"""

import argparse
import csv
import random
import sys
from pathlib import Path

import tryon

TURNS = (("tops", "bottoms"), ("dresses", "tops"))
"""Categories of the two garments of one person after another."""


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--count", type=int, default=60, help="people")
    ask.add_argument("--seed", type=int, default=1)
    ask.add_argument("--photos", type=Path, default=tryon.SHARED / "data" / "street" / "unlabelled")
    tryon.judged_by(ask, "street")
    given = ask.parse_args()
    given.checks = True
    for needed in (given.photos, given.pairs, given.data, given.judge):
        if not needed.exists():
            sys.exit(f"{needed} is not here: this bench needs pictures that the project may not carry.")
    rows = drawn(given)
    given.data = linked(given, rows)
    given.pairs = given.out / "pairs.csv"
    with given.pairs.open("w", newline="") as file:
        table = csv.DictWriter(file, ["person", "garment", "category"])
        table.writeheader()
        table.writerows(rows)
    tryon.make(given, rows, given.out)
    for name in ("warp", "overlay"):
        tryon.score(given, given.pairs, given.out / name, name)
    tryon.sheet(given, rows)


def drawn(given: argparse.Namespace) -> list[dict[str, str]]:
    """People and garments by the seed, as rows of a table of pairs."""
    garments: dict[str, list[str]] = {}
    for row in csv.DictReader(given.pairs.open()):
        if row["garment"] not in garments.setdefault(row["category"], []):
            garments[row["category"]].append(row["garment"])
    chance = random.Random(given.seed)
    people = chance.sample(sorted(file.stem for file in given.photos.glob("*.jpg")), given.count)
    rows = []
    for number, person in enumerate(people):
        turn = TURNS[number % len(TURNS)]
        rows += [{"person": person, "garment": chance.choice(garments[c]), "category": c} for c in turn]
    return rows


def linked(given: argparse.Namespace, rows: list[dict[str, str]]) -> Path:
    """A folder with these people and all garments, as the judge looks for them."""
    folder: Path = given.out / "data"
    (folder / "person").mkdir(parents=True, exist_ok=True)
    links = {folder / "person" / f"{r['person']}.jpg": given.photos / f"{r['person']}.jpg" for r in rows}
    links |= {folder / name: given.data / name for name in ("garment", "SOURCES.csv")}
    for link, target in links.items():
        link.unlink(missing_ok=True)
        link.symlink_to(target.resolve())
    return folder


if __name__ == "__main__":
    main()
