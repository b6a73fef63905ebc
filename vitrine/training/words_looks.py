"""What `words.npz` learns from: marked photos and generated garments as the garment network sees them.

`words.tsv` beside this file holds what an eye says of photos of the clothing set. Each picture is looked at once; what
the network gives for it is kept in blocks. Needs no torch.
"""

import csv
import hashlib
import io
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from importlib.resources import files
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np

from vitrine.delivery.files import write
from vitrine.errors import NetMissing
from vitrine.garments import garment_net
from vitrine.garments.garment_net import SIDE, WORDS
from vitrine.garments.photo_words import ASKED
from vitrine.imaging.types import Picture
from vitrine.learning.dataset import NothingToJudge
from vitrine.nets import Nets
from vitrine.training.street import NoTrainingData, read
from vitrine.training.wardrobe.bank import HELD_OUT
from vitrine.training.wardrobe.render import sample

TAUGHT: Final = HELD_OUT + 5000
"""First seed of the generated garments that teach; nothing else uses them."""
JUDGED: Final = HELD_OUT + 3000
"""First seed of those that measure: the confidence of the garment network was not fitted on them either."""
MEASURED: Final = 400
"""How many measure."""
BLOCK: Final = 25
"""Pictures a file."""

Marks = dict[str, dict[str, set[str]]]
"""For each photo, `KIND/NAME`, the right answers by question; questions without one are left out."""
Case = Callable[[], tuple[Picture, dict[str, set[str]]]]
"""Gives a picture and the right answers of its questions."""


class Looks(NamedTuple):
    """What the network gives for pictures, and what is right."""

    odds: dict[str, np.ndarray]
    """For each question of ASKED probabilities, `m n`."""
    features: np.ndarray
    """`m 352`."""
    right: dict[str, np.ndarray]
    """For each question which answers are right, `m n` bool; a row without one was not marked."""

    def some(self, rows: np.ndarray) -> "Looks":
        """Those in these rows."""
        return Looks(
            {q: p[rows] for q, p in self.odds.items()}, self.features[rows], {q: r[rows] for q, r in self.right.items()}
        )


class Sets(NamedTuple):
    """All that is looked at."""

    photos: Looks
    """In the order of their marks."""
    taught: Looks
    measured: Looks


def marks() -> Marks:
    """What was marked, by photo."""
    with (files("vitrine.training") / "words.tsv").open(encoding="utf8") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    return {row["file"]: {q: set(row[q].split("/")) for q in (*ASKED, "hem") if row[q]} for row in rows}


def half(name: str) -> int:
    """0 or 1: into which half a photo falls, by the SHA-256 of its file's name."""
    return hashlib.sha256(name.rpartition("/")[2].encode()).digest()[0] % 2


def marked(data: Path) -> Marks:
    """The marks of the photos that are there.

    Args:
        data: the clothing set, `train/KIND/NAME`, or a part of it.

    Raises:
        NoTrainingData: none of them is.
        NothingToJudge: all of them fall into one half, so that none could be read by the layer of the other.
    """
    found = {name: true for name, true in marks().items() if (data / "train" / name).is_file()}
    if not found:
        raise NoTrainingData(data.name)
    if len({half(name) for name in found}) < 2:
        raise NothingToJudge(data.name)
    return found


def version(data: Path, found: Marks, nets: Nets) -> str:
    """What a run names as its data: a digest of photos and marks, and the network that looked at them.

    Raises:
        NetMissing: there is no garment network.
    """
    if not nets.has_garment:
        raise NetMissing("garment")
    seen = hashlib.sha256()
    for name, true in found.items():
        photo = hashlib.sha256((data / "train" / name).read_bytes()).hexdigest()
        seen.update(f"{name} {photo} {sorted((q, sorted(answers)) for q, answers in true.items())}\n".encode())
    network = hashlib.sha256((nets.own / "garment.onnx").read_bytes()).hexdigest()
    return f"{seen.hexdigest()[:16]}, looks of garment.onnx {network[:12]}"


def gathered(folder: Path, data: Path, found: Marks, taught: int, nets: Nets, report: Callable[..., None]) -> Sets:
    """Look at everything that is not in `folder` yet.

    Args:
        folder: for the blocks; what is in it is of the same pictures and the same network.
        data: the clothing set.
        found: the photos of it.
        taught: how many generated garments teach.
        nets: with the network that looks.
        report: called with step, steps and stage.
    """
    stages: dict[str, list[Case]] = {
        "photos": [partial(_photo, data / "train" / name, true) for name, true in found.items()],
        "garments to learn from": [partial(_drawn, TAUGHT + n) for n in range(taught)],
        "garments to measure": [partial(_drawn, JUDGED + n) for n in range(MEASURED)],
    }
    for number, (stage, cases) in enumerate(stages.items()):
        for done, count in _made(folder / str(number), cases, nets):
            report(step=done, steps=count, stage=stage)
    return Sets(*(_opened(folder / str(number)) for number in range(len(stages))))


def looks(seen: Iterable[tuple[dict[str, dict[str, float]], np.ndarray, dict[str, set[str]]]]) -> Looks:
    """Gathered from the network's words, its features and the right answers of each picture."""
    rows = list(seen)
    return Looks(
        {q: np.array([[words[q][name] for name in WORDS[q]] for words, _, _ in rows]) for q in ASKED},
        np.stack([features for _, features, _ in rows]),
        {q: np.array([[name in true.get(q, ()) for name in WORDS[q]] for _, _, true in rows]) for q in ASKED},
    )


def _photo(file: Path, true: dict[str, set[str]]) -> tuple[Picture, dict[str, set[str]]]:
    return read(file), true


def _drawn(seed: int) -> tuple[Picture, dict[str, set[str]]]:
    """A generated garment, in whole as it lies in its canvas."""
    made = sample(seed, SIDE)
    lit = made.picture.max(2) > 0
    picture = made.picture[: np.flatnonzero(lit.any(1))[-1] + 1, : np.flatnonzero(lit.any(0))[-1] + 1]
    true = {q: {WORDS[q][w]} for q, w in zip(WORDS, made.words.tolist(), strict=True) if w >= 0}
    return np.ascontiguousarray(picture), true


def _made(folder: Path, cases: list[Case], nets: Nets) -> Iterator[tuple[int, int]]:
    """Write the blocks that are not there yet; yields (pictures done, pictures in all)."""
    folder.mkdir(parents=True, exist_ok=True)
    for start in range(0, len(cases), BLOCK):
        file, part = folder / f"{start // BLOCK:04d}.npz", cases[start : start + BLOCK]
        if not file.is_file():
            rows = []
            for number, case in enumerate(part):
                picture, true = case()
                seen = garment_net.see(picture, nets)
                rows.append((seen.words, seen.features, true))
                yield start + number + 1, len(cases)
            write(file, _packed(looks(rows)))
        yield start + len(part), len(cases)


def _packed(block: Looks) -> bytes:
    file = io.BytesIO()
    arrays: dict[str, Any] = {f"odds {q}": p for q, p in block.odds.items()}
    arrays |= {f"right {q}": r for q, r in block.right.items()}
    np.savez(file, features=block.features, **arrays)
    return file.getvalue()


def _opened(folder: Path) -> Looks:
    """All blocks of a folder, in their order."""
    blocks = []
    for file in sorted(folder.glob("*.npz")):
        with np.load(file) as arrays:
            blocks.append(dict(arrays))
    whole = {name: np.concatenate([block[name] for block in blocks]) for name in blocks[0]}
    return Looks({q: whole[f"odds {q}"] for q in ASKED}, whole["features"], {q: whole[f"right {q}"] for q in ASKED})
