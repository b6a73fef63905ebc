"""A training run that survives being killed: averaged weights, checkpoints written whole or not at all, a log."""

import copy
import hashlib
import json
import math
import pickle
import time
from pathlib import Path
from typing import Any, Final

import torch
from torch import Tensor, nn

from vitrine.delivery.files import write
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


class DamagedRun(BadInput):
    """A file of the run cannot be read: it is damaged or missing."""

    code = "damaged-run"
    zh = "训练文件夹中的文件已损坏或缺失,无法读取。"
    remedy = "Put the folder back from a copy, or begin anew without --resume."
    remedy_zh = "请用备份恢复该文件夹,或不使用 --resume 重新开始。"


class CheckpointNotWritten(VitrineError):
    """The checkpoint could not be written, most likely because the disk is full; the one before it is whole."""

    code = "checkpoint-not-written"
    zh = "检查点无法写入,很可能是磁盘已满;之前的检查点完好。"
    remedy = "Make room, then go on with --resume."
    remedy_zh = "请清理磁盘空间,然后用 --resume 继续。"


SAVE_EVERY: Final = 600.0
"""Seconds after which a step is followed by a checkpoint, evaluation or not: so much work a kill may cost."""
UNREADABLE: Final = (
    OSError, EOFError, RuntimeError, KeyError, TypeError, ValueError, AttributeError, pickle.UnpicklingError,
)  # fmt: skip
"""What torch raises of a checkpoint that is damaged or of another form."""
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
    except UNREADABLE as error:
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
        self.score: float | None = None
        """The last evaluation's; None before the first."""
        self._spent = 0.0
        self._since = self._kept_at = time.monotonic()
        self._kept = 0

    @property
    def file(self) -> Path:
        """The checkpoint."""
        return self.out / CHECKPOINT

    def step(self, loss: Tensor) -> None:
        """One step of the optimizer and of the averaged weights; a checkpoint, if the last is SAVE_EVERY ago.

        Raises:
            TrainingDiverged: loss or gradient is not finite; no weight was changed.
            CheckpointNotWritten: as `save` says.
        """
        diverged = TrainingDiverged(f"step {self.taken + 1}, {self.file.name} of step {self._kept}")
        if not math.isfinite(float(loss.detach())):
            raise diverged
        self.net.train()
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        if not math.isfinite(float(nn.utils.clip_grad_norm_(self.net.parameters(), 5.0))):
            raise diverged
        self.optimizer.step()
        self.taken += 1
        keep = min(self.decay, (1 + self.taken) / (10 + self.taken))
        with torch.no_grad():
            torch._foreach_lerp_(list(self.averaged.parameters()), list(self.net.parameters()), 1 - keep)
            torch._foreach_copy_(list(self.averaged.buffers()), list(self.net.buffers()))

        if time.monotonic() - self._kept_at >= SAVE_EVERY:
            self.save()

    @property
    def minutes(self) -> float:
        """Time spent on it, over all starts; of a killed one only what its last checkpoint knows."""
        return (self._spent + time.monotonic() - self._since) / 60

    def begin(self, resume: bool) -> int:
        """Take up the checkpoint, if there is one and it is wanted; else this run's state takes the folder over.

        Returns:
            The number of steps that it has seen. From here on there is a checkpoint at any time.

        Raises:
            OtherRun: the checkpoint was made with other options.
            DamagedRun: it cannot be read.
            CheckpointNotWritten: as `save` says.
        """
        if resume and self.file.exists():
            return self._load()
        self.save()
        (self.out / "log.jsonl").unlink(missing_ok=True)
        return 0

    def evaluated(self, score: float, table: dict[str, Any]) -> None:
        """Keep the state with the score of an evaluation, and log its table."""
        self.score = score
        self.save()
        with (self.out / "log.jsonl").open("a", encoding="utf8") as log:
            log.write(json.dumps({"step": self.taken, **table}) + "\n")

    def save(self) -> None:
        """Keep the state.

        Raises:
            CheckpointNotWritten: the disk is full, or does not let us; the last checkpoint stays.
        """
        state = {
            "step": self.taken,
            "options": self.options,
            "score": self.score,
            "seconds": 60 * self.minutes,
            "net": self.net.state_dict(),
            "averaged": self.averaged.state_dict(),
            "optimizer": self.optimizer.state_dict(),
        }
        spare = self.file.with_suffix(".tmp")
        try:
            torch.save(state, spare)
            spare.replace(self.file)
        except (OSError, RuntimeError) as error:  # torch tells of a full disk by the latter
            raise CheckpointNotWritten(f"{self.file.name}, step {self.taken}") from error
        finally:
            spare.unlink(missing_ok=True)
        write(self.out / "run.json", json.dumps({"options": self.options, "torch": torch.__version__}).encode())
        self._kept, self._kept_at = self.taken, time.monotonic()

    def _load(self) -> int:
        try:
            state = torch.load(self.file, map_location=next(self.net.parameters()).device, weights_only=True)
            same = {**state["options"], "rate": None} == {**self.options, "rate": None}
            if same:
                self.net.load_state_dict(state["net"])
                self.averaged.load_state_dict(state["averaged"])
                self.optimizer.load_state_dict(state["optimizer"])
                self.taken = self._kept = int(state["step"])
                self.score, self._spent = state["score"], float(state.get("seconds", 0.0))
        except UNREADABLE as error:
            raise DamagedRun(self.file.name) from error
        if not same:
            raise OtherRun(self.file.name)
        return self.taken
