"""What is said of garments in words (sleeve, neckline, hem, pattern, photo type), against marks and exact truth.

    python bench/words.py [--garments ../shared/data/tryon/garment] [--generated 60]

`bench/garment_words.csv` holds what a person sees in the garments of the try-on set and of `demo/garments`: one answer
a question, or several by `/` where people would differ; nothing where the question does not arise. Generated garments
are of seeds that neither training nor the calibration of confidences has seen, and borrow nothing from photos. "Network
alone" is `garment.onnx`, "read again" with `words.npz`. Both calibration errors are of words given, in tenths.
"""

import argparse
import csv
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from vitrine.formats.facts import Facts
from vitrine.garments import garment_net, photo_words
from vitrine.garments.garment_net import SIDE, WORDS, Seen
from vitrine.garments.study import study
from vitrine.garments.wording import best
from vitrine.nets import Nets
from vitrine.training.reliability import Said, calibration_error
from vitrine.training.wardrobe.bank import HELD_OUT
from vitrine.training.wardrobe.render import sample

ROOT = Path(__file__).resolve().parent.parent
MARKS = ROOT / "bench" / "garment_words.csv"
QUESTIONS = {
    "sleeve": "sleeve", "neckline": "neckline_form", "hem": "hem_length", "pattern": "pattern",
    "photo_type": "photo_type",
}  # fmt: skip
"""Each question, and the field of the facts that answers it."""
OTHERS = HELD_OUT + 3000
"""First of the seeds: those of the calibration end long before."""

Case = tuple[str, np.ndarray, Any, dict[str, set[str]]]
"""Name, picture, category where it is known, right answers by question."""


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--garments", type=Path, default=ROOT.parent / "shared" / "data" / "tryon" / "garment")
    ask.add_argument("--generated", type=int, default=60)
    given = ask.parse_args()
    if given.garments.is_dir():
        measure("try-on set", marked("tryon", given.garments))
    else:
        sys.stderr.write(f"{given.garments} is not here: photos that the project may not carry.\n")
    measure("demo", marked("demo", ROOT / "demo" / "garments"))
    measure("generated", generated(given.generated))


def marked(name: str, folder: Path) -> Iterator[Case]:
    """The pictures of a set that a person has marked."""
    with MARKS.open(encoding="utf8", newline="") as file:
        for row in csv.DictReader(file):
            if row["set"] == name:
                photo = np.ascontiguousarray(cv2.imread(str(folder / row["file"]))[..., ::-1])
                right = {q: set(row[q].split("/")) for q in QUESTIONS if row.get(q)}
                yield row["file"], photo, "auto", right


def generated(count: int) -> Iterator[Case]:
    """Garments whose truth is exact."""
    for seed in range(OTHERS, OTHERS + count):
        made = sample(seed, SIDE)
        lit = made.picture.max(2) > 0
        rows, columns = np.flatnonzero(lit.any(1))[-1] + 1, np.flatnonzero(lit.any(0))[-1] + 1
        true = {q: WORDS[q][word] for q, word in zip(WORDS, made.words.tolist(), strict=True) if word >= 0}
        right = {q: {true[q]} for q in QUESTIONS if q in true}
        yield str(seed), np.ascontiguousarray(made.picture[:rows, :columns]), true["category"], right


class Tally:
    """How often each has the right word: the network alone, what is read again, and what comes out."""

    def __init__(self) -> None:
        self.right: dict[str, np.ndarray] = {q: np.zeros(4, int) for q in QUESTIONS}
        self.said: dict[str, tuple[Said, Said]] = defaultdict(lambda: ([], []))
        self.wrong: list[str] = []
        self.unread: list[str] = []

    def add(self, file: str, seen: Seen, again: Seen, facts: Facts, true: dict[str, set[str]]) -> None:
        """Count one garment; `again` is what the network sees, its words read again."""
        if facts.category is None:
            self.unread.append(file)
        for question, answers in true.items():
            found = [best(one, question) for one in (seen, again)]
            told = answer(facts, question)
            self.right[question] += [1, *(word in answers for word, _ in found), told in answers]
            for said, (word, p) in zip(self.said[question], found, strict=True):
                said.append((1, int(word in answers), p))
            word, p = found[1]
            if told not in answers:
                self.wrong.append(
                    f"  {file} {question}: {told}, not {'/'.join(sorted(answers))}; read again {word} {p:.2f}"
                )

    def show(self, name: str) -> None:
        """Print the table and what is wrong."""
        print(f"\n{name}; not read: {', '.join(self.unread) or 'none'}")
        print(
            "question | of | network alone | read again | as it comes out | calibration error | of what is read again"
        )
        for question, counts in self.right.items():
            if counts[0]:
                errors = [f"{calibration_error(said):.3f}" for said in self.said[question]]
                print(question, *counts, *errors, sep=" | ")
        print("\n".join(self.wrong), flush=True)


def measure(name: str, cases: Iterator[Case]) -> None:
    """Count and print one set of garments."""
    tally, nets = Tally(), Nets()
    for file, photo, category, true in cases:
        seen = garment_net.see(photo, nets)
        facts = study(photo, nets, category).facts
        tally.add(file, seen, photo_words.corrected(seen, nets.own), facts, true)
    tally.show(name)


def answer(facts: Facts, question: str) -> str | None:
    """What is said; None where no garment was read."""
    return None if facts.category is None else getattr(facts, QUESTIONS[question])


if __name__ == "__main__":
    main()
