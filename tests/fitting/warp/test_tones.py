"""Tones of skin by place."""

from dataclasses import replace

import numpy as np
from mannequin import SKIN, mannequin

from vitrine.fitting.warp.beneath import bare_arms, legs_of
from vitrine.fitting.warp.shade import on_skin
from vitrine.fitting.warp.skin import bare_skin, mottled
from vitrine.fitting.warp.tones import CHEST, FACE, by_place, of_face
from vitrine.people.body import bare_body
from vitrine.people.legs import PER_BONE
from vitrine.people.person import CLASSES


def test_every_place_has_its_tone() -> None:
    person = mannequin()
    body = bare_body(person)
    arms = bare_arms(body)
    found = by_place(person, body, legs_of(body) & ~arms, arms, 1.0)
    x, y = np.round(body.legs.of["left"].bone[PER_BONE // 2]).astype(int)
    assert np.allclose(found[y, x], 1, atol=0.02)
    x, y = np.round(body.arms["left"].at[10]).astype(int)
    assert np.allclose(found[y, x], 1, atol=0.05)
    x, y = (round(v) for v in body.joints["neck"])
    assert np.allclose(found[y + round(0.5 * body.unit), x], CHEST, atol=0.02)
    x, y = np.round(person.landmarks[:11].mean(0)).astype(int)
    assert np.allclose(found[y, x], FACE, atol=0.05)


def test_a_chest_made_after_a_face_is_lighter_and_less_red() -> None:
    person = mannequin(sleeve=1.95)
    labels, photo = person.labels.copy(), person.photo.copy()
    body = bare_body(person)
    x, y = (round(v) for v in body.joints["neck"])
    # neck and hands are hidden as well
    hidden = (labels != 0) & (np.arange(len(labels))[:, None] > y - 0.35 * body.unit)
    labels[hidden] = CLASSES.index("top")
    photo[labels == CLASSES.index("skin")] = SKIN
    made = bare_skin(replace(person, labels=labels, photo=photo), body, hidden).astype(float)
    chest = made[y + round(0.4 * body.unit) : y + round(0.6 * body.unit), x - 10 : x + 10].mean((0, 1))
    assert chest[0] / chest[2] < 0.97 * SKIN[0] / SKIN[2] and chest.mean() > np.mean(SKIN)


def test_skin_is_uneven_in_light_and_in_hue() -> None:
    light, hues = mottled((120, 200), 90.0)
    assert light.shape == (200, 120) and abs(light.mean() - 1) < 0.01 and 0.01 < light.std() < 0.025
    assert hues[..., 0].std() > 0.002 and np.corrcoef(hues[..., 0].ravel(), hues[..., 2].ravel())[0, 1] < 0
    assert np.array_equal(light, mottled((120, 200), 90.0)[0]), "every time the same"


def test_a_face_tells_its_lit_skin_and_legs_have_less_of_it_in_harsh_light() -> None:
    lit, dark = np.array((210, 170, 150)), np.array((120, 80, 60))
    even, harsh = (np.repeat([lit, dark], (most, 100 - most), 0) for most in (80, 40))
    for face in (even, harsh):
        found = of_face(face)
        assert found is not None and np.allclose(found[0], lit, atol=1)
    soft, hard = of_face(even), of_face(harsh)
    assert soft is not None and np.allclose(soft[1], 1)
    assert hard is not None and (hard[1] < 0.8).all() and hard[1][0] > hard[1][2]
    assert of_face(lit[None]) is None, "too little of it"


def test_what_dark_skin_mirrors_is_not_of_its_tone() -> None:
    deep, fair = np.array((110.0, 70.0, 50.0)), np.array((190.0, 160.0, 145.0))
    left = []
    for middle, mirrored in ((deep, 30), (deep, 0), (fair, 30)):
        found = of_face(np.repeat([1.25 * middle + mirrored, middle], (30, 70), 0))
        assert found is not None and np.ptp(found[0] - 1.25 * middle) < 0.01, "it is white"
        left.append((found[0] - 1.25 * middle).mean())
    assert 0 <= left[0] < 18 and abs(left[1]) < 0.01 and abs(left[2] - 30) < 0.01, "fair skin shows its own light"


def test_fair_skin_half_in_hard_shade_does_not_shine() -> None:
    lit = np.array((210.0, 170.0, 150.0), np.float32)
    shaded = lit * on_skin(np.array([0.45], np.float32))[0]
    found = of_face(np.repeat([lit, shaded], (30, 70), 0))
    assert found is not None and np.allclose(found[0], lit, atol=0.1)


def test_a_shadow_on_the_throat_does_not_come_down_on_chest_and_arms() -> None:
    person = mannequin(sleeve=1.95)
    labels, photo = person.labels.copy(), person.photo.copy()
    body = bare_body(person)
    x, y = (round(v) for v in body.joints["neck"])
    rows = np.arange(len(labels))[:, None]
    hidden = (labels != 0) & (rows > y - 0.05 * body.unit)
    labels[hidden] = CLASSES.index("top")
    throat = (labels == CLASSES.index("skin")) & (rows > person.landmarks[:11, 1].mean() + 0.3 * body.unit)
    photo[labels == CLASSES.index("skin")], photo[throat] = SKIN, np.array(SKIN) * 0.55
    made = bare_skin(replace(person, labels=labels, photo=photo), body, hidden).astype(float)
    chest = made[y + round(0.4 * body.unit) : y + round(0.6 * body.unit), x - 10 : x + 10].mean()
    u, v = np.round(body.arms["left"].at[20]).astype(int)
    assert chest > 0.8 * np.mean(SKIN) and made[v - 3 : v + 4, u - 3 : u + 4].mean() > 0.75 * np.mean(SKIN)
