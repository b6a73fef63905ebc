import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor

from vitrine.training import losses

pytestmark = pytest.mark.train


def drawn(seed: int, classes: int = 4, size: int = 6) -> tuple[Tensor, Tensor]:
    generator = torch.Generator().manual_seed(seed)
    logits = torch.randn(2, classes, size, size, generator=generator)
    return logits, torch.randint(0, classes + 1, (2, size, size), generator=generator).to(torch.uint8)


def test_focal_with_gamma_zero_and_equal_weights_is_cross_entropy() -> None:
    logits, labels = drawn(1)
    ours = losses.focal(logits, labels, torch.ones(4), gamma=0.0)
    theirs = torch.nn.functional.cross_entropy(logits, labels.long() - 1, ignore_index=-1)
    torch.testing.assert_close(ours, theirs)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000))
def test_lovasz_of_hard_predictions_is_one_minus_iou(seed: int) -> None:
    _, labels = drawn(seed)
    _, found = drawn(seed + 1)
    odds = torch.nn.functional.one_hot((found.long() - 1).clamp_min(0), 4).permute(0, 3, 1, 2).float()
    known = labels > 0
    ious = []
    for c in range(4):
        true, said = (labels == c + 1)[known], (odds.argmax(1) == c)[known]
        if true.any():
            ious.append((true & said).sum() / (true | said).sum())
    torch.testing.assert_close(losses.lovasz(odds, labels), 1 - torch.stack(ious).mean())


@pytest.mark.parametrize("loss", [losses.lovasz, losses.focal])
def test_unknown_pixels_have_no_say(loss: object) -> None:
    logits, labels = drawn(3)
    other = torch.where((labels == 0)[:, None], torch.randn(logits.shape), logits)
    if loss is losses.lovasz:
        torch.testing.assert_close(losses.lovasz(logits.softmax(1), labels), losses.lovasz(other.softmax(1), labels))
    else:
        torch.testing.assert_close(
            losses.focal(logits, labels, torch.ones(4)), losses.focal(other, labels, torch.ones(4))
        )


def test_a_batch_without_a_known_pixel_costs_nothing() -> None:
    logits, labels = drawn(4)
    labels.zero_()
    assert float(losses.lovasz(logits.softmax(1), labels)) == 0
    assert float(losses.focal(logits, labels, torch.ones(4))) == 0


def test_rare_classes_weigh_more_but_within_bounds() -> None:
    weights = losses.class_weights([0.9, 0.09, 0.01, 0.0])
    assert weights[0] < weights[1] < weights[2] <= weights[3]
    assert float(weights.mean()) == pytest.approx(1)


def test_presence_prefers_the_classes_that_are_there() -> None:
    labels = torch.full((1, 8, 8), 2, dtype=torch.uint8)
    right = torch.tensor([[-5.0, 5.0, -5.0]])
    assert losses.presence(right, labels) < losses.presence(-right, labels)
