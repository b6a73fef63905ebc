"""What an older version looked at is looked at again: durable, canceled, reported; nothing is lost meanwhile."""

import json
import signal
import subprocess
import sys

import double
import pytest
from served import HERE, PATIENCE, Served, png, until
from sqlalchemy import update
from vendor import Merchant, looked

from vitrine.catalog.tables import ProductPicture
from vitrine.workflows.studio import open_database

COUNT = 10


@pytest.fixture
def place(tmp_path):
    """A home whose products were looked at by an older version, which was sure of two less."""
    made = Served(tmp_path)
    folder = tmp_path / "pictures"
    folder.mkdir()
    for number in range(COUNT):
        (folder / f"p{number}.png").write_bytes(png(double.UNSURE if number < 2 else (40 + 16 * number, 20, 90)))
    said(made, folder)
    age(made)
    (made.double / "looked").unlink()
    return made


def age(place):
    database = open_database(place.home)
    with database.write() as base:
        base.execute(update(ProductPicture).values(version="older"))
    database.close()


def begin(place, *words):
    command = [sys.executable, str(HERE / "adding.py"), *map(str, words)]
    return subprocess.Popen(command, env=place.env, cwd=place.folder, text=True, stdout=subprocess.PIPE)


def said(place, *words):
    process = begin(place, *words)
    out, _ = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0
    return json.loads(out)


def test_killed_the_same_command_goes_on_with_what_is_left(place):
    first = begin(place, "--again")
    until(lambda: len(looked(place)), lambda count: count > 3, PATIENCE)
    first.send_signal(signal.SIGKILL)
    first.communicate()
    assert said(place, "--again")["unchanged"] <= COUNT
    assert COUNT <= len(looked(place)) <= COUNT + 2 * int(place.env["VITRINE_WORKERS"])
    assert said(place, "--again") == {"added": 0, "updated": 0, "unchanged": 0, "failed": [], "changes": []}


def test_a_press_looks_at_all_of_them_and_reports_what_changed(place):
    place.env["VITRINE_DOUBLE_SURE"] = "1"
    place.start()
    try:
        merchant = Merchant(place)
        assert merchant.get("/v1/analyses/outdated").json() == {"products": COUNT}
        place.hold()
        key = {"Idempotency-Key": "again"}
        batch = merchant.post("/v1/analyses/renew", headers=key).json()
        assert (batch["name"], batch["state"], batch["rows"], batch["done"]) == ("Looked at again", "working", COUNT, 0)
        assert merchant.post("/v1/analyses/renew", headers=key).json()["id"] == batch["id"]
        offered = [one["garment"] for one in place.shopper().get("/v1/shop/products").json()["items"]]
        assert len(offered) == COUNT
        assert None not in offered
        place.release()
        done = merchant.over(batch["id"])
        assert (done["done"], done["verdicts"]) == (COUNT, {"yes": COUNT})
        changes = {one["external_id"]: (one["before"], one["after"], one["gone"]) for one in done["changes"]}
        assert changes == dict.fromkeys(("p0", "p1"), ("limits", "yes", ["shape-unsure"]))
        assert merchant.get("/v1/analyses/outdated").json() == {"products": 0}
        shown = merchant.get(f"/v1/imports/{batch['id']}", headers={"Accept-Language": "zh"}).json()
        assert shown["name"] == "重新识别"
    finally:
        place.stop()


def test_canceled_the_rest_stays_as_it_was_and_outdated(place):
    place.start()
    try:
        merchant = Merchant(place)
        place.hold()
        batch = merchant.post("/v1/analyses/renew").json()["id"]
        until(lambda: len(looked(place)), lambda count: count > 0, PATIENCE)
        assert merchant.post(f"/v1/imports/{batch}/cancel").json()["state"] == "canceled"
        place.release()
        until(lambda: merchant.get("/v1/products", params={"state": "working"}).json()["total"], lambda n: n == 0)
        found = merchant.get("/v1/products", params={"limit": COUNT}).json()["items"]
        assert {one["pictures"][0]["facts"]["kind"] for one in found} == {"t-shirt"}
        assert {one["verdict"] for one in found} == {"yes", "limits"}
        assert 0 < merchant.get("/v1/analyses/outdated").json()["products"] < COUNT
        assert merchant.post("/v1/analyses/renew").json()["rows"] < COUNT
    finally:
        place.stop()
