"""`vitrine account`: who may use the console; a way back in for somebody who has lost the password."""

import json
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from vitrine.privacy.accounts import Role
    from vitrine.workflows.studio import Staff


@click.group()
def command() -> None:
    """List accounts of the console; make one-time links."""


@command.command(name="list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def list_(as_json: bool) -> None:
    """Show every account with its role."""
    accounts = _staff().accounts.all()
    if as_json:
        click.echo(json.dumps([{"id": one.id, "name": one.name, "role": one.role} for one in accounts]))
        return
    for one in accounts:
        click.echo(f"{one.id} {one.role} since {one.created_at:%Y-%m-%d} {one.name}")


@command.command()
@click.argument("name", required=False)
@click.option(
    "--role", type=click.Choice(["owner", "editor", "viewer"]), default="editor", show_default=True,
    help="Of the new account, where no NAME is given.",
)  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def link(name: str | None, role: "Role", as_json: bool) -> None:
    """Print a link, good once within two days, that sets NAME's password or makes a new account.

    It is printed without the server's address: put that before it.
    """
    staff = _staff()
    invitations = staff.invitations
    text = invitations.renew(staff.accounts.by_name(name)) if name else invitations.invite(role)
    path = f"/console#/welcome/{text}"
    click.echo(json.dumps({"link": path}) if as_json else path)


def _staff() -> "Staff":
    from vitrine.settings import read_settings
    from vitrine.workflows.studio import open_database, open_master, open_staff

    home = read_settings().home
    return open_staff(open_database(home), open_master(home))
