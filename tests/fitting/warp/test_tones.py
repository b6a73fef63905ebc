"""Tones of skin by place."""

from dataclasses import replace

import numpy as np
from mannequin import SKIN, mannequin

from vitrine.fitting.warp.beneath import bare_arms, legs_of
from vitrine.fitting.warp.skin import bare_skin, mottled
from vitrine.fitting.warp.tones import CHEST, FACE, by_place
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
