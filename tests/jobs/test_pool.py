"""Rendering processes: progress, death, time limit, cancel."""

import threading
import time
from pathlib import Path

import pytest

from vitrine.jobs.pool import Canceled, Pool, RenderCrashed, RenderFailed, RenderTimeout, Stopped

HERE = str(Path(__file__).parent)


def quiet(stage, share):
    pass


@pytest.fixture
def pool(monkeypatch):
    monkeypatch.setenv("PYTHONPATH", HERE)
    opened = Pool(1, "errands:errands", {"greeting": "hello"}, seconds=10)
    yield opened
    opened.close()


def in_thread(call):
    """Run `call` in a thread; returns a function that waits for its exception or result."""
    box = []

    def keep():
        try:
            box.append(call())
        except Exception as error:
            box.append(error)

    thread = threading.Thread(target=keep)
    thread.start()

    def outcome():
        thread.join(20)
        return box[0]

    return outcome


def until(true):
    end = time.monotonic() + 20
    while not true():
        assert time.monotonic() < end
        time.sleep(0.005)


def test_a_task_gets_bytes_and_gives_progress_head_and_bytes(pool):
    seen = []
    head, parts = pool.run("a", ({"do": "echo"}, [b"one", b""]), lambda *said: seen.append(said))
    assert head == {"greeting": "hello"}
    assert parts == [b"one", b""]
    assert seen == [("half", 0.5)]
    assert pool.ready


def test_an_error_crosses_in_both_languages(pool):
    with pytest.raises(RenderFailed) as caught:
        pool.run("a", ({"do": "refuse"}, []), quiet)
    said = caught.value.described()
    assert (said["code"], said["status"], said["subject"]) == ("no-person", 422, "photo")
    assert said["title"]["zh"] == "照片中没有找到人。"


def test_an_unforeseen_error_says_nothing_of_what_it_was_about(monkeypatch, capfd):
    monkeypatch.setenv("PYTHONPATH", HERE)
    pool = Pool(1, "errands:errands", {"greeting": ""}, seconds=10)
    with pytest.raises(RenderFailed) as caught:
        pool.run("a", ({"do": "stumble"}, [b"a secret"]), quiet)
    pool.close()
    assert caught.value.described()["code"] == "unforeseen"
    said = capfd.readouterr().err
    assert "ValueError" in said
    assert "errands.py" in said
    assert "secret" not in said


def test_a_process_that_dies_is_replaced(pool):
    first = pool.run("a", ({"do": "pid"}, []), quiet)
    with pytest.raises(RenderCrashed):
        pool.run("b", ({"do": "die"}, []), quiet)
    assert pool.run("c", ({"do": "pid"}, []), quiet) != first


def test_a_process_that_is_too_slow_is_replaced(monkeypatch):
    monkeypatch.setenv("PYTHONPATH", HERE)
    pool = Pool(1, "errands:errands", {"greeting": ""}, seconds=10)
    until(lambda: pool.ready)
    pool._seconds = 0.2
    with pytest.raises(RenderTimeout):
        pool.run("a", ({"do": "sleep"}, []), quiet)
    pool._seconds = 10
    assert pool.run("b", ({"do": "echo"}, []), quiet)[1] == []
    pool.close()


def test_cancel_stops_what_runs_and_only_that(pool):
    started = threading.Event()
    running = in_thread(lambda: pool.run("a", ({"do": "sleep"}, []), lambda *_: started.set()))
    waiting = in_thread(lambda: pool.run("b", ({"do": "echo"}, []), quiet))
    assert started.wait(20)
    pool.cancel("never heard of")
    pool.cancel("a")
    assert isinstance(running(), Canceled)
    assert waiting() == ({"greeting": "hello"}, [])


def test_close_ends_what_runs_and_waits(pool):
    started = threading.Event()
    running = in_thread(lambda: pool.run("a", ({"do": "sleep"}, []), lambda *_: started.set()))
    waiting = in_thread(lambda: pool.run("b", ({"do": "echo"}, []), quiet))
    assert started.wait(20)
    pool.close()
    assert isinstance(running(), Stopped)
    assert isinstance(waiting(), Stopped)


def test_a_process_ends_with_its_server(pool):
    (_, (pid,)) = pool.run("a", ({"do": "pid"}, []), quiet)
    pool._workers[0]._process.stdin.close()  # what the system does when the server dies
    until(lambda: not pool._workers[0].alive)
    assert pool._workers[0]._process.pid == int(pid)
