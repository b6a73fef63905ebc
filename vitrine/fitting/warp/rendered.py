"""Tables that were made from pictures which we rendered, as they come with the engine."""

from pathlib import Path

import cv2
import numpy as np
from jaxtyping import Float32

from vitrine.errors import NetDamaged


def table_of(file: Path, shape: tuple[int, int]) -> Float32[np.ndarray, "rows columns 3"] | None:
    """A table's values, 0..255, in the order red, green, blue; None where there is no such file.

    Args:
        file: a PNG.
        shape: its rows and columns.

    Raises:
        NetDamaged: it is no picture of that shape.
    """
    if not file.is_file():
        return None
    packed = np.frombuffer(file.read_bytes(), np.uint8)
    picture = cv2.imdecode(packed, cv2.IMREAD_COLOR) if packed.size else None
    if picture is None or picture.shape[:2] != shape:
        raise NetDamaged(file.name)
    return np.asarray(picture[..., ::-1], np.float32)
