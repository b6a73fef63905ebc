"""A folder that comes over the web file by file is read as the command line reads it: same products, same reasons."""

import json
import subprocess
import sys

import pytest
from double import LOOK_NONE
from served import HERE, PATIENCE, Served, png, until
from vendor import Merchant

from vitrine.settings import Settings
from vitrine.workflows.studio import open_database, open_records

TABLE = (
    "\ufeff货号;标题;描述;价格;币种;图片;尺码;类别;上架\r\n"
    't1;Tee, plain;"<p>Two\r\nlines</p><script>x()</script>";19,90 €;;tee.png|fotos/背面.png;S, M;tops;\r\n'
    "t2;红裙 👗;;¥1.299,00;;👗.png;;;no\r\n"
    "t3;No picture;;1;;gone.png;;;\r\n"
    "t1;Twice;;1;;tee.png;;;\r\n"
    ";No number;;1;;tee.png;;;\r\n"
    "t4;Free;;free;;tee.png;;;\r\n"
)
CHART = "external_id,size,length,chest\nt1,M,64,96\nnobody,M,1,1\n"


def tabled(folder):
    (folder / "fotos").mkdir(parents=True)
    (folder / "products.csv").write_bytes(TABLE.encode())
    (folder / "charts.csv").write_text(CHART)
    (folder / "tee.png").write_bytes(png((10, 90, 60)))
    (folder / "fotos" / "背面.png").write_bytes(png((20, 90, 60)))
    (folder / "👗.png").write_bytes(png((30, 90, 60)))
    (folder / ".hidden").write_bytes(b"x")


def pictured(folder):
    (folder / "coat-3" / "more").mkdir(parents=True)
    for name, colour in (("白衬衫.png", 1), ("白衬衫背面.png", 2), ("coat-3/2.png", 3), ("coat-3/10_worn.png", 4)):
        (folder / name).write_bytes(png((10 * colour, 20, 30)))
    (folder / "coat-3" / "more" / "x.png").write_bytes(png((50, 20, 30)))
    (folder / "none.png").write_bytes(png(LOOK_NONE))
    (folder / "text.jpg").write_bytes(b"no picture at all")
    (folder / "empty.jpg").write_bytes(b"")
    (folder / "notes.txt").write_bytes(b"")


def send(merchant, folder):
    """As the console sends it; answers the import."""
    batch = merchant.post("/v1/imports", params={"name": folder.name}).json()["id"]
    for path in folder.rglob("*"):
        if path.is_file():
            name = path.relative_to(folder).as_posix()
            answer = merchant.request(
                "PUT", f"/v1/imports/{batch}/files", params={"name": name}, content=path.read_bytes()
            )
            assert answer.status_code == 204, answer.text
    assert merchant.post(f"/v1/imports/{batch}/read").status_code == 202
    return batch


def known(place):
    """What is known of each product of a home, but for ids and times."""
    database = open_database(place.home)
    fields = ("source", "title", "description", "price", "currency", "category", "colour", "family", "sizes")
    fields += ("variants", "url", "size_chart", "published", "content", "state", "verdict", "drag")
    found = {
        one.product.external_id: [getattr(one.product, name) for name in fields]
        + [(p.role, p.source, p.digest, p.state, p.facts) for p in one.pictures]
        for one in open_records(Settings(home=place.home), database).shelf.all()
    }
    database.close()
    return found


@pytest.mark.parametrize("fill", [tabled, pictured])
def test_a_dropped_folder_gives_what_the_command_gives(tmp_path, fill):
    folder = tmp_path / "我的店 🛍"
    fill(folder)
    here, there = Served(tmp_path / "command"), Served(tmp_path / "web")
    command = [sys.executable, str(HERE / "adding.py"), str(folder)]
    said = json.loads(subprocess.run(command, env=here.env, capture_output=True, text=True, check=True).stdout)
    there.start()
    try:
        merchant = Merchant(there)
        done = merchant.over(send(merchant, folder))
        again = merchant.over(send(merchant, folder))
    finally:
        there.stop()
    told = {name: done[name] for name in ("added", "updated", "unchanged")}
    assert told == {name: said[name] for name in told}
    assert sorted([one["row"], one["code"]] for one in done["failed"]) == sorted(said["failed"])
    assert known(there) == known(here) != {}
    assert (again["added"], again["updated"], again["unchanged"]) == (0, 0, len(known(here)))
    assert not list((there.home / "dropped").iterdir())


def test_a_server_that_dies_while_it_reads_is_taken_over_by_the_next(tmp_path):
    folder = tmp_path / "many"
    folder.mkdir()
    (folder / "products.csv").write_text(
        "external_id,title,front\n" + "".join(f"p{n},P {n},{n}.png\n" for n in range(40))
    )
    for number in range(40):
        (folder / f"{number}.png").write_bytes(png((5 * number, 20, 90)))
    place = Served(tmp_path).start()
    merchant = Merchant(place)
    batch = send(merchant, folder)
    until(lambda: merchant.get("/v1/products").json()["total"], lambda total: total > 3, PATIENCE)
    place.kill()
    place.start()
    try:
        done = merchant.over(batch)
        assert (done["state"], done["failures"]) == ("done", 0)
        assert merchant.get("/v1/products", params={"verdict": "yes"}).json()["total"] == 40
    finally:
        place.stop()


def test_no_name_leads_out_and_what_is_canceled_takes_nothing_more(served):
    merchant = Merchant(served)
    batch = merchant.post("/v1/imports", params={"name": "odd"}).json()["id"]

    def put(name):
        return merchant.request("PUT", f"/v1/imports/{batch}/files", params={"name": name}, content=png())

    names = {
        "../../escaped.png": "outside-folder",
        "/etc/escaped.png": "outside-folder",
        "a/../../escaped.png": "outside-folder",
        "a//b.png": "unreadable",
        f"{'长' * 200}.png": "unreadable",
        "a\0b.png": "unreadable",
        "good.png/inside.png": None,
        "good.png": "unreadable",
    }
    for name in names:
        assert put(name).status_code == 204
    failed = merchant.get(f"/v1/imports/{batch}").json()["failed"]
    assert {one["row"]: one["code"] for one in failed} == {name: code for name, code in names.items() if code}
    assert not list(served.home.parent.rglob("escaped.png"))
    merchant.post(f"/v1/imports/{batch}/cancel")
    assert put("late.png").json()["code"] == "import-closed"
    assert merchant.post(f"/v1/imports/{batch}/read").json()["code"] == "import-closed"
