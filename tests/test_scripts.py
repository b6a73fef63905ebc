"""What `make` says before anything is installed or started."""

import socket
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_make_alone_lists_the_commands() -> None:
    shown = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for command in ("install", "run", "test", "check", "bench", "help"):
        assert f"make {command}" in shown


def test_a_port_in_use_is_one_clear_line() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = subprocess.run(
            ["make", "-s", "run", f"PORT={port}"], cwd=ROOT, capture_output=True, text=True, check=False
        )
    assert done.returncode != 0
    lines = [line for line in done.stderr.splitlines() if not line.startswith("make: ***")]
    assert lines == [f"make run: port {port} is in use; choose another: make run PORT={port + 1}"]
