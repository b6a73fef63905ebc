"""Products from the command line in real processes: killed and resumed, beside a server, without one."""

import json
import signal
import subprocess
import sys
import time

import double
import pytest
from served import HERE, PATIENCE, Served, png
from vendor import Merchant, looked

from vitrine.settings import Settings
from vitrine.workflows.studio import open_database, open_records

COUNT = 12


@pytest.fixture
def place(tmp_path):
    """A home, its double's folder and a folder of pictures; nothing runs yet."""
    made = Served(tmp_path)
    pictures = tmp_path / "pictures"
    pictures.mkdir()
    for number in range(COUNT):
        (pictures / f"p{number:02}.png").write_bytes(png((40 + 16 * number, 20, 90)))
    made.pictures = pictures
    return made


def begin(place, *sources):
    command = [sys.executable, str(HERE / "adding.py"), *map(str, sources or [place.pictures])]
    return subprocess.Popen(
        command, env=place.env, cwd=place.folder, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


def end(process):
    out, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0, err
    return json.loads(out)


def records(place):
    return open_records(Settings(home=place.home), open_database(place.home))


def until(true):
    limit = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < limit
        time.sleep(0.01)


def test_killed_at_any_moment_the_same_command_goes_on_where_it_was(place):
    first = begin(place)
    until(lambda: len(looked(place)) > 4)
    first.send_signal(signal.SIGKILL)
    first.communicate()
    done = end(begin(place))
    assert done["added"] + done["unchanged"] == COUNT
    assert done["failed"] == []
    books = records(place)
    found = list(books.shelf.all())
    assert len(found) == COUNT
    assert {one.product.state for one in found} == {"ready"}
    assert all(one.offered for one in found)
    # Looked at again is what was in a worker's hands, and what a worker had given back and was not written down yet.
    assert COUNT <= len(looked(place)) <= COUNT + 2 * int(place.env["VITRINE_WORKERS"])
    assert list(books.blobs.names("incoming/")) == []
    for one in found:
        assert {name.split("/")[1] for name in books.blobs.names(f"{one.chosen.id}/")} == {"photo", "thumb", "garment"}
    before = len(looked(place))
    again = end(begin(place))
    assert again == {"added": 0, "updated": 0, "unchanged": COUNT, "failed": []}
    assert len(looked(place)) == before


def test_beside_a_server_nothing_is_looked_at_twice_and_the_first_is_ready_while_others_wait(place):
    place.start()
    try:
        merchant = Merchant(place)
        adding = begin(place)
        until(lambda: merchant.get("/v1/products", params={"verdict": "yes"}).json()["total"] > 0)
        shopper = place.shopper()
        offered = [one["garment"] for one in shopper.get("/v1/shop/products").json()["items"] if one["garment"]]
        job = shopper.until(shopper.try_on(shopper.photo(), offered[0]).json()["id"], "done", "failed")
        assert job["error"] is None
        done = end(adding)
        assert done["added"] == COUNT
        assert len(looked(place)) == COUNT
    finally:
        place.stop()


def test_a_server_that_dies_leaves_its_work_to_the_command_line(place):
    place.start()
    adding = begin(place)
    until(lambda: len(looked(place)) > 2)
    place.kill()
    assert end(adding)["added"] == COUNT
    assert {one.product.state for one in records(place).shelf.all()} == {"ready"}


def test_what_is_wrong_with_one_picture_harms_no_other(place):
    (place.pictures / "dies.png").write_bytes(png(double.LOOK_DIES))
    (place.pictures / "none.png").write_bytes(png(double.LOOK_NONE))
    (place.pictures / "text.jpg").write_bytes(b"no picture at all")
    (place.pictures / "empty.jpg").write_bytes(b"")
    done = end(begin(place))
    assert sorted(done["failed"]) == [
        ["dies.png", "render-crashed"],
        ["empty.jpg", "empty"],
        ["text.jpg", "not-a-picture"],
    ]
    books = records(place)
    assert books.shelf.by_external_id("none").product.verdict == "no"
    assert books.shelf.by_external_id("dies").product.verdict == "no"
    assert {one.product.external_id for one in books.shelf.all()}.isdisjoint({"text", "empty"})
    assert done["added"] == COUNT + 2


def test_a_source_that_is_not_there_leaves_nothing_behind(place):
    adding = begin(place, place.folder / "nowhere.csv", place.pictures)
    adding.communicate(timeout=PATIENCE)
    assert adding.returncode != 0
    assert not place.home.exists()
