"""The human parser: 11 classes a pixel. Options, data, network, loop, export: read from top to bottom.

A U-Net on an EfficientNet-Lite2 encoder sees a photo with the packaged networks' person maps and drawn limbs
(`people/parser_net.py`). Round 1 learns from label maps. Each later round first labels the unlabelled
photos with its own averaged weights, keeps what is certain and agrees with the photo's tags, and learns from both
(self-training; Xie et al. 2020, arXiv 1911.04252).
"""

import io
import math
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from vitrine.delivery.files import write
from vitrine.people.parser_net import CHANNELS, HEIGHT, WIDTH, likeliest, restore
from vitrine.people.person import CLASSES
from vitrine.training import augment, cards, losses, scores
from vitrine.training.encoder import CHANNELS as WIDTHS
from vitrine.training.encoder import Encoder, pretrained
from vitrine.training.export import exported
from vitrine.training.options import checked
from vitrine.training.prepared import Prepared, ready, ready_rendered
from vitrine.training.run import DamagedRun, Run, begun_from

# ------------------------------------------------------------------------------------------------ options


@dataclass(frozen=True)
class Options:
    """What a run depends on; kept with its checkpoint and in the card."""

    rounds: tuple[int, ...] = (1100, 1300, 1700, 1400)
    """Steps of each round."""
    batch: int = 32
    rate: float = 1e-3
    """Peak learning rate of the decoder; the encoder learns at a third of it."""
    decay: float = 0.01
    average: float = 0.998
    """Decay of the averaged weights, which are the result."""
    balance: float = 0.25
    """Power of the inverse share that a class weighs by (`losses.class_weights`)."""
    evaluate_every: int = 1000
    certain: float = 0.7
    """Least probability of a pixel's own label that self-training keeps."""
    rendered: float = 0.125
    """Share of each batch that rendered people get, where some are mixed in."""
    finish: float = 0.5
    """Strength of the changes to views in the last round."""
    seed: int = 7
    encoder: bool = True
    """Start from ImageNet weights (tests start from nothing)."""
    wide: tuple[int, int, int, int] = (160, 96, 64, 32)
    """Channels of the decoder at strides 16, 8, 4 and 2."""

    def __post_init__(self) -> None:
        """Raises WrongOption for what cannot be."""
        checked(self, LIMITS)


LIMITS: Final[dict[str, tuple[float, float]]] = {
    "rounds": (1, math.inf), "batch": (1, math.inf), "rate": (0, 1), "decay": (0, 1), "average": (0, 1),
    "balance": (0, 1), "evaluate_every": (1, math.inf), "certain": (0, 1), "rendered": (0, 1), "finish": (0, 1),
    "seed": (0, 2**31), "wide": (1, 4096),
}  # fmt: skip
"""Least and greatest value of each option."""


# ------------------------------------------------------------------------------------------------ data


class Data:
    """Views as canvases and label maps; on a card all stay in its memory, on a CPU each is built when it is asked for.

    Label maps hold the class + 1; 0 is "unknown" and never scored.
    """

    def __init__(self, prepared: Prepared, device: torch.device) -> None:
        self.prepared = prepared
        self.device = device
        self.pseudo: dict[str, np.ndarray] = {}
        self._canvases = self._all(prepared.canvas)
        self._labels = self._all(self._label)

    def batch(self, rows: np.ndarray) -> tuple[Tensor, Tensor]:
        """Canvases `n 14 h w` uint8 and labels `n h w` uint8."""
        return self.canvases(rows), self._take(rows, self._labels, self._label)

    def canvases(self, rows: np.ndarray) -> Tensor:
        """Canvases of these views."""
        return self._take(rows, self._canvases, self.prepared.canvas)

    def relabel(self, pseudo: dict[str, np.ndarray]) -> None:
        """Take over label maps of our own making for unlabelled photos."""
        self.pseudo = pseudo
        self._labels = self._all(self._label)

    def _label(self, row: int) -> np.ndarray:
        return self.prepared.labels(row, self.pseudo)

    def _all(self, make: Callable[[int], np.ndarray]) -> Tensor | None:
        if self.device.type != "cuda":
            return None
        with ThreadPoolExecutor(16) as pool:
            return torch.from_numpy(np.stack(list(pool.map(make, range(len(self.prepared)))))).to(self.device)

    def _take(self, rows: np.ndarray, kept: Tensor | None, make: Callable[[int], np.ndarray]) -> Tensor:
        if kept is not None:
            return kept[torch.from_numpy(np.asarray(rows)).to(self.device)]
        return torch.from_numpy(np.stack([make(int(r)) for r in rows])).to(self.device)


class Mixed:
    """Batches of street views, a share of them rendered people, where there are any."""

    def __init__(self, data: Data, rendered: Data | None, options: Options) -> None:
        self.data = data
        self.rendered = rendered
        self.options = options
        self.drawn = min(options.batch - 1, round(options.batch * options.rendered)) if rendered else 0

    @property
    def version(self) -> str:
        """What the run names as its data."""
        street = self.data.prepared.version
        return f"{street} + {self.rendered.prepared.version}" if self.rendered else street

    def batch(self, step: int) -> tuple[Tensor, Tensor]:
        """Canvases and labels of a step, as `Data.batch` gives them; the rendered ones come last."""
        seed, count = self.options.seed, self.options.batch - self.drawn
        batch = self.data.batch(self.data.prepared.draw(step, count, seed, set(self.data.pseudo)))
        if not self.rendered or not self.drawn:
            return batch
        other = self.rendered.batch(self.rendered.prepared.draw(step, self.drawn, seed, ()))
        return torch.cat([batch[0], other[0]]), torch.cat([batch[1], other[1]])


# ------------------------------------------------------------------------------------------------ network


class Stage(nn.Module):
    """Doubles the size, joins the encoder's features, filters."""

    def __init__(self, below: int, beside: int, channels: int) -> None:
        super().__init__()
        self.join = nn.Sequential(
            nn.Conv2d(below + beside, channels, 3, padding=1, bias=False),
            nn.BatchNorm2d(channels),
            nn.ReLU(inplace=True),
        )
        self.filter = nn.Sequential(
            nn.Conv2d(channels, channels, 5, padding=2, groups=channels, bias=False), nn.BatchNorm2d(channels),
            nn.Conv2d(channels, channels, 1, bias=False), nn.BatchNorm2d(channels), nn.ReLU(inplace=True),
        )  # fmt: skip

    def forward(self, below: Tensor, beside: Tensor) -> Tensor:
        """`beside` has twice the size of `below`."""
        x = functional.interpolate(below, scale_factor=2.0, mode="bilinear", align_corners=False)
        x = self.join(torch.cat([x, beside], 1))
        return x + self.filter(x)


class ParserNet(nn.Module):
    """Canvases in, logits at half their size and the presence of each class in the whole view out.

    Presence is added to each pixel's logits: the view as a whole decides between a top with a skirt and a dress.
    """

    def __init__(self, options: Options) -> None:
        super().__init__()
        self.encoder = pretrained(Encoder(CHANNELS)) if options.encoder else Encoder(CHANNELS)
        deep, wide = WIDTHS[-1], options.wide
        self.context = nn.Sequential(nn.Conv2d(deep, 128, 1), nn.ReLU(inplace=True))
        self.presence = nn.Linear(128, len(CLASSES))
        extra = CHANNELS - 3
        self.stages = nn.ModuleList(
            [
                Stage(deep + 128, WIDTHS[3], wide[0]),
                Stage(wide[0], WIDTHS[2] + extra, wide[1]),
                Stage(wide[1], WIDTHS[1], wide[2]),
                Stage(wide[2], WIDTHS[0] + extra, wide[3]),
            ]
        )
        self.head = nn.Conv2d(wide[3], len(CLASSES), 1)

    def forward(self, canvas: Tensor) -> tuple[Tensor, Tensor]:
        """`canvas` is `n 14 h w`, 0..255."""
        x = torch.cat([(canvas[:, :3] - 127) / 128, canvas[:, 3:] / 255], 1)
        features = self.encoder(x)
        maps = functional.avg_pool2d(x[:, 3:], 2)
        features[0] = torch.cat([features[0], maps], 1)
        features[2] = torch.cat([features[2], functional.avg_pool2d(maps, 4)], 1)
        around = self.context(features[4]).mean((2, 3))
        presence = self.presence(around)
        spread = around[:, :, None, None].expand(-1, -1, *features[4].shape[2:])
        y = torch.cat([features[4], spread], 1)
        for stage, beside in zip(self.stages, features[3::-1], strict=True):
            y = stage(y, beside)
        return self.head(y) + presence[:, :, None, None], presence


def predict(net: ParserNet, canvases: Tensor, mirrored: bool = False) -> Tensor:
    """Probabilities `n 11 h/2 w/2`; `mirrored` takes the mean with the flipped view."""
    with torch.no_grad(), autocast(canvases.device), torch.backends.cudnn.flags(benchmark=False):
        odds = net(canvases.float())[0].float().softmax(1)
        if mirrored:
            odds = (odds + net(canvases.flip(3).float())[0].float().softmax(1).flip(3)) / 2
    return odds


def autocast(device: torch.device) -> torch.autocast:
    """bfloat16 on a card, float32 on a CPU."""
    return torch.autocast(device.type, torch.bfloat16, enabled=device.type == "cuda")


# ------------------------------------------------------------------------------------------------ loop


class Trained(NamedTuple):
    """What a run has come to."""

    net: ParserNet
    minutes: float
    """Of training and evaluating, over all starts."""


def train(
    prepared: Prepared,
    out: Path,
    options: Options,
    resume: bool,
    report: Callable[..., None],
    rendered: Prepared | None = None,
    start: Path | None = None,
) -> "Trained":
    """Run all rounds; checkpoints, contact sheets and scores go to `out`. `rendered` people are mixed in, never judged.

    From `start`, another run's folder, come the first weights; they label photos for the first round, too.

    Raises:
        NoRun: `start` holds no such weights.
        OtherRun, DamagedRun: `resume` cannot go on from what is in `out`.
        TrainingDiverged: the loss was no number; the last good state stays in `out`.
        CheckpointNotWritten: the disk is full; the last checkpoint stays.
    """
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    torch.manual_seed(options.seed)
    torch.backends.cudnn.benchmark = device.type == "cuda"
    data = Data(prepared, device)
    mixed = Mixed(data, Data(rendered, device) if rendered else None, options)
    net = ParserNet(options).to(device, memory_format=torch.channels_last)
    origin = {"start": begun_from(net, start)} if start else {}
    head = [p for n, p in net.named_parameters() if not n.startswith("encoder.") or "stem" in n]
    base = [p for n, p in net.named_parameters() if n.startswith("encoder.") and "stem" not in n]
    groups = [{"params": head, "share": 1.0}, {"params": base, "share": 1 / 3}]
    optimizer = torch.optim.AdamW(groups, lr=options.rate, weight_decay=options.decay)
    run = Run(out, net, optimizer, asdict(options) | {"data": mixed.version} | origin, options.average)
    taken = run.begin(resume)
    weights = losses.class_weights(prepared.frequencies(), options.balance).to(device)
    relabelled = -1 if start else 0
    for step in range(taken, sum(options.rounds)):
        number, inside = _round(step, options.rounds)
        if number != relabelled and (number > 0 or start):
            data.relabel(pseudo_labels(run, data, options, number) if inside == 0 else kept_labels(out, number))
            relabelled = number
        for group in optimizer.param_groups:
            group["lr"] = options.rate * group["share"] * _schedule(inside, options.rounds[number], number)
        canvas, labels = mixed.batch(step)
        strength = options.finish if number == len(options.rounds) - 1 else 1.0
        canvas, labels = augment.augment(canvas, labels, step + 1_000_003 * options.seed, strength)
        loss = _loss(net, canvas, labels, weights)
        run.step(loss)
        report(
            step=step + 1,
            steps=sum(options.rounds),
            loss=float(loss.detach()) if step % 10 == 0 else None,
            score=run.score,
        )
        last = step + 1 == sum(options.rounds)
        if (step + 1) % options.evaluate_every == 0 or last or inside + 1 == options.rounds[number]:
            table = evaluate(run.averaged, data, out / f"sheet-{step + 1:06d}.jpg")
            run.evaluated(table["miou"], table)
    return Trained(run.averaged, run.minutes)


def _round(step: int, rounds: tuple[int, ...]) -> tuple[int, int]:
    for number, length in enumerate(rounds):
        if step < length:
            return number, step
        step -= length
    raise ValueError(step)


def _schedule(step: int, steps: int, number: int) -> float:
    warm = min(1.0, (step + 1) / min(200, max(1, steps // 10)))
    return warm * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * step / steps))) * (1.0 if number == 0 else 0.6)


def _loss(net: ParserNet, canvas: Tensor, labels: Tensor, weights: Tensor) -> Tensor:
    with autocast(canvas.device):
        logits, presence = net(canvas.to(memory_format=torch.channels_last))
    half = labels[:, ::2, ::2]
    full = functional.interpolate(logits.float(), scale_factor=2.0, mode="bilinear", align_corners=False)
    pixel = losses.focal(full, labels, weights)
    region = losses.lovasz(logits.float().softmax(1), half)
    return pixel + 0.7 * region + 0.1 * losses.presence(presence.float(), half)


def pseudo_labels(run: Run, data: Data, options: Options, number: int) -> dict[str, np.ndarray]:
    """Label maps (class + 1, 0 unknown) of unlabelled photos by the averaged weights, tags heeded; kept in a file.

    A class that the photo's tags do not name is out of question; a named garment that is nowhere found drops the photo.
    They are made when a round begins, whatever an earlier run has left; a run resumed within it reads them again.
    """
    run.averaged.eval()
    rows = np.array([r for r in data.prepared.wholes() if not data.prepared.labelled(r)], int)
    kept: dict[str, np.ndarray] = {}
    for part in np.array_split(rows, max(1, len(rows) // options.batch)) if len(rows) else []:
        odds = predict(run.averaged, data.canvases(part), mirrored=True)
        allowed = torch.from_numpy(np.stack([data.prepared.allowed(int(r)) for r in part])).to(odds)
        odds = odds * allowed[:, :, None, None]
        before = odds.sum(1)
        best, label = (odds / before[:, None].clamp_min(1e-6)).max(1)
        known = (best >= options.certain) & (before >= 0.4)
        maps = torch.where(known, label + 1, 0).to(torch.uint8).cpu().numpy()
        for row, labels in zip(part, maps, strict=True):
            if scores.agrees(labels, data.prepared.tags(int(row))):
                kept[data.prepared.name(int(row))] = labels
    packed = io.BytesIO()
    np.savez_compressed(packed, **kept)  # type: ignore[arg-type]
    write(_pseudo(run.out, number), packed.getvalue())
    return kept


def kept_labels(out: Path, number: int) -> dict[str, np.ndarray]:
    """The label maps that `pseudo_labels` made for a round of the run in `out`.

    Raises:
        DamagedRun: they are gone or damaged; others would lead to other weights.
    """
    file = _pseudo(out, number)
    try:
        with np.load(file) as kept:
            return dict(kept)
    except (OSError, EOFError, ValueError, KeyError, zipfile.BadZipFile) as error:
        raise DamagedRun(file.name) from error


def _pseudo(out: Path, number: int) -> Path:
    return out / f"pseudo-{number}.npz"


def evaluate(net: ParserNet, data: Data, sheet: Path) -> dict[str, Any]:
    """Scores of the network alone on the held-out photos; best and worst go onto the sheet.

    As it is used it scores higher (`scores.measure`): a dress is decided once a photo, edges are refined.
    """
    net.eval()
    tallies = scores.Tally(), scores.Tally()
    for crops, tally in enumerate(tallies):
        rows = data.prepared.held_out_rows(bool(crops))
        for part in np.array_split(rows, max(1, len(rows) // 16)):
            for row, odds in zip(part, predict(net, data.canvases(part)).cpu().numpy(), strict=True):
                truth = data.prepared.truth(int(row))
                found = likeliest(restore(np.asarray(odds, np.float32), *truth.shape))
                tally.add(data.prepared.name(int(row)), data.prepared.picture(int(row)), truth, found)
    tallies[0].draw(sheet)
    return {**tallies[0].table(), "crops": tallies[1].table()}


# ------------------------------------------------------------------------------------------------ export


class Exported(nn.Module):
    """What the file holds: a canvas in, probabilities at half its size out."""

    def __init__(self, net: ParserNet) -> None:
        super().__init__()
        self.net = net

    def forward(self, canvas: Tensor) -> Tensor:
        """`canvas` is `1 14 448 320` uint8."""
        # a softmax over channels, spelt out: the runtime's own one works along the last axis, and moves all for it
        logits = self.net(canvas.float())[0]
        odds = (logits - logits.amax(1, keepdim=True)).exp()
        return odds / odds.sum(1, keepdim=True)


def fit(
    data: Path,
    out: Path,
    resume: bool,
    report: Callable[..., None],
    options: Options | None = None,
    rendered: Path | None = None,
    start: Path | None = None,
) -> dict[str, Any]:
    """Prepare the views of `data` (once), train, export; `out` then holds parser.onnx, parser.md and the run's records.

    Args:
        data: the street set, or a folder that was prepared from it.
        out: kept from a killed run, it goes on with `resume`.
        resume: take up the checkpoint in `out`.
        report: called with step, steps, loss and score.
        rendered: people of `tools/figures/crowd.py` (NAME.jpg, NAME.classes.png), or a folder prepared from them.
        start: folder of a run whose averaged weights this one begins from.

    Raises:
        NoTrainingData: `data` is neither, or `rendered` holds none.
        NothingToJudge: `data` has no photo for validation.
        NothingToLearn: its label maps show one class alone.
        NoRun: `start` holds no weights of this network.
        OtherRun: the checkpoint was made with other options.
        TrainingDiverged: the loss was no number.
    """
    options = options or Options()
    prepared = ready(data, out / "prepared", report)
    prepared.more_than_one_class()
    drawn = ready_rendered(rendered, out / "prepared-rendered", report) if rendered else None
    net, minutes = train(prepared, out, options, resume, report, drawn, start)
    export(net, out / "parser.onnx")
    table = scores.measure(out / "parser.onnx", prepared.judged(), out / "sheet.jpg", report)
    labelled = [len(kept_labels(out, n)) for n in range(0 if start else 1, len(options.rounds))]
    card = cards.parser_card(options, table, minutes, out / "parser.onnx", prepared, drawn, start, labelled)
    write(out / "parser.md", card.encode())
    return table


def export(net: ParserNet, file: Path) -> None:
    """Write the network as ONNX with weights in half precision, computed in single."""
    exported(Exported(net), torch.zeros(1, CHANNELS, HEIGHT, WIDTH, dtype=torch.uint8), ["odds"], file)
