"""The one HTTP client for addresses that others give us: pictures, feeds, webhooks.

A name is resolved once, every address it has is checked, and the connection goes to the address that was checked, so a
DNS answer that changes in between changes nothing. TLS and the Host header keep the name. The checks are those of
OWASP's "Server-Side Request Forgery Prevention": scheme, port, address, each redirect anew.
"""
# ruff: noqa: ARG002 (httpcore's interface has arguments that the deadline makes needless)

import base64
import binascii
import functools
import re
import socket
import ssl
import time
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Any, Final

import httpcore
import httpx

from vitrine.errors import BadAddress, FetchFailed, PrivateAddress, TooManyBytes, WrongDataUri

SECONDS: Final = 15.0
"""For a whole exchange, from look-up to the last byte."""
REDIRECTS: Final = 5
PORTS: Final = {80, 443, 8080, 8443}
AGENT: Final = "Vitrine/0.1"
PICTURE_TYPES: Final = {"jpeg", "jpg", "png", "webp", "avif", "heic", "heif", "gif", "bmp"}
DATA_URI: Final = re.compile(r"data:([a-z]+)/([a-z0-9.+-]+)((?:;[a-z0-9-]+=[^;,]*)*)(;base64)?,", re.IGNORECASE)

CLOSED4: Final = [
    ip_network(block)
    for block in (
        *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12"),
        *("192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24"),
        *("203.0.113.0/24", "224.0.0.0/3", "168.63.129.16/32"),
    )
]
"""IANA's special-purpose IPv4 registry, multicast and reserved; the last is a cloud's inner service on a public one."""
OPEN6: Final = ip_network("2000::/3")
CLOSED6: Final = [
    ip_network(block) for block in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", "2620:4f:8000::/48")
]
"""Global unicast less Teredo, ORCHID, documentation, 6to4, AS112. All else (mapped, NAT64, local, ...) is closed."""

Resolve = Callable[..., list[Any]]


@dataclass(frozen=True)
class Fetched:
    """What an address gave."""

    data: bytes
    content_type: str
    address: str
    """Where it was found, after redirects."""


class Fetcher:
    """Fetches from and posts to public addresses, and those that the operator allows by `host:port`."""

    def __init__(
        self,
        allow: Collection[str] = (),
        resolve: Resolve = socket.getaddrinfo,
        seconds: float = SECONDS,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        """`allow`: the items of VITRINE_FETCH_ALLOW. `resolve` and `tls`: as the standard library's."""
        self._allow = frozenset(item.strip().lower() for item in allow if item.strip())
        self._resolve = resolve
        self._seconds = seconds
        self._tls = tls

    def check(self, address: str) -> None:
        """Nothing, if the address could be called now: refuses a private webhook before any work is begun.

        Raises:
            BadAddress, PrivateAddress: why not.
            FetchFailed: its name cannot be resolved.
        """
        url = self._url(address)
        _Guarded(self._allow, self._resolve, time.monotonic() + self._seconds).addresses(url.host, _port(url))

    def get(self, address: str, limit: int) -> Fetched:
        """What lies at `address`, of at most `limit` bytes; up to five redirects are followed, each checked.

        Raises:
            BadAddress, PrivateAddress, FetchFailed, TooManyBytes: what was wrong with it.
        """
        deadline = time.monotonic() + self._seconds
        url = self._url(address)
        for _ in range(REDIRECTS + 1):
            status, headers, data = self._exchange("GET", url, {"accept": "image/*,*/*;q=0.5"}, b"", limit, deadline)
            if status not in {301, 302, 303, 307, 308}:
                if status != 200:
                    raise FetchFailed
                return Fetched(data, headers.get("content-type", ""), str(url))
            target = self._url(str(url.join(headers.get("location", ""))))
            if url.scheme == "https" and target.scheme == "http":
                raise BadAddress
            url = target
        raise FetchFailed

    def picture(self, source: str, limit: int) -> bytes:
        """The bytes of a picture given as an address or a `data:` URI. Raises as `get` and `data_uri` do."""
        return data_uri(source, limit) if source[:5].lower() == "data:" else self.get(source, limit).data

    def post(self, address: str, headers: dict[str, str], body: bytes) -> int:
        """Send `body`; returns the answer's status. Redirects are not followed, the answer's body is not read.

        Raises:
            BadAddress, PrivateAddress, FetchFailed: nothing was sent, or nothing came back.
        """
        url = self._url(address)
        return self._exchange("POST", url, headers, body, 0, time.monotonic() + self._seconds)[0]

    def _url(self, address: str) -> httpx.URL:
        try:
            url = httpx.URL(address)
            port = _port(url)
        except (httpx.InvalidURL, ValueError, TypeError):
            raise BadAddress from None
        if url.scheme not in {"http", "https"} or not url.host or url.userinfo:
            raise BadAddress
        if port not in PORTS and f"{url.host}:{port}" not in self._allow:
            raise BadAddress
        return url.copy_with(fragment=None)

    def _exchange(
        self, method: str, url: httpx.URL, headers: dict[str, str], body: bytes, limit: int, deadline: float
    ) -> tuple[int, httpx.Headers, bytes]:
        """One request, one answer; `limit` 0: the answer's body is left unread."""
        sent = httpx.Headers({"host": url.netloc.decode("ascii"), "user-agent": AGENT, "accept-encoding": "identity"})
        sent.update(headers)
        if method == "POST":
            sent["content-length"] = str(len(body))
        guard = _Guarded(self._allow, self._resolve, deadline)
        tls = self._tls or (_trusting() if url.scheme == "https" else None)
        try:
            with (
                httpcore.ConnectionPool(ssl_context=tls, network_backend=guard) as pool,
                pool.stream(method, _core_url(url), headers=sent.raw, content=body) as answer,
            ):
                found = httpx.Headers(answer.headers)
                if found.get("content-encoding", "identity") != "identity":
                    raise FetchFailed
                data = _within(answer.iter_stream(), limit) if limit and answer.status == 200 else b""
                return answer.status, found, data
        except (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError, OSError):
            raise FetchFailed from None


class _Guarded(httpcore.NetworkBackend):
    """Connects to public addresses only, and only until the deadline."""

    def __init__(self, allow: frozenset[str], resolve: Resolve, deadline: float) -> None:
        self._allow = allow
        self._resolve = resolve
        self._deadline = deadline
        self._plain = httpcore.SyncBackend()

    def addresses(self, host: str, port: int) -> list[str]:
        """The checked addresses of a name."""
        try:
            answers = self._resolve(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            raise FetchFailed from None
        found = [str(answer[4][0]) for answer in answers]
        if not found:
            raise FetchFailed
        if f"{host}:{port}" not in self._allow and not all(map(is_public, found)):
            raise PrivateAddress
        return found

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        failed: Exception = FetchFailed()
        for address in self.addresses(host, port)[:4]:
            try:
                stream = self._plain.connect_tcp(address, port, _left(self._deadline), None, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failed = error
            else:
                return _Timed(stream, self._deadline)
        raise failed


class _Timed(httpcore.NetworkStream):
    """A stream that ends at the deadline, however slowly its other side drips."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: float) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _left(self._deadline))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _left(self._deadline))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        secured = self._stream.start_tls(ssl_context, server_hostname, _left(self._deadline))
        return _Timed(secured, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def is_public(address: str) -> bool:
    """Whether an IP address (as text) belongs to the public internet."""
    try:
        number = ip_address(address)
    except ValueError:
        return False
    if isinstance(number, IPv4Address):
        return not any(number in net for net in CLOSED4)
    return _is_public6(number)


def _is_public6(number: IPv6Address) -> bool:
    return number.scope_id is None and number in OPEN6 and not any(number in net for net in CLOSED6)


def data_uri(text: str, limit: int) -> bytes:
    """The bytes of a `data:image/...;base64,...` URI, of at most `limit` bytes.

    Raises:
        WrongDataUri: another type, not base64, or damaged.
        TooManyBytes: it is larger.
    """
    head = DATA_URI.match(text[:200])
    if head is None or head[1].lower() != "image" or head[2].lower() not in PICTURE_TYPES or not head[4]:
        raise WrongDataUri
    body = text[head.end() :]
    if len(body) * 3 // 4 > limit + 3:
        raise TooManyBytes
    try:
        data = base64.b64decode("".join(body.split()), validate=True)
    except (binascii.Error, ValueError):
        raise WrongDataUri from None
    if len(data) > limit:
        raise TooManyBytes
    return data


def _within(chunks: Iterable[bytes], limit: int) -> bytes:
    data = bytearray()
    for chunk in chunks:
        if len(data) + len(chunk) > limit:
            raise TooManyBytes
        data += chunk
    return bytes(data)


@functools.cache
def _trusting() -> ssl.SSLContext:
    """Checks names and certificates, by the system's authorities and by those that httpx brings: one may be missing."""
    context = httpx.create_ssl_context()
    context.load_default_certs()
    return context


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout
    return left


def _port(url: httpx.URL) -> int:
    return url.port or (443 if url.scheme == "https" else 80)


def _core_url(url: httpx.URL) -> httpcore.URL:
    return httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=_port(url), target=url.raw_path)
