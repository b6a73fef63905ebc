"""Networks as ONNX files: weights in half precision, and a graph that a CPU runs fast."""

import math
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch
from torch import Tensor, nn

BLOCK: Final = 16
"""Channels that a CPU's widest registers take at once: the runtime's fast convolutions want whole blocks of them."""


def exported(
    net: nn.Module,
    example: Tensor | tuple[Tensor, ...],
    outputs: list[str],
    file: Path,
    inputs: Sequence[str] = ("canvas",),
) -> None:
    """Write a network as ONNX, large weights halved; `example` has an array for each of its `inputs`."""
    import onnx

    net = net.cpu().float().eval()
    spare = file.with_suffix(".tmp.onnx")
    with warnings.catch_warnings():
        # torch warns of folds that it leaves to the runtime; the file is checked below and by its test
        warnings.simplefilter("ignore", UserWarning)
        torch.onnx.export(
            net,
            example if isinstance(example, tuple) else (example,),
            str(spare),
            input_names=list(inputs),
            output_names=outputs,
            opset_version=17,
            dynamo=False,
        )
    graph = onnx.load(spare)
    eased(graph)
    halve(graph)
    onnx.checker.check_model(graph)
    onnx.save(graph, spare)
    spare.replace(file)


def halve(graph: Any) -> None:
    """Store each large weight as float16 with a cast back to float32, which a runtime folds when it loads the file."""
    from onnx import TensorProto, helper, numpy_helper

    casts = []
    for tensor in graph.graph.initializer:
        if tensor.data_type == TensorProto.FLOAT and math.prod(tensor.dims) > 64:
            name, values = tensor.name, numpy_helper.to_array(tensor)
            tensor.CopyFrom(numpy_helper.from_array(values.astype(np.float16), f"{name}_half"))
            casts.append(helper.make_node("Cast", [f"{name}_half"], [name], to=TensorProto.FLOAT))
    for node in reversed(casts):
        graph.graph.node.insert(0, node)


def eased(graph: Any) -> None:
    """Make a graph's convolutions fast, in place; what it computes stays the same.

    Zeros around a picture become a part of the convolution that reads them, and maps laid side by side are filled up
    with empty ones to whole blocks: without either the runtime takes its slow way, which moves the picture to and fro.
    """
    made = {name: node for node in graph.graph.node for name in node.output}
    for node in graph.graph.node:
        if node.op_type == "Conv" and node.input[0] in made:
            before = made[node.input[0]]
            if before.op_type == "Pad":
                _padded(graph, node, before)
            elif before.op_type == "Concat" and sum(before.output[0] in n.input for n in graph.graph.node) == 1:
                _filled_up(graph, node, before)
    _without_unused(graph)
    del graph.graph.value_info[:]  # shapes that hold no longer


def _padded(graph: Any, conv: Any, pad: Any) -> None:
    """A convolution that pads by itself, if the node before it adds zeros on rows and columns."""
    around = _constant(graph, pad.input[1]).reshape(2, 4)
    own = next((attribute for attribute in conv.attribute if attribute.name == "pads"), None)
    filled = any(_constant(graph, value).any() for value in pad.input[2:] if value)
    if around[:, :2].any() or own is None or filled:
        return
    own.ints[:] = (np.array(own.ints) + around[:, 2:].ravel()).tolist()
    conv.input[0] = pad.input[0]


def _filled_up(graph: Any, conv: Any, together: Any) -> None:
    """A convolution of maps laid together, with as many empty ones as a whole block lacks."""
    from onnx import TensorProto, helper, numpy_helper, shape_inference

    tensor = next(t for t in graph.graph.initializer if t.name == conv.input[1])
    weights = numpy_helper.to_array(tensor)
    grouped = any(attribute.name == "group" and attribute.i > 1 for attribute in conv.attribute)
    missing = -weights.shape[1] % BLOCK
    if grouped or not missing:
        return
    known = {value.name: value for value in shape_inference.infer_shapes(graph).graph.value_info}
    _, _, height, width = (size.dim_value for size in known[together.output[0]].type.tensor_type.shape.dim)
    tensor.CopyFrom(numpy_helper.from_array(np.pad(weights, ((0, 0), (0, missing), (0, 0), (0, 0))), tensor.name))
    name = f"{together.output[0]}_empty"
    size = numpy_helper.from_array(np.array([1, missing, height, width], np.int64), f"{name}_size")
    zero = helper.make_tensor("zero", TensorProto.FLOAT, [1], [0.0])
    graph.graph.initializer.append(size)
    graph.graph.node.insert(0, helper.make_node("ConstantOfShape", [size.name], [name], value=zero))
    together.input.append(name)


def _constant(graph: Any, name: str) -> np.ndarray:
    """The value of what depends on no input of the graph."""
    from onnx import TensorProto, helper
    from onnx.reference import ReferenceEvaluator

    made = {output: node for node in graph.graph.node for output in node.output}
    needed: list[Any] = []
    asked = [name]
    while asked:
        node = made.get(asked.pop())
        if node is not None and node not in needed:
            needed.append(node)
            asked += node.input
    ordered = [node for node in graph.graph.node if node in needed]
    value = helper.make_tensor_value_info(name, TensorProto.UNDEFINED, None)
    part = helper.make_graph(ordered, "constant", [], [value], list(graph.graph.initializer))
    run: Any = ReferenceEvaluator(helper.make_model(part, opset_imports=graph.opset_import)).run
    return np.asarray(run(None, {})[0])


def _without_unused(graph: Any) -> None:
    """Take out, in place, the nodes whose results nobody reads any more."""
    while True:
        read = {name for node in graph.graph.node for name in node.input} | {o.name for o in graph.graph.output}
        kept = [node for node in graph.graph.node if any(name in read for name in node.output)]
        if len(kept) == len(graph.graph.node):
            return
        del graph.graph.node[:]
        graph.graph.node.extend(kept)
