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


@pytest.mark.parametrize(("sure", "said"), [(0.9, ()), (0.3, ("garment-unsure",))])
def test_landmarks_that_are_unsure_come_with_a_warning(
    sure: float, said: tuple[str, ...], anna: Person, tee: Garment
) -> None:
    fitted = engine("warp")(anna, [replace(tee, confidence=sure)])
    assert tuple(code for code in fitted.warnings if code == "garment-unsure") == said


@pytest.mark.parametrize("rows", [(0.0, 1.0), (0.0, 0.45), (0.2, 0.8)])
@pytest.mark.parametrize("columns", [(0.0, 0.5), (0.5, 1.0), (0.36, 0.64)])
def test_whoever_the_picture_cuts_off_is_dressed_all_the_same(
    rows: tuple[float, float], columns: tuple[float, float], anna: Person, tee: Garment, trousers: Garment
) -> None:
    # a scene that is no plain wall goes on in another way
    textured = anna.photo.copy()
    textured[anna.labels == 0] = np.random.default_rng(0).integers(0, 255, (int((anna.labels == 0).sum()), 3))
    window = tuple(
        slice(round(low * size), round(high * size))
        for (low, high), size in zip((rows, columns), anna.mask.shape, strict=True)
    )
    shown = replace(anna, photo=textured).part(window)
    shown = replace(
        shown, **{k: np.ascontiguousarray(getattr(shown, k)) for k in ("photo", "mask", "labels", "certainty")}
    )
    for garment in (tee, trousers):
        fitted = engine()(shown, [garment])
        assert np.array_equal(fitted.image[fitted.mask == 0], shown.photo[fitted.mask == 0])
