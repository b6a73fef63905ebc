"""Products in: seconds for a folder of pictures by `vitrine product add`, and shops' real feeds against what they hold.

python bench/intake.py [--products 500] [--feeds ../shared/data/feeds]

The folder is made of the demo garments, recoloured and mirrored: own pictures, each another product. Processor seconds
are those of the command and its rendering processes; wall time depends on what else the machine does.
"""

import argparse
import contextlib
import json
import os
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np

from vitrine.errors import BadInput
from vitrine.intake import feeds
from vitrine.intake.feeds.rows import Refused, Row
from vitrine.settings import Settings
from vitrine.workflows.studio import open_database, open_records

DEMO = Path(__file__).parents[1] / "demo" / "garments"
WORKERS = 2


def recoloured(picture: np.ndarray, turn: float, mirrored: bool) -> np.ndarray:
    """The picture with its hues turned (degrees), mirrored or not."""
    hsv = cv2.cvtColor(picture, cv2.COLOR_BGR2HSV_FULL)
    hsv[..., 0] += np.uint8(turn / 360 * 255)
    out = cv2.cvtColor(hsv, cv2.COLOR_HSV2BGR_FULL)
    return out[:, ::-1] if mirrored else out


def make(folder: Path, count: int) -> None:
    """So many product pictures."""
    sources = [cv2.imread(str(path)) for path in sorted(DEMO.glob("*.jpg"))]
    for number in range(count):
        source = sources[number % len(sources)]
        assert source is not None
        turn = 360 * (number // len(sources)) / max(1, count // len(sources))
        cv2.imwrite(str(folder / f"p{number:04}.jpg"), recoloured(source, turn, number % 2 == 1))


def add(folder: Path, home: Path) -> Iterator[str]:
    """Rows of the table: all of a folder, then the same again."""
    env = os.environ | {"VITRINE_HOME": str(home), "VITRINE_WORKERS": str(WORKERS)}
    command = [sys.executable, "-m", "vitrine", "product", "add", str(folder), "--json"]
    for name in ("all", "the same again"):
        before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        process = subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        first = _first(home, process) - began
        told = json.loads(process.communicate()[0])
        wall, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        counts = ", ".join(f"{told[key]} {key}" for key in ("added", "unchanged")) + f", {len(told['failed'])} failed"
        yield f"| {name} | {counts} | {wall:.0f} | {cpu:.0f} | {first:.1f} |"


def _first(home: Path, process: "subprocess.Popen[str]") -> float:
    """When the first product could be tried on."""
    path = home / "vitrine.sqlite"
    while process.poll() is None:
        with (
            contextlib.suppress(sqlite3.Error),
            contextlib.closing(sqlite3.connect(f"file:{path}?mode=ro", timeout=1, uri=True)) as base,
        ):
            if base.execute("SELECT 1 FROM product WHERE verdict IN ('yes', 'limits')").fetchone():
                return time.perf_counter()
        time.sleep(0.5)
    return time.perf_counter()


def verdicts(home: Path) -> dict[str, int]:
    """How many products have each verdict."""
    counts: dict[str, int] = {}
    for found in open_records(Settings(home=home), open_database(home)).shelf.all():
        counts[str(found.product.verdict)] = counts.get(str(found.product.verdict), 0) + 1
    return counts


def against(folder: Path) -> Iterator[str]:
    """Rows of the table: each real feed, what was read of it and what it holds."""
    expected = json.loads((folder / "expect.json").read_text("utf8"))
    for name, holds in sorted(expected.items()):
        if name.startswith("_"):
            continue
        try:
            began = time.process_time()
            items = list(feeds.read(folder / name))
            seconds = time.process_time() - began
        except BadInput as error:
            yield f"| {name} | - | - | - | {error.code} | |"
            continue
        rows = [item for item in items if isinstance(item, Row)]
        found = {
            "products": len(rows),
            "variants": sum(len(row.variants) for row in rows),
            "image_urls_distinct": len({picture.source for row in rows for picture in row.pictures}),
        }
        cells = " | ".join(f"{value} of {holds[key]}" for key, value in found.items())
        first = rows and (next(iter(rows[0].title.values()), ""), rows[0].price)
        right = "yes" if first == (holds["first_title"], holds["first_price"]) else f"{first}"
        refused = sum(isinstance(item, Refused) for item in items)
        yield f"| {name} | {cells} | {right} | {refused} refused, {seconds:.2f} s |"


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--products", type=int, default=500)
    options.add_argument("--feeds", type=Path, default=Path(__file__).parents[2] / "shared" / "data" / "feeds")
    given = options.parse_args()
    if (given.feeds / "expect.json").exists():
        print("| feed | products | variants | pictures | first title and price | |\n|---|---|---|---|---|---|")
        print("\n".join(against(given.feeds)))
    else:
        print(f"no real feeds in {given.feeds}: left out (bench/README.md)")
    if given.products:
        with tempfile.TemporaryDirectory() as scratch:
            folder, home = Path(scratch, "pictures"), Path(scratch, "home")
            folder.mkdir()
            make(folder, given.products)
            print(f"\n| {given.products} products, {WORKERS} workers | | wall s | CPU s | first ready s |")
            print("|---|---|---|---|---|")
            for row in add(folder, home):
                print(row, flush=True)
            print(f"\nverdicts: {verdicts(home)}")


if __name__ == "__main__":
    main()
