"""Jobs over HTTP: progress as it happens, cancel, full queue, idempotency keys, pages."""

from concurrent.futures import ThreadPoolExecutor, as_completed

import pytest
from served import Served, png, until

from vitrine.api.uploads import WAITING


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    server = Served(tmp_path_factory.mktemp("jobs"), queue_limit=4, daily_renders=60).start()
    yield server
    server.stop()


@pytest.fixture
def shopper(served):
    return served.shopper()


@pytest.fixture
def held(served):
    """Engines wait until the test is over, or lets them go."""
    served.hold()
    yield served
    if (served.double / "hold").exists():
        served.release()


def test_progress_is_told_as_it_happens(shopper, held):
    photo, garment = shopper.photo(), shopper.garment()
    job = shopper.job(photo, garment)
    seen = []
    for name, data in shopper.events(job):
        seen.append((name, data["status"], data["stage"]))
        if data["stage"] == "fit" and (held.double / "hold").exists():
            held.release()
    assert ("progress", "running", "fit") in seen
    assert seen[-2:] == [("progress", "done", "done"), ("end", "done", "done")]
    assert [name for name, _, _ in seen].count("end") == 1


def test_events_of_a_finished_job_end_at_once(shopper):
    job = shopper.job(shopper.photo(), shopper.garment())
    shopper.until(job, "done")
    assert [(name, data["status"]) for name, data in shopper.events(job)] == [("progress", "done"), ("end", "done")]


def test_a_failed_job_says_why_in_the_readers_language(shopper):
    job = shopper.job(shopper.photo(), shopper.garment(first=(1, 2, 3)))
    found = shopper.until(job, "failed", "done")
    assert found["error"]["code"] == "render-crashed"
    assert found["result"] is None
    chinese = shopper.get(f"/v1/jobs/{job}", headers={"Accept-Language": "zh"}).json()
    assert chinese["error"]["title"] == "渲染进程意外退出。"
    assert shopper.until(shopper.job(shopper.photo(), shopper.garment()), "done", "failed")["status"] == "done"


def test_running_and_queued_jobs_can_be_canceled(shopper, held):
    photo, garment = shopper.photo(), shopper.garment()
    jobs = [shopper.job(photo, garment) for _ in range(4)]
    until(lambda: [shopper.get(f"/v1/jobs/{job}").json()["status"] for job in jobs], lambda s: s.count("running") == 2)
    for job in jobs[:3]:
        answer = shopper.post(f"/v1/jobs/{job}/cancel")
        assert (answer.status_code, answer.json()["status"]) == (200, "canceled")
    held.release()
    assert shopper.until(jobs[3], "done", "failed")["status"] == "done"
    assert [shopper.get(f"/v1/jobs/{job}").json()["status"] for job in jobs[:3]] == ["canceled"] * 3
    again = shopper.post(f"/v1/jobs/{jobs[3]}/cancel").json()
    assert again["status"] == "done"
    assert again["result"] is not None


def test_a_full_queue_is_said_with_when_to_come_again(shopper, held):
    photo, garment = shopper.photo(), shopper.garment()
    jobs = [shopper.job(photo, garment) for _ in range(4)]
    full = shopper.try_on(photo, garment)
    assert (full.status_code, full.json()["code"]) == (429, "queue-full")
    assert int(full.headers["retry-after"]) >= 1
    held.release()
    for job in jobs:
        shopper.until(job, "done")
    assert shopper.try_on(photo, garment).status_code == 202


def test_too_many_uploads_at_once_are_asked_to_come_again(shopper, held):
    photo, garment = shopper.photo(), shopper.garment()
    jobs = [shopper.job(photo, garment) for _ in range(2)]
    until(lambda: [shopper.get(f"/v1/jobs/{job}").json()["status"] for job in jobs], lambda s: s == ["running"] * 2)
    crowd = [held.shopper() for _ in range(WAITING + 2)]
    with ThreadPoolExecutor(len(crowd)) as threads:
        asked = [threads.submit(one.post, "/v1/garments", content=png()) for one in crowd]
        refused = [next(done).result() for done in [as_completed(asked)] for _ in range(2)]
        assert [(answer.status_code, answer.json()["code"]) for answer in refused] == [(429, "queue-full")] * 2
        assert all("retry-after" in answer.headers for answer in refused)
        held.release()
        assert sorted(one.result().status_code for one in asked) == [201] * WAITING + [429] * 2


def test_an_idempotency_key_starts_one_job(shopper, held):
    photo, garment = shopper.photo(), shopper.garment()
    once = {"Idempotency-Key": "the-first"}
    jobs = {shopper.job(photo, garment, headers=once) for _ in range(3)}
    assert len(jobs) == 1
    other = shopper.try_on(photo, garment, format="png", headers=once)
    assert (other.status_code, other.json()["code"]) == (422, "idempotency-key-reused")
    stranger = held.shopper()
    assert stranger.job(stranger.photo(), stranger.garment(), headers=once) not in jobs


def test_pages_of_jobs(shopper):
    photo, garment = shopper.photo(), shopper.garment()
    made = [shopper.job(photo, garment) for _ in range(3)]
    first = shopper.get("/v1/jobs?limit=2").json()
    second = shopper.get(f"/v1/jobs?limit=2&cursor={first['next']}").json()
    assert [job["id"] for job in first["items"] + second["items"]] == made[::-1]
    assert second["next"] is None
    for wrong in ("cursor=abc", "cursor=e30=", "limit=0", "limit=x"):
        answer = shopper.get(f"/v1/jobs?{wrong}")
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid")


def test_what_cannot_be_worn_is_refused(shopper):
    photo, garment = shopper.photo(), shopper.garment()
    for body, status, code in (
        ({"person": photo, "garments": []}, 422, "invalid"),
        ({"person": photo, "garments": [garment, garment]}, 422, "garments-refused"),
        ({"person": photo, "garments": [garment], "engine": "magic"}, 422, "engine-missing"),
        ({"person": photo, "garments": [garment], "category": "hats"}, 422, "invalid"),
        ({"person": photo, "garments": [garment], "colour": "red"}, 422, "invalid"),
        ({"person": photo, "garments": [garment], "tucked": ["another"]}, 422, "garments-refused"),
        ({"person": garment, "garments": [garment]}, 404, "gone"),
        ({"person": "demo:nobody", "garments": [garment]}, 404, "gone"),
        ({"person": "../../etc", "garments": [garment]}, 422, "invalid"),
    ):
        answer = shopper.post("/v1/tryon", json=body)
        assert (answer.status_code, answer.json()["code"]) == (status, code), body


def test_the_daily_budget_ends(tmp_path):
    server = Served(tmp_path, daily_renders=1).start()
    shopper = server.shopper()
    photo, garment = shopper.photo(), shopper.garment()
    shopper.job(photo, garment)
    over = shopper.try_on(photo, garment)
    server.stop()
    assert (over.status_code, over.json()["code"]) == (429, "over-budget")
    assert int(over.headers["retry-after"]) > 0
