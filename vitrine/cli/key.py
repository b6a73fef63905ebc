"""`vitrine key`: create, list and revoke API keys."""

import json

import click

from vitrine.privacy.keys import ApiKey, ApiKeys, Role


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
def revoke(identity: str) -> None:
    """End a key at once, by its id."""
    click.echo(f"{identity}: {'revoked' if _keys().revoke(identity) else 'no such key, or revoked before'}")


def _keys() -> ApiKeys:
    from vitrine.settings import Settings
    from vitrine.workflows.studio import open_database

    return ApiKeys(open_database(Settings().home))


def _webhook_secret(key: ApiKey) -> str:
    from vitrine.delivery.webhooks import secret
    from vitrine.settings import Settings
    from vitrine.workflows.studio import open_master

    return secret(open_master(Settings().home).derive("webhooks"), key.id)


def _shown(key: ApiKey) -> dict[str, object]:
    return {
        "id": key.id,
        "role": key.role,
        "origins": key.origins,
        "created_at": key.created_at.isoformat(),
        "revoked_at": key.revoked_at and key.revoked_at.isoformat(),
    }
