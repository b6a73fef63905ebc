"""A canary: marked pictures go through the real server, then every file outside the vault is searched for them.

Marked are words in the files' metadata, in addresses, in file names and headers, pixels, odd picture sizes, and the
landmarks that the engine measures. The same search, on what the vault holds, must find them: else it is blind.
"""

import base64
import gzip
import io
import json
import os
import pickle
import re
import signal
import sqlite3
import subprocess
import sys
import threading
import zlib
from collections.abc import Iterator
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from sifting import Planted, sources

from vitrine.intake.pictures import decode
from vitrine.nets import Nets
from vitrine.people.analyse import analyse
from vitrine.privacy.vault import Vault
from vitrine.storage.blobs import FolderBlobs

ROOT = Path(__file__).parents[1]
PATIENCE = 120.0


def marked(source: Path, size: tuple[int, int], seed: int, word: str, kind: str) -> bytes:
    """A demo picture, mirrored, of an odd size, with noise in a corner and a word in its metadata."""
    with Image.open(source) as image:
        pixels = np.array(image.convert("RGB").resize(size))[:, ::-1].copy()
    pixels[8:48, 8:72] = np.random.default_rng(seed).integers(0, 256, (40, 64, 3), np.uint8)
    out = io.BytesIO()
    if kind == "PNG":
        info = PngInfo()
        info.add_text("Comment", word)
        Image.fromarray(pixels).save(out, "PNG", pnginfo=info, compress_level=1)
    else:
        exif = Image.Exif()
        exif[0x010F] = word
        Image.fromarray(pixels).save(out, "JPEG", quality=95, exif=exif.tobytes(), comment=word.encode())
    return out.getvalue()


class Outside(ThreadingHTTPServer):
    """A merchant's server: gives pictures, takes webhooks."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answers)
        self.pictures: dict[str, bytes] = {}
        self.told: list[bytes] = []
        self.host = f"127.0.0.1:{self.server_port}"
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()


class Answers(BaseHTTPRequestHandler):
    server: Outside

    def do_GET(self) -> None:
        found = self.server.pictures.get(self.path)
        self.send_response(404 if found is None else 200)
        self.send_header("Content-Length", str(len(found or b"")))
        self.end_headers()
        self.wfile.write(found or b"")

    def do_POST(self) -> None:
        self.server.told.append(self.rfile.read(int(self.headers["Content-Length"])))
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        return


class Running:
    """The server as `vitrine serve` starts it, everything that it could write to inside one folder."""

    def __init__(self, folder: Path, allow: str) -> None:
        self.folder = folder
        self.home = folder / "home"
        for name in ("tmp", "user", "cwd"):
            (folder / name).mkdir()
        kept = {n: v for n, v in os.environ.items() if not n.startswith(("VITRINE_", "XDG_"))}
        self.env = kept | {
            "VITRINE_HOME": str(self.home),
            "VITRINE_FETCH_ALLOW": allow,
            "VITRINE_WORKERS": "1",
            "TMPDIR": str(folder / "tmp"),
            "HOME": str(folder / "user"),
        }
        self.log = folder / "server.log"
        with self.log.open("wb") as log:
            command = [sys.executable, "-m", "vitrine", "serve", "--port", "0"]
            self.process = subprocess.Popen(
                command, cwd=folder / "cwd", env=self.env, stdout=subprocess.PIPE, stderr=log
            )
        assert self.process.stdout is not None
        said = self.process.stdout.readline().decode()
        assert said.startswith("Vitrine: http"), said + self.log.read_text("utf8")
        agent = {"User-Agent": "canary-agent"}
        self.client = httpx.Client(base_url=said.split()[1], timeout=PATIENCE, headers=agent)

    def limits(self) -> str:
        """What the system allows the server's process."""
        return Path(f"/proc/{self.process.pid}/limits").read_text("ascii")

    def stop(self) -> None:
        self.client.close()
        self.process.send_signal(signal.SIGTERM)
        rest, _ = self.process.communicate(timeout=PATIENCE)
        with self.log.open("ab") as log:
            log.write(rest)

    def key(self) -> str:
        command = [sys.executable, "-m", "vitrine", "key", "create", "--role", "merchant"]
        made = subprocess.run(
            command, cwd=self.folder / "cwd", env=self.env, capture_output=True, text=True, check=True
        )
        return made.stdout.split()[-1]

    def finished(self, address: str, headers: dict[str, str]) -> dict[str, Any]:
        """The job or call at an address, once it has ended."""
        with self.client.stream("GET", f"{address}/events", headers=headers) as events:
            for _ in events.iter_lines():
                continue
        found: dict[str, Any] = self.client.get(address, headers=headers).json()
        return found


class Watch(threading.Thread):
    """Keeps a copy of every file that shows up in a folder, however short it lives."""

    def __init__(self, folder: Path) -> None:
        super().__init__(daemon=True)
        self.folder, self.over, self.seen = folder, threading.Event(), dict[Path, bytes]()

    def run(self) -> None:
        while not self.over.wait(0.002):
            for path in self.folder.rglob("*"):
                try:
                    if path.is_file():
                        self.seen[path] = path.read_bytes()
                except OSError:
                    continue


@pytest.fixture(scope="module")
def outside() -> Iterator[Outside]:
    server = Outside()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory, outside: Outside) -> Iterator[tuple[Running, Planted, Watch]]:
    """All that a shopper and a merchant do, with marked pictures; then the server has stopped."""
    folder = tmp_path_factory.mktemp("canary")
    running, planted = Running(folder, outside.host), Planted()
    watch = Watch(folder / "tmp")
    watch.start()
    try:
        assert re.search(r"Max core file size +0 +0 ", running.limits()), "a core dump would hold photos"
        shop(running, planted)
        merchant(running, planted, outside)
    finally:
        running.stop()
        watch.over.set()
        watch.join()
    yield running, planted, watch


def shop(running: Running, planted: Planted) -> None:
    """A shopper: photo, garment, try-on, and a photo that is damaged."""
    planted.word("canary-agent")
    opened = running.client.post("/v1/sessions", json={"key": None}).json()
    bearer = {"Authorization": f"Bearer {opened['token']}"}
    planted.word(opened["token"])
    planted.word(opened["refresh"])
    photo = marked(ROOT / "demo/people/anna.jpg", (811, 1217), 1, planted.word("canary-photo-exif"), "JPEG")
    tee = marked(ROOT / "demo/garments/tee-plain.jpg", (709, 887), 2, planted.word("canary-garment-text"), "PNG")
    for data in (photo, tee):
        planted.picture(decode(data), data)
    planted.landmarks(analyse(decode(photo), Nets()).landmarks)
    person = running.client.post("/v1/photos", content=photo, headers=bearer | {"Content-Type": "image/jpeg"})
    assert person.status_code == 201, person.text
    garment = running.client.post("/v1/garments", content=tee, headers=bearer | {"Content-Type": "image/png"})
    assert garment.status_code == 201, garment.text
    wish = {"person": person.json()["id"], "garments": [garment.json()["id"]], "category": "auto", "engine": "auto"}
    job = running.client.post("/v1/tryon", json=wish, headers=bearer)
    assert job.status_code == 202, job.text
    done = running.finished(f"/v1/jobs/{job.json()['id']}", bearer)
    assert done["status"] == "done", done
    result = running.client.get(done["result"]["url"])
    assert result.status_code == 200
    assert decode(result.content).shape == (1217, 811, 3)
    broken = photo[:4000] + planted.word("canary-broken-body").encode()
    assert running.client.post("/v1/photos", content=broken, headers=bearer).status_code == 422
    assert running.client.post("/v1/photos", content=b"canary-broken-body", headers=bearer).status_code == 415


def merchant(running: Running, planted: Planted, outside: Outside) -> None:
    """A merchant: `data:` URI and address, result in base64, webhook; and calls that fail."""
    bearer = {"Authorization": f"Bearer {planted.word(running.key())}"}
    person = marked(ROOT / "demo/people/anna.jpg", (733, 1103), 3, planted.word("canary-run-exif"), "JPEG")
    tee = marked(ROOT / "demo/garments/tee-plain.jpg", (661, 829), 4, planted.word("canary-run-text"), "PNG")
    for data in (person, tee):
        planted.picture(decode(data), data)
    planted.landmarks(analyse(decode(person), Nets()).landmarks)
    path = f"/{planted.word('canary-garment-path')}.png?{planted.word('canary-garment-query')}"
    outside.pictures[path] = tee
    uri = f"data:image/jpeg;base64,{base64.b64encode(person).decode()}"
    inputs = {"model_image": uri, "garment_image": f"http://{outside.host}{path}", "return_base64": True}
    hook = f"http://{outside.host}/{planted.word('canary-hook')}"
    done = called(running, bearer, {"model_name": "tryon-v1.6", "inputs": inputs, "webhook_url": hook})
    assert done["status"] == "completed", done
    assert done["output"][0].startswith("data:image/png;base64,")
    missing = f"http://{outside.host}/{planted.word('canary-missing')}.jpg"
    failed = called(running, bearer, {"model_name": "tryon-v1.6", "inputs": inputs | {"model_image": missing}})
    assert failed["error"]["name"] == "ImageLoadError"
    nobody = f"data:image/png;base64,{base64.b64encode(tee).decode()}"
    failed = called(running, bearer, {"model_name": "tryon-v1.6", "inputs": inputs | {"model_image": nobody}})
    assert failed["error"]["name"] == "PoseError", failed
    private = f"http://10.0.0.1/{planted.word('canary-private')}"
    refused = running.client.post(
        "/v1/run", json={"model_name": "tryon-v1.6", "inputs": inputs | {"model_image": private}}, headers=bearer
    )
    assert 400 <= refused.status_code < 500


def called(running: Running, bearer: dict[str, str], call: dict[str, Any]) -> dict[str, Any]:
    started = running.client.post("/v1/run", json=call, headers=bearer)
    assert started.status_code == 200, started.text
    pause = threading.Event()
    for _ in range(int(PATIENCE / 0.1)):
        found: dict[str, Any] = running.client.get(f"/v1/status/{started.json()['id']}", headers=bearer).json()
        if found["status"] in ("completed", "failed", "canceled", "time_out"):
            return found
        pause.wait(0.1)
    raise AssertionError(f"still {found['status']} after {PATIENCE} s")


def test_nothing_of_it_is_in_any_file_outside_the_vault(story: tuple[Running, Planted, Watch]) -> None:
    running, planted, _ = story
    without = (running.home / "vault", running.home / "keys")
    seen, found = set[str](), dict[str, set[str]]()
    for name, data in sources(running.folder, without):
        seen.add(name)
        if what := planted.found(data):
            found.setdefault(name, set()).update(what)
    assert found == {}
    assert {"vitrine.sqlite", "jobs.sqlite", "server.log", "vitrine.sqlite:job", "vitrine.sqlite:picture"} <= seen
    assert any(name.startswith("jobs.sqlite:") for name in seen)


def test_nothing_of_it_is_readable_in_the_vault_as_it_lies_there(story: tuple[Running, Planted, Watch]) -> None:
    running, planted, _ = story
    for folder in ("vault", "keys"):
        files = list(sources(running.home / folder, ()))
        assert files
        for name, data in files:
            assert not planted.found(data), f"{folder}/{name}"


def test_nothing_passed_through_the_temporary_folder(story: tuple[Running, Planted, Watch]) -> None:
    _, planted, watch = story
    for path, data in watch.seen.items():
        assert not planted.found(data), path.name


def test_the_same_search_finds_it_in_what_the_vault_holds(story: tuple[Running, Planted, Watch]) -> None:
    running, planted, _ = story
    found: set[str] = set()
    vault = Vault(FolderBlobs(running.home / "vault"), running.home / "keys" / "keys.sqlite")
    with closing(sqlite3.connect(running.home / "keys" / "keys.sqlite")) as base:
        held = base.execute("SELECT session, id FROM objects").fetchall()
    assert len(held) >= 7
    for session, identity in held:
        found |= planted.found(vault.get(session, identity))
    vault.close()
    assert {"picture", "landmarks"} <= found
    for word in ("canary-garment-path", "canary-hook", "canary-run-exif"):
        assert any(word[:20] in what for what in found), word


@pytest.mark.parametrize(
    "hide",
    [
        lambda raw: b"before" + raw + b"after",
        lambda raw: b'{"a": "x' + base64.b64encode(b"abc" + raw) + b'"}',
        lambda raw: b"x.y." + base64.urlsafe_b64encode(raw).rstrip(b"="),
        lambda raw: b"head" + zlib.compress(raw),
        gzip.compress,
        lambda raw: b"0x" + raw.hex().encode(),
        lambda raw: pickle.dumps({"a": [raw]}),
        lambda raw: base64.b64encode(pickle.dumps((None, zlib.compress(raw)))),
        lambda raw: json.dumps({"a": base64.b64encode(raw).decode()}).replace("/", "\\/").encode(),
    ],
)
def test_the_search_sees_through_what_things_are_packed_in(hide: Any) -> None:
    planted = Planted()
    planted.word("canary-word")
    pixels = np.random.default_rng(5).integers(0, 256, (101, 203, 3), np.uint8)
    points = np.random.default_rng(6).uniform(0, 900, (33, 2)).astype(np.float32)
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, "PNG")
    planted.picture(pixels, out.getvalue())
    planted.landmarks(points)
    assert any("word" in what for what in planted.found(hide(b"the canary-word is here")))
    assert "picture" in planted.found(hide(out.getvalue()))
    assert "pixels" in planted.found(hide(pixels[..., ::-1].tobytes()))
    assert "landmarks" in planted.found(hide(points.tobytes()))
    assert "landmarks" in planted.found(hide(json.dumps(points.round(1).tolist()).encode()))
    assert planted.found(hide(b"nothing of interest, only text of some length")) == set()
