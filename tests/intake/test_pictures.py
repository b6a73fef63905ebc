"""Untrusted bytes: a picture comes out upright, in sRGB, without metadata; or one clear error."""

import io
import struct
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms

from vitrine.errors import (
    AnimatedPicture,
    BadInput,
    EmptyPicture,
    NotAPicture,
    TooManyBytes,
    TooManyPixels,
    TooSmall,
    TruncatedPicture,
)
from vitrine.intake.pictures import KEPT_PIXELS, TURNS, Limits, decode, read

RED, BLUE, GREEN = (220, 40, 30), (30, 60, 210), (40, 180, 60)
HEIC = (Path(__file__).parent / "turned.heic").read_bytes()
"""128×96: red, blue above green; turned by 90° in the file, as a phone does. Made for this test, of our own colours."""


def corners() -> np.ndarray:
    """96 high, 128 wide: red on the upper left, blue on the upper right, green below."""
    image = np.empty((96, 128, 3), np.uint8)
    image[:48, :64], image[:48, 64:], image[48:] = RED, BLUE, GREEN
    return image


def file(image: Image.Image, kind: str, **options: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def near(pixel: np.ndarray, colour: tuple[int, int, int], within: int = 6) -> bool:
    return bool(np.abs(pixel.astype(int) - colour).max() <= within)


def upright(picture: np.ndarray) -> bool:
    return near(picture[12, 12], RED) and near(picture[12, -12], BLUE) and near(picture[-12, 12], GREEN)


@pytest.mark.parametrize(
    ("kind", "options"),
    [
        ("JPEG", {"quality": 95}),
        ("PNG", {}),
        ("WEBP", {"quality": 95}),
        ("AVIF", {"quality": 95}),
        ("GIF", {}),
        ("BMP", {}),
        ("MPO", {"quality": 95, "save_all": True, "append_images": [Image.new("RGB", (128, 96))]}),
    ],
)
def test_each_format_is_read(kind: str, options: dict[str, Any]) -> None:
    decoded = read(file(Image.fromarray(corners()), kind, **options))
    assert decoded.picture.shape == (96, 128, 3)
    assert upright(decoded.picture)
    assert decoded.rgba is None
    assert decoded.notes == ()


def test_a_lossless_file_is_read_bit_for_bit() -> None:
    noise = np.random.default_rng(1).integers(0, 256, (80, 90, 3), np.uint8)
    assert np.array_equal(decode(file(Image.fromarray(noise), "PNG")), noise)


def test_a_phones_heic_is_read_and_turned() -> None:
    picture = decode(HEIC)
    assert picture.shape == (128, 96, 3)
    assert near(picture[12, 12], GREEN)
    assert near(picture[12, -12], RED)
    assert near(picture[-12, -12], BLUE)


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_sideways_picture_is_turned_upright(kind: str, orientation: int) -> None:
    stored = Image.fromarray(corners())
    if orientation in TURNS:  # store it so that the turn brings it back
        inverse = {
            Image.Transpose.ROTATE_90: Image.Transpose.ROTATE_270,
            Image.Transpose.ROTATE_270: Image.Transpose.ROTATE_90,
        }
        stored = stored.transpose(inverse.get(TURNS[orientation], TURNS[orientation]))
    exif = Image.Exif()
    exif[0x0112] = orientation
    picture = decode(file(stored, kind, exif=exif.tobytes(), quality=95))
    assert picture.shape == (96, 128, 3)
    assert upright(picture)


@pytest.mark.parametrize(
    "exif", [b"", b"Exif\0\0", b"Exif\0\0MM\0*\xff\xff\xff\xff", b"Exif\0\0II*\0\x08\0\0\0\xff\xff"]
)
def test_damaged_exif_does_not_matter(exif: bytes) -> None:
    assert upright(decode(file(Image.fromarray(corners()), "JPEG", exif=exif, quality=95)))


def test_cmyk_is_read() -> None:
    assert upright(decode(file(Image.fromarray(corners()).convert("CMYK"), "JPEG", quality=95)))


def test_sixteen_bits_are_read_as_eight_and_not_clipped() -> None:
    ramp = np.linspace(0, 65535, 100).astype(np.uint16)[None].repeat(80, 0)
    picture = decode(file(Image.fromarray(ramp), "PNG"))
    assert np.array_equal(picture[0, :, 0], np.rint(ramp[0] / 257).astype(np.uint8))
    colour = decode(png16(corners()))
    assert upright(colour)


def png16(image: np.ndarray) -> bytes:
    """A PNG of 16 bits a channel in colour, which Pillow cannot write."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack("!I", len(data)) + name + data + struct.pack("!I", zlib.crc32(name + data))

    wide = image.astype(">u2") * 257
    rows = b"".join(b"\0" + row.tobytes() for row in wide)
    header = struct.pack("!IIBBBBB", image.shape[1], image.shape[0], 16, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


@pytest.mark.parametrize("mode", ["L", "LA", "1", "P", "RGBA"])
def test_other_modes_are_read(mode: str) -> None:
    expected = np.array(Image.fromarray(corners()).convert(mode).convert("RGB"))
    assert np.array_equal(decode(file(Image.fromarray(corners()).convert(mode), "PNG")), expected)


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "AVIF"])
def test_transparency_is_flattened_on_white_and_kept_beside(kind: str) -> None:
    clear = np.dstack([corners(), np.full((96, 128), 255, np.uint8)])
    clear[48:, :, 3] = 0
    clear[:48, 64:, 3] = 128
    options = {} if kind == "PNG" else {"quality": 95}
    decoded = read(file(Image.fromarray(clear), kind, **options))
    assert near(decoded.picture[12, 12], RED)
    assert near(decoded.picture[-12, 12], (255, 255, 255))
    assert near(decoded.picture[12, -12], (142, 157, 232))
    assert decoded.rgba is not None
    assert decoded.rgba.shape == (96, 128, 4)
    assert near(decoded.rgba[12, -12, :3], BLUE), "straight alpha: the colour is not mixed with white"


@pytest.mark.parametrize("shade", [0, 60, 128, 200, 255])
def test_a_cut_out_stands_out_from_its_ground(shade: int) -> None:
    clear = np.full((96, 128, 4), (shade, shade, shade, 0), np.uint8)
    clear[20:70, 30:90, 3] = 255
    decoded = read(file(Image.fromarray(clear), "PNG"))
    ground = int(decoded.standing_out()[0, 0, 0])
    assert abs(ground - shade) >= 75
    assert (decoded.standing_out()[20:70, 30:90] == shade).all()
    assert np.array_equal(decoded.picture[0, 0], (255, 255, 255))


def test_what_is_no_cut_out_stands_as_it_is() -> None:
    decoded = read(file(Image.fromarray(corners()), "PNG"))
    assert decoded.standing_out() is decoded.picture


def test_a_palette_with_a_transparent_entry() -> None:
    image = Image.fromarray(corners()).quantize(8)
    decoded = read(file(image, "PNG", transparency=image.getpixel((12, 84))))
    assert decoded.rgba is not None
    assert near(decoded.picture[-12, 12], (255, 255, 255))


def test_colours_are_brought_to_srgb() -> None:
    """A profile that exchanges red and blue is obeyed, so the stored colours come out exchanged."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = bytearray(profile.replace(b"sRGB built-in", b"swap built-in"))
    tags = {}
    for n in range(struct.unpack_from("!I", swapped, 128)[0]):
        name, offset, size = struct.unpack_from("!4sII", swapped, 132 + 12 * n)
        tags[name] = (132 + 12 * n, offset, size)
    red, blue = tags[b"rXYZ"], tags[b"bXYZ"]
    struct.pack_into("!4sII", swapped, red[0], b"rXYZ", *blue[1:])
    struct.pack_into("!4sII", swapped, blue[0], b"bXYZ", *red[1:])
    description = tags[b"desc"]
    swapped[description[1] + 8 : description[1] + description[2]] = bytes(
        b if b not in b"sSrRgGbB" else ord("x") for b in swapped[description[1] + 8 : description[1] + description[2]]
    )
    picture = decode(file(Image.fromarray(corners()), "PNG", icc_profile=bytes(swapped)))
    assert near(picture[12, 12], RED[::-1])


@pytest.mark.parametrize("profile", [b"x", bytes(128), b"acsp" * 100])
def test_a_damaged_profile_does_not_matter(profile: bytes) -> None:
    assert upright(decode(file(Image.fromarray(corners()), "PNG", icc_profile=profile)))


def test_a_large_picture_is_made_smaller() -> None:
    data = file(Image.new("RGB", (6000, 5000), RED), "JPEG")
    decoded = read(data)
    height, width, _ = decoded.picture.shape
    assert decoded.notes == ("reduced",)
    assert 0.97 * KEPT_PIXELS < height * width <= KEPT_PIXELS
    assert width / height == pytest.approx(1.2, abs=0.001)
    assert near(decoded.picture[100, 100], RED)


def bomb(width: int, height: int) -> bytes:
    """A PNG whose header promises far more than its few bytes: 900 million pixels cost nothing to claim."""
    data = file(Image.new("1", (64, 64)), "PNG")
    header = struct.pack("!4sII", b"IHDR", width, height) + data[24:29]
    return data[:12] + header + struct.pack("!I", zlib.crc32(header)) + data[33:]


@pytest.mark.parametrize("size", [(30_000, 30_000), (8_000, 8_000), (2**31 - 1, 2**31 - 1), (400_000, 400)])
def test_a_bomb_is_refused_by_its_header(size: tuple[int, int]) -> None:
    with pytest.raises(TooManyPixels):
        decode(bomb(*size))


def test_limits_are_obeyed() -> None:
    data = file(Image.fromarray(corners()), "PNG")
    with pytest.raises(TooManyBytes):
        decode(data, Limits(bytes=len(data) - 1))
    with pytest.raises(TooManyPixels):
        decode(data, Limits(pixels=96 * 128 - 1))
    decode(data, Limits(bytes=len(data), pixels=96 * 128))


@pytest.mark.parametrize("size", [(1, 1), (63, 500), (500, 63)])
def test_a_tiny_picture_is_refused(size: tuple[int, int]) -> None:
    with pytest.raises(TooSmall):
        decode(file(Image.new("RGB", size), "PNG"))


@pytest.mark.parametrize("kind", ["GIF", "PNG", "WEBP", "AVIF"])
def test_an_animated_picture_is_refused(kind: str) -> None:
    frames = [Image.new("RGB", (80, 80), colour) for colour in (RED, BLUE, GREEN)]
    with pytest.raises(AnimatedPicture):
        decode(file(frames[0], kind, save_all=True, append_images=frames[1:], duration=100))


def test_nothing() -> None:
    with pytest.raises(EmptyPicture):
        decode(b"")


@pytest.mark.parametrize(
    "data",
    [
        b"hello", b"%PDF-1.7\n", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"PK\x03\x04",
        b"%!PS-Adobe-3.0 EPSF-3.0\n",
        b"\0" * 1000, b"8BPS" + bytes(30), b"II*\0" + bytes(100), b"\0\0\0\x18ftypmp42" + bytes(100),
    ],
)  # fmt: skip
def test_what_is_no_picture(data: bytes) -> None:
    with pytest.raises(NotAPicture):
        decode(data)


@pytest.mark.parametrize("kind", ["TIFF", "PCX", "TGA", "ICO", "JPEG2000"])
def test_formats_that_nobody_needs_are_no_pictures(kind: str) -> None:
    with pytest.raises(NotAPicture):
        decode(file(Image.fromarray(corners()), kind))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF", "GIF", "BMP", "HEIF"])
def test_half_a_file(kind: str) -> None:
    noise = Image.fromarray(np.random.default_rng(2).integers(0, 256, (96, 128, 3), np.uint8))
    data = HEIC if kind == "HEIF" else file(noise, kind)
    for part in (len(data) // 2, len(data) // 10, 16):
        with pytest.raises(TruncatedPicture):
            decode(data[:part])


def whole_or_clear(data: bytes) -> None:
    try:
        picture = decode(data)
    except BadInput:
        return
    assert picture.dtype == np.uint8
    assert picture.ndim == 3
    assert picture.shape[2] == 3


@settings(deadline=None)
@given(st.binary(max_size=400))
def test_no_bytes_break_it(data: bytes) -> None:
    whole_or_clear(data)


HEADS = [b"\xff\xd8\xff\xe0\0\x10JFIF\0", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"RIFF\x40\0\0\0WEBPVP8 ", b"BM",
         b"\0\0\0\x20ftypavif", b"\0\0\0\x18ftypheic"]  # fmt: skip


@settings(deadline=None)
@given(st.sampled_from(HEADS), st.binary(max_size=300))
def test_no_bytes_after_a_known_beginning_break_it(head: bytes, data: bytes) -> None:
    whole_or_clear(head + data)


SAMPLES: list[Callable[[], bytes]] = [
    lambda: file(Image.fromarray(corners()), "JPEG"),
    lambda: file(Image.fromarray(corners()).convert("P"), "PNG"),
    lambda: file(Image.fromarray(corners()), "WEBP"),
    lambda: file(Image.fromarray(corners()), "AVIF", speed=10),
    lambda: file(Image.fromarray(corners()), "GIF"),
    lambda: HEIC,
]


@settings(deadline=None, max_examples=200)
@given(st.sampled_from(range(len(SAMPLES))), st.data())
def test_no_damage_breaks_it(which: int, data: st.DataObject) -> None:
    raw = bytearray(SAMPLES[which]())
    raw = raw[: data.draw(st.integers(1, len(raw)))]
    for at in data.draw(st.lists(st.integers(0, len(raw) - 1), max_size=6)):
        raw[at] = data.draw(st.integers(0, 255))
    whole_or_clear(bytes(raw))


def test_no_metadata_comes_through() -> None:
    """What comes out is an array; nothing of EXIF, XMP or comments can ride along."""
    exif = Image.Exif()
    exif[0x010F] = "CANARY"
    data = file(Image.fromarray(corners()), "JPEG", exif=exif.tobytes(), comment=b"CANARY")
    assert b"CANARY" in data
    assert b"CANARY" not in decode(data).tobytes()
