"""A glance at a product picture: kind, and what is wrong with it. Options, network, loop, export.

Small heads that read on in the garment network's inner maps, which stay as they are: the pictures (`glance`) go through
that network once and are kept as maps; what learns then takes minutes. After `garment.onnx` was trained anew these
heads are, too. Folds have a head of their own, on the maps' mean, greatest and deviation: they show in the cloth
everywhere and nowhere in particular. Read from top to bottom.
"""

import hashlib
import math
import tempfile
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from vitrine.delivery.files import write
from vitrine.errors import NetMissing
from vitrine.garments.garment_net import assemble
from vitrine.garments.sight import FLAWS, SIGHTS
from vitrine.imaging.types import Picture
from vitrine.nets import SIGHT, Nets, Onnx
from vitrine.training import cards, clock, sight_scores
from vitrine.training.clothing import Clothing, enough
from vitrine.training.export import exported
from vitrine.training.glance import stock
from vitrine.training.glance.stock import Amounts, Look, Sources, Stock
from vitrine.training.kept import only_of
from vitrine.training.options import checked
from vitrine.training.run import Run

MIDDLE, LAST = 120, 352
"""Channels of the garment network's maps at strides 16 and 32."""
BANNER, FOLDED = FLAWS.index("banner"), FLAWS.index("folded")
OTHERS: Final = [i for i in range(len(FLAWS)) if i != FOLDED]
SMOOTH: Final = 0.96
"""What a sure answer is taught as, instead of 1: spoiled pictures are not always spoiled where one can see it."""

# ------------------------------------------------------------------------------------------------ options


@dataclass(frozen=True)
class Options:
    """What a run depends on; kept with its checkpoint and in the card."""

    epochs: int = 12
    batch: int = 128
    rate: float = 1.5e-3
    """Peak learning rate."""
    decay: float = 0.02
    fold_decay: float = 0.1
    """Of the head for folds."""
    average: float = 0.98
    """Decay of the averaged weights, which are the result."""
    evaluate_every: int = 4
    """Epochs."""
    photos: int = 140
    """Of a kind, as they are."""
    masked: int = 26
    """Of a kind, also spoiled."""
    creased: int = 12
    """Further ones of a kind, folded in four ways, and five times as many of the generator."""
    drawn: int = 360
    """Garments of the garment network's generator."""
    people: int = 150
    """Street photos with label maps, and without."""
    views: int = 14
    """Looks into a panorama."""
    bare: int = 180
    """Pictures of grounds, bodies and tables."""
    seed: int = 7

    def __post_init__(self) -> None:
        """Raises WrongOption for what cannot be."""
        checked(self, LIMITS)

    @property
    def amounts(self) -> Amounts:
        """How many pictures are learned from."""
        return Amounts(self.photos, self.masked, self.creased, self.drawn, self.people, self.views, self.bare)


LIMITS: Final[dict[str, tuple[float, float]]] = {
    "epochs": (1, math.inf), "batch": (1, math.inf), "rate": (0, 1), "decay": (0, 1), "fold_decay": (0, 1),
    "average": (0, 1), "evaluate_every": (1, math.inf), "photos": (1, math.inf), "masked": (0, math.inf),
    "creased": (0, math.inf), "drawn": (0, 1e5), "people": (0, math.inf), "views": (0, math.inf), "bare": (1, math.inf),
    "seed": (0, 2**31),
}  # fmt: skip
"""Least and greatest value of each option."""

# ------------------------------------------------------------------------------------------------ network


class Heads(nn.Module):
    """The garment network's maps → logits of kinds, of flaws but folds, and of a banner in each cell.

    The strongest cells are heard in the flaw `banner`: words are small, and a mean over the picture drowns them.
    """

    def __init__(self) -> None:
        super().__init__()
        self.low, self.deep = nn.Conv2d(MIDDLE, 64, 1), nn.Conv2d(LAST, 96, 1)
        self.words = nn.Sequential(
            nn.Conv2d(64 + 96, 48, 3, padding=1), nn.ReLU(), nn.Dropout2d(0.1), nn.Conv2d(48, 1, 1)
        )  # fmt: skip
        self.shape = nn.Sequential(
            nn.Conv2d(64 + 96, 96, 3, padding=1), nn.ReLU(), nn.Dropout2d(0.15),
            nn.Conv2d(96, 96, 3, 2, padding=1), nn.ReLU(),
        )  # fmt: skip
        self.all = nn.Sequential(nn.Dropout(0.3), nn.Linear(LAST + 2 * 96, 128), nn.ReLU(), nn.Dropout(0.3))
        self.kind, self.flaws = nn.Linear(128, len(SIGHTS)), nn.Linear(128 + 3, len(OTHERS))

    def forward(self, middle: Tensor, last: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """`n 120 20 20`, `n 352 10 10` → `n 12`, `n 4`, `n 20 20`."""
        low, deep = functional.relu(self.low(middle)), functional.relu(self.deep(last))
        wide = functional.interpolate(deep, scale_factor=2, mode="nearest")
        words = self.words(torch.cat([low, wide], 1))[:, 0]
        shape = self.shape(torch.cat([functional.avg_pool2d(low, 2), deep], 1))
        seen = self.all(torch.cat([last.mean((2, 3)), shape.mean((2, 3)), shape.amax((2, 3))], 1))
        top = words.flatten(1).topk(24, 1).values
        most = torch.stack([top[:, 0], top[:, :8].mean(1), top.mean(1)], 1)
        return self.kind(seen), self.flaws(torch.cat([seen, most / 4], 1)), words


class Folded(nn.Module):
    """Mean, greatest and deviation of each of the maps' channels → the logit of a garment that lies folded."""

    def __init__(self) -> None:
        super().__init__()
        count = 3 * (MIDDLE + LAST)
        self.register_buffer("shift", torch.zeros(count))
        self.register_buffer("spread", torch.ones(count))
        self.layers = nn.Sequential(
            nn.Dropout(0.3), nn.Linear(count, 64), nn.ReLU(), nn.Dropout(0.3), nn.Linear(64, 1)
        )  # fmt: skip

    def forward(self, middle: Tensor, last: Tensor) -> Tensor:
        """`n 120 20 20`, `n 352 10 10` → `n`."""
        return self.layers(((pooled(middle, last) - self.shift) / self.spread).clamp(-6, 6))[:, 0]


def pooled(middle: Tensor, last: Tensor) -> Tensor:
    """What `Folded` reads of the maps, `n 1416`."""
    out = []
    for maps in (middle.flatten(2), last.flatten(2)):
        mean = maps.mean(2)
        away = ((maps - mean[:, :, None]) ** 2).sum(2) / (maps.shape[2] - 1)
        out += [mean, maps.amax(2), away.sqrt()]
    return torch.cat(out, 1)


class SightNet(nn.Module):
    """All heads."""

    def __init__(self) -> None:
        super().__init__()
        self.heads, self.folded = Heads(), Folded()

    def forward(self, middle: Tensor, last: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Logits of kinds `n 12`, of flaws `n 5`, of a banner in each cell `n 20 20`."""
        kind, flaws, words = self.heads(middle, last)
        crease = self.folded(middle, last)[:, None]
        return kind, torch.cat([flaws[:, :FOLDED], crease, flaws[:, FOLDED:]], 1), words


# ------------------------------------------------------------------------------------------------ loop


class Trained(NamedTuple):
    """What a run has come to."""

    net: SightNet
    minutes: float
    """Of training and evaluating, over all starts."""


def train(
    taught: Stock, held: Stock, version: str, out: Path, options: Options, resume: bool, report: Callable[..., None]
) -> Trained:
    """Run all epochs; checkpoints, contact sheets and scores go to `out`.

    Raises:
        OtherRun, DamagedRun: `resume` cannot go on from what is in `out`.
        TrainingDiverged: the loss was no number; the last good state stays in `out`.
        CheckpointNotWritten: the disk is full; the last checkpoint stays.
    """
    torch.manual_seed(options.seed)
    net = SightNet()
    net.folded.shift[:], net.folded.spread[:] = levels(taught)
    groups = [
        {"params": list(net.heads.parameters()), "weight_decay": options.decay},
        {"params": list(net.folded.parameters()), "weight_decay": options.fold_decay},
    ]
    optimizer = torch.optim.AdamW(groups, lr=options.rate)
    run = Run(out, net, optimizer, asdict(options) | {"data": version}, options.average)
    start = run.begin(resume)
    weights = balance(taught)
    epoch = -(-len(taught) // options.batch)
    total = options.epochs * epoch
    for step in range(start, total):
        for group in optimizer.param_groups:
            group["lr"] = options.rate * _schedule(step, total)
        torch.manual_seed(step + 1_000_003 * options.seed)
        order = np.random.default_rng((options.seed, step // epoch)).permutation(len(taught))
        rows = order[step % epoch * options.batch :][: options.batch]
        value = loss(run.net.train(), taught, rows, weights)
        run.step(value)
        report(step=step + 1, steps=total, loss=float(value.detach()) if step % 10 == 0 else None, score=run.score)
        if (step + 1) % (epoch * options.evaluate_every) == 0 or step + 1 == total:
            table = evaluate(run.averaged, held, out / f"sheet-{step + 1:06d}.jpg")
            run.evaluated(table["score"], table)
    return Trained(run.averaged, run.minutes)


def _schedule(step: int, total: int) -> float:
    """Up over the first seventh, then down along a cosine."""
    warm = 0.15 * total
    if step < warm:
        return 0.04 + 0.96 * 0.5 * (1 - math.cos(math.pi * step / warm))
    return 0.5 * (1 + math.cos(math.pi * (step - warm) / (total - warm)))


def levels(taught: Stock) -> tuple[Tensor, Tensor]:
    """Mean and deviation of what `Folded` reads, over the pictures of which is known whether they are folded."""
    rows = np.flatnonzero(taught.flaws[:, FOLDED] >= 0)
    read = torch.cat([pooled(*_maps(taught, part)) for part in np.array_split(rows, max(1, len(rows) // 400))])
    return read.mean(0), read.std(0, correction=0) + 1e-3


def balance(taught: Stock) -> tuple[Tensor, Tensor]:
    """What each kind weighs (inverse root of its number), and what a folded picture does beside those that are not."""
    count = np.bincount(taught.kind[taught.kind >= 0], minlength=len(SIGHTS))
    weight = torch.from_numpy(1 / np.sqrt(np.maximum(count, 1))).float()
    folded = taught.flaws[:, FOLDED]
    return weight / weight.mean(), torch.tensor(float((folded == 0).sum() / max(1, (folded == 1).sum())))


def _maps(of: Stock, rows: np.ndarray) -> tuple[Tensor, Tensor]:
    middle, last = (torch.from_numpy(maps[rows].astype(np.float32)) for maps in (of.middle, of.last))
    return middle, last


def loss(net: nn.Module, taught: Stock, rows: np.ndarray, weights: tuple[Tensor, Tensor]) -> Tensor:
    """Cross entropies of what is known of each picture."""
    kind, truth, grid = (torch.from_numpy(known[rows]) for known in (taught.kind, taught.flaws, taught.grid))
    said, flaws, words = net(*_maps(taught, rows))
    total = words.sum() * 0
    if (kind >= 0).any():
        total = total + functional.cross_entropy(said, kind, weights[0], ignore_index=-1, label_smoothing=0.05)
    target = truth.clamp(min=0) * SMOOTH + (1 - SMOOTH) / 2
    binary = functional.binary_cross_entropy_with_logits(flaws, target, reduction="none")
    folded = functional.binary_cross_entropy_with_logits(
        flaws[:, FOLDED], target[:, FOLDED], pos_weight=weights[1], reduction="none"
    )
    cells = functional.binary_cross_entropy_with_logits(words, (grid > 0.15 * 255).float(), reduction="none")
    known = truth >= 0
    for cost, counted in (
        (binary[:, OTHERS], known[:, OTHERS]), (folded, known[:, FOLDED]), (cells.mean((1, 2)), known[:, BANNER])
    ):  # fmt: skip
        total = total + 2 * (cost * counted).sum() / counted.sum().clamp(min=1)
    return total


def evaluate(net: SightNet, held: Stock, sheet: Path | None = None) -> dict[str, Any]:
    """Scores on the pictures that are measured on; best and worst go onto the sheet."""
    net.eval()
    ready = Exported(net)
    with torch.inference_mode():
        parts = np.array_split(np.arange(len(held)), max(1, len(held) // 128))
        said = [ready(*_maps(held, part)) for part in parts]
    kinds, flaws = (torch.cat(each).numpy() for each in zip(*said, strict=True))
    if sheet is not None:
        sight_scores.draw(held, kinds, flaws, sheet)
    return sight_scores.table(kinds, flaws, held.kind, held.flaws)


# ------------------------------------------------------------------------------------------------ export


class Exported(nn.Module):
    """What the file holds: maps in, probabilities out."""

    def __init__(self, net: SightNet) -> None:
        super().__init__()
        self.net = net

    def forward(self, middle: Tensor, last: Tensor) -> tuple[Tensor, Tensor]:
        """`1 120 20 20` and `1 352 10 10`, float."""
        kind, flaws, _ = self.net(middle, last)
        return kind.softmax(1), flaws.sigmoid()


def read_on(file: Path) -> Look:
    """The garment network down to the maps that the heads read, several times as fast as the whole."""
    import onnx.utils

    with tempfile.TemporaryDirectory() as folder:
        part = Path(folder) / "encoder.onnx"
        onnx.utils.extract_model(str(file), str(part), ["canvas"], ["middle", "last"])
        net = Onnx(part, keep=True)

    def look(picture: Picture) -> tuple[np.ndarray, np.ndarray]:
        middle, last = net(assemble(picture)[None])
        return middle[0], last[0]

    return look


def fit(
    data: Path,
    out: Path,
    resume: bool,
    report: Callable[..., None],
    options: Options | None = None,
    street: Path | None = None,
    flats: Path | None = None,
    panoramas: Path | None = None,
) -> dict[str, Any]:
    """Make pictures and maps (once), train, export; `out` then holds sight.onnx, sight.md and the run's records.

    Args:
        data: the clothing set, `SPLIT/KIND/photo`.
        out: kept from a killed run, it goes on with `resume`; pictures that are in it already are taken up anyway.
        resume: take up the checkpoint in `out`.
        report: called with step, steps, loss and score.
        street: the street set; without it nothing is known of people as worn, nor of bags.
        flats: what `tools/figures/flats.py` wrote.
        panoramas: equirectangular EXR files: places without a garment.

    Raises:
        NoTrainingData, NothingToLearn, NothingToJudge: a folder is not that, or too little (`enough`).
        NetMissing: there is no garment network whose maps could be read.
        OtherRun: the checkpoint was made with other options or data.
        TrainingDiverged: the loss was no number.
    """
    options, nets = options or Options(), Nets()
    sources = Sources(Clothing(data, out / "masks"), street, flats, panoramas)
    enough(sources.clothing)
    sources.check()
    if not nets.has_garment:
        raise NetMissing("garment")
    file = nets.own / "garment.onnx"
    reads = hashlib.sha256(file.read_bytes()).hexdigest()[:12]
    version = f"{sources.version}, maps of garment.onnx {reads}"
    taught, held = prepare(out, sources, version, read_on(file), options, report)
    net, minutes = train(taught, held, version, out, options, resume, report)
    export(net, out / "sight.onnx")
    table = sight_scores.measure(Onnx(out / "sight.onnx", form=SIGHT), held, out / "sheet.jpg", report)
    preparing = clock.minutes(out / "seconds")
    card = cards.sight_card(options, table, minutes, out / "sight.onnx", sources, version, taught, preparing)
    write(out / "sight.md", card.encode())
    return table


def prepare(
    out: Path, sources: Sources, version: str, look: Look, options: Options, report: Callable[..., None]
) -> tuple[Stock, Stock]:
    """The pictures to learn from and to measure with, made in `out` where they are not there yet."""
    out.mkdir(parents=True, exist_ok=True)
    made = f"{version}, {options.amounts}, seed {options.seed}"
    only_of(made, out / "made-of", out / "taught", out / "judged", out / "masks", out / "seconds")
    spent, nets = clock.Clock(out / "seconds"), Nets()

    def told(**done: Any) -> None:
        spent.lap()
        report(**done)

    wanted = stock.blocks(sources, options.amounts, True, nets)
    for done, count in stock.make(out / "taught", wanted, look, options.seed, pictures=False):
        told(step=done, steps=count, stage="pictures")
    return stock.opened(out / "taught", wanted), sight_scores.judged(out / "judged", sources, look, nets, told)


def export(net: SightNet, file: Path) -> None:
    """Write the network as ONNX with weights in half precision, computed in single."""
    given = (torch.zeros(1, MIDDLE, 20, 20), torch.zeros(1, LAST, 10, 10))
    exported(Exported(net), given, ["kinds", "flaws"], file, ["middle", "last"])
