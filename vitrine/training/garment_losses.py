"""What the garment network is asked to do well: coverage, parts, heat, presence of landmarks, words.

Whatever is unknown of a picture has no say. Truth is as `garment_views` has it, outputs are `GarmentNet`'s logits.
"""

import torch
from torch import Tensor
from torch.nn import functional

from vitrine.garments.garment_net import COARSE, FINE, LABELS, WORDS


def loss(out: dict[str, Tensor], coverage: Tensor, parts: Tensor, points: Tensor, answers: Tensor) -> Tensor:
    """All the network's tasks together; whatever is unknown of a picture has no say."""
    target = functional.avg_pool2d(coverage[:, :1], FINE)
    known = (functional.avg_pool2d(coverage[:, 1:], FINE) > 0.99).float()
    shape = mask_loss(out["mask"].float(), target, known)
    labels = parts[:, ::FINE, ::FINE]
    inside = (labels > 0) & (labels < 255)
    entropy = functional.cross_entropy(out["parts"].float(), (labels - 1).clamp(0, len(LABELS) - 1), reduction="none")
    part = (entropy * inside).sum() / inside.sum().clamp_min(1)
    shown = (labels < 255).flatten(1).all(1)
    return 2 * shape + part + heat_loss(out["heat"].float(), points) \
        + there_loss(out["there"].float(), points, shown) + words_loss(out["words"].float(), answers)  # fmt: skip


def mask_loss(logits: Tensor, target: Tensor, known: Tensor) -> Tensor:
    """Cross entropy and 1 − Dice (Milletari et al. 2016, arXiv 1606.04797) over known pixels; all `n 1 h w`."""
    entropy = functional.binary_cross_entropy_with_logits(logits, target, reduction="none")
    odds = torch.sigmoid(logits) * known
    both, each = (odds * target * known).sum((1, 2, 3)), (odds + target * known).sum((1, 2, 3))
    taught = (known.sum((1, 2, 3)) > 0).float()
    dice = ((1 - (2 * both + 1) / (each + 1)) * taught).sum() / taught.sum().clamp_min(1)
    return (entropy * known).sum() / known.sum().clamp_min(1) + dice


def heat_loss(logits: Tensor, points: Tensor) -> Tensor:
    """Cross entropy of each map, a distribution over its cells, with a narrow bell about the landmark."""
    rows, columns = logits.shape[2:]
    there = ~points.isnan().any(2)
    if not there.any():
        return logits.sum() * 0
    at = (points[there] + 0.5) / COARSE - 0.5
    y = torch.arange(rows, device=logits.device) - at[:, 1:]
    x = torch.arange(columns, device=logits.device) - at[:, :1]
    bell = torch.softmax((-0.5 * (y[:, :, None] ** 2 + x[:, None] ** 2) / 1.1**2).flatten(1), 1)
    found = logits[there].flatten(1).log_softmax(1)
    return 0.25 * (bell * (bell.clamp_min(1e-9).log() - found)).sum(1).mean()


def there_loss(logits: Tensor, points: Tensor, shown: Tensor) -> Tensor:
    """Cross entropy of "this landmark is in the picture", for pictures `shown` whose landmarks are known."""
    there = (~points.isnan().any(2)).float()
    each = functional.binary_cross_entropy_with_logits(logits, there, reduction="none").mean(1)
    return (each * shown).sum() / shown.sum().clamp_min(1)


def words_loss(logits: Tensor, answers: Tensor) -> Tensor:
    """Cross entropy of each question, over the pictures whose answer is known; smoothed by a twentieth."""
    total, start = logits.sum() * 0, 0
    for number, (question, names) in enumerate(WORDS.items()):
        known = answers[:, number] >= 0
        if known.any():
            part = logits[known, start : start + len(names)]
            weight = 1.0 if question == "kind" else 0.3
            total = total + weight * functional.cross_entropy(part, answers[known, number], label_smoothing=0.05)
        start += len(names)
    return total
