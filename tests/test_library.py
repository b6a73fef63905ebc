"""The Python door."""

import io
from pathlib import Path

import numpy as np
from PIL import Image

from vitrine.library import read_garment

DEMO = Path(__file__).parents[1] / "demo" / "garments"


def test_a_pure_white_garment_cut_out_on_nothing_is_found() -> None:
    """On white, where transparency usually goes, there would be nothing to see."""
    with Image.open(DEMO / "tee-plain.jpg") as picture:
        known = read_garment(np.array(picture.convert("RGB")))
    white = np.full((*known.alpha.shape, 4), 255, np.uint8)
    white[..., 3] = np.rint(known.alpha * 255)
    file = io.BytesIO()
    Image.fromarray(white).save(file, "PNG")
    found = read_garment(file.getvalue())
    both, either = (found.alpha > 0.5) & (known.alpha > 0.5), (found.alpha > 0.5) | (known.alpha > 0.5)
    assert both.sum() / either.sum() > 0.98
    assert found.category == "tops"
