"""A merchant's products over HTTP, from upload to a shopper's try-on."""

import csv
import io
import json

import double
import numpy as np
import pytest
from PIL import Image
from served import png
from vendor import Merchant, looked


@pytest.fixture(scope="module")
def merchant(served):
    return Merchant(served)


def test_an_uploaded_product_is_looked_at_decided_and_worn_by_a_shopper(served, merchant):
    taken = merchant.add("tee-1", png((200, 30, 40)), title={"en": "Red tee", "zh": "红色T恤"}, price="19.90")
    assert taken["outcome"] == "added"
    product = merchant.ready(taken["product"]["id"])
    assert (product["verdict"], product["decision"]["modes"]["photo"]) == ("yes", "yes")
    assert product["decision"]["modes"]["live"] == "not-yet"
    assert product["chosen"] == product["pictures"][0]["id"]
    assert product["pictures"][0]["facts"]["kind"] == "t-shirt"
    assert merchant.over(taken["batch"]["id"])["verdicts"] == {"yes": 1}

    shopper = served.shopper()
    listed = shopper.get("/v1/shop/products", headers={"Accept-Language": "zh"}, params={"external_id": "tee-1"})
    (shown,) = listed.json()["items"]
    assert (shown["name"], shown["price"], shown["garment"]) == ("红色T恤", "19.90", f"product:{product['id']}")
    assert served.client.get(shown["pictures"][0]["thumb"]).headers["content-type"] == "image/webp"

    job = shopper.until(shopper.try_on(shopper.photo(), shown["garment"]).json()["id"], "done", "failed")
    assert job["error"] is None
    picture = np.array(Image.open(io.BytesIO(served.client.get(job["result"]["url"]).content)))
    assert abs(picture[30, 20].astype(int) - (200, 30, 40)).max() < 12


def test_the_same_product_twice_changes_nothing_and_another_picture_is_looked_at_alone(served, merchant):
    first = merchant.added("again", png((10, 90, 10)))
    before = len(looked(served))
    second = merchant.add("again", png((10, 90, 10)))
    assert second["outcome"] == "unchanged"
    assert merchant.ready(first["id"])["updated_at"] == first["updated_at"]
    third = merchant.add("again", png((10, 90, 10)), png((90, 10, 10)))
    assert third["outcome"] == "updated"
    product = merchant.ready(first["id"])
    assert len(product["pictures"]) == 2
    assert product["pictures"][0]["id"] == first["pictures"][0]["id"]
    assert len(looked(served)) == before + 1


def test_a_product_without_a_garment_is_shown_and_not_offered(served, merchant):
    product = merchant.added("vase", png(double.LOOK_NONE))
    assert product["verdict"] == "no"
    reasons = {reason["code"]: reason for reason in product["decision"]["reasons"] if reason["mode"] == "photo"}
    assert reasons["no-garment"]["remedy"]
    shopper = served.shopper()
    (shown,) = shopper.get("/v1/shop/products", params={"external_id": "vase"}).json()["items"]
    assert shown["garment"] is None and shown["pictures"]
    refused = shopper.try_on(shopper.photo(), f"product:{product['id']}")
    assert (refused.status_code, refused.json()["code"]) == (404, "gone")
    no = merchant.post(f"/v1/products/{product['id']}/overrule", json={"verdict": "yes", "note": "it is a vase"})
    assert no.json()["code"] == "nothing-to-wear"


def test_the_merchants_word_counts_before_the_rules_and_is_kept_as_a_label(served, merchant):
    product = merchant.added("mine", png((30, 30, 90)))
    path = f"/v1/products/{product['id']}"
    said = merchant.post(f"{path}/overrule", json={"verdict": "no", "note": "sold out for good"}).json()
    assert (said["verdict"], said["decision"]["modes"]["photo"]) == ("no", "yes")
    assert said["decision"]["overrule"]["note"] == "sold out for good"
    shopper = served.shopper()
    assert shopper.get(f"/v1/shop/products/{product['id']}").json()["garment"] is None
    merchant.add("mine", png((30, 30, 90)), png((31, 60, 90)))
    again = merchant.ready(product["id"])
    assert again["verdict"] == "no"  # a new picture does not take the word back
    back = merchant.post(f"{path}/overrule", json={"verdict": None}).json()
    assert back["verdict"] == "yes"
    changes = merchant.get(f"{path}/decision/changes").json()["items"]
    assert [(one["cause"], one["before"], one["after"]) for one in changes] == [
        ("merchant", "no", "yes"),
        ("merchant", "yes", "no"),
    ]


def test_a_mended_landmark_is_worn_and_can_be_undone(merchant):
    product = merchant.added("mend-me", png(double.UNSURE, size=(80, 100)))
    assert (product["verdict"], product["drag"]) == ("limits", 1)
    (first,) = merchant.get("/v1/products", params={"sort": "drag"}).json()["items"]
    assert first["external_id"] == "mend-me"
    path = f"/v1/products/{product['id']}/pictures/{product['chosen']}"
    found = merchant.get(f"{path}/garment").json()
    assert found["landmarks"] == {"neck-front": [1.0, 2.0]}
    mended = merchant.request("PUT", f"{path}/mended", json={"landmarks": {"neck-front": [40, 12]}})
    assert (mended.json()["verdict"], mended.json()["drag"]) == ("yes", None)
    now = merchant.get(f"{path}/garment").json()
    assert (now["landmarks"]["neck-front"], now["found"]["neck-front"], now["mended"]) == (
        [40.0, 12.0],
        [1.0, 2.0],
        ["neck-front"],
    )
    merchant.post(f"/v1/products/{product['id']}/analyse")
    assert merchant.ready(product["id"])["pictures"][0]["mended"] == ["neck-front"]
    outside = merchant.request("PUT", f"{path}/mended", json={"landmarks": {"neck-front": [400, 12]}})
    assert outside.status_code == 422
    undone = merchant.request("DELETE", f"{path}/mended").json()
    assert (undone["verdict"], undone["pictures"][0]["mended"]) == ("limits", [])


def test_a_drawn_mask_is_kept_and_shown_to_its_merchant_only(served, merchant):
    product = merchant.added("mask-me", png((60, 160, 60), size=(80, 100)))
    path = f"/v1/products/{product['id']}/pictures/{product['chosen']}"
    drawn = np.zeros((100, 80), np.uint8)
    drawn[20:80, 20:60] = 255
    file = io.BytesIO()
    Image.fromarray(drawn).save(file, "PNG")
    import base64

    uri = "data:image/png;base64," + base64.b64encode(file.getvalue()).decode()
    assert merchant.request("PUT", f"{path}/mended", json={"mask": uri}).json()["pictures"][0]["mended"] == ["mask"]
    link = merchant.get(f"{path}/garment").json()["mask"]
    mask = np.array(Image.open(io.BytesIO(served.client.get(link).content)))
    assert (mask[50, 40], mask[5, 5]) == (255, 0)
    assert served.client.get(link.split("?")[0]).status_code == 403
    small = "data:image/png;base64," + base64.b64encode(png(size=(64, 64))).decode()
    assert merchant.request("PUT", f"{path}/mended", json={"mask": small}).json()["code"] == "bad-mask"


def test_what_is_not_published_is_for_its_merchant_only(served, merchant):
    product = merchant.added("draft", published=False)
    shopper = served.shopper()
    assert shopper.get("/v1/shop/products", params={"external_id": "draft"}).json()["items"] == []
    assert shopper.get(f"/v1/shop/products/{product['id']}").status_code == 404
    assert shopper.try_on(shopper.photo(), f"product:{product['id']}").status_code == 404
    picture = f"/p/{product['chosen']}/photo"
    assert served.client.get(picture).status_code == 403
    assert served.client.get(product["pictures"][0]["url"]).status_code == 200
    assert merchant.request("PATCH", f"/v1/products/{product['id']}", json={"published": True}).json()["published"]
    assert served.client.get(picture).status_code == 200


def test_fields_are_changed_cleaned_and_survive_the_same_feed(merchant):
    product = merchant.added("words", title="Old", description="<b onclick=x>old</b>")
    path = f"/v1/products/{product['id']}"
    told = {
        "title": {"zh": "新名字"},
        "description": "<p>new<script>alert(1)</script></p>",
        "price": "5.5",
        "currency": "eur",
    }
    changed = merchant.request("PATCH", path, json=told).json()
    assert changed["title"] == {"zh": "新名字"}
    assert changed["description"] == {"en": "<p>new</p>"}
    assert (changed["price"], changed["currency"]) == ("5.5", "EUR")
    again = merchant.add("words", title="Old", description="<b onclick=x>old</b>")
    assert (again["outcome"], again["product"]["title"]) == ("unchanged", {"zh": "新名字"})


def test_the_picture_to_try_on_is_chosen_and_given_back_to_the_rule(merchant):
    product = merchant.added("two", png((10, 10, 200)), png((10, 200, 10)))
    first, second = (picture["id"] for picture in product["pictures"])
    assert product["chosen"] == first
    path = f"/v1/products/{product['id']}"
    assert merchant.request("PATCH", path, json={"chosen": second}).json()["chosen"] == second
    back = merchant.request("PATCH", path, json={"chosen": None}).json()
    assert (back["chosen"], back["chosen_by"]) == (first, "rule")
    assert merchant.request("DELETE", f"{path}/pictures/{first}").status_code == 204
    assert merchant.ready(product["id"])["chosen"] == second
    more = merchant.post(f"{path}/pictures", content=png((200, 10, 10)), params={"name": "x_back.png"})
    assert more.status_code == 202
    assert [one["role"] for one in merchant.ready(product["id"])["pictures"]] == ["", "back"]


def test_size_charts_are_typed_as_json_or_csv(served, merchant):
    product = merchant.added("sized")
    path = f"/v1/products/{product['id']}/size-chart"
    put = merchant.request(
        "PUT", path, content="size,EU,chest (in),衣长\nM,38,40,64,5\n".encode(), headers={"Content-Type": "text/csv"}
    )
    assert put.json() == {"rows": [{"size": "M", "labels": {"EU": "38"}, "cm": {"chest": 101.6, "length": 64.0}}]}
    shown = served.shopper().get(f"/v1/shop/products/{product['id']}").json()
    assert shown["size_chart"]["rows"][0]["cm"]["length"] == 64.0
    rows = {"rows": [{"size": "L", "cm": {"waist": 80}}]}
    assert merchant.request("PUT", path, json=rows).json()["rows"][0]["size"] == "L"
    assert merchant.request("PUT", path, json={"rows": [{"size": "L", "cm": {"waist": 8000}}]}).status_code == 422
    assert merchant.request("DELETE", path).status_code == 204
    assert merchant.get(path).json() == {"rows": []}


def test_pages_of_products_are_walked_by_cursor_and_filtered(merchant):
    for number in range(5):
        merchant.added(f"page-{number}", png((number, 5, 5)))
    found, cursor = [], None
    while True:
        params = {"q": "page-", "limit": 2} | ({"cursor": cursor} if cursor else {})
        page = merchant.get("/v1/products", params=params).json()
        assert page["total"] == 5
        found += [item["external_id"] for item in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break
    assert found == [f"page-{number}" for number in reversed(range(5))]
    assert merchant.get("/v1/products", params={"cursor": "rubbish"}).json()["code"] == "invalid"
    assert merchant.get("/v1/products", params={"q": "page-", "verdict": "no"}).json()["total"] == 0


def test_the_exported_table_comes_in_again_and_runs_no_formula(merchant):
    product = merchant.added("=HYPERLINK(1)", title="+cmd|' /C calc'!A0", price="1")
    data = merchant.get("/v1/products.csv").content
    rows = {row["external_id"]: row for row in csv.DictReader(io.StringIO(data.decode("utf-8-sig")))}
    assert rows["'=HYPERLINK(1)"]["title_en"].startswith("'+cmd")
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows.values() for cell in row.values())
    batch = merchant.post("/v1/imports", params={"name": "back.csv"}, content=data).json()
    merchant.over(batch["id"])
    assert merchant.get(f"/v1/products/{product['id']}").json()["title"] == {"en": "+cmd|' /C calc'!A0"}


def test_a_removed_product_leaves_nothing(served, merchant):
    product = merchant.added("gone")
    assert merchant.request("DELETE", f"/v1/products/{product['id']}").status_code == 204
    assert merchant.get(f"/v1/products/{product['id']}").json()["code"] == "no-such-product"
    assert not list((served.home / "catalog").rglob(f"*{product['chosen']}*"))


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"title": "no id"}, "invalid"),
        ({"external_id": "x" * 300}, "invalid"),
        ({"external_id": "x", "price": -1}, "invalid"),
        ({"external_id": "x", "category": "hats"}, "invalid"),
        ({"external_id": "x", "title": "t" * 600}, "cell-too-long"),
        ({"external_id": "x", "pictures": [{"url": "file:///etc/passwd"}]}, "invalid"),
        ({"external_id": " \u200b"}, "no-external-id"),
    ],
)
def test_what_is_no_product_is_refused_and_nothing_is_kept(merchant, body, code):
    answer = merchant.post("/v1/products", json=body)
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert merchant.get("/v1/products", params={"external_id": "x"}).json()["total"] == 0


def test_a_picture_that_cannot_be_used_is_named_with_its_reason(merchant):
    taken = merchant.add("broken", b"\x89PNG\r\n\x1a\nrubbish")
    product = merchant.ready(taken["product"]["id"])
    assert product["pictures"][0]["error"]["code"] == "truncated"
    assert product["verdict"] == "no"
    done = merchant.over(taken["batch"]["id"])
    assert [(one["row"], one["code"]) for one in done["failed"]] == [("broken: 0.png", "truncated")]
    private = merchant.post(
        "/v1/products", json={"external_id": "private", "pictures": [{"url": "http://127.0.0.1:8080/x.jpg"}]}
    ).json()
    failed = merchant.ready(private["product"]["id"])["pictures"][0]["error"]
    assert failed["code"] == "private-address"


def test_an_idempotency_key_gives_the_first_answer_again(merchant):
    product = {"external_id": "once", "title": "Once"}
    answers = [merchant.post("/v1/products", json=product, headers={"Idempotency-Key": "k1"}).json() for _ in range(2)]
    assert [one["outcome"] for one in answers] == ["added", "added"]
    assert answers[0]["batch"]["id"] == answers[1]["batch"]["id"]
    other = merchant.post("/v1/products", json=product | {"title": "x"}, headers={"Idempotency-Key": "k1"})
    assert other.json()["code"] == "idempotency-key-reused"


def test_no_call_answers_without_a_key_of_the_merchant(served):
    paths = served.client.get("/openapi.json").json()["paths"]
    asked = 0
    for path, methods in paths.items():
        if path.startswith(("/v1/products", "/v1/imports", "/v1/decisions")):
            for method in methods:
                filled = path.format(product="0" * 32, picture="0" * 32, batch="0" * 32)
                answer = served.client.request(method, filled, content=b"{}")
                assert answer.status_code == 401, (method, path, answer.text)
                asked += 1
    assert asked > 20


def test_a_shoppers_token_opens_nothing_of_the_merchants(served, merchant):
    product = merchant.added("closed")
    shopper = served.shopper()
    for method, path in (("GET", ""), ("DELETE", f"/{product['id']}"), ("POST", f"/{product['id']}/overrule")):
        answer = shopper.request(method, f"/v1/products{path}", content=json.dumps({"verdict": "no"}))
        assert answer.status_code in (401, 403)


def test_a_shopper_sees_the_size_that_was_chosen(served, merchant):
    rows = [{"size": size, "labels": {}, "cm": {"length": cm}} for size, cm in (("S", 12), ("M", 20), ("XL", 40))]
    product = merchant.added("sized", png((200, 30, 40)), sizes=["S", "M", "XL"], size_chart={"rows": rows})
    plain = merchant.added("unsized", png((200, 30, 40)))
    garment, shopper = f"product:{product['id']}", served.shopper()
    photo = shopper.photo()

    def worn(**sizes):
        asked = shopper.try_on(photo, garment, format="png", **sizes)
        job = shopper.until(asked.json()["id"], "done", "failed")
        picture = np.array(Image.open(io.BytesIO(served.client.get(job["result"]["url"]).content)))
        return job["sizes"], int((picture[:, 20, 0] > 150).sum())

    assert worn() == ({garment: "M"}, 20)
    assert worn(sizes={garment: "XL"}) == ({garment: "XL"}, 40)
    assert worn(sizes={garment: "s"}) == ({garment: "S"}, 12)
    for sizes in ({garment: "XXL"}, {"product:other": "S"}, {f"product:{plain['id']}": "S"}):
        refused = shopper.try_on(photo, garment, sizes=sizes)
        assert (refused.status_code, refused.json()["code"]) == (422, "no-such-size")
