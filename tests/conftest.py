import sys
from pathlib import Path

import pytest
from hypothesis import settings

# The same examples in every run, and no clock: a busy machine must not fail a test.
settings.register_profile("house", deadline=None, derandomize=True)
settings.load_profile("house")
sys.path.insert(0, str(Path(__file__).parent / "doubles"))


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """A server for the tests of one file: real process, real files; only its engine is the tests' own."""
    from served import Served

    server = Served(tmp_path_factory.mktemp("served")).start()
    yield server
    server.stop()
