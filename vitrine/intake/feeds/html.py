"""Descriptions from feeds: HTML of strangers becomes a small, harmless part of HTML (nh3, the Rust library ammonia)."""

import html
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


def sanitised(text: str) -> str:
    """A description as harmless HTML; plain text keeps its line breaks."""
    text = text.replace("\0", "").strip()
    if not text:
        return ""
    if not nh3.is_html(text):
        text = html.escape(text, quote=False).replace("\r\n", "\n").replace("\n", "<br>")
    clean = nh3.clean(text, tags=TAGS, attributes={}, link_rel=None).strip()
    if len(clean) > LONGEST:
        # Cut in the midst of a tag or an entity, it is made whole again.
        clean = nh3.clean(clean[:LONGEST].rsplit("<", 1)[0].rsplit("&", 1)[0], tags=TAGS, attributes={}, link_rel=None)
    return clean if line(plain(clean)) else ""


def plain(text: str) -> str:
    """The text of some HTML, on one line."""
    if "<" not in text and "&" not in text:
        return line(text)
    return line(html.unescape(nh3.clean(text, tags=set(), attributes={}, link_rel=None)))
