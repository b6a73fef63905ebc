"""Large photos: the garment is drawn at full size, all else is the working copy's, and the rest is the photo's."""

from dataclasses import replace

import cv2
import numpy as np
import pytest

from vitrine.fitting.engine import engine
from vitrine.fitting.warp.enlarge import Lens
from vitrine.garments.garment import Garment
from vitrine.people.person import Person
from vitrine.people.working import MOST, USUAL, scale_of, working

ZOOM = 2


@pytest.fixture(scope="module")
def large(anna: Person) -> Person:
    """The demo person as a larger photo, with grain that tells the photo's pixels from made ones."""
    size = (anna.photo.shape[1] * ZOOM, anna.photo.shape[0] * ZOOM)
    photo = cv2.resize(anna.photo, size, interpolation=cv2.INTER_CUBIC)
    grain = np.random.default_rng(4).normal(0, 2, photo.shape)
    return replace(
        anna,
        photo=np.clip(photo + grain, 0, 255).astype(np.uint8),
        landmarks=(anna.landmarks + 0.5) * ZOOM - 0.5,
        mask=cv2.resize(anna.mask, size),
        labels=cv2.resize(anna.labels, size, interpolation=cv2.INTER_NEAREST),
        certainty=cv2.resize(anna.certainty, size),
    )


def test_a_large_photo_is_worked_on_small_and_a_usual_one_as_it_is(anna: Person, large: Person) -> None:
    assert working(anna).person is anna
    small = working(large)
    assert small.person.photo.shape[0] * small.person.photo.shape[1] < MOST
    assert working(large) is small
    # a landmark stays on the same thing
    rows, cols = small.window
    there = large.landmarks[11] - (cols.start, rows.start)
    assert np.abs(small.person.landmarks[11] / small.scale - there).max() < 3


def test_a_small_person_in_a_large_photo_stays_fine() -> None:
    assert scale_of((4000, 3000), 150.0) == 1
    assert scale_of((3000, 2000), 520.0) == pytest.approx((USUAL / 6e6) ** 0.5)


def test_the_large_result_is_the_small_one_in_finer_pixels(anna: Person, large: Person, tee: Garment) -> None:
    small, fine = engine()(anna, [tee]), engine()(large, [tee])
    assert fine.image.shape == large.photo.shape
    assert np.array_equal(fine.image[fine.mask == 0], large.photo[fine.mask == 0])
    there = small.mask > 0.99
    reduced = cv2.resize(fine.image, anna.photo.shape[1::-1], interpolation=cv2.INTER_AREA)
    apart = np.abs(reduced.astype(int) - small.image).max(2)[there]
    assert np.median(apart) <= 4
    assert {c.name for c in fine.checks} == {c.name for c in small.checks}


def test_a_white_garment_is_as_white_in_a_large_photo(anna: Person, large: Person, tee: Garment) -> None:
    bright = tee.photo * (246 / np.median(tee.photo[tee.alpha > 0.9], 0))
    white = replace(tee, photo=np.minimum(np.rint(bright), 255).astype(np.uint8))
    small, fine = engine()(anna, [white]), engine()(large, [white])
    there = small.mask > 0.99
    reduced = cv2.resize(fine.image, anna.photo.shape[1::-1], interpolation=cv2.INTER_AREA)
    apart = np.median(reduced[there].astype(int) - small.image[there], 0)
    assert np.abs(apart).max() <= 1


@pytest.mark.parametrize("corner", [(0, 0), (3, 5)])
def test_a_lens_shows_the_same_in_any_view(corner: tuple[int, int]) -> None:
    values = np.random.default_rng(0).random((20, 30)).astype(np.float32)
    lens = Lens(2.5, 2.5)
    whole = lens(values, (slice(0, 60), slice(0, 80)), corner)
    part = lens(values, (slice(17, 40), slice(21, 60)), corner)
    assert np.abs(whole[17:40, 21:60] - part).max() < 0.05
