"""A training run that survives being killed: averaged weights, checkpoints written whole or not at all, a log."""

import copy
import hashlib
import json
import math
import pickle
from pathlib import Path
from typing import Any, Final

import torch
from torch import Tensor, nn

from vitrine.errors import BadInput, VitrineError


class TrainingDiverged(VitrineError):
    """The loss is no longer a number; training stopped at the last good checkpoint."""

    code = "training-diverged"
    zh = "损失值已不是数字;训练停在最近一次正常的检查点。"
    remedy = "Resume with a lower learning rate."
    remedy_zh = "请用更低的学习率继续训练。"


class OtherRun(BadInput):
    """The checkpoint belongs to a run with other options or other data (only the learning rate may change)."""

    code = "other-run"
    zh = "该检查点属于另一组选项或另一版数据的训练。"
    remedy = "Resume with the same options and data, or start in an empty folder."
    remedy_zh = "请用相同的选项和数据继续,或在空文件夹中重新开始。"


class NoRun(BadInput):
    """The folder holds no checkpoint of a network of this form to begin from."""

    code = "no-run"
    zh = "该文件夹中没有可作为起点的同结构网络的检查点。"
    remedy = "Give the folder of a finished run with the same network (its checkpoint.pt)."
    remedy_zh = "请指定同一网络的已完成训练的文件夹(其中有 checkpoint.pt)。"


CHECKPOINT: Final = "checkpoint.pt"
"""A run's state in its folder."""


def begun_from(net: nn.Module, run: Path) -> str:
    """Give `net` the averaged weights of another run.

    Args:
        net: changed in place.
        run: folder of the other run.

    Returns:
        The checkpoint's SHA-256, first 12 digits: what a run names as its origin.

    Raises:
        NoRun: there is no checkpoint, or it is of another network.
    """
    file = run / CHECKPOINT
    try:
        state = torch.load(file, map_location=next(net.parameters()).device, weights_only=True)
        net.load_state_dict(state["averaged"])
        return hashlib.sha256(file.read_bytes()).hexdigest()[:12]
    except (OSError, EOFError, RuntimeError, KeyError, pickle.UnpicklingError) as error:
        raise NoRun(run.name) from error


class Run:
    """The state of one training run in one folder."""

    def __init__(
        self, out: Path, net: nn.Module, optimizer: torch.optim.Optimizer, options: dict[str, Any], decay: float
    ) -> None:
        out.mkdir(parents=True, exist_ok=True)
        self.out = out
        self.net = net
        self.optimizer = optimizer
        self.options = json.loads(json.dumps(options))
        self.averaged: Any = copy.deepcopy(net).eval().requires_grad_(False)
        self.decay = decay
        self.taken = 0
        self.score = 0.0

    @property
    def file(self) -> Path:
        """The checkpoint."""
        return self.out / CHECKPOINT

    def step(self, loss: Tensor) -> None:
        """One step of the optimizer and of the averaged weights.

        Raises:
            TrainingDiverged: the loss is not finite; nothing was changed.
        """
        if not math.isfinite(float(loss.detach())):
            raise TrainingDiverged(f"step {self.taken + 1}, {self.file.name}")
        self.net.train()
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(self.net.parameters(), 5.0)
        self.optimizer.step()
        self.taken += 1
        keep = min(self.decay, (1 + self.taken) / (10 + self.taken))
        with torch.no_grad():
            torch._foreach_lerp_(list(self.averaged.parameters()), list(self.net.parameters()), 1 - keep)
            torch._foreach_copy_(list(self.averaged.buffers()), list(self.net.buffers()))

    def save(self, step: int, table: dict[str, Any]) -> None:
        """Keep the state after `step` steps, log its scores; when the disk is full the last checkpoint stays."""
        self.score = float(table.get("miou", 0.0))
        state = {
            "step": step,
            "options": self.options,
            "score": self.score,
            "net": self.net.state_dict(),
            "averaged": self.averaged.state_dict(),
            "optimizer": self.optimizer.state_dict(),
        }
        spare = self.file.with_suffix(".tmp")
        try:
            torch.save(state, spare)
            spare.replace(self.file)
        finally:
            spare.unlink(missing_ok=True)
        (self.out / "run.json").write_text(json.dumps({"options": self.options, "torch": torch.__version__}), "utf8")
        with (self.out / "log.jsonl").open("a", encoding="utf8") as log:
            log.write(json.dumps({"step": step, **table}) + "\n")

    def load(self) -> int:
        """Take up the checkpoint, if there is one; returns the number of steps that it has seen.

        Raises:
            OtherRun: it was made with other options.
        """
        if not self.file.exists():
            return 0
        state = torch.load(self.file, map_location=next(self.net.parameters()).device, weights_only=True)
        if {**state["options"], "rate": None} != {**self.options, "rate": None}:
            raise OtherRun(self.file.name)
        self.net.load_state_dict(state["net"])
        self.averaged.load_state_dict(state["averaged"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.taken, self.score = int(state["step"]), float(state["score"])
        return self.taken
