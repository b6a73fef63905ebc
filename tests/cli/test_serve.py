"""`vitrine serve`: one clear line for what goes wrong, HTTPS for phones, addresses for programs."""

import json
import os
import signal
import socket
import ssl
import stat
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from cryptography import x509

from vitrine.cli.phone import Certificate, reachable


def environment(home: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("VITRINE_")}
    return kept | {"VITRINE_HOME": str(home), "VITRINE_WORKERS": "1", "LANG": "C.UTF-8"}


def vitrine(home: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "vitrine", *words]
    return subprocess.run(command, env=environment(home) | more, capture_output=True, text=True, check=False)


def test_a_port_in_use_is_one_clear_line(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = vitrine(tmp_path / "home", "serve", "--port", port)
        chinese = vitrine(tmp_path / "home", "serve", "--port", port, LANG="zh_CN.UTF-8")
    assert done.returncode == 2
    assert done.stderr == f"vitrine: 127.0.0.1:{port}: The port is in use. Choose another one with --port.\n"
    assert chinese.stderr.startswith(f"vitrine: 127.0.0.1:{port}:端口已被占用。")
    assert not (tmp_path / "home").exists()  # nothing is left behind


@pytest.mark.parametrize(
    ("words", "more", "code", "said"),
    [
        (["serve", "--host", "192.0.2.7"], {}, 2, "192.0.2.7:8000: The server cannot listen on this address."),
        (["serve", "--port", "0"], {"VITRINE_WORKERS": "many"}, 2, "VITRINE_WORKERS"),
        (["key", "create", "--role", "publishable"], {}, 2, "--origin: This is not an origin."),
        (["key", "revoke", "nothing"], {}, 2, "nothing: There is no such key"),
        (
            ["demo", "-o", "out.txt"],
            {},
            2,
            "out.txt: The picture cannot be written there.",
        ),
    ],
)
def test_what_is_wrong_is_one_line(tmp_path, words, more, code, said):
    done = vitrine(tmp_path, *words, **more)
    assert done.returncode == code
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_keys_are_made_listed_and_revoked(tmp_path):
    made = vitrine(tmp_path, "key", "create", "--role", "publishable", "--origin", "https://Shop.example")
    text = made.stdout.split()[-1]
    assert text.startswith("pk_")
    secret = vitrine(tmp_path, "key", "create").stdout.split()[-1]
    assert secret.startswith("sk_")
    publishable, merchant = json.loads(vitrine(tmp_path, "key", "list", "--json").stdout)
    assert publishable["origins"] == ["https://shop.example"]
    assert merchant["role"] == "merchant"
    assert vitrine(tmp_path, "key", "revoke", merchant["id"]).returncode == 0
    assert vitrine(tmp_path, "key", "revoke", merchant["id"]).returncode == 2
    assert "revoked" in vitrine(tmp_path, "key", "list").stdout
    for path in tmp_path.rglob("*"):
        assert not path.is_file() or secret.encode() not in path.read_bytes()  # the key itself is nowhere


def test_https_with_a_certificate_of_our_own(tmp_path):
    command = [sys.executable, "-m", "vitrine", "serve", "--https", "--port", "0", "--json"]
    with subprocess.Popen(command, env=environment(tmp_path), stdout=subprocess.PIPE, text=True) as server:
        said = json.loads(server.stdout.readline())
        trusted = ssl.create_default_context(cafile=tmp_path / "https" / "certificate.pem")
        assert said.pop("console").startswith(f"https://localhost:{said['address'].split(':')[-1]}console#/welcome/")
        for address in said.values():
            answer = httpx.get(f"{address}healthz", verify=trusted)
            assert answer.json() == {"status": "ok"}
            assert "strict-transport-security" in answer.headers
        server.send_signal(signal.SIGTERM)
    assert server.returncode == 0


def test_the_certificate_is_kept_while_it_fits(tmp_path):
    first = Certificate.of(tmp_path)
    pem = first.chain.read_bytes()
    assert Certificate.of(tmp_path).chain.read_bytes() == pem
    assert stat.S_IMODE(first.key.stat().st_mode) == 0o600
    names = x509.load_pem_x509_certificate(pem).extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert reachable() in [str(address) for address in names.get_values_for_type(x509.IPAddress)]
    first.chain.write_bytes(b"damaged")
    assert Certificate.of(tmp_path).chain.read_bytes() not in (pem, b"damaged")
