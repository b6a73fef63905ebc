"""`vitrine tryon`: dress a person in garments, from files to a file."""

import json
from pathlib import Path
from typing import Any, Final

import click

from vitrine.catalog.sizes import DRAWN
from vitrine.cli.terminal import words_of_ours_only

MEASURES: Final = tuple(dict.fromkeys(name for names in DRAWN.values() for name in names))
"""Measures of a size chart by which a garment is drawn."""


@click.command()
@click.argument("person", type=click.Path(dir_okay=False))
@click.argument("garments", nargs=-1, required=True, type=click.Path(dir_okay=False))
@click.option("-o", "out", required=True, type=click.Path(dir_okay=False), help=".png is lossless; .jpg, .webp.")
@click.option("--category", default="auto", type=click.Choice(["auto", "tops", "bottoms", "dresses", "outerwear"]))
@click.option("--engine", default="auto", show_default=True, help="The engine's name.")
@click.option("--measure", "measures", multiple=True, metavar="NAME=CM", help=f"{', '.join(MEASURES)}, by the chart.")
@click.option("--tucked", is_flag=True, help="Tops are tucked into the bottoms.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(
    person: str,
    garments: tuple[str, ...],
    out: str,
    category: Any,
    engine: str,
    measures: tuple[str, ...],
    tucked: bool,
    as_json: bool,
) -> None:
    """Dress the PERSON of a photo in one or several GARMENTs and write the picture."""
    from vitrine.delivery.files import writable
    from vitrine.library import tryon

    words_of_ours_only()
    writable(Path(out))
    result = tryon(person, list(garments), category, engine, measured(measures), tucked)
    result.save(out)
    report = {
        "out": out,
        "categories": list(result.categories),
        "warnings": list(result.warnings),
        "checks": {c.name: {"passed": c.passed, "value": c.value, "bar": c.bar, "say": c.say} for c in result.checks},
        "timings": result.timings,
    }
    click.echo(json.dumps(report) if as_json else told(report))


def measured(given: tuple[str, ...]) -> dict[str, float]:
    """The measures of a size chart, centimetres by name."""
    out = {}
    for one in given:
        name, _, value = one.partition("=")
        try:
            out[name] = float(value)
        except ValueError:
            out[name] = 0.0
        if name not in MEASURES or not 10 <= out[name] <= 300:
            raise click.BadParameter(f"{one}: one of {', '.join(MEASURES)} = 10 to 300", param_hint="--measure")
    return out


def told(report: dict[str, Any]) -> str:
    """The report for a person."""
    lines = [f"{report['out']}  ({', '.join(report['categories'])}, {report['timings']['total']:.0f} ms)"]
    lines += [f"  check {name}: {c['say']}" for name, c in report["checks"].items() if not c["passed"]]
    lines += [f"  warning: {code.replace('-', ' ')}" for code in report["warnings"] if not code.startswith("check-")]
    return "\n".join(lines)
