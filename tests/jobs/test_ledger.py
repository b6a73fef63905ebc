"""Records of jobs: guarded changes, bounded queue, idempotency keys."""

import threading
from datetime import UTC, datetime, timedelta

import pytest

from vitrine.errors import NoPerson
from vitrine.jobs.ledger import Draft, Key, KeyReused, Ledger, NoSuchJob, QueueFull
from vitrine.storage.database import Database


@pytest.fixture
def database(tmp_path):
    opened = Database(tmp_path / "base.sqlite")
    yield opened
    opened.close()


@pytest.fixture
def ledger(database):
    return Ledger(database, limit=3, workers=1)


def draft(owner="anna", person="p", garments=("g",)):
    return Draft("try_on", owner, owner, person, list(garments), {})


def test_a_job_goes_its_way(ledger):
    job, new = ledger.add(draft())
    assert (job.status, new) == ("queued", True)
    assert ledger.claim(job.id).attempts == 1
    assert ledger.claim(job.id).attempts == 2  # again after a crash
    assert ledger.finish(job.id, "r", {"width": 1})
    found = ledger.get("anna", job.id)
    assert (found.status, found.result, found.report) == ("done", "r", {"width": 1})
    assert found.finished_at.tzinfo is UTC
    assert ledger.claim(job.id) is None
    assert not ledger.cancel(job.id)
    assert not ledger.fail(job.id, NoPerson())


def test_a_canceled_job_takes_no_result(ledger):
    job, _ = ledger.add(draft())
    ledger.claim(job.id)
    assert ledger.cancel(job.id)
    assert not ledger.finish(job.id, "r", {})
    assert ledger.get("anna", job.id).result is None


def test_a_failure_is_kept_in_both_languages(ledger):
    job, _ = ledger.add(draft())
    ledger.fail(job.id, NoPerson("photo"))
    error = ledger.get("anna", job.id).error
    assert (error["code"], error["subject"], error["title"]["zh"]) == ("no-person", "photo", "照片中没有找到人。")


def test_the_queue_is_bounded_also_when_many_come_at_once(ledger):
    outcomes = []

    def add():
        try:
            outcomes.append(ledger.add(draft()))
        except QueueFull as full:
            outcomes.append(full.retry_after)

    threads = [threading.Thread(target=add) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(outcomes), outcomes.count(3)) == (8, 5)
    for job in ledger.undone("try_on"):
        ledger.cancel(job.id)
    ledger.add(draft())


def test_a_key_gives_its_job_again_also_when_two_come_at_once(ledger):
    jobs = []
    key = Key("k", "same")
    threads = [threading.Thread(target=lambda: jobs.append(ledger.add(draft(), key))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({job.id for job, _ in jobs}) == 1
    assert sorted(new for _, new in jobs) == [False, False, False, True]
    assert ledger.known("anna", key).id == jobs[0][0].id
    assert ledger.known("bert", key) is None
    with pytest.raises(KeyReused):
        ledger.add(draft(), Key("k", "other"))


def test_keys_are_forgotten_in_time(ledger):
    ledger.add(draft(), Key("k", "same"))
    ledger.forget_keys(datetime.now(UTC) + timedelta(hours=23))
    assert ledger.known("anna", Key("k", "same"))
    ledger.forget_keys(datetime.now(UTC) + timedelta(hours=25))
    assert ledger.known("anna", Key("k", "same")) is None


def test_pages_show_each_job_once_newest_first(database):
    ledger = Ledger(database, limit=100, workers=1)
    made = [ledger.add(draft())[0].id for _ in range(7)]
    ledger.add(draft("bert"))
    seen, before = [], None
    while page := ledger.page("anna", 3, before):
        seen += [job.id for job in page]
        before = (page[-1].created_at, page[-1].id)
    assert seen == made[::-1]


def test_another_owner_sees_no_job(ledger):
    job, _ = ledger.add(draft())
    with pytest.raises(NoSuchJob):
        ledger.get("bert", job.id)


def test_jobs_of_a_picture(ledger):
    first = ledger.add(draft(person="p1", garments=("g1", "g2")))[0].id
    second = ledger.add(draft(person="p2", garments=("g1",)))[0].id
    assert [job.id for job in ledger.of_picture("anna", "p1")] == [first]
    assert {job.id for job in ledger.of_picture("anna", "g1")} == {first, second}
    assert ledger.of_picture("bert", "g1") == []
    ledger.erase([first])
    assert [job.id for job in ledger.of_session("anna")] == [second]
