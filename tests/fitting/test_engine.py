"""The contract of an engine, on our own demo pictures."""

import time
from dataclasses import replace

import numpy as np
import pytest

import vitrine
from vitrine.errors import EngineMissing
from vitrine.fitting.engine import ENGINES, engine
from vitrine.garments.garment import Garment
from vitrine.people.person import Person


@pytest.mark.parametrize("name", ENGINES)
def test_an_engine_changes_only_what_its_mask_says(name: str, anna: Person, tee: Garment) -> None:
    fitted = engine(name)(anna, [tee])
    assert fitted.image.shape == anna.photo.shape
    assert np.array_equal(fitted.image[fitted.mask == 0], anna.photo[fitted.mask == 0])
    assert (fitted.mask > 0).mean() > 0.03
    assert {c.name for c in fitted.checks} >= {"outside", "outline", "print", "leak", "face"}
    assert all(c.passed for c in fitted.checks if c.name in ("outside", "face"))
    assert fitted.timings


def test_an_unknown_engine_is_named() -> None:
    with pytest.raises(EngineMissing, match="loom"):
        engine("loom")


def test_the_tee_is_on_the_chest_and_not_on_face_or_feet(anna: Person, tee: Garment) -> None:
    fitted = engine()(anna, [tee])
    left, right, hip = anna.landmarks[11], anna.landmarks[12], anna.landmarks[23]
    chest = np.round((left + right) / 2 * 0.6 + hip * 0.4).astype(int)
    assert fitted.mask[chest[1], chest[0]] > 0.9
    colour = np.median(tee.photo[tee.alpha > 0.9], 0)
    worn = np.median(fitted.image[chest[1] - 10 : chest[1] + 10, chest[0] - 10 : chest[0] + 10].reshape(-1, 3), 0)
    assert np.abs(colour - worn).max() < 25
    nose, ankle = (np.round(anna.landmarks[i]).astype(int) for i in (0, 27))
    assert fitted.mask[nose[1], nose[0]] == 0
    assert fitted.mask[ankle[1], ankle[0]] == 0


def test_several_garments_are_worn_together_in_dress_order(anna: Person, tee: Garment, trousers: Garment) -> None:
    fitted = engine()(anna, [tee, trousers])
    again = engine()(anna, [trousers, tee])
    assert np.array_equal(fitted.image, again.image)
    knee = np.round(anna.landmarks[25]).astype(int)
    assert fitted.mask[knee[1], knee[0]] > 0.9
    assert np.array_equal(fitted.image[fitted.mask == 0], anna.photo[fitted.mask == 0])


def test_a_kept_person_and_garment_give_the_same_picture_for_less(anna: Person, tee: Garment) -> None:
    first = vitrine.tryon(anna, tee)
    start = time.process_time()
    second = vitrine.tryon(anna, tee)
    spent = time.process_time() - start
    assert np.array_equal(first.image, second.image)
    assert "person" not in second.timings
    assert spent < 2


def test_a_garment_that_is_open_down_the_front_can_be_worn(anna: Person, tee: Garment) -> None:
    middle = round(tee.landmarks["neck-front"][0])
    slit = np.s_[:, middle - 40 : middle + 41]
    alpha, parts = tee.alpha.copy(), tee.parts.copy()
    alpha[slit], parts[slit] = 0, 0
    fitted = engine("warp")(anna, [replace(tee, alpha=alpha, parts=parts)])
    assert fitted.mask.any()
