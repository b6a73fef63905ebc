"""The garment network's trainer from a small set to a file: losses, views, resume, export."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
import torch
from torch import Tensor

from tests.training.small import built, small_clothing
from vitrine.errors import NetDamaged
from vitrine.garments.garment_net import COARSE, LABELS, LANDMARKS, SIDE, WORDS, spots
from vitrine.nets import Nets, Onnx
from vitrine.training import cards, garment, garment_losses, garment_scores, garment_views
from vitrine.training.augment import Draw
from vitrine.training.clothing import Clothing, words
from vitrine.training.run import TrainingDiverged
from vitrine.training.street import NoTrainingData

pytestmark = pytest.mark.train

TINY = garment.Options(
    steps=2,
    settled=1,
    generated=1,
    real=1,
    garments=2,
    measured=1,
    evaluate_every=1,
    taught_from=1,
    certain=0.0,
    encoder=False,
    wide=(16, 16, 8, 8),
)


def quiet(**_: Any) -> None: ...


def blind(**_: Any) -> None:
    raise AssertionError("nothing should be done")


class Killed(Exception):
    pass


def kill_at(step: int) -> Any:
    def report(**told: Any) -> None:
        if told["step"] == step:
            raise Killed

    return report


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Clothing]:
    """Banks and a clothing set with masks, as `fit` prepares them."""
    home = tmp_path_factory.mktemp("garment")
    clothing = Clothing(small_clothing(home / "set"), home / "masks")
    for photo in clothing.photos:
        mask = np.zeros((64, 48), np.uint8)
        mask[10:55, 12:37] = 255
        file = clothing.masks / photo.split / photo.kind / f"{photo.file.name}.png"
        file.parent.mkdir(parents=True, exist_ok=True)
        cv2.imwrite(str(file), mask)
    garment.stock(home, clothing, TINY, quiet)
    return home, clothing


@pytest.fixture(scope="module")
def unbroken(prepared: tuple[Path, Clothing], tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Any]:
    out = tmp_path_factory.mktemp("run")
    return out, garment.train(prepared[0] / "bank", prepared[1], out, TINY, False, quiet).net


def test_a_killed_run_goes_on_bit_for_bit(
    prepared: tuple[Path, Clothing], unbroken: tuple[Path, Any], tmp_path: Path
) -> None:
    with pytest.raises(Killed):
        garment.train(prepared[0] / "bank", prepared[1], tmp_path, TINY, False, kill_at(2))
    resumed = garment.train(prepared[0] / "bank", prepared[1], tmp_path, TINY, True, quiet).net
    for name, value in unbroken[1].state_dict().items():
        assert torch.equal(value, resumed.state_dict()[name]), name


def test_once_settled_the_encoder_stands_still_and_the_rest_learns(
    prepared: tuple[Path, Clothing], tmp_path: Path
) -> None:
    options = replace(TINY, steps=0, settled=2)
    torch.manual_seed(options.seed)
    before = garment.GarmentNet(options).state_dict()
    after = garment.train(prepared[0] / "bank", prepared[1], tmp_path, options, False, quiet).net.net.state_dict()
    still = {name for name in before if torch.equal(before[name], after[name])}
    held = {name for name in before if name.startswith(("encoder.", "context.", "words."))}
    assert held <= still
    assert {"heat.weight", "pixel.weight", "there.weight"}.isdisjoint(still)


def test_a_loss_that_is_no_number_stops_the_run(
    prepared: tuple[Path, Clothing], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(garment_losses, "words_loss", lambda logits, _: logits.sum() * float("nan"))
    with pytest.raises(TrainingDiverged):
        garment.train(prepared[0] / "bank", prepared[1], tmp_path, TINY, False, quiet)


def test_the_exported_network_equals_torch_s_and_is_measured(
    prepared: tuple[Path, Clothing], unbroken: tuple[Path, Any], tmp_path: Path
) -> None:
    net = unbroken[1]
    garment.export(net, tmp_path / "garment.onnx")
    canvas = np.random.default_rng(0).integers(0, 256, (1, 3, SIDE, SIDE)).astype(np.uint8)
    with torch.no_grad():
        ours = [value.numpy() for value in net(torch.from_numpy(canvas))]
    theirs = Onnx(tmp_path / "garment.onnx")(canvas)
    for a, b in zip(ours, theirs, strict=True):
        assert a.shape == b.shape
        assert np.abs(a - b).max() < 0.02 * max(1.0, np.abs(a).max())  # weights are rounded to half precision
    table = garment_scores.measure(
        tmp_path / "garment.onnx", prepared[1], prepared[0] / "bank" / "measured", tmp_path / "sheet.jpg", quiet
    )
    assert table["pictures"] == 1
    assert table["words"]["kind"]["count"] == 2
    assert (tmp_path / "sheet.jpg").is_file()
    assert "| torso |" in garment_scores.rows(table)
    assert (tmp_path / "sheet-reliability.png").is_file()
    assert set(table["kinds"]) == {"t-shirt", "pants"}  # those that the test split shows
    card = cards.garment_card(TINY, table, 1.0, tmp_path / "garment.onnx", prepared[1], 0.5)
    assert "clothing-dataset-small" in card and f"Data version: {prepared[1].version}" in card
    data = built(tmp_path / "built", ["dress", "t-shirt"], ["train", "test"])
    card = cards.garment_card(TINY, table, 1.0, tmp_path / "garment.onnx", Clothing(data.folder, tmp_path), 0.0)
    assert "clothing-dataset-small" not in card and f"Data version: {data.version}" in card


def outputs(batch: int = 2) -> dict[str, Tensor]:
    generator = torch.Generator().manual_seed(1)
    shapes = {
        "mask": (1, 160, 160),
        "parts": (len(LABELS), 160, 160),
        "heat": (len(LANDMARKS), 80, 80),
        "there": (len(LANDMARKS),),
        "words": (sum(map(len, WORDS.values())),),
    }
    return {k: torch.randn(batch, *s, generator=generator) for k, s in shapes.items()}


def test_what_nobody_knows_has_no_say() -> None:
    out = outputs()
    coverage = torch.stack([torch.rand(2, SIDE, SIDE), torch.zeros(2, SIDE, SIDE)], 1)
    parts = torch.full((2, SIDE, SIDE), 255)
    points = torch.full((2, len(LANDMARKS), 2), torch.nan)
    answers = torch.full((2, len(WORDS)), -1)
    assert float(garment_losses.loss(out, coverage, parts, points, answers)) == pytest.approx(0, abs=1e-5)
    known = answers.clone()
    known[0, 0] = 3
    assert float(garment_losses.loss(out, coverage, parts, points, known)) > 0.5


def test_heat_at_the_landmark_costs_least_and_is_found_again() -> None:
    points = torch.full((1, len(LANDMARKS), 2), torch.nan)
    points[0, 4] = torch.tensor([101.3, 47.8])
    y, x = torch.meshgrid(torch.arange(80.0), torch.arange(80.0), indexing="ij")
    cell = (points[0, 4] + 0.5) / COARSE - 0.5
    logits = torch.zeros(1, len(LANDMARKS), 80, 80)
    logits[0, 4] = -0.5 * ((x - cell[0]) ** 2 + (y - cell[1]) ** 2) / 1.1**2
    assert float(garment_losses.heat_loss(logits, points)) == pytest.approx(0, abs=1e-4)
    assert float(garment_losses.heat_loss(logits.roll(3, 2), points)) > 0.5
    found = spots(logits[0].softmax(1).flatten(1).softmax(1).view(-1, 80, 80).numpy())
    peak = logits[0, 4].flatten().softmax(0).view(80, 80).numpy()
    assert spots(peak[None])[0, :2] == pytest.approx([101.3, 47.8], abs=0.4)
    assert found.shape == (len(LANDMARKS), 3)


def test_peaks_are_the_spots_that_use_finds_where_heat_is_narrow() -> None:
    centres = torch.rand(2, 5, 2, generator=torch.Generator().manual_seed(2)) * 60 + 10
    y, x = torch.arange(80.0)[:, None], torch.arange(80.0)
    away = (x - centres[..., 0, None, None]) ** 2 + (y - centres[..., 1, None, None]) ** 2
    heat = torch.softmax((-0.5 * away / 1.1**2).flatten(2), 2).view(2, 5, 80, 80)
    at, share = garment.peaks(heat)
    for one, places, shares in zip(heat.numpy(), at.numpy(), share.numpy(), strict=True):
        expected = spots(one)
        np.testing.assert_allclose(places, expected[:, :2], atol=0.4)
        np.testing.assert_allclose(shares, expected[:, 2], rtol=1e-4)


def test_picture_parts_and_points_move_together() -> None:
    count, side = 24, 64
    pictures = torch.zeros(count, 3, side, side)
    parts = torch.zeros(count, side, side, dtype=torch.long)
    left, right = (1 + LABELS.index(f"{s}-sleeve") for s in ("left", "right"))  # type: ignore[arg-type]
    parts[:, 20:30, 40:50], parts[:, 20:30, 14:24] = left, right
    pictures[:, 0][parts == left] = 200.0
    points = torch.full((count, len(LANDMARKS), 2), torch.nan)
    points[:, LANDMARKS.index("cuff-outer-left")] = torch.tensor([44.5, 24.5])
    points[:, LANDMARKS.index("cuff-outer-right")] = torch.tensor([18.5, 24.5])
    coverage = torch.stack([(parts > 0).float(), torch.ones(count, side, side)], 1)
    x, cover, labels, moved = garment_views.frame(pictures, coverage, parts, points, Draw(3, count, pictures.device))
    for k in range(count):
        spot = moved[k, LANDMARKS.index("cuff-outer-left")]
        if spot.isnan().any():
            continue
        ys, xs = torch.nonzero(labels[k] == left, as_tuple=True)
        if len(ys) > 30 and spot.min() > 4 and spot.max() < side - 5:
            assert abs(float(xs.float().mean()) - float(spot[0])) < 2
            assert abs(float(ys.float().mean()) - float(spot[1])) < 2
        assert ((cover[k, 0] > 0.5) == (labels[k] > 0)).float().mean() > 0.95
    # in a mirrored view the bright sleeve is the wearer's right
    bright = [(labels[k][x[k, 0] > 150] == right).float().mean() > 0.5 for k in range(count)]
    assert 0 < sum(bright) < count


def test_kinds_say_what_they_prove(prepared: tuple[Path, Clothing]) -> None:
    said = {p.kind: dict(zip(WORDS, words(p).tolist(), strict=True)) for p in prepared[1].of("train")}
    assert WORDS["sleeve"][said["t-shirt"]["sleeve"]] == "short"
    assert WORDS["category"][said["pants"]["category"]] == "bottoms"
    assert said["pants"]["neckline"] == -1


def test_an_unsure_mask_teaches_nothing(prepared: tuple[Path, Clothing], tmp_path: Path) -> None:
    clothing = Clothing(prepared[1].folder, tmp_path)
    photo = clothing.of("train")[0]
    assert (clothing.canvas(photo)[1] == 255).all()
    assert (prepared[1].canvas(photo)[1] < 255).mean() > 0.9


def test_the_default_schedule_is_that_of_the_weights_in_use() -> None:
    plain = garment.Options()
    said = f"{plain.steps:,} steps of {plain.generated + plain.real} pictures ({plain.generated} generated, "
    card = " ".join((Nets().own / "garment.md").read_text("utf8").split())
    assert f"{said}{plain.real} real), seed {plain.seed}" in card
    assert f"from step {plain.taught_from:,}" in card and f"{plain.garments:,} generated garments" in card


def test_another_network_is_refused_before_minutes_go_into_garments(tmp_path: Path) -> None:
    with pytest.raises(NetDamaged, match=r"sight\.onnx"):
        garment_scores.evaluate(Nets().own / "sight.onnx", small_clothing(tmp_path / "set"), None, blind)


def test_a_folder_without_the_set_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NoTrainingData):
        garment.fit(tmp_path, tmp_path / "out", False, quiet, TINY)
