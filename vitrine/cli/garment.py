"""`vitrine garment`: what is known of a garment in a product picture, as a rig with its pictures beside it."""

import json
from pathlib import Path
from typing import Any

import click

from vitrine.cli.terminal import words_of_ours_only


@click.command()
@click.argument("photo", type=click.Path(dir_okay=False))
@click.option(
    "-o", "out", required=True, type=click.Path(dir_okay=False), help="The rig, .json; pictures go beside it."
)
@click.option("--category", default="auto", type=click.Choice(["auto", "tops", "bottoms", "dresses", "outerwear"]))
@click.option("--json", "as_json", is_flag=True, help="Print the rig as one JSON object.")
def command(photo: str, out: str, category: Any, as_json: bool) -> None:
    """Analyse the garment in a PHOTO: category, attributes, landmarks, photo type, quality, and its mask."""
    path = Path(out)
    if path.suffix.lower() != ".json":
        raise click.UsageError(f"{out}: write to .json")
    if not path.resolve().parent.is_dir():
        raise click.UsageError(f"{out}: there is no such folder")
    from vitrine.delivery.files import write
    from vitrine.delivery.pictures import encode
    from vitrine.errors import NoGarment
    from vitrine.formats.rig import written
    from vitrine.garments.drawing import drawn
    from vitrine.garments.rigging import rig
    from vitrine.library import read_product

    words_of_ours_only()
    study = read_product(photo, category)
    if study.garment is None:
        raise NoGarment(Path(photo).name)
    made, sheets = rig(study.garment, study.facts, path.stem)
    for name, data in sheets.files(made).items():
        write(path.parent / name, data)
    write(path.parent / f"{path.stem}.drawn.jpg", encode(drawn(study.garment), "jpeg"))
    write(path, written(made).encode())
    click.echo(
        json.dumps(made.model_dump(mode="json"), ensure_ascii=False) if as_json else told(out, made.model_dump())
    )


def told(out: str, rig: dict[str, Any]) -> str:
    """The rig for a person."""
    colours = ", ".join(c["name"]["en"] for c in rig["attributes"]["colours"])
    lines = [
        f"{out}  {rig['kind']} ({rig['category']}), {colours}",
        spoken(rig),
    ]
    lines += [f"  {f['code'].replace('-', ' ')} {f['weight']:.0%}" for f in rig["quality"]]
    return "\n".join(lines)


def spoken(rig: dict[str, Any]) -> str:
    """A line: the words for the garment, each with how sure it is where that is known."""
    said = rig["attributes"]
    words = {
        "sleeve": said["sleeve"],
        "neckline": said["neckline_form"],
        "hem": said["hem_length"],
        "pattern": said["pattern"],
        "photo_type": rig["photo_type"],
    }
    sure = said["confidence"]
    parts = [
        f"{question.replace('_', ' ')} {word}" + ("" if sure[question] is None else f" {sure[question]:.0%}")
        for question, word in words.items()
        if word is not None
    ]
    return f"  {', '.join(parts)}"
