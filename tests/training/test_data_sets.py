"""Trainers on a built data set: they see its training and validation photos, never its test, and name its version."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.training.small import built, small_clothing, small_set
from vitrine.garments.garment_net import KINDS, WORDS
from vitrine.people.label_map import read_label_map
from vitrine.training import parser, street
from vitrine.training.clothing import Clothing, words
from vitrine.training.prepared import Prepared
from vitrine.training.run import OtherRun
from vitrine.training.street import NoTrainingData

pytestmark = pytest.mark.train


def test_the_garment_network_reads_one(tmp_path: Path) -> None:
    data = built(tmp_path, ["dress", "t-shirt", "dress"], ["train", "test", "validation"])
    clothing = Clothing(tmp_path, tmp_path / "masks")
    assert [(p.kind, p.file) for p in clothing.of("train")] == [("dress", data.picture(data.of("train")[0]))]
    assert [p.kind for p in clothing.of("test")] == ["t-shirt"]
    assert clothing.version == data.version
    assert clothing.canvas(clothing.of("train")[0])[0].shape == (3, 320, 320)


def test_a_shop_s_catalogue_teaches_categories(tmp_path: Path) -> None:
    built(tmp_path, ["tops", "dress", "bottoms"], ["train", "train", "test"])
    clothing = Clothing(tmp_path, tmp_path / "masks")
    said = {p.kind: dict(zip(WORDS, words(p).tolist(), strict=True)) for p in clothing.photos}
    assert said["tops"]["kind"] == said["bottoms"]["kind"] == said["bottoms"]["hem"] == -1
    assert KINDS[said["dress"]["kind"]] == "dress"
    assert [WORDS["category"][said[label]["category"]] for label in said] == ["dresses", "tops", "bottoms"]
    assert len(clothing.lenders("train")) == 2


def test_a_label_that_is_no_kind_is_refused(tmp_path: Path) -> None:
    built(tmp_path, ["sofa", "dress"], ["train", "train"])
    with pytest.raises(NoTrainingData, match="sofa"):
        Clothing(tmp_path, tmp_path / "masks")


def test_the_parser_reads_one_and_never_its_test(tmp_path: Path) -> None:
    data = built(tmp_path, [""] * 4, ["train", "test", "validation", "train"], mapped=True)
    photos = street.photos(tmp_path)
    assert {p.name for p in photos} == {r.picture for r in data.rows if r.split != "test"}
    assert street.judges(tmp_path, photos) == {r.picture for r in data.of("validation")}
    assert np.array_equal(street.shown(photos[0], tmp_path)[1], read_label_map(photos[0].labels or Path()))


def test_a_plain_folder_is_named_by_its_photos(tmp_path: Path) -> None:
    one = Clothing(small_clothing(tmp_path / "one"), tmp_path / "masks")
    same = Clothing(small_clothing(tmp_path / "same"), tmp_path / "masks")
    other = Clothing(small_clothing(tmp_path / "other", each=2), tmp_path / "masks")
    assert one.version == same.version != other.version


def test_a_checkpoint_names_its_data_and_goes_on_with_no_other(tmp_path: Path) -> None:
    def quiet(**_: Any) -> None: ...

    tiny = parser.Options(rounds=(1,), batch=1, encoder=False, wide=(8, 8, 8, 8))
    first = Prepared(small_set(tmp_path / "first"))
    parser.train(first, tmp_path / "run", tiny, False, quiet)
    said = json.loads((tmp_path / "run" / "run.json").read_text())
    assert said["options"]["data"] == first.version
    second = Prepared(small_set(tmp_path / "second", labelled=7))
    with pytest.raises(OtherRun):
        parser.train(second, tmp_path / "run", tiny, True, quiet)
