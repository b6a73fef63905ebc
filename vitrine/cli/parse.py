"""`vitrine parse`: the class of each pixel of a person's photo, as an indexed PNG."""

import json
from pathlib import Path

import click

from vitrine.cli.terminal import words_of_ours_only
from vitrine.delivery.files import write


@click.command()
@click.argument("person", type=click.Path(dir_okay=False))
@click.option("-o", "out", required=True, type=click.Path(dir_okay=False), help="Indexed PNG of the photo's size.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(person: str, out: str, as_json: bool) -> None:
    """Write the label map of a PERSON's photo: background, hair, skin, garments, shoes, bag, accessory."""
    if Path(out).suffix.lower() != ".png":
        raise click.UsageError(f"{out}: write to .png")
    if not Path(out).resolve().parent.is_dir():
        raise click.UsageError(f"{out}: there is no such folder")
    from vitrine.library import parse
    from vitrine.people.label_map import indexed
    from vitrine.people.person import CLASSES

    words_of_ours_only()
    found = parse(person)
    write(Path(out), indexed(found.image))
    shares = {name: round(float((found.image == index).mean()), 4) for index, name in enumerate(CLASSES)}
    report = {"out": out, "classes": shares, "timings": found.timings}
    seen = ", ".join(f"{name} {share:.1%}" for name, share in shares.items() if share)
    click.echo(json.dumps(report) if as_json else f"{out}  ({found.timings['total']:.0f} ms)  {seen}")
