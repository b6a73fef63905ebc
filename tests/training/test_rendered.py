"""Rendered people in the parser's training: prepared as photos are, a share of each batch, never judged, named."""

import dataclasses
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from click.testing import CliRunner

from tests.training.small import HAIR, rendered, small_set
from vitrine.cli.train import command
from vitrine.people.label_map import read_label_map
from vitrine.people.parser_net import PRIOR
from vitrine.people.person import CLASSES
from vitrine.training import cards, parser, prepared, scores
from vitrine.training.prepared import Prepared
from vitrine.training.run import OtherRun
from vitrine.training.street import NoTrainingData

pytestmark = pytest.mark.train

TINY = parser.Options(rounds=(1,), batch=4, rendered=0.25, evaluate_every=2, encoder=False, wide=(16, 16, 8, 8))


def quiet(**_: Any) -> None: ...


def blind(name: str, _picture: np.ndarray, box: tuple[float, ...], _nets: Any) -> dict[str, np.ndarray]:
    """What the packaged networks find on a picture without a person."""
    return {
        "name": np.array(name),
        "box": np.array(box, np.float32),
        "points": np.zeros((33, 2), np.float16),
        "visibility": np.zeros(33, np.float16),
        "mask": np.zeros((PRIOR, PRIOR), np.uint8),
        "odds": np.zeros((PRIOR, PRIOR, 6), np.uint8),
    }


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Prepared:
    monkeypatch.setattr(prepared, "view", blind)
    return prepared.ready_rendered(rendered(tmp_path / "people"), tmp_path / "made", quiet)


def test_all_are_trained_on_and_none_is_judged(made: Prepared) -> None:
    assert made.pictures == 2
    assert list(made.judged()) == []
    assert len(made.held_out_rows()) == 0
    assert {made.name(row) for row in made.draw(0, 20, 7, ()).tolist()} == {"0-0000", "0-0001"}


def test_the_label_map_is_kept_as_it_was_drawn(made: Prepared) -> None:
    drawn = read_label_map(made.folder.parent / "people" / f"{made.name(0)}.classes.png")
    assert np.array_equal(made.truth(0), drawn)
    assert HAIR in made.truth(0) and made.truth(0).max() < len(CLASSES)


def test_another_picture_is_another_version_and_prepared_anew(made: Prepared, tmp_path: Path) -> None:
    people, before = tmp_path / "people", made.version
    assert prepared.ready_rendered(people, tmp_path / "made", quiet).version == before
    for end in (".jpg", ".classes.png"):
        shutil.copy(people / f"0-0000{end}", people / f"0-0009{end}")
    more = prepared.ready_rendered(people, tmp_path / "made", quiet)
    assert more.version != before and more.pictures == 3


def test_a_folder_without_rendered_people_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NoTrainingData):
        prepared.ready_rendered(tmp_path, tmp_path / "made", quiet)


def test_rendered_people_alone_train_nothing(tmp_path: Path) -> None:
    with pytest.raises(NoTrainingData):
        prepared.ready(rendered(tmp_path / "people"), tmp_path / "made", quiet)


def test_a_share_of_each_batch_is_rendered(made: Prepared, tmp_path: Path) -> None:
    data, drawn = (parser.Data(p, torch.device("cpu")) for p in (Prepared(small_set(tmp_path / "set")), made))
    canvas, labels = parser.Mixed(data, drawn, TINY).batch(0)
    alone, _ = parser.Mixed(data, None, TINY).batch(0)
    assert canvas.shape == alone.shape and torch.equal(canvas[:3], alone[:3])
    people = [torch.from_numpy(made.canvas(row)) for row in range(len(made))]
    assert any(torch.equal(canvas[3], one) for one in people)
    assert (labels[3] == HAIR + 1).any()


def test_a_run_without_them_is_another_run(made: Prepared, tmp_path: Path) -> None:
    photos = Prepared(small_set(tmp_path / "set"))
    parser.train(photos, tmp_path / "run", TINY, False, quiet, made)
    with pytest.raises(OtherRun):
        parser.train(photos, tmp_path / "run", TINY, True, quiet)


def test_the_card_says_how_many(made: Prepared, tmp_path: Path) -> None:
    photos = Prepared(small_set(tmp_path / "set"))
    (tmp_path / "parser.onnx").write_bytes(b"x" * 1000)
    table = {**scores.Tally().table(), "crops": scores.Tally().table()}
    options = dataclasses.replace(TINY, rendered=0.25)
    card = cards.parser_card(options, table, 1.0, tmp_path / "parser.onnx", photos, made)
    assert "2 pictures of rendered people" in card and "25%" in card
    assert f"Data version: {photos.version} + {made.version}." in card
    assert "rendered people" not in cards.parser_card(options, table, 1.0, tmp_path / "parser.onnx", photos)


def test_only_the_parser_takes_them(tmp_path: Path) -> None:
    said = CliRunner().invoke(command, ["garment", "--data", str(tmp_path), "--rendered", str(tmp_path), "-o", "out"])
    assert said.exit_code == 2 and "only the parser" in said.output
