"""The server dies, however it likes, or is started twice: each job is done once, and what was kept is still there."""

import io
import os
import signal
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from served import Served, until


@pytest.fixture
def served(tmp_path):
    server = Served(tmp_path).start()
    yield server
    if server.process.poll() is None:
        server.stop()


def statuses(shopper, jobs):
    return [shopper.get(f"/v1/jobs/{job}").json()["status"] for job in jobs]


def results(served):
    """How many results the vault holds a key for."""
    import sqlite3

    with sqlite3.connect(served.home / "keys" / "keys.sqlite") as keys:
        return keys.execute("SELECT count(*) FROM objects WHERE kind LIKE 'result/%'").fetchone()[0]


def test_after_kill_9_each_job_is_done_once(served):
    shopper = served.shopper()
    photo = shopper.photo()
    colours = [(10 * n + 20, 60, 200) for n in range(6)]
    garments = [shopper.garment(colour=colour) for colour in colours]
    jobs = [shopper.job(photo, garment, format="png") for garment in garments[:2]]
    for job in jobs:
        shopper.until(job, "done")
    served.hold()
    jobs += [shopper.job(photo, garment, format="png") for garment in garments[2:]]
    until(lambda: len(served.started), lambda n: n == 4)  # two done, two running, two waiting
    assert statuses(shopper, jobs) == ["done", "done", "running", "running", "queued", "queued"]
    served.kill()
    served.release()
    served.start()
    for job in jobs:
        assert shopper.until(job, "done", "failed")["status"] == "done"
    # Done jobs were not done again; the two that were broken off were begun a second time, the others once.
    assert len(served.started) == 2 + 2 * 2 + 2
    assert all(served.started.count(str(c)) == (2 if c in colours[2:4] else 1) for c in colours)
    assert results(served) == 6
    for job, colour in zip(jobs, colours, strict=True):
        link = shopper.get(f"/v1/jobs/{job}").json()["result"]["url"]
        picture = np.array(Image.open(io.BytesIO(served.client.get(link).content)))
        assert tuple(picture[30, 20]) == colour


def test_a_graceful_stop_loses_nothing_either(served):
    shopper = served.shopper()
    photo, garment = shopper.photo(), shopper.garment()
    served.hold()
    jobs = [shopper.job(photo, garment) for _ in range(3)]
    until(lambda: len(served.started), lambda n: n == 2)
    events = shopper.events(jobs[0])
    next(events)  # somebody watches, which must not hold the stop up
    assert served.stop() == 0
    served.release()
    served.start()
    for job in jobs:
        assert shopper.until(job, "done", "failed")["status"] == "done"
    assert results(served) == 3


def test_a_second_server_on_the_same_home_says_so_and_doubles_nothing(served):
    shopper = served.shopper()
    photo, garment = shopper.photo(), shopper.garment()
    served.hold()
    jobs = [shopper.job(photo, garment) for _ in range(3)]
    until(lambda: len(served.started), lambda n: n == 2)
    second = served.spawn()
    said = second.communicate(timeout=60)[0]
    assert second.returncode != 0
    assert "Another Vitrine server already works on this home" in said
    assert str(served.process.pid) in said
    assert "Traceback" not in said
    assert len(said.splitlines()) == 1
    served.release()
    for job in jobs:
        shopper.until(job, "done")
    assert len(served.started) == 3


def test_a_job_recorded_but_never_enqueued_is_done_after_the_restart(served):
    """The crash came between the record and the queue."""
    import sqlite3

    shopper = served.shopper()
    job = shopper.job(shopper.photo(), shopper.garment())
    shopper.until(job, "done")
    served.kill()
    with sqlite3.connect(served.home / "vitrine.sqlite") as base:
        base.execute("UPDATE job SET status = 'queued', result = NULL, report = '{}', finished_at = NULL")
    with sqlite3.connect(served.home / "jobs.sqlite") as queue:
        queue.execute("DELETE FROM operation_outputs")
        queue.execute("DELETE FROM workflow_status")
    served.start()
    assert shopper.until(job, "done", "failed")["status"] == "done"


def test_a_job_that_was_there_at_every_crash_is_given_up(served):
    shopper = served.shopper()
    photo, garment = shopper.photo(), shopper.garment()
    served.hold()
    job = shopper.job(photo, garment)
    for attempt in range(1, 4):
        until(lambda n=attempt: len(served.started) == n, bool)
        served.kill()
        served.start()
    found = shopper.until(job, "failed", "done")
    assert found["error"]["code"] == "render-crashed"
    assert len(served.started) == 3
    served.release()


def test_rendering_processes_do_not_outlive_a_killed_server(served):
    import subprocess

    def workers():
        found = subprocess.run(["ps", "-wweo", "pid,ppid,args"], capture_output=True, text=True, check=True).stdout
        return [int(line.split()[0]) for line in found.splitlines() if "double:renderer" in line]

    mine = {pid for pid in workers() if os.getpgid(pid) == pid and parent(pid) == served.process.pid}
    assert len(mine) == 2
    shopper = served.shopper()
    photo, garment = shopper.photo(), shopper.garment()
    served.hold()
    shopper.job(photo, garment)
    until(lambda: served.started, bool)
    served.kill()
    until(lambda: mine & set(workers()), lambda left: not left)
    served.release()


def parent(pid):
    return int(Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[1])


def test_the_stop_by_ctrl_c_is_quiet(served):
    assert served.end(signal.SIGINT) == 0
    assert [line for line in served.said.splitlines() if not line.startswith("Console, first link")] == []
