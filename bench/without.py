"""Our networks where they count: the judge's pairs as they are, and with one network left out at a time.

    python bench/without.py [--pairs P] [--data D] [--judge J] [--out bench/out/without] [NETWORK ...]

NETWORK: `nothing`, `garment.onnx`, `parser.onnx` (all three if none is named). Each runs with a copy of the weights
folder that lacks the file. Prints the judge's table and CPU seconds of all pairs, analyses included.
"""

import argparse
import shutil
import sys
import tempfile
import time
from pathlib import Path

import tryon

import vitrine.library
from vitrine.nets import Nets

ALL = ("nothing", "garment.onnx", "parser.onnx")


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("left_out", nargs="*", metavar="NETWORK")
    ask.add_argument("--pairs", type=Path, default=tryon.SHARED / "bench" / "pairs.csv")
    ask.add_argument("--data", type=Path, default=tryon.SHARED / "data" / "tryon")
    ask.add_argument("--judge", type=Path, default=tryon.SHARED / "bench" / "tryon_judge.py")
    ask.add_argument("--out", type=Path, default=tryon.ROOT / "bench" / "out" / "without")
    ask.add_argument("--version", default="first", choices=["first", "second"])
    given = ask.parse_args()
    given.checks = False
    if not given.pairs.exists():
        sys.exit(f"{given.pairs} is not here: this bench needs pictures that the project may not carry.")
    for name in given.left_out or ALL:
        measure(name, given)


def measure(name: str, given: argparse.Namespace) -> None:
    """One table."""
    rows = list(tryon.csv.DictReader(given.pairs.open()))
    own = Nets().own
    with tempfile.TemporaryDirectory() as spare:
        copy = Path(spare) / "weights"
        shutil.copytree(own, copy, ignore=shutil.ignore_patterns(name))
        fewer = Nets(own=copy)
        vitrine.library.nets = lambda: fewer  # the one place where the Python door opens its networks
        started = time.process_time()
        tryon.make(given, rows, given.out / name)
        print(f"without {name}: {time.process_time() - started:.0f} CPU seconds for {len(rows)} pairs", flush=True)
    tryon.score(given, given.pairs, given.out / name / "warp", "warp")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
