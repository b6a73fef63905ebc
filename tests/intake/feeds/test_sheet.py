"""Tables of text: whatever a spreadsheet writes is read, a broken row is named, and no other row is lost with it."""

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from vitrine.intake.feeds.rows import Refused
from vitrine.intake.feeds.sheet import RECORD_LINES, sheet
from vitrine.intake.feeds.text import decoded

CELLS = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\0\r"), max_size=20)


def read(text):
    found = sheet(text, lambda header: "id" in header)
    assert found is not None
    return list(found.rows())


@given(
    st.lists(st.tuples(CELLS, CELLS), max_size=8), st.sampled_from([",", ";", "\t"]), st.sampled_from(["\n", "\r\n"])
)
def test_what_a_csv_writer_writes_is_read_back(rows, delimiter, end):
    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL)
    writer.writerows([("id", "name"), *rows])
    found = [cells for _, cells in read(file.getvalue())]
    wanted = [{n: c.strip() for n, c in zip(("id", "name"), row, strict=True) if c.strip()} for row in rows]
    guarded = [
        {n: c[1:] if c[:1] == "'" and c[1:].lstrip()[:1] in tuple("=+-@|%") else c for n, c in r.items()}
        for r in wanted
    ]
    assert found == [row for row in guarded if row]


@given(st.binary(max_size=300))
def test_rubbish_is_never_more_than_no_table(data):
    found = sheet(decoded(data), lambda header: "id" in header)
    if found is not None:
        list(found.rows())


def test_line_numbers_are_those_of_the_file():
    rows = read('id,name\n1,"two\nlines"\n\n2,x\n')
    assert [number for number, _ in rows] == ["2", "5"]
    assert rows[0][1]["name"] == "two\nlines"


def test_a_stray_line_above_the_header_is_skipped():
    assert read("product_template\nid;name\n1;a\n") == [("3", {"id": "1", "name": "a"})]


def test_a_quotation_mark_that_is_never_closed_costs_its_own_row_only():
    items = read('id,name\n1,a\n2,"b\n3,c\n4,d\n')
    assert [one.row for one in items if isinstance(one, Refused)] == ["3"]
    assert [one[1]["id"] for one in items if not isinstance(one, Refused)] == ["1", "3", "4"]


def test_one_that_swallows_the_next_row_up_to_its_quotation_mark_is_found_as_well():
    items = read('id,name\n1,"a\n2,"b"\n3,c\n')
    assert [one.row for one in items if isinstance(one, Refused)] == ["2"]
    assert [one[1]["id"] for one in items if not isinstance(one, Refused)] == ["2", "3"]


def test_a_table_full_of_open_quotation_marks_is_read_in_reasonable_time():
    text = "id,name\n" + "".join(f'{n},"x\n' if n % 2 else f"{n},x\n" for n in range(RECORD_LINES))
    items = read(text)
    assert len([one for one in items if not isinstance(one, Refused)]) >= RECORD_LINES // 4


def test_cells_of_a_megabyte_are_read():
    long = "x" * 1_100_000
    assert read(f"id,name\n1,{long}\n")[0][1]["name"] == long


def test_columns_without_a_name_and_rows_of_other_lengths_harm_nobody():
    rows = read("id,,name\n1,x,a,more\n2\n")
    assert [cells for _, cells in rows] == [{"id": "1", "name": "a"}, {"id": "2"}]


def test_a_table_without_the_header_is_none():
    assert sheet("a,b\n1,2\n", lambda header: "id" in header) is None
    assert sheet("", lambda header: "id" in header) is None
