"""Session tokens of 15 minutes and the refresh secrets that renew them: signed, nothing stored.

A refresh secret is worth nothing once its session is erased or has expired: the vault then knows it no more.
"""

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Final, Literal

from vitrine.errors import BadToken

TOKEN_SECONDS: Final = 15 * 60.0
Purpose = Literal["session", "refresh"]


@dataclass(frozen=True)
class Claims:
    """What a token says."""

    session: str
    key: str | None
    """Id of the publishable key that opened the session; None: the server's own page."""
    expires_at: float
    """Seconds since 1970."""
    purpose: Purpose


class Tokens:
    """Issues and reads tokens `vt.KEYID.CLAIMS.MAC` (HMAC-SHA256, RFC 2104)."""

    def __init__(self, secret: bytes, now: Callable[[], float] = time.time) -> None:
        """`secret`: `vault.master.derive("tokens")`."""
        self._secret = secret
        self._kid = hashlib.sha256(b"kid" + secret).hexdigest()[:8]
        self._now = now

    def session(self, session: str, key: str | None, until: float) -> tuple[str, float]:
        """A session token and when it expires: in 15 minutes, or at `until` if that is sooner."""
        expires_at = min(self._now() + TOKEN_SECONDS, until)
        return self._issue(Claims(session, key, expires_at, "session")), expires_at

    def refresh(self, session: str, key: str | None, until: float) -> str:
        """A refresh secret that lives as long as the session."""
        return self._issue(Claims(session, key, until, "refresh"))

    def read(self, token: str, purpose: Purpose) -> Claims:
        """What a token says, if it is ours, for this purpose and not expired.

        Raises:
            BadToken: it is not; which, is not told.
        """
        try:
            prefix, kid, body, mac = token.split(".")
            signed = f"{prefix}.{kid}.{body}"
            if prefix != "vt" or kid != self._kid or not hmac.compare_digest(mac.encode(), self._mac(signed).encode()):
                raise BadToken
            claims = Claims(**json.loads(_unpacked(body)))
        except ValueError:
            raise BadToken from None
        if claims.purpose != purpose or claims.expires_at <= self._now():
            raise BadToken
        return claims

    def _issue(self, claims: Claims) -> str:
        signed = f"vt.{self._kid}.{_packed(json.dumps(asdict(claims), separators=(',', ':')).encode())}"
        return f"{signed}.{self._mac(signed)}"

    def _mac(self, signed: str) -> str:
        return _packed(hmac.new(self._secret, signed.encode(), hashlib.sha256).digest())


def _packed(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _unpacked(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
