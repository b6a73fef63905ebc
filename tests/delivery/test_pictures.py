"""Results as files: their own pixels, no foreign metadata, and marks that say what they are."""

import io
from typing import get_args

import numpy as np
import pytest
from PIL import Image

from vitrine.delivery.pictures import MEDIA_TYPES, SOURCE_TYPE, Format, Marks, encode, marks, thumbnail
from vitrine.intake.pictures import decode

NOISE = np.random.default_rng(4).integers(0, 256, (240, 200, 3), np.uint8)
SMOOTH = np.broadcast_to(np.linspace(40, 220, 200).astype(np.uint8)[None, :, None], (240, 200, 3)).copy()
CONTAINER = {"jfif", "jfif_version", "jfif_unit", "jfif_density", "loop", "background", "timestamp", "duration"}
"""What Pillow tells of the file formats themselves."""
SAID = Marks(producer='小店 & "Söhne" <Co>', content="job-1")


def test_a_png_is_the_result_bit_for_bit() -> None:
    assert np.array_equal(decode(encode(NOISE, "png", SAID)), NOISE)


@pytest.mark.parametrize("format", ["jpeg", "webp"])
def test_lossy_formats_stay_near(format: Format) -> None:
    assert np.abs(decode(encode(SMOOTH, format)).astype(int) - SMOOTH).max() <= 6


@pytest.mark.parametrize("format", get_args(Format))
def test_a_file_says_how_it_was_made(format: Format) -> None:
    data = encode(NOISE, format, SAID)
    found = marks(data)
    assert Image.open(io.BytesIO(data)).get_format_mimetype() == MEDIA_TYPES[format]
    assert found.source_type == SOURCE_TYPE
    assert SOURCE_TYPE.endswith("/compositeWithTrainedAlgorithmicMedia")
    assert found.aigc is not None
    assert list(found.aigc) == [
        "Label", "ContentProducer", "ProduceID", "ReservedCode1", "ContentPropagator", "PropagateID", "ReservedCode2",
    ]  # fmt: skip
    assert found.aigc["Label"] == "1"
    assert found.aigc["ContentProducer"] == SAID.producer
    assert found.aigc["ProduceID"] == "job-1"


@pytest.mark.parametrize("format", get_args(Format))
def test_a_file_carries_nothing_else(format: Format) -> None:
    with Image.open(io.BytesIO(encode(NOISE, format, SAID))) as image:
        image.load()
        assert not image.getexif()
        assert set(image.info) - CONTAINER == {"XML:com.adobe.xmp", "xmp"} & set(image.info)


def test_marks_are_read_as_other_tools_write_them() -> None:
    """Attributes in place of elements are the same in RDF."""
    packet = (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description xmlns:TC260="http://www.tc260.org.cn/ns/AIGC/1.0/" '
        'TC260:AIGC="{&quot;Label&quot;:&quot;2&quot;}"/>'
        "</rdf:RDF></x:xmpmeta>"
    )
    file = io.BytesIO()
    Image.fromarray(NOISE).save(file, "JPEG", xmp=packet.encode())
    assert marks(file.getvalue()).aigc == {"Label": "2"}
    assert marks(file.getvalue()).source_type is None


@pytest.mark.parametrize(
    "packet",
    [
        "",
        "no xml",
        "<x",
        "<x/>",
        '<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>',
        '<a xmlns:T="http://www.tc260.org.cn/ns/AIGC/1.0/" T:AIGC="no json"/>',
    ],
)
def test_a_damaged_packet_is_no_mark(packet: str) -> None:
    file = io.BytesIO()
    Image.fromarray(NOISE).save(file, "JPEG", xmp=packet.encode())
    found = marks(file.getvalue())
    assert (found.source_type, found.aigc) == (None, None)


@pytest.mark.parametrize("data", [b"", b"no picture", encode(NOISE, "png")[:30]])
def test_no_picture_has_no_marks(data: bytes) -> None:
    assert marks(data).source_type is None


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_visible_mark_stays_in_its_corner(language: str) -> None:
    plain, marked = decode(encode(SMOOTH, "png")), decode(encode(SMOOTH, "png", Marks(visible=language)))
    rows, columns = np.nonzero((plain != marked).any(2))
    assert rows.min() >= 240 - 0.1 * 200
    assert columns.min() >= 200 - (0.35 if language == "zh" else 0.15) * 200
    assert rows.max() == 239
    assert columns.max() == 199


def test_a_thumbnail_is_small_and_marked() -> None:
    data = thumbnail(SMOOTH, 64, SAID)
    assert decode(thumbnail(SMOOTH, 100)).shape == (100, 83, 3)
    assert marks(data).source_type == SOURCE_TYPE
    with Image.open(io.BytesIO(data)) as image:
        assert max(image.size) == 64
