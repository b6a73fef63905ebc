"""`vitrine train NAME`: train one of our own networks; shows step, loss, score and the time left."""

import json
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import click

from vitrine.cli.terminal import progress, words_of_ours_only

TRAINERS: Final = {"parser": "vitrine.training.parser", "garment": "vitrine.training.garment"}
"""Each network's name and the module that trains it."""
EVALUATORS: Final = {"parser": "vitrine.training.scores", "garment": "vitrine.training.garment_scores"}
"""Each network's name and the module that measures it, which needs no torch."""


@click.command()
@click.argument("name", type=click.Choice(list(TRAINERS)))
@click.option(
    "--data",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    required=True,
    help="Folder of the training set.",
)
@click.option(
    "-o",
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    required=True,
    help="Folder for the run and its result.",
)
@click.option(
    "--rendered",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Parser: folder of rendered people with label maps (tools/figures/crowd.py), mixed in.",
)
@click.option(
    "--start",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Parser: folder of a run whose weights this one begins from.",
)
@click.option("--resume", is_flag=True, help="Go on from the checkpoint in OUT.")
@click.option(
    "--set", "changes", multiple=True, metavar="OPTION=JSON", help="Change an option of the run, e.g. batch=16."
)
@click.option("--json", "as_json", is_flag=True, help="Print the scores as one JSON object.")
def command(
    name: str,
    data: Path,
    out: Path,
    rendered: Path | None,
    start: Path | None,
    resume: bool,
    changes: tuple[str, ...],
    as_json: bool,
) -> None:
    """Train a network; OUT then holds its file, its card, checkpoints, contact sheets and a log."""
    if rendered and name != "parser":
        raise click.BadParameter("only the parser learns from rendered people", param_hint="--rendered")
    if start and name != "parser":
        raise click.BadParameter("only the parser begins from another run", param_hint="--start")
    trainer = trainer_of(name)
    options = options_of(trainer, changes)
    warn_of_part(name, data)
    words_of_ours_only()
    with progress(name, as_json) as report:
        given = {key: folder for key, folder in (("rendered", rendered), ("start", start)) if folder}
        table = trainer.fit(data, out, resume, report, options, **given)
    if as_json:
        click.echo(json.dumps(table))
    else:
        click.echo(import_module(EVALUATORS[name]).rows(table))
        click.echo(f"{out / f'{name}.onnx'}")


def trainer_of(name: str) -> Any:
    """The module that trains a network.

    Raises:
        click.ClickException: the extra `train` is not installed.
    """
    if find_spec("torch") is None:
        raise click.ClickException("Training needs the extra `train`: make install EXTRAS=train")
    return import_module(TRAINERS[name])


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

    count = split_from_part(data) if name == "parser" else None
    if count is not None:
        click.echo(
            f"vitrine: {data.name}: the held-out photos are drawn from the {count} labelled ones here, other than the "
            f"{HELD_OUT} of the street set's {LABELLED}: a network that learned from the whole set may have seen them.",
            err=True,
        )
