"""Signed messages to a merchant's server, by Standard Webhooks 1.0.0 (HMAC-SHA256 over id.timestamp.body)."""

import base64
import hashlib
import hmac
import json
from typing import Any, Final

from vitrine.errors import FetchFailed, WebhookFailed
from vitrine.fetch import Fetcher

PREFIX: Final = "whsec_"
WAITS: Final = (5, 60, 300, 1800, 7200)
"""Seconds before the second, third, ... try; after the last, the message is given up."""


def secret(root: bytes, key: str) -> str:
    """The `whsec_...` secret of a merchant key (by id): derived, so that nothing need be stored."""
    raw = hmac.new(root, f"webhook/{key}".encode(), hashlib.sha256).digest()
    return PREFIX + base64.b64encode(raw).decode()


def signed(secret: str, identity: str, timestamp: int, body: bytes) -> dict[str, str]:
    """The headers of a message. `timestamp` in seconds since 1970; receivers refuse one older than five minutes."""
    raw = base64.b64decode(secret.removeprefix(PREFIX))
    mac = hmac.new(raw, f"{identity}.{timestamp}.".encode() + body, hashlib.sha256).digest()
    return {
        "content-type": "application/json",
        "webhook-id": identity,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": f"v1,{base64.b64encode(mac).decode()}",
    }


def send(fetcher: Fetcher, address: str, secret: str, identity: str, message: dict[str, Any], timestamp: int) -> None:
    """One try to deliver a message. `identity` stays the same over all tries, so that the receiver can tell repeats.

    Raises:
        WebhookFailed: no 2xx answer; try again later.
        BadAddress, PrivateAddress: the address itself is refused; do not try again.
    """
    body = json.dumps(message, separators=(",", ":"), ensure_ascii=False).encode()
    try:
        status = fetcher.post(address, signed(secret, identity, timestamp, body), body)
    except FetchFailed:
        raise WebhookFailed from None
    if not 200 <= status < 300:
        raise WebhookFailed(str(status))
