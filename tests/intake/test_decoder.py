"""The limited process: decodes like this one does, and nothing that a picture does there reaches further."""

import functools
import io
import json
import os
import select
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms
from PIL.PngImagePlugin import PngInfo

from vitrine.errors import (
    BadInput,
    EmptyPicture,
    NotAPicture,
    TooHardToDecode,
    TooManyBytes,
    TooManyPixels,
    TruncatedPicture,
)
from vitrine.intake import pictures
from vitrine.intake.decoder import Decoder, Decoders
from vitrine.intake.pictures import Limits

NOISE = np.random.default_rng(3).integers(0, 256, (96, 128, 3), np.uint8)
HEIC = Path(__file__).parent / "turned.heic"


def file(image: Image.Image, kind: str) -> bytes:
    out = io.BytesIO()
    image.save(out, kind)
    return out.getvalue()


@pytest.fixture(scope="module")
def decoder() -> Iterator[Decoder]:
    running = Decoder()
    yield running
    running.close()


def test_several_are_decoded_side_by_side_and_no_more_processes_start_than_are_needed() -> None:
    data, decoders = file(Image.fromarray(NOISE), "PNG"), Decoders(Limits(), 2)
    try:
        for _ in range(3):
            decoders.read(data)
        assert [one._helper is not None for one in decoders._all] == [True, False]
        with ThreadPoolExecutor(2) as many:
            with decoders._all[0]._lock:  # the first is held up
                reading = {many.submit(decoders.read, data) for _ in range(2)}
                done, _ = wait(reading, timeout=60, return_when=FIRST_COMPLETED)
            assert len(done) == 1
            assert all(np.array_equal(one.result(60).picture, NOISE) for one in reading)
    finally:
        decoders.close()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF", "GIF", "BMP", "HEIF"])
def test_gives_what_this_process_gives(decoder: Decoder, kind: str) -> None:
    data = HEIC.read_bytes() if kind == "HEIF" else file(Image.fromarray(NOISE), kind)
    here, there = pictures.read(data), decoder.read(data)
    assert np.array_equal(here.picture, there.picture)
    assert here.notes == there.notes


def saved(kind: str, mode: str = "RGB", **options: Any) -> bytes:
    out = io.BytesIO()
    Image.fromarray(NOISE).convert(mode).save(out, kind, **options)
    return out.getvalue()


@functools.cache
def uncommon() -> dict[str, bytes]:
    """Files that lead through corners of the decoders, where something may be loaded only when it is needed."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010E], exif[0x9286] = 6, "Größe 尺寸", b"UNICODE\0" + "尺寸".encode("utf-16-le")
    text = PngInfo()
    text.add_text("Comment", "Größe")
    text.add_itxt("XML:com.adobe.xmp", '<x:xmpmeta xmlns:x="adobe:ns:meta/" tiff:Orientation="6"/>', zip=True)
    lab, p3 = (ImageCms.ImageCmsProfile(ImageCms.createProfile(name)).tobytes() for name in ("LAB", "sRGB"))
    p3 = p3.replace(b"s\0R\0G\0B", b"x\0x\0x\0x").replace(b"sRGB", b"xxxx")
    return {
        "orientation": saved("JPEG", exif=exif.tobytes()),
        "progressive": saved("JPEG", progressive=True, comment="Größe".encode("latin-1")),
        "cmyk": saved("JPEG", "CMYK"),
        "profile": saved("JPEG", icc_profile=p3),
        "wrong profile": saved("PNG", icc_profile=lab),
        "broken profile": saved("PNG", icc_profile=b"acsp" * 50),
        "texts": saved("PNG", pnginfo=text, exif=exif.tobytes()),
        "grey and alpha": saved("PNG", "LA"),
        "palette": saved("PNG", "P", transparency=3),
        "one bit": saved("PNG", "1"),
        "wide": file(Image.fromarray(NOISE[..., 0].astype(np.uint16) * 257), "PNG"),
        "lossless": saved("WEBP", "RGBA", lossless=True, exif=exif.tobytes()),
        "avif": saved("AVIF", "RGBA", exif=exif.tobytes(), icc_profile=p3),
        "gif": saved("GIF", "P", transparency=3, comment="Größe".encode("latin-1")),
        "palette bmp": saved("BMP", "P"),
        "two in one": saved("MPO", save_all=True, append_images=[Image.fromarray(NOISE)]),
    }


@pytest.mark.parametrize("name", uncommon())
def test_gives_the_same_for_uncommon_files(decoder: Decoder, name: str) -> None:
    data = uncommon()[name]
    here, there = pictures.read(data), decoder.read(data)
    assert np.array_equal(here.picture, there.picture)
    assert (here.rgba is None) == (there.rgba is None)
    assert here.rgba is None or np.array_equal(here.rgba, there.rgba)


@settings(deadline=None, max_examples=60)
@given(st.sampled_from(sorted(uncommon())), st.integers(0, 10_000), st.integers(0, 255))
def test_gives_the_same_error_for_damaged_files(decoder: Decoder, name: str, at: int, value: int) -> None:
    raw = bytearray(uncommon()[name])
    raw[at % len(raw)] = value

    def outcome(read: Callable[[bytes], pictures.Decoded]) -> str:
        try:
            return str(read(bytes(raw)).picture.shape)
        except BadInput as error:
            return error.code

    assert outcome(pictures.read) == outcome(decoder.read)


def test_alpha_and_notes_come_over(decoder: Decoder) -> None:
    clear = np.dstack([NOISE, np.full(NOISE.shape[:2], 77, np.uint8)])
    there = decoder.read(file(Image.fromarray(clear), "PNG"))
    assert there.rgba is not None
    assert np.array_equal(there.rgba, clear)
    assert decoder.read(file(Image.new("L", (5000, 5000)), "PNG")).notes == ("reduced",)


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", EmptyPicture),
        (b"nothing", NotAPicture),
        (file(Image.fromarray(NOISE), "PNG")[:2000], TruncatedPicture),
        (file(Image.new("1", (8000, 8000)), "PNG"), TooManyPixels),
        (bytes(21 * 1024 * 1024), TooManyBytes),
    ],
)
def test_errors_come_over(decoder: Decoder, data: bytes, error: type[BadInput]) -> None:
    with pytest.raises(error):
        decoder.read(data)


def test_each_picture_has_a_process_of_its_own_and_many_may_ask_at_once(decoder: Decoder) -> None:
    shades = list(range(0, 250, 10))
    files = [file(Image.new("RGB", (70 + n, 80), (n, n, n)), "PNG") for n in shades]
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(decoder.read, files))
    assert [int(d.picture[0, 0, 0]) for d in found] == shades
    assert [d.picture.shape[1] for d in found] == [70 + n for n in shades]


def test_a_picture_that_takes_too_long_is_stopped_and_the_next_one_decoded() -> None:
    decoder = Decoder(Limits(pixels=60_000_000), seconds=0.2)
    try:
        decoder.start()
        first = decoder._helper
        assert first is not None
        with pytest.raises(TooHardToDecode):
            decoder.read(file(Image.new("RGB", (7500, 7500)), "PNG"))
        assert first.poll() == -signal.SIGKILL
        decoder._seconds = 20
        assert np.array_equal(decoder.read(file(Image.fromarray(NOISE), "PNG")).picture, NOISE)
    finally:
        decoder.close()


def test_a_helper_that_dies_is_replaced(decoder: Decoder) -> None:
    data = file(Image.fromarray(NOISE), "PNG")
    decoder.read(data)
    assert decoder._helper is not None
    os.killpg(decoder._helper.pid, signal.SIGKILL)
    decoder._helper.wait()
    assert np.array_equal(decoder.read(data).picture, NOISE)


def test_ends_with_the_process_that_started_it(decoder: Decoder) -> None:
    code = (
        "import sys, io; from PIL import Image; from vitrine.intake.decoder import Decoder; d = Decoder(); d.start();"
        "print(d._helper.pid, flush=True); sys.stdin.read()"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as owner:
        assert owner.stdout is not None
        helper = int(owner.stdout.readline())
        watched = os.pidfd_open(helper)
        owner.kill()
        assert select.select([watched], [], [], 20)[0], "the helper outlives its owner"
        os.close(watched)


PROBE = """
import errno, json, os, resource, socket, sys
from vitrine.intake import limited
network = limited._leave_network(); limited._load_decoders(); limited._drop_privileges()
target = os.path.join(sys.argv[1], "open"); limited._confine()
def outcome(action):
    try: action()
    except MemoryError: return "MemoryError"
    except OSError as error: return "refused"
    return "done"
sys.stdout.write(json.dumps({
    "open": outcome(lambda: open(target, "rb")), "socket": outcome(socket.socket), "fork": outcome(os.fork),
    "exec": outcome(lambda: os.execv("/bin/true", ["true"])), "kill": outcome(lambda: os.kill(os.getppid(), 0)),
    "memory": outcome(lambda: bytearray(3 << 30)), "core": resource.getrlimit(resource.RLIMIT_CORE)[0],
    "cpu": resource.getrlimit(resource.RLIMIT_CPU)[0], "uid": os.getuid()}))
sys.stdout.flush(); os._exit(0)
"""


def test_nothing_is_in_reach(tmp_path: Path) -> None:
    """Runs what a picture could make its process do."""
    (tmp_path / "open").write_bytes(b"readable by all")
    done = subprocess.run([sys.executable, "-c", PROBE, str(tmp_path)], capture_output=True, text=True, check=False)
    found = json.loads(done.stdout)
    assert found["uid"] != 0
    for action in ("open", "socket", "fork", "exec", "kill"):
        assert found[action] == "refused", action
    assert found["memory"] == "MemoryError"
    assert (found["core"], found["cpu"]) == (0, 10)


def test_says_how_it_is_confined(decoder: Decoder) -> None:
    decoder.start()
    assert decoder.confined["network"] in {"namespace", "descriptors"}
    assert decoder.confined["calls"] in {"filtered", "open"}
