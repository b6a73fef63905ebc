"""What is measured on a person once."""

import numpy as np
from mannequin import mannequin

from vitrine.fitting.warp.wearer import wearer_of
from vitrine.imaging.masks import grown, shrunk


def test_the_neck_goes_over_into_the_shoulders_without_notch_or_spike() -> None:
    wearer = wearer_of(mannequin())
    body = wearer.body
    x, y = (round(v) for v in body.joints["neck"])
    unit = round(body.unit)
    rows = slice(y - round(0.35 * unit), y + round(0.1 * unit))
    near = body.mask[rows, x - round(0.4 * unit) : x + round(0.4 * unit)] > 0.5
    hollow = shrunk(grown(near, 0.06 * unit), 0.06 * unit)[4:-4, 8:-8]
    assert (hollow & ~near[4:-4, 8:-8]).sum() < 0.002 * near.size
    # from one row to the next the shoulders' outline never steps back in
    widths = near.sum(1)
    assert (np.diff(widths[round(0.1 * unit) :]) > -3).all()
