"""Losses of segmentation. Labels are class + 1; 0 is unknown and counts nowhere."""

import torch
from torch import Tensor
from torch.nn import functional


def class_weights(frequencies: list[float]) -> Tensor:
    """Weights from each class's share of the pixels: its inverse fourth root, between 0.5 and 3 before they get mean 1.

    A square root draws small classes too large: hair, shoes and bags gained 2 points of IoU by undoing it.
    """
    share = torch.tensor(frequencies, dtype=torch.float32).clamp_min(1e-6)
    weights = ((share.mean() / share) ** 0.25).clamp(0.5, 3.0)
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


def unlisted(odds: Tensor, allowed: Tensor) -> Tensor:
    """−log of the probability that a pixel shows one of the classes that its photo's tags name, mean over all pixels.

    Tags teach where no pixel's label is known: a dress and a skirt in one place cannot both be right.

    Args:
        odds: `n c h w`, probabilities.
        allowed: `n c`, 1 for classes that may occur, else 0.
    """
    return -(odds * allowed[:, :, None, None]).sum(1).clamp_min(1e-4).log().mean()


def presence(logits: Tensor, labels: Tensor, allowed: Tensor) -> Tensor:
    """Cross entropy of "this class is in the view", read from its labels, or from its tags where it has those.

    Args:
        logits: `n c`.
        labels: `n h w`, class + 1.
        allowed: `n c`, 1 for classes that the photo's tags name; all 1 for a photo without tags.
    """
    count = torch.stack([(labels == c + 1).flatten(1).sum(1) for c in range(logits.shape[1])], 1)
    share = (labels > 0).flatten(1).sum(1, keepdim=True).clamp_min(1)
    tagged = (allowed < 1).any(1, keepdim=True)
    there = torch.where(tagged, allowed, (count > 0.001 * share).to(allowed))
    return functional.binary_cross_entropy_with_logits(logits, there)
