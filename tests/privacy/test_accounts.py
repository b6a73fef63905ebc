"""Accounts and links: what is kept of a password, which are refused, who must stay, how often a link is good."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from vitrine.privacy.accounts import Accounts, LastOwner, NameTaken, SignInRow, WeakPassword, WrongPassword
from vitrine.privacy.sign_ins import BadInvitation, InvitationRow, Invitations, SignedOut, SignIns
from vitrine.storage.database import Database

PASSWORD = "four words make one"


@pytest.fixture
def database(tmp_path):
    opened = Database(tmp_path / "vitrine.sqlite")
    yield opened
    opened.close()


@pytest.fixture
def accounts(database):
    return Accounts(database)


@pytest.fixture
def invitations(database, accounts):
    return Invitations(database, accounts)


def owner(invitations, name="mei"):
    return invitations.redeem(invitations.first(), True, name, PASSWORD)


def test_of_a_password_argon2id_is_kept(accounts, invitations, tmp_path):
    made = owner(invitations, "  Mei   Lin ")
    assert (made.name, made.role) == ("Mei Lin", "owner")
    kept = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"$argon2id$v=19$" in kept
    assert PASSWORD.encode() not in kept
    assert accounts.recognise("MEI lin", PASSWORD) == made
    with pytest.raises(WrongPassword):
        accounts.recognise("mei lin", PASSWORD + " ")


@pytest.mark.parametrize(
    "password", ["short", "aaaaaaaaaaaaaaaa", "ababababababab", "the name mei is in it", "x" * 201]
)
def test_what_is_easy_to_guess_is_refused_and_the_link_stays_good(invitations, password):
    link = invitations.first()
    with pytest.raises(WeakPassword):
        invitations.redeem(link, True, "mei", password)
    assert invitations.redeem(link, True, "mei", PASSWORD).name == "mei"


def test_a_link_is_good_once_and_the_first_only_while_there_is_nobody(invitations, accounts):
    older, newer = invitations.first(), invitations.first()
    with pytest.raises(BadInvitation):
        invitations.look(older, True)
    assert invitations.look(newer, False) == ("owner", None)
    assert accounts.none()
    invitations.redeem(newer, False, "mei", PASSWORD)
    for link in (newer, invitations.first(), "nonsense"):
        with pytest.raises(BadInvitation):
            invitations.redeem(link, True, "lee", PASSWORD)


def test_links_grow_old(database, invitations):
    made = owner(invitations)
    links = [invitations.invite("editor"), invitations.renew(made)]
    assert invitations.look(links[1], False) == ("owner", "mei")
    with database.write() as base:
        base.execute(update(InvitationRow).values(created_at=datetime.now(UTC) - timedelta(days=2, minutes=1)))
    for link in links:
        with pytest.raises(BadInvitation):
            invitations.look(link, True)


def test_a_name_is_taken_once_and_the_last_owner_stays(accounts, invitations):
    made = owner(invitations)
    with pytest.raises(NameTaken):
        invitations.redeem(invitations.invite("viewer"), False, "MEI", PASSWORD)
    with pytest.raises(LastOwner):
        accounts.remove(made.id)
    with pytest.raises(LastOwner):
        accounts.set_role(made.id, "editor")
    other = invitations.redeem(invitations.invite("owner"), False, "lee", PASSWORD)
    accounts.remove(made.id)
    assert accounts.all() == [other]


def test_a_new_password_by_link_signs_every_browser_out(database, accounts, invitations):
    made, sign_ins = owner(invitations), SignIns(database, b"secret")
    cookie = sign_ins.open(made)
    assert sign_ins.recognise(cookie).account == made
    invitations.redeem(invitations.renew(made), False, "ignored", "another four words")
    with pytest.raises(SignedOut):
        sign_ins.recognise(cookie)
    assert accounts.recognise("mei", "another four words") == made


def test_a_sign_in_ends_by_itself(database, invitations):
    made, sign_ins = owner(invitations), SignIns(database, b"secret")
    now = datetime.now(UTC)
    for values in ({"seen_at": now - timedelta(hours=13)}, {"created_at": now - timedelta(days=8)}):
        cookie = sign_ins.open(made)
        with database.write() as base:
            base.execute(update(SignInRow).values(**values))
        with pytest.raises(SignedOut):
            sign_ins.recognise(cookie)


def test_each_browser_has_a_token_of_its_own(database, invitations):
    made, sign_ins = owner(invitations), SignIns(database, b"secret")
    one, two = (sign_ins.recognise(sign_ins.open(made)) for _ in range(2))
    assert sign_ins.csrf_holds(one, one.csrf)
    assert not sign_ins.csrf_holds(one, two.csrf)
    assert not sign_ins.csrf_holds(one, "")
