"""The main job over HTTP, from upload to result and erasure."""

import io
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from PIL import Image
from served import png


@pytest.fixture
def shopper(served):
    return served.shopper()


def pixels(data):
    return np.array(Image.open(io.BytesIO(data)))


def test_a_shopper_sees_the_garment_on_the_photo(shopper):
    photo, garment = shopper.photo(), shopper.garment()
    answer = shopper.try_on(photo, garment, format="png")
    assert answer.status_code == 202
    assert answer.json()["status"] in ("queued", "running")
    job = shopper.until(answer.json()["id"], "done", "failed")
    assert job["error"] is None
    assert (job["person"], job["garments"], job["progress"]) == (photo, [garment], 1.0)
    result = job["result"]
    assert (result["width"], result["height"]) == (64, 96)
    assert result["alt"] == "The person of the photo, wearing: red top"
    assert result["checks"][0]["text"] == "nothing else changed"
    picture = shopper.served.client.get(result["url"])  # a link needs no token
    assert picture.headers["content-type"] == "image/png"
    assert picture.headers["cache-control"] == "private, no-store"
    assert picture.headers["referrer-policy"] == "no-referrer"
    assert "sandbox" in picture.headers["content-security-policy"]
    small = shopper.served.client.get(result["thumb"])
    assert (small.headers["content-type"], small.headers["cache-control"]) == ("image/webp", "private, no-store")
    assert b"DigitalSourceType" in small.content or b"trainedAlgorithmicMedia" in small.content
    assert shopper.served.client.get(result["thumb"].replace("/thumb", "")).status_code == 403
    worn = pixels(picture.content)
    assert (worn[30, 20] == (200, 30, 40)).all()
    assert (worn[90, 60] == (90, 120, 150)).all()


def test_what_is_worn_tucked_in_reaches_the_engine_and_is_told(shopper):
    photo, garment = shopper.photo(), shopper.garment()
    told = {}
    for tucked in ([], [garment]):
        job = shopper.until(shopper.job(photo, garment, tucked=tucked), "done", "failed")
        assert job["tucked"] == tucked
        told[len(tucked)] = [warning["code"] for warning in job["result"]["warnings"]]
    # the double does not know how to
    assert "worn-over" not in told[0]
    assert "worn-over" in told[1]


def test_the_same_request_tucked_in_is_another_one(shopper):
    photo, garment = shopper.photo(), shopper.garment()
    once = {"Idempotency-Key": "shirt-1"}
    assert shopper.try_on(photo, garment, headers=once).status_code == 202
    again = shopper.try_on(photo, garment, tucked=[garment], headers=once)
    assert again.json()["code"] == "idempotency-key-reused"


def test_the_language_of_the_reader_is_spoken(shopper):
    photo = shopper.photo(colour=(5, 5, 5))
    job = shopper.job(photo, shopper.garment())
    shopper.until(job, "done")
    found = shopper.get(f"/v1/jobs/{job}", headers={"Accept-Language": "zh-CN,zh;q=0.9,en;q=0.5"}).json()
    assert found["result"]["alt"] == "照片中的人穿着红色上衣"
    assert found["result"]["warnings"] == [{"code": "dark", "text": "照片偏暗,光线更亮效果更好。"}]


def test_photos_come_back_upright_and_without_metadata(shopper):
    turned = io.BytesIO()
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = 6, "a secret place"
    Image.new("RGB", (128, 64), (10, 200, 30)).save(turned, "JPEG", exif=exif)
    answer = shopper.post("/v1/photos", content=turned.getvalue())
    assert (answer.json()["width"], answer.json()["height"]) == (64, 128)
    back = shopper.get(f"/v1/photos/{answer.json()['id']}")
    assert b"secret" not in back.content
    assert pixels(back.content).shape == (128, 64, 3)


def test_what_is_unusable_is_refused_and_leaves_nothing_behind(shopper):
    def files():
        return sorted(path for path in (shopper.served.home / "vault").rglob("*") if path.is_file())

    before = files()
    for body, path, status, code in (
        (b"not a picture", "/v1/photos", 415, "not-a-picture"),
        (b"", "/v1/photos", 422, "empty"),
        (png()[:60], "/v1/garments", 422, "truncated"),
        (png(first=(7, 8, 9)), "/v1/photos", 422, "no-person"),
        (png(first=(4, 5, 6)), "/v1/garments", 422, "no-garment"),
    ):
        answer = shopper.post(path, content=body)
        assert (answer.status_code, answer.json()["code"]) == (status, code)
        assert answer.headers["content-type"] == "application/problem+json"
    assert files() == before


def test_a_photo_is_erased_with_all_that_was_made_of_it(shopper):
    photo, other, garment = shopper.photo(), shopper.photo(), shopper.garment()
    job, kept = shopper.job(photo, garment), shopper.job(other, garment)
    link = shopper.until(job, "done")["result"]["url"]
    shopper.until(kept, "done")
    vault = shopper.served.home / "vault"
    before = {path.name for path in vault.rglob("*") if path.is_file()}
    assert shopper.delete(f"/v1/photos/{photo}").status_code == 204
    assert before - {path.name for path in vault.rglob("*")} >= {photo}
    assert (
        len(before) - len([path for path in vault.rglob("*") if path.is_file()]) == 4
    )  # photo, analysis, result, its thumbnail
    assert shopper.get(f"/v1/photos/{photo}").status_code == 404
    assert shopper.get(f"/v1/jobs/{job}").status_code == 404
    assert shopper.served.client.get(link).status_code == 404
    assert shopper.get(f"/v1/jobs/{kept}").json()["status"] == "done"
    assert shopper.try_on(photo, garment).json()["code"] == "gone"
    assert shopper.delete(f"/v1/photos/{photo}").status_code == 404


def test_an_upload_that_is_sent_again_under_its_key_is_one_picture(shopper):
    once, photo = {"Idempotency-Key": "upload-1"}, png((90, 120, 150))
    first = shopper.post("/v1/photos", content=photo, headers=once)
    vault = shopper.served.home / "vault"
    before = {path.name for path in vault.rglob("*")}
    again = shopper.post("/v1/photos", content=photo, headers=once)
    assert (again.status_code, again.json()) == (201, first.json())
    assert {path.name for path in vault.rglob("*")} == before
    for path, content in (("/v1/photos", png((1, 120, 150))), ("/v1/garments", photo)):
        other = shopper.post(path, content=content, headers=once)
        assert (other.status_code, other.json()["code"]) == (422, "idempotency-key-reused")
    stranger = shopper.served.shopper()
    assert stranger.post("/v1/photos", content=photo, headers=once).json()["id"] != first.json()["id"]
    shopper.delete(f"/v1/photos/{first.json()['id']}")
    assert shopper.post("/v1/photos", content=photo, headers=once).json()["id"] != first.json()["id"]


def test_the_same_upload_twice_at_once_is_one_picture(shopper):
    once, photo = {"Idempotency-Key": "upload-2"}, png((90, 120, 150))
    with ThreadPoolExecutor(4) as many:
        answers = list(many.map(lambda _: shopper.post("/v1/photos", content=photo, headers=once), range(4)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["id"] for answer in answers}) == 1


def test_a_photo_erased_during_its_rendering_leaves_no_result(shopper):
    photo = shopper.photo()
    shopper.served.hold()
    try:
        job = shopper.job(photo, shopper.garment())
        shopper.until(job, "running")
        assert shopper.delete(f"/v1/photos/{photo}").status_code == 204
    finally:
        shopper.served.release()
    assert shopper.get(f"/v1/jobs/{job}").status_code == 404
    assert shopper.until(shopper.job(shopper.photo(), shopper.garment()), "done", "failed")["status"] == "done"


def test_others_see_nothing(shopper):
    photo, garment = shopper.photo(), shopper.garment()
    job = shopper.job(photo, garment)
    stranger = shopper.served.shopper()
    for path in (f"/v1/photos/{photo}", f"/v1/garments/{garment}", f"/v1/jobs/{job}", f"/v1/jobs/{job}/events"):
        assert stranger.get(path).status_code == 404, path
        assert shopper.served.client.get(path).status_code == 401, path
    assert stranger.try_on(photo, garment).status_code == 404
    assert stranger.post(f"/v1/jobs/{job}/cancel").status_code == 404
    assert stranger.delete(f"/v1/photos/{photo}").status_code == 404
    assert stranger.get("/v1/jobs").json()["items"] == []


def test_a_session_ends_with_everything_in_it(shopper):
    photo = shopper.photo()
    job = shopper.job(photo, shopper.garment())
    link = shopper.until(job, "done")["result"]["url"]
    assert shopper.delete("/v1/sessions/current").status_code == 204
    assert shopper.get(f"/v1/photos/{photo}").json()["code"] == "bad-token"
    assert shopper.served.client.get(link).status_code == 404
    renewed = shopper.served.client.post("/v1/sessions/renew", json={"refresh": shopper.session["refresh"]})
    assert renewed.json()["code"] == "bad-token"


def test_a_link_that_was_changed_or_is_over_opens_nothing(shopper):
    job = shopper.job(shopper.photo(), shopper.garment())
    link = shopper.until(job, "done")["result"]["url"]
    other = shopper.job(shopper.photo(), shopper.garment())
    for wrong in (link.replace(job, other), link[:-2], link.replace("e=1", "e=2"), f"/r/{job}"):
        assert shopper.served.client.get(wrong).json()["code"] == "bad-link"
