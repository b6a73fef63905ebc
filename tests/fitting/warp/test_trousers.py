"""Shade on trousers: over the hips and down the legs in no step, between the legs a line, at a top's hem its shadow."""

from dataclasses import replace

import numpy as np
import pytest
from drawn import trousers
from mannequin import mannequin

from vitrine.fitting.warp import attempt
from vitrine.fitting.warp.clock import Clock
from vitrine.fitting.warp.dress import _between_legs
from vitrine.fitting.warp.layers import Canvas
from vitrine.fitting.warp.tries import Attempt, Plan
from vitrine.fitting.warp.wearer import wearer_of
from vitrine.garments.garment import Garment
from vitrine.garments.parts import parts
from vitrine.people.person import CLASSES, Person
from vitrine.people.working import working

PALE = (226, 218, 202)


def dressed(person: Person) -> Attempt:
    drawn = trousers(spread=4, colour=PALE)
    labels = parts(drawn.alpha, drawn.landmarks)
    garment = Garment(drawn.photo, drawn.alpha, "bottoms", "flat-lay", drawn.landmarks, labels)
    work = working(person)
    return attempt(work, wearer_of(work.person), [garment], Plan(), Clock())


@pytest.fixture(scope="module")
def worn() -> Attempt:
    return dressed(mannequin())


def crotch_of(worn: Attempt) -> int:
    return int((worn.of.fits[0].below_crotch(0.0)[:, 0] > 0.5).argmax())


def test_over_the_hips_and_down_the_legs_shade_goes_on_in_no_step(worn: Attempt) -> None:
    light, crotch = worn.of.fits[0].light, crotch_of(worn)
    for part in ("left-leg", "right-leg"):
        leg = worn.of.fits[0].cover_of(part)
        columns = np.flatnonzero(leg[crotch + 8] > 0.9)[3:-3]
        step = np.abs(np.diff(light[crotch - 8 : crotch + 8, columns], axis=0))
        assert step.max() < 0.01


def test_below_the_crotch_a_line_of_shade_tells_the_legs_apart(worn: Attempt) -> None:
    fit, crotch = worn.of.fits[0], crotch_of(worn)
    right = fit.pieces["right-leg"]
    # the wearer's right leg is on the picture's left; so far it laps over the other one
    fit = replace(fit, pieces={**fit.pieces, "right-leg": replace(right, x=right.x + 8)})
    canvas = Canvas(np.full((*fit.shape, 3), 200, np.uint8), np.ones(fit.shape, np.float32))
    _between_legs(canvas, fit, 102.0)
    light, lies = canvas.colour[..., 0] / 200, fit.cover_of("right-leg")
    for row in range(crotch, crotch + 30):
        last = int(np.flatnonzero(lies[row] > 0.5)[-1])
        assert light[row, last + 1 : last + 3].min() < 0.82
        assert light[row, last - 12 : last - 3].min() == 1
        assert light[row, last + 20] > 0.99
    # it comes out of the crotch, not of nothing
    assert np.abs(np.diff(light[crotch - 10 : crotch + 10, last + 2])).max() < 0.12


def test_a_leg_that_is_hardly_in_the_picture_has_no_line(worn: Attempt) -> None:
    fit, crotch = worn.of.fits[0], crotch_of(worn)
    right = fit.pieces["right-leg"]
    # as where the photo ends at the hips: it lies above the crotch alone
    above = replace(right, y=0, colour=right.colour[:30], alpha=right.alpha[:30], where=right.where[:30])
    assert above.window[0].stop + 60 < crotch
    canvas = Canvas(np.full((*fit.shape, 3), 200, np.uint8), np.ones(fit.shape, np.float32))
    _between_legs(canvas, replace(fit, pieces={**fit.pieces, "right-leg": above}), 102.0)
    assert (canvas.colour == 200).all()


def test_a_top_that_stays_on_throws_its_shadow_on_them() -> None:
    person = mannequin(flare=10)
    image = dressed(person).image.mean(-1)
    top = person.labels == CLASSES.index("top")
    hem = int(np.flatnonzero(top[:, 200])[-1])
    below = image[hem + 2 : hem + 30, 190:220].mean(1)
    assert below[0] < 0.94 * below[-8:].mean()
    assert (np.diff(below[:5]) > 0).all()
