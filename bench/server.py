"""The server measured as a shopper meets it: seconds to start, milliseconds to upload and to dress, memory, idle load.

python bench/server.py [--jobs 12]

Starts `vitrine serve` on a home of its own and uses the demo pair. Overhead: what a job takes beyond its rendering.
"""

import argparse
import os
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import httpx

DEMO = Path(__file__).parents[1] / "demo"


def start(home: Path) -> tuple[subprocess.Popen[str], str, float]:
    """The server, its address, and the seconds until it answered."""
    began = time.perf_counter()
    server = subprocess.Popen(
        [sys.executable, "-m", "vitrine", "serve", "--port", "0"],
        env=os.environ | {"VITRINE_HOME": str(home)},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert server.stdout is not None
    found = re.match(r"Vitrine: (\S+)/\n", server.stdout.readline())
    assert found
    return server, found[1], time.perf_counter() - began


def stop(server: subprocess.Popen[str]) -> float:
    """Seconds that a stop takes."""
    began = time.perf_counter()
    server.send_signal(signal.SIGTERM)
    assert server.wait() == 0
    return time.perf_counter() - began


def processor_seconds(pid: int) -> float:
    """Processor time that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def megabytes(pid: int) -> int:
    """Resident memory of a process and its children."""
    listed = subprocess.run(["ps", "-eo", "pid,ppid,rss"], capture_output=True, text=True, check=True).stdout
    rows = [line.split() for line in listed.splitlines()[1:]]
    return sum(int(rss) for own, parent, rss in rows if str(pid) in (own, parent)) // 1024


def upload(client: httpx.Client, path: str, picture: Path) -> tuple[str, float]:
    """The id of a picture and the milliseconds that its upload took."""
    began = time.perf_counter()
    answer = client.post(path, content=picture.read_bytes()).raise_for_status()
    return answer.json()["id"], 1000 * (time.perf_counter() - began)


def job(client: httpx.Client, person: str, garment: str) -> tuple[float, float]:
    """Milliseconds of a job from request to result, and of its rendering."""
    began = time.perf_counter()
    made = client.post("/v1/tryon", json={"person": person, "garments": [garment]}).raise_for_status().json()
    with client.stream("GET", f"/v1/jobs/{made['id']}/events") as events:
        for _ in events.iter_lines():
            continue
    wall = 1000 * (time.perf_counter() - began)
    done = client.get(f"/v1/jobs/{made['id']}").json()
    assert done["status"] == "done", done
    return wall, done["result"]["timings"]["total"]


def main() -> None:
    """Measure and print a table."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--jobs", type=int, default=12)
    jobs = options.parse_args().jobs
    with tempfile.TemporaryDirectory() as folder:
        server, address, first = start(Path(folder))
        stop(server)
        server, address, second = start(Path(folder))
        while httpx.get(f"{address}/readyz").status_code != 200:
            time.sleep(0.1)
        with httpx.Client(base_url=address, timeout=120) as client:
            token = client.post("/v1/sessions", json={"key": None}).json()["token"]
            client.headers["Authorization"] = f"Bearer {token}"
            person, photo_ms = upload(client, "/v1/photos", next((DEMO / "people").glob("*.jpg")))
            garment, garment_ms = upload(client, "/v1/garments", next((DEMO / "garments").glob("*.jpg")))
            measured = [job(client, person, garment) for _ in range(jobs)]
        memory = megabytes(server.pid)
        used, began = processor_seconds(server.pid), time.perf_counter()
        time.sleep(10)
        idle = (processor_seconds(server.pid) - used) / (time.perf_counter() - began)
        stopped = stop(server)
    wall = statistics.median(one for one, _ in measured)
    overhead = statistics.median(one - rendering for one, rendering in measured)
    print("| first start s | second start s | stop s | photo ms | garment ms | job ms | overhead ms | MB | idle core |")
    print("|---|---|---|---|---|---|---|---|---|")
    print(
        f"| {first:.1f} | {second:.1f} | {stopped:.1f} | {photo_ms:.0f} | {garment_ms:.0f} | {wall:.0f} "
        f"| {overhead:.0f} | {memory} | {100 * idle:.0f} % |"
    )


if __name__ == "__main__":
    main()
