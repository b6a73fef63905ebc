"""Durable work: once for each id, over restarts and versions; nothing but ids is stored."""

import sqlite3
import threading
import time
from datetime import timedelta

import pytest

from vitrine.jobs.durable import Durable, NotAnId, Queue, Then

QUEUES = [Queue("quick", 2), Queue("polled", 2, 0.02)]

each_queue = pytest.mark.parametrize("queue", ["quick", "polled"])


def until(true):
    end = time.monotonic() + 20
    while not true():
        assert time.monotonic() < end
        time.sleep(0.01)


@pytest.fixture
def durable(tmp_path):
    """Opens a `Durable` on one file, again and again."""
    opened = []

    def open_one(works, version="1"):
        made = Durable(tmp_path / "jobs.sqlite", QUEUES, version)
        opened.append(made)
        for name, work in works.items():
            made.register(name, work)
        made.start()
        return made

    yield open_one
    for one in opened[-1:]:
        one.stop()


@each_queue
def test_each_id_is_done_once(durable, queue):
    done = []
    jobs = durable({"note": done.append})
    for job in ("a", "b", "a", "a"):
        jobs.enqueue(queue, "note", job)
    until(lambda: len(done) == 2)
    jobs.enqueue(queue, "note", "c")
    until(lambda: len(done) == 3)
    assert sorted(done) == ["a", "b", "c"]


@each_queue
def test_one_work_leads_to_another_once(durable, queue):
    done = []
    jobs = durable({"first": lambda job: Then(queue, "second", f"{job}.0"), "second": done.append})
    jobs.enqueue("quick", "first", "a")
    jobs.enqueue("quick", "first", "a")
    until(lambda: done)
    jobs.enqueue("quick", "second", "last")
    until(lambda: "last" in done)
    assert done == ["a.0", "last"]


@each_queue
def test_what_an_older_version_left_is_taken_over(durable, queue):
    hold, begun, done = threading.Event(), [], []

    def wait(job):
        begun.append(job)
        hold.wait(20)

    old = durable({"note": wait}, "1")
    for job in "abc":
        old.enqueue(queue, "note", job)
    until(lambda: len(begun) == 2)  # two run, one waits
    old.stop()
    new = durable({"note": done.append}, "2")
    until(lambda: len(done) == 3)
    hold.set()
    assert sorted(done) == ["a", "b", "c"]
    assert new.version == "2"


def test_jobs_of_a_queue_that_begins_at_once_run_side_by_side_in_their_order(durable):
    hold, begun = threading.Event(), []

    def wait(job):
        begun.append(job)
        hold.wait(20)

    jobs = durable({"note": wait})
    for job in "abcd":
        jobs.enqueue("quick", "note", job)
        until(lambda: len(begun) + len(jobs._turns["quick"]._waiting) > "abcd".index(job))  # noqa: B023
    assert begun == ["a", "b"]
    hold.set()
    until(lambda: len(begun) == 4)
    assert begun[2:] in (["c", "d"], ["d", "c"])  # both turns became free at once


def test_what_waited_at_a_stop_is_done_by_the_next_start(durable):
    hold, begun, done = threading.Event(), [], []

    def wait(job):
        begun.append(job)
        hold.wait(20)

    first = durable({"note": wait})
    for job in "abcd":
        first.enqueue("quick", "note", job)
    until(lambda: len(begun) == 2)
    first.stop()
    durable({"note": done.append})
    until(lambda: len(done) == 4)
    hold.set()
    assert sorted(done) == ["a", "b", "c", "d"]


def test_a_queue_that_is_looked_at_no_longer_is_forgotten(tmp_path):
    polled = Durable(tmp_path / "jobs.sqlite", [Queue("quick", 2, 0.02)], "1")
    polled.register("note", lambda job: None)
    polled.start()
    polled.stop()
    now = Durable(tmp_path / "jobs.sqlite", [Queue("quick", 2)], "2")
    now.register("note", lambda job: None)
    now.start()
    assert now._dbos.list_queues() == []
    now.stop()


def test_resume_does_again_what_ended_without_its_record_saying_so(durable):
    done = []
    jobs = durable({"note": done.append})
    jobs.resume("quick", "note", "a")
    until(lambda: done == ["a"])
    until(lambda: jobs._dbos.get_workflow_status("note/a").status == "SUCCESS")
    jobs.resume("quick", "note", "a")
    until(lambda: done == ["a", "a"])


def test_only_ids_are_stored(durable, tmp_path, caplog):
    def stumble(job):
        raise ValueError("measured on a person")

    jobs = durable({"note": stumble})
    with pytest.raises(NotAnId):
        jobs.enqueue("quick", "note", "https://shop.example/person.jpg")
    jobs.enqueue("quick", "note", "a")
    until(lambda: jobs._dbos.get_workflow_status("note/a").status == "SUCCESS")
    everything = "\n".join(sqlite3.connect(tmp_path / "jobs.sqlite").iterdump())
    assert "measured" not in everything
    assert "ValueError" in caplog.text
    assert "measured" not in caplog.text.replace('raise ValueError("measured on a person")', "")


def test_finished_work_is_forgotten(durable):
    done = []
    jobs = durable({"note": done.append})
    jobs.enqueue("quick", "note", "a")
    until(lambda: done)
    until(lambda: jobs._dbos.get_workflow_status("note/a").status == "SUCCESS")
    assert jobs.forget(timedelta(hours=1)) == 0
    time.sleep(0.01)
    assert jobs.forget(timedelta(0)) == 1
    assert jobs._dbos.get_workflow_status("note/a") is None
