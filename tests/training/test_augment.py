import pytest
import torch
from torch import Tensor

from vitrine.training import augment

pytestmark = pytest.mark.train


def views(count: int = 3) -> tuple[Tensor, Tensor]:
    generator = torch.Generator().manual_seed(0)
    canvas = torch.randint(0, 256, (count, 14, 64, 48), generator=generator).to(torch.uint8)
    labels = torch.randint(0, 12, (count, 64, 48), generator=generator).to(torch.uint8)
    return canvas, labels


def test_the_same_step_gives_the_same_views_and_another_step_others() -> None:
    canvas, labels = views()
    first, again, other = (augment.augment(canvas, labels, seed) for seed in (5, 5, 6))
    assert torch.equal(first[0], again[0])
    assert torch.equal(first[1], again[1])
    assert not torch.equal(first[0], other[0])


def test_values_stay_in_range_and_no_class_is_invented() -> None:
    canvas, labels = views()
    labels[labels == 7] = 3
    for seed in range(8):
        x, y = augment.augment(canvas, labels, seed)
        assert torch.isfinite(x).all()
        assert 0 <= float(x.min()) <= float(x.max()) <= 255
        assert set(y.unique().tolist()) <= set(labels.unique().tolist()) | {0}


def test_picture_maps_and_labels_move_together() -> None:
    canvas = torch.zeros(4, 14, 64, 48)
    canvas[:, :, 20:44, 14:30] = 255
    labels = torch.ones(4, 64, 48, dtype=torch.uint8)
    labels[:, 20:44, 14:30] = 2
    x, y = augment.frame(canvas, labels, augment.Draw(3, 4, canvas.device))
    for one, known in zip(x, y, strict=True):
        assert ((one[0] > 127) == (known == 2)).float().mean() > 0.97
        assert torch.equal(one[0], one[13])


def test_what_comes_in_from_outside_is_unknown() -> None:
    canvas, labels = torch.full((6, 14, 64, 48), 200.0), torch.full((6, 64, 48), 3, dtype=torch.uint8)
    x, y = augment.frame(canvas, labels, augment.Draw(1, 6, canvas.device))
    assert (y == 0).any()
    assert float(x[:, 0][y == 0].mean()) < 60


def test_a_backdrop_changes_background_only() -> None:
    colour, labels = torch.full((40, 3, 32, 32), 90.0), torch.ones(40, 32, 32, dtype=torch.uint8)
    labels[:, 8:24, 8:24] = 4
    changed = augment.backdrop(colour, labels, augment.Draw(2, 40, colour.device))
    assert torch.equal(changed[:, :, 10:22, 10:22], colour[:, :, 10:22, 10:22])
    moved = (changed[:, :, 0, 0] != 90).any(1).float().mean()
    assert 0.1 < float(moved) < 0.7


def test_maps_are_forgotten_whole_and_by_group() -> None:
    maps = augment.forget(torch.ones(400, 11, 4, 4), augment.Draw(9, 400, torch.device("cpu")))
    for group, share in ((slice(0, 6), 0.8), (slice(6, 7), 0.8), (slice(7, 11), 0.85)):
        kept = maps[:, group].flatten(1)
        assert torch.equal(kept.amin(1), kept.amax(1))
        assert float(kept[:, 0].mean()) == pytest.approx(share, abs=0.07)
