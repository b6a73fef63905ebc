"""Signed links open one path until they expire, and nothing else."""

from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vitrine.delivery.links import LINK_SECONDS, sign, verify
from vitrine.errors import BadLink

KEY = b"k" * 32


def query(path: str = "/r/abc", expires: int = 2000) -> str:
    return urlsplit(sign(path, expires, KEY)).query


def refused(path: str, text: str, key: bytes = KEY, now: float = 1000) -> None:
    with pytest.raises(BadLink) as raised:
        verify(path, text, key, now)
    assert str(raised.value) == str(BadLink())


def test_opens_its_path_until_it_expires() -> None:
    assert sign("/r/abc", 2000, KEY).startswith("/r/abc?e=2000&s=")
    assert LINK_SECONDS == 900
    verify("/r/abc", query(), KEY, 1999.9)
    refused("/r/abc", query(), now=2000)


def test_another_path_key_or_time_is_refused() -> None:
    refused("/r/abd", query())
    refused("/r/abc", query(), key=b"x" * 32)
    refused("/r/abc", query().replace("e=2000", "e=3000"))
    refused("/r/abc\n2000", query())


@pytest.mark.parametrize(
    "text", ["", "e=2000", "s=x", "e=x&s=y", "e=2000&s=", "e=9999999999999999999999&s=x", "e=2000&s=é"]
)
def test_what_is_no_signature_is_refused(text: str) -> None:
    refused("/r/abc", text)


@given(st.text(max_size=80))
def test_no_text_opens_anything(text: str) -> None:
    refused("/r/abc", text)
