"""Feeds over HTTP: read in the background, followed, canceled, taken up again after a crash."""

import json

import pytest
from served import Served, png
from vendor import Merchant, looked

TABLE = "external_id,title,price\na,Tee,€19.90\n,No id,1\nb,Shirt,free\nc,红裙,¥99\n"


@pytest.fixture(scope="module")
def merchant(served):
    return Merchant(served)


def give(merchant, text, name="products.csv", **more):
    answer = merchant.post("/v1/imports", params={"name": name}, content=text.encode(), **more)
    assert answer.status_code == 202, answer.text
    return answer.json()


def test_a_feed_goes_in_with_a_reason_for_each_row_that_does_not(merchant):
    done = merchant.over(give(merchant, TABLE)["id"])
    assert (done["state"], done["rows"], done["added"], done["done"]) == ("done", 2, 2, 2)
    assert [(one["row"], one["code"]) for one in done["failed"]] == [("3", "no-external-id"), ("4", "bad-price")]
    assert done["failures"] == 2
    again = merchant.over(give(merchant, TABLE)["id"])
    assert (again["added"], again["updated"], again["unchanged"]) == (0, 0, 2)
    found = merchant.get("/v1/products", params={"external_id": "c"}).json()["items"][0]
    assert (found["title"], found["price"], found["currency"]) == ({"zh": "红裙"}, "99", "CNY")
    assert [one["id"] for one in merchant.get("/v1/products", params={"q": "红裙"}).json()["items"]] == [found["id"]]


def test_reasons_are_told_in_the_readers_language(merchant):
    batch = give(merchant, TABLE)["id"]
    merchant.over(batch)
    done = merchant.get(f"/v1/imports/{batch}", headers={"Accept-Language": "zh"}).json()
    assert done["failed"][0]["reason"] == "此行没有 external_id。"


def test_what_is_no_feed_is_refused_at_once(merchant):
    answer = merchant.post("/v1/imports", params={"name": "x.csv"}, content=b"hello")
    assert (answer.status_code, answer.json()["code"]) == (422, "unknown-feed")
    assert merchant.get("/v1/imports/" + "0" * 32).json()["code"] == "no-such-import"


def test_files_beside_a_feed_that_came_alone_are_never_read(merchant):
    done = merchant.over(give(merchant, "external_id,pictures\nx1,/etc/passwd|../../x.jpg\n")["id"])
    assert [one["code"] for one in done["failed"]] == ["picture-missing", "picture-missing"]


def test_an_idempotency_key_gives_the_same_import_again(merchant):
    key = {"Idempotency-Key": "feed-1"}
    first = give(merchant, TABLE, headers=key)
    assert give(merchant, TABLE, headers=key)["id"] == first["id"]
    other = merchant.post("/v1/imports", content=b"external_id,title\nz,Z\n", headers=key)
    assert other.json()["code"] == "idempotency-key-reused"


def test_pictures_that_follow_one_by_one_are_one_import_whose_events_tell_its_end(served, merchant):
    batch = merchant.post("/v1/imports", params={"name": "dropped"}).json()
    assert batch["state"] in ("working", "done")
    for number in range(3):
        files = [("pictures", (f"drop-{number}.png", png((number, 90, 9)), "image/png"))]
        taken = merchant.post("/v1/products", files=files, params={"batch": batch["id"]}).json()
        assert taken["product"]["external_id"] == f"drop-{number}"
    events = []
    with served.client.stream("GET", f"/v1/imports/{batch['id']}/events", headers=merchant.headers) as stream:
        for line in stream.iter_lines():
            if line.startswith("event: "):
                events.append(line[7:])
            if line.startswith("data: "):
                last = json.loads(line[6:])
    assert events[-1] == "end"
    assert (last["state"], last["added"], last["done"], last["verdicts"]) == ("done", 3, 3, {"yes": 3})


def test_imports_are_listed_newest_first(merchant):
    ids = [give(merchant, TABLE, name=f"list-{n}")["id"] for n in range(3)]
    first = merchant.get("/v1/imports", params={"limit": 2}).json()
    second = merchant.get("/v1/imports", params={"limit": 2, "cursor": first["next"]}).json()
    assert [one["id"] for one in first["items"] + second["items"]][:3] == ids[::-1]


def test_killed_in_the_midst_the_next_start_goes_on(tmp_path):
    served = Served(tmp_path).start()
    merchant = Merchant(served)
    served.hold()
    products = [merchant.add(f"p{n}", png((n, 50, 90)))["product"]["id"] for n in range(6)]
    batch = give(merchant, TABLE)["id"]
    served.kill()
    served.release()
    served.start()
    try:
        assert [merchant.ready(product)["verdict"] for product in products] == ["yes"] * 6
        assert merchant.over(batch)["done"] == 2
        assert len(looked(served)) <= 6 + 2  # what was begun is looked at again
    finally:
        served.stop()


def test_a_canceled_import_keeps_what_is_in_and_begins_nothing_more(tmp_path):
    served = Served(tmp_path, workers=1).start()
    try:
        merchant = Merchant(served)
        served.hold()
        batch = merchant.post("/v1/imports", params={"name": "dropped"}).json()["id"]
        for number in range(4):
            files = [("pictures", (f"{number}.png", png((number, 9, 9)), "image/png"))]
            merchant.post("/v1/products", files=files, params={"batch": batch})
        assert merchant.post(f"/v1/imports/{batch}/cancel").json()["state"] == "canceled"
        served.release()
        found = merchant.get("/v1/products").json()
        assert found["total"] == 4
        for item in found["items"]:
            merchant.ready(item["id"])
        assert len(looked(served)) <= 4
    finally:
        served.stop()
