"""The parts of a `multipart/form-data` body that is in memory already: the framework would spool it to a plain file."""

from dataclasses import dataclass, field
from email.message import Message
from typing import TYPE_CHECKING, Final

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from vitrine.api.problems import Invalid

if TYPE_CHECKING:
    from python_multipart.multipart import MultipartCallbacks

MOST: Final = 64
HEADERS: Final = 8192


@dataclass
class Part:
    """One field or file of a form."""

    name: str = ""
    filename: str | None = None
    data: bytearray = field(default_factory=bytearray)


class _Reader:
    """Gathers what the parser calls out."""

    def __init__(self) -> None:
        self.parts: list[Part] = []
        self._field = bytearray()
        self._value = bytearray()

    def begin(self) -> None:
        if len(self.parts) >= MOST:
            raise Invalid("parts")
        self.parts.append(Part())

    def header_field(self, data: bytes, start: int, end: int) -> None:
        self._field += data[start:end]

    def header_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]
        if len(self._value) > HEADERS:
            raise Invalid("parts")

    def header_end(self) -> None:
        if bytes(self._field).lower() == b"content-disposition":
            _, options = parse_options_header(bytes(self._value))
            part = self.parts[-1]
            part.name = options.get(b"name", b"").decode("utf-8", "replace")
            if b"filename" in options:
                part.filename = options[b"filename"].decode("utf-8", "replace")
        self._field.clear()
        self._value.clear()

    def data(self, data: bytes, start: int, end: int) -> None:
        self.parts[-1].data += data[start:end]


def parts(content_type: str, body: bytes) -> list[Part]:
    """The parts of a body, in its order.

    Raises:
        Invalid: it is not such a body, or has more than 64 parts.
    """
    header = Message()
    header["content-type"] = content_type
    boundary = header.get_param("boundary")
    if not isinstance(boundary, str) or not boundary:
        raise Invalid("Content-Type")
    reader = _Reader()
    callbacks: MultipartCallbacks = {
        "on_part_begin": reader.begin,
        "on_part_data": reader.data,
        "on_header_field": reader.header_field,
        "on_header_value": reader.header_value,
        "on_header_end": reader.header_end,
    }
    try:
        parser = MultipartParser(boundary, callbacks)
        parser.write(body)
        parser.finalize()
    except FormParserError:
        raise Invalid("parts") from None
    return reader.parts
