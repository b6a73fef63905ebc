"""Tests of training need torch; without the extra `train` they are left out, and `make test` says how many."""

from importlib.util import find_spec

collect_ignore_glob = [] if find_spec("torch") else ["test_*.py"]
