"""`vitrine product`: products in, listed, shown; and the decision for one picture."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from vitrine.cli import language
from vitrine.cli.terminal import words_of_ours_only
from vitrine.errors import BadInput

if TYPE_CHECKING:
    from vitrine.catalog.imports import Standing
    from vitrine.catalog.shelf import Found, Shelf


class NothingIn(BadInput):
    """Nothing of it could be taken in."""

    code = "nothing-in"
    zh = "没有任何商品被导入。"
    remedy = "The reasons are listed above; docs/how-to/products.md describes the formats."
    remedy_zh = "原因见上;格式说明见 docs/how-to/products.md。"


@click.group()
def command() -> None:
    """Take products in, list them, and see whether they can be tried on."""


@command.command()
@click.argument("sources", nargs=-1, required=True, metavar="FILE|FOLDER|FEED...")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def add(sources: tuple[str, ...], as_json: bool) -> None:
    """Take in pictures, folders of pictures, tables, Shopify's CSV, size charts, or a feed's address.

    Killed at any moment, the same command goes on where it was; what has not changed is not looked at again.
    """
    from vitrine.settings import read_settings
    from vitrine.workflows.add_here import add_here

    words_of_ours_only()
    with progress() as watch:
        standing = add_here(read_settings(), list(sources), watch)
    told = report(standing)
    click.echo(json.dumps(told, ensure_ascii=False) if as_json else _told(told, standing))
    if told["failed"] and not standing.row.rows:
        raise NothingIn


@command.command(name="list")
@click.option("--verdict", type=click.Choice(["yes", "limits", "no"]), help="Only those of this decision.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def list_(verdict: str | None, as_json: bool) -> None:
    """List all products with their decisions, one a line."""
    found = [one for one in _shelf().all() if verdict in (None, one.product.verdict)]
    if as_json:
        click.echo(json.dumps([_brief(one) for one in found], ensure_ascii=False))
        return
    for one in found:
        row = one.product
        shown = "" if row.published else "  (not published)"
        click.echo(f"{row.verdict or row.state:8}{row.external_id}  {_title(one)}{shown}")


@command.command()
@click.argument("identity", metavar="EXTERNAL_ID")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def show(identity: str, as_json: bool) -> None:
    """Show one product: its pictures, its decision and the reasons."""
    found = _shelf().by_external_id(identity)
    told = _brief(found) | {
        "price": found.product.price,
        "currency": found.product.currency,
        "sizes": found.product.sizes,
        "decision": found.product.decision,
        "pictures": [
            {name: getattr(one, name) for name in ("id", "source", "role", "state", "width", "height", "facts")}
            | {"error": one.error and _reason(one.error)}
            for one in found.pictures
        ],
    }
    if as_json:
        click.echo(json.dumps(told, ensure_ascii=False))
        return
    click.echo(f"{identity}  {_title(found)}\n{found.product.verdict or found.product.state}")
    for reason in _reasons(found.product.decision or {"reasons": []}):
        click.echo(f"  {reason['text']} {reason['remedy']}")
    for one in found.pictures:
        mark = "*" if one.id == found.product.chosen else " "
        click.echo(f"{mark} {one.source}  {_reason(one.error) if one.error else one.state}")


@command.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def renew(as_json: bool) -> None:
    """Look again at all products that an older version looked at, and report which decisions changed.

    Each keeps what is known of it until it has been looked at; killed at any moment, the same command goes on.
    """
    from vitrine.settings import read_settings
    from vitrine.workflows.add_here import look_again_here

    words_of_ours_only()
    with progress() as watch:
        standing = look_again_here(read_settings(), watch)
    told = {
        "looked": standing.row.unchanged,
        "changes": [{"external_id": name} | change.change for change, name in standing.changes],
        "failed": report(standing)["failed"],
    }
    click.echo(json.dumps(told, ensure_ascii=False) if as_json else _renewed(standing))


@command.command()
@click.argument("picture", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def check(picture: Path, as_json: bool) -> None:
    """Say whether the product of a PICTURE can be tried on, and why not; nothing is stored."""
    from vitrine.library import check as checked

    words_of_ours_only()
    facts, decision = checked(picture)
    reasons = _reasons(decision.model_dump(mode="json"))
    told = {
        "kind": facts.kind,
        "category": facts.category,
        "photo_type": facts.photo_type,
        "modes": decision.modes,
        "reasons": reasons,
    }
    if as_json:
        click.echo(json.dumps(told, ensure_ascii=False))
        return
    click.echo(f"{decision.modes['photo']}  ({facts.kind}, {facts.photo_type})")
    for reason in reasons:
        click.echo(f"  {reason['text']} {reason['remedy']}")


def report(standing: "Standing") -> dict[str, Any]:
    """What became of an import, as plain data."""
    row = standing.row
    failed = [{"row": one.row, "reason": _reason(one.error)} for one in standing.failures]
    return {"added": row.added, "updated": row.updated, "unchanged": row.unchanged, "failed": failed}


@contextmanager
def progress() -> Iterator[Callable[["Standing"], None]]:
    """A bar on the terminal; nothing where stderr is none."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal, transient=True) as bar:
        task = bar.add_task("reading", total=None)

        def watch(standing: "Standing") -> None:
            total = standing.row.added + standing.row.updated + standing.row.unchanged
            words = ", ".join(f"{count} {verdict}" for verdict, count in sorted(standing.verdicts.items()))
            failed = f", {standing.row.failed} left out" if standing.row.failed else ""
            bar.update(task, total=total or None, completed=standing.done, description=f"{words or 'reading'}{failed}")

        yield watch


def _renewed(standing: "Standing") -> str:
    """The report of what was looked at again, for a person."""
    counts = (standing.row.unchanged, len(standing.changes))
    first = "重新识别 {} 个商品,判定有变化:{}" if language() == "zh" else "{} looked at again, decisions changed: {}"
    failed = [f"  {one['row']}: {one['reason']}" for one in report(standing)["failed"]]
    return "\n".join([first.format(*counts), *_changes(standing), *failed])


def _changes(standing: "Standing") -> list[str]:
    return [f"  {change.change['before']} -> {change.change['after']}: {name}" for change, name in standing.changes]


def _told(told: dict[str, Any], standing: "Standing") -> str:
    """The report for a person."""
    counts = [told["added"], told["updated"], told["unchanged"], len(told["failed"])]
    verdicts = [standing.verdicts.get(one, 0) for one in ("yes", "limits", "no")]
    if language() == "zh":
        lines = [
            "新增 {},更新 {},未变 {},未导入 {}".format(*counts),
            "可试穿 {},效果受限 {},不可试穿 {}".format(*verdicts),
        ]
    else:
        lines = [
            "{} added, {} updated, {} unchanged, {} left out".format(*counts),
            "{} can be tried on, {} with limits, {} not".format(*verdicts),
        ]
    lines += _changes(standing)
    lines += [f"  {one['row']}: {one['reason']}" for one in told["failed"]]
    return "\n".join(lines)


def _shelf() -> "Shelf":
    from vitrine.settings import read_settings
    from vitrine.workflows.studio import open_database, open_records

    settings = read_settings()
    return open_records(settings, open_database(settings.home.resolve())).shelf


def _brief(found: "Found") -> dict[str, Any]:
    row = found.product
    fields = ("id", "external_id", "title", "state", "verdict", "published", "category", "family", "colour", "chosen")
    told = {name: getattr(row, name) for name in fields}
    return told | {"modes": (row.decision or {}).get("modes"), "reasons": _reasons(row.decision or {"reasons": []})}


def _reasons(decision: dict[str, Any]) -> list[dict[str, str]]:
    """The reasons of the mode `photo`, in the terminal's language."""
    tongue = language()
    return [
        {"code": reason["code"], "text": reason["text"][tongue], "remedy": reason["remedy"][tongue]}
        for reason in decision["reasons"]
        if reason["mode"] == "photo"
    ]


def _reason(error: dict[str, Any]) -> str:
    """An error in one line, in the terminal's language."""
    tongue = language()
    gap = "" if tongue == "zh" else " "
    subject = f"{error['subject']}:{gap}" if error["subject"] else ""
    return f"{subject}{error['title'][tongue]}{gap}{error['remedy'][tongue]}"


def _title(found: "Found") -> str:
    titles = found.product.title
    return str(titles.get(language()) or next(iter(titles.values()), ""))
