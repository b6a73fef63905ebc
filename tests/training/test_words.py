"""The layer that reads the garment network's words again: truth, fit, scores, commands; they need no torch."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from click.testing import CliRunner

from vitrine.cli import evaluate as evaluate_command
from vitrine.cli import train as train_command
from vitrine.errors import NetDamaged, NetMissing
from vitrine.garments import photo_words
from vitrine.garments.garment_net import WORDS, Seen
from vitrine.garments.photo_words import ASKED, FEATURES
from vitrine.learning.dataset import NothingToJudge
from vitrine.nets import Nets
from vitrine.training import reliability, words, words_looks, words_scores
from vitrine.training.options import WrongOption
from vitrine.training.street import NoTrainingData
from vitrine.training.words_layer import Options, crossed, fitted, reread
from vitrine.training.words_looks import Looks


@cache
def pictures(count: int, seed: int, shown: float) -> Looks:
    """A network that is always sure and right half of the time; one feature an answer tells the truth."""
    rng = np.random.default_rng(seed)
    odds, right, features = {}, {}, np.ones((count, FEATURES))
    features[:, -9:] += rng.normal(0, 0.2, (count, 9))
    for question in ASKED:
        n = len(WORDS[question])
        true = rng.integers(n, size=count)
        told = np.where(rng.random(count) < 0.5, true, rng.integers(n, size=count))
        odds[question] = np.full((count, n), 0.1 / (n - 1)) + np.eye(n)[told] * (0.9 - 0.1 / (n - 1))
        right[question] = np.eye(n, dtype=bool)[true]
        start = 40 * ASKED.index(question)
        features[:, start : start + n] += shown * np.eye(n)[true]
    return Looks(odds, features, right)


def scores(odds: dict[str, np.ndarray], of: Looks) -> list[tuple[float, float]]:
    said = words_scores.said(odds, of.right)
    return [(float(np.mean([t == g for t, g, _ in s])), reliability.calibration_error(s)) for s in said.values()]


def test_features_that_tell_make_answers_right() -> None:
    learn, others = pictures(300, 1, 0.5), pictures(300, 2, 0.5)
    layer = fitted(learn, learn, Options())
    read, again = scores(others.odds, others), scores(reread(layer, others), others)
    assert all(after > before + 0.1 for (before, _), (after, _) in zip(read, again, strict=True))


def test_features_that_tell_nothing_only_make_less_sure() -> None:
    learn, others = pictures(300, 3, 0.0), pictures(300, 4, 0.0)
    layer = fitted(learn, learn, Options())
    assert (layer["scales"] < 0.9).all()
    for (before, error), (after, less) in zip(
        scores(others.odds, others), scores(reread(layer, others), others), strict=True
    ):
        assert after > before - 0.05
        assert less < error


def test_each_half_is_measured_by_the_layer_of_the_other() -> None:
    photos, made = pictures(120, 5, 0.5), pictures(60, 6, 0.5)
    halves = np.arange(120) % 2
    other = fitted(photos.some(np.flatnonzero(halves == 1)), made, Options())
    found = crossed(photos, halves, made, Options())
    for question, p in reread(other, photos).items():
        assert found[question][halves == 0] == pytest.approx(p[halves == 0])
        assert np.abs(found[question][halves == 1] - p[halves == 1]).max() > 1e-3


def test_a_picture_that_was_not_marked_counts_for_nothing() -> None:
    photos, made = pictures(80, 7, 0.5), pictures(40, 8, 0.5)
    blank = {q: right.copy() for q, right in photos.right.items()}
    blank["neckline"][:30] = False
    part = photos._replace(right=blank)
    assert len(words_scores.said(part.odds, part.right)["neckline"]) == 50
    spoiled = part.odds | {"neckline": np.where(np.arange(80)[:, None] < 30, 1.0, part.odds["neckline"])}
    one, other = fitted(part, made, Options()), fitted(part._replace(odds=spoiled), made, Options())
    assert one["neckline"] == pytest.approx(other["neckline"])


def test_any_of_several_right_answers_will_do() -> None:
    photos = pictures(50, 9, 0.5)
    both = {q: np.ones_like(right) for q, right in photos.right.items()}
    said = words_scores.said(photos.odds, both)
    assert {t == g for rows in said.values() for t, g, _ in rows} == {True}


def test_the_marks_are_words_that_the_network_knows() -> None:
    marks = words_looks.marks()
    assert len(marks) > 400
    for true in marks.values():
        assert true.keys() <= {*ASKED, "hem"}
        assert all(answers and answers <= set(WORDS[q]) for q, answers in true.items())
    halves = [words_looks.half(name) for name in marks]
    assert 0.4 < np.mean(halves) < 0.6
    assert words_looks.half("dress/a.jpg") == words_looks.half("skirt/a.jpg")


TINY = Options(drawn=3, steps=20)
once_drawn = cache(words_looks.sample)
"""Garments as they are, each drawn once for all tests."""


def quiet(**_: Any) -> None: ...


class Killed(Exception):
    pass


@pytest.fixture
def looked(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The garment network says what is drawn for a picture's sum, quickly; the list counts its looks."""
    made: list[int] = []

    def see(picture: np.ndarray, _: Nets) -> Seen:
        made.append(1)
        rng = np.random.default_rng(int(picture.sum()))
        said = {q: dict(zip(names, rng.dirichlet(np.ones(len(names))), strict=True)) for q, names in WORDS.items()}
        bare = np.zeros((4, 4), np.float32)
        return Seen(bare, bare.astype(np.uint8), {}, {}, said, rng.random(FEATURES).astype(np.float32))

    monkeypatch.setattr(words_looks.garment_net, "see", see)
    monkeypatch.setattr(words_looks, "sample", once_drawn)
    monkeypatch.setattr(words_looks, "MEASURED", 2)
    monkeypatch.setattr(words_looks, "BLOCK", 2)
    return made


def photographed(folder: Path, halves: tuple[int, ...] = (0, 1), each: int = 2) -> Path:
    """The clothing set's form with drawn photos of some that are marked."""
    for half in halves:
        for number, name in enumerate([n for n in words_looks.marks() if words_looks.half(n) == half][:each]):
            file = folder / "train" / name
            file.parent.mkdir(parents=True, exist_ok=True)
            cv2.imwrite(str(file), np.full((40, 30, 3), 40 + 50 * half + 9 * number, np.uint8))
    return folder


def test_a_layer_is_fitted_measured_and_described(looked: list[int], tmp_path: Path) -> None:
    data = photographed(tmp_path / "set")
    table = words.fit(data, tmp_path / "out", False, quiet, TINY)
    layer = photo_words.opened(tmp_path / "out" / "words.npz")
    assert layer["neckline"].shape == (FEATURES + 1, len(WORDS["neckline"])) and len(layer["scales"]) == len(ASKED)
    assert table["photos"]["sleeve"]["before"]["count"] <= 4
    assert table["generated"]["pattern"]["after"]["count"] == 2
    card = (tmp_path / "out" / "words.md").read_text()
    assert "4 of the train split" in card and "3 generated garments" in card and "drawn=3" in card
    assert words_looks.version(data, words_looks.marked(data), Nets()) in card
    assert "minutes on" in card and "## Limits" in card and "| generated | pattern |" in card
    assert (tmp_path / "out" / "sheet.jpg").stat().st_size > 1000
    assert (tmp_path / "out" / "sheet-reliability.png").is_file()


def test_a_killed_run_looks_at_nothing_twice_and_gives_the_same_file(looked: list[int], tmp_path: Path) -> None:
    data = photographed(tmp_path / "set")
    words.fit(data, tmp_path / "whole", False, quiet, TINY)
    assert len(looked) == 4 + 3 + 2

    def kill(**told: Any) -> None:
        if told["stage"].endswith("learn from") and told["step"] == 3:
            raise Killed

    with pytest.raises(Killed):
        words.fit(data, tmp_path / "killed", False, kill, TINY)
    assert not (tmp_path / "killed" / "words.npz").exists()
    words.fit(data, tmp_path / "killed", True, quiet, TINY)
    assert len(looked) == 2 * 9 + 1  # the block in work is begun again
    ours, theirs = ((tmp_path / run / "words.npz").read_bytes() for run in ("killed", "whole"))
    assert ours == theirs
    words.fit(photographed(tmp_path / "other", each=1), tmp_path / "killed", True, quiet, TINY)
    assert len(looked) == 2 * 9 + 1 + 7  # other photos: nothing of the first is left


def test_photos_that_cannot_teach_are_refused(
    looked: list[int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(NoTrainingData, match="empty"):
        words.fit(tmp_path / "empty", tmp_path / "out", False, quiet, TINY)
    with pytest.raises(NothingToJudge, match="one"):
        words.fit(photographed(tmp_path / "one", halves=(1,)), tmp_path / "out", False, quiet, TINY)
    with pytest.raises(WrongOption, match="drawn"):
        Options(drawn=0)
    data = photographed(tmp_path / "set")
    monkeypatch.setattr(words, "Nets", lambda: Nets(own=tmp_path))
    with pytest.raises(NetMissing, match="garment"):
        words.fit(data, tmp_path / "out", False, quiet, TINY)
    assert not (tmp_path / "out").exists() and not looked


def test_the_commands_train_and_measure(looked: list[int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for command in (train_command, evaluate_command):
        monkeypatch.setattr(command, "words_of_ours_only", lambda: None)
    monkeypatch.setattr(words_scores, "Options", lambda: TINY)
    data, out = photographed(tmp_path / "set"), tmp_path / "out"
    asked = ["words", "--data", str(data), "-o", str(out), "--set", "drawn=3", "--set", "steps=20", "--json"]
    done = CliRunner().invoke(train_command.command, asked)
    assert done.exit_code == 0, done.output
    asked = ["words", "--data", str(data), "--net", str(out / "words.npz")]
    measured = CliRunner().invoke(evaluate_command.command, [*asked, "--sheet", str(tmp_path / "s.jpg"), "--json"])
    assert json.loads(measured.output) == json.loads(done.output)
    assert (tmp_path / "s-reliability.png").is_file()
    assert "| photos | sleeve |" in CliRunner().invoke(evaluate_command.command, asked).output
    (tmp_path / "wrong.npz").write_bytes(b"no layer")
    with pytest.raises(NetDamaged):
        words_scores.evaluate(tmp_path / "wrong.npz", data, None, quiet)
