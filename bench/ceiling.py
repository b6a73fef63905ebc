"""How much of the judge's bars a result can reach at all: two figures of pictures that have no fault to mend.

    python bench/ceiling.py [--pairs P] [--data D] [--judge J] [--out bench/out/ceiling] [--version first|second]

For each pair two pictures are judged that no engine makes:

- `changed`: the photo, in which every pixel that parsing calls old clothing of the garment's slot is changed and no
  other. Its `hands` falls short where the judge's strip lies over an old cuff, a pocket or trousers beside a hand: what
  has to change there counts as a changed hand.
- `flat`: the clipped overlay, which has the product's own pixels, neither lit nor bent. Its `palette` says how far the
  main colours of a picture are from those of the same picture at another size, clustered into eight instead of five.

A result can be better than these by chance (new cloth of the old one's colour, other clusters), and worse where a label
takes a rim of the trousers for the hand; they show which pairs miss their bars without a fault that an eye could see.
Prints those, and by category the share of pairs for which neither is short.
"""

import argparse
import csv
import json
import sys

import numpy as np
import tryon

import vitrine
from vitrine.people.person import CLASSES, Person

OLD = {
    "tops": ("top", "outerwear", "dress"),
    "dresses": ("top", "outerwear", "dress", "bottoms"),
    "bottoms": ("bottoms", "dress"),
}
"""Labels of what a garment of a category takes the place of."""
FIGURES = (("changed", "hands"), ("flat", "palette"))
"""Whose figure counts."""


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    tryon.judged_by(ask, "ceiling")
    given = ask.parse_args()
    if not given.pairs.exists():
        sys.exit(f"{given.pairs} is not here: this bench needs pictures that the project may not carry.")
    pairs = list(csv.DictReader(given.pairs.open()))
    make(given, pairs)
    report({name: tryon.score(given, given.pairs, given.out / name, name) for name in ("changed", "flat")}, pairs)


def make(given: argparse.Namespace, pairs: list[dict[str, str]]) -> None:
    """Both pictures of every pair, written to two folders."""
    people: dict[str, Person] = {}
    for name in ("changed", "flat"):
        (given.out / name).mkdir(parents=True, exist_ok=True)
    for row in pairs:
        who, what, category = row["person"], row["garment"], row["category"]
        if who not in people:
            people[who] = vitrine.read_person(given.data / "person" / f"{who}.jpg")
        garment = vitrine.read_garment(given.data / "garment" / f"{what}.jpg", category)
        name = f"{who}__{what}.png"
        tryon.save(given.out / "changed" / name, changed(people[who], category))
        tryon.save(given.out / "flat" / name, tryon.overlay(people[who], garment))


def changed(person: Person, category: str) -> np.ndarray:
    """The photo with all old clothing of a slot in other colours (half the range away in each channel)."""
    old = np.isin(person.labels, [CLASSES.index(name) for name in OLD[category]])
    return np.where(old[..., None], person.photo + np.uint8(128), person.photo)


def report(said: dict[str, list[str]], pairs: list[dict[str, str]]) -> None:
    """Print the pairs that are short in one of the figures, and the share that is not, by category."""
    lines = {name: {(m[1], m[2]): m for line in rows if (m := tryon.ROW.match(line))} for name, rows in said.items()}
    reached: dict[str, list[bool]] = {}
    for row in pairs:
        pair = (row["person"], row["garment"])
        short = []
        for name, figure in FIGURES:
            line = lines[name][pair]
            if figure in line[4].split(","):
                short.append(f"{figure} {json.loads(line[3])[figure]}")
        reached.setdefault(row["category"], []).append(not short)
        if short:
            print(f"{row['category']} {' '.join(pair)}: {', '.join(short)}")
    for category, fine in reached.items():
        print(f"{category}: {sum(fine)} of {len(fine)} pairs ({sum(fine) / len(fine):.2f}) are short in neither")


if __name__ == "__main__":
    main()
