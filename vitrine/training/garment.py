"""The garment network: coverage, parts, landmarks, words. Options, data, network, loop, export.

A U-Net on an EfficientNet-Lite2 encoder. It learns shape from garments that we generate (`wardrobe`), whose truth is
exact, and looks from real photos of garments whose kind is known (`clothing`); a teacher's masks join both worlds.
Read from top to bottom.
"""

import json
import math
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
from vitrine.garments.garment_net import COARSE, FINE, LABELS, LANDMARKS, OUTPUTS, SIDE, WORDS
from vitrine.nets import Nets
from vitrine.training import cards, clock, garment_scores, garment_views
from vitrine.training.clothing import Clothing, enough, words
from vitrine.training.encoder import CHANNELS as WIDTHS
from vitrine.training.encoder import Encoder, pretrained
from vitrine.training.export import exported
from vitrine.training.garment_losses import loss
from vitrine.training.kept import only_of
from vitrine.training.options import WrongOption, checked
from vitrine.training.parser import Stage, autocast
from vitrine.training.run import Run
from vitrine.training.wardrobe import bank

# ------------------------------------------------------------------------------------------------ options


@dataclass(frozen=True)
class Options:
    """What a run depends on; kept with its checkpoint and in the card."""

    steps: int = 2032
    """Steps in which all of the network learns: as many as the weights in use had, six minutes on a card."""
    settled: int = 0
    """Further steps in which only what draws learns, from the averaged weights: the encoder and what is said of the
    picture as a whole stand still, so that whatever reads the encoder's maps (`sight.onnx`) reads them as before."""
    finish: float = 0.5
    """Strength of the changes to pictures in those."""
    generated: int = 44
    """Generated garments a step."""
    real: int = 20
    """Real photos a step."""
    garments: int = 20_000
    """Generated garments in the bank."""
    measured: int = garment_scores.MEASURED
    """Generated garments that only measure."""
    taught_from: int = 1500
    """The step from which the averaged weights label real photos where they are certain (Sohn et al. 2020,
    arXiv 2001.07685)."""
    certain: float = 0.8
    """Least probability of a part or a landmark that they teach."""
    rate: float = 1e-3
    """Peak learning rate of the decoder; the encoder learns at a third of it."""
    decay: float = 0.02
    average: float = 0.998
    """Decay of the averaged weights, which are the result."""
    evaluate_every: int = 1016
    seed: int = 7
    encoder: bool = True
    """Start from ImageNet weights (tests start from nothing)."""
    wide: tuple[int, int, int, int] = (160, 96, 64, 32)
    """Channels of the decoder at strides 16, 8, 4 and 2."""

    def __post_init__(self) -> None:
        """Raises WrongOption for what cannot be."""
        checked(self, LIMITS)
        if not self.steps + self.settled:
            raise WrongOption("steps=0, settled=0")


LIMITS: Final[dict[str, tuple[float, float]]] = {
    "steps": (0, math.inf), "settled": (0, math.inf), "finish": (0, 1), "generated": (1, math.inf),
    "real": (1, math.inf), "garments": (1, bank.HELD_OUT), "measured": (1, bank.HELD_OUT),
    "taught_from": (0, math.inf), "certain": (0, 1), "rate": (0, 1), "decay": (0, 1), "average": (0, 1),
    "evaluate_every": (1, math.inf), "seed": (0, 2**31), "wide": (1, 4096),
}  # fmt: skip
"""Least and greatest value of each option."""


# ------------------------------------------------------------------------------------------------ data


class Shelf:
    """Pictures with their truth by row; on a card all stay in its memory, on a CPU each is decoded when asked for."""

    def __init__(
        self, count: int, picture: Callable[[int], np.ndarray], truth: Callable[[int], np.ndarray],
        points: np.ndarray, answers: np.ndarray, device: torch.device,
    ) -> None:  # fmt: skip
        self.count = count
        self.device = device
        self._picture, self._truth = picture, truth
        self._points = torch.from_numpy(points).to(device)
        self._answers = torch.from_numpy(answers.astype(np.int64)).to(device)
        self._kept = (self._all(picture), self._all(truth)) if device.type == "cuda" else None

    def batch(self, rows: np.ndarray) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor]:
        """Pictures, coverage with known, parts, points (as `garment_views` wants them), answers."""
        at = torch.from_numpy(np.asarray(rows)).to(self.device)
        if self._kept is not None:
            pictures, truth = (kept[at] for kept in self._kept)
        else:
            pictures, truth = (
                torch.from_numpy(np.stack([make(int(r)) for r in rows])) for make in (self._picture, self._truth)
            )
        known = (truth[:, 0] < 255).float()
        coverage = torch.stack([truth[:, 0].float() / 254 * known, known], 1)
        return pictures, coverage, truth[:, 1].long(), self._points[at], self._answers[at]

    def _all(self, make: Callable[[int], np.ndarray]) -> Tensor:
        with ThreadPoolExecutor(16) as pool:
            first = make(0)
            out = torch.empty((self.count, *first.shape), dtype=torch.uint8)
            for row, one in enumerate(pool.map(make, range(self.count))):
                out[row] = torch.from_numpy(one)
        return out.to(self.device)


def generated(folder: Path, device: torch.device) -> Shelf:
    """The garments of a bank."""
    kept = bank.opened(folder)
    return Shelf(len(kept.codes), kept.picture, kept.truth, kept.points, kept.words, device)


def real(clothing: Clothing, split: str, device: torch.device) -> Shelf:
    """The photos of a split: kinds known, landmarks and parts unknown."""
    photos = clothing.of(split)

    def truth(row: int) -> np.ndarray:
        mask = clothing.canvas(photos[row])[1]
        return np.stack([mask, np.full_like(mask, 255)])

    nowhere = np.full((len(photos), len(LANDMARKS), 2), np.nan, np.float32)
    answers = np.stack([words(p) for p in photos])
    return Shelf(len(photos), lambda row: clothing.canvas(photos[row])[0], truth, nowhere, answers, device)


# ------------------------------------------------------------------------------------------------ network


class GarmentNet(nn.Module):
    """Pictures in; logits of coverage, parts, heat, presence of landmarks, words, and the features out."""

    def __init__(self, options: Options) -> None:
        super().__init__()
        self.encoder = pretrained(Encoder()) if options.encoder else Encoder()
        deep, wide = WIDTHS[-1], options.wide
        self.context = nn.Sequential(nn.Conv2d(deep, 256, 1), nn.ReLU(inplace=True))
        self.words = nn.Sequential(nn.Dropout(0.3), nn.Linear(deep + 256, sum(map(len, WORDS.values()))))
        self.there = nn.Linear(256, len(LANDMARKS))
        self.stages = nn.ModuleList(
            [
                Stage(deep + 256, WIDTHS[3], wide[0]),
                Stage(wide[0], WIDTHS[2], wide[1]),
                Stage(wide[1], WIDTHS[1], wide[2]),
                Stage(wide[2], WIDTHS[0], wide[3]),
            ]
        )
        self.heat = nn.Conv2d(wide[2], len(LANDMARKS), 1)
        self.pixel = nn.Conv2d(wide[3], 1 + len(LABELS), 1)
        self.settled = False

    def settle(self) -> None:
        """From here on encoder, context and words stand still, running statistics too."""
        self.settled = True
        for part in (self.encoder, self.context, self.words):
            part.requires_grad_(False).eval()

    def train(self, mode: bool = True) -> "GarmentNet":
        """As torch has it; what stands still stays in evaluation."""
        super().train(mode)
        if self.settled:
            for part in (self.encoder, self.context, self.words):
                part.eval()
        return self

    def forward(self, x: Tensor) -> dict[str, Tensor]:
        """`x` is `n 3 s s`, 0..255."""
        features = self.encoder((x - 127) / 128)
        around = self.context(features[4]).mean((2, 3))
        mean = features[4].mean((2, 3))
        y = torch.cat([features[4], around[:, :, None, None].expand(-1, -1, *features[4].shape[2:])], 1)
        levels = []
        for stage, beside in zip(self.stages, features[3::-1], strict=True):
            y = stage(y, beside)
            levels.append(y)
        pixel = self.pixel(levels[3])
        return {
            "mask": pixel[:, :1],
            "parts": pixel[:, 1:],
            "heat": self.heat(levels[2]),
            "there": self.there(around),
            "words": self.words(torch.cat([mean, around], 1)),
            "features": mean,
            "middle": features[3],
            "last": features[4],
        }


# ------------------------------------------------------------------------------------------------ loop


class Trained(NamedTuple):
    """What a run has come to."""

    net: "Exported"
    minutes: float
    """Of training and evaluating, over all starts."""


def train(
    folder: Path, clothing: Clothing, out: Path, options: Options, resume: bool, report: Callable[..., None]
) -> Trained:
    """Run all steps; `folder` holds the banks. Checkpoints, contact sheets and scores go to `out`.

    Raises:
        OtherRun, DamagedRun: `resume` cannot go on from what is in `out`.
        TrainingDiverged: the loss was no number; the last good state stays in `out`.
        CheckpointNotWritten: the disk is full; the last checkpoint stays.
    """
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    torch.manual_seed(options.seed)
    torch.backends.cudnn.benchmark = device.type == "cuda"
    shelves = generated(folder / "train", device), real(clothing, "train", device)
    judges = generated(folder / "measured", device), real(clothing, "validation", device)
    net = GarmentNet(options).to(device, memory_format=torch.channels_last)
    head = [p for n, p in net.named_parameters() if not n.startswith("encoder.")]
    base = [p for n, p in net.named_parameters() if n.startswith("encoder.")]
    groups = [{"params": head, "share": 1.0}, {"params": base, "share": 1 / 3}]
    optimizer = torch.optim.AdamW(groups, lr=options.rate, weight_decay=options.decay)
    run = Run(out, net, optimizer, asdict(options) | {"data": clothing.version}, options.average)
    start = run.begin(resume)
    total = options.steps + options.settled
    for step in range(start, total):
        if step == options.steps:
            net.load_state_dict(run.averaged.state_dict())
        if step >= options.steps:
            net.settle()
        for group in optimizer.param_groups:
            group["lr"] = options.rate * group["share"] * _schedule(step, options)
        torch.manual_seed(step + 1_000_003 * options.seed)
        value = _step(net, run.averaged, shelves, step, options)
        run.step(value)
        report(step=step + 1, steps=total, loss=float(value.detach()) if step % 10 == 0 else None, score=run.score)
        if (step + 1) % options.evaluate_every == 0 or step + 1 in (options.steps, total):
            table = evaluate(run.averaged, judges, out / f"sheet-{step + 1:06d}.jpg")
            run.evaluated(table["mask_iou"], table)
    warmth = temperatures(run.averaged, judges)
    write(out / "temperatures.json", json.dumps(warmth).encode())
    return Trained(Exported(run.averaged, warmth), run.minutes)


def _schedule(step: int, options: Options) -> float:
    first = step < options.steps
    steps, inside = (options.steps, step) if first else (options.settled, step - options.steps)
    warm = min(1.0, (inside + 1) / min(200, max(1, steps // 10)))
    return warm * (0.01 + 0.99 * 0.5 * (1 + math.cos(math.pi * inside / steps))) * (1.0 if first else 0.6)


def _step(net: GarmentNet, averaged: GarmentNet, shelves: tuple[Shelf, Shelf], step: int, options: Options) -> Tensor:
    rng = np.random.default_rng((options.seed, step))
    made, photos = (
        shelf.batch(rng.integers(shelf.count, size=n))
        for shelf, n in zip(shelves, (options.generated, options.real), strict=True)
    )
    if step >= options.taught_from:
        photos = taught(averaged, photos, options.certain)
    batches = (made, photos)
    pictures, coverage, parts, points, answers = (torch.cat(each) for each in zip(*batches, strict=True))
    seed = step + 1_000_003 * options.seed
    strength = 1.0 if step < options.steps else options.finish
    x, coverage, parts, points = garment_views.changed(pictures, coverage, parts, points, seed, strength)
    with autocast(x.device):
        out = net(x.to(memory_format=torch.channels_last))
    return loss(out, coverage, parts, points, answers)


Batch = tuple[Tensor, Tensor, Tensor, Tensor, Tensor]


def taught(averaged: GarmentNet, photos: Batch, certain: float) -> Batch:
    """Real photos of garments with the parts and landmarks that the averaged weights are certain of."""
    pictures, coverage, parts, points, answers = photos
    found = ready_outputs(predict(averaged.eval(), pictures), {})
    garments = answers[:, 1] != WORDS["category"].index("none")
    mask = functional.interpolate(found["mask"], scale_factor=FINE, mode="bilinear", align_corners=False)[:, 0]
    best, label = functional.interpolate(found["parts"], scale_factor=FINE).max(1)
    sure = (best > certain) & (mask > 0.9) & garments[:, None, None]
    own = torch.where(sure, label + 1, torch.where((mask < 0.1) & garments[:, None, None], 0, 255))
    at, share = peaks(found["heat"])
    known = (found["there"] > certain) & (share > certain) & garments[:, None]
    return pictures, coverage, torch.where(parts == 255, own, parts), torch.where(known[..., None], at, points), answers


def peaks(heat: Tensor) -> tuple[Tensor, Tensor]:
    """Each map's peak, where it is narrow the same as `spots`: places `n k 2` in pixels and shares of heat `n k`."""
    count, kinds, rows, columns = heat.shape
    best = heat.flatten(2).argmax(2)
    y, x = torch.arange(rows, device=heat.device), torch.arange(columns, device=heat.device)
    near_y = ((y - (best // columns)[..., None]).abs() <= 2).to(heat)
    near_x = ((x - (best % columns)[..., None]).abs() <= 2).to(heat)
    close = heat * near_y[..., None] * near_x[:, :, None]
    share = close.sum((2, 3))
    middle = torch.stack([(close.sum(2) * x).sum(2), (close.sum(3) * y).sum(2)], 2) / share.clamp_min(1e-9)[..., None]
    return (middle + 0.5) * COARSE - 0.5, share.view(count, kinds)


def predict(net: GarmentNet, pictures: Tensor) -> dict[str, Tensor]:
    """The network's outputs on whole pictures, as float."""
    with torch.no_grad(), autocast(pictures.device), torch.backends.cudnn.flags(benchmark=False):
        return {name: value.float() for name, value in net(pictures.float()).items()}


def evaluate(net: GarmentNet, judges: tuple[Shelf, Shelf], sheet: Path) -> dict[str, Any]:
    """Scores on generated garments that training never saw and on the validation photos' kinds."""
    net.eval()
    tally = garment_scores.Tally()
    for shelf in judges:
        for rows in np.array_split(np.arange(shelf.count), max(1, shelf.count // 32)):
            pictures, coverage, parts, points, answers = shelf.batch(rows)
            found = ready_outputs(predict(net, pictures), {})
            arrays = {name: value.cpu().numpy() for name, value in found.items()}
            tally.add(
                pictures.cpu().numpy(), coverage.cpu().numpy(), parts.cpu().numpy(), points.cpu().numpy(),
                answers.cpu().numpy(), arrays,
            )  # fmt: skip
    tally.sheet(sheet)
    return tally.table()


def temperatures(net: GarmentNet, judges: tuple[Shelf, Shelf]) -> dict[str, float]:
    """For each question what its logits are divided by, least entropy on held-out pictures (Guo et al. 2017)."""
    net.eval()
    rows, answers = [], []
    for shelf in judges:
        for part in np.array_split(np.arange(shelf.count), max(1, shelf.count // 32)):
            batch = shelf.batch(part)
            rows.append(predict(net, batch[0])["words"])
            answers.append(batch[4])
    logits, truth = torch.cat(rows), torch.cat(answers)
    out, start = {}, 0
    for number, (question, names) in enumerate(WORDS.items()):
        known = truth[:, number] >= 0
        part = logits[known, start : start + len(names)]
        tried = [float(t) for t in np.exp(np.linspace(np.log(0.3), np.log(3), 47))]
        costs = [float(functional.cross_entropy(part / t, truth[known, number])) if known.any() else 0.0 for t in tried]
        out[question] = tried[int(np.argmin(costs))] if known.any() else 1.0
        start += len(names)
    return out


# ------------------------------------------------------------------------------------------------ export


def ready_outputs(out: dict[str, Tensor], warmth: dict[str, float]) -> dict[str, Tensor]:
    """Logits as probabilities: what the file gives."""
    odds, start = [], 0
    for question, names in WORDS.items():
        odds.append((out["words"][:, start : start + len(names)] / warmth.get(question, 1.0)).softmax(1))
        start += len(names)
    heat = out["heat"].flatten(2).softmax(2).view(out["heat"].shape)
    return {
        "mask": out["mask"].sigmoid(),
        "parts": out["parts"].softmax(1),
        "heat": heat,
        "there": out["there"].sigmoid(),
        "words": torch.cat(odds, 1),
        "features": out["features"],
        "middle": out["middle"],
        "last": out["last"],
    }


class Exported(nn.Module):
    """What the file holds: a canvas in, probabilities out."""

    def __init__(self, net: GarmentNet, warmth: dict[str, float]) -> None:
        super().__init__()
        self.net = net
        self.warmth = warmth

    def forward(self, canvas: Tensor) -> tuple[Tensor, ...]:
        """`canvas` is `1 3 320 320` uint8."""
        return tuple(ready_outputs(self.net(canvas.float()), self.warmth).values())


def fit(
    data: Path, out: Path, resume: bool, report: Callable[..., None], options: Options | None = None
) -> dict[str, Any]:
    """Prepare masks and garments (once), train, export; `out` then holds garment.onnx, garment.md and the records.

    Args:
        data: the clothing set, `SPLIT/KIND/photo`.
        out: kept from a killed run, it goes on with `resume`.
        resume: take up the checkpoint in `out`.
        report: called with step, steps, loss and score.

    Raises:
        NoTrainingData, NothingToLearn, NothingToJudge: `data` is not that, or too little (`enough`).
        OtherRun: the checkpoint was made with other options.
        TrainingDiverged: the loss was no number.
    """
    options = options or Options()
    clothing = Clothing(data, out / "masks")
    enough(clothing)
    prepare(out, clothing, options, report)
    net, minutes = train(out / "bank", clothing, out, options, resume, report)
    export(net, out / "garment.onnx")
    table = garment_scores.measure(out / "garment.onnx", clothing, out / "bank" / "measured", out / "sheet.jpg", report)
    card = cards.garment_card(options, table, minutes, out / "garment.onnx", clothing, clock.minutes(out / "seconds"))
    write(out / "garment.md", card.encode())
    return table


def prepare(out: Path, clothing: Clothing, options: Options, report: Callable[..., None]) -> None:
    """Write the teacher's masks and the banks of garments into `out`; what other photos have left there goes first."""
    only_of(clothing.version, out / "bank" / "version", out / "masks", out / "bank", out / "seconds")
    spent = clock.Clock(out / "seconds")

    def told(**done: Any) -> None:
        spent.lap()
        report(**done)

    for number, count in clothing.prepare(Nets(), [p for p in clothing.photos if p.split != "test"]):
        told(step=number, steps=count, stage="masks")
    stock(out, clothing, options, told)


def stock(out: Path, clothing: Clothing, options: Options, report: Callable[..., None]) -> None:
    """Fill the banks of garments to train and to measure with."""
    banks = {
        "train": range(options.garments),
        "measured": range(bank.HELD_OUT, bank.HELD_OUT + options.measured),
    }
    for name, seeds in banks.items():
        for done, count in bank.make(out / "bank" / name, seeds, clothing.folder, clothing.masks):
            report(step=done, steps=count, stage=f"garments, {name}")


def export(net: Exported, file: Path) -> None:
    """Write the network as ONNX with weights in half precision, computed in single."""
    exported(net, torch.zeros(1, 3, SIDE, SIDE, dtype=torch.uint8), list(OUTPUTS), file)
