"""What is trained beside the large networks, from small sets to files: category and gown. Needs no torch."""

import json
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from click.testing import CliRunner

from tests.training.small import small_clothing, small_set
from vitrine.cli import evaluate as evaluate_command
from vitrine.cli import train as train_command
from vitrine.errors import NetDamaged
from vitrine.garments.category import KINDS, weights
from vitrine.garments.cutout import Cutout
from vitrine.learning.dataset import NothingToJudge, NothingToLearn
from vitrine.nets import Nets
from vitrine.people import gown as gown_model
from vitrine.people.person import CLASSES
from vitrine.training import category, category_scores, cutouts, gown, gown_scores
from vitrine.training.options import WrongOption
from vitrine.training.prepared import Prepared
from vitrine.training.street import NoTrainingData

TINY = category.Options(most=2, hidden=3, steps=20)


def quiet(**_: Any) -> None: ...


class Killed(Exception):
    pass


@pytest.fixture
def cut(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Cut-outs by colour, quickly; the list counts them."""
    made: list[int] = []

    def by_colour(photo: np.ndarray, _nets: Any) -> Cutout:
        made.append(1)
        return Cutout((photo.min(2) < 200).astype(np.float32), True, 1.0)

    monkeypatch.setattr(cutouts, "cutout", by_colour)
    return made


def test_a_classifier_is_fitted_measured_and_described(cut: list[int], tmp_path: Path) -> None:
    data = small_clothing(tmp_path / "set", each=2)
    table = category.fit(data, tmp_path / "out", False, quiet, TINY)
    found = weights(tmp_path / "out" / "category.npz", 109)
    assert found["first"].shape == (110, 3) and found["second"].shape == (4, len(KINDS))
    assert {split: scores["pictures"] for split, scores in table.items()} == {"validation": 4, "test": 4}
    assert table["test"]["kind"]["accuracy"] == 1.0
    card = (tmp_path / "out" / "category.md").read_text()
    assert "one hidden layer of 3 on 109 traits" in card and "4 of the train split, at most 2 a kind" in card
    assert "decay=0.8" in card and "minutes on" in card and "## Limits" in card
    assert category.Clothing(data, tmp_path).version in card
    assert (tmp_path / "out" / "sheet.jpg").stat().st_size > 1000
    evaluated = category_scores.evaluate(tmp_path / "out" / "category.npz", data, tmp_path / "s.jpg", quiet)
    assert evaluated == table
    assert "| true \\ said (test) |" in category_scores.rows(table)


def test_the_same_seed_gives_the_same_file_and_a_killed_run_cuts_out_nothing_twice(
    cut: list[int], tmp_path: Path
) -> None:
    data = small_clothing(tmp_path / "set", each=2)
    category.fit(data, tmp_path / "whole", False, quiet, TINY)
    assert len(cut) == 12

    def kill(**told: Any) -> None:
        if told["step"] == 5:
            raise Killed

    with pytest.raises(Killed):
        category.fit(data, tmp_path / "killed", False, kill, TINY)
    assert not (tmp_path / "killed" / "category.npz").exists()
    category.fit(data, tmp_path / "killed", True, quiet, TINY)
    assert len(cut) == 24
    ours, theirs = ((tmp_path / run / "category.npz").read_bytes() for run in ("killed", "whole"))
    assert ours == theirs
    other = small_clothing(tmp_path / "other", each=1)
    category.fit(other, tmp_path / "killed", True, quiet, TINY)
    assert len(cut) == 30  # other photos: nothing of the first is left


def test_photos_of_one_name_in_two_formats_are_cut_out_each(cut: list[int], tmp_path: Path) -> None:
    data = small_clothing(tmp_path / "set")
    cv2.imwrite(str(data / "train" / "pants" / "0.jpg"), np.full((64, 48, 3), 225, np.uint8))
    clothing, kept = category.Clothing(data, tmp_path / "masks"), cutouts.Cutouts(tmp_path / "cutouts")
    pants = [photo for photo in clothing.of("train") if photo.kind == "pants"]
    assert list(kept.prepare(Nets(), pants))[-1] == (2, 2)
    assert len(cut) == 2
    assert [kept.alpha(photo) is None for photo in pants] == [True, False]  # the first shows nothing


@pytest.mark.parametrize(
    ("gone", "error"), [("train", NoTrainingData), ("train/pants", NothingToLearn), ("validation", NothingToJudge)]
)
def test_photos_that_cannot_teach_are_refused(
    cut: list[int], tmp_path: Path, gone: str, error: type[Exception]
) -> None:
    data = small_clothing(tmp_path / "set")
    for file in (data / gone).rglob("*.png"):
        file.unlink()
    with pytest.raises(error):
        category.fit(data, tmp_path / "out", False, quiet, TINY)
    assert not (tmp_path / "out").exists()


def test_a_file_that_is_no_classifier_is_named(cut: list[int], tmp_path: Path) -> None:
    (tmp_path / "wrong.npz").write_bytes(b"no classifier")
    with pytest.raises(NetDamaged, match=r"wrong\.npz"):
        category_scores.evaluate(tmp_path / "wrong.npz", small_clothing(tmp_path / "set"), None, quiet)
    assert not cut  # it is found before minutes go into cut-outs
    with pytest.raises(WrongOption, match="hidden"):
        category.Options(hidden=0)


@pytest.fixture
def people(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Prepared figures: every other wears a dress; what the traits say of them is the share of a dress."""
    folder = small_set(tmp_path / "people", labelled=9, others=0)
    for number in range(0, 9, 2):
        file = folder / "labels" / f"{number:04d}.png"
        labels = cv2.imread(str(file), cv2.IMREAD_UNCHANGED)
        labels[np.isin(labels, gown_model.CLOTHES)] = CLASSES.index("dress")
        cv2.imwrite(str(file), labels)

    def traits(labels: np.ndarray, *_: Any) -> np.ndarray | None:
        share = (labels == CLASSES.index("dress")).mean() / max(1e-6, np.isin(labels, gown_model.CLOTHES).mean())
        return np.array([share, *np.zeros(len(gown_model.TRAITS) - 1)], np.float32)

    monkeypatch.setattr(gown_model, "traits", traits)
    monkeypatch.setattr(gown_scores, "find_pose", lambda _: None)
    monkeypatch.setattr(gown_scores, "find_mask", lambda picture: np.ones(picture.shape[:2], np.float32))
    dress = np.zeros((11, 150, 100), np.float32)
    dress[CLASSES.index("dress")] = 1
    monkeypatch.setattr(gown_scores.parser_net, "volume", lambda picture, *_: (dress, picture))
    return folder


def test_a_decision_is_fitted_measured_and_described(people: Path, tmp_path: Path) -> None:
    table = gown.fit(people, tmp_path / "out", False, quiet)
    assert table == {
        "photos": 1, "judged": 1, "dresses": 1, "area": None, "called_dress": [1, 1], "called_none": [0, 0]
    }  # fmt: skip
    model = json.loads((tmp_path / "out" / "gown.json").read_text())
    assert len(model["weights"]) == 2 * len(gown_model.TRAITS)
    dress = np.array([1.0, *np.zeros(len(gown_model.TRAITS) - 1)], np.float32)
    assert gown_model.probability(dress, tmp_path / "out") > 0.8
    assert gown_model.probability(0 * dress, tmp_path / "out") < 0.2
    card = (tmp_path / "out" / "gown.md").read_text()
    assert "8 labelled photos" in card and "4 of them a dress" in card and "decay=0.003" in card
    assert f"Data version: {Prepared(people).version}" in card and "minutes on" in card and "## Limits" in card
    assert (tmp_path / "out" / "sheet.jpg").stat().st_size > 1000
    assert gown_scores.evaluate(tmp_path / "out" / "gown.json", people, None, quiet) == table
    assert "| area under the curve | – |" in gown_scores.rows(table)
    before = (tmp_path / "out" / "gown.json").read_bytes()
    gown.fit(people, tmp_path / "again", True, quiet)
    assert (tmp_path / "again" / "gown.json").read_bytes() == before


def test_photos_without_dresses_teach_no_decision(people: Path, tmp_path: Path) -> None:
    for number in range(0, 9, 2):
        file = people / "labels" / f"{number:04d}.png"
        labels = cv2.imread(str(file), cv2.IMREAD_UNCHANGED)
        labels[labels == CLASSES.index("dress")] = CLASSES.index("top")
        cv2.imwrite(str(file), labels)
    with pytest.raises(NothingToLearn, match="people"):
        gown.fit(people, tmp_path / "out", False, quiet)
    assert not (tmp_path / "out").exists()
    with pytest.raises(NoTrainingData):
        gown.fit(tmp_path, tmp_path / "out", False, quiet)


def test_scores_of_a_decision_count_both_thresholds() -> None:
    odds, dresses = np.array([0.9, 0.6, 0.4, 0.3, 0.1]), np.array([True, False, True, False, False])
    assert gown_scores.table(odds, dresses) == {
        "judged": 5, "dresses": 2, "area": round(5 / 6, 4), "called_dress": [1, 2], "called_none": [1, 1]
    }  # fmt: skip


def test_the_commands_train_and_measure(people: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for command in (train_command, evaluate_command):
        monkeypatch.setattr(command, "words_of_ours_only", lambda: None)
    out = tmp_path / "out"
    asked = ["gown", "--data", str(people), "-o", str(out), "--set", "decay=0.01", "--json"]
    done = CliRunner().invoke(train_command.command, asked)
    assert done.exit_code == 0, done.output
    asked = ["gown", "--data", str(people), "--net", str(out / "gown.json"), "--json"]
    measured = CliRunner().invoke(evaluate_command.command, asked)
    assert json.loads(measured.output) == json.loads(done.output)
    (tmp_path / "wrong.json").write_text("{}")
    asked = ["gown", "--data", str(people), "--net", str(tmp_path / "wrong.json")]
    wrong = CliRunner().invoke(evaluate_command.command, asked)
    assert wrong.exit_code == 2 and "wrong.json is damaged or no gown.json" in wrong.output
    wrong = CliRunner().invoke(
        train_command.command, ["gown", "--data", str(people), "-o", "o", "--flats", str(people)]
    )
    assert wrong.exit_code == 2 and "only the sight takes this" in wrong.output
