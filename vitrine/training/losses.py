"""Losses of segmentation. Labels are class + 1; 0 is unknown and counts nowhere."""

import torch
from torch import Tensor
from torch.nn import functional


def class_weights(frequencies: list[float], power: float = 0.25) -> Tensor:
    """Weights from each class's share of the pixels, between 0.5 and 3 before they get mean 1.

    Args:
        frequencies: each class's share.
        power: 0.25, an inverse fourth root, ends best: a square root (0.5) draws small classes too large, and hair,
            shoes and bags gained 2 points of IoU by undoing it. 0 weighs all alike.
    """
    share = torch.tensor(frequencies, dtype=torch.float32).clamp_min(1e-6)
    weights = ((share.mean() / share) ** power).clamp(0.5, 3.0)
    return weights / weights.mean()


def focal(logits: Tensor, labels: Tensor, weights: Tensor, gamma: float = 1.0) -> Tensor:
    """Weighted cross entropy in which pixels that are right already count less (Lin et al. 2017, arXiv 1708.02002).

    Args:
        logits: `n c h w`.
        labels: `n h w`, class + 1.
        weights: `c`.
        gamma: 0 is plain cross entropy.
    """
    target = labels.long() - 1
    entropy = functional.cross_entropy(logits, target.clamp_min(0), reduction="none")
    known = (labels > 0).float()
    weight = weights[target.clamp_min(0)] * known
    return (weight * (1 - torch.exp(-entropy)) ** gamma * entropy).sum() / weight.sum().clamp_min(1.0)


def lovasz(odds: Tensor, labels: Tensor) -> Tensor:
    """Lovász-softmax over the batch's classes: a convex stand-in for 1 − IoU (Berman et al. 2018, arXiv 1705.08790).

    Args:
        odds: `n c h w`, probabilities.
        labels: `n h w`, class + 1.
    """
    known = labels.flatten() > 0
    flat = odds.transpose(0, 1).flatten(1)[:, known]
    target = labels.flatten()[known].long() - 1
    if target.numel() == 0:
        return odds.sum() * 0
    truth = (target == torch.arange(len(flat), device=target.device)[:, None]).to(flat)
    errors, order = (truth - flat).abs().sort(1, descending=True)
    ranked = truth.gather(1, order)
    there = ranked.sum(1, keepdim=True)
    jaccard = 1 - (there - ranked.cumsum(1)) / (there + (1 - ranked).cumsum(1))
    gradient = torch.cat([jaccard[:, :1], jaccard[:, 1:] - jaccard[:, :-1]], 1)
    present = (there[:, 0] > 0).float()
    return ((errors * gradient).sum(1) * present).sum() / present.sum().clamp_min(1.0)


def presence(logits: Tensor, labels: Tensor) -> Tensor:
    """Cross entropy of "this class is in the view", for views without unknown pixels inside; `logits` is `n c`."""
    count = torch.stack([(labels == c + 1).flatten(1).sum(1) for c in range(logits.shape[1])], 1)
    share = (labels > 0).flatten(1).sum(1, keepdim=True).clamp_min(1)
    there = (count > 0.001 * share).float()
    return functional.binary_cross_entropy_with_logits(logits, there)
