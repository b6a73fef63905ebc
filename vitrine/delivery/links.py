"""Signed links: an address that opens one thing for 15 minutes, without a token in it."""

import base64
import hashlib
import hmac
import time
from typing import Final
from urllib.parse import parse_qs, urlencode

from vitrine.errors import BadLink

LINK_SECONDS: Final = 15 * 60


def sign(path: str, expires: int, key: bytes) -> str:
    """`path` with its expiry (seconds since 1970) and HMAC-SHA256 as query: `PATH?e=...&s=...`."""
    return f"{path}?{urlencode({'e': expires, 's': _signature(path, expires, key)})}"


def verify(path: str, query: str, key: bytes, now: float | None = None) -> None:
    """Nothing, if `query` is what `sign` gave for `path` and has not expired.

    Raises:
        BadLink: it is not; which, is not told.
    """
    fields = parse_qs(query)
    try:
        expires, signature = int(fields["e"][0]), fields["s"][0]
    except (KeyError, ValueError):
        raise BadLink from None
    genuine = hmac.compare_digest(signature.encode(), _signature(path, expires, key).encode())
    if not genuine or expires <= (time.time() if now is None else now):
        raise BadLink


def _signature(path: str, expires: int, key: bytes) -> str:
    raw = hmac.new(key, f"{path}\n{expires}".encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
