"""White stripes on a white ground belong to the garment; two garments, a print and a plain one are no stripes."""

import numpy as np
from drawn import HEIGHT, WIDTH, overlap, tee

from vitrine.garments.cutout import cutout
from vitrine.garments.stripes import stripes
from vitrine.nets import Nets


def striped(drawn, period, across, share=0.5):
    y, x = np.mgrid[:HEIGHT, :WIDTH]
    white = ((y if across else x) % period) < share * period
    return np.where((white & (drawn.alpha > 0.5))[..., None], np.uint8(254), drawn.photo)


def test_the_ground_shows_in_no_stripe(tmp_path):
    for across, period in ((True, 40), (True, 70), (False, 50)):
        drawn = tee(angle=60, length=280)
        found = cutout(striped(drawn, period, across), Nets(tmp_path))
        assert overlap(found.alpha, drawn.alpha) > 0.88
        torso = np.s_[320:600, 230:370]
        assert found.alpha[torso].mean() > 0.95


def test_what_is_no_stripe_is_left_alone():
    bare = np.zeros((HEIGHT, WIDTH), bool)
    assert stripes(bare) is None
    assert stripes(tee().alpha > 0.5) is None
    two = bare.copy()
    two[200:600, 40:260] = two[200:600, 300:560] = True
    assert stripes(two) is None


def test_a_garment_beside_the_border_gets_nothing_beyond_it():
    found = np.zeros((HEIGHT, WIDTH), bool)
    found[:, 100:500] = (np.arange(HEIGHT) % 60 < 30)[:, None]
    seen = stripes(found)
    assert seen is not None
    assert seen.between[100:700, 110:490].any(1).mean() > 0.4
    assert not seen.between[:, :80].any()
    assert not seen.between[:, 520:].any()


def test_letters_between_two_fields_of_colour_are_no_stripes():
    found = np.zeros((HEIGHT, WIDTH), bool)
    found[200:300, 100:500] = found[400:600, 100:500] = True
    for left in (180, 250, 320, 390):
        found[330:370, left : left + 40] = True
    assert stripes(found) is None
    found[330:370, 100:500] = found[620:660, 100:500] = True
    assert stripes(found) is not None
