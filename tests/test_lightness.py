"""`import vitrine` and `vitrine --help` load nothing heavy: a door that opens at once."""

import json
import subprocess
import sys

import pytest

HEAVY = {
    "torch",
    "ray",
    "diffusers",
    "transformers",
    "mediapipe",
    "cv2",
    "onnxruntime",
    "scipy",
    "fastapi",
    "dbos",
    "matplotlib",
}


@pytest.mark.parametrize(
    "statement", ["import vitrine", "import vitrine.cli; vitrine.cli.cli.main(['--help'], standalone_mode=False)"]
)
def test_loads_nothing_heavy(statement: str) -> None:
    code = f"import sys, json; {statement}; print(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = {name.partition(".")[0] for name in json.loads(done.stdout.splitlines()[-1])}
    assert "vitrine" in loaded
    assert not loaded & HEAVY
