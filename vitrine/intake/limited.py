"""The process that decodes strangers' pictures, with nothing in reach (run by `intake.decoder`, not imported).

It loads the decoders once, gives up what it can (privileges, network, memory, new files), and forks for every
picture: a picture that takes over its process finds neither the picture before nor the one after. Requests come on
stdin, answers leave on stdout; each answer repeats the request's random mark, so that none can be forged ahead.
"""

import contextlib
import ctypes
import gc
import io
import json
import os
import resource
import select
import struct
from io import FileIO
from typing import BinaryIO, Final

import numpy as np
import pi_heif
from PIL import AvifImagePlugin, Image

from vitrine.errors import BadInput, TooHardToDecode
from vitrine.intake import pictures, seccomp

REQUEST: Final = struct.Struct("!16sQQQ")
"""Mark, largest bytes, largest pixels, length of the data that follows."""
ANSWER: Final = struct.Struct("!16sI")
"""Mark, length of the JSON that follows; the pixels come after it."""
MEMORY: Final = 1 << 30
CPU_SECONDS: Final = 10
NOBODY: Final = 65534
CLONE_NEWUSER: Final = 0x10000000
CLONE_NEWNET: Final = 0x40000000
PR_SET_DUMPABLE: Final = 4


def main() -> None:
    """Serve until stdin ends."""
    network = _leave_network()
    _load_decoders()
    _drop_privileges()
    gc.freeze()  # a collection in a child would write to, and so copy, all that it shares with this process
    requests, answers = open(0, "rb", buffering=0), os.fdopen(os.dup(1), "wb")  # noqa: SIM115
    os.dup2(2, 1)  # what a library prints is no answer
    hello = {"network": network, "calls": "filtered" if _calls_can_be_filtered() else "open"}
    answers.write(json.dumps(hello).encode() + b"\n")
    answers.flush()
    while select.select([requests], [], [])[0]:
        child = os.fork()
        if child == 0:
            _confine()
            _answer(requests, answers)
            os._exit(0)
        if os.waitpid(child, 0)[1] != 0:  # ended by a limit or by stdin's end: the other side sees ours end
            return


def _leave_network() -> str:
    """Enter an empty network namespace where the system allows it; new sockets are refused besides (`_confine`)."""
    libc = ctypes.CDLL(None, use_errno=True)
    for flags in (CLONE_NEWNET, CLONE_NEWUSER | CLONE_NEWNET):
        if libc.unshare(flags) == 0:
            return "namespace"
    return "descriptors"


def _calls_can_be_filtered() -> bool:
    child = os.fork()
    if child == 0:
        os._exit(0 if seccomp.restrict() else 1)
    return os.waitpid(child, 0)[1] == 0


def _load_decoders() -> None:
    """Load all that decoding may need while files can still be opened, by decoding one picture of each kind."""
    AvifImagePlugin.DEFAULT_MAX_THREADS = 1
    pi_heif.options.DECODE_THREADS = 1
    Image.init()
    grey = Image.fromarray(np.full((pictures.MIN_SIDE, pictures.MIN_SIDE, 3), 99, np.uint8))
    for kind in ("JPEG", "PNG", "WEBP", "AVIF", "GIF", "BMP"):
        file = io.BytesIO()
        grey.save(file, kind)
        pictures.read(file.getvalue())


def _drop_privileges() -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    if os.geteuid() == 0:
        with contextlib.suppress(PermissionError):  # a container may have taken the right to give rights up
            os.setgroups([])
            os.setresgid(NOBODY, NOBODY, NOBODY)
            os.setresuid(NOBODY, NOBODY, NOBODY)
    libc.prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)


def _confine() -> None:
    """What one picture may use: no new file, socket or process, no core dump, so much memory and time."""
    with open("/proc/self/statm", "rb") as statm:  # noqa: PTH123
        mapped = int(statm.read().split()[0]) * resource.getpagesize()
    for what, most in (
        (resource.RLIMIT_AS, mapped + MEMORY),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 0),
    ):
        resource.setrlimit(what, (most, most))
    seccomp.restrict()


def _answer(requests: FileIO, answers: BinaryIO) -> None:
    mark, most_bytes, most_pixels, length = REQUEST.unpack(_exactly(requests, REQUEST.size))
    data = _exactly(requests, length)
    arrays: list[np.ndarray] = []
    try:
        decoded = pictures.read(data, pictures.Limits(most_bytes, most_pixels))
        arrays = [decoded.picture] if decoded.rgba is None else [decoded.picture, decoded.rgba]
        said = {"shapes": [a.shape for a in arrays], "notes": decoded.notes}
    except BadInput as error:
        said = {"error": type(error).__name__}
    except MemoryError:
        said = {"error": TooHardToDecode.__name__}
    text = json.dumps(said).encode()
    answers.write(ANSWER.pack(mark, len(text)) + text)
    for array in arrays:
        answers.write(np.ascontiguousarray(array).data)
    answers.flush()


def _exactly(file: FileIO, count: int) -> bytes:
    """The next `count` bytes; the process ends if there are fewer."""
    data = bytearray(count)
    view, got = memoryview(data), 0
    while got < count:
        read = file.readinto(view[got:])
        if not read:
            os._exit(1)
        got += read
    return bytes(data)


if __name__ == "__main__":
    main()
