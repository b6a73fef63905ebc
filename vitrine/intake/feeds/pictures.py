"""What a product picture's name or address says of it."""

import re
from pathlib import PurePosixPath
from typing import Final
from urllib.parse import unquote, urlsplit

from vitrine.intake.feeds.rows import PictureRef

ENDINGS: Final = {".jpg", ".jpeg", ".jpe", ".png", ".webp", ".heic", ".heif", ".avif", ".gif", ".bmp"}
"""Of files that are looked at; what they are is told by their bytes."""
ROLES: Final[dict[str, str]] = {
    "front": "front", "正面": "front", "主图": "front", "back": "back", "rear": "back", "背面": "back",
    "worn": "worn", "model": "worn", "onmodel": "worn", "lookbook": "worn", "上身": "worn", "模特": "worn",
    "detail": "detail", "details": "detail", "closeup": "detail", "细节": "detail",
}  # fmt: skip
MORE: Final = re.compile(r"__\d{1,3}\Z")
TAIL: Final = re.compile(
    r"(?P<stem>.+?)[\s_-]*(?:(?<=[\s_-])(?P<word>[a-z]+)|(?P<han>[\u4e00-\u9fff]{2}))\Z", re.IGNORECASE
)


def named(stem: str) -> tuple[str, str]:
    """The product that a file's name (without ending) is of, and the picture's role: `tee_back` is (tee, back)."""
    stem = MORE.sub("", stem.strip())
    tail = TAIL.match(stem)
    if tail is None:
        return stem, ""
    role = ROLES.get((tail["word"] or tail["han"]).lower())
    return (tail["stem"].rstrip(" _-"), role) if role else (stem, "")


def addressed(address: str) -> PictureRef:
    """A picture by its address; a role that its name ends in is kept."""
    stem = PurePosixPath(unquote(urlsplit(address).path)).stem
    return PictureRef(address, named(stem)[1])


def is_address(text: str) -> bool:
    """Whether a picture is given by address."""
    return text[:8].lower().startswith(("http://", "https://"))
