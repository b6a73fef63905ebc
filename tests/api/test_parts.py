"""Forms that are in memory already."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vitrine.api.parts import MOST, parts
from vitrine.api.problems import Invalid

TYPE = "multipart/form-data; boundary=edge"


def form(*fields):
    out = b""
    for name, filename, data in fields:
        file = f'; filename="{filename}"' if filename is not None else ""
        out += f'--edge\r\nContent-Disposition: form-data; name="{name}"{file}\r\n\r\n'.encode() + data + b"\r\n"
    return out + b"--edge--\r\n"


def test_fields_and_files_come_back_in_order_with_their_names():
    found = parts(
        TYPE, form(("product", None, b"{}"), ("pictures", "红裙 👗.jpg", b"\x00\xff\r\n--edg"), ("pictures", "", b""))
    )
    assert [(one.name, one.filename, bytes(one.data)) for one in found] == [
        ("product", None, b"{}"),
        ("pictures", "红裙 👗.jpg", b"\x00\xff\r\n--edg"),
        ("pictures", "", b""),
    ]


@given(st.lists(st.binary(max_size=200), max_size=5))
def test_any_bytes_survive(bodies):
    found = parts(TYPE, form(*(("p", "a.png", body) for body in bodies if b"--edge" not in body)))
    assert [bytes(one.data) for one in found] == [body for body in bodies if b"--edge" not in body]


@given(st.binary(max_size=300))
def test_rubbish_is_refused_or_has_no_more_than_it_says(data):
    try:
        found = parts(TYPE, data)
    except Invalid:
        return
    assert sum(len(one.data) for one in found) <= len(data)


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("multipart/form-data", form(("a", None, b"x"))),
        (TYPE, b"no form"),
        (TYPE, form(*(("a", None, b"x") for _ in range(MOST + 1)))),
        (TYPE, b'--edge\r\nContent-Disposition: form-data; name="' + b"x" * 10_000 + b'"\r\n\r\n\r\n--edge--\r\n'),
    ],
)
def test_what_is_no_form_is_refused(kind, body):
    with pytest.raises(Invalid):
        parts(kind, body)
