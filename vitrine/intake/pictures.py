"""Untrusted bytes become a picture, or one clear error: by content, whatever the file's name or type says.

Orientation is applied, colours are brought to sRGB, all metadata stays behind. `decode` runs in this process, for the
command line; a server decodes in a limited process (`intake.decoder`), by the same code.
"""

import contextlib
import io
import warnings
from dataclasses import dataclass
from typing import Final

import numpy as np
import pi_heif
from PIL import Image, ImageCms

from vitrine.errors import (
    AnimatedPicture,
    EmptyPicture,
    NotAPicture,
    TooHardToDecode,
    TooManyBytes,
    TooManyPixels,
    TooSmall,
    TruncatedPicture,
)
from vitrine.imaging.types import Picture, Rgba

FORMATS: Final = ("JPEG", "PNG", "WEBP", "AVIF", "HEIF", "GIF", "BMP")
"""What is read (JPEG includes MPO). Decoders that nobody needs (PSD, EPS, TIFF, ...) are not offered to strangers."""
STILL: Final = {"MPO", "HEIF"}
"""Several pictures in one file, yet no animation: a phone's photo with its depth or gain map. The first counts."""
MIN_SIDE: Final = 64
KEPT_PIXELS: Final = 24_000_000
"""A larger picture is made smaller at once: results have the input's size up to this."""
GROUNDS: Final = (255, 150, 60)
"""Greys to put a cut-out on, the usual one first."""
ORIENTATION: Final = 0x0112
TURNS: Final = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""EXIF 2.32, tag Orientation: what turns the stored picture upright."""
SRGB: Final = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
COLOUR_SPACES: Final = {"RGB": "RGB ", "RGBA": "RGB ", "CMYK": "CMYK", "L": "GRAY"}

pi_heif.register_heif_opener()


@dataclass(frozen=True)
class Limits:
    """How much is decoded at most."""

    bytes: int = 20 * 1024 * 1024
    pixels: int = 50_000_000
    """Width times height, read from the header before anything is decoded."""


@dataclass(frozen=True, eq=False)
class Decoded:
    """A picture and what had to be done to it."""

    picture: Picture
    """Upright, sRGB, flattened on white."""
    rgba: Rgba | None
    """The same with its own alpha, if anything in it is transparent: a garment that is cut out already."""
    notes: tuple[str, ...]
    """`reduced`: it was larger than KEPT_PIXELS."""

    def standing_out(self) -> Picture:
        """The picture; a cut-out not on white but on the grey that its colours differ from most.

        A white shirt whose background is transparent would be lost on white.
        """
        if self.rgba is None:
            return self.picture
        alpha = self.rgba[..., 3:].astype(np.float32) / 255
        colours = self.rgba[self.rgba[..., 3] > 128][:, :3].astype(np.float32)
        if not len(colours):
            return self.picture
        grounds = {ground: np.quantile(np.abs(colours - ground).max(1), 0.1) for ground in GROUNDS}
        ground = max(grounds, key=lambda ground: grounds[ground])
        return np.rint(self.rgba[..., :3] * alpha + ground * (1 - alpha)).astype(np.uint8)


def decode(data: bytes, limits: Limits = Limits()) -> Picture:
    """The picture in `data`: upright, sRGB, flattened on white. Raises as `read` does."""
    return read(data, limits).picture


def read(data: bytes, limits: Limits = Limits()) -> Decoded:
    """Decode one still picture: JPEG, PNG, WebP, AVIF, HEIC, GIF or BMP; grey, palette, CMYK, 16 bits and alpha too.

    Raises:
        EmptyPicture, NotAPicture, TruncatedPicture, AnimatedPicture, TooSmall: what the data is.
        TooManyBytes, TooManyPixels, TooHardToDecode: more than the limits allow.
    """
    if not data:
        raise EmptyPicture
    if len(data) > limits.bytes:
        raise TooManyBytes
    opened = _open(data)
    _check_header(opened, limits)
    try:
        opened.load()
        small, reduced = _reduced(opened)
        upright = _upright(small, opened)
        return _flattened(_in_srgb(upright, opened.info.get("icc_profile")), ("reduced",) if reduced else ())
    except MemoryError:
        raise TooHardToDecode from None
    except Exception:  # a decoder's own errors are of every class; none says more than that the file is damaged
        raise TruncatedPicture from None


def _open(data: bytes) -> Image.Image:
    """The picture with its header read."""
    try:
        with warnings.catch_warnings():
            # Pillow warns from 89 million pixels on and refuses at twice that; damaged metadata is not our concern.
            warnings.simplefilter("ignore")
            return Image.open(io.BytesIO(data), formats=FORMATS)
    except Image.DecompressionBombError:
        raise TooManyPixels from None
    except MemoryError:
        raise TooHardToDecode from None
    except Exception:
        raise (TruncatedPicture if _begins_like_a_picture(data) else NotAPicture) from None


def _begins_like_a_picture(data: bytes) -> bool:
    head = data[:12]
    if head[4:8] == b"ftyp":
        return head[8:12] in {b"avif", b"avis", b"heic", b"heix", b"mif1", b"msf1", b"hevc"}
    if head[:4] == b"RIFF":
        return head[8:12] in {b"WEBP", b""}
    return head.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a", b"BM"))


def _check_header(opened: Image.Image, limits: Limits) -> None:
    width, height = opened.size
    if width * height > limits.pixels:
        raise TooManyPixels
    try:
        animated = opened.format not in STILL and bool(getattr(opened, "is_animated", False))
    except Exception:
        raise TruncatedPicture from None
    if animated:
        raise AnimatedPicture
    if min(width, height) < MIN_SIDE:
        raise TooSmall
    # A JPEG decodes to a half, quarter or eighth for a fraction of time and memory.
    if opened.format in {"JPEG", "MPO"} and width * height > KEPT_PIXELS:
        scale = (KEPT_PIXELS / (width * height)) ** 0.5
        opened.draft(None, (int(width * scale), int(height * scale)))


def _reduced(image: Image.Image) -> tuple[Image.Image, bool]:
    width, height = image.size
    scale = (KEPT_PIXELS / (width * height)) ** 0.5
    if scale >= 1:
        return image, False
    if image.mode in {"P", "1"}:
        image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    size = (max(1, int(width * scale)), max(1, int(height * scale)))
    return image.resize(size, Image.Resampling.BICUBIC, reducing_gap=1.5), True


def _upright(image: Image.Image, opened: Image.Image) -> Image.Image:
    turn = None
    with contextlib.suppress(Exception):  # damaged EXIF: the picture stands as it is stored
        turn = TURNS.get(opened.getexif().get(ORIENTATION, 1))
    return image if turn is None else image.transpose(turn)


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """The picture as RGB or RGBA in sRGB; without a usable profile its colours are taken to be sRGB."""
    image = _eight_bits(image)
    wanted = "RGBA" if image.has_transparency_data else "RGB"
    if image.mode not in COLOUR_SPACES:
        image = image.convert(wanted)
    if profile:
        with contextlib.suppress(ImageCms.PyCMSError, OSError, ValueError):
            own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            fits = own.profile.xcolor_space == COLOUR_SPACES[image.mode]
            if fits and not _is_srgb(own):
                out = "RGBA" if image.mode == "RGBA" else "RGB"
                turned = ImageCms.profileToProfile(
                    image,
                    own,
                    SRGB,
                    ImageCms.Intent.RELATIVE_COLORIMETRIC,
                    outputMode=out,
                    flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
                )
                if turned is not None:
                    image = turned
    return image if image.mode in {"RGB", "RGBA"} else image.convert(wanted)


def _eight_bits(image: Image.Image) -> Image.Image:
    """Grey of 16 or 32 bits as grey of 8: Pillow's own conversion would clip it."""
    if image.mode.startswith("I"):
        wide = np.asarray(image).astype(np.float64) / 257
        return Image.fromarray(np.clip(np.rint(wide), 0, 255).astype(np.uint8))
    return image


def _is_srgb(profile: ImageCms.ImageCmsProfile) -> bool:
    return "srgb" in (profile.profile.profile_description or "").lower()


def _flattened(image: Image.Image, notes: tuple[str, ...]) -> Decoded:
    if image.mode == "RGB":
        return Decoded(np.array(image), None, notes)
    rgba = np.array(image)
    if rgba[..., 3].min() == 255:
        return Decoded(np.ascontiguousarray(rgba[..., :3]), None, notes)
    white = Image.new("RGBA", image.size, (255, 255, 255, 255))
    return Decoded(np.array(Image.alpha_composite(white, image).convert("RGB")), rgba, notes)
