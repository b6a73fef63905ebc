"""The command line as a person meets it."""

import subprocess
import sys

import pytest

from vitrine.cli import VERBS, cli


def run(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    import os

    return subprocess.run(
        [sys.executable, "-m", "vitrine", *words],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **environment},
    )


def test_help_lists_each_verb() -> None:
    shown = run("--help").stdout
    for verb, line in VERBS.items():
        assert verb in shown
        assert line in " ".join(shown.split())


@pytest.mark.parametrize("verb", VERBS)
def test_each_verb_has_a_command_that_explains_itself(verb: str) -> None:
    command = cli.get_command(None, verb)  # type: ignore[arg-type]
    assert command is not None
    assert command.help


def test_an_unknown_verb_is_one_clear_line() -> None:
    done = run("dance")
    assert done.returncode == 2
    assert done.stderr.splitlines() == ["vitrine: No such command 'dance'."]
