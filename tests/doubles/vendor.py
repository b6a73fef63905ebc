"""A merchant who speaks to a real server with a key."""

import json
import subprocess
import sys
import time
from pathlib import Path

from served import PATIENCE, Served, png


class Merchant:
    """One merchant key."""

    def __init__(self, served: Served) -> None:
        self.served = served
        command = [sys.executable, "-m", "vitrine", "key", "create"]
        said = subprocess.run(command, env=served.env, capture_output=True, text=True, check=True).stdout
        self.headers = {"Authorization": f"Bearer {said.split()[-1]}"}

    def request(self, method: str, path: str, **more):
        more["headers"] = self.headers | more.pop("headers", {})
        return self.served.client.request(method, path, **more)

    def get(self, path: str, **more):
        return self.request("GET", path, **more)

    def post(self, path: str, **more):
        return self.request("POST", path, **more)

    def add(self, external_id: str, *pictures: bytes, **fields):
        """A product by form; answers the body."""
        product = {"external_id": external_id, "title": external_id, **fields}
        files = [("product", (None, json.dumps(product), "application/json"))]
        files += [("pictures", (f"{n}.png", data, "image/png")) for n, data in enumerate(pictures or [png()])]
        answer = self.post("/v1/products", files=files)
        assert answer.status_code == 202, answer.text
        return answer.json()

    def ready(self, product: str) -> dict:
        """The product, once it is decided."""
        end = time.monotonic() + PATIENCE
        while True:
            found = self.get(f"/v1/products/{product}").json()
            if found["state"] == "ready":
                return found
            assert time.monotonic() < end, found
            time.sleep(0.02)

    def added(self, external_id: str, *pictures: bytes, **fields) -> dict:
        """The same product, decided."""
        return self.ready(self.add(external_id, *pictures, **fields)["product"]["id"])

    def over(self, batch: str) -> dict:
        """The import, once it has ended."""
        end = time.monotonic() + PATIENCE
        while True:
            found = self.get(f"/v1/imports/{batch}").json()
            if found["state"] in ("done", "failed", "canceled"):
                return found
            assert time.monotonic() < end, found
            time.sleep(0.02)


def looked(served: Served) -> list[str]:
    """A line for every product picture that a rendering process has looked at."""
    path = Path(served.double) / "looked"
    return path.read_text().splitlines() if path.exists() else []
