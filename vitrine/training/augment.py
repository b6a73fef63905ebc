"""Changes to a batch of views that leave the truth known: framing, light, colours, background, missing maps.

All draws come from a generator seeded by the step, so that a resumed run sees what an unbroken one would have seen.
Canvases are `n 14 h w` uint8 (`people/parser_net.py`), labels `n h w` uint8 (class + 1, 0 unknown).
"""

import math

import torch
from torch import Tensor
from torch.nn import functional

from vitrine.people.person import CLASSES

_SKIN = CLASSES.index("skin") + 1
_CLOTH = [CLASSES.index(n) + 1 for n in ("top", "outerwear", "dress", "bottoms")]


def augment(canvas: Tensor, labels: Tensor, seed: int, strength: float = 1.0) -> tuple[Tensor, Tensor]:
    """Canvases as float 0..255 and labels, changed; `strength` scales the chance of each change."""
    draw = Draw(seed, len(canvas), canvas.device, strength)
    x, y = frame(canvas.float(), labels, draw)
    colour = x[:, :3]
    colour = tint(colour, y, draw)
    colour = backdrop(colour, y, draw)
    colour = light(colour, draw)
    return torch.cat([colour, forget(x[:, 3:], draw)], 1), y


class Draw:
    """Random numbers for a batch, one a view."""

    def __init__(self, seed: int, count: int, device: torch.device, strength: float = 1.0) -> None:
        self._generator = torch.Generator().manual_seed(seed)
        self.count = count
        self.device = device
        self.strength = strength

    def between(self, low: float, high: float, *shape: int) -> Tensor:
        """Uniform, `n ...`."""
        drawn = torch.rand(self.count, *shape, generator=self._generator) * (high - low) + low
        return drawn.to(self.device)

    def chance(self, share: float) -> Tensor:
        """1 for this share of the views times the strength, else 0; `n 1 1 1`."""
        return (self.between(0, 1) < share * self.strength).float().view(-1, 1, 1, 1)

    def noise(self, like: Tensor) -> Tensor:
        """Normal noise of the same shape."""
        generator = torch.Generator(self.device).manual_seed(int(self.between(0, 2**31)[0]))
        return torch.randn(like.shape, generator=generator, device=self.device)


def frame(x: Tensor, labels: Tensor, draw: Draw) -> tuple[Tensor, Tensor]:
    """Mirror, zoom (0.75 to 1.6), turn and shift; what comes in from outside is black and unknown."""
    height, width = x.shape[2:]
    zoom = torch.exp(draw.between(math.log(0.75), math.log(1.6)))
    stretch = torch.exp(draw.between(-0.1, 0.1))
    turn = draw.between(-1, 1) ** 3 * math.radians(25)
    flip = torch.where(draw.between(0, 1) < 0.5, -1.0, 1.0)
    room = (zoom - 1).abs() / zoom + 0.1
    shift = draw.between(-1, 1, 2) * room[:, None]
    cos, sin, tall = torch.cos(turn), torch.sin(turn), height / width
    across = torch.stack([flip * cos / (zoom * stretch), -sin * tall / zoom, shift[:, 0]], 1)
    down = torch.stack([flip * sin / tall / (zoom * stretch), cos / zoom, shift[:, 1]], 1)
    grid = functional.affine_grid(torch.stack([across, down], 1), list(x.shape), align_corners=False)
    moved = functional.grid_sample(x, grid, mode="bilinear", padding_mode="zeros", align_corners=False)
    known = functional.grid_sample(
        labels[:, None].float(), grid, mode="nearest", padding_mode="zeros", align_corners=False
    )
    return moved, known[:, 0].round().to(torch.uint8)


def tint(colour: Tensor, labels: Tensor, draw: Draw) -> Tensor:
    """Darker and lighter skin; cloth in other colours. Edges are softened by a pixel."""
    depth = torch.exp(draw.between(math.log(0.3), math.log(1.15)))[:, None]
    gain = torch.cat([depth**0.8, depth, depth**1.15], 1)[:, :, None, None]
    colour = _mix(colour, colour * gain, _soft(labels == _SKIN) * draw.chance(0.35))
    for label in _CLOTH:
        dye = draw.between(0.25, 1.3, 3)[:, :, None, None]
        plain = colour.mean(1, keepdim=True)
        colour = _mix(
            colour, plain * dye + draw.between(0, 50)[:, None, None, None], _soft(labels == label) * draw.chance(0.2)
        )
    return colour


def backdrop(colour: Tensor, labels: Tensor, draw: Draw) -> Tensor:
    """Another background: a studio's grey, a plain colour, a gradient, or blurred noise."""
    height = colour.shape[2]
    grey = draw.between(150, 255)[:, None, None, None].expand(-1, 3, 1, 1)
    plain = torch.where(draw.chance(0.5) > 0, grey, draw.between(0, 255, 3)[:, :, None, None])
    ramp = torch.linspace(-1, 1, height, device=colour.device)[None, None, :, None]
    slope = draw.between(-60, 60)[:, None, None, None]
    rough = functional.interpolate(
        draw.noise(colour[:, :, ::32, ::32]), size=colour.shape[2:], mode="bicubic", align_corners=False
    )
    other = plain + slope * ramp + rough * draw.between(0, 70)[:, None, None, None] * draw.chance(0.4)
    return _mix(colour, other.clamp(0, 255), _soft(labels == 1) * draw.chance(0.35))


def light(colour: Tensor, draw: Draw) -> Tensor:
    """Exposure (also dim), contrast, gamma, colour cast, saturation, grain and blur."""
    one = (slice(None), None, None, None)
    dim = draw.chance(0.2)
    gamma = torch.exp(draw.between(-0.35, 0.35)[one] + dim * draw.between(0.2, 0.8)[one])
    x = (colour.clamp(0, 255) / 255) ** gamma
    x = x * torch.exp(draw.between(-0.25, 0.25)[one] - dim * draw.between(0.2, 1.0)[one])
    x = x * torch.exp(draw.between(-0.12, 0.12, 3)[:, :, None, None])
    middle = x.mean((1, 2, 3), keepdim=True)
    x = middle + (x - middle) * torch.exp(draw.between(-0.3, 0.3)[one])
    plain = x.mean(1, keepdim=True)
    x = plain + (x - plain) * draw.between(0.4, 1.5)[one] * (1 - draw.chance(0.06))
    blurred = functional.interpolate(
        functional.avg_pool2d(x, 2), scale_factor=2.0, mode="bilinear", align_corners=False
    )
    x = _mix(x, blurred, draw.chance(0.2))
    x = x + draw.noise(x) * draw.between(0, 0.04)[one] * draw.chance(0.5)
    return x.clamp(0, 1) * 255


def forget(maps: Tensor, draw: Draw) -> Tensor:
    """Leave out the prior, the person mask or the limbs of some views."""
    prior = maps[:, :6] * (1 - draw.chance(0.2))
    mask = maps[:, 6:7] * (1 - draw.chance(0.2))
    return torch.cat([prior, mask, maps[:, 7:] * (1 - draw.chance(0.15))], 1)


def _soft(where: Tensor) -> Tensor:
    return functional.avg_pool2d(where[:, None].float(), 3, 1, 1)


def _mix(a: Tensor, b: Tensor, share: Tensor) -> Tensor:
    return a + (b - a) * share
