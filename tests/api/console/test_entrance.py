"""Into the console and out of it: the link, the password, the passkey, roles; and what must not get in."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor

import pytest
from console import PASSWORD, Browser, first_link, invited
from served import Served


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    server = Served(tmp_path_factory.mktemp("console")).start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def owner(served):
    """The shop's owner, who came by the first link."""
    browser = Browser(served)
    assert browser.get("/session").json() == {"here": None, "first": True, "passkeys_work": True}
    link = first_link(served)
    far = browser.post("/link", {"link": link}, headers={"X-Forwarded-For": "203.0.113.9"})
    assert far.status_code == 200  # a fresh one: within ten minutes from anywhere
    assert browser.post("/link", {"link": link}).json() == {"role": "owner", "name": None}
    weak = browser.welcome(link, "Mei", "password")
    assert weak.json()["code"] == "weak-password"
    assert browser.welcome(link, " Mei  Lin ").json()["here"]["account"]["name"] == "Mei Lin"
    again = Browser(served).welcome(link, "somebody else")
    assert (again.status_code, again.json()["code"]) == (403, "bad-invitation")
    return browser


def test_the_cookie_is_for_this_origins_own_requests_only(served, owner):
    answer = owner.sign_in("Mei Lin")
    kept = answer.headers["set-cookie"]
    assert "HttpOnly" in kept
    assert "SameSite=strict" in kept
    secret = kept.split("=", 1)[1].split(";")[0]
    assert not [path for path in served.home.rglob("*") if path.is_file() and secret.encode() in path.read_bytes()]


def test_name_and_password_are_wrong_alike(served, owner):
    browser = Browser(served)
    wrong = [browser.sign_in(*pair) for pair in (("mei lin", "not the password"), ("nobody", PASSWORD))]
    assert [answer.status_code for answer in wrong] == [401, 401]
    assert wrong[0].json() == wrong[1].json()
    assert browser.sign_in("MEI LIN").status_code == 200


def test_a_change_needs_the_token_and_a_page_of_ours(served, owner):
    browser = Browser(served)
    browser.sign_in("mei lin")
    asked = {"role": "merchant"}
    for headers in (
        {"X-CSRF-Token": ""},
        {"X-CSRF-Token": "0" * 64},
        {"Origin": "https://evil.example"},
        {"Sec-Fetch-Site": "cross-site"},
    ):
        refused = browser.post("/keys", asked, headers=headers)
        assert (refused.status_code, refused.json()["code"]) == (403, "foreign-page"), headers
    assert browser.post("/keys", asked).status_code == 201
    assert (
        browser.post(
            "/sign-in", {"name": "mei lin", "password": PASSWORD}, headers={"Origin": "https://evil.example"}
        ).status_code
        == 403
    )


def test_roles_may_what_they_may(served, owner):
    viewer, editor = (invited(owner, served, role, role) for role in ("viewer", "editor"))
    for browser in (viewer, editor):
        assert browser.get("/keys").status_code == 200
        assert browser.get("/jobs").status_code == 200
        for refused in (
            browser.post("/keys", {}),
            browser.get("/accounts"),
            browser.call("PUT", "/v1/console/preferences", json={}),
        ):
            assert refused.status_code in (403, 422)
        assert browser.post("/keys", {"role": "merchant"}).json()["code"] == "role-too-low"
    assert Browser(served).get("/keys").json()["code"] == "signed-out"
    people = owner.get("/accounts").json()["items"]
    assert {one["name"]: one["role"] for one in people} == {"Mei Lin": "owner", "viewer": "viewer", "editor": "editor"}
    mine = people[0]["id"]
    assert owner.call("DELETE", f"/v1/console/accounts/{mine}").json()["code"] == "last-owner"
    other = next(one["id"] for one in people if one["name"] == "viewer")
    assert owner.call("DELETE", f"/v1/console/accounts/{other}").status_code == 204
    assert not viewer.signed_in()


def test_signing_out_everywhere_ends_every_browser(served, owner):
    browsers = [Browser(served) for _ in range(2)]
    for browser in browsers:
        browser.sign_in("editor")
    assert browsers[0].post("/sign-out").status_code == 204
    assert [browser.signed_in() for browser in browsers] == [False, True]
    browsers[0].sign_in("editor")
    browsers[0].post("/sign-out", {"everywhere": True})
    assert [browser.signed_in() for browser in browsers] == [False, False]


def test_a_new_password_signs_the_other_browsers_out(served, owner):
    here, there = invited(owner, served, "editor", "lee"), Browser(served)
    there.sign_in("lee")
    changed = here.call("PUT", "/v1/console/password", json={"old": PASSWORD, "new": "another four words"})
    assert changed.status_code == 200
    assert (here.signed_in(), there.signed_in()) == (True, False)
    assert there.sign_in("lee").status_code == 401
    assert there.sign_in("lee", "another four words").status_code == 200


def test_an_old_first_link_works_from_this_machine_only(tmp_path):
    server = Served(tmp_path).start()
    try:
        link, browser = first_link(server), Browser(server)
        with sqlite3.connect(server.home / "vitrine.sqlite") as base:
            base.execute("UPDATE invitation SET created_at = '2026-01-01 00:00:00.000000'")
        for headers in ({"X-Forwarded-For": "203.0.113.9"}, {"Host": "shop.example", "Origin": "http://shop.example"}):
            assert browser.post("/link", {"link": link}, headers=headers).status_code == 403, headers
        assert browser.post("/link", {"link": link}).status_code == 200
    finally:
        server.stop()


def test_guessing_is_held_back(tmp_path):
    server = Served(tmp_path).start()
    try:
        browser = Browser(server)
        with ThreadPoolExecutor(16) as crowd:  # at once: on a slow machine the bucket would fill up between two
            seen = list(crowd.map(lambda number: browser.sign_in("mei", f"guess number {number}"), range(16)))
        assert {answer.status_code for answer in seen} == {401, 429}
        assert sum(answer.status_code == 401 for answer in seen) <= 9
        assert all(int(one.headers["retry-after"]) >= 1 for one in seen if one.status_code == 429)
    finally:
        server.stop()


def test_the_pages_of_a_key_are_seen(served, owner):
    made = owner.post(
        "/keys", {"origins": ["https://shop.example"], "label": "Shop", "daily": 7, "staging": True}
    ).json()
    assert made["key"]["text"] == made["text"]
    anybody = served.client
    for page, status in (
        ("https://shop.example/tee?customer=17#x", 204),
        ("https://evil.example/", 403),
        ("nonsense", 422),
    ):
        assert anybody.post("/v1/sessions/seen", json={"key": made["text"], "page": page}).status_code == status, page
    found = next(one for one in owner.get("/keys").json()["items"] if one["id"] == made["key"]["id"])
    assert found["seen_page"] == "https://shop.example/tee"
    assert (found["daily"], found["daily_own"], found["staging"]) == (7, True, True)
    changed = owner.call("PATCH", f"/v1/console/keys/{found['id']}", json={"origins": ["https://new.example"]}).json()
    assert (changed["origins"], changed["daily_own"]) == (["https://new.example"], False)
    assert owner.call("DELETE", f"/v1/console/keys/{found['id']}").status_code == 204
    assert (
        anybody.post("/v1/sessions/seen", json={"key": made["text"], "page": "https://new.example"}).status_code == 401
    )
