"""`vitrine account`: links for new people and for lost passwords."""

import json

from click.testing import CliRunner

from vitrine.cli.account import command
from vitrine.privacy.accounts import NoSuchAccount
from vitrine.workflows.studio import open_database, open_master, open_staff


def run(home, *words):
    return CliRunner().invoke(command, [*words], env={"VITRINE_HOME": str(home)})


def test_links_make_accounts_and_set_passwords(tmp_path):
    assert json.loads(run(tmp_path, "list", "--json").output) == []
    link = run(tmp_path, "link", "--role", "owner").output.strip()
    assert link.startswith("/console#/welcome/")
    staff = open_staff(open_database(tmp_path), open_master(tmp_path))
    made = staff.invitations.redeem(link.rpartition("/")[2], False, "Mei", "four words make one")
    assert (made.name, made.role) == ("Mei", "owner")
    assert run(tmp_path, "list").output.split()[:2] == [made.id, "owner"]
    again = json.loads(run(tmp_path, "link", "MEI", "--json").output)["link"]
    assert staff.invitations.look(again.rpartition("/")[2], False) == ("owner", "Mei")


def test_a_name_that_nobody_has_gets_no_link(tmp_path):
    done = run(tmp_path, "link", "nobody")
    assert isinstance(done.exception, NoSuchAccount)
    assert done.output == ""
