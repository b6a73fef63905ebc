"""Products from the console: by cookie and role as by key; drafts for the console and for a staging key."""

import pytest
from console import Browser, first_link, invited
from served import Served, png
from vendor import Merchant

SHOP, COPY = "https://shop.example", "https://copy.example"


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    server = Served(tmp_path_factory.mktemp("products")).start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def owner(served):
    browser = Browser(served)
    assert browser.welcome(first_link(served), "mei").status_code == 201
    return browser


@pytest.fixture(scope="module")
def product(served):
    return Merchant(served).added("tee-1", png((200, 30, 40)))


def test_an_editor_changes_products_and_a_viewer_looks(served, owner, product):
    editor, viewer = (invited(owner, served, role, role) for role in ("editor", "viewer"))
    path = f"/v1/products/{product['id']}"
    for browser, status in ((editor, 200), (viewer, 403), (Browser(served), 401)):
        assert browser.call("PATCH", path, json={"published": True}).status_code == status
    assert viewer.call("GET", path).json()["external_id"] == "tee-1"
    assert editor.call("PATCH", path, json={"published": True}, headers={"X-CSRF-Token": ""}).status_code == 403
    word = editor.call("POST", f"{path}/overrule", json={"verdict": "no", "note": "Sold out."}).json()
    assert (word["verdict"], word["decision"]["overrule"]["by"]) == ("no", "editor")
    editor.call("POST", f"{path}/overrule", json={"verdict": None, "note": ""})


def test_a_draft_is_worn_in_the_console_and_with_a_staging_key_only(served, owner, product):
    path = f"/v1/products/{product['id']}"
    assert owner.call("PATCH", path, json={"published": False}).json()["published"] is False
    wish = {"person": "", "garments": [f"product:{product['id']}"]}
    found = {}
    for name, origin, staging in (("shop", SHOP, False), ("copy", COPY, True)):
        made = owner.post("/keys", {"origins": [origin], "label": name, "staging": staging}).json()
        opened = served.client.post("/v1/sessions", json={"key": made["text"]}, headers={"Origin": origin}).json()
        found[name] = {"Authorization": f"Bearer {opened['token']}"}
    found["console"] = {"Authorization": f"Bearer {owner.post('/preview').json()['token']}"}
    for name, status in (("shop", 404), ("copy", 202), ("console", 202)):
        headers = found[name] | {"Content-Type": "image/png"}
        wish["person"] = served.client.post("/v1/photos", content=png((90, 120, 150)), headers=headers).json()["id"]
        assert served.client.post("/v1/tryon", json=wish, headers=found[name]).status_code == status, name
    shown = served.client.get("/v1/shop/products", headers=found["copy"]).json()["items"]
    assert [one["external_id"] for one in shown] == ["tee-1"]
    assert served.client.get(shown[0]["pictures"][0]["thumb"]).status_code == 200
    assert served.client.get(shown[0]["pictures"][0]["thumb"].partition("?")[0]).status_code == 403
    assert served.client.get("/v1/shop/products", headers=found["shop"]).json()["items"] == []


def test_a_keys_own_budget_ends_its_renderings(served, owner, product):
    owner.call("PATCH", f"/v1/products/{product['id']}", json={"published": True})
    made = owner.post("/keys", {"origins": [SHOP], "daily": 1}).json()
    opened = served.client.post("/v1/sessions", json={"key": made["text"]}, headers={"Origin": SHOP}).json()
    headers = {"Authorization": f"Bearer {opened['token']}"}
    photo = served.client.post(
        "/v1/photos", content=png((90, 120, 150)), headers=headers | {"Content-Type": "image/png"}
    ).json()["id"]
    wish = {"person": photo, "garments": [f"product:{product['id']}"]}
    answers = [served.client.post("/v1/tryon", json=wish, headers=headers) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [202, 429]
    assert answers[1].json()["code"] == "over-budget"
    (key,) = [one for one in owner.get("/keys").json()["items"] if one["id"] == made["key"]["id"]]
    assert (key["spent"], key["daily"]) == (1, 1)
