"""`vitrine demo`: the demo shop goes in as any merchant's, then the main job once, on the demo pair."""

import json
from pathlib import Path

import click

from vitrine.cli.terminal import words_of_ours_only
from vitrine.errors import VitrineError


class DemoMissing(VitrineError):
    """The demo pictures are not here."""

    code = "demo-missing"
    status = 404
    zh = "找不到演示图片。"
    remedy = "They lie in the source tree's folder demo/; try `vitrine tryon` with pictures of your own."
    remedy_zh = "演示图片位于源码目录 demo/ 中;也可以用自己的图片运行 `vitrine tryon`。"


@click.command()
@click.option("-o", "out", type=click.Path(dir_okay=False, path_type=Path), help="Default: demo.png in VITRINE_HOME.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(out: Path | None, as_json: bool) -> None:
    """Take the demo shop in, dress a demo person in a demo garment; print the result's path and its time."""
    from vitrine.cli.product import progress, report
    from vitrine.delivery.files import writable
    from vitrine.library import DEMO, demo_pair, tryon
    from vitrine.settings import read_settings
    from vitrine.workflows.add_here import add_here

    words_of_ours_only()
    pair = demo_pair()
    if pair is None:
        raise DemoMissing
    settings = read_settings()
    if out is None:
        out = settings.home / "demo.png"
        out.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    writable(out)
    with progress() as watch:
        products = report(add_here(settings, [str(DEMO)], watch))
    result = tryon(*pair)
    result.save(out)
    if as_json:
        told = {"out": str(out), "timings": result.timings, "warnings": list(result.warnings), "products": products}
        click.echo(json.dumps(told, ensure_ascii=False))
    else:
        there = sum(products[name] for name in ("added", "updated", "unchanged"))
        click.echo(f"{there} products in the shop\n{out}  ({result.timings['total']:.0f} ms)")
