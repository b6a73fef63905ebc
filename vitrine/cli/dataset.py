"""`vitrine dataset build`: labelled pictures with consent and licence become a version that training can name."""

import json
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import click

from vitrine.cli import language
from vitrine.cli.terminal import progress, words_of_ours_only

if TYPE_CHECKING:
    from vitrine.learning.offers import Refused

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.group()
def command() -> None:
    """Build the data sets that our networks learn from."""


@command.command()
@click.argument("sources", nargs=-1, type=FOLDER, metavar="FOLDER...")
@click.option("--catalogue", is_flag=True, help="Also this shop's products, by the category that the merchant gave.")
@click.option("-o", "--out", type=click.Path(file_okay=False, path_type=Path), required=True, help="The data set.")
@click.option("--licence", default="", help='Of folders without SOURCES.csv, e.g. CC0 or "our own".')
@click.option("--keep-out", multiple=True, type=FOLDER, help="Test pictures: they and what looks alike stay out.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def build(
    sources: tuple[Path, ...], catalogue: bool, out: Path, licence: str, keep_out: tuple[Path, ...], as_json: bool
) -> None:
    """Build a version from folders by class, folders with label maps, feedback with consent, or the catalogue.

    Killed at any moment, the same command goes on where it was; the same pictures give the same version.
    """
    from vitrine.learning import offers
    from vitrine.learning.dataset import NothingToJudge, NothingToLearn
    from vitrine.nets import Nets
    from vitrine.workflows import build_dataset

    if not sources and not catalogue:
        raise click.UsageError("Give a folder, or --catalogue.")
    words_of_ours_only()
    given: list[Iterator[offers.Offer | offers.Refused]] = [
        offers.feedback(one) if (one / "feedback.jsonl").is_file() else offers.folder(one, licence) for one in sources
    ]
    names = [one.resolve().name for one in sources]
    if catalogue:
        from vitrine.settings import read_settings
        from vitrine.workflows.studio import open_database, open_records

        settings = read_settings()
        given.append(build_dataset.catalogue(open_records(settings, open_database(settings.home.resolve()))))
        names.append("catalogue")
    try:
        with progress("dataset", as_json) as report:
            built = build_dataset.build(
                chain(*given), names, out, Nets(), list(keep_out),
                lambda done, count: report(step=done, steps=count, stage="pictures"),
            )  # fmt: skip
    except NothingToLearn as error:
        if as_json:
            click.echo(json.dumps({"refused": coded(error.refused)}, ensure_ascii=False))
        else:
            tell(error.refused)
        raise
    data = built.data
    if not data.of("validation"):
        click.echo(f"vitrine: {NothingToJudge(data.version).message(language())}", err=True)
    told = {
        "version": data.version,
        "pictures": {split: len(data.of(split)) for split in offers.SPLITS},
        "groups": len({row.group for row in data.rows}),
        "card": str(out / "versions" / f"{data.version}.md"),
        "refused": coded(built.refused),
    }
    if as_json:
        click.echo(json.dumps(told, ensure_ascii=False))
        return
    tell(built.refused)
    counts = ", ".join(f"{split} {len(data.of(split))}" for split in offers.SPLITS)
    click.echo(f"{data.version}: {counts}; {told['card']}")


def coded(refused: "list[Refused]") -> list[dict[str, str]]:
    """What was left out, for programs."""
    return [{"name": one.name, "code": one.error.code} for one in refused]


def tell(refused: "list[Refused]") -> None:
    """What was left out, for people: a line each."""
    for one in refused:
        click.echo(f"  {one.error.message(language())}")
