"""Our own table: products in, each bad row with its reason."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vitrine.intake import feeds
from vitrine.intake.feeds.refusals import UnknownFeed
from vitrine.intake.feeds.rows import ChartRow, Refused, Row


def read(text, beside=None, encoding="utf-8"):
    items = list(feeds.read_bytes(text.encode(encoding), "products.csv", beside))
    return [one for one in items if isinstance(one, Row)], [
        (one.row, one.error.code) for one in items if isinstance(one, Refused)
    ]


def test_a_row_is_a_product():
    (row,), refused = read(
        "external_id,title_en,title_zh,description,price,pictures,category,sizes,colour,family,url,published\n"
        't1,Plain tee,纯色T恤,"<p>Soft</p>",€19.90,https://a.example/1.jpg|https://a.example/1_back.jpg,tops,"S, M,L",'
        "sea blue,tee,https://a.example/t1,no\n"
    )
    assert refused == []
    assert (row.external_id, row.title) == ("t1", {"en": "Plain tee", "zh": "纯色T恤"})
    assert row.description == {"en": "<p>Soft</p>"}
    assert (row.price, row.currency, row.category, row.sizes) == ("19.90", "EUR", "tops", ("S", "M", "L"))
    assert (row.colour, row.family, row.url, row.published) == ("sea blue", "tee", "https://a.example/t1", False)
    assert [(one.source, one.role) for one in row.pictures] == [
        ("https://a.example/1.jpg", ""),
        ("https://a.example/1_back.jpg", "back"),
    ]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_chinese_headers_and_encodings_of_chinese_spreadsheets(encoding):
    text = "货号\t标题\t价格\t尺码\t颜色\nA1\t纯色T恤 夏季新款\t¥99\tS、M\t红色\nA2\t真丝连衣裙\t199元\t\t蓝色\n"
    rows, refused = read(text, encoding=encoding)
    assert refused == []
    assert [(row.title["zh"], row.price, row.currency) for row in rows] == [
        ("纯色T恤 夏季新款", "99", "CNY"),
        ("真丝连衣裙", "199", "CNY"),
    ]


def test_each_bad_row_has_its_reason_and_no_other_is_lost():
    rows, refused = read(
        "external_id,title,price,category\n"
        "a,Good,1,\n"
        ",No id,1,\n"
        "b,Bad price,free,\n"
        "a,Twice,1,\n"
        "c,Bad slot,1,hats\n"
        f"d,{'t' * 600},1,\n"
        f"{'e' * 300},Long id,1,\n"
        "f,Good too,2,tops\n"
    )
    assert [row.external_id for row in rows] == ["a", "f"]
    assert refused == [
        ("3", "no-external-id"),
        ("4", "bad-price"),
        ("5", "external-id-twice"),
        ("6", "bad-category"),
        ("7", "cell-too-long"),
        ("8", "bad-external-id"),
    ]


def test_pictures_beside_the_table_are_found_and_none_outside(tmp_path):
    shop = tmp_path / "shop"
    (shop / "pics").mkdir(parents=True)
    for path in (shop / "pics" / "a_worn.jpg", shop / "pics" / "红色 👗.png", tmp_path / "secret.jpg"):
        path.write_bytes(b"x")
    (shop / "link.jpg").symlink_to(tmp_path / "secret.jpg")
    text = (
        "external_id,pictures,back\n"
        "1,pics/a_worn.jpg;pics\\红色 👗.png,\n2,../secret.jpg,\n3,link.jpg,missing.jpg\n4,/etc/passwd,\n5,a\0b.jpg,\n"
    )
    rows, refused = read(text, shop)
    assert [row.external_id for row in rows] == list("12345")
    assert [(one.path.name, one.role) for one in rows[0].pictures] == [("a_worn.jpg", "worn"), ("红色 👗.png", "")]
    assert [(row.split(":")[0], code) for row, code in refused] == [
        ("3", "outside-folder"),
        ("4", "outside-folder"),
        ("4", "picture-missing"),
        ("5", "outside-folder"),
        ("6", "picture-missing"),
    ]


def test_a_table_that_came_alone_has_no_files_beside_it():
    (row,), refused = read("external_id,pictures\n1,a.jpg\n")
    assert row.pictures == ()
    assert refused[0][1] == "picture-missing"


def test_size_charts_are_told_from_tables_and_gathered_by_product():
    text = "external_id,size,CN,chest (in),衣长,hip\n"
    text += "tee,S,160/84A,36,62,\ntee,M,165/88A,38.5,64cm,\nskirt,36,,,,96\nskirt,38,,,,wide\n"
    items = list(feeds.read_bytes(text.encode(), "size-charts.csv"))
    tee, skirt = (one for one in items if isinstance(one, ChartRow))
    assert [line.cm for line in tee.lines] == [{"chest": 91.44, "length": 62.0}, {"chest": 97.79, "length": 64.0}]
    assert tee.lines[0].labels == {"CN": "160/84A"}
    assert [line.size for line in skirt.lines] == ["36"]
    assert [(one.row, one.error.code) for one in items if isinstance(one, Refused)] == [("5", "bad-size")]


def test_a_file_that_is_no_feed_is_refused_as_a_whole(tmp_path):
    for data in (b"", b"hello", b"a,b\n1,2\n", b"\x89PNG\r\n\x1a\n" + bytes(range(256))):
        with pytest.raises(UnknownFeed):
            feeds.read_bytes(data, "x.csv")


@given(st.text(max_size=200))
def test_any_rows_under_a_header_are_products_or_refused(text):
    rows, refused = read(
        "external_id,title,price,pictures,sizes\n" + text.encode("utf-8", "replace").decode(), Path("/nowhere")
    )
    for row in rows:
        assert row.external_id
    assert all(code for _, code in refused)
