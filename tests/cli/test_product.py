"""`vitrine product` as a merchant types it, with the real networks."""

import contextlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

DEMO = Path(__file__).parents[2] / "demo"


def vitrine(home, *words, language="en"):
    env = {name: value for name, value in os.environ.items() if not name.startswith(("VITRINE_", "LC_"))}
    env |= {"VITRINE_HOME": str(home / "home"), "LANG": f"{language}_XX.UTF-8", "VITRINE_WORKERS": "1"}
    return subprocess.run(
        [sys.executable, "-m", "vitrine", "product", *map(str, words)],
        cwd=home,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    """A home with a table of three products in it: a tee, no picture, and what is no picture."""
    home = tmp_path_factory.mktemp("shop")
    folder = home / "in"
    folder.mkdir()
    shutil.copy(DEMO / "garments" / "tee-print.jpg", folder / "tee.jpg")
    (folder / "bad.jpg").write_bytes(b"no picture")
    (folder / "products.csv").write_text(
        "external_id,title_en,title_zh,price,pictures\ntee,Tee,T恤,¥99,tee.jpg\nbare,Bare,,1,\nbad,Bad,,1,bad.jpg\n,x,,,\n"
    )
    added = vitrine(home, "add", folder, "--json")
    assert added.returncode == 0, added.stderr
    return home, json.loads(added.stdout)


def test_a_table_goes_in_with_each_reason(shop):
    _, told = shop
    assert (told["added"], told["updated"], told["unchanged"]) == (3, 0, 0)
    assert [one["row"] for one in told["failed"]] == ["5", "bad: bad.jpg"]
    assert "external_id" in told["failed"][0]["reason"]
    assert set(told) == {"added", "updated", "unchanged", "failed"}


def test_products_are_listed_and_shown(shop):
    home, _ = shop
    found = {one["external_id"]: one for one in json.loads(vitrine(home, "list", "--json").stdout)}
    assert [found[name]["verdict"] for name in ("tee", "bare", "bad")] == ["yes", "no", "no"]
    assert found["bare"]["reasons"][0]["code"] == "no-picture"
    shown = json.loads(vitrine(home, "show", "tee", "--json").stdout)
    assert shown["pictures"][0]["facts"]["category"] == "tops"
    assert "T恤" in vitrine(home, "list", language="zh").stdout
    assert vitrine(home, "list", "--verdict", "yes").stdout.count("\n") == 1
    assert vitrine(home, "show", "nothing").returncode == 2


def test_what_an_older_version_looked_at_is_looked_at_again(shop):
    home, _ = shop
    with contextlib.closing(sqlite3.connect(home / "home" / "vitrine.sqlite")) as base, base:
        base.execute("UPDATE product_picture SET version = 'older'")
        base.execute(
            'UPDATE product SET verdict = \'no\', decision = replace(decision, \'"photo": "yes"\', \'"photo": "no"\')'
        )
    told = json.loads(vitrine(home, "renew", "--json").stdout)
    assert (told["looked"], told["failed"]) == (1, [])
    assert [(one["external_id"], one["before"], one["after"]) for one in told["changes"]] == [("tee", "no", "yes")]
    assert vitrine(home, "renew").stdout == "0 looked at again, decisions changed: 0\n"


def test_a_picture_is_checked_and_nothing_stored(tmp_path):
    checked = vitrine(tmp_path, "check", DEMO / "garments" / "tee-plain.jpg", "--json")
    told = json.loads(checked.stdout)
    assert (told["kind"], told["category"], told["photo_type"]) == ("t-shirt", "tops", "flat-lay")
    assert (told["modes"]["photo"], told["reasons"]) == ("yes", [])
    assert list(tmp_path.iterdir()) == []
    person = json.loads(vitrine(tmp_path, "check", DEMO / "people" / "anna.jpg", "--json", language="zh").stdout)
    assert all(set(reason) == {"code", "text", "remedy"} for reason in person["reasons"])
    assert person["modes"]["photo"] in ("limits", "no")
    wrong = vitrine(tmp_path, "check", __file__)
    assert (wrong.returncode, wrong.stderr.count("\n")) == (2, 1)


@pytest.mark.parametrize("source", ["nowhere", "empty.csv", "text.csv"])
def test_what_cannot_be_taken_in_is_one_line_and_leaves_nothing(tmp_path, source):
    (tmp_path / "empty.csv").touch()
    (tmp_path / "text.csv").write_text("just some words")
    done = vitrine(tmp_path, "add", tmp_path / source)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert source in done.stderr
    assert not (tmp_path / "home").exists()
