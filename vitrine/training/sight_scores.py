"""Scores of `sight.onnx` on pictures that its training left out: kinds, flaws, contact sheet. Needs no torch."""

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from vitrine.garments.garment_net import OUTPUTS, assemble
from vitrine.garments.sight import FLAWS, SIGHTS
from vitrine.imaging.types import Picture
from vitrine.nets import SIGHT, Nets, Onnx
from vitrine.training.clothing import Clothing
from vitrine.training.glance import stock
from vitrine.training.glance.stock import Look, Sources, Stock
from vitrine.training.scores import Ends
from vitrine.training.street import NoTrainingData

SEED = 8
"""Of the pictures that are measured on: always the same."""


def evaluate(
    file: Path,
    data: Path,
    sheet: Path | None,
    report: Callable[..., None],
    street: Path | None = None,
    flats: Path | None = None,
    panoramas: Path | None = None,
) -> dict[str, Any]:
    """Scores of an ONNX file on photos that are not for training, and on what is made of them and drawn besides.

    Args:
        file: the network; it reads the maps of the garment network that is installed.
        data: the clothing set, or a built data set of its kinds.
        sheet: where a contact sheet of the best and worst is written.
        report: called with step, steps and stage.
        street: the street set: people, bags and what stands beside them, of its held-out photos.
        flats: our own garments on floors, of cuts that are for measuring.
        panoramas: equirectangular EXR files.

    Raises:
        NoTrainingData: a folder is not what it should be, or `data` has no photo for validation.
        NetMissing: there is no garment network.
        NetDamaged: the file is no such network.
    """
    net, nets = Onnx(file, form=SIGHT), Nets()
    with tempfile.TemporaryDirectory() as spare:
        sources = Sources(Clothing(data, Path(spare) / "masks"), street, flats, panoramas)
        sources.check()
        if not sources.clothing.of("validation"):
            raise NoTrainingData(data.name)
        held = judged(Path(spare) / "pictures", sources, whole_net(nets), nets, report)
    return measure(net, held, sheet, report)


def judged(folder: Path, sources: Sources, look: Look, nets: Nets, report: Callable[..., None]) -> Stock:
    """The pictures that are measured on, made in `folder` where they are not there yet."""
    wanted = stock.blocks(sources, stock.MEASURED, False, nets)
    for done, count in stock.make(folder, wanted, look, SEED, pictures=True):
        report(step=done, steps=count, stage="pictures to measure")
    return stock.opened(folder, wanted)


def whole_net(nets: Nets) -> Look:
    """The garment network's inner maps, by the network as it is installed."""

    def look(picture: Picture) -> tuple[np.ndarray, np.ndarray]:
        out = nets.garment(assemble(picture)[None])
        return out[OUTPUTS.index("middle")][0], out[OUTPUTS.index("last")][0]

    return look


def measure(net: Onnx, held: Stock, sheet: Path | None, report: Callable[..., None]) -> dict[str, Any]:
    """Scores of the network as it is used."""
    kinds, flaws = [], []
    for row in range(len(held)):
        kind, flaw = net(*(maps[row : row + 1].astype(np.float32) for maps in (held.middle, held.last)))
        kinds.append(kind[0])
        flaws.append(flaw[0])
        report(step=row + 1, steps=len(held), stage="measuring")
    said = np.stack(kinds), np.stack(flaws)
    if sheet is not None:
        draw(held, *said, sheet)
    return table(*said, held.kind, held.flaws)


def draw(held: Stock, kinds: np.ndarray, flaws: np.ndarray, sheet: Path) -> None:
    """The contact sheet of the worst and the best, where the pictures were kept."""
    ends = Ends()
    for row in range(len(held.codes)):
        ends.add(*tile(held, row, kinds[row], flaws[row]))
    ends.draw(sheet)


def table(kinds: np.ndarray, flaws: np.ndarray, kind: np.ndarray, truth: np.ndarray) -> dict[str, Any]:
    """Right kinds; of each flaw hits and false alarms at one half, and the area under the curve; one score of all.

    Args:
        kinds: probabilities `n 12`.
        flaws: probabilities `n 5`.
        kind: true kinds `n`, −1 where unknown.
        truth: true flaws `n 5`, −1 where unknown.
    """
    right = kinds.argmax(1) == kind
    by_kind = {name: [int(right[kind == i].sum()), int((kind == i).sum())] for i, name in enumerate(SIGHTS)}
    by_flaw = {name: _flaw(flaws[:, i], truth[:, i]) for i, name in enumerate(FLAWS)}
    known = int((kind >= 0).sum())
    shares = [int(right[kind >= 0].sum()) / known] if known else []
    shares += [one["balanced"] for one in by_flaw.values() if one["balanced"] is not None]
    return {
        "pictures": len(kind),
        "score": round(float(np.mean(shares)), 4) if shares else 0.0,
        "kinds": {name: counts for name, counts in by_kind.items() if counts[1]},
        "flaws": by_flaw,
    }


def _flaw(odds: np.ndarray, truth: np.ndarray) -> dict[str, Any]:
    hit, alarm = odds[truth == 1] > 0.5, odds[truth == 0] > 0.5
    both = len(hit) and len(alarm)
    area = (odds[truth == 1][:, None] > odds[truth == 0]).mean() if both else None
    return {
        "found": [int(hit.sum()), len(hit)],
        "false": [int(alarm.sum()), len(alarm)],
        "area": None if area is None else round(float(area), 4),
        "balanced": round(float(hit.mean() + 1 - alarm.mean()) / 2, 4) if both else None,
    }


def rows(table: dict[str, Any]) -> str:
    """A table of scores in Markdown."""
    kinds = [f"| {name} | {right} of {count} |" for name, (right, count) in table["kinds"].items()]
    total = [sum(counts) for counts in zip(*table["kinds"].values(), strict=True)] or [0, 0]
    return "\n".join([
        f"{table['pictures']} pictures; of those of a known kind {total[0]} of {total[1]} right.", "",
        "| kind | right |", "| --- | --- |", *kinds, "",
        "| flaw, at one half | found | false alarms | area under the curve |", "| --- | --- | --- | --- |",
        *(
            f"| {name} | {one['found'][0]} of {one['found'][1]} | {one['false'][0]} of {one['false'][1]} | "
            f"{'–' if one['area'] is None else format(one['area'], '.3f')} |"
            for name, one in table["flaws"].items()
        ),
    ])  # fmt: skip


def tile(held: Stock, row: int, kinds: np.ndarray, flaws: np.ndarray) -> tuple[float, Picture]:
    """How far what is known of a picture was found, and the picture with what was said of it."""
    kind, truth = int(held.kind[row]), held.flaws[row]
    sure = [float(kinds[kind])] if kind >= 0 else []
    sure += [float(p if t else 1 - p) for p, t in zip(flaws, truth, strict=True) if t >= 0]
    said = [SIGHTS[int(kinds.argmax())], *(name for name, p in zip(FLAWS, flaws, strict=True) if p > 0.5)]
    known = [SIGHTS[kind] if kind >= 0 else "?", *(name for name, t in zip(FLAWS, truth, strict=True) if t > 0.5)]
    picture = held.picture(row)
    size = (max(1, round(240 * picture.shape[1] / picture.shape[0])), 240)
    shown = cv2.copyMakeBorder(
        cv2.resize(picture, size, interpolation=cv2.INTER_AREA), 0, 34, 0, max(0, 300 - size[0]), cv2.BORDER_CONSTANT,
        value=(255, 255, 255),
    )  # fmt: skip
    for line, text in enumerate((f"is {', '.join(known)}", f"said {', '.join(said)}")):
        cv2.putText(shown, text, (4, 253 + 15 * line), cv2.FONT_HERSHEY_SIMPLEX, 0.4, (0, 0, 0), 1, cv2.LINE_AA)
    return min(sure, default=1.0), shown.astype(np.uint8)
