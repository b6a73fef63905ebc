"""Of a strap that lies as a loop the half from the front is left; a single strap and a broad one stay."""

import numpy as np

from vitrine.garments.loops import single

MARKS = {"armpit-left": (260.0, 200.0), "armpit-right": (140.0, 200.0)}


def camisole(*strands: tuple[int, int], between: float = 0.0) -> tuple[np.ndarray, np.ndarray]:
    """Picture and coverage of a top with strands (columns of the left strap, mirrored for the right one)."""
    alpha = np.zeros((400, 400), np.float32)
    alpha[160:380, 110:290] = 1
    photo = np.full((400, 400, 3), 250, np.uint8)
    for first, end in strands:
        alpha[60:160, first:end] = alpha[60:160, 400 - end : 400 - first] = 1
    photo[alpha > 0] = 40
    if between:
        first, end = strands[0][1], strands[1][0]
        alpha[60:160, first:end] = alpha[60:160, 400 - end : 400 - first] = between
    return photo, alpha


def test_the_back_s_half_of_a_strap_goes() -> None:
    for between in (0.0, 1.0):  # the ground between both may pass for cloth
        photo, alpha = camisole((240, 244), (247, 251), between=between)
        kept = single(photo, alpha, MARKS)
        assert kept[70:140, 240:244].mean() > 0.95 and kept[70:140, 156:160].mean() > 0.95
        assert kept[70:140, 246:252].max() < 0.1 and kept[70:140, 148:154].max() < 0.1
        assert (kept[165:] == alpha[165:]).all()


def test_one_strap_alone_and_shoulders_stay() -> None:
    for strands in (((240, 245),), ((220, 280),), ((225, 230), (270, 275))):
        photo, alpha = camisole(*strands)
        assert (single(photo, alpha, MARKS) == alpha).all()
