"""API keys: shown once, kept as a hash, each for its role and origins."""

from pathlib import Path

import pytest

from vitrine.errors import BadKey, BadOrigin, WrongOrigin, WrongRole
from vitrine.privacy.keys import ApiKeys, origin
from vitrine.storage.database import Database

SHOP = "https://shop.example"


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return Database(tmp_path / "vitrine.sqlite")


@pytest.fixture
def keys(database: Database) -> ApiKeys:
    return ApiKeys(database)


def test_a_merchant_key_is_recognised_and_its_text_is_nowhere(tmp_path: Path, keys: ApiKeys) -> None:
    made, text = keys.create("merchant")
    assert text.startswith("sk_")
    assert len(text) >= 35
    assert keys.recognise(text, "merchant") == made
    assert not [file for file in tmp_path.iterdir() if text.encode() in file.read_bytes()]


def test_a_publishable_key_is_bound_to_its_origins(keys: ApiKeys) -> None:
    made, text = keys.create("publishable", (SHOP, "http://localhost:3000/"))
    assert text.startswith("pk_")
    assert keys.recognise(text, "publishable", SHOP) == made
    assert keys.recognise(text, "publishable", "http://localhost:3000") == made
    for page in (None, "null", "http://shop.example", "https://shop.example.evil.example", "https://evil.example"):
        with pytest.raises(WrongOrigin):
            keys.recognise(text, "publishable", page)


def test_each_role_stays_in_its_place(keys: ApiKeys) -> None:
    secret, public = keys.create("merchant")[1], keys.create("publishable", (SHOP,))[1]
    with pytest.raises(WrongRole):
        keys.recognise(public, "merchant")
    with pytest.raises(WrongRole):
        keys.recognise(secret, "publishable", SHOP)


@pytest.mark.parametrize("text", ["", "sk_", "sk_nonsense", "pk_" + "x" * 32, "sk_é"])
def test_an_unknown_key_is_refused(keys: ApiKeys, text: str) -> None:
    with pytest.raises(BadKey):
        keys.recognise(text, "merchant")


def test_a_revoked_key_ends_at_once_and_stays_listed(keys: ApiKeys) -> None:
    made, text = keys.create("merchant")
    assert keys.by_id(made.id) == made
    assert keys.revoke(made.id)
    assert not keys.revoke(made.id)
    assert not keys.revoke("unknown")
    with pytest.raises(BadKey):
        keys.recognise(text, "merchant")
    with pytest.raises(BadKey):
        keys.by_id(made.id)
    (listed,) = keys.all()
    assert listed.id == made.id
    assert listed.revoked_at is not None


def test_a_publishable_key_needs_an_origin_and_a_merchant_key_none(keys: ApiKeys) -> None:
    with pytest.raises(BadOrigin):
        keys.create("publishable")
    with pytest.raises(BadOrigin):
        keys.create("merchant", (SHOP,))
    assert keys.all() == []


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("https://Shop.Example/", SHOP),
        ("https://shop.example:443", SHOP),
        ("http://shop.example:8080", "http://shop.example:8080"),
        ("http://[::1]:3000", "http://[::1]:3000"),
    ],
)
def test_an_origin_is_written_as_browsers_do(given: str, kept: str) -> None:
    assert origin(given) == kept


@pytest.mark.parametrize(
    "given",
    [
        "", "shop.example", "*", "https://*.shop.example", "https://shop.example/path", "https://a@shop.example",
        "ftp://shop.example", "https://", "https://shop.example?x", "https://shop.example;default-src *", "https://x:99999",
        "null", "https://shöp.example",
    ],
)  # fmt: skip
def test_what_is_no_origin_is_refused(given: str) -> None:
    with pytest.raises(BadOrigin):
        origin(given)
