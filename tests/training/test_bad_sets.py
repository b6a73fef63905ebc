"""Sets that cannot teach are refused before anything is prepared, with the file or folder that is wrong."""

import json
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from tests.training.small import built, figure, rendered, small_clothing
from tests.training.test_rendered import blind
from vitrine.cli.train import warn_of_part
from vitrine.errors import BadInput, NotAPicture
from vitrine.learning.dataset import NothingToJudge, NothingToLearn
from vitrine.people.label_map import WrongLabelMap
from vitrine.people.person import CLASSES
from vitrine.training import category, garment, parser, prepared, sight, street
from vitrine.training.clothing import Clothing
from vitrine.training.street import NoTrainingData

pytestmark = pytest.mark.train


def quiet(**_: Any) -> None: ...


@pytest.fixture
def streets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A street set of six drawn figures, whose eleven labels are our classes."""
    monkeypatch.setattr(prepared, "view", blind)
    return street_set(tmp_path / "street")


def street_set(folder: Path, first: int = 0) -> Path:
    for sub in ("labelled/photos", "labelled/labels"):
        (folder / sub).mkdir(parents=True)
    (folder / "labels.json").write_text(json.dumps(CLASSES))
    (folder / "classes.json").write_text(json.dumps({"of_label": dict(zip(CLASSES, CLASSES, strict=True))}))
    for number in range(6):
        picture, labels = figure(first + number)
        cv2.imwrite(str(folder / "labelled" / "photos" / f"{number:04d}.jpg"), picture[..., ::-1])
        cv2.imwrite(str(folder / "labelled" / "labels" / f"{number:04d}.png"), labels)
    return folder


def spoil(file: Path, how: str) -> None:
    labels = cv2.imread(str(file), cv2.IMREAD_UNCHANGED)
    if how == "missing":
        file.unlink()
    elif how == "other size":
        cv2.imwrite(str(file), labels[1:])
    elif how == "unknown value":
        cv2.imwrite(str(file), np.full_like(labels, 200))
    else:
        cv2.imwrite(str(file), labels.astype(np.uint16))


@pytest.mark.parametrize("how", ["missing", "other size", "unknown value", "16 bits"])
def test_a_wrong_label_map_is_named_before_anything_is_written(streets: Path, tmp_path: Path, how: str) -> None:
    spoil(streets / "labelled" / "labels" / "0004.png", how)
    with pytest.raises(WrongLabelMap, match=r"0004\.png"):
        parser.fit(streets, tmp_path / "out", False, quiet)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("how", ["other size", "unknown value", "16 bits"])
def test_a_wrong_label_map_of_rendered_people_is_named(tmp_path: Path, how: str) -> None:
    people = rendered(tmp_path / "people")
    spoil(people / "0-0001.classes.png", how)
    with pytest.raises(WrongLabelMap, match=r"0-0001\.classes\.png"):
        prepared.ready_rendered(people, tmp_path / "made", quiet)
    assert not (tmp_path / "made").exists()


def test_other_photos_in_the_same_place_are_prepared_anew(streets: Path, tmp_path: Path) -> None:
    first = prepared.ready(streets, tmp_path / "made", quiet)
    assert prepared.ready(streets, tmp_path / "made", quiet).version == first.version
    before = first.truth(first.wholes()[2])
    other = street_set(tmp_path / "other", first=50)
    again = prepared.ready(other, tmp_path / "made", quiet)
    truth = cv2.imread(str(other / "labelled" / "labels" / f"{again.name(again.wholes()[2])}.png"), 0)
    assert np.array_equal(again.truth(again.wholes()[2]), truth)
    assert not np.array_equal(before, truth)


def test_a_part_of_the_street_set_is_warned_of(
    streets: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert street.split_from_part(streets) == 6
    assert street.split_from_part(rendered(tmp_path / "people")) is None
    warn_of_part("parser", streets)
    assert "drawn from the 6 labelled ones here" in capsys.readouterr().err
    warn_of_part("garment", streets)
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("splits", "error"), [(["train", "train"], NothingToJudge), (["validation", "validation"], NoTrainingData)]
)
def test_a_built_set_without_one_side_is_refused(splits: list[str], error: type[BadInput], tmp_path: Path) -> None:
    built(tmp_path / "set", [""] * 2, splits, mapped=True)
    with pytest.raises(error):
        parser.fit(tmp_path / "set", tmp_path / "out", False, quiet)
    assert not (tmp_path / "out").exists()


def test_label_maps_of_one_class_teach_nothing(streets: Path, tmp_path: Path) -> None:
    for file in (streets / "labelled" / "labels").glob("*.png"):
        cv2.imwrite(str(file), np.full((150, 100), 3, np.uint8))
    with pytest.raises(NothingToLearn):
        parser.fit(streets, tmp_path / "out", False, quiet)


@pytest.mark.parametrize(
    ("labels", "splits", "error"),
    [
        (["dress", "dress"], ["train", "validation"], NothingToLearn),
        (["dress", "pants"], ["train", "train"], NothingToJudge),
        (["dress", "pants"], ["test", "validation"], NoTrainingData),
    ],
)
def test_photos_of_garments_that_cannot_teach_are_refused(
    labels: list[str], splits: list[str], error: type[BadInput], tmp_path: Path
) -> None:
    built(tmp_path / "set", labels, splits)
    with pytest.raises(error):
        garment.fit(tmp_path / "set", tmp_path / "out", False, quiet)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("trainer", [garment, category, sight])
def test_a_photo_that_is_none_is_named_before_anything_is_written(trainer: Any, tmp_path: Path) -> None:
    (small_clothing(tmp_path / "set") / "validation" / "pants" / "1.jpg").write_bytes(b"no picture")
    with pytest.raises(NotAPicture, match=r"pants/1\.jpg"):
        trainer.fit(tmp_path / "set", tmp_path / "out", False, quiet)
    assert not (tmp_path / "out").exists()


def test_masks_and_garments_of_other_photos_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Clothing, "prepare", lambda *_: iter(()))
    options = garment.Options(garments=2, measured=1)
    out = tmp_path / "out"
    garment.prepare(out, Clothing(small_clothing(tmp_path / "one"), out / "masks"), options, quiet)
    stale = out / "masks" / "train" / "pants" / "0.png"
    stale.parent.mkdir(parents=True)
    stale.write_bytes(b"of the first photo")
    garment.prepare(out, Clothing(small_clothing(tmp_path / "two", each=2), out / "masks"), options, quiet)
    assert not stale.exists()
    assert (out / "bank" / "train" / "0000000000-2.npz").is_file()
