"""Cursors of pages: where the last page ended, opaque to the reader."""

import base64
import binascii
import json
from typing import Any

from vitrine.api.problems import Invalid


def written(place: list[Any]) -> str:
    """The cursor after a place."""
    return base64.urlsafe_b64encode(json.dumps(place).encode()).decode()


def read(cursor: str | None) -> list[Any] | None:
    """The place of a cursor; raises Invalid."""
    if cursor is None:
        return None
    try:
        place = json.loads(base64.urlsafe_b64decode(cursor))
    except (ValueError, TypeError, binascii.Error):
        raise Invalid("cursor") from None
    if not isinstance(place, list) or len(place) != 2 or not all(isinstance(one, str | int) for one in place):
        raise Invalid("cursor")
    return place
