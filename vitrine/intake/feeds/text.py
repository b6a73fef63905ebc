"""The text of a feed, whatever wrote it: byte order marks, UTF-16, GB 18030, Big5, EUC-KR, Shift JIS, code pages."""

import codecs
import unicodedata
from collections.abc import Callable
from typing import Final

BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
PAGES: Final[dict[str, tuple[str, ...]]] = {
    "cp1252": ("äöüß", "éèêëàâçùûîïôœæ", "ñáéíóúü", "ãõçáéíóúâêôà", "àèéìòù", "åäöæøé", "ëïéèüö"),
    "cp1250": ("řščžýáíéěůúťďňó", "łąęśćżźńó", "őűáéíóúöü", "ăâîşţ", "čćđšž", "ľĺŕôäčďťňžšýáíéúó"),
    "cp1254": ("ğışçöüâîi̇",),
    "cp1251": ("абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґ",),
}
"""Windows' code pages and the letters beyond ASCII of languages that are written in them."""
SIGNS: Final = "€£¥©®°·–—‘’“”„…«»¿¡×½²™§´•\xa0№"
"""What stands between words."""
SAMPLE: Final = 256 * 1024
TELLING: Final = 12
"""Syllables from which on a text may be Korean: about four of ten characters of a Chinese text are none."""
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
    """The encoding, other than Unicode, in which the sample is most like words of a language that it writes."""
    sample = data[:SAMPLE]
    sample = sample[: sample.rfind(b"\n") + 1] or sample
    if _korean(sample):
        return "cp949"
    for encoding in ("gb18030", "big5"):
        if _chinese(sample, encoding) > 0.9:
            return encoding
    if _share(sample, "shift_jis", lambda char: "\u3040" <= char <= "\u30ff") > 0.3:
        return "shift_jis"
    return max(PAGES, key=lambda page: _likeness(sample, page))


def _likeness(sample: bytes, page: str) -> float:
    """Share of the letters beyond ASCII that fit a language of the code page, each line by its own best one."""
    fitting = 0
    for line in sample.decode(page, "replace").splitlines():
        beyond = [char.lower() for char in line if char.isalpha() and not char.isascii()]
        wrong = sum(not char.isalnum() and not char.isascii() and char not in SIGNS for char in line)
        fitting += max(sum(char in letters for char in beyond) for letters in PAGES[page]) - wrong
    return fitting


def _korean(sample: bytes) -> bool:
    """Whether the sample is EUC-KR or its extension by Windows (code page 949).

    Its syllables lie where GB 2312 has the Chinese characters of A to R by their sound, so that Korean reads as common
    Chinese; but a Chinese text of some length has characters of S to Z too, which no Korean syllable is.
    """
    try:
        letters = [char for char in sample.decode("cp949") if char.isalpha() and not char.isascii()]
    except UnicodeDecodeError:
        return False
    return len(letters) >= TELLING and sum("가" <= char <= "힣" for char in letters) > 0.95 * len(letters)


def _chinese(sample: bytes, encoding: str) -> float:
    """Share of the characters beyond ASCII that are common Chinese; 0 where the bytes are not of this encoding."""
    return _share(sample, encoding, _common)


def _share(sample: bytes, encoding: str, likely: Callable[[str], bool]) -> float:
    try:
        # letters only: an emoji or a currency sign tells nothing of the language, and must not outvote a short text
        beyond = [char for char in sample.decode(encoding) if char.isalpha() and not char.isascii()]
    except UnicodeDecodeError:
        return 0.0
    return sum(map(likely, beyond)) / len(beyond) if len(beyond) > 1 else 0.0


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
