"""Trains vitrine/weights/sight.onnx: what a product picture shows at a glance, and what is wrong with it.

    python tools/train_sight.py samples --clothing DIR --masks DIR --street DIR --flats DIR --panoramas DIR \\
        -o samples.npz
    python tools/train_sight.py maps samples.npz -o maps.npz
    python tools/train_sight.py heads maps.npz -o vitrine/weights/sight.onnx
    python tools/train_sight.py creases --clothing DIR --masks DIR --flats DIR -o creases.npz
    python tools/train_sight.py folds maps.npz creases.npz -o vitrine/weights/sight.onnx

`clothing` holds `train/` and `validation/` with a folder of photos a kind, `masks` their teacher's masks (kept by
`vitrine train garment`); `street` holds `labelled/` and `unlabelled/` photos of people; `flats` is what
`tools/figures/flats.py` wrote; `panoramas` are equirectangular EXR files (those of the package bpy 5.0.1, CC0). The
heads read the inner maps of the garment network (`weights/garment.onnx`), which stays as it is: after that was trained
anew, run `maps`, `heads`, `creases` and `folds` again. `folds` gives the file at OUT another head for the flaw
`folded`, learned from four folded pictures a garment beside the others, and leaves the rest of it as it is. Seeds are
fixed. Prints the scores on held-out pictures that belong into the card. Needs the extra `train`.
"""

import argparse
import hashlib
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

sys.path.insert(0, str(Path(__file__).parent))
import sight_samples
from sight_samples import Sample

import vitrine.nets
from vitrine.garments.garment_net import assemble
from vitrine.garments.sight import FLAWS, SIGHTS
from vitrine.nets import Nets, Onnx
from vitrine.training.clothing import Clothing
from vitrine.training.export import halve

MIDDLE, LAST = 120, 352
"""Channels of the garment network's maps at strides 16 and 32."""
BANNER, FOLDED = FLAWS.index("banner"), FLAWS.index("folded")

# ------------------------------------------------------------------------------------------------ data


def every(given: argparse.Namespace, split: str) -> Iterator[Sample]:
    """All pictures of a split."""
    rng, train = np.random.default_rng(7 if split == "train" else 8), split == "train"
    clothing = Clothing(given.clothing, given.masks)
    yield from sight_samples.clothes(clothing, split, given.most if train else 40, given.masked if train else 10, rng)
    yield from sight_samples.drawn(3_000_000 if train else 4_000_000, given.drawn if train else 40, rng)
    yield from sight_samples.rendered(given.flats, rng, last=not train)
    yield from sight_samples.people(given.street, given.people, rng) if train else ()
    yield from sight_samples.places(given.panoramas, given.views if train else 2, rng)
    yield from sight_samples.nothing(180 if train else 24, rng)


def samples(given: argparse.Namespace) -> None:
    """Make the pictures, and keep them as files are kept."""
    out: dict[str, np.ndarray] = {}
    for split in ("train", "validation"):
        codes, kinds, flaws, grids = [], [], [], []
        for number, one in enumerate(every(given, split)):
            quality = [cv2.IMWRITE_JPEG_QUALITY, 95]
            codes.append(cv2.imencode(".jpg", np.ascontiguousarray(one.picture[..., ::-1]), quality)[1].ravel())
            kinds.append(SIGHTS.index(one.kind) if one.kind else -1)
            flaws.append([one.flaws.get(f, -1.0) for f in FLAWS])
            grids.append((one.grid() * 255).astype(np.uint8))
            if number % 500 == 0:
                print(split, number, flush=True)
        out |= {f"{split}_codes": np.concatenate(codes), f"{split}_ends": np.cumsum([len(c) for c in codes])}
        out |= {
            f"{split}_kind": np.array(kinds),
            f"{split}_flaws": np.array(flaws, "f4"),
            f"{split}_grid": np.stack(grids),
        }
    np.savez(given.out, **out)


def maps(given: argparse.Namespace) -> None:
    """The garment network's inner maps of the pictures."""
    file, data = given.network or Nets().own / "garment.onnx", np.load(given.samples)
    encoder = read_on(file, given.threads)
    out = {"network": np.array(hashlib.sha256(file.read_bytes()).hexdigest())}
    for split, most in (("train", given.most), ("validation", max(1, given.most // 8))):
        codes, ends = data[f"{split}_codes"], data[f"{split}_ends"]
        begins, rows = np.r_[0, ends[:-1]], np.random.default_rng(0).permutation(len(ends))[:most]
        middle = np.zeros((len(rows), MIDDLE, 20, 20), np.float16)
        last = np.zeros((len(rows), LAST, 10, 10), np.float16)
        for number, row in enumerate(rows):
            picture = np.ascontiguousarray(cv2.imdecode(codes[begins[row] : ends[row]], cv2.IMREAD_COLOR)[..., ::-1])
            middle[number], last[number] = (m[0] for m in encoder(assemble(picture)[None]))
            if number % 500 == 0:
                print(split, number, len(rows), flush=True)
        out |= {f"{split}_middle": middle, f"{split}_last": last}
        out |= {f"{split}_{name}": data[f"{split}_{name}"][rows] for name in ("kind", "flaws", "grid")}
    np.savez(given.out, **out)


def creases(given: argparse.Namespace) -> None:
    """Maps of garments that `maps` lacks (validation photos, other seeds, the last cuts), as they are and folded."""
    encoder, rng = read_on(given.network or Nets().own / "garment.onnx", given.threads), np.random.default_rng(12)
    rows, folded = [], []
    clothing = Clothing(given.clothing, given.masks)
    for photo, mask in sight_samples.single(clothing, "validation", range(4_000_000, 4_000_060), given.flats):
        for picture, crease in sight_samples.creased(photo, mask, rng):
            rows.append([m[0].astype(np.float16) for m in encoder(assemble(picture)[None])])
            folded.append(crease)
    middle, last = (np.stack(maps) for maps in zip(*rows, strict=True))
    np.savez(given.out, middle=middle, last=last, folded=np.array(folded, np.float32))


def read_on(file: Path, threads: int) -> Onnx:
    """The garment network down to the maps that the heads read, several times as fast as the whole."""
    import onnx.utils

    vitrine.nets.THREADS = threads
    with tempfile.TemporaryDirectory() as folder:
        part = Path(folder) / "encoder.onnx"
        onnx.utils.extract_model(str(file), str(part), ["canvas"], ["middle", "last"])
        return Onnx(part, keep=True)


# ------------------------------------------------------------------------------------------------ network


class Heads(nn.Module):
    """The garment network's maps → odds of kinds and of flaws; `words` says of each cell whether a banner is there."""

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
        self.kind, self.flaws = nn.Linear(128, len(SIGHTS)), nn.Linear(128 + 3, len(FLAWS))

    def forward(self, middle: Tensor, last: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """`n 120 20 20`, `n 352 10 10` → logits `n 12`, `n 5`, `n 20 20`."""
        low, deep = functional.relu(self.low(middle)), functional.relu(self.deep(last))
        wide = functional.interpolate(deep, scale_factor=2, mode="nearest")
        words = self.words(torch.cat([low, wide], 1))[:, 0]
        shape = self.shape(torch.cat([functional.avg_pool2d(low, 2), deep], 1))
        seen = self.all(torch.cat([last.mean((2, 3)), shape.mean((2, 3)), shape.amax((2, 3))], 1))
        top = words.flatten(1).topk(24, 1).values
        most = torch.stack([top[:, 0], top[:, :8].mean(1), top.mean(1)], 1)
        return self.kind(seen), self.flaws(torch.cat([seen, most / 4], 1)), words


class Folded(nn.Module):
    """Mean, greatest and deviation of each of the garment network's channels → whether the garment lies folded."""

    def __init__(self, shift: Tensor, spread: Tensor) -> None:
        super().__init__()
        self.register_buffer("shift", shift)
        self.register_buffer("spread", spread)
        self.layers = nn.Sequential(
            nn.Dropout(0.3), nn.Linear(3 * (MIDDLE + LAST), 64), nn.ReLU(), nn.Dropout(0.3), nn.Linear(64, 1)
        )  # fmt: skip

    def forward(self, pooled: Tensor) -> Tensor:
        """`n 1416` (`pooled`) → logits `n`."""
        return self.layers(((pooled - self.shift) / self.spread).clamp(-6, 6))[:, 0]


def pooled(middle: Tensor, last: Tensor) -> Tensor:
    """What `Folded` reads of the maps, `n 1416`."""
    out = []
    for maps in (middle.flatten(2), last.flatten(2)):
        mean = maps.mean(2)
        away = ((maps - mean[:, :, None]) ** 2).sum(2) / (maps.shape[2] - 1)
        out += [mean, maps.amax(2), away.sqrt()]
    return torch.cat(out, 1)


class Sight(nn.Module):
    """The heads as they are used: probabilities; with `folded`, that head has the word on folds."""

    def __init__(self, heads: Heads, folded: Folded | None = None) -> None:
        super().__init__()
        self.heads = heads
        self.folded = folded

    def forward(self, middle: Tensor, last: Tensor) -> tuple[Tensor, Tensor]:
        kind, flaws, _ = self.heads(middle, last)
        if self.folded is not None:
            crease = self.folded(pooled(middle, last))[:, None]
            flaws = torch.cat([flaws[:, :FOLDED], crease, flaws[:, FOLDED + 1 :]], 1)
        return kind.softmax(1), flaws.sigmoid()


# ------------------------------------------------------------------------------------------------ loop


def loss(out: tuple[Tensor, Tensor, Tensor], kind: Tensor, truth: Tensor, grid: Tensor, weight: Tensor) -> Tensor:
    """Cross entropies of what is known of each picture."""
    said, flaws, words = out
    known = truth >= 0
    binary = functional.binary_cross_entropy_with_logits(flaws, truth.clamp(min=0) * 0.96 + 0.02, reduction="none")
    kinds = functional.cross_entropy(said, kind, weight, ignore_index=-1, label_smoothing=0.05)
    cells = functional.binary_cross_entropy_with_logits(words, (grid > 0.15).float(), reduction="none").mean((1, 2))
    shown = known[:, BANNER]
    return kinds.nan_to_num(0) + 2 * (binary * known).sum() / known.sum() + 2 * (cells * shown).sum() / shown.sum()


def heads(given: argparse.Namespace) -> None:
    """Train the heads and write them down."""
    torch.manual_seed(7)
    torch.set_num_threads(given.threads)
    data = {k: torch.from_numpy(v) for k, v in np.load(given.maps).items() if k != "network"}
    net = Heads()
    kind = data["train_kind"]
    weight = 1 / torch.bincount(kind[kind >= 0], minlength=len(SIGHTS)).clamp(min=1).sqrt()
    optimiser = torch.optim.AdamW(net.parameters(), 1.5e-3, weight_decay=2e-2)
    steps = given.epochs * -(-len(kind) // 128)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 1.5e-3, total_steps=steps, pct_start=0.15)
    for epoch in range(given.epochs):
        net.train()
        total = 0.0
        for rows in torch.randperm(len(kind)).split(128):
            out = net(data["train_middle"][rows].float(), data["train_last"][rows].float())
            grid = data["train_grid"][rows].float() / 255
            cost = loss(out, kind[rows], data["train_flaws"][rows], grid, weight / weight.mean())
            optimiser.zero_grad()
            cost.backward()
            optimiser.step()
            schedule.step()
            total += cost.item() * len(rows)
        print(epoch + 1, round(total / len(kind), 4), flush=True)
        if epoch % 4 == 3:
            print(score(net, data), flush=True)
    print(score(net, data))
    export(Sight(net.eval()), given.out)


def folds(given: argparse.Namespace) -> None:
    """Train the head for folds and give it to the file at OUT."""
    torch.manual_seed(0)
    torch.set_num_threads(given.threads)
    data, more = np.load(given.maps), np.load(given.creases)
    known = data["train_flaws"][:, FOLDED] >= 0
    rows = torch.cat([
        *(pooled(*(torch.from_numpy(source[name][part]).float() for name in names))
          for source, names, size in ((data, ("train_middle", "train_last"), len(known)),
                                      (more, ("middle", "last"), len(more["folded"])))
          for part in np.array_split(np.arange(size), max(1, size // 400))),
    ])  # fmt: skip
    rows = rows[torch.from_numpy(np.r_[known, np.ones(len(more["folded"]), bool)])]
    truth = torch.from_numpy(np.r_[data["train_flaws"][known, FOLDED], more["folded"]]).float()
    net = Folded(rows.mean(0), rows.std(0, correction=0) + 1e-3)
    optimiser = torch.optim.AdamW(net.parameters(), 1e-3, weight_decay=0.1)
    weight = (truth == 0).sum() / (truth == 1).sum()
    for _ in range(30):
        net.train()
        for some in torch.randperm(len(truth)).split(64):
            target = truth[some] * 0.96 + 0.02
            cost = functional.binary_cross_entropy_with_logits(net(rows[some]), target, pos_weight=weight)
            optimiser.zero_grad()
            cost.backward()
            optimiser.step()
    print(f"folds: {len(truth)} pictures, {int(truth.sum())} folded")
    export(Sight(read_heads(given.out).eval(), net.eval()), given.out)


def read_heads(file: Path) -> Heads:
    """The heads of a file that `heads` or `folds` wrote."""
    import onnx
    from onnx import numpy_helper

    kept = {t.name.removesuffix("_half"): numpy_helper.to_array(t) for t in onnx.load(str(file)).graph.initializer}
    net = Heads()
    net.load_state_dict({name: torch.from_numpy(kept[f"heads.{name}"].astype(np.float32)) for name in net.state_dict()})
    return net


def score(net: Heads, data: dict[str, Tensor]) -> str:
    """Right kinds and, of each flaw, hits and false alarms at one half, on the held-out pictures."""
    net.eval()
    with torch.inference_mode():
        parts = zip(data["validation_middle"].split(128), data["validation_last"].split(128), strict=True)
        every_one = [net(a.float(), b.float()) for a, b in parts]
    kind, flaws = (torch.cat([one[i] for one in every_one]) for i in (0, 1))
    truth, guess = data["validation_kind"], kind.argmax(1)
    lines = []
    for i, name in enumerate(SIGHTS):
        of = truth == i
        if of.any():
            lines.append(f"{name}: {int((guess[of] == i).sum())} of {int(of.sum())}")
    for i, name in enumerate(FLAWS):
        t, p = data["validation_flaws"][:, i], flaws[:, i].sigmoid() > 0.5
        lines.append(
            f"{name}: {int(p[t == 1].sum())} of {int((t == 1).sum())} found, "
            f"{int(p[t == 0].sum())} of {int((t == 0).sum())} false"
        )
    return "; ".join(lines)


# ------------------------------------------------------------------------------------------------ export


def export(sight: Sight, out: Path) -> None:
    """ONNX with weights kept in 16 bits and computed in 32."""
    import onnx

    given = (torch.zeros(1, MIDDLE, 20, 20), torch.zeros(1, LAST, 10, 10))
    torch.onnx.export(
        sight, given, str(out), input_names=["middle", "last"], output_names=["kinds", "flaws"], opset_version=17,
        dynamo=False,
    )  # fmt: skip
    graph = onnx.load(str(out))
    halve(graph)
    onnx.checker.check_model(graph)
    onnx.save(graph, str(out))


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    verbs = ask.add_subparsers(required=True)
    make = verbs.add_parser("samples")
    for name in ("clothing", "masks", "street", "flats", "panoramas"):
        make.add_argument(f"--{name}", type=Path, required=True)
    make.add_argument("--most", type=int, default=140, help="photos of a kind")
    make.add_argument("--masked", type=int, default=26, help="photos of a kind that are spoiled too")
    make.add_argument("--drawn", type=int, default=360, help="garments of the generator")
    make.add_argument("--people", type=int, default=150)
    make.add_argument("--views", type=int, default=14, help="looks into a panorama")
    make.set_defaults(do=samples)
    look = verbs.add_parser("maps")
    look.add_argument("samples", type=Path)
    look.add_argument("--most", type=int, default=100_000, help="pictures, drawn at random; an eighth for measuring")
    look.add_argument("--network", type=Path, help="another garment.onnx than the one that is installed")
    look.set_defaults(do=maps)
    learn = verbs.add_parser("heads")
    learn.add_argument("maps", type=Path)
    learn.add_argument("--epochs", type=int, default=24)
    learn.set_defaults(do=heads)
    crease = verbs.add_parser("creases")
    for name in ("clothing", "masks", "flats"):
        crease.add_argument(f"--{name}", type=Path, required=True)
    crease.add_argument("--network", type=Path, help="another garment.onnx than the one that is installed")
    crease.set_defaults(do=creases)
    fold = verbs.add_parser("folds")
    fold.add_argument("maps", type=Path)
    fold.add_argument("creases", type=Path)
    fold.set_defaults(do=folds)
    for verb in (make, look, learn, crease, fold):
        verb.add_argument("-o", "--out", type=Path, required=True)
        verb.add_argument("--threads", type=int, default=1)
    given = ask.parse_args()
    given.do(given)


if __name__ == "__main__":
    main()
