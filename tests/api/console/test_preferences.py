"""Preferences take effect at once: on the next session, and on the page."""

from datetime import UTC, datetime, timedelta

import pytest
from console import Browser, first_link
from served import Served, png
from vendor import Merchant


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    server = Served(tmp_path_factory.mktemp("preferences"), visible_mark="auto").start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def owner(served):
    browser = Browser(served)
    assert browser.welcome(first_link(served), "mei").status_code == 201
    return browser


def test_what_is_chosen_is_in_force(served, owner):
    found = owner.get("/preferences").json()
    assert found["bounds"] == {"visible_mark": "auto"}
    wish = found["now"] | {"session_hours": 2, "visible_mark": "off", "languages": ["zh"]}
    answer = owner.call("PUT", "/v1/console/preferences", json=wish).json()
    assert answer["now"] == wish | {"visible_mark": "auto"}
    assert served.client.get("/v1/demo").json()["languages"] == ["zh"]


def test_a_session_lives_as_long_as_was_chosen(served, owner):
    now = owner.get("/preferences").json()["now"]
    owner.call("PUT", "/v1/console/preferences", json=now | {"session_hours": 3})
    shopper = served.shopper()
    given = shopper.post("/v1/photos", content=png((90, 120, 150)), headers={"Content-Type": "image/png"})
    until = datetime.fromisoformat(given.json()["expires_at"])
    assert abs(until - datetime.now(UTC) - timedelta(hours=3)) < timedelta(minutes=5)


def test_nonsense_is_refused(owner):
    now = owner.get("/preferences").json()["now"]
    for wrong in ({"session_hours": 0}, {"languages": []}, {"languages": ["fr"]}, {"moderation": "none"}, {"other": 1}):
        assert owner.call("PUT", "/v1/console/preferences", json=now | wrong).status_code == 422, wrong


def test_jobs_say_nothing_of_a_shopper(served, owner):
    shopper = served.shopper()
    photo = shopper.photo()
    job = shopper.job(photo, shopper.garment())
    shopper.until(job, "done", "failed")
    found = owner.get("/jobs").json()
    assert found["counts"]["done"] >= 1
    mine = next(one for one in found["items"] if one["id"] == job)
    assert mine["status"] == "done"
    assert mine["garments"] == []
    assert mine["seconds"] > 0
    assert photo not in str(found)


def test_jobs_name_products_in_the_readers_language_and_with_their_size(served, owner):
    rows = [{"size": size, "labels": {}, "cm": {"length": cm}} for size, cm in (("M", 20), ("L", 22))]
    title = {"en": "Red tee", "zh": "红色T恤"}
    product = Merchant(served).added("tee", png((200, 30, 40)), title=title, size_chart={"rows": rows})
    shopper = served.shopper()
    garment = f"product:{product['id']}"
    job = shopper.job(shopper.photo(), garment, sizes={garment: "L"})
    shopper.until(job, "done", "failed")
    for language, name in (("en", "Red tee (L)"), ("zh-CN", "红色T恤 (L)")):
        found = owner.get("/jobs", headers={"Accept-Language": language}).json()["items"]
        assert next(one for one in found if one["id"] == job)["garments"] == [name]
