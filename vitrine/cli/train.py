"""`vitrine train NAME`: train one of our own networks; shows step, loss, score and the time left."""

import json
import os
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import click

from vitrine.cli.terminal import progress, words_of_ours_only

FOLDER: Final = click.Path(exists=True, file_okay=False, path_type=Path)


@dataclass(frozen=True)
class Trained:
    """A network of ours, and what trains and measures it."""

    file: str
    trainer: str
    evaluator: str
    """Needs no torch."""
    torch: bool = True
    also: tuple[str, ...] = ()
    """Options of `train` that name folders of its own."""
    judged: tuple[str, ...] = ()
    """Those of them that `evaluate` takes, too."""


NETS: Final = {
    "parser": Trained("parser.onnx", "vitrine.training.parser", "vitrine.training.scores", also=("rendered", "start")),
    "garment": Trained("garment.onnx", "vitrine.training.garment", "vitrine.training.garment_scores"),
    "sight": Trained(
        "sight.onnx", "vitrine.training.sight", "vitrine.training.sight_scores",
        also=("street", "flats", "panoramas"), judged=("street", "flats", "panoramas"),
    ),
    "category": Trained(
        "category.npz", "vitrine.training.category", "vitrine.training.category_scores", torch=False
    ),
    "gown": Trained("gown.json", "vitrine.training.gown", "vitrine.training.gown_scores", torch=False),
    "words": Trained("words.npz", "vitrine.training.words", "vitrine.training.words_scores", torch=False),
}  # fmt: skip
"""By the name that the commands give them."""
STREET: Final = click.option("--street", type=FOLDER, help="Sight: the street set, for people as worn and bags.")
FLATS: Final = click.option("--flats", type=FOLDER, help="Sight: garments that tools/figures/flats.py rendered.")
PANORAMAS: Final = click.option("--panoramas", type=FOLDER, help="Sight: EXR panoramas, for places without a garment.")


@click.command()
@click.argument("name", type=click.Choice(list(NETS)))
@click.option("--data", type=FOLDER, required=True, help="Folder of the training set.")
@click.option(
    "-o",
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    required=True,
    help="Folder for the run and its result.",
)
@click.option(
    "--rendered",
    type=FOLDER,
    help="Parser: folder of rendered people with label maps (tools/figures/crowd.py), mixed in.",
)
@click.option("--start", type=FOLDER, help="Parser: folder of a run whose weights this one begins from.")
@STREET
@FLATS
@PANORAMAS
@click.option("--resume", is_flag=True, help="Go on from the checkpoint in OUT.")
@click.option(
    "--set", "changes", multiple=True, metavar="OPTION=JSON", help="Change an option of the run, e.g. batch=16."
)
@click.option("--json", "as_json", is_flag=True, help="Print the scores as one JSON object.")
def command(
    name: str, data: Path, out: Path, resume: bool, changes: tuple[str, ...], as_json: bool, **more: Path | None
) -> None:
    """Train a network; OUT then holds its file, its card, checkpoints, contact sheets and a log."""
    given = folders(more, {other: net.also for other, net in NETS.items()}, name)
    trainer = trainer_of(name)
    options = options_of(trainer, changes)
    warn_of_part(name, data)
    words_of_ours_only()
    with progress(name, as_json) as report:
        table = trainer.fit(data, out, resume, report, options, **given)
    if as_json:
        click.echo(json.dumps(table))
    else:
        click.echo(import_module(NETS[name].evaluator).rows(table))
        click.echo(f"{out / NETS[name].file}")


def folders(more: dict[str, Path | None], takers: dict[str, tuple[str, ...]], name: str) -> dict[str, Path]:
    """The folders that were given beside the set.

    Raises:
        click.BadParameter: one that this network makes nothing of.
    """
    given = {option: folder for option, folder in more.items() if folder is not None}
    for option in given:
        if option not in takers[name]:
            others = " and ".join(other for other, options in takers.items() if option in options)
            raise click.BadParameter(f"only the {others} takes this", param_hint=f"--{option}")
    return given


def trainer_of(name: str) -> Any:
    """The module that trains a network.

    Raises:
        click.ClickException: it needs the extra `train`, which is not installed.
    """
    if NETS[name].torch and find_spec("torch") is None:
        raise click.ClickException("Training needs the extra `train`: make install EXTRAS=train")
    # read when torch is loaded: a thread that waits by spinning takes the core from whatever else is done meanwhile
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    return import_module(NETS[name].trainer)


def options_of(trainer: Any, changes: tuple[str, ...]) -> Any:
    """The trainer's options with the changes of the command line."""
    known = trainer.Options.__dataclass_fields__
    values = {}
    for change in changes:
        key, _, text = change.partition("=")
        if key not in known:
            raise click.BadParameter(f"{key}: not an option; there are {', '.join(known)}")
        try:
            value = json.loads(text)
        except ValueError as error:
            raise click.BadParameter(f"{change}: the value is not JSON") from error
        values[key] = tuple(value) if isinstance(value, list) else value
    return trainer.Options(**values)


def warn_of_part(name: str, data: Path) -> None:
    """Say so where the street set's split is drawn anew from a part of its photos."""
    from vitrine.training.street import HELD_OUT, LABELLED, split_from_part

    count = split_from_part(data) if name in ("parser", "gown") else None
    if count is not None:
        click.echo(
            f"vitrine: {data.name}: the held-out photos are drawn from the {count} labelled ones here, other than the "
            f"{HELD_OUT} of the street set's {LABELLED}: a network that learned from the whole set may have seen them.",
            err=True,
        )
