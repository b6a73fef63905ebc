"""What the silhouette says of the category."""

from dataclasses import replace

import numpy as np
from drawn import trousers

from vitrine.garments.category import level_waist
from vitrine.garments.silhouette import silhouette


def test_a_scrap_above_the_waistband_is_no_garment_and_no_error() -> None:
    drawn = trousers()
    shape = silhouette(drawn.alpha, drawn.photo)
    assert level_waist(shape)
    whole = np.zeros_like(shape.whole)
    low = shape.height // 5
    whole[low:] = shape.whole[:-low]
    # what a network was sure of, beside the rest of the cut-out
    whole[0:2, shape.width // 2] = True
    assert not level_waist(replace(shape, whole=whole))
