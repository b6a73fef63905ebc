"""Bad input at both doors: one clear message in the reader's language, 4xx or exit code 2, nothing left behind."""

import base64
import io
import json
import re
import struct
import subprocess
import sys
import threading
import zlib
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from served import Served, until

from vitrine.cli import main

GREY = Image.new("RGB", (80, 80), (90, 120, 150))
LIMIT = 200_000


def file(image: Image.Image, kind: str, **options: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def bomb() -> bytes:
    """A PNG of some bytes that says it is 30,000 pixels wide and high."""
    data = file(GREY, "PNG")
    header = struct.pack("!4sII", b"IHDR", 30_000, 30_000) + data[24:29]
    return data[:12] + header + struct.pack("!I", zlib.crc32(header)) + data[33:]


NOISE = Image.fromarray(np.random.default_rng(0).integers(0, 256, (400, 400, 3), np.uint8))
BAD = {
    "text": (b"this is no picture", "not-a-picture", 415),
    "empty": (b"", "empty", 422),
    "truncated": (file(NOISE, "JPEG")[:2000], "truncated", 422),
    "bomb": (bomb(), "too-many-pixels", 413),
    "animated": (file(GREY, "GIF", save_all=True, append_images=[Image.new("RGB", (80, 80))]), "animated", 422),
    "tiny": (file(Image.new("RGB", (8, 8)), "PNG"), "too-small", 422),
    "svg": (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "not-a-picture", 415),
    "over the limit": (file(NOISE, "PNG", compress_level=0), "too-many-bytes", 413),
}
READ = {
    "cmyk": file(GREY.convert("CMYK"), "JPEG"),
    "sixteen bits": file(Image.fromarray(np.full((80, 80), 30_000, np.uint16)), "PNG"),
    "alpha": file(GREY.convert("RGBA"), "PNG"),
    "heic": (Path(__file__).parent / "intake" / "turned.heic").read_bytes(),
    "avif": file(GREY, "AVIF"),
    "sideways": file(
        GREY.resize((90, 80)), "JPEG", exif=b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0"
    ),
}


@pytest.fixture(scope="module")
def redirecting() -> Iterator[str]:
    """The address of a server outside that sends everybody inside."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Redirects)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/picture.jpg"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, redirecting: str) -> Iterator[Served]:
    allowed = redirecting.split("/")[2]
    server = Served(tmp_path_factory.mktemp("bad"), upload_bytes=LIMIT, fetch_allow=allowed).start()
    yield server
    server.stop()


@pytest.fixture(scope="module", params=["/v1/photos", "/v1/garments"])
def door(request: pytest.FixtureRequest, served: Served) -> tuple[Any, str]:
    """A shopper of their own for each door: uploads are limited by the minute."""
    return served.shopper(), request.param


def left(served: Served) -> set[Path]:
    """Every file that the server keeps, but for databases and their journals."""
    return {path for path in served.folder.rglob("*") if path.is_file() and ".sqlite" not in path.name}


@pytest.mark.parametrize("name", BAD)
@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_over_http(served: Served, door: tuple[Any, str], name: str, language: str) -> None:
    shopper, path = door
    data, code, status = BAD[name]
    before = left(served)
    headers = {"Content-Type": "image/jpeg", "Accept-Language": language}
    answer = shopper.post(path, content=data, headers=headers)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    problem = answer.json()
    assert problem["code"] == code
    for text in (problem["title"], problem["remedy"]):
        assert bool(re.search(r"[\u4e00-\u9fff]", text)) == (language == "zh-CN"), text
    assert left(served) == before


@pytest.mark.parametrize("name", READ)
def test_what_can_be_read_is_read(door: tuple[Any, str], name: str) -> None:
    shopper, path = door
    answer = shopper.post(path, content=READ[name], headers={"Content-Type": "application/octet-stream"})
    assert answer.status_code == 201, answer.text
    size = answer.json()["width"], answer.json()["height"]
    assert size == {"heic": (96, 128), "sideways": (80, 90)}.get(name, (80, 80))


def uri(data: bytes, kind: str = "image/png") -> str:
    return f"data:{kind};base64,{base64.b64encode(data).decode()}"


GOOD = uri(file(GREY, "PNG"))
CALLS = {
    "a page as data:": ({"model_image": uri(b"<html>", "text/html")}, None, "wrong-data-uri"),
    "no base64": ({"garment_image": "data:image/png;base64,!!"}, None, "wrong-data-uri"),
    "a private address": ({"model_image": "http://192.168.0.1/a.jpg"}, None, "private-address"),
    "the cloud's inside": ({"garment_image": "http://169.254.169.254/latest"}, None, "private-address"),
    "this machine": ({"model_image": "http://[::ffff:127.0.0.1]/a.jpg"}, None, "private-address"),
    "a file": ({"model_image": "file:///etc/passwd"}, None, "bad-address"),
    "a log-in": ({"model_image": "http://a:b@shop.example/a.jpg"}, None, "bad-address"),
    "another port": ({"model_image": "http://shop.example:22/"}, None, "bad-address"),
    "a private webhook": ({}, "http://10.0.0.1/hook", "private-address"),
    "a webhook that is none": ({}, "javascript:alert(1)", "bad-address"),
}


@pytest.fixture(scope="module")
def merchant(served: Served) -> dict[str, str]:
    command = [sys.executable, "-m", "vitrine", "key", "create"]
    made = subprocess.run(command, env=served.env, capture_output=True, text=True, check=True)
    return {"Authorization": f"Bearer {made.stdout.split()[-1]}"}


@pytest.mark.parametrize("name", CALLS)
def test_by_the_hosted_call(served: Served, merchant: dict[str, str], name: str) -> None:
    changed, webhook, code = CALLS[name]
    before = left(served)
    call = {"model_name": "tryon-v1.6", "inputs": {"model_image": GOOD, "garment_image": GOOD} | changed}
    if webhook:
        call["webhook_url"] = webhook
    answer = served.client.post("/v1/run", json=call, headers=merchant)
    assert 400 <= answer.status_code < 500
    assert answer.json()["code"] == code
    for given in (*changed.values(), webhook):
        assert given is None or given not in answer.text, "an address is not repeated to whoever reads the log"
    assert left(served) == before


@pytest.mark.parametrize("name", [name for name in BAD if name != "over the limit"])
@pytest.mark.parametrize("language", ["en_US.UTF-8", "zh_CN.UTF-8"])
def test_on_the_command_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], name: str, language: str
) -> None:
    (tmp_path / "photo.jpg").write_bytes(BAD[name][0])
    monkeypatch.chdir(tmp_path)
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.setenv(variable, language)
    monkeypatch.setattr(sys, "argv", ["vitrine", "tryon", "photo.jpg", "photo.jpg", "-o", "out.png"])
    with pytest.raises(SystemExit) as ended:
        main()
    said = capfd.readouterr()
    assert ended.value.code == 2
    assert said.out == ""
    assert len(said.err.splitlines()) == 1
    assert said.err.startswith("vitrine: photo.jpg:")
    assert bool(re.search(r"[\u4e00-\u9fff]", said.err)) == language.startswith("zh")
    assert [path.name for path in tmp_path.iterdir()] == ["photo.jpg"]


class Redirects(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(302)
        self.send_header("Location", "http://10.0.0.1/secret-path.jpg")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        return


@pytest.mark.parametrize("where", ["redirect", "https://name.invalid/secret-path.jpg"])
def test_what_shows_only_when_it_is_fetched_is_told_by_the_status(
    served: Served, merchant: dict[str, str], redirecting: str, where: str
) -> None:
    """A private address after a redirect, a name that leads nowhere; neither is repeated."""
    inputs = {"model_image": redirecting if where == "redirect" else where, "garment_image": GOOD}
    started = served.client.post("/v1/run", json={"model_name": "tryon-v1.6", "inputs": inputs}, headers=merchant)
    assert started.status_code == 200, started.text
    path = f"/v1/status/{started.json()['id']}"
    found = until(
        lambda: served.client.get(path, headers=merchant).json(), lambda s: s["status"] in ("completed", "failed")
    )
    assert found["error"]["name"] == "ImageLoadError"
    assert ("private" in found["error"]["message"]) == (where == "redirect")
    assert "secret-path" not in json.dumps(found)
