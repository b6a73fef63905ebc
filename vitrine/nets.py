"""Named networks, opened once from the folder they are given: ONNX and LiteRT sessions with plain arrays in and out."""

import ctypes
import hashlib
import os
import sys
import threading
import tomllib
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

import numpy as np

from vitrine.errors import NetDamaged, NetMissing

THREADS = 2
Shape = tuple[int | None, ...]
"""Of an array; None where any number will do."""
ARENA_MAX: Final = -8
"""glibc's M_ARENA_MAX."""


@dataclass(frozen=True)
class Form:
    """What a network of ours takes and gives: the shape of each input and output by name, in the file's order."""

    inputs: dict[str, Shape]
    outputs: dict[str, Shape]


PARSER: Final = Form({"canvas": (1, 14, 448, 320)}, {"odds": (1, 11, 224, 160)})
GARMENT: Final = Form(
    {"canvas": (1, 3, 320, 320)},
    {
        "mask": (1, 1, 160, 160), "parts": (1, 7, 160, 160), "heat": (1, 24, 80, 80), "there": (1, 24),
        "words": (1, 41), "features": (1, None), "middle": (1, None, 20, 20), "last": (1, None, 10, 10),
    },
)  # fmt: skip
SIGHT: Final = Form(
    {"middle": (1, 120, 20, 20), "last": (1, 352, 10, 10)}, {"kinds": (1, 12), "flaws": (1, 5)}
)  # fmt: skip


@dataclass(frozen=True)
class PackagedNet:
    """A network that an ordinary package carries: a row of `weights/nets.toml`."""

    name: str
    registry: str
    package: str
    version: str
    member: str
    file: str
    sha256: str
    bytes: int
    licence: str
    use: str

    def installed(self, folder: Path) -> bool:
        """Whether `folder` holds exactly this file."""
        path = folder / self.file
        return path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == self.sha256


@cache
def packaged() -> tuple[PackagedNet, ...]:
    """The networks of `weights/nets.toml`."""
    table = tomllib.loads((files("vitrine") / "weights" / "nets.toml").read_text("utf8"))
    return tuple(PackagedNet(name=name, **row) for name, row in table.items())


OWN: Final = (
    *("parser.onnx", "garment.onnx", "sight.onnx", "gown.json"),
    *("category.npz", "words.npz", "legs.png", "arms.png", "hand.png", "folds.png"),
)
"""Files of our own in `weights/`; docs/reference/networks.md says what each is for, and what is worse without it."""


def default_folder() -> Path:
    """Where `scripts/install` puts packaged networks: inside the Python installation that runs this."""
    return Path(sys.prefix) / "share" / "vitrine" / "nets"


@cache
def _one_heap() -> None:
    """Let all threads of this process share one heap, unless its environment says how many there are.

    A heap for each thread keeps what its largest pictures took: 150 MB, and pages that are asked for again and again.
    """
    if sys.platform == "linux" and "MALLOC_ARENA_MAX" not in os.environ:
        libc = ctypes.CDLL(None)
        if hasattr(libc, "mallopt"):  # musl has one heap, and no such call
            libc.mallopt(ARENA_MAX, 1)


class Nets:
    """Sessions of the networks in a folder, opened at first use and shared by threads."""

    def __init__(self, folder: Path | None = None, own: Path | None = None) -> None:
        """`folder` holds packaged networks, `own` ours; both have a default."""
        _one_heap()
        self.folder = folder or default_folder()
        self.own = own or Path(str(files("vitrine") / "weights"))

    def has(self, name: str) -> bool:
        """Whether the packaged network's file is there (its hash was checked when it was fetched)."""
        return any(net.name == name and (self.folder / net.file).is_file() for net in packaged())

    def path(self, name: str) -> Path:
        """The file of a packaged network.

        Raises:
            NetMissing: it is not installed.
        """
        for net in packaged():
            if net.name == name and (self.folder / net.file).is_file():
                return self.folder / net.file
        raise NetMissing(name)

    @cached_property
    def multiclass(self) -> "LiteRt":
        """MediaPipe's multiclass selfie network: 1×256×256×3 in 0..1 → 1×256×256×6 logits."""
        return LiteRt(self.path("multiclass"))

    @property
    def has_parser(self) -> bool:
        """Whether human parsing by networks is possible: ours and the one whose maps it reads are there."""
        return (self.own / "parser.onnx").is_file() and self.has("multiclass")

    @cached_property
    def parser(self) -> "Onnx":
        """Our human parser: 1×14×448×320 uint8 (`people/parser_net.py`) → probabilities 1×11×224×160.

        Raises:
            NetMissing: its file is not there.
        """
        if not (self.own / "parser.onnx").is_file():
            raise NetMissing("parser")
        return Onnx(self.own / "parser.onnx", keep=True, form=PARSER)

    @property
    def has_sight(self) -> bool:
        """Whether our network that looks at product pictures is there."""
        return (self.own / "sight.onnx").is_file()

    @cached_property
    def sight(self) -> "Onnx":
        """Our glance at a product picture: two maps of `garment` (`garments/sight.py`) → kinds 1×12, flaws 1×5.

        Raises:
            NetMissing: its file is not there.
        """
        if not self.has_sight:
            raise NetMissing("sight")
        return Onnx(self.own / "sight.onnx", form=SIGHT)

    @property
    def has_garment(self) -> bool:
        """Whether our garment network is there."""
        return (self.own / "garment.onnx").is_file()

    @cached_property
    def garment(self) -> "Onnx":
        """Our garment network: 1×3×320×320 uint8 → maps and rows (`garments/garment_net.py`).

        Raises:
            NetMissing: its file is not there.
        """
        if not self.has_garment:
            raise NetMissing("garment")
        return Onnx(self.own / "garment.onnx", form=GARMENT)

    @cached_property
    def u2netp(self) -> "Onnx":
        """U²-Net-p: 1×3×320×320, ImageNet-normalised → saliency maps, the first is the result."""
        return Onnx(self.path("u2netp"))

    @cached_property
    def nsfw(self) -> "Onnx":
        """Open-NSFW: 1×224×224×3 (BGR, VGG means subtracted) → probabilities (safe, not safe)."""
        return Onnx(self.path("nsfw"))


class LiteRt:
    """A LiteRT interpreter with one input and one output."""

    def __init__(self, path: Path) -> None:
        from ai_edge_litert.interpreter import Interpreter

        self._lock = threading.Lock()
        try:
            self._net = Interpreter(str(path), num_threads=THREADS)
            self._net.allocate_tensors()
        except (ValueError, RuntimeError):
            raise NetDamaged(path.name) from None
        self._in = self._net.get_input_details()[0]["index"]
        self._out = self._net.get_output_details()[0]["index"]

    def __call__(self, batch: np.ndarray) -> np.ndarray:
        """Run on one batch of the network's own shape; returns a copy."""
        with self._lock:
            self._net.set_tensor(self._in, batch)
            self._net.invoke()
            return np.array(self._net.get_tensor(self._out))


class Onnx:
    """An ONNX session; inputs and outputs in the file's order."""

    def __init__(self, path: Path, keep: bool = False, form: Form | None = None) -> None:
        """Open a file.

        Args:
            path: the file.
            keep: hold on to a run's memory for the next, some 100 MB for a quarter of the time.
            form: what the network must take and give, where that is known.

        Raises:
            NetDamaged: the file is none, or holds a network of another form.
        """
        import onnxruntime as ort

        options = ort.SessionOptions()
        options.intra_op_num_threads = THREADS
        # a thread that waits by spinning takes the core from whatever else is done meanwhile
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        options.log_severity_level = 3
        options.enable_cpu_mem_arena = keep
        # what is held is what one run takes: no next power of two, no block planned after it beside what it took
        options.enable_mem_pattern = not keep
        provider = ("CPUExecutionProvider", {"arena_extend_strategy": "kSameAsRequested"})
        try:
            self._session = ort.InferenceSession(str(path), options, providers=[provider])
        except Exception:  # the runtime has an error class for each way in which a file can be damaged
            raise NetDamaged(path.name) from None
        self._inputs = [i.name for i in self._session.get_inputs()]
        if form is not None and not self._is(form):
            raise NetDamaged(path.name)

    def _is(self, form: Form) -> bool:
        """Whether names and shapes are those of `form`."""
        return all(
            [place.name for place in found] == list(wanted)
            and all(_fits(place.shape, shape) for place, shape in zip(found, wanted.values(), strict=True))
            for found, wanted in (
                (self._session.get_inputs(), form.inputs),
                (self._session.get_outputs(), form.outputs),
            )
        )

    def __call__(self, *batches: np.ndarray) -> list[Any]:
        """Run on arrays in the order of the file's inputs."""
        return list(self._session.run(None, dict(zip(self._inputs, batches, strict=True))))


def _fits(found: list[int | str], wanted: Shape) -> bool:
    """Whether a shape as ONNX gives it is the wanted one; a size that is open there has a name."""
    return len(found) == len(wanted) and all(w in (None, f) for f, w in zip(found, wanted, strict=True))
