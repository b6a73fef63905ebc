"""Networks as files: a graph made fast computes what it did before."""

from pathlib import Path

import numpy as np
import onnx
import pytest
import torch
from torch import Tensor, nn

from vitrine.nets import Onnx
from vitrine.training.export import exported

pytestmark = pytest.mark.train


class Small(nn.Module):
    """Zeros on two sides only, and five maps beside four: what a runtime is slow with."""

    def __init__(self) -> None:
        super().__init__()
        self.first = nn.Sequential(nn.ZeroPad2d((0, 1, 0, 1)), nn.Conv2d(4, 5, 3, 2), nn.ReLU())
        self.last = nn.Conv2d(9, 8, 3, padding=1)

    def forward(self, canvas: Tensor) -> Tensor:
        given = canvas.float() / 255
        return self.last(torch.cat([self.first(given), given[:, :, ::2, ::2]], 1))


def test_an_exported_network_is_eased_and_computes_the_same(tmp_path: Path) -> None:
    torch.manual_seed(0)
    net = Small().eval()
    canvas = torch.randint(0, 256, (1, 4, 12, 10), dtype=torch.uint8)
    exported(net, canvas, ["maps"], tmp_path / "small.onnx")
    nodes = onnx.load(tmp_path / "small.onnx").graph.node
    assert not [node for node in nodes if node.op_type == "Pad"]
    assert [len(node.input) for node in nodes if node.op_type == "Concat"] == [3]  # the third holds nothing
    with torch.no_grad():
        expected = net(canvas).numpy()
    found = Onnx(tmp_path / "small.onnx")(canvas.numpy())[0]
    assert np.abs(found - expected).max() < 2e-3  # weights are rounded to half precision
