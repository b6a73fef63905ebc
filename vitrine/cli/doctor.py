"""`vitrine doctor`: what is installed, whether the networks are whole, how fast and how dear a try-on is here."""

import hashlib
import importlib.metadata
import json
import os
import platform
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import click

from vitrine.cli.terminal import words_of_ours_only
from vitrine.nets import OWN, Nets, default_folder, packaged

SHOWN = ("vitrine", "numpy", "opencv-python-headless", "mediapipe", "ai-edge-litert", "onnxruntime", "fastapi", "dbos")


@click.command()
@click.option(
    "--price-per-core-hour", default=0.04, show_default=True, help="What one CPU core costs an hour, in any currency."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(price_per_core_hour: float, as_json: bool) -> None:
    """Versions, networks, sizes and speed of this installation."""
    words_of_ours_only()
    report = {
        "python": platform.python_version(),
        "versions": {name: version(name) for name in SHOWN},
        "installed_mb": round(installed_bytes() / 1e6),
        "nets": [
            {
                "name": net.name,
                "mb": round(net.bytes / 1e6, 1),
                "sha256": net.sha256,
                "whole": net.installed(default_folder()),
            }
            for net in packaged()
        ],
        "own": own_files(),
        "help_s": start_up_seconds(),
        "decoding": confinement(),
        "tryon": speed(price_per_core_hour),
    }
    if as_json:
        click.echo(json.dumps(report))
    else:
        show(report)


def version(distribution: str) -> str | None:
    """The installed version, or None."""
    try:
        return importlib.metadata.version(distribution)
    except importlib.metadata.PackageNotFoundError:
        return None


def installed_bytes() -> int:
    """Bytes of this package's own installation: every distribution that it requires, MediaPipe and the networks.

    Test tools in the same environment are not counted.
    """
    from packaging.requirements import Requirement

    waiting, seen, total = (
        ["vitrine", "mediapipe", "matplotlib", "sounddevice", "absl-py", "flatbuffers"],
        set[str](),
        0,
    )
    while waiting:
        name = waiting.pop().lower().replace("_", "-")
        if name in seen:
            continue
        seen.add(name)
        try:
            found = importlib.metadata.distribution(name)
        except importlib.metadata.PackageNotFoundError:
            continue
        paths = (Path(str(file.locate())) for file in found.files or ())
        total += sum(path.stat().st_size for path in paths if path.is_file())
        if name == "mediapipe":
            continue  # its metadata asks for packages that are left out on purpose
        for line in found.requires or ():
            requirement = Requirement(line)
            if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
                waiting.append(requirement.name)
    return total + sum(file.stat().st_size for file in default_folder().glob("*") if file.is_file())


def own_files() -> list[dict[str, Any]]:
    """Our own networks: name, megabytes and hash; `mb` and `sha256` are None where the file is not there."""
    out: list[dict[str, Any]] = []
    for name in OWN:
        file = Nets().own / name
        data = file.read_bytes() if file.is_file() else None
        out.append(
            {
                "name": name,
                "mb": None if data is None else round(len(data) / 1e6, 2),
                "sha256": None if data is None else hashlib.sha256(data).hexdigest(),
            }
        )
    return out


def start_up_seconds() -> float:
    """Seconds of `vitrine --help`, the median of five."""
    times = []
    for _ in range(5):
        start = time.perf_counter()
        subprocess.run([sys.executable, "-m", "vitrine", "--help"], check=True, stdout=subprocess.DEVNULL)
        times.append(time.perf_counter() - start)
    return round(statistics.median(times), 3)


def confinement() -> dict[str, str]:
    """How the process that decodes strangers' pictures is held: `network` and `calls` (docs/explanation/doors.md)."""
    from vitrine.intake.decoder import Decoder

    decoder = Decoder()
    decoder.start()
    decoder.close()
    return decoder.confined


def speed(price_per_core_hour: float) -> dict[str, Any] | None:
    """Milliseconds of a try-on on the demo pair, warm; CPU seconds of one and the price of a thousand."""
    import vitrine
    from vitrine.library import demo_pair

    pair = demo_pair()
    if pair is None:
        return None
    vitrine.tryon(*pair)
    wall, cpu = time.perf_counter(), time.process_time()
    runs = 5
    for _ in range(runs):
        vitrine.tryon(*pair)
    wall, cpu = (time.perf_counter() - wall) / runs, (time.process_time() - cpu) / runs
    return {
        "ms": round(1000 * wall),
        "cpu_s": round(cpu, 2),
        "cores": os.cpu_count(),
        "price_of_1000": round(1000 * cpu / 3600 * price_per_core_hour, 4),
        "price_per_core_hour": price_per_core_hour,
    }


def show(report: dict[str, Any]) -> None:
    """Print the report for a person."""
    click.echo(f"Python {report['python']}, " + ", ".join(f"{k} {v}" for k, v in report["versions"].items() if v))
    click.echo(f"Installed: {report['installed_mb']} MB with networks;  vitrine --help: {report['help_s']} s")
    for net in report["nets"]:
        click.echo(
            f"  {'ok     ' if net['whole'] else 'MISSING'} {net['name']:<11} {net['mb']:>5} MB  {net['sha256'][:16]}…"
        )
    for net in report["own"]:
        if net["sha256"] is None:
            click.echo(f"  MISSING {net['name']}")
        else:
            click.echo(f"  own     {net['name']:<12} {net['mb']:>5} MB  {net['sha256'][:16]}…")
    held = report["decoding"]
    click.echo(f"Uploads are decoded with network: {held['network']}, system calls: {held['calls']}")
    tryon = report["tryon"]
    if tryon is None:
        click.echo("Try-on: not measured, the demo pictures are not here.")
        return
    click.echo(
        f"Try-on of the demo pair, person's analysis included: {tryon['ms']} ms, {tryon['cpu_s']} CPU s; "
        f"1,000 cost {tryon['price_of_1000']} at {tryon['price_per_core_hour']} a core-hour."
    )
