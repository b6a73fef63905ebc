"""Without the extra `train` only what needs torch is left out, and the run says how many tests that were."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
WITHOUT = "import sys; sys.modules['torch'] = None; import pytest; sys.exit(pytest.main(sys.argv[1:]))"


def collected(*line: object) -> str:
    command = [sys.executable, *map(str, line), "--collect-only", "-p", "no:cacheprovider"]
    return subprocess.run(command, cwd=HERE.parents[1], capture_output=True, text=True, check=True).stdout


def names(shown: str) -> set[str]:
    return {line for line in shown.splitlines() if "::" in line}


def test_what_needs_no_torch_stays_and_the_rest_is_counted() -> None:
    pytest.importorskip("torch")
    without, whole = collected("-c", WITHOUT, "tests/training"), collected("-m", "pytest", "tests/training")
    said = re.search(r"Left out: (\d+) tests of the extra 'train' \(to run them: make install EXTRAS=train", without)
    assert said
    assert int(said[1]) == len(names(whole) - names(without))
    kept = {line.split("::")[0].rpartition("/")[2] for line in names(without)}
    assert {"test_wardrobe.py", "test_reliability.py", "test_left_out.py"} <= kept
    assert "Left out" not in whole
