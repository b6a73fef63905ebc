"""Fetching from addresses that others give: public ones only, whatever form or detour a private one comes in."""

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given
from hypothesis import strategies as st

from vitrine.errors import BadAddress, BadInput, FetchFailed, PrivateAddress, TooManyBytes, WrongDataUri
from vitrine.fetch import Fetcher, data_uri, is_public

LIMIT = 100_000


class Answers(BaseHTTPRequestHandler):
    """What the test's server says, by path."""

    def do_GET(self) -> None:
        self.server.seen.append((self.path, dict(self.headers)))  # type: ignore[attr-defined]
        name, _, rest = self.path[1:].partition("/")
        getattr(self, f"say_{name}")(rest)

    do_POST = do_GET  # noqa: N815

    def say_picture(self, _: str) -> None:
        self._send(200, b"\x89PNG", {"Content-Type": "image/png"})

    def say_status(self, code: str) -> None:
        self._send(int(code), b"no")

    def say_to(self, rest: str) -> None:
        self._send(302, b"", {"Location": rest})

    def say_loop(self, count: str) -> None:
        self._send(302, b"", {"Location": f"/loop/{int(count) - 1}" if int(count) else "/picture"})

    def say_endless(self, _: str) -> None:
        self.send_response(200)
        self.end_headers()
        try:
            while True:
                self.wfile.write(b"x" * 10_000)
        except OSError:
            return

    def say_drip(self, _: str) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        try:
            while not self.server.closing.wait(0.05):  # type: ignore[attr-defined]
                self.wfile.write(b"x")
        except OSError:
            return

    def say_packed(self, _: str) -> None:
        self._send(200, b"\x1f\x8b", {"Content-Encoding": "gzip"})

    def say_host(self, _: str) -> None:
        self._send(200, self.headers["Host"].encode())

    def _send(self, code: int, body: bytes, headers: dict[str, str] | None = None) -> None:
        self.send_response(code)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        return


class Server(ThreadingHTTPServer):
    seen: list[tuple[str, dict[str, str]]]
    closing: threading.Event

    @property
    def port(self) -> int:
        return self.server_port


@contextmanager
def serving(tls: ssl.SSLContext | None = None) -> Iterator[Server]:
    server = Server(("127.0.0.1", 0), Answers)
    server.seen, server.closing = [], threading.Event()
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    try:
        yield server
    finally:
        server.closing.set()
        server.shutdown()
        server.server_close()


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as running:
        yield running


def allowing(server: Server, **kwargs: Any) -> Fetcher:
    return Fetcher([f"127.0.0.1:{server.port}"], **kwargs)


def here(server: Server, path: str) -> str:
    return f"http://127.0.0.1:{server.port}/{path}"


def names(table: dict[str, list[str]]) -> Callable[..., list[Any]]:
    """A resolver that answers from a table; each look-up of a name takes that name's next answer."""
    left = {name: list(answers) for name, answers in table.items()}

    def resolve(host: str, port: int, **_: Any) -> list[Any]:
        answers = left[host]
        address = answers.pop(0) if len(answers) > 1 else answers[0]
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        return [(family, socket.SOCK_STREAM, 6, "", (address, port))]

    return resolve


PRIVATE = [
    "127.0.0.1", "127.8.8.8", "0.0.0.0", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254",
    "100.64.0.1", "100.100.100.200", "192.0.0.192", "192.0.2.1", "198.18.0.1", "198.51.100.1", "203.0.113.1",
    "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255", "192.88.99.1", "168.63.129.16",
    "::", "::1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::127.0.0.1", "fe80::1", "fec0::1", "fc00::1", "fd00:ec2::254",
    "ff02::1", "2001:db8::1", "2002:7f00:1::", "2002:808:808::", "64:ff9b::7f00:1", "64:ff9b:1::1", "100::1", "2001::1",
    "2001:10::1", "3fff::1", "5f00::1",
]  # fmt: skip
PUBLIC = ["8.8.8.8", "1.1.1.1", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "2a00:1450:4001::1"]


@pytest.mark.parametrize("address", PRIVATE)
def test_a_private_address_is_refused_in_each_form(address: str) -> None:
    assert not is_public(address)
    host = f"[{address}]" if ":" in address else address
    with pytest.raises(PrivateAddress):
        Fetcher().check(f"https://{host}/x.png")
    with pytest.raises(PrivateAddress):
        Fetcher(resolve=names({"shop.example": [address]})).check("https://shop.example/x.png")


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_address_is_let_through(address: str) -> None:
    assert is_public(address)
    Fetcher(resolve=names({"shop.example": [address]})).check("https://shop.example/x.png")


@given(st.ip_addresses())
def test_nothing_is_public_that_the_standard_library_calls_private(address: Any) -> None:
    if is_public(str(address)):
        known = ip_address(str(address))
        assert not (known.is_private or known.is_loopback or known.is_link_local or known.is_multicast)
        assert not (known.is_reserved or known.is_unspecified)


@pytest.mark.parametrize("host", ["2130706433", "0x7f000001", "0177.0.0.1", "127.1", "localhost", "0"])
def test_other_spellings_of_loopback_are_refused(host: str) -> None:
    with pytest.raises((PrivateAddress, FetchFailed, BadAddress)):
        Fetcher().check(f"http://{host}/x.png")


def test_one_private_address_among_public_ones_refuses_the_name() -> None:
    def resolve(host: str, port: int, **_: Any) -> list[Any]:
        return [(socket.AF_INET, 1, 6, "", (a, port)) for a in ("8.8.8.8", "10.0.0.1")]

    with pytest.raises(PrivateAddress):
        Fetcher(resolve=resolve).check("https://shop.example/")


@pytest.mark.parametrize(
    "address",
    [
        "", "x", "file:///etc/passwd", "ftp://shop.example/x", "gopher://shop.example/", "http://", "https:///x",
        "http://user@shop.example/", "http://user:pass@shop.example/", "http://shop.example:22/", "http://shop.example:6379",
        "http://shop.example:99999/", "javascript:alert(1)", "//shop.example/x", "http://shop.example:x/", "http://[::1/",
    ],
)  # fmt: skip
def test_what_is_no_plain_web_address_is_refused(address: str) -> None:
    with pytest.raises(BadAddress):
        Fetcher(resolve=names({"shop.example": ["8.8.8.8"]})).check(address)


@given(st.text(max_size=60))
def test_no_text_breaks_the_check(text: str) -> None:
    def resolve(*_: Any, **__: Any) -> list[Any]:
        raise OSError

    with pytest.raises(BadInput):
        Fetcher(resolve=resolve).check(text)


def test_fetches_what_is_allowed(server: Server) -> None:
    found = allowing(server).get(here(server, "picture"), LIMIT)
    assert (found.data, found.content_type) == (b"\x89PNG", "image/png")
    assert allowing(server).picture(here(server, "picture"), LIMIT) == b"\x89PNG"


def test_is_refused_without_leave(server: Server) -> None:
    for allow in ([], ["127.0.0.1:1"], [f"localhost:{server.port}"]):
        with pytest.raises((PrivateAddress, BadAddress)):
            Fetcher(allow).get(here(server, "picture"), LIMIT)
    assert server.seen == []


def test_the_connection_goes_to_the_checked_address_with_the_names_host(server: Server) -> None:
    """The name is looked up once: a second answer, here a forbidden one, is never asked for."""
    fetcher = Fetcher([f"shop.example:{server.port}"], resolve=names({"shop.example": ["127.0.0.1", "10.0.0.1"]}))
    found = fetcher.get(f"http://shop.example:{server.port}/host", LIMIT)
    assert found.data.decode() == f"shop.example:{server.port}"


def test_a_name_that_turns_private_after_the_check_is_refused(server: Server) -> None:
    """DNS rebinding: public when it is checked, loopback when it is fetched."""
    resolve = names({"shop.example": ["8.8.8.8", "127.0.0.1"]})
    fetcher = Fetcher(resolve=resolve)
    fetcher.check("http://shop.example:8080/picture")
    with pytest.raises(PrivateAddress):
        fetcher.get("http://shop.example:8080/picture", LIMIT)


@pytest.mark.parametrize(
    "target",
    [
        "http://10.0.0.1/",
        "http://[::1]/",
        "http://169.254.169.254/latest/meta-data",
        "http://localhost/",
        "https://[fe80::1]/",
    ],
)
def test_a_redirect_to_a_private_address_is_refused(server: Server, target: str) -> None:
    with pytest.raises(PrivateAddress):
        allowing(server).get(here(server, f"to/{target}"), LIMIT)


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://shop.example/", "http://shop.example:22/", ""])
def test_a_redirect_to_no_web_address_is_refused(server: Server, target: str) -> None:
    with pytest.raises(BadInput):
        allowing(server).get(here(server, f"to/{target}"), LIMIT)


def test_five_redirects_are_followed_and_not_six(server: Server) -> None:
    assert allowing(server).get(here(server, "loop/4"), LIMIT).data == b"\x89PNG"
    with pytest.raises(FetchFailed):
        allowing(server).get(here(server, "loop/5"), LIMIT)


def test_a_webhook_follows_no_redirect(server: Server) -> None:
    assert allowing(server).post(here(server, "to/http://10.0.0.1/"), {"x-a": "b"}, b"{}") == 302
    assert len(server.seen) == 1
    assert server.seen[0][1]["x-a"] == "b"
    with pytest.raises(PrivateAddress):
        Fetcher().post("http://127.0.0.1/hook", {}, b"{}")


@pytest.mark.parametrize("code", [404, 500, 204, 304])
def test_no_picture_there(server: Server, code: int) -> None:
    with pytest.raises(FetchFailed):
        allowing(server).get(here(server, f"status/{code}"), LIMIT)


def test_nobody_listening(server: Server) -> None:
    with socket.create_server(("127.0.0.1", 0)) as unused:
        port = unused.getsockname()[1]
    with pytest.raises(FetchFailed):
        Fetcher([f"127.0.0.1:{port}"]).get(f"http://127.0.0.1:{port}/", LIMIT)


def test_an_endless_body_is_cut_at_the_limit(server: Server) -> None:
    with pytest.raises(TooManyBytes):
        allowing(server).get(here(server, "endless"), LIMIT)


def test_a_dripping_server_is_left_at_the_deadline(server: Server) -> None:
    started = time.monotonic()
    with pytest.raises(FetchFailed):
        allowing(server, seconds=0.5).get(here(server, "drip"), LIMIT)
    assert time.monotonic() - started < 5


def test_a_packed_body_is_not_unpacked(server: Server) -> None:
    with pytest.raises(FetchFailed):
        allowing(server).get(here(server, "packed"), LIMIT)


def test_tls_is_checked_against_the_name(tmp_path: Path) -> None:
    server_tls, client_tls = certificate(tmp_path, "shop.example")
    with serving(server_tls) as server:
        table = {"shop.example": ["127.0.0.1"], "other.example": ["127.0.0.1"]}
        fetcher = Fetcher([f"{name}:{server.port}" for name in table], names(table), tls=client_tls)
        assert fetcher.get(f"https://shop.example:{server.port}/picture", LIMIT).data == b"\x89PNG"
        with pytest.raises(FetchFailed):
            fetcher.get(f"https://other.example:{server.port}/picture", LIMIT)
        with pytest.raises(FetchFailed):
            Fetcher([f"shop.example:{server.port}"], names(table)).get(f"https://shop.example:{server.port}/", LIMIT)
        with pytest.raises(BadAddress):  # from https down to http
            fetcher.get(f"https://shop.example:{server.port}/to/http://shop.example/", LIMIT)


def certificate(folder: Path, name: str) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """A server's context with a certificate for `name`, and a client's that trusts it."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = folder / "server.pem"
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    pem.write_bytes(secret + made.public_bytes(serialization.Encoding.PEM))
    server, client = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), ssl.create_default_context(cafile=str(pem))
    server.load_cert_chain(pem)
    return server, client


@pytest.mark.parametrize("kind", ["image/png", "image/jpeg", "IMAGE/WebP", "image/avif", "image/heic"])
def test_a_data_uri_of_a_picture(kind: str) -> None:
    assert data_uri(f"data:{kind};base64,iVBORw==", LIMIT) == b"\x89PNG"
    assert Fetcher().picture(f"data:{kind};base64,iVBO Rw==", LIMIT) == b"\x89PNG"


@pytest.mark.parametrize(
    "uri",
    [
        "data:text/html;base64,aGk=", "data:image/svg+xml;base64,aGk=", "data:image/png,hi", "data:,hi",
        "data:image/png", "data:application/pdf;base64,aGk=", "data:image/png;base64,a", "data:image/png;base64,!!!!",
        "data:;base64,aGk=", "data:image/png;base64,é",
    ],
)  # fmt: skip
def test_a_data_uri_of_a_wrong_type(uri: str) -> None:
    with pytest.raises(WrongDataUri):
        Fetcher().picture(uri, LIMIT)


def test_a_data_uri_over_the_limit() -> None:
    with pytest.raises(TooManyBytes):
        data_uri("data:image/png;base64," + "A" * 200_000, LIMIT)
    with pytest.raises(TooManyBytes):
        data_uri("data:image/png;base64,AAAA", 2)
