"""What a shopper had erased is gone, also when the process dies in the midst of it."""

import sqlite3
import threading

import httpx
import pytest
from served import Served, until


@pytest.fixture
def served(tmp_path):
    server = Served(tmp_path).start()
    yield server
    if server.process.poll() is None:
        server.stop()


def left(served):
    """Pictures, jobs, and the vault's objects with their kinds."""
    with sqlite3.connect(served.home / "vitrine.sqlite") as base:
        counts = [base.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in ("picture", "job")]
    with sqlite3.connect(served.home / "keys" / "keys.sqlite") as keys:
        kinds = [kind for (kind,) in keys.execute("SELECT kind FROM objects")]
    return *counts, sorted(kind.split("/")[0] for kind in kinds)


def hidden(served, photo):
    with sqlite3.connect(served.home / "vitrine.sqlite") as base:
        found = base.execute("SELECT expires_at < datetime('now', '+1 second') FROM picture WHERE id = ?", (photo,))
        return found.fetchone()[0]


def test_an_erasure_that_a_kill_broke_off_is_ended_by_the_next_start(served):
    shopper = served.shopper()
    photo, garment = shopper.photo(), shopper.garment()
    job = shopper.until(shopper.job(photo, garment), "done")
    assert left(served) == (2, 1, ["analysis", "analysis", "garment", "photo", "result", "thumb"])
    with sqlite3.connect(served.home / "keys" / "keys.sqlite", isolation_level=None) as keys:
        keys.execute("BEGIN IMMEDIATE")  # no key can be destroyed now

        def ask():
            with pytest.raises(httpx.HTTPError):
                shopper.delete(f"/v1/photos/{photo}")

        asking = threading.Thread(target=ask)
        asking.start()
        until(lambda: hidden(served, photo), bool)
        served.kill()
        asking.join()
        keys.execute("ROLLBACK")
    assert "photo" in left(served)[2]
    served.start()
    until(lambda: left(served), lambda now: now == (1, 0, ["analysis", "garment"]))
    assert shopper.get(f"/v1/jobs/{job['id']}").status_code == 404
    assert served.client.get(job["result"]["url"]).status_code == 404


def test_what_is_left_of_an_erasure_that_no_queue_knows_is_found_by_the_tidying(served):
    shopper = served.shopper()
    photo, garment = shopper.photo(), shopper.garment()
    shopper.until(shopper.job(photo, garment), "done")
    served.stop()
    with sqlite3.connect(served.home / "vitrine.sqlite") as base:
        base.execute("UPDATE picture SET expires_at = '2000-01-01 00:00:00' WHERE id = ?", (photo,))
    served.start()  # tidies at once, and every ten minutes
    until(lambda: left(served), lambda now: now == (1, 0, ["analysis", "garment"]))
