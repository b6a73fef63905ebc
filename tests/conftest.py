import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent / "doubles"))


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """A server for the tests of one file: real process, real files; only its engine is the tests' own."""
    from served import Served

    server = Served(tmp_path_factory.mktemp("served")).start()
    yield server
    server.stop()
