"""Descriptions from feeds: HTML of strangers becomes a small, harmless part of HTML (nh3, the Rust library ammonia)."""

import html
import re
from typing import Final

import nh3

from vitrine.intake.feeds.text import line

TAGS: Final = {
    *("p", "br", "ul", "ol", "li", "b", "strong", "i", "em", "u", "s", "small", "sub", "sup", "h3", "h4", "h5", "h6"),
    *("table", "thead", "tbody", "tr", "th", "td", "dl", "dt", "dd", "hr", "blockquote"),
}
"""Words and their order; nothing that loads, links, looks or runs."""
LONGEST: Final = 20_000
"""Characters of a description; what is beyond is cut off."""
LONGER: Final = 5
"""How many characters one may become: `&` is `&amp;`."""
HALF: Final = re.compile(r"(<[^>]*|&[^;\s]{0,32})\Z")
"""A tag or an entity in whose midst a text was cut."""


def sanitised(text: str) -> str:
    """A description as harmless HTML; plain text keeps its line breaks."""
    return _clean(text)[0]


def is_cut(text: str) -> bool:
    """Whether `sanitised` keeps only the beginning of a description."""
    return len(text) > LONGEST // LONGER and _clean(text)[1]


def _clean(text: str) -> tuple[str, bool]:
    text = text.replace("\0", "").strip()
    if not text:
        return "", False
    if not nh3.is_html(text):
        text = html.escape(text, quote=False).replace("\r\n", "\n").replace("\n", "<br>")
    clean = nh3.clean(text, tags=TAGS, attributes={}, link_rel=None).strip()
    cut = len(clean) > LONGEST
    if cut:
        # What it leaves open is closed again.
        clean = nh3.clean(HALF.sub("", clean[:LONGEST]), tags=TAGS, attributes={}, link_rel=None)
    return (clean, cut) if line(plain(clean)) else ("", False)


def plain(text: str) -> str:
    """The text of some HTML, on one line."""
    if "<" not in text and "&" not in text:
        return line(text)
    return line(html.unescape(nh3.clean(text, tags=set(), attributes={}, link_rel=None)))
