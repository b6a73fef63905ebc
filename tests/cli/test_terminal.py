"""What a long command says of its progress."""

import pytest

from vitrine.cli.terminal import progress


def test_without_a_terminal_each_tenth_of_a_stage_is_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    with progress("garment", silent=False) as report:
        for step in range(1, 41):
            report(step=step, steps=40, stage="drawing")
        for step in range(1, 4):
            report(step=step, steps=3, loss=0.5 if step == 1 else None, score=0.25)
    told = [line for line in capsys.readouterr().err.splitlines() if " of " in line]
    assert told[:2] == ["garment: drawing, 4 of 40", "garment: drawing, 8 of 40"]
    assert len([line for line in told if "drawing" in line]) == 10
    assert told[-1] == "garment: loss 0.500, score 0.250, 3 of 3"


def test_what_is_not_known_yet_is_a_dash(capsys: pytest.CaptureFixture[str]) -> None:
    with progress("parser", silent=False) as report:
        report(step=1, steps=2, loss=None, score=None)
        report(step=2, steps=2, loss=0.5, score=None)
    told = [line for line in capsys.readouterr().err.splitlines() if " of " in line]
    assert told == ["parser: loss –, score –, 1 of 2", "parser: loss 0.500, score –, 2 of 2"]


def test_a_silent_command_says_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    with progress("garment", silent=True) as report:
        report(step=1, steps=1)
    told = capsys.readouterr()
    assert told.out == told.err == ""
