"""The durable work on products, in this process: fetching, trying again, deciding anew."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import double
import pytest
from served import png
from sqlalchemy import update

from vitrine.catalog.tables import Product
from vitrine.catalog.verdict import why
from vitrine.errors import BadAddress
from vitrine.fetch import Fetcher
from vitrine.intake.decoder import Decoder
from vitrine.intake.feeds.rows import ChartRow, PictureRef, Refused, Row, SizeLine
from vitrine.jobs.board import Board
from vitrine.settings import Settings
from vitrine.storage.blobs import FolderBlobs
from vitrine.storage.database import Database
from vitrine.workflows import add_product
from vitrine.workflows.add_here import opened as opened_source
from vitrine.workflows.line import Line
from vitrine.workflows.renew import renew
from vitrine.workflows.take_in import TOGETHER, deliver, take_in
from vitrine.workflows.workroom import Records, Workroom


class Shop(BaseHTTPRequestHandler):
    """Pictures by address; `failing`: how many times it still answers 503."""

    failing = 0
    body = png((200, 30, 40))
    asked: list[str] = []  # noqa: RUF012

    def do_GET(self):
        Shop.asked.append(self.path)
        if Shop.failing:
            Shop.failing -= 1
            self.send_error(503)
            return
        body = Shop.body
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        return


@pytest.fixture
def shop():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Shop)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    Shop.failing, Shop.asked = 0, []
    yield f"127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def room(tmp_path, monkeypatch, shop):
    monkeypatch.setenv("VITRINE_DOUBLE", str(tmp_path))
    monkeypatch.setattr(add_product, "WAITS", (0.0, 0.0))
    database = Database(tmp_path / "vitrine.sqlite")
    renderer = double.renderer({})
    made = Workroom(
        records=Records.of(database, FolderBlobs(tmp_path / "catalog"), 10**7),
        fetcher=Fetcher([shop]),
        decoder=Decoder(),
        render=lambda _key, task, report: renderer(*task, report),
        board=Board(),
        turns=threading.Semaphore(1),
    )
    yield made
    made.decoder.close()
    database.close()


def work(room):
    """Do all that is due; how many products were taken."""
    taken = 0
    while product := room.records.book.claim():
        add_product.add_product(room, product)
        taken += 1
    return taken


def opened(room, name="feed"):
    return room.records.imports.open("key", name)[0].id


def row(external_id, *pictures, **fields):
    refs = tuple(PictureRef(one) if isinstance(one, str) else PictureRef("a.png", data=one) for one in pictures)
    return Row(external_id, external_id, fields.pop("source", "table"), pictures=refs, **fields)


def test_pictures_are_fetched_by_the_work_and_not_again(room, shop):
    batch = opened(room)
    deliver(room.records, batch, iter([row("a", f"http://{shop}/1.png"), row("b", f"http://{shop}/2.png")]))
    assert Shop.asked == []
    assert room.records.imports.standing(batch).done == 0
    assert work(room) == 2
    standing = room.records.imports.standing(batch)
    assert (standing.row.state, standing.done, standing.verdicts) == ("done", 2, {"yes": 2})
    again = opened(room)
    deliver(room.records, again, iter([row("a", f"http://{shop}/1.png", title={"en": "New"})]))
    work(room)
    assert len(Shop.asked) == 2
    assert room.records.shelf.by_external_id("a").product.title == {"en": "New"}


def test_an_address_that_fails_is_tried_again_and_in_the_end_named(room, shop):
    Shop.failing = 2
    batch = opened(room)
    deliver(room.records, batch, iter([row("a", f"http://{shop}/1.png")]))
    work(room)
    assert room.records.shelf.by_external_id("a").offered
    Shop.failing = 99
    other = opened(room)
    deliver(room.records, other, iter([row("b", f"http://{shop}/2.png")]))
    work(room)
    (failure,) = room.records.imports.standing(other).failures
    assert (failure.row, failure.error["code"]) == (f"b: http://{shop}/2.png", "fetch-failed")
    assert room.records.shelf.by_external_id("b").product.verdict == "no"
    Shop.failing = 0  # the same feed tries what could not be fetched once more
    third = opened(room)
    deliver(room.records, third, iter([row("b", f"http://{shop}/2.png")]))
    work(room)
    assert room.records.imports.of(third).unchanged == 1
    assert room.records.shelf.by_external_id("b").offered


def test_a_feed_is_taken_from_its_address(shop, monkeypatch):
    text = "external_id,title,pictures\na,Tee,a.jpg\n"
    monkeypatch.setattr(Shop, "body", text.encode())
    items = list(opened_source(f"http://{shop}/products.csv", Settings(fetch_allow=shop)))
    assert [type(one).__name__ for one in items] == ["Refused", "Row"]  # no file of this machine is beside it
    with pytest.raises(BadAddress):
        opened_source(f"http://{shop}/products.csv", Settings())


def test_the_best_picture_is_chosen_and_a_back_only_where_there_is_no_other(room):
    pictures = (
        PictureRef("back.png", "back", data=png((10, 10, 10))),
        PictureRef("unsure.png", "", data=png(double.UNSURE)),
        PictureRef("good.png", "", data=png((20, 90, 20))),
    )
    take_in(room.records, Row("a", "a", "table", pictures=pictures), None)
    take_in(room.records, Row("b", "b", "table", pictures=pictures[:1]), None)
    work(room)
    assert room.records.shelf.by_external_id("a").chosen.source == "good.png"
    assert room.records.shelf.by_external_id("b").chosen.source == "back.png"
    best = room.records.shelf.by_external_id("a")
    assert why(best.product, best.pictures).en == "the only one that can be worn without limits"


def test_another_category_looks_again_and_a_picture_less_product_is_no(room):
    taken, _ = take_in(room.records, row("a", png((20, 90, 20))), None)
    take_in(room.records, row("bare"), None)
    work(room)
    assert room.records.shelf.by_external_id("bare").product.decision["reasons"][0]["code"] == "no-picture"
    room.records.book.change(taken.product, {"category": "dresses"})
    assert work(room) == 1
    assert room.records.shelf.find(taken.product).chosen.facts["category"] == "dresses"


def test_a_change_of_the_rule_decides_anew_and_reports_what_changed(room):
    taken, _ = take_in(room.records, row("a", png(double.UNSURE)), None)
    take_in(room.records, row("b", png((20, 90, 20))), None)
    work(room)
    found = room.records.shelf.find(taken.product).product
    old = found.decision | {"rule": "0", "modes": found.decision["modes"] | {"photo": "no"}}
    with room.records.book._database.write() as base:
        base.execute(update(Product).where(Product.id == taken.product).values(decision=old, verdict="no"))
    ((external_id, change),) = renew(room.records)
    assert (external_id, change.cause) == ("a", "rule")
    assert (change.change["before"], change.change["after"]) == ("no", "limits")
    assert room.records.shelf.find(taken.product).product.verdict == "limits"
    assert renew(room.records) == []


def test_what_was_being_looked_at_in_three_crashes_is_given_up(room):
    taken, _ = take_in(room.records, row("a", png((20, 90, 20))), None)
    for _ in range(3):
        assert room.records.book.claim().id == taken.product
        room.records.book.recover()
    work(room)
    assert room.records.shelf.find(taken.product).pictures[0].error["code"] == "render-crashed"


def test_a_picture_that_comes_while_its_product_is_worked_on_is_not_forgotten(room):
    taken, _ = take_in(room.records, row("a", png((20, 90, 20))), None)
    product = room.records.book.claim()
    take_in(room.records, row("a", png((20, 90, 20)), png((90, 20, 20))), None)
    add_product.add_product(room, product)
    assert work(room) == 1
    assert [one.state for one in room.records.shelf.find(taken.product).pictures] == ["ready", "ready"]


def test_a_product_removed_while_it_is_worked_on_leaves_no_blobs(room):
    taken, _ = take_in(room.records, row("a", png((20, 90, 20))), None)
    product = room.records.book.claim()
    render = room.render

    def removing(key, task, report):
        room.records.book.remove(taken.product)
        return render(key, task, report)

    object.__setattr__(room, "render", removing)
    add_product.add_product(room, product)
    assert list(room.records.blobs.names()) == []


def test_bytes_without_a_record_go_once_no_delivery_can_be_under_way(room, tmp_path):
    take_in(room.records, row("a", png((20, 90, 20))), None)
    room.records.blobs.put("incoming/" + "0" * 32, b"left by a killed delivery")
    line = Line(room, tmp_path)
    line.tidy()
    assert len(list(room.records.blobs.names("incoming/"))) == 2
    line.tidy()
    assert len(list(room.records.blobs.names("incoming/"))) == 1
    assert work(room) == 1
    assert room.records.shelf.by_external_id("a").offered


def test_charts_reach_a_product_and_all_of_a_family(room):
    batch = opened(room)
    lines = (SizeLine("M", {"EU": "38"}, {"chest": 96.0}),)
    deliver(
        room.records,
        batch,
        iter(
            [
                row("a", family="tee"),
                row("b", family="tee"),
                ChartRow("2", "tee", lines),
                ChartRow("3", "nobody", lines),
            ]
        ),
    )
    standing = room.records.imports.standing(batch)
    assert (standing.row.added, standing.row.updated) == (2, 0)
    assert [(one.row, one.error["code"]) for one in standing.failures] == [("3", "no-such-product")]
    for name in ("a", "b"):
        assert room.records.shelf.by_external_id(name).product.size_chart["rows"][0]["cm"] == {"chest": 96.0}
    alone = opened(room)
    deliver(room.records, alone, iter([ChartRow("2", "a", lines)]))
    assert (room.records.imports.of(alone).unchanged, room.records.imports.of(alone).updated) == (1, 0)


def test_reading_waits_while_too_many_wait_to_be_looked_at(room, monkeypatch):
    monkeypatch.setattr("vitrine.workflows.take_in.AHEAD", 3)
    monkeypatch.setattr("vitrine.workflows.take_in.PAUSE", 0.0)
    batch, most = opened(room), 0

    def seen():
        nonlocal most
        most = max(most, room.records.book.waiting())
        if room.records.book.waiting() >= 3:
            work(room)

    deliver(room.records, batch, (row(str(n), png((n, 9, 9))) for n in range(10)), seen)
    work(room)
    assert most == 3
    assert room.records.imports.standing(batch).done == 10


def test_a_crowd_of_files_that_are_no_pictures_is_named_in_order_and_costs_no_product(room):
    batch = opened(room)
    crowd = [Refused(f"{n}.txt", BadAddress()) for n in range(2 * TOGETHER + 7)]
    bad = [row(f"{n}.jpg", b"", source="folder") for n in range(TOGETHER)]
    deliver(room.records, batch, iter([*crowd, row("a", png((20, 90, 20))), *bad, row("b", png((20, 20, 90)))]))
    work(room)
    standing = room.records.imports.standing(batch, 10_000)
    assert (standing.row.state, standing.row.added, standing.row.failed) == ("done", 2, len(crowd) + len(bad))
    assert [one.row for one in standing.failures] == [one.row for one in (*crowd, *bad)]


def test_an_import_whose_product_comes_again_with_another_one_waits_for_it_no_longer(room):
    first, second = opened(room), opened(room)
    deliver(room.records, first, iter([row("a", png((20, 90, 20)))]))
    deliver(room.records, second, iter([row("a", png((20, 90, 20)))]))
    assert (room.records.imports.of(first).state, room.records.imports.of(second).state) == ("done", "working")
    work(room)
    assert room.records.imports.of(second).state == "done"


def test_a_canceled_import_begins_nothing_more(room):
    batch = opened(room)
    deliver(room.records, batch, iter([row("a", png((20, 90, 20))), row("b", png((90, 20, 20)))]))
    room.records.imports.cancel(batch)
    assert work(room) == 0
    assert room.records.imports.of(batch).state == "canceled"
    assert room.records.shelf.by_external_id("a").product.verdict is None


def test_what_was_refused_before_an_import_was_canceled_stays_named(room):
    batch = opened(room)

    def items():
        yield Refused("notes.txt", BadAddress())
        room.records.imports.cancel(batch)
        yield row("a", png((20, 90, 20)))

    deliver(room.records, batch, items())
    standing = room.records.imports.standing(batch)
    assert (standing.row.state, standing.row.added) == ("canceled", 0)
    assert [one.row for one in standing.failures] == ["notes.txt"]
