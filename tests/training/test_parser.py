"""The parser's trainer from a small set to a file: resume, divergence, self-training, export."""

import dataclasses
import json
import os
import resource
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from tests.training.small import small_set
from vitrine.cli.train import trainer_of
from vitrine.nets import Nets, Onnx
from vitrine.people.parser_net import CHANNELS, HEIGHT, WIDTH
from vitrine.people.person import CLASSES
from vitrine.training import cards, parser, run, scores
from vitrine.training.options import WrongOption
from vitrine.training.prepared import Prepared
from vitrine.training.run import CheckpointNotWritten, DamagedRun, NoRun, OtherRun, TrainingDiverged
from vitrine.training.street import NoTrainingData

pytestmark = pytest.mark.train

TINY = parser.Options(rounds=(2, 1), batch=2, evaluate_every=2, encoder=False, wide=(16, 16, 8, 8), certain=0.0)


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    return Prepared(small_set(tmp_path_factory.mktemp("set") / "prepared"))


@pytest.fixture(scope="module")
def unbroken(prepared: Prepared, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, parser.ParserNet]:
    out = tmp_path_factory.mktemp("run")
    return out, parser.train(prepared, out, TINY, False, quiet).net


def quiet(**_: Any) -> None: ...


class Killed(Exception):
    pass


def kill_at(step: int) -> Any:
    def report(**told: Any) -> None:
        if told["step"] == step:
            raise Killed

    return report


def test_a_run_leaves_checkpoint_log_and_sheets(unbroken: tuple[Path, parser.ParserNet]) -> None:
    out, _ = unbroken
    assert (out / "checkpoint.pt").is_file()
    assert [json.loads(line)["step"] for line in (out / "log.jsonl").read_text().splitlines()] == [2, 3]
    assert (out / "sheet-000003.jpg").stat().st_size > 1000


def test_a_killed_run_goes_on_to_the_same_weights(
    unbroken: tuple[Path, parser.ParserNet], prepared: Prepared, tmp_path: Path
) -> None:
    with pytest.raises(Killed):
        parser.train(prepared, tmp_path, TINY, False, kill_at(3))
    resumed = parser.train(prepared, tmp_path, TINY, True, quiet).net
    for name, value in unbroken[1].state_dict().items():
        assert torch.equal(value, resumed.state_dict()[name]), name


def test_a_run_killed_far_from_an_evaluation_goes_on_to_the_same_weights(
    unbroken: tuple[Path, parser.ParserNet], prepared: Prepared, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "SAVE_EVERY", 0.0)
    seldom = dataclasses.replace(TINY, rounds=(1, 2), evaluate_every=50)
    whole = parser.train(prepared, tmp_path / "whole", seldom, False, quiet).net
    with pytest.raises(Killed):
        parser.train(prepared, tmp_path / "killed", seldom, False, kill_at(2))
    state = torch.load(tmp_path / "killed" / "checkpoint.pt", weights_only=True)
    assert state["step"] == 2  # between the evaluations at 1 and 3
    resumed = parser.train(prepared, tmp_path / "killed", seldom, True, quiet).net
    for name, value in whole.state_dict().items():
        assert torch.equal(value, resumed.state_dict()[name]), name


def test_a_folder_that_was_used_before_changes_nothing(
    unbroken: tuple[Path, parser.ParserNet], prepared: Prepared, tmp_path: Path
) -> None:
    foreign = {prepared.name(r): np.full((HEIGHT // 2, WIDTH // 2), 9, np.uint8) for r in prepared.wholes()}
    np.savez(tmp_path / "pseudo-1.npz", **foreign)  # type: ignore[arg-type]
    (tmp_path / "checkpoint.pt").write_bytes(b"of another run")
    again = parser.train(prepared, tmp_path, TINY, False, quiet).net
    for name, value in unbroken[1].state_dict().items():
        assert torch.equal(value, again.state_dict()[name]), name


@pytest.mark.parametrize("content", [b"", b"no checkpoint", None])
def test_a_damaged_checkpoint_is_named(
    unbroken: tuple[Path, parser.ParserNet], prepared: Prepared, tmp_path: Path, content: bytes | None
) -> None:
    good = (unbroken[0] / "checkpoint.pt").read_bytes()
    (tmp_path / "checkpoint.pt").write_bytes(good[: len(good) // 2] if content is None else content)
    with pytest.raises(DamagedRun, match=r"checkpoint\.pt"):
        parser.train(prepared, tmp_path, TINY, True, quiet)


@pytest.mark.parametrize("content", [b"", b"PK half", None])
def test_damaged_labels_of_our_own_are_named(
    prepared: Prepared, tmp_path: Path, content: bytes | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "SAVE_EVERY", 0.0)
    longer = dataclasses.replace(TINY, rounds=(1, 2), evaluate_every=50)
    with pytest.raises(Killed):
        parser.train(prepared, tmp_path, longer, False, kill_at(2))
    labels = tmp_path / "pseudo-1.npz"
    if content is None:
        labels.unlink()
    else:
        labels.write_bytes(content)
    with pytest.raises(DamagedRun, match=r"pseudo-1\.npz"):
        parser.train(prepared, tmp_path, longer, True, quiet)


def test_a_loss_that_is_no_number_at_once_leaves_the_state_before_it(
    prepared: Prepared, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = parser._loss
    monkeypatch.setattr(parser, "_loss", lambda *args: right(*args) * float("nan"))
    with pytest.raises(TrainingDiverged, match=r"step 1, checkpoint\.pt of step 0"):
        parser.train(prepared, tmp_path, TINY, False, quiet)
    assert torch.load(tmp_path / "checkpoint.pt", weights_only=True)["step"] == 0


@pytest.mark.parametrize(
    "wrong",
    [{"rounds": "x"}, {"rounds": ()}, {"batch": 0}, {"batch": 1.5}, {"rate": float("nan")}, {"encoder": 1},
     {"wide": (8, 8)}, {"seed": True}],
)  # fmt: skip
def test_an_option_that_cannot_be_is_named(wrong: dict[str, Any]) -> None:
    with pytest.raises(WrongOption, match=next(iter(wrong))):
        parser.Options(**wrong)


def test_another_run_s_checkpoint_is_refused(
    unbroken: tuple[Path, parser.ParserNet], prepared: Prepared, tmp_path: Path
) -> None:
    (tmp_path / "checkpoint.pt").write_bytes((unbroken[0] / "checkpoint.pt").read_bytes())
    with pytest.raises(OtherRun):
        parser.train(prepared, tmp_path, dataclasses.replace(TINY, seed=8), True, quiet)


def test_a_loss_that_is_no_number_stops_at_the_last_good_state(
    prepared: Prepared, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = parser._loss
    calls = []

    def broken(*args: Any) -> torch.Tensor:
        calls.append(1)
        return right(*args) * (float("nan") if len(calls) == 3 else 1)

    monkeypatch.setattr(parser, "_loss", broken)
    with pytest.raises(TrainingDiverged, match="step 3"):
        parser.train(prepared, tmp_path, TINY, False, quiet)
    state = torch.load(tmp_path / "checkpoint.pt", weights_only=True)
    assert state["step"] == 2
    assert all(torch.isfinite(v).all() for v in state["averaged"].values())


@pytest.mark.parametrize("simulated", [True, False])
def test_a_full_disk_leaves_the_last_checkpoint(
    unbroken: tuple[Path, parser.ParserNet],
    prepared: Prepared,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    simulated: bool,
) -> None:
    good = (unbroken[0] / "checkpoint.pt").read_bytes()
    (tmp_path / "checkpoint.pt").write_bytes(good)

    def full(_state: object, file: Path) -> None:
        file.write_bytes(b"half")
        raise OSError(28, "No space left on device")

    if simulated:
        monkeypatch.setattr(torch, "save", full)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    try:
        if not simulated:
            resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, hard))
        with pytest.raises(CheckpointNotWritten, match=r"checkpoint\.pt, step 0"):
            parser.train(prepared, tmp_path, TINY, False, quiet)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert (tmp_path / "checkpoint.pt").read_bytes() == good
    assert not list(tmp_path.glob("*.tmp"))


def test_self_made_labels_heed_the_tags(unbroken: tuple[Path, parser.ParserNet], prepared: Prepared) -> None:
    data = parser.Data(prepared, torch.device("cpu"))
    others = [r for r in prepared.wholes() if not prepared.labelled(r)]
    _, before = data.batch(np.array(others))
    assert before.max() == 0
    made = {prepared.name(others[0]): np.full((HEIGHT // 2, WIDTH // 2), 4, np.uint8)}
    data.relabel(made)
    _, after = data.batch(np.array(others[:1]))
    assert set(after.unique().tolist()) <= {0, 4}
    assert (after == 4).float().mean() > 0.5


@pytest.mark.parametrize(("labels", "kept"), [([1, 3, 4, 7], True), ([1, 3, 4], False), ([0, 0, 0, 4], False)])
def test_a_photo_is_kept_when_each_named_garment_is_found(labels: list[int], kept: bool) -> None:
    found = np.repeat(np.array(labels, np.uint8), 100).reshape(20, -1)
    assert scores.agrees(found, frozenset({0, 2, 3, 6})) is kept


def test_the_exported_network_equals_torch_s(unbroken: tuple[Path, parser.ParserNet], tmp_path: Path) -> None:
    net = unbroken[1]
    parser.export(net, tmp_path / "parser.onnx")
    canvas = np.random.default_rng(0).integers(0, 256, (1, CHANNELS, HEIGHT, WIDTH)).astype(np.uint8)
    ours = parser.predict(net, torch.from_numpy(canvas)).numpy()
    theirs = Onnx(tmp_path / "parser.onnx")(canvas)[0]
    assert theirs.shape == (1, 11, HEIGHT // 2, WIDTH // 2)
    assert np.abs(ours - theirs).max() < 0.02  # weights are rounded to half precision


def test_a_run_begins_from_another_one_s_averaged_weights(
    unbroken: tuple[Path, parser.ParserNet], prepared: Prepared, tmp_path: Path
) -> None:
    still = dataclasses.replace(TINY, rounds=(1,), rate=0.0)
    net = parser.train(prepared, tmp_path, still, False, quiet, start=unbroken[0]).net
    for (name, now), before in zip(net.named_parameters(), unbroken[1].parameters(), strict=True):
        assert torch.equal(now, before), name
    assert (tmp_path / "pseudo-0.npz").is_file()  # these weights know enough to label photos from the start
    origin = json.loads((tmp_path / "run.json").read_text())["options"]["start"]
    assert len(origin) == 12
    with pytest.raises(OtherRun):
        parser.train(prepared, tmp_path, still, True, quiet)


@pytest.mark.parametrize("content", [None, b"", b"no checkpoint at all"])
def test_a_start_that_is_no_run_is_refused(prepared: Prepared, tmp_path: Path, content: bytes | None) -> None:
    origin = tmp_path / "origin"
    origin.mkdir()
    if content is not None:
        (origin / "checkpoint.pt").write_bytes(content)
    with pytest.raises(NoRun, match="origin"):
        parser.train(prepared, tmp_path / "out", TINY, False, quiet, start=origin)
    assert not (tmp_path / "out").exists()


def test_a_start_of_another_network_is_refused(
    unbroken: tuple[Path, parser.ParserNet], prepared: Prepared, tmp_path: Path
) -> None:
    wider = dataclasses.replace(TINY, wide=(16, 16, 16, 8))
    with pytest.raises(NoRun):
        parser.train(prepared, tmp_path, wider, False, quiet, start=unbroken[0])


def test_a_set_without_unlabelled_photos_is_trained_through_all_rounds(tmp_path: Path) -> None:
    known = Prepared(small_set(tmp_path / "set", labelled=3, others=0))
    parser.train(known, tmp_path, dataclasses.replace(TINY, rounds=(1, 1)), False, quiet)
    assert torch.load(tmp_path / "checkpoint.pt", weights_only=True)["step"] == 2


def test_a_file_is_measured_as_it_is_used_on_photos_and_parts(
    unbroken: tuple[Path, parser.ParserNet], prepared: Prepared, tmp_path: Path
) -> None:
    parser.export(unbroken[1], tmp_path / "parser.onnx")
    table = scores.evaluate(tmp_path / "parser.onnx", prepared.folder, tmp_path / "sheet.jpg", quiet)
    assert 0 <= table["accuracy"] <= 1
    assert set(table["iou"]) == set(table["crops"]["iou"]) == set(CLASSES)
    assert (tmp_path / "sheet.jpg").stat().st_size > 1000
    assert "| pixel accuracy |" in scores.rows(table)


def test_a_card_names_its_data_and_claims_no_other(prepared: Prepared, tmp_path: Path) -> None:
    (tmp_path / "parser.onnx").write_bytes(b"x" * 1000)
    tally = scores.Tally()
    table = {**tally.table(), "crops": tally.table()}
    card = cards.parser_card(TINY, table, 1.0, tmp_path / "parser.onnx", prepared)
    assert "Clothing Co-Parsing" in card and f"Data version: {prepared.version}" in card
    assert "5 photos with label\n  maps; 3 photos without" in card and "the 1 labelled" in card
    assert "ImageNet" not in card and "encoder=false" in card and "batch=2" in card
    other = Prepared(small_set(tmp_path / "built"))
    (tmp_path / "built" / "version").write_text("c0ffee")
    card = cards.parser_card(TINY, table, 1.0, tmp_path / "parser.onnx", other)
    assert "Co-Parsing" not in card and "Data version: c0ffee" in card


def test_a_sheet_keeps_the_best_and_the_worst() -> None:
    tally = scores.Tally()
    truth = np.zeros((40, 30), np.uint8)
    truth[:20] = 3
    for wrong in range(15):
        found = truth.copy()
        found[20 : 20 + wrong] = 3
        tally.add(f"{wrong}", np.zeros((40, 30, 3), np.uint8), truth, found)
    kept = [score for score, _ in tally._ends.kept]
    assert len(kept) == 12
    assert kept == sorted(kept)
    assert kept[-1] == 1.0 and kept[0] == pytest.approx((20 / 34 + 6 / 20) / 2)
    assert tally.table()["accuracy"] == pytest.approx(1 - sum(range(15)) / (15 * 40), abs=1e-4)


def test_the_command_s_threads_wait_without_spinning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OMP_WAIT_POLICY", "ACTIVE")
    assert trainer_of("parser") is parser
    assert os.environ["OMP_WAIT_POLICY"] == "ACTIVE"  # who wants it otherwise says so
    monkeypatch.delenv("OMP_WAIT_POLICY")
    trainer_of("parser")
    assert os.environ["OMP_WAIT_POLICY"] == "PASSIVE"


def test_a_folder_without_the_set_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NoTrainingData):
        parser.fit(tmp_path, tmp_path / "out", False, quiet, TINY)
    with pytest.raises(NoTrainingData):
        scores.evaluate(Nets().own / "parser.onnx", tmp_path, None, tmp_path)
