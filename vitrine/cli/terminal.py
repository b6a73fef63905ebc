"""The terminal, kept for people."""

import os
import sys


def words_of_ours_only() -> None:
    """Keep stderr for people: native libraries write their start-up chatter straight to file descriptor 2.

    Python's own `sys.stderr` goes on to the terminal by a duplicate; what C++ code writes goes nowhere.
    """
    terminal = os.dup(2)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    os.close(nowhere)
    sys.stderr = os.fdopen(terminal, "w", buffering=1, encoding=sys.stderr.encoding, errors=sys.stderr.errors)
