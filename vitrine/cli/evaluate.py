"""`vitrine evaluate NAME`: scores of one of our own networks on the photos that its training left out."""

import json
from importlib import import_module
from importlib.resources import as_file, files
from pathlib import Path

import click

from vitrine.cli.terminal import progress, words_of_ours_only
from vitrine.cli.train import FLATS, FOLDER, NETS, PANORAMAS, STREET, folders, warn_of_part
from vitrine.errors import NetDamaged, NetMissing


@click.command()
@click.argument("name", type=click.Choice(list(NETS)))
@click.option("--data", type=FOLDER, required=True, help="Folder of the set.")
@click.option(
    "--net",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Network file; the installed one if not given.",
)
@click.option(
    "--sheet", type=click.Path(dir_okay=False, path_type=Path), help="Write a contact sheet of the best and worst."
)
@STREET
@FLATS
@PANORAMAS
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(name: str, data: Path, net: Path | None, sheet: Path | None, as_json: bool, **more: Path | None) -> None:
    """Measure a network on its held-out photos."""
    given = folders(more, {other: one.judged for other, one in NETS.items()}, name)
    with as_file(files("vitrine") / "weights" / NETS[name].file) as own:
        file = net or own
        if not file.is_file():
            raise NetMissing(file.name)
        evaluator = import_module(NETS[name].evaluator)
        warn_of_part(name, data)
        words_of_ours_only()
        with progress(name, as_json) as report:
            try:
                table = evaluator.evaluate(file, data, sheet, report, **given)
            except NetDamaged as error:
                if net is None or error.subject != net.name:
                    raise  # one that is installed
                message = f"{net.name} is damaged or no {NETS[name].file}"
                raise click.BadParameter(message, param_hint="--net") from error
    if as_json:
        click.echo(json.dumps(table))
    else:
        click.echo(evaluator.rows(table))
