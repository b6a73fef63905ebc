"""Our networks with weights and activations in 8 bits: size, CPU milliseconds, accuracy beside the files that are used.

    python bench/int8.py --clothing DIR --street PREPARED [--garments 60] [--photos 40] [--out bench/out/int8]

CLOTHING is the garment network's set, PREPARED what `vitrine train parser` prepared of the street set. Each file is
made by static quantisation after training (per channel, QDQ; activations' ranges from 60 pictures of the training
splits), once whole and once with weights only. Prints a row a file: garment.onnx by `vitrine evaluate garment`'s
scores on GARMENTS generated ones and the test split's kinds, parser.onnx by the held-out PHOTOS, pixel by pixel.
"""

import argparse
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnxruntime.quantization import CalibrationDataReader, QuantFormat, QuantType, quantize_static
from onnxruntime.quantization.shape_inference import quant_pre_process

from vitrine.garments.garment_net import assemble
from vitrine.nets import Nets, Onnx
from vitrine.people.parser_net import likeliest, restore
from vitrine.training import garment_scores, scores
from vitrine.training.clothing import Clothing
from vitrine.training.prepared import Prepared
from vitrine.training.street import read
from vitrine.training.wardrobe import bank

SEEN = 60
"""Pictures of the training splits that say how far activations reach."""


class Canvases(CalibrationDataReader):  # type: ignore[misc]
    """Canvases one by one."""

    def __init__(self, canvases: Iterator[np.ndarray]) -> None:
        self._canvases = canvases

    def get_next(self) -> dict[str, np.ndarray] | None:
        """The next one, or nothing."""
        found = next(self._canvases, None)
        return None if found is None else {"canvas": found[None]}


def eight_bits(file: Path, out: Path, canvases: Iterator[np.ndarray]) -> None:
    """Quantise weights and activations of every convolution but those that give the answers."""
    plain = out.with_suffix(".plain.onnx")
    quant_pre_process(str(file), str(plain), skip_symbolic_shape=True)
    graph = onnx.load(plain)
    outputs = {o.name for o in graph.graph.output}
    last = [n.name for n in graph.graph.node if n.op_type == "Conv" and feeds(graph.graph, n.output[0], outputs)]
    quantize_static(
        str(plain), str(out), Canvases(canvases), quant_format=QuantFormat.QDQ, per_channel=True,
        activation_type=QuantType.QUInt8, weight_type=QuantType.QInt8, op_types_to_quantize=["Conv"],
        nodes_to_exclude=last,
    )  # fmt: skip
    plain.unlink()


def feeds(graph: Any, name: str, outputs: set[str]) -> bool:
    """Whether a tensor becomes an output with no convolution between."""
    if name in outputs:
        return True
    after = [n for n in graph.node if name in n.input]
    return any(n.op_type != "Conv" and feeds(graph, o, outputs) for n in after for o in n.output)


def weights_only(file: Path, out: Path) -> None:
    """Round each large weight to 8 bits a channel (kept in single here: the size is the 8-bit file's)."""
    graph = onnx.load(file)
    for tensor in graph.graph.initializer:
        values = onnx.numpy_helper.to_array(tensor).astype(np.float32)
        if values.ndim < 2:
            continue
        step = np.abs(values).reshape(len(values), -1).max(1).reshape(-1, *[1] * (values.ndim - 1)) / 127
        rounded = (np.rint(values / np.maximum(step, 1e-12)) * step).astype(onnx.numpy_helper.to_array(tensor).dtype)
        tensor.CopyFrom(onnx.numpy_helper.from_array(rounded, tensor.name))
    onnx.save(graph, out)


def milliseconds(net: Onnx, canvas: np.ndarray) -> float:
    """CPU of one run, the least of nine."""
    spent = []
    for _ in range(10):
        started = time.process_time()
        net(canvas[None])
        spent.append(1000 * (time.process_time() - started))
    return min(spent[1:])


def garment_row(file: Path, clothing: Clothing, garments: Path) -> str:
    """Scores of a garment network."""
    table = garment_scores.measure(file, clothing, garments, None, lambda **_: None)
    return (
        f"mask IoU {table['mask_iou']:.4f}, landmarks {100 * table['landmark_error']:.2f} %, "
        f"kind {table['words']['kind']['accuracy']:.3f}"
    )


def parser_row(file: Path, prepared: Prepared, photos: int) -> str:
    """Scores of a parser alone on held-out photos."""
    net, tally = Onnx(file, keep=True), scores.Tally()
    for row in prepared.held_out_rows()[:photos].tolist():
        truth = prepared.truth(row)
        odds = net(prepared.canvas(row)[None])[0][0]
        tally.add("", prepared.picture(row), truth, likeliest(restore(odds, *truth.shape)))
    table = tally.table()
    return f"mIoU {table['miou']:.4f}, accuracy {table['accuracy']:.4f}"


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--clothing", type=Path, required=True)
    ask.add_argument("--street", type=Path, required=True)
    ask.add_argument("--garments", type=int, default=60)
    ask.add_argument("--photos", type=int, default=40)
    ask.add_argument("--out", type=Path, default=Path("bench/out/int8"))
    given = ask.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    own, prepared = Nets().own, Prepared(given.street)
    with tempfile.TemporaryDirectory() as spare:
        clothing, garments = Clothing(given.clothing, Path(spare) / "masks"), Path(spare) / "bank"
        for _ in bank.make(
            garments, range(bank.HELD_OUT, bank.HELD_OUT + given.garments), given.clothing, clothing.masks
        ):
            pass
        known = prepared.draw(0, SEEN, 7, set()).tolist()
        seen = [p.file for p in clothing.of("train")[:: len(clothing.of("train")) // SEEN]]
        for name in ("garment.onnx", "parser.onnx"):
            whole, light = given.out / name, given.out / f"weights-{name}"
            every = (assemble(read(p)) for p in seen) if name.startswith("garment") else map(prepared.canvas, known)
            eight_bits(own / name, whole, every)
            weights_only(own / name, light)
            for label, file in (("as used", own / name), ("weights", light), ("8 bits", whole)):
                canvas = assemble(read(seen[0])) if name.startswith("garment") else prepared.canvas(known[0])
                row = (
                    garment_row(file, clothing, garments)
                    if name.startswith("garment")
                    else parser_row(file, prepared, given.photos)
                )
                spent = milliseconds(Onnx(file, keep=True), canvas)
                print(f"{name:<13} {label:<8} {file.stat().st_size / 1e6:5.1f} MB {spent:5.0f} ms  {row}", flush=True)


if __name__ == "__main__":
    main()
