"""Into the console by a passkey. A server of its own: signing in is held back, and other tests sign in too."""

import pytest
from authenticator import Authenticator
from console import Browser, first_link
from served import Served


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    server = Served(tmp_path_factory.mktemp("passkeys")).start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def owner(served):
    browser = Browser(served)
    assert browser.welcome(first_link(served), "Mei Lin").status_code == 201
    return browser


def test_a_passkey_signs_in_where_it_was_made_and_nowhere_else(served, owner):
    device = Authenticator(owner.url)
    ceremony = owner.post("/passkeys/options").json()
    made = {"challenge_id": ceremony["challenge_id"], "credential": device.create(ceremony["options"]), "label": "Desk"}
    assert [one["label"] for one in owner.post("/passkeys", made).json()["items"]] == ["Desk"]
    assert owner.post("/passkeys", made).json()["code"] == "bad-passkey"  # a challenge is good once

    browser = Browser(served)
    ceremony = browser.post("/sign-in/passkey/options").json()
    used = {"challenge_id": ceremony["challenge_id"], "credential": device.get(ceremony["options"])}
    assert browser.post("/sign-in/passkey", used).json()["here"]["account"]["name"] == "Mei Lin"
    assert Browser(served).post("/sign-in/passkey", used).json()["code"] == "bad-passkey"

    ceremony = browser.post("/sign-in/passkey/options").json()
    device.origin = "https://evil.example"
    used = {"challenge_id": ceremony["challenge_id"], "credential": device.get(ceremony["options"])}
    assert Browser(served).post("/sign-in/passkey", used).json()["code"] == "bad-passkey"
    elsewhere = Browser(served, "127.0.0.1")
    device.origin = elsewhere.url
    ceremony = elsewhere.post("/sign-in/passkey/options").json()
    used = {"challenge_id": ceremony["challenge_id"], "credential": device.get(ceremony["options"])}
    assert elsewhere.post("/sign-in/passkey", used).json()["code"] == "bad-passkey"

    mine = owner.get("/passkeys").json()["items"][0]["id"]
    assert owner.call("DELETE", f"/v1/console/passkeys/{mine}").status_code == 204
    assert owner.get("/passkeys").json() == {"items": []}
