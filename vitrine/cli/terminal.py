"""The terminal, kept for people."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


def words_of_ours_only() -> None:
    """Keep stderr for people: native libraries write their start-up chatter straight to file descriptor 2.

    Python's own `sys.stderr` goes on to the terminal by a duplicate; what C++ code writes goes nowhere.
    """
    terminal = os.dup(2)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    os.close(nowhere)
    sys.stderr = os.fdopen(terminal, "w", buffering=1, encoding=sys.stderr.encoding, errors=sys.stderr.errors)


@contextmanager
def progress(name: str, silent: bool) -> Iterator["Report"]:
    """A progress bar on stderr for one long command, which its work tells of every step; `silent` shows none.

    Where stderr is no terminal, each tenth of a stage is a line.
    """
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TimeRemainingColumn()
    )  # fmt: skip
    console = Console(stderr=True)
    with Progress(*columns, console=console, disable=silent or not console.is_terminal) as bar:
        yield Report(name, bar, bar.add_task(f"{name}: preparing", total=None), silent or console.is_terminal)


class Report:
    """Puts what a trainer or an evaluation reports onto the progress bar."""

    def __init__(self, name: str, bar: Any, task: Any, drawn: bool) -> None:
        self._name, self._bar, self._task, self._drawn = name, bar, task, drawn
        self._stage, self._tenth = "", 0
        self._loss: float | None = None

    def __call__(
        self, step: int, steps: int, loss: float | None = None, score: float | None = None, stage: str = "train"
    ) -> None:
        """`step` of `steps` of a stage is done; `loss` is None when it was not read, `score` before it is known."""
        self._loss = self._loss if loss is None else loss
        text = f"loss {_figure(self._loss)}, score {_figure(score)}" if stage == "train" else stage
        if stage != self._stage:
            # the time left is told by this stage's own pace
            self._bar.reset(self._task, total=steps)
            self._stage, self._tenth = stage, 0
        self._bar.update(self._task, description=f"{self._name}: {text}", completed=step, total=steps)
        if 10 * step // steps > self._tenth:
            self._tenth = 10 * step // steps
            if not self._drawn:
                print(f"{self._name}: {text}, {step} of {steps}", file=sys.stderr, flush=True)


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"
