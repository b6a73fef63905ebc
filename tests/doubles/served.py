"""A real server process on a home of its own, and a client that speaks to it."""

import io
import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import httpx
import numpy as np
from PIL import Image

HERE = Path(__file__).parent
PATIENCE = 120.0


def png(colour=(200, 30, 40), size=(64, 96), first=None):
    """A picture of one colour; `first`: its first pixel, which tells the double what to do."""
    pixels = np.full((size[1], size[0], 3), colour, np.uint8)
    if first is not None:
        pixels[0, 0] = first
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "PNG")
    return file.getvalue()


class Served:
    """Starts, stops and kills the server; `hold()` makes its engines wait, `release()` lets them go on."""

    def __init__(self, folder: Path, **settings: object) -> None:
        self.folder = folder
        self.home = folder / "home"
        self.double = folder / "double"
        self.demo = folder / "demo"
        for made in (self.double, self.demo):
            made.mkdir(parents=True, exist_ok=True)
        self.env = {
            **{name: value for name, value in os.environ.items() if not name.startswith("VITRINE_")},
            "VITRINE_HOME": str(self.home),
            "VITRINE_DOUBLE": str(self.double),
            "VITRINE_WORKERS": "2",
            "PYTHONPATH": str(HERE),
            **{f"VITRINE_{name.upper()}": str(value) for name, value in settings.items()},
        }
        self.process: subprocess.Popen[str] | None = None
        self.said = ""

    def start(self) -> "Served":
        self.process = self.spawn()
        line = self.process.stdout.readline()
        found = re.fullmatch(r"Vitrine: (http://\S+)/\n", line)
        assert found, line + self.process.stdout.read()
        self.url = found[1]
        self.client = httpx.Client(base_url=self.url, timeout=PATIENCE)
        # Whatever else it says is kept for the tests that look for what must not be said.
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        return self

    def spawn(self) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [sys.executable, str(HERE / "server.py"), "0", str(self.demo)],
            env=self.env,
            cwd=self.folder,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )

    def _read(self) -> None:
        for line in self.process.stdout:
            self.said += line

    def kill(self) -> None:
        self.end(signal.SIGKILL)

    def stop(self) -> int:
        return self.end(signal.SIGTERM)

    def end(self, number: int) -> int:
        self.client.close()
        self.process.send_signal(number)
        status = self.process.wait(PATIENCE)
        self._reader.join(PATIENCE)
        self.process.stdout.close()
        return status

    def hold(self) -> None:
        (self.double / "hold").touch()

    def release(self) -> None:
        (self.double / "hold").unlink()

    @property
    def started(self) -> list[str]:
        """A line for every call of the engine."""
        path = self.double / "started"
        return path.read_text().splitlines() if path.exists() else []

    def shopper(self) -> "Shopper":
        return Shopper(self)


class Shopper:
    """One session."""

    def __init__(self, served: Served) -> None:
        self.served = served
        opened = served.client.post("/v1/sessions", json={"key": None})
        assert opened.status_code == 201, opened.text
        self.session = opened.json()
        self.headers = {"Authorization": f"Bearer {self.session['token']}"}

    def request(self, method: str, path: str, **more):
        more["headers"] = self.headers | more.pop("headers", {})
        return self.served.client.request(method, path, **more)

    def get(self, path: str, **more):
        return self.request("GET", path, **more)

    def post(self, path: str, **more):
        return self.request("POST", path, **more)

    def delete(self, path: str, **more):
        return self.request("DELETE", path, **more)

    def photo(self, **picture) -> str:
        return self._upload("/v1/photos", **({"colour": (90, 120, 150)} | picture))

    def garment(self, **picture) -> str:
        return self._upload("/v1/garments", **picture)

    def _upload(self, path: str, **picture) -> str:
        answer = self.post(path, content=png(**picture), headers={"Content-Type": "image/png"})
        assert answer.status_code == 201, answer.text
        return answer.json()["id"]

    def try_on(self, photo: str, *garments: str, **more):
        headers = more.pop("headers", {})
        return self.post("/v1/tryon", json={"person": photo, "garments": list(garments), **more}, headers=headers)

    def job(self, photo: str, *garments: str, **more) -> str:
        answer = self.try_on(photo, *garments, **more)
        assert answer.status_code == 202, answer.text
        return answer.json()["id"]

    def until(self, job: str, *wanted: str) -> dict:
        """The job, once it has one of these statuses."""
        return until(lambda: self.get(f"/v1/jobs/{job}").json(), lambda found: found["status"] in wanted)

    def events(self, job: str):
        """The events of a job as (name, data), until the stream ends."""
        path = f"/v1/jobs/{job}/events"
        with self.served.client.stream("GET", path, headers=self.headers) as stream:
            assert stream.headers["content-type"].startswith("text/event-stream")
            name = ""
            for line in stream.iter_lines():
                if line.startswith("event: "):
                    name = line.removeprefix("event: ")
                if line.startswith("data: "):
                    yield name, json.loads(line.removeprefix("data: "))


def until(look, good, patience: float = PATIENCE):
    """What `look` gives, once it is good."""
    end = time.monotonic() + patience
    while not good(found := look()):
        assert time.monotonic() < end, f"not so in time; last seen: {found}"
        time.sleep(0.01)
    return found
