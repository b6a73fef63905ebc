"""Changes to a batch of product pictures that leave the truth known: mirrored, zoomed, turned, shifted, lit otherwise.

Pictures are `n 3 s s`; coverage and whether it is known `n 2 s s` (0..1); parts `n s s` (0 none, 1 + index into LABELS,
255 unknown); points `n k 2` in pixels, not a number where a landmark is not there.
"""

import math

import torch
from torch import Tensor
from torch.nn import functional

from vitrine.garments.garment_net import LABELS, LANDMARKS
from vitrine.training.augment import Draw, light


def _mirrored(names: tuple[str, ...]) -> list[int]:
    other = [name.replace("left", "?").replace("right", "left").replace("?", "right") for name in names]
    return [names.index(name) for name in other]


_PARTS = [0, *(1 + number for number in _mirrored(LABELS))]
_POINTS = _mirrored(LANDMARKS)


def changed(
    pictures: Tensor, coverage: Tensor, parts: Tensor, points: Tensor, seed: int, strength: float = 1.0
) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """The batch, each picture with changes of its own, at `strength` 1 the greatest; the same seed gives the same."""
    draw = Draw(seed, len(pictures), pictures.device, strength)
    x, coverage, parts, points = frame(pictures.float(), coverage, parts, points, draw)
    swapped = x[:, [2, 1, 0]]
    x = x + (swapped - x) * draw.chance(0.1)
    return light(x, draw), coverage, parts, points


def frame(
    x: Tensor, coverage: Tensor, parts: Tensor, points: Tensor, draw: Draw
) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Mirror, zoom (0.75 to 1.35), stretch, turn, shift, less at less strength; what comes in is black, no garment."""
    side = x.shape[-1]
    zoom = torch.exp(draw.between(math.log(0.75), math.log(1.35)) * draw.strength)
    stretch = torch.exp(draw.between(-0.12, 0.12) * draw.strength)
    turn = draw.between(-1, 1) ** 3 * math.radians(28) * draw.strength
    mirrored = draw.between(0, 1) < 0.5
    flip = torch.where(mirrored, -1.0, 1.0)
    shift = draw.between(-1, 1, 2) * ((zoom - 1).abs() / zoom * 0.7 + 0.08 * draw.strength)[:, None]
    cos, sin = torch.cos(turn), torch.sin(turn)
    across = torch.stack([flip * cos / (zoom * stretch), -sin / zoom], 1)
    down = torch.stack([flip * sin / (zoom * stretch), cos / zoom], 1)
    matrix = torch.stack([across, down], 1)
    grid = functional.affine_grid(torch.cat([matrix, shift[:, :, None]], 2), list(x.shape), align_corners=False)
    moved = functional.grid_sample(torch.cat([x, coverage], 1), grid, mode="bilinear", align_corners=False)
    inside = functional.grid_sample(torch.ones_like(coverage[:, :1]), grid, mode="nearest", align_corners=False)
    known = torch.where(inside[:, 0] > 0.5, (moved[:, 4] > 0.999).to(x), coverage[:, 1].amax((1, 2))[:, None, None])
    labels = (
        functional.grid_sample(parts[:, None].float(), grid, mode="nearest", align_corners=False)[:, 0].round().long()
    )
    table = torch.arange(256, device=x.device)
    table[: len(_PARTS)] = torch.tensor(_PARTS, device=x.device)
    labels = torch.where(mirrored[:, None, None], table[labels], labels)
    placed = _moved(points, matrix, shift, side)
    placed = torch.where(mirrored[:, None, None], placed[:, _POINTS], placed)
    return moved[:, :3], torch.stack([moved[:, 3], known], 1), labels, placed


def _moved(points: Tensor, matrix: Tensor, shift: Tensor, side: int) -> Tensor:
    at = (points + 0.5) * (2 / side) - 1
    back = torch.linalg.inv(matrix.cpu()).to(points)
    out = torch.einsum("nij,nkj->nki", back, at - shift[:, None])
    out = (out + 1) * (side / 2) - 0.5
    inside = ((out > -0.5) & (out < side - 0.5)).all(2, keepdim=True)
    return torch.where(inside, out, torch.nan)
