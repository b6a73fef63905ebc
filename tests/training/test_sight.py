"""The trainer of `sight`'s heads from small pictures to a file: blocks kept, resume, scores, export, card, bad sets."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
import torch

from tests.training.small import small_clothing
from tests.training.test_bad_sets import street_set
from vitrine.errors import NotAPicture
from vitrine.garments.sight import FLAWS, SIGHTS
from vitrine.learning.dataset import NothingToLearn
from vitrine.nets import SIGHT, Nets, Onnx
from vitrine.people.label_map import WrongLabelMap
from vitrine.training import cards, sight, sight_scores
from vitrine.training.clothing import Clothing
from vitrine.training.glance import others, samples, stock
from vitrine.training.glance.stock import Amounts, Sources, Stock
from vitrine.training.run import OtherRun, TrainingDiverged
from vitrine.training.street import NoTrainingData

pytestmark = pytest.mark.train

TINY = sight.Options(
    epochs=3, batch=16, evaluate_every=2, photos=1, masked=1, creased=1, drawn=1, people=1, views=1, bare=3
)
FEW = Amounts(photos=1, masked=1, creased=0, drawn=1, people=1, views=1, bare=2)
PLAIN = replace(TINY, creased=0, drawn=0, masked=0)


def quiet(**_: Any) -> None: ...


class Killed(Exception):
    pass


def kill_at(step: int, stage: str = "train") -> Any:
    def report(**told: Any) -> None:
        if told["step"] == step and told.get("stage", "train") == stage:
            raise Killed

    return report


def look(picture: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Maps that stand in for the garment network's: the picture small, many times over."""
    small = cv2.resize(picture, (20, 20), interpolation=cv2.INTER_AREA).astype(np.float32).transpose(2, 0, 1) / 255
    return np.tile(small, (40, 1, 1)), np.tile(small[:2, ::2, ::2], (176, 1, 1))


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stock, "MEASURED", replace(FEW, drawn=0, masked=0))


def sources(home: Path) -> Sources:
    """A clothing set with masks and a panorama."""
    clothing = Clothing(small_clothing(home / "set"), home / "masks")
    for photo in clothing.photos:
        mask = np.zeros((64, 48), np.uint8)
        mask[10:55, 12:37] = 255
        file = clothing.masks / photo.split / photo.kind / f"{photo.file.name}.png"
        file.parent.mkdir(parents=True, exist_ok=True)
        cv2.imwrite(str(file), mask)
    (home / "panoramas").mkdir()
    light = np.random.default_rng(0).random((32, 64, 3), np.float32)
    cv2.imwrite(str(home / "panoramas" / "hall.exr"), light)
    return Sources(clothing, panoramas=home / "panoramas")


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> tuple[Stock, Stock]:
    home = tmp_path_factory.mktemp("sight")
    given = sources(home)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stock, "MEASURED", FEW)
        return sight.prepare(home / "out", given, "v", look, TINY, quiet)


@pytest.fixture(scope="module")
def unbroken(pictures: tuple[Stock, Stock], tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, sight.SightNet]:
    out = tmp_path_factory.mktemp("run")
    return out, sight.train(*pictures, "v", out, TINY, False, quiet).net


def test_each_side_has_kinds_flaws_and_places(pictures: tuple[Stock, Stock]) -> None:
    taught, held = pictures
    for side in pictures:
        assert {SIGHTS.index("t-shirt"), SIGHTS.index("trousers"), SIGHTS.index("other"), -1} <= set(side.kind)
        for flaw in ("cut-off", "folded", "banner"):
            assert {0, 1} <= set(side.flaws[:, FLAWS.index(flaw)])
        assert (side.grid.max((1, 2)) > 0)[side.flaws[:, FLAWS.index("banner")] == 1].all()
    assert held.picture(0).shape[2] == 3 and not taught.codes
    only_folds = (taught.kind < 0) & (np.delete(taught.flaws, FLAWS.index("folded"), 1) < 0).all(1)
    assert only_folds.sum() >= 16  # of two photos


def test_blocks_that_are_there_are_not_made_again(tmp_path: Path, few: None) -> None:
    given = sources(tmp_path)
    with pytest.raises(Killed):
        sight.prepare(tmp_path / "out", given, "v", look, PLAIN, kill_at(3, "pictures"))
    before = {file.name: file.stat().st_mtime_ns for file in (tmp_path / "out" / "taught").iterdir()}
    assert len(before) == 3
    seen = []

    def counted(picture: np.ndarray) -> Any:
        seen.append(1)
        return look(picture)

    killed = sight.prepare(tmp_path / "out", given, "v", counted, PLAIN, quiet)[0]
    assert all((tmp_path / "out" / "taught" / name).stat().st_mtime_ns == at for name, at in before.items())
    whole = sight.prepare(tmp_path / "fresh", given, "v", look, PLAIN, quiet)[0]
    for part in ("middle", "last", "kind", "flaws", "grid"):
        assert np.array_equal(getattr(killed, part), getattr(whole, part)), part
    seen.clear()
    sight.prepare(tmp_path / "out", given, "v", counted, PLAIN, quiet)
    assert not seen
    sight.prepare(tmp_path / "out", given, "other data", counted, PLAIN, quiet)
    assert seen


def test_a_killed_run_goes_on_bit_for_bit(
    pictures: tuple[Stock, Stock], unbroken: tuple[Path, sight.SightNet], tmp_path: Path
) -> None:
    epoch = -(-len(pictures[0]) // TINY.batch)
    with pytest.raises(Killed):
        sight.train(*pictures, "v", tmp_path, TINY, False, kill_at(2 * epoch + 1))
    assert torch.load(tmp_path / "checkpoint.pt", weights_only=True)["step"] == 2 * epoch
    resumed = sight.train(*pictures, "v", tmp_path, TINY, True, quiet).net
    for name, value in unbroken[1].state_dict().items():
        assert torch.equal(value, resumed.state_dict()[name]), name


def test_a_fresh_run_gives_the_same_weights_whatever_was_there(
    pictures: tuple[Stock, Stock], unbroken: tuple[Path, sight.SightNet], tmp_path: Path
) -> None:
    (tmp_path / "checkpoint.pt").write_bytes(b"of another run")
    again = sight.train(*pictures, "v", tmp_path, TINY, False, quiet).net
    for name, value in unbroken[1].state_dict().items():
        assert torch.equal(value, again.state_dict()[name]), name
    assert len(list(tmp_path.glob("sheet-*.jpg"))) == 2  # one an evaluation
    with pytest.raises(OtherRun):
        sight.train(*pictures, "w", tmp_path, TINY, True, quiet)


def test_a_loss_that_is_no_number_stops_the_run(
    pictures: tuple[Stock, Stock], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = sight.loss
    monkeypatch.setattr(sight, "loss", lambda *given: right(*given) * float("nan"))
    with pytest.raises(TrainingDiverged, match=r"step 1, checkpoint\.pt of step 0"):
        sight.train(*pictures, "v", tmp_path, TINY, False, quiet)


def test_the_exported_heads_equal_torch_s_and_are_measured(
    pictures: tuple[Stock, Stock], unbroken: tuple[Path, sight.SightNet], tmp_path: Path
) -> None:
    held = pictures[1]
    sight.export(unbroken[1], tmp_path / "sight.onnx")
    assert (tmp_path / "sight.onnx").stat().st_size < 16e6
    net = Onnx(tmp_path / "sight.onnx", form=SIGHT)
    ours = sight_scores.table(*said(unbroken[1], held), held.kind, held.flaws)
    for row in range(len(held)):
        kinds, flaws = net(*(maps[row : row + 1].astype(np.float32) for maps in (held.middle, held.last)))
        assert np.abs(kinds - said(unbroken[1], held)[0][row]).max() < 0.01  # weights are rounded to half precision
        assert np.abs(flaws - said(unbroken[1], held)[1][row]).max() < 0.01
    table = sight_scores.measure(net, held, tmp_path / "sheet.jpg", quiet)
    assert table["pictures"] == ours["pictures"] == len(held)
    assert table["score"] == pytest.approx(ours["score"], abs=0.1)
    assert (tmp_path / "sheet.jpg").stat().st_size > 1000
    assert "| folded |" in sight_scores.rows(table) and "| t-shirt |" in sight_scores.rows(table)


def said(net: sight.SightNet, held: Stock) -> tuple[np.ndarray, np.ndarray]:
    with torch.inference_mode():
        given = (torch.from_numpy(maps.astype(np.float32)) for maps in (held.middle, held.last))
        kinds, flaws = sight.Exported(net)(*given)
    return kinds.numpy(), flaws.numpy()


def test_what_is_not_known_of_a_picture_teaches_nothing(pictures: tuple[Stock, Stock]) -> None:
    taught, weights = pictures[0], sight.balance(pictures[0])
    rows = np.arange(4)
    silent = replace(taught, kind=np.full_like(taught.kind, -1), flaws=np.full_like(taught.flaws, -1))
    assert sight.loss(sight.SightNet().eval(), silent, rows, weights).item() == 0.0


def test_heads_learn_what_is_plain(pictures: tuple[Stock, Stock], tmp_path: Path) -> None:
    taught = pictures[0]
    options = replace(TINY, epochs=6, average=0.5)
    net = sight.train(taught, taught, "v", tmp_path, options, False, quiet).net
    torch.manual_seed(options.seed)
    assert sight.evaluate(net, taught)["score"] > sight.evaluate(sight.SightNet(), taught)["score"]


def test_a_card_names_what_was_given_and_what_was_not(pictures: tuple[Stock, Stock], tmp_path: Path) -> None:
    (tmp_path / "sight.onnx").write_bytes(b"x" * 1000)
    given = sources(tmp_path)
    nothing = np.zeros((0, 12)), np.zeros((0, 5)), np.zeros(0, int), np.zeros((0, 5))
    table = sight_scores.table(*nothing)
    card = cards.sight_card(TINY, table, 1.0, tmp_path / "sight.onnx", given, given.version, pictures[0], 2.0)
    assert f"Data version: {given.version}" in card and "panoramas " in given.version
    assert "batch=16" in card and "after 2.0 of preparing" in card and "looks into panoramas" in card
    assert "Without street photos nothing was learned of people" in card and "Co-Parsing" not in card
    assert f"{len(pictures[0])} pictures" in card


@pytest.mark.parametrize("which", ["street", "flats", "panoramas"])
def test_a_folder_that_is_not_what_it_should_be_is_named(which: str, tmp_path: Path) -> None:
    (tmp_path / "wrong").mkdir()
    given: dict[str, Any] = {which: tmp_path / "wrong"}
    with pytest.raises(NoTrainingData, match="wrong"):
        sight.fit(small_clothing(tmp_path / "set"), tmp_path / "out", False, quiet, TINY, **given)
    with pytest.raises(NoTrainingData, match="wrong"):
        own = Nets().own / "sight.onnx"
        sight_scores.evaluate(own, tmp_path / "set", None, quiet, **given)
    assert not (tmp_path / "out").exists()


def test_photos_of_one_kind_teach_nothing(tmp_path: Path) -> None:
    for split in ("train", "validation"):
        folder = tmp_path / "set" / split / "dress"
        folder.mkdir(parents=True)
        cv2.imwrite(str(folder / "0.png"), np.full((40, 30, 3), 200, np.uint8))
    with pytest.raises(NothingToLearn):
        sight.fit(tmp_path / "set", tmp_path / "out", False, quiet, TINY)
    assert not (tmp_path / "out").exists()


def test_a_render_with_another_s_coverage_and_a_panorama_that_is_none_are_named(tmp_path: Path) -> None:
    cv2.imwrite(str(tmp_path / "tee-1.jpg"), np.full((40, 30, 3), 200, np.uint8))
    cv2.imwrite(str(tmp_path / "tee-1.alpha.png"), np.full((40, 31), 255, np.uint8))
    with pytest.raises(WrongLabelMap, match=r"tee-1\.alpha\.png"):
        list(samples.rendered(tmp_path, train=True))
    assert not list(samples.rendered(tmp_path, train=False))
    (tmp_path / "hall.exr").write_bytes(b"no panorama")
    with pytest.raises(NotAPicture, match=r"hall\.exr"):
        list(others.place(tmp_path / "hall.exr", 1, np.random.default_rng(0)))


def test_street_photos_that_measure_are_not_learned_from(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    street = street_set(tmp_path / "street")
    shown: list[str] = []
    right = others.shown

    def noted(photo: Any, data: Path) -> Any:
        shown.append(photo.name)
        return right(photo, data)

    monkeypatch.setattr(others, "shown", noted)
    sides = []
    for train in (True, False):
        list(others.people(street, 99, train, np.random.default_rng(0)))
        sides.append(set(shown))
        shown.clear()
    assert len(sides[0]) == 5 and len(sides[1]) == 1 and not sides[0] & sides[1]
