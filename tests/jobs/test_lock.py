"""One server a home."""

import subprocess
import sys

import pytest

from vitrine.jobs.lock import HomeLock, HomeTaken

HOLD = """
import sys
from pathlib import Path
from vitrine.jobs.lock import HomeLock
HomeLock(Path(sys.argv[1])).take()
print("held", flush=True)
sys.stdin.read()
"""


def test_the_lock_is_free_again_when_its_process_is_killed(tmp_path):
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with holder:
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(HomeTaken, match=f"process {holder.pid}"):
            HomeLock(tmp_path).take()
        holder.kill()
    lock = HomeLock(tmp_path)
    lock.take()
    lock.release()
    lock.release()
    HomeLock(tmp_path).take()
