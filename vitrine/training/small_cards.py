"""The cards of what is trained beside the large networks, in Markdown, in figures that the run itself counted."""

import platform
from collections import Counter
from pathlib import Path
from typing import Any, Final

import numpy as np

from vitrine.people.gown import TRAITS
from vitrine.training import category_scores, gown_scores, words_scores
from vitrine.training.clothing import Clothing
from vitrine.training.options import told
from vitrine.training.prepared import Prepared
from vitrine.training.words_looks import MEASURED, Marks

CLOTHING: Final = "photos of the clothing set (clothing-dataset-small, CC0), or of a folder of its form"
STREET: Final = "Clothing Co-Parsing (Yang, Luo, Lin 2014; Apache-2.0), or a folder of its form"
BUILT: Final = "photos of a built data set, whose own card (`versions/VERSION.md`) names licences and consents"
LOOK: Final = (
    "Look at `sheet.jpg`, the worst and the best of what it was measured on, and write here what it gets wrong."
)
CATEGORY: Final = """# category.npz

Reads the category of a garment picture from its cut-out: one hidden layer of {hidden} on {traits} traits of shape and
cloth (`vitrine/garments/traits.py`), ten kinds grouped to tops, bottoms, dresses, outerwear and none.
`vitrine/garments/category.py` lowers the odds of outerwear and none, which training weighs up, and lets legs and
sleeves in the silhouette speak. Arrays of numpy, no ONNX: it is two small matrices.

- Size: {size:.0f} kB.
- Data: {source}: {learned} of the train split, at most {most} a kind, of which something was cut out.
- Data version: {data}.
- Training: L-BFGS, seed {seed}; {minutes}, nearly all of it cut-outs.
- Options: {options}.
- Commands: `vitrine train category --data DATA -o OUT`; the scores below: `vitrine evaluate category --data DATA --net
  OUT/category.npz`. The category is the one that is used where no network looks at the picture, corrections included.

{rows}

## Limits

Not seen in training: pictures of shops. It knows no tank tops. {limits}
"""
GOWN: Final = """# gown.json

Decides for a whole photo whether the person wears a dress, or a top with something below it
(`vitrine/people/gown.py`): a logistic model of {traits} traits of shape and colour and their squares.

- Size: {size:.0f} kB.
- Data: {source}: {taught} labelled photos that the parser's training may see too, of which {shown} show hips, knees and
  enough clothes about the waist; {dresses} of them a dress. Traits are measured on the label maps' clothed region
  whatever its parts are called, so that the parser's own fit plays no part.
- Data version: {data}.
- Training: L-BFGS, {minutes}; no seed, nothing is drawn.
- Options: {options}.
- Commands: `vitrine train gown --data DATA -o OUT`; the scores below, with the region of the parser that is installed:
  `vitrine evaluate gown --data DATA --net OUT/gown.json`.

{rows}

## Limits

Where knees or hips are out of the picture nothing is decided. {limits}
"""
WORDS: Final = """# words.npz

Reads four of the garment network's words again, as photos have them: sleeve, neckline, pattern, photo type
(`vitrine/garments/photo_words.py`). Geometry hears the network itself.

- Input: the network's probabilities of a question's answers, and its 352 `features` at length 1. Output:
  probabilities. One linear layer a question: a scale of the log-odds, and what the features add. Arrays of numpy.
- Size: {size:.0f} kB.
- Data: {source}: {photos} of the train split whose words stand in `vitrine/training/words.tsv`
  ({kinds}); {drawn} generated garments beside them, each with the weight {weight:g}.
- Data version: {data}.
- Training: L-BFGS; {minutes}, nearly all of it looks of the garment network. No seed: nothing is drawn but garments of
  fixed seeds.
- Options: {options}.
- Commands: `vitrine train words --data DATA -o OUT`; the scores below: `vitrine evaluate words --data DATA --net
  OUT/words.npz`. Photos: each half (by the SHA-256 of the file's name) by a layer that was fitted on the other half.
  Generated: {measured} garments that nothing was fitted on, by this file. Right where one of the marked answers is
  given.

{rows}

## Limits

Pictures of shops are not in it: `python bench/words.py` measures on those. {limits}
"""


def category_card(
    options: Any, table: dict[str, Any], minutes: float, file: Path, clothing: Clothing, learned: int
) -> str:
    """The card of a classifier of cut-outs; `learned`: how many taught it."""
    with np.load(file) as arrays:
        traits = len(arrays["mean"])
    return CATEGORY.format(
        hidden=options.hidden, most=options.most, seed=options.seed, traits=traits, learned=learned,
        size=file.stat().st_size / 1e3, source=BUILT if clothing.built else CLOTHING, data=clothing.version,
        minutes=time(minutes), options=told(options), rows=category_scores.rows(table), limits=LOOK,
    )  # fmt: skip


def gown_card(
    options: Any, table: dict[str, Any], minutes: float, file: Path, prepared: Prepared, dresses: np.ndarray
) -> str:
    """The card of a decision about dresses; `dresses`: of each photo that taught it, whether it shows one."""
    return GOWN.format(
        traits=len(TRAITS), size=file.stat().st_size / 1e3, taught=prepared.taught,
        shown=len(dresses), dresses=int(dresses.sum()), source=BUILT if prepared.built else STREET,
        data=prepared.version, minutes=time(minutes), options=told(options), rows=gown_scores.rows(table), limits=LOOK,
    )  # fmt: skip


def words_card(options: Any, table: dict[str, Any], minutes: float, file: Path, found: Marks, version: str) -> str:
    """The card of a layer that reads words again; `found`: the marked photos that taught it."""
    kinds = Counter(name.partition("/")[0] for name in found)
    return WORDS.format(
        size=file.stat().st_size / 1e3, source=CLOTHING, photos=len(found), drawn=options.drawn, weight=options.weight,
        kinds=", ".join(f"{count} {kind}" for kind, count in kinds.most_common()), data=version, measured=MEASURED,
        minutes=time(minutes), options=told(options), rows=words_scores.rows(table), limits=LOOK,
    )  # fmt: skip


def time(minutes: float) -> str:
    """How long it took, and on what."""
    return (
        f"{minutes:.1f} minutes on {platform.machine()}, {platform.python_implementation()} {platform.python_version()}"
    )
