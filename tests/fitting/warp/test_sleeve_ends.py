"""Where sleeves end: their hem goes round the arm and throws a shadow on it."""

from dataclasses import replace

import numpy as np
import pytest

from vitrine.fitting.warp import Clock, Plan, attempt
from vitrine.fitting.warp.arm import SIDES, Side
from vitrine.fitting.warp.armhole import corners
from vitrine.fitting.warp.fit import sleeve_of
from vitrine.fitting.warp.rig import label, rigged
from vitrine.fitting.warp.sleeve_ends import BOW, _above_crease, hem, on_arms
from vitrine.fitting.warp.wearer import wearer_of
from vitrine.garments.garment import Garment
from vitrine.people.person import Person
from vitrine.people.working import working


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize(("onward", "bow"), [(1j, BOW), (1 + 0j, 0.0)])
def test_the_hem_of_a_hanging_sleeve_bows_onward(tee: Garment, side: Side, onward: complex, bow: float) -> None:
    way = 80 * onward * (1j if side == "left" else -1j)
    line = hem(rigged(tee, 0.5), side, (0j, way), onward, 1j, label(sleeve_of(side))).to
    at = line[:, 0] + 1j * line[:, 1]
    assert abs(at[0]) < 1 and abs(at[-1] - way) < 1
    past = (at * np.conj(onward)).real / abs(way)
    assert past.max() > bow - 0.02
    assert past[1:-1].min() > -0.01 or not bow


def test_a_sleeves_shadow_falls_on_the_arm_beyond_its_end(anna: Person, tee: Garment) -> None:
    work = working(anna)
    wearer = wearer_of(work.person)
    fit = attempt(work, wearer, [tee], Plan(), Clock()).of.fits[-1]
    found = on_arms(fit, wearer.frame, wearer.front, wearer.body.mask, fit.cover_of("torso"))
    for side, (window, cover, ground) in zip(SIDES, found, strict=True):
        outer, inner = corners(fit.rig, fit.posed, side)
        middle = (outer + inner) / 2 - [window[1].start, window[0].start]
        far = np.array([wearer.frame.down.real, wearer.frame.down.imag]) * 0.1 * wearer.frame.unit
        (x, y), (beyond_x, beyond_y) = (np.round(middle + k * far).astype(int) for k in (-1, 1))
        assert cover[y, x] > 0.9 and ground[y, x] == 0
        assert cover[beyond_y, beyond_x] == 0 and ground[beyond_y, beyond_x] > 0.9


def test_an_armhole_shades_the_arm_above_the_crease_only(anna: Person) -> None:
    frame = wearer_of(anna).frame
    shown = _above_crease(np.array([20.0, 100.0]), (slice(0, 200), slice(0, 40)), frame)
    assert shown[101:].max() == 0 if frame.down == 1j else shown[120:].max() == 0
    assert shown[: round(100 - 0.15 * frame.unit)].min() == 1


def test_a_torso_is_darkest_right_beside_the_sleeve_that_hangs_on_it(anna: Person, tee: Garment) -> None:
    work = working(anna)
    wearer = wearer_of(work.person)
    plain = replace(tee, photo=np.full_like(tee.photo, 150))
    made = attempt(work, wearer, [plain], Plan(), Clock())
    fit, light = made.of.fits[-1], made.image.astype(np.float32).mean(2)
    for side, inward in (("left", -1), ("right", 1)):
        x, y = corners(fit.rig, fit.posed, side)[1].round().astype(int).tolist()
        row = light[y - 14, x : x + inward * round(0.25 * wearer.frame.unit) : inward]
        torso = fit.cover_of("torso")[y - 14, x : x + inward * round(0.25 * wearer.frame.unit) : inward]
        cloth = row[torso > 0.99]
        assert cloth[: len(cloth) // 3].min() < np.median(cloth) - 4
