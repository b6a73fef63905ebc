"""Shopify's product CSV, each generation of its header."""

import csv
import io

import pytest

from vitrine.intake import feeds
from vitrine.intake.feeds.rows import Refused, Row

OLD = next(
    csv.reader(
        [
            "Handle,Title,Body (HTML),Vendor,Published,Option1 Name,Option1 Value,Option2 Name,Option2 Value,"
            "Variant SKU,Variant Price,Image Src,Image Position,Variant Image,Status"
        ]
    )
)
NEW = next(
    csv.reader(
        [
            "Title,URL handle,Description,Vendor,Published on online store,Status,SKU,Option1 name,Option1 Value,"
            "Price,Price / International,Product image URL,Image position,Variant image URL"
        ]
    )
)


def table(header, *rows, before="", **written):
    file = io.StringIO(newline="")
    writer = csv.DictWriter(file, header, restval="", **written)
    writer.writeheader()
    writer.writerows(rows)
    return before + file.getvalue()


def read(text, encoding="utf-8"):
    items = list(feeds.read_bytes(text.encode(encoding), "export.csv"))
    return [one for one in items if isinstance(one, Row)], [
        (one.row, one.error.code) for one in items if isinstance(one, Refused)
    ]


def test_rows_of_one_handle_are_one_product():
    rows, refused = read(
        table(
            OLD,
            {"Handle": "tee", "Title": "Tee", "Body (HTML)": "<p>A<script>x</script></p>", "Published": "true",
             "Option1 Name": "Size", "Option1 Value": "S", "Option2 Name": "Color", "Option2 Value": "Navy",
             "Variant SKU": "t-s", "Variant Price": "78.00", "Image Src": "https://c.example/b.jpg",
             "Image Position": "2", "Status": "active"},
            {"Handle": "tee", "Option1 Value": "M", "Option2 Value": "Navy", "Variant Price": "80.00",
             "Image Src": "https://c.example/a.jpg", "Image Position": "1", "Variant Image": "https://c.example/v.jpg"},
            {"Handle": "cap", "Title": "Cap", "Option1 Name": "Title", "Option1 Value": "Default Title",
             "Variant Price": "10.00", "Status": "draft"},
            {"Handle": "tee", "Option1 Value": "L", "Option2 Value": "Navy", "Variant Price": "80.00"},
        )
    )  # fmt: skip
    assert refused == []
    tee, cap = rows
    assert (tee.external_id, tee.title, tee.description) == ("tee", {"en": "Tee"}, {"en": "<p>A</p>"})
    assert (tee.price, tee.sizes, tee.colour, tee.published) == ("78.00", ("S", "M", "L"), "Navy", True)
    assert [one.source[-5:] for one in tee.pictures] == ["a.jpg", "b.jpg", "v.jpg"]
    assert tee.variants[0] == {"sku": "t-s", "options": {"Size": "S", "Color": "Navy"}, "price": "78.00"}
    assert (cap.published, cap.sizes, cap.variants[0]["options"]) == (False, (), {})


def test_the_names_of_2024_below_a_stray_line():
    rows, refused = read(
        table(
            NEW,
            {"Title": "Hoodie", "URL handle": "hoodie", "Status": "active", "Option1 name": "Size",
             "Option1 Value": "S", "Price": "29.99", "Product image URL": "https://c.example/h.jpg"},
            {"URL handle": "hoodie", "Option1 Value": "M", "Price": "29.99"},
            {"Title": "No Handle! Yet", "Price": "5"},
            before="product_template\n",
        )
    )  # fmt: skip
    assert refused == []
    assert [(row.external_id, row.price, len(row.variants)) for row in rows] == [
        ("hoodie", "29.99", 2),
        ("no-handle-yet", "5", 1),
    ]


@pytest.mark.parametrize("written", [{"delimiter": ";"}, {"lineterminator": "\r\n"}, {"quoting": csv.QUOTE_ALL}])
def test_files_that_went_through_a_spreadsheet(written):
    row = {"Handle": "a", "Title": 'Zwei\nZeilen, "quer"', "Variant Price": "1.299,50"}
    rows, refused = read("\ufeff" + table(OLD, row, **written))
    assert refused == []
    assert (rows[0].title["en"], rows[0].price) == ('Zwei Zeilen, "quer"', "1299.50")


def test_broken_rows_are_named_and_the_rest_of_their_product_goes_in():
    rows, refused = read(
        table(
            OLD,
            {"Handle": "a", "Title": "A", "Option1 Name": "Size", "Option1 Value": "S", "Variant Price": "1"},
            {"Handle": "a", "Option1 Value": "M", "Variant Price": "on request"},
            {"Handle": "a", "Image Src": "pictures/local.jpg"},
            {"Variant Price": "3"},
            {"Handle": "b", "Title": "b" * 600},
            {"Handle": "c", "Title": "C"},
        )
    )
    assert [(row.external_id, row.sizes) for row in rows] == [("a", ("S",)), ("c", ())]
    assert refused == [("5", "no-external-id"), ("3", "bad-price"), ("4", "picture-missing"), ("6", "cell-too-long")]


def test_a_handle_of_two_products_is_the_first_ones_and_the_second_is_named():
    rows, refused = read(
        table(
            OLD,
            {"Handle": "tee", "Title": "Tee", "Variant Price": "1"},
            {"Handle": "cap", "Title": "Cap", "Variant Price": "2"},
            {"Handle": "tee", "Title": "Tee", "Variant Price": "3"},
            {"Handle": "tee", "Title": "Another tee", "Variant Price": "4"},
        )
    )
    assert [(row.external_id, len(row.variants)) for row in rows] == [("tee", 2), ("cap", 1)]
    assert refused == [("5", "external-id-twice")]


@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("utf-8-sig", "红色连衣裙 👗"), ("gb18030", "红色连衣裙 👗"), ("utf-16", "红色连衣裙 👗"),
        ("cp949", "여성 롱 원피스 꽃무늬 반팔 티셔츠"), ("shift_jis", "レディースワンピース"), ("big5", "紅色連衣裙"),
        ("cp1252", "Robe d'été légère à fleurs"),
    ],
)  # fmt: skip
def test_all_that_can_be_wrong_at_once_costs_no_good_row(encoding, name):
    long = '<p onclick=x()>Cotton.<br>\r\nWashed, "soft".</p><script>steal()</script>' + "long " * 220_000
    rows, refused = read(
        table(
            OLD,
            {"Handle": "dress", "Title": name, "Body (HTML)": long, "Option1 Name": "Size", "Option1 Value": "S",
             "Variant Price": "EUR 1.299,00", "Image Src": "https://c.example/a.jpg"},
            {"Handle": "dress", "Option1 Value": "M", "Variant Price": "$1,299.00"},
            {"Title": "", "Variant Price": "3"},
            {"Handle": "dress", "Title": "Another dress", "Variant Price": "5"},
            {"Handle": "=1+1", "Title": "=HYPERLINK(0)", "Variant Price": "7", "Image Src": "missing.jpg"},
            {"Handle": "a" * 1_000_000, "Title": "Long"},
            {"Handle": "last", "Title": "Last", "Variant Price": "9"},
            lineterminator="\r\n",
        ),
        encoding,
    )  # fmt: skip
    dress, formula, last = rows
    assert dress.title["zh" if "色" in name else "en"] == name
    assert (dress.price, dress.sizes, len(dress.pictures)) == ("1299.00", ("S", "M"), 1)
    (text,) = dress.description.values()
    assert text.startswith("<p>Cotton.<br>")
    assert "steal" not in text
    assert (formula.external_id, formula.price, last.external_id) == ("=1+1", "7", "last")
    assert sorted(code for _, code in refused) == [
        "bad-external-id", "description-cut", "external-id-twice", "no-external-id", "picture-missing",
    ]  # fmt: skip


def test_more_than_thirty_pictures_are_cut():
    images = [
        {"Handle": "a", "Title": "A" if n == 0 else "", "Image Src": f"https://c.example/{n}.jpg"} for n in range(40)
    ]
    (row,), refused = read(table(OLD, *images))
    assert len(row.pictures) == 30
    assert refused == [("2", "too-many-pictures")]
