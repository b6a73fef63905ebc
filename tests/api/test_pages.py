"""Pages and their policies, static files, demo set."""

import gzip
import json
import re
import subprocess
import sys

import pytest
from fastapi import Request
from served import Served, png, until

from vitrine.api import pages


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    server = Served(tmp_path_factory.mktemp("pages"))
    for folder in ("people", "garments"):
        (server.demo / folder).mkdir()
    (server.demo / "people" / "anna.png").write_bytes(png((90, 120, 150)))
    (server.demo / "garments" / "tee.png").write_bytes(png())
    (server.demo / "private.txt").write_text("not for all")
    rows = [
        {"id": "anna", "kind": "person", "file": "people/anna.png", "name": {"en": "Anna", "zh": "安娜"}},
        {"id": "demo:tee", "kind": "garment", "file": "garments/tee.png", "category": "tops"},
    ]
    (server.demo / "catalog.json").write_text(json.dumps(rows))
    server.start()
    yield server
    server.stop()


def key(served, *arguments):
    made = subprocess.run(
        [sys.executable, "-m", "vitrine", "key", "create", *arguments],
        env=served.env,
        capture_output=True,
        text=True,
        check=True,
    )
    return made.stdout.split()[-1]


def test_the_demo_set_works_wherever_own_pictures_do(served):
    shopper = served.shopper()
    demo = shopper.get("/v1/demo", headers={"Accept-Language": "zh"}).json()
    person, garment = demo["people"][0], demo["garments"][0]
    assert (person["id"], person["name"], person["width"]) == ("demo:anna", "安娜", 64)
    assert (garment["id"], garment["category"]) == ("demo:tee", "tops")
    for one in (person, garment):
        assert served.client.get(one["url"]).headers["content-type"] == "image/png"
    job = shopper.job("demo:anna", "demo:tee")
    assert shopper.until(job, "done", "failed")["status"] == "done"
    cached = len(list((served.home / "cache").rglob("*")))
    again = shopper.job("demo:anna", shopper.garment())
    assert shopper.until(again, "done", "failed")["status"] == "done"
    assert len(list((served.home / "cache").rglob("*"))) == cached > 0
    assert served.client.get("/demo/private.txt").status_code == 404
    assert served.client.get("/demo/catalog.json").status_code == 404


def test_a_publishable_key_opens_sessions_on_its_origin_only(served):
    text = key(served, "--role", "publishable", "--origin", "https://shop.example")
    for origin, status in (("https://shop.example", 201), ("https://evil.example", 403), (served.url, 201)):
        answer = served.client.post("/v1/sessions", json={"key": text}, headers={"Origin": origin})
        assert answer.status_code == status, origin
    merchant = key(served)
    assert served.client.post("/v1/sessions", json={"key": merchant}).json()["code"] == "wrong-role"
    assert served.client.post("/v1/run", json={}, headers={"Authorization": f"Bearer {text}"}).status_code == 403


def test_only_the_keys_origins_may_frame_the_element(served):
    text = key(served, "--role", "publishable", "--origin", "https://shop.example")
    page = served.client.get(f"/frame?key={text}")
    if not (pages.WEB / "frame.html").exists():
        assert page.status_code == 404
        return
    assert "frame-ancestors 'self' https://shop.example" in page.headers["content-security-policy"]
    assert "frame-ancestors 'self'" in served.client.get("/").headers["content-security-policy"]
    assert "unsafe-inline" not in page.headers["content-security-policy"]


def test_inline_scripts_of_the_documentation_are_allowed_by_hash_only(tmp_path):
    page = tmp_path / "index.html"
    page.write_text("<script>one()</script><script src='x.js'></script><script type='a'>two()</script>")
    policy = pages._policy(page, 0)
    scripts = re.search(r"script-src ([^;]*);", policy)[1]
    assert scripts.count("'sha256-") == 2
    assert "unsafe-inline" not in scripts
    page.write_text("<p>no script</p>")
    assert re.search(r"script-src ([^;]*);", pages._policy(page, 1))[1] == "'self'"


@pytest.mark.parametrize("path", ["../settings.py", "../../pyproject.toml", "/etc/passwd", "a\0b", "x.py", ""])
def test_no_path_leads_out_of_the_folder(path):
    with pytest.raises((pages.NoSuchPage, ValueError)):
        pages._inside(pages.WEB, path)


def test_health(served):
    assert served.client.get("/healthz").json() == {"status": "ok"}
    until(lambda: served.client.get("/readyz").status_code, lambda status: status == 200)


def test_text_is_squeezed_for_those_who_can_read_it(tmp_path):
    page = tmp_path / "a.js"
    page.write_text("let a = 1;\n" * 1000)

    def sent(accepted):
        scope = {"type": "http", "headers": [(b"accept-encoding", accepted)]}
        return pages._file(Request(scope), tmp_path, "a.js", pages.FOREVER, shared=True)

    squeezed, plain = sent(b"gzip, br"), sent(b"identity")
    assert gzip.decompress(squeezed.body) == page.read_bytes()
    assert squeezed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    for answer in (squeezed, plain):
        assert answer.headers["vary"] == "Accept-Encoding"
        assert answer.headers["access-control-allow-origin"] == "*"


def test_head_is_answered_like_get_without_a_body(served):
    shopper = served.shopper()
    photo = shopper.photo()
    job = shopper.until(shopper.job(photo, shopper.garment()), "done")
    for path in ("/", "/healthz", "/demo/people/anna.png", "/v1/demo", f"/v1/photos/{photo}", job["result"]["url"]):
        head, full = (shopper.request(method, path) for method in ("HEAD", "GET"))
        assert (head.status_code, head.content) == (full.status_code, b""), path
        assert head.headers.get("content-type") == full.headers["content-type"]
        assert head.headers.get("content-length") == full.headers.get("content-length")
        assert head.headers["content-security-policy"] == full.headers["content-security-policy"]
    assert shopper.request("HEAD", "/nothing").status_code == 404
    assert shopper.request("HEAD", f"/v1/jobs/{job['id']}/events").status_code == 405
