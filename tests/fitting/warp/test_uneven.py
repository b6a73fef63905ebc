"""Skin of limbs that is not even, an elbow's folds and a knee's form."""

import numpy as np

from vitrine.fitting.warp import bare_arms, bare_legs
from vitrine.fitting.warp.uneven import uneven
from vitrine.people.arms import PLACES


def test_it_varies_as_much_as_asked_for_in_light_and_in_hue() -> None:
    made = np.log(uneven((400, 100), (0.01, 0.01), 2.0, 0.01, 0.004, seed=1))
    light, red = made.mean(2), made[..., 0] - made[..., 1]
    assert abs(light.mean()) < 2e-3 and 0.01 < light.std() < 0.03
    assert 0.004 < red.std() < 0.02
    even = np.log(uneven((400, 100), (0.01, 0.01), 2.0, 0.0, 0.004, seed=1))
    assert np.abs(even.mean(2)).max() < 1e-3, "hue alone changes no light"


def test_its_spots_lie_along_the_limb() -> None:
    light = uneven((400, 100), (0.01, 0.01), 2.5, 0.01, 0.0, seed=1).mean(2)
    down, aside = (np.abs(np.diff(light, axis=axis)).mean() for axis in (0, 1))
    assert aside > 1.7 * down


def test_an_elbow_is_folded_on_its_inner_side() -> None:
    light = bare_arms._folds()
    at = PLACES[0] + (PLACES[-1] - PLACES[0]) * int(light.min(1).argmin()) / (bare_arms.ALONG - 1)
    assert 0.95 < at < 1.05
    half = bare_arms.ACROSS // 2
    assert light[:, :half].mean() < light[:, half:].mean() and light.max() == 1


def test_a_knees_finer_form_is_stronger_and_a_shins_is_not() -> None:
    leg = np.ones((bare_legs.ALONG, bare_legs.ACROSS, 3), np.float32)
    for place in (1.0, 1.6):
        leg[round(place / 2 * bare_legs.ALONG), 20:28] = 0.9
    formed = bare_legs._formed(leg)
    assert formed[round(bare_legs.ALONG / 2)].min() < 0.85
    assert np.allclose(formed[round(0.75 * bare_legs.ALONG) :], leg[round(0.75 * bare_legs.ALONG) :])
