"""The text of a feed, whatever wrote it: byte order marks, UTF-16, GB 18030, Big5, Windows code pages."""

import codecs
import unicodedata
from typing import Final

BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
OTHERS: Final = ["gb18030", "big5", "cp1252", "cp1250", "cp1251", "cp1254", "shift_jis", "euc_kr"]
"""What shops' tools write when they do not write Unicode."""
SAMPLE: Final = 256 * 1024
UNSEEN: Final = {"Cc", "Cf", "Cs", "Co", "Cn"}
KEPT: Final = {"\n", "\t", "\u200d", "\ufe0f"}
"""The joiner and the variation selector of emoji count as text."""


def decoded(data: bytes) -> str:
    """The text in `data`; nothing is lost to one line in another encoding than the rest."""
    for bom, encoding in BOMS:
        if data.startswith(bom):
            return data.decode(encoding, "replace").removeprefix("\ufeff")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    if wide := _wide(data):
        return data.decode(wide, "replace")
    return _mixed(data) or data.decode(_guess(data), "replace")


def _wide(data: bytes) -> str | None:
    """UTF-16 without a mark: every second byte of Western text is zero."""
    head = data[:4096]
    if head[1::2].count(0) > len(head) * 0.2:
        return "utf-16-le"
    return "utf-16-be" if head[::2].count(0) > len(head) * 0.2 else None


def _mixed(data: bytes) -> str | None:
    """UTF-8 with some lines that are not: those are read by themselves. None if most are not."""
    lines, wrong, right = data.split(b"\n"), 0, 0
    out = []
    for line in lines:
        try:
            out.append(line.decode("utf-8"))
            right += not line.isascii()
        except UnicodeDecodeError:
            wrong += 1
            out.append(line.decode(_guess(line), "replace"))
    return "\n".join(out) if right > wrong else None


def _guess(data: bytes) -> str:
    """The encoding that reads the sample best."""
    from charset_normalizer import from_bytes

    sample = data[:SAMPLE]
    sample = sample[: sample.rfind(b"\n") + 1] or sample
    for encoding in ("gb18030", "big5"):
        # What a short sample leaves open is settled by what shops sell with: a run of Chinese names is no accident.
        if _chinese(sample, encoding) > 0.9:
            return encoding
    best = from_bytes(sample, cp_isolation=OTHERS).best()
    return best.encoding if best else "cp1252"


def _chinese(sample: bytes, encoding: str) -> float:
    """Share of the characters beyond ASCII that are common Chinese; 0 where the bytes are not of this encoding."""
    try:
        beyond = [char for char in sample.decode(encoding) if not char.isascii()]
    except UnicodeDecodeError:
        return 0.0
    common = sum(_common(char) for char in beyond)
    return common / len(beyond) if len(beyond) > 1 else 0.0


def _common(char: str) -> bool:
    """Whether a character is of GB 2312's first level, Big5's first level, or Chinese punctuation."""
    for encoding, first, last in (("gb2312", 0xB0, 0xD7), ("big5", 0xA4, 0xC6)):
        try:
            raw = char.encode(encoding)
        except UnicodeEncodeError:
            continue
        if len(raw) == 2 and (first <= raw[0] <= last or (encoding == "gb2312" and raw[0] in (0xA1, 0xA3))):
            return True
    return False


def line(text: str) -> str:
    """One line of plain text: composed, without what cannot be seen, white space as single spaces."""
    text = unicodedata.normalize("NFC", text)
    kept = (c if c in KEPT or unicodedata.category(c) not in UNSEEN else " " for c in text)
    return " ".join("".join(kept).split())


def tongue(text: str) -> str:
    """The language that a text is in: "zh" or "en"."""
    return "zh" if any("\u4e00" <= c <= "\u9fff" for c in text) else "en"
