"""A folder of pictures: names tell the products."""

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vitrine.errors import BadInput
from vitrine.intake import feeds
from vitrine.intake.feeds.folder import TOGETHER
from vitrine.intake.feeds.pictures import named
from vitrine.intake.feeds.rows import ChartRow, Refused, Row


def make(folder, *names):
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")


def read(folder):
    items = list(feeds.read(folder))
    rows = {one.external_id: one for one in items if isinstance(one, Row)}
    return rows, [(one.row, one.error.code) for one in items if isinstance(one, Refused)]


@pytest.mark.parametrize(
    ("stem", "product", "role"),
    [
        ("tee-017", "tee-017", ""),
        ("tee-017_back", "tee-017", "back"),
        ("tee-017 Front", "tee-017", "front"),
        ("tee-017-model", "tee-017", "worn"),
        ("tee-017__2", "tee-017", ""),
        ("tee-017_back__2", "tee-017", "back"),
        ("红裙_背面", "红裙", "back"),
        ("红裙上身", "红裙", "worn"),
        ("back", "back", ""),
        ("flashback", "flashback", ""),
        ("shirt_12", "shirt_12", ""),
    ],
)
def test_a_name_tells_product_and_role(stem, product, role):
    assert named(stem) == (product, role)


@given(st.text(st.characters(blacklist_categories=["Cs", "Cc"], blacklist_characters="/"), min_size=1, max_size=30))
def test_any_name_is_of_some_product(stem):
    product, role = named(stem)
    assert role in ("", "front", "back", "worn", "detail")
    assert stem.strip().startswith(product)


def test_pictures_of_one_name_are_one_product_front_first(tmp_path):
    make(tmp_path, "b.jpg", "a_worn.jpg", "a_back.png", "a.webp", "红裙 👗.heic", "c/1.jpg", "c/2.jpg")
    rows, refused = read(tmp_path)
    assert refused == []
    assert list(rows) == ["a", "b", "红裙 👗", "c"]
    assert [(one.source, one.role) for one in rows["a"].pictures] == [
        ("a.webp", ""),
        ("a_back.png", "back"),
        ("a_worn.jpg", "worn"),
    ]
    assert len(rows["c"].pictures) == 2
    assert (rows["红裙 👗"].title, rows["b"].title) == ({"zh": "红裙 👗"}, {"en": "b"})


def test_a_large_folder_inside_is_no_product(tmp_path):
    make(tmp_path, *(f"all/{n}.jpg" for n in range(TOGETHER + 1)))
    rows, _ = read(tmp_path)
    assert len(rows) == TOGETHER + 1
    assert "all/0" in rows


def test_what_is_left_out_has_its_reason(tmp_path):
    shop = tmp_path / "shop"
    make(tmp_path, "secret.jpg")
    make(shop, "a.jpg", "notes.txt", ".hidden.jpg")
    (shop / "out.jpg").symlink_to(tmp_path / "secret.jpg")
    (shop / "loop").symlink_to(shop)
    (shop / "own.jpg").symlink_to(shop / "a.jpg")
    (shop / "dead.jpg").symlink_to(shop / "nothing.jpg")
    with open(os.fsencode(shop) + b"/\xff\xfe.jpg", "wb") as file:  # noqa: PTH123
        file.write(b"x")
    rows, refused = read(shop)
    assert sorted(rows) == ["a", "own"]
    assert sorted(refused, key=lambda one: one[0]) == [
        ("'\\udcff\\udcfe.jpg'", "unreadable"),
        ("dead.jpg", "no-picture-file"),
        ("loop", "no-picture-file"),
        ("notes.txt", "no-picture-file"),
        ("out.jpg", "outside-folder"),
    ]


def test_a_table_in_the_folder_says_what_belongs_together(tmp_path):
    make(tmp_path, "x.jpg", "y.jpg")
    (tmp_path / "products.csv").write_text("external_id,title,pictures\nsku-1,Tee,x.jpg|y.jpg\n")
    (tmp_path / "size-charts.csv").write_text("external_id,size,chest\nsku-1,M,96\n")
    items = list(feeds.read(tmp_path))
    assert [type(one) for one in items] == [Row, ChartRow]
    assert len(items[0].pictures) == 2


def test_charts_alone_leave_the_pictures_to_their_names(tmp_path):
    make(tmp_path, "x.jpg")
    (tmp_path / "size-charts.csv").write_text("external_id,size,chest\nx,M,96\n")
    (tmp_path / "notes.csv").write_text("to do,by\nsew,me\n")
    items = list(feeds.read(tmp_path))
    assert [type(one) for one in items] == [Refused, Row, ChartRow]
    assert items[0].error.code == "unknown-feed"


def test_a_single_picture_is_a_product_and_what_is_not_there_is_refused(tmp_path):
    make(tmp_path, "tee_front.jpg")
    (row,) = feeds.read(tmp_path / "tee_front.jpg")
    assert (row.external_id, row.pictures[0].role) == ("tee", "front")
    with pytest.raises(BadInput):
        feeds.read(tmp_path / "none.csv")


def test_a_hundred_thousand_files_are_read(tmp_path):
    for number in range(100_000):
        os.close(os.open(tmp_path / f"{number:06}.jpg", os.O_CREAT | os.O_WRONLY))
    assert sum(1 for _ in feeds.read(tmp_path)) == 100_000


def test_of_several_tables_each_row_is_named_with_its_file(tmp_path):
    for name in ("a", "b"):
        (tmp_path / f"{name}.csv").write_text(f"external_id,title\n{name},Tee\n,No id\n")
    assert [item.row for item in feeds.read(tmp_path)] == ["a.csv: 2", "a.csv: 3", "b.csv: 2", "b.csv: 3"]
    (tmp_path / "b.csv").unlink()
    assert [item.row for item in feeds.read(tmp_path)] == ["2", "3"]
