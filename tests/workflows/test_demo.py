"""The demo set is read with care: what is broken is left out, what is whole is offered."""

import json

import numpy as np
import pytest
from PIL import Image

from vitrine.errors import Gone
from vitrine.workflows.demo import FOLDER, DemoSet


def test_broken_entries_are_left_out(tmp_path):
    (tmp_path / "set").mkdir()
    Image.new("RGB", (30, 40)).save(tmp_path / "set" / "a.jpg")
    Image.new("RGB", (30, 40)).save(tmp_path / "outside.jpg")
    good = {"id": "anna", "kind": "person", "file": "a.jpg", "name": {"en": "Anna"}}
    rows = [
        good,
        good | {"id": "gone", "file": "b.jpg"},
        good | {"id": "outside", "file": "../outside.jpg"},
        good | {"id": "odd", "kind": "hat"},
        {"id": "bare"},
        "text",
    ]
    (tmp_path / "set" / "catalog.json").write_text(json.dumps(rows))
    demo = DemoSet(tmp_path / "set")
    assert list(demo.samples) == ["demo:anna"]
    sample = demo.get("demo:anna", "person")
    assert (sample.width, sample.height, sample.name["zh"], sample.alt["en"]) == (30, 40, "Anna", "anna")
    with pytest.raises(Gone):
        demo.get("demo:anna", "garment")


@pytest.mark.parametrize("text", ["", "{", "{}", "[]", "null", '"x"'])
def test_a_broken_catalog_is_an_empty_set(tmp_path, text):
    (tmp_path / "catalog.json").write_text(text)
    assert DemoSet(tmp_path).samples == {}


def test_our_own_set_is_whole():
    listed = json.loads((FOLDER / "catalog.json").read_text("utf8"))
    demo = DemoSet()
    assert len(demo.samples) == len(listed) > 0
    for sample in demo.samples.values():
        assert sample.name["en"] != sample.name["zh"]
        assert np.asarray(Image.open(sample.path)).ndim == 3
