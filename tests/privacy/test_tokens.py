"""Session tokens and refresh secrets: ours, for their purpose, in time, or nothing."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vitrine.errors import BadToken
from vitrine.privacy.tokens import TOKEN_SECONDS, Claims, Tokens, _packed

DAY = 24 * 3600.0


class Clock:
    now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


def refused(tokens: Tokens, token: str, purpose: str = "session") -> None:
    with pytest.raises(BadToken) as raised:
        tokens.read(token, purpose)  # type: ignore[arg-type]
    assert str(raised.value) == str(BadToken())


def test_says_whose_it_is_for_fifteen_minutes() -> None:
    clock = Clock()
    tokens = Tokens(b"s" * 32, clock)
    token, expires_at = tokens.session("session", "key", clock.now + DAY)
    assert expires_at == clock.now + TOKEN_SECONDS == clock.now + 900
    assert tokens.read(token, "session") == Claims("session", "key", expires_at, "session")
    clock.now += 899
    tokens.read(token, "session")
    clock.now += 1
    refused(tokens, token)


def test_never_outlives_its_session() -> None:
    clock = Clock()
    assert Tokens(b"s" * 32, clock).session("s", None, clock.now + 10)[1] == clock.now + 10


def test_a_refresh_secret_is_no_token_and_the_other_way_round() -> None:
    clock = Clock()
    tokens = Tokens(b"s" * 32, clock)
    refresh, (token, _) = tokens.refresh("s", None, clock.now + DAY), tokens.session("s", None, clock.now + DAY)
    refused(tokens, refresh, "session")
    refused(tokens, token, "refresh")
    clock.now += DAY - 1
    assert tokens.read(refresh, "refresh").session == "s"


def test_another_servers_token_is_refused() -> None:
    token, _ = Tokens(b"other" * 8).session("s", None, 4e9)
    refused(Tokens(b"s" * 32), token)


def test_claims_cannot_be_changed() -> None:
    tokens = Tokens(b"s" * 32)
    prefix, kid, _, mac = tokens.session("s", None, 4e9)[0].split(".")
    claims = {"session": "victim", "key": None, "expires_at": 4e9, "purpose": "session"}
    refused(tokens, f"{prefix}.{kid}.{_packed(json.dumps(claims).encode())}.{mac}")


@given(st.text(max_size=200))
def test_no_text_is_mistaken_for_a_token(text: str) -> None:
    refused(Tokens(b"s" * 32), text)


@given(st.integers(0, 10_000), st.characters(codec="ascii"))
def test_no_single_change_passes(at: int, letter: str) -> None:
    tokens = Tokens(b"s" * 32)
    token, _ = tokens.session("s", None, 4e9)
    at %= len(token)
    changed = token[:at] + letter + token[at + 1 :]
    if changed != token:
        refused(tokens, changed)
