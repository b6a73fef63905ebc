"""Label maps as files: a PNG whose pixel values are classes, grey or with a palette; written and read in one place."""

import io
from pathlib import Path
from typing import Final

import numpy as np
from PIL import Image

from vitrine.errors import BadInput
from vitrine.imaging.types import Labels
from vitrine.people.person import CLASSES, COLOURS

MODES: Final = ("L", "P")
"""Grey and palette, 8 bits: the two in which a PNG's pixel values are what was meant."""


class WrongLabelMap(BadInput):
    """The label map is missing, damaged, of another size than its photo, or has values that are no class."""

    code = "wrong-label-map"
    zh = "标签图缺失、损坏、尺寸与照片不符,或含有未知的类别值。"
    remedy = (
        "It is an 8-bit PNG of the photo's size, grey or with a palette, whose values are classes: 0 to 10, in a "
        "street set the numbers of its labels.json (docs/how-to/data-sets.md)."
    )
    remedy_zh = (
        "标签图应为与照片同尺寸的 8 位 PNG(灰度或调色板),取值为类别编号:0 至 10,街拍数据集则为其 labels.json 的编号"
        "(见 docs/how-to/data-sets.md)。"
    )


def indexed(labels: Labels) -> bytes:
    """A PNG whose pixel values are class indices, with a colour for each."""
    picture = Image.fromarray(labels, "P")
    picture.putpalette([value for colour in COLOURS for value in colour])
    file = io.BytesIO()
    picture.save(file, "PNG", optimize=True)
    return file.getvalue()


def read_label_map(file: Path, shape: tuple[int, ...] | None = None, classes: int = len(CLASSES)) -> Labels:
    """The classes that a label map holds.

    Args:
        file: a PNG as `indexed` makes it, or a grey one.
        shape: rows and columns of its photo; None where any size will do.
        classes: values from here on are unknown.

    Raises:
        WrongLabelMap: it is missing, damaged, of another size or kind, or has values that are no class.
    """
    try:
        with Image.open(file, formats=("PNG",)) as picture:
            right = picture.mode in MODES and (shape is None or picture.size == (shape[1], shape[0]))
            found = np.array(picture, np.uint8) if right else None
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:  # what PIL says of damage
        raise WrongLabelMap(file.name) from error
    if found is None or found.max() >= classes:
        raise WrongLabelMap(file.name)
    return found
