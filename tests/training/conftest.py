"""Tests of training that need torch are left out without the extra `train`; the end of the run says how many."""

import ast
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent


def needing_torch() -> list[Path]:
    """The files whose tests are marked so."""
    return [
        file for file in sorted(HERE.glob("test_*.py")) if "pytestmark = pytest.mark.train" in file.read_text("utf8")
    ]


def count(file: Path) -> int:
    """How many tests pytest would collect of a file, read from its source: without torch it cannot be imported."""
    body = ast.parse(file.read_text("utf8")).body
    total = 0
    for node in body:
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            times = 1
            for mark in node.decorator_list:
                # its values are written out as a list: a name could not be counted
                if isinstance(mark, ast.Call) and ast.unparse(mark.func) == "pytest.mark.parametrize":
                    times *= len(mark.args[1].elts)  # type: ignore[attr-defined]
            total += times
    return total


@pytest.fixture(autouse=True, scope="session")
def one_thread() -> None:
    """Networks as tiny as these win nothing by a second thread, and on a busy machine wait for it most of the time."""
    if torch := sys.modules.get("torch"):
        torch.set_num_threads(1)


left_out = [] if find_spec("torch") else needing_torch()
collect_ignore = [file.name for file in left_out]


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say what was left out and how to run it."""
    if left_out:
        terminalreporter.write_line(
            f"Left out: {sum(map(count, left_out))} tests of the extra 'train' "
            "(to run them: make install EXTRAS=train && make test)"
        )
