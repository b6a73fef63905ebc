"""`vitrine key`: create, list and revoke API keys."""

import json

import click

from vitrine.errors import BadInput
from vitrine.privacy.keys import ApiKey, ApiKeys, Role


class NoSuchKey(BadInput):
    """There is no such key, or it was revoked before."""

    code = "no-such-key"
    status = 404
    zh = "没有这个密钥,或已被吊销。"
    remedy = "`vitrine key list` shows the ids."
    remedy_zh = "用 `vitrine key list` 查看编号。"


@click.group()
def command() -> None:
    """Create, list and revoke API keys."""


@command.command()
@click.option(
    "--role",
    type=click.Choice(["merchant", "publishable"]),
    default="merchant",
    show_default=True,
    help="merchant: secret, for servers; publishable: for pages of the given origins.",
)
@click.option(
    "--origin", "origins", multiple=True, help="Origin of the pages, such as https://shop.example; repeatable."
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def create(role: Role, origins: tuple[str, ...], as_json: bool) -> None:
    """Make a key and print it as the last word; it is shown this once."""
    key, text = _keys().create(role, origins)
    signs = {"webhook_secret": _webhook_secret(key)} if role == "merchant" else {}
    if as_json:
        click.echo(json.dumps(_shown(key) | signs | {"key": text}))
        return
    for secret in signs.values():
        click.echo(f"Its webhooks are signed with {secret}")
    where = f" for {', '.join(key.origins)}" if key.origins else ""
    click.echo(f"{role.capitalize()} key {key.id}{where}, shown this once: {text}")


@command.command(name="list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def list_(as_json: bool) -> None:
    """Show every key, without the keys themselves."""
    keys = _keys().all()
    if as_json:
        click.echo(json.dumps([_shown(key) for key in keys]))
        return
    for key in keys:
        state = f"revoked {key.revoked_at:%Y-%m-%d}" if key.revoked_at else f"since {key.created_at:%Y-%m-%d}"
        click.echo(" ".join([key.id, key.role, state, *key.origins]))


@command.command()
@click.argument("identity", metavar="ID")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def revoke(identity: str, as_json: bool) -> None:
    """End a key at once, by its id."""
    if not _keys().revoke(identity):
        raise NoSuchKey(identity)
    click.echo(json.dumps({"id": identity, "revoked": True}) if as_json else f"{identity}: revoked")


def _keys() -> ApiKeys:
    from vitrine.settings import read_settings
    from vitrine.workflows.studio import open_database

    return ApiKeys(open_database(read_settings().home))


def _webhook_secret(key: ApiKey) -> str:
    from vitrine.delivery.webhooks import secret
    from vitrine.settings import read_settings
    from vitrine.workflows.studio import open_master

    return secret(open_master(read_settings().home).derive("webhooks"), key.id)


def _shown(key: ApiKey) -> dict[str, object]:
    return {
        "id": key.id,
        "role": key.role,
        "origins": key.origins,
        "created_at": key.created_at.isoformat(),
        "revoked_at": key.revoked_at and key.revoked_at.isoformat(),
    }
