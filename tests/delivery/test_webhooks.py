"""Webhooks: what we sign, the standard's own library verifies; what is not accepted is an error to try again on."""

import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from vitrine.delivery.webhooks import WAITS, secret, send, signed
from vitrine.errors import BadAddress, PrivateAddress, WebhookFailed
from vitrine.fetch import Fetcher

MESSAGE = {"id": "job-1", "status": "completed", "output": ["https://shop.example/r/1"], "名": "值"}


class Receiver(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.got.append((dict(self.headers), body))  # type: ignore[attr-defined]
        self.send_response(self.server.answer)  # type: ignore[attr-defined]
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        return


class Merchant(HTTPServer):
    answer = 200
    got: list[tuple[dict[str, str], bytes]]

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/hook"

    @property
    def fetcher(self) -> Fetcher:
        return Fetcher([f"127.0.0.1:{self.server_port}"])


@pytest.fixture
def merchant() -> Iterator[Merchant]:
    server = Merchant(("127.0.0.1", 0), Receiver)
    server.got = []
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def test_the_standards_library_verifies_what_arrives(merchant: Merchant) -> None:
    key = secret(b"r" * 32, "key-1")
    send(merchant.fetcher, merchant.address, key, "msg-1", MESSAGE, int(time.time()))
    ((headers, body),) = merchant.got
    lower = {name.lower(): value for name, value in headers.items()}
    assert Webhook(key).verify(body, lower) == MESSAGE
    assert lower["webhook-id"] == "msg-1"
    assert lower["content-type"] == "application/json"
    for broken in (body + b" ", body.replace(b"job-1", b"job-2")):
        with pytest.raises(WebhookVerificationError):
            Webhook(key).verify(broken, lower)
    with pytest.raises(WebhookVerificationError):
        Webhook(secret(b"r" * 32, "key-2")).verify(body, lower)


def test_an_old_message_is_refused_by_the_receiver() -> None:
    key, body = secret(b"r" * 32, "key-1"), json.dumps(MESSAGE).encode()
    Webhook(key).verify(body, signed(key, "m", int(time.time()) - 290, body))
    with pytest.raises(WebhookVerificationError):
        Webhook(key).verify(body, signed(key, "m", int(time.time()) - 310, body))


def test_the_check_that_the_documentation_gives_is_right() -> None:
    page = (Path(__file__).parents[2] / "docs" / "how-to" / "webhooks.md").read_text("utf8")
    code: dict[str, Any] = {}
    exec(page.split("```python\n")[1].split("```")[0], code)  # our own page
    key, body, now = secret(b"r" * 32, "key-1"), json.dumps(MESSAGE).encode(), int(time.time())
    genuine = code["genuine"]
    assert genuine(key, signed(key, "m", now, body), body)
    assert not genuine(key, signed(key, "m", now, body), body + b" ")
    assert not genuine(key, signed(key, "m", now - 310, body), body)
    assert not genuine(secret(b"r" * 32, "key-2"), signed(key, "m", now, body), body)
    assert "5 seconds, 1, 5 and 30 minutes and 2 hours" in page.replace("\n ", "")
    assert WAITS == (5, 60, 300, 1800, 7200)


def test_each_key_has_its_own_lasting_secret() -> None:
    assert secret(b"r" * 32, "a") == secret(b"r" * 32, "a")
    assert len({secret(b"r" * 32, "a"), secret(b"r" * 32, "b"), secret(b"x" * 32, "a")}) == 3
    assert secret(b"r" * 32, "a").startswith("whsec_")


@pytest.mark.parametrize("answer", [302, 400, 410, 500, 503])
def test_what_is_not_accepted_fails_and_says_how(merchant: Merchant, answer: int) -> None:
    merchant.answer = answer
    with pytest.raises(WebhookFailed, match=str(answer)):
        send(merchant.fetcher, merchant.address, secret(b"r", "k"), "m", MESSAGE, 1)
    assert len(merchant.got) == 1


@pytest.mark.parametrize("answer", [200, 201, 202, 204])
def test_any_2xx_is_acceptance(merchant: Merchant, answer: int) -> None:
    merchant.answer = answer
    send(merchant.fetcher, merchant.address, secret(b"r", "k"), "m", MESSAGE, 1)


def test_nobody_there_is_to_be_tried_again(merchant: Merchant) -> None:
    merchant.shutdown()
    merchant.socket.close()
    with pytest.raises(WebhookFailed):
        send(merchant.fetcher, merchant.address, secret(b"r", "k"), "m", MESSAGE, 1)


def test_a_private_address_is_refused_for_good(merchant: Merchant) -> None:
    for address, error in ((merchant.address, BadAddress), ("https://10.0.0.1/hook", PrivateAddress)):
        with pytest.raises(error):
            send(Fetcher(), address, secret(b"r", "k"), "m", MESSAGE, 1)
    assert merchant.got == []


def test_waits_grow() -> None:
    assert list(WAITS) == sorted(WAITS)
    assert sum(WAITS) > 3600
