"""`vitrine serve`: page, API and docs on one port."""

import json
import logging
import resource
import signal
import socket
import sys
from typing import TYPE_CHECKING

import click

from vitrine.errors import BadInput

if TYPE_CHECKING:
    from vitrine.workflows.studio import Studio


class PortTaken(BadInput):
    """The port is in use."""

    code = "port-taken"
    zh = "端口已被占用。"
    remedy = "Choose another one with --port."
    remedy_zh = "请用 --port 选择其他端口。"


class AddressUnusable(BadInput):
    """The server cannot listen on this address."""

    code = "address-unusable"
    zh = "服务器无法监听此地址。"
    remedy = "Use an address of this machine, such as 127.0.0.1, and a port from 1024 on."
    remedy_zh = "请使用本机地址(例如 127.0.0.1)和 1024 以上的端口。"


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on; 0.0.0.0 for all.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="Port; 0 for a free one.")
@click.option("--https", is_flag=True, help="Own certificate and a QR code: a phone gives no camera to plain HTTP.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object when the server answers.")
def command(host: str, port: int, https: bool, as_json: bool) -> None:
    """Serve page, API and docs on one port."""
    listener = listen("0.0.0.0" if https and host == "127.0.0.1" else host, port)
    from vitrine.settings import read_settings
    from vitrine.workflows.studio import open_studio

    run(open_studio(read_settings()), listener, https, as_json)


def run(studio: "Studio", listener: socket.socket, https: bool = False, as_json: bool = False) -> None:
    """Serve until a signal asks to stop; prints the address when it answers."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a dump of this process, or of a renderer, would hold photos
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(levelname)s %(name)s: %(message)s")
    import uvicorn

    from vitrine.api.app import create_app
    from vitrine.cli.phone import Certificate

    host, port = listener.getsockname()[:2]
    scheme = "https" if https else "http"
    first = studio.staff.invitations.first() if studio.staff.accounts.none() else None
    link = f"{scheme}://{_named(host)}:{port}/console#/welcome/{first}" if first else None
    certificate = Certificate.of(studio.settings.home) if https else None

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            if self.started:
                announce(_spoken(host), port, https, as_json, link)

        async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
            # Streams of progress would otherwise hold the stop up until their jobs end.
            studio.board.close()
            await super().shutdown(sockets)

    config = uvicorn.Config(
        create_app(studio),
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=5,
        ssl_certfile=certificate.chain if certificate else None,
        ssl_keyfile=certificate.key if certificate else None,
    )
    # Asked to stop, uvicorn stops in good order, then raises the signal again: that would end us as if killed.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: None)
    Server(config).run(sockets=[listener])


def announce(host: str, port: int, https: bool, as_json: bool, link: str | None) -> None:
    """Say where the server answers, and with which link the console's first account is made."""
    from vitrine.cli.phone import invite, reachable

    address = f"{'https' if https else 'http'}://{host}:{port}/"
    if as_json:
        network = {"network": f"https://{reachable()}:{port}/"} if https else {}
        console = {"console": link} if link else {}
        click.echo(json.dumps({"address": address} | network | console))
        return
    click.echo(f"Vitrine: {address}")
    if link:
        click.echo(f"Console, first link (good once, from this machine or within ten minutes): {link}")
    if https:
        invite(f"https://{reachable()}:{port}/")


def _spoken(host: str) -> str:
    if host in ("0.0.0.0", "::"):
        return "localhost"
    return f"[{host}]" if ":" in host else host


def _named(host: str) -> str:
    """The same with this machine's name for its own address: passkeys need a name."""
    return "localhost" if host in ("127.0.0.1", "::1") else _spoken(host)


def listen(host: str, port: int) -> socket.socket:
    """A listening socket.

    Raises:
        PortTaken: another program listens there.
        AddressUnusable: this machine has no such address, or the port needs rights that we lack.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(256)
    except OSError as error:
        listener.close()
        raise (PortTaken if error.errno == 98 else AddressUnusable)(f"{host}:{port}") from None
    return listener
