"""The layer that reads the garment network's words again: looks → layer. Data, file, card. Needs no torch.

What takes time are the looks of the garment network at photos and generated garments; each is kept once made. The fit
(`words_layer`) takes seconds. After `garment.onnx` was trained anew, so is this.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from vitrine.delivery.files import write
from vitrine.garments import photo_words
from vitrine.nets import Nets
from vitrine.training import clock, small_cards, words_looks, words_scores
from vitrine.training.kept import only_of
from vitrine.training.words_layer import Options, fitted, packed


def fit(
    data: Path,
    out: Path,
    resume: bool,  # noqa: ARG001
    report: Callable[..., None],
    options: Options | None = None,
) -> dict[str, Any]:
    """Look (once), fit, measure; `out` then holds words.npz, words.md, a contact sheet, a reliability plot, the looks.

    Args:
        data: the clothing set, `train/KIND/photo`, or a part of it; `words.tsv` says what its photos show.
        out: looks that are in it already are taken up, if they are of these photos and this garment network.
        resume: makes no difference, as for every network it may be given: what is fitted takes seconds.
        report: called with step, steps and stage.

    Raises:
        NoTrainingData: `data` has none of the marked photos.
        NothingToJudge: it has those of one half alone.
        NetMissing: there is no garment network.
    """
    options, nets = options or Options(), Nets()
    found = words_looks.marked(data)
    version = words_looks.version(data, found, nets)
    out.mkdir(parents=True, exist_ok=True)
    only_of(f"{version}, {options.drawn} drawn", out / "made-of", out / "looks", out / "seconds")
    spent = clock.Clock(out / "seconds")

    def told(**done: Any) -> None:
        spent.lap()
        report(**done)

    sets = words_looks.gathered(out / "looks", data, found, options.drawn, nets, told)
    write(out / "words.npz", packed(fitted(sets.photos, sets.taught, options)))
    spent.lap()
    layer = photo_words.opened(out / "words.npz")
    table = words_scores.measure(layer, sets, data, found, out / "sheet.jpg", options)
    minutes = clock.minutes(out / "seconds")
    card = small_cards.words_card(options, table, minutes, out / "words.npz", found, version)
    write(out / "words.md", card.encode())
    return table
