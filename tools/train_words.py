"""Trains vitrine/weights/words.npz: the layer that reads the garment network's words again, as photos have them.

    python tools/train_words.py --clothing DIR -o vitrine/weights/words.npz [--plot words-reliability.png]

DIR holds `train/KIND/photo` of the clothing set; `vitrine/training/words.tsv` holds what an eye says of some of them.
Beside them learn generated garments of seeds that nothing else uses. Prints the table of the card: every photo is
measured by a layer that was fitted on the other half of them (`half`), and further garments, which nothing was fitted
on, by the layer that is written, which is fitted on all photos. `--plot` draws how sure answers are and how often they
are right, above as the network has them, below as each half is read by the other's layer. After the garment network was
trained anew, run it again. Nearly all of the time goes into drawing garments and looking at them.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from vitrine.garments import garment_net
from vitrine.garments.garment_net import SIDE, WORDS
from vitrine.garments.photo_words import ASKED
from vitrine.nets import Nets
from vitrine.training import photo_words, reliability
from vitrine.training.garment_scores import interval, question
from vitrine.training.photo_words import Looks
from vitrine.training.street import read
from vitrine.training.wardrobe.bank import HELD_OUT
from vitrine.training.wardrobe.render import sample

LEARN, MEASURE = range(HELD_OUT + 5000, HELD_OUT + 5600), range(HELD_OUT + 3000, HELD_OUT + 3400)
"""Seeds of the generated garments that learn, and of those that measure (on these the network's card measures, too)."""


def photographed(folder: Path, nets: Nets) -> tuple[Looks, np.ndarray]:
    """The marked photos, and the half of each."""
    marks = photo_words.marks()
    found = [garment_net.see(read(folder / "train" / name), nets) for name in marks]
    rows = ((seen.words, seen.features, true) for seen, true in zip(found, marks.values(), strict=True))
    return photo_words.looks(rows), np.array([photo_words.half(name) for name in marks])


def drawn(seeds: range, nets: Nets) -> Looks:
    """Generated garments, in whole as they lie in their canvas."""

    def rows() -> Iterator[tuple[dict[str, dict[str, float]], np.ndarray, dict[str, set[str]]]]:
        for seed in seeds:
            made = sample(seed, SIDE)
            lit = made.picture.max(2) > 0
            picture = made.picture[: np.flatnonzero(lit.any(1))[-1] + 1, : np.flatnonzero(lit.any(0))[-1] + 1]
            seen = garment_net.see(np.ascontiguousarray(picture), nets)
            true = {q: {WORDS[q][w]} for q, w in zip(WORDS, made.words.tolist(), strict=True) if w >= 0}
            yield seen.words, seen.features, true

    return photo_words.looks(rows())


def table(name: str, before: dict[str, reliability.Said], after: dict[str, reliability.Said]) -> str:
    """Rows of Markdown: accuracy with its interval and calibration error, before and after."""
    lines = []
    for q, said in before.items():
        rows = [f"{interval(found)} | {found['calibration_error']:.3f}" for found in map(question, (said, after[q]))]
        lines.append(f"| {name} | {q} | {rows[0]} | {rows[1]} |")
    return "\n".join(lines)


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--clothing", type=Path, required=True)
    ask.add_argument("-o", "--out", type=Path, required=True)
    ask.add_argument("--plot", type=Path)
    given = ask.parse_args()
    nets = Nets()
    (photos, halves), learn, measure = photographed(given.clothing, nets), drawn(LEARN, nets), drawn(MEASURE, nets)
    layer = photo_words.fit(photos, learn)
    np.savez_compressed(given.out, **{name: array.astype(np.float32) for name, array in layer.items()})
    before = photo_words.said(photos.odds, photos.right)
    after = photo_words.said(photo_words.crossed(photos, halves, learn), photos.right)
    print("| on | question | right before | 95 % interval | of | error | after | 95 % interval | of | error |")
    print("|" + " --- |" * 10)
    print(table("photos", before, after))
    reread = photo_words.said(photo_words.reread(layer, measure), measure.right)
    print(table("generated", photo_words.said(measure.odds, measure.right), reread))
    if given.plot:
        panels = {f"{q}, network": before[q] for q in ASKED} | {f"{q}, reread": after[q] for q in ASKED}
        reliability.plot(panels, given.plot)


if __name__ == "__main__":
    main()
