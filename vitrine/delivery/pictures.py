"""A result becomes a file: metadata of its own only, and the marks that say it was made by a machine.

The pixels are not touched (a `.png` is the result bit for bit) unless the visible mark is asked for.
"""

import io
import json
import struct
import zlib
from dataclasses import dataclass
from html import escape
from typing import Final, Literal
from xml.etree import ElementTree

import cv2
import numpy as np
from PIL import Image

from vitrine.delivery.mark import drawn
from vitrine.imaging.types import Picture

Format = Literal["png", "jpeg", "webp"]
MEDIA_TYPES: Final[dict[Format, str]] = {"png": "image/png", "jpeg": "image/jpeg", "webp": "image/webp"}
SOURCE_TYPE: Final = "http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia"
"""IPTC: a photo edited with trained networks. Not `composite` (they fill in skin, background and seams, so not all of
it was taken by a camera), not `trainedAlgorithmicMedia` (the photo is the larger part)."""
IPTC: Final = "http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
AIGC: Final = "http://www.tc260.org.cn/ns/AIGC/1.0/"
"""GB 45438-2025 and the practice guide TC260-PG-20258A: one XMP property holding JSON."""
PNG_HEADER: Final = 33
"""Signature and IHDR (ISO/IEC 15948)."""
RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"


@dataclass(frozen=True)
class Marks:
    """What a file says of its making."""

    producer: str = "Vitrine"
    """Who made it, for GB 45438-2025: the operating shop's name or code."""
    content: str = ""
    """The content's number there: a job's id."""
    visible: str = ""
    """Language of the small visible mark ("zh", "en"); empty: none."""


@dataclass(frozen=True)
class MarksFound:
    """The marks that a file carries."""

    source_type: str | None
    """IPTC DigitalSourceType."""
    aigc: dict[str, str] | None
    """The fields of GB 45438-2025."""


def encode(image: Picture, format: Format, marks: Marks = Marks()) -> bytes:
    """The file of a result: PNG (lossless), JPEG (quality 95, no chroma subsampling) or WebP (quality 92)."""
    pixels = drawn(image, marks.visible) if marks.visible else image
    packet = _packet(marks).encode()
    if format == "png":
        return _png(pixels, packet)
    file = io.BytesIO()
    if format == "jpeg":
        Image.fromarray(pixels).save(file, "JPEG", quality=95, subsampling=0, xmp=packet)
    else:
        Image.fromarray(pixels).save(file, "WEBP", quality=92, method=2, xmp=packet)
    return file.getvalue()


def _png(pixels: Picture, packet: bytes) -> bytes:
    """A PNG with an XMP packet. OpenCV's run-length strategy is three times as fast as Pillow, and no larger."""
    strategy = (cv2.IMWRITE_PNG_COMPRESSION, 1, cv2.IMWRITE_PNG_STRATEGY, cv2.IMWRITE_PNG_STRATEGY_RLE)
    raw = cv2.imencode(".png", pixels[..., ::-1], strategy)[1].tobytes()
    text = b"iTXt" + b"XML:com.adobe.xmp\0\0\0\0\0" + packet
    chunk = struct.pack("!I", len(text) - 4) + text + struct.pack("!I", zlib.crc32(text))
    return raw[:PNG_HEADER] + chunk + raw[PNG_HEADER:]


def thumbnail(image: Picture, side: int = 320, marks: Marks = Marks()) -> bytes:
    """A WebP of at most `side` pixels a side, with the marks of its picture."""
    small = Image.fromarray(image)
    small.thumbnail((side, side), Image.Resampling.LANCZOS)
    return encode(np.array(small), "webp", marks)


def plain(image: Picture, side: int) -> bytes:
    """A WebP of at most `side` pixels a side without marks: of a picture that the shop gave, not one of ours."""
    small = Image.fromarray(image)
    small.thumbnail((side, side), Image.Resampling.LANCZOS)
    file = io.BytesIO()
    small.save(file, "WEBP", quality=82, method=2)
    return file.getvalue()


def photograph(image: Picture, side: int) -> bytes:
    """A JPEG (quality 95, no chroma subsampling) of at most `side` pixels a side, without marks: a shop's picture as
    it is kept and worn."""
    small = Image.fromarray(image)
    small.thumbnail((side, side), Image.Resampling.LANCZOS)
    file = io.BytesIO()
    small.save(file, "JPEG", quality=95, subsampling=0)
    return file.getvalue()


def marks(data: bytes) -> MarksFound:
    """The marks that a picture file carries; none are found in a file that is no picture."""
    try:
        with Image.open(io.BytesIO(data), formats=("PNG", "JPEG", "WEBP")) as picture:
            info = dict(picture.info)
        raw = info.get("XML:com.adobe.xmp") or info.get("xmp") or ""
        text = raw.decode("utf8") if isinstance(raw, bytes) else str(raw)
        return _found(text)
    except (OSError, SyntaxError, ValueError):
        return MarksFound(None, None)


def _packet(said: Marks) -> str:
    fields = {
        "Label": "1",
        "ContentProducer": said.producer,
        "ProduceID": said.content,
        "ReservedCode1": "",
        "ContentPropagator": said.producer,
        "PropagateID": said.content,
        "ReservedCode2": "",
    }
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
        f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="{RDF}">'
        f'<rdf:Description rdf:about="" xmlns:Iptc4xmpExt="{IPTC}" xmlns:TC260="{AIGC}">'
        f"<Iptc4xmpExt:DigitalSourceType>{SOURCE_TYPE}</Iptc4xmpExt:DigitalSourceType>"
        f"<TC260:AIGC>{escape(json.dumps(fields, ensure_ascii=False))}</TC260:AIGC>"
        '</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="r"?>'
    )


def _found(packet: str) -> MarksFound:
    if "<!" in packet or not packet:  # no document type, hence no entities
        return MarksFound(None, None)
    root = ElementTree.fromstring(packet.strip("\ufeff\0 \n"))
    said: dict[str, str] = {}
    for name in (f"{{{IPTC}}}DigitalSourceType", f"{{{AIGC}}}AIGC"):
        for node in root.iter():
            value = node.text if node.tag == name else node.get(name)
            if value:
                said[name] = value.strip()
    aigc = json.loads(said.get(f"{{{AIGC}}}AIGC", "null"))
    return MarksFound(said.get(f"{{{IPTC}}}DigitalSourceType"), aigc if isinstance(aigc, dict) else None)
