"""Shade on trousers: over the hips and down the legs in no step, and between the legs a line."""

import numpy as np
import pytest
from drawn import trousers
from mannequin import mannequin

from vitrine.fitting.warp import attempt
from vitrine.fitting.warp.clock import Clock
from vitrine.fitting.warp.tries import Attempt, Plan
from vitrine.fitting.warp.wearer import wearer_of
from vitrine.garments.garment import Garment
from vitrine.garments.parts import parts
from vitrine.people.working import working

PALE = (226, 218, 202)


@pytest.fixture(scope="module")
def worn() -> Attempt:
    drawn, person = trousers(spread=4, colour=PALE), mannequin()
    labels = parts(drawn.alpha, drawn.landmarks)
    garment = Garment(drawn.photo, drawn.alpha, "bottoms", "flat-lay", drawn.landmarks, labels)
    work = working(person)
    return attempt(work, wearer_of(work.person), [garment], Plan(), Clock())


def crotch_of(worn: Attempt) -> int:
    return int((worn.of.fits[0].below_crotch(0.0)[:, 0] > 0.5).argmax())


def test_over_the_hips_and_down_the_legs_shade_goes_on_in_no_step(worn: Attempt) -> None:
    light, crotch = worn.of.fits[0].light, crotch_of(worn)
    for part in ("left-leg", "right-leg"):
        leg = worn.of.fits[0].cover_of(part)
        columns = np.flatnonzero(leg[crotch + 8] > 0.9)[3:-3]
        step = np.abs(np.diff(light[crotch - 8 : crotch + 8, columns], axis=0))
        assert step.max() < 0.01
