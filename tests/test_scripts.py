"""What `make` says before anything is installed or started."""

import ast
import os
import re
import signal
import socket
import subprocess
from collections import Counter
from pathlib import Path

import httpx
import pytest
from browsing import wait_until

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
    lines = [line for line in done.stderr.splitlines() if not re.match(r"make(\[\d+\])?: \*\*\*", line)]
    assert lines == [f"make run: port {port} is in use; choose another: make run PORT={port + 1}"]


def test_make_run_dresses_the_demo_person_and_serves(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    home = tmp_path / "home"
    with (tmp_path / "log").open("w") as log:
        running = subprocess.Popen(
            ["make", "-s", "run", f"PORT={port}"],
            cwd=ROOT,
            env=os.environ | {"VITRINE_HOME": str(home)},
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    try:
        wait_until(lambda: running.poll() is not None or answers(f"http://127.0.0.1:{port}/healthz"), 240)
        assert running.poll() is None, (tmp_path / "log").read_text()
        for path in ("/", "/docs/", "/openapi.json"):
            assert httpx.get(f"http://127.0.0.1:{port}{path}").status_code == 200, path
    finally:
        os.killpg(running.pid, signal.SIGTERM)
        running.wait(30)
    said = (tmp_path / "log").read_text()
    assert str(home / "demo.png") in said
    assert f"http://127.0.0.1:{port}/" in said
    assert (home / "demo.png").stat().st_size > 100_000


def answers(address: str) -> bool:
    try:
        return httpx.get(address).is_success
    except httpx.TransportError:
        return False


@pytest.mark.parametrize("file", sorted([*ROOT.glob("bench/*.py"), *ROOT.glob("tools/**/*.py")]), ids=lambda f: f.name)
def test_benches_and_tools_name_no_two_constants_alike(file: Path) -> None:
    # the type checker does not read them: a second ROW once broke the try-on's sheet
    names = [
        target.id
        for line in ast.parse(file.read_text("utf8")).body
        if isinstance(line, ast.Assign)
        for target in line.targets
        if isinstance(target, ast.Name)
    ]
    assert [name for name, times in Counter(names).items() if times > 1] == []
