"""Bottoms beneath a coat that hung over them below the hips."""

from dataclasses import replace

import cv2
import numpy as np
from mannequin import SKIN, TROUSERS, WALL, mannequin

from vitrine.fitting.warp.beneath import level_of
from vitrine.fitting.warp.coat import drawn_on
from vitrine.fitting.warp.erase import Erased
from vitrine.fitting.warp.wearer import wearer_of
from vitrine.imaging import colour
from vitrine.people.body import bare_body
from vitrine.people.person import CLASSES, Person

COAT = (150, 40, 40)
OUTERWEAR, BOTTOMS, LEGWEAR = (CLASSES.index(name) for name in ("outerwear", "bottoms", "legwear"))


def laid_over(person: Person, *parts: list[tuple[int, int]]) -> Person:
    """The person in a coat of these polygons, which darkens the trousers a little below it."""
    labels, coat = person.labels.copy(), np.zeros(person.labels.shape, np.uint8)
    for part in parts:
        cv2.fillPoly(coat, [np.array(part)], 1)
    labels[coat > 0] = OUTERWEAR
    near = cv2.distanceTransform(1 - coat, cv2.DIST_L2, 3)
    photo = np.where((labels == BOTTOMS)[..., None], person.photo * np.clip(near / 12, 0.4, 1)[..., None], person.photo)
    photo[coat > 0] = COAT
    return replace(person, photo=photo.astype(np.uint8), labels=labels, mask=(labels > 0).astype(np.float32))


def coated() -> Person:
    """In a coat that is closed and ends below the knees, lower on one side."""
    return laid_over(mannequin(), [(165, 150), (255, 150), (285, 480), (130, 450)])


def without(person: Person) -> Erased:
    return wearer_of(person).undressed(person, "tops", np.zeros_like(person.mask))


def near(picture: np.ndarray, target: tuple[int, int, int], limit: float = 10) -> np.ndarray:
    return colour.difference(colour.lab(picture), colour.lab(np.array(target, np.uint8))) < limit


def test_trousers_go_on_beneath_a_coat_as_wide_and_as_light_as_below_it() -> None:
    found = without(coated())
    cloth = near(found.picture, TROUSERS)
    below = np.flatnonzero(near(mannequin().photo, TROUSERS)[500])
    for row in (400, 430, 455, 485):
        across = np.flatnonzero(cloth[row])
        assert abs(int(across[0]) - int(below[0])) < 8 and abs(int(across[-1]) - int(below[-1])) < 8
        assert cloth[row, 162:184].all() and cloth[row, 236:256].all()
    assert not near(found.picture, COAT, 20)[300:].any()
    assert not near(found.picture, SKIN)[390:500].any()
    assert found.drawn_on


def test_legs_beneath_a_coat_are_apart_as_below_it() -> None:
    picture = without(coated()).picture
    assert near(picture, WALL)[430:470, 208:214].all()
    # they part at the crotch, not at the hips
    assert near(picture, TROUSERS)[345, 190:230].all()


def test_the_hidden_half_of_a_skirt_is_as_wide_as_the_other() -> None:
    person = mannequin()
    labels = person.labels.copy()
    labels[labels == BOTTOMS] = LEGWEAR
    cv2.fillPoly(labels, [np.array([(162, 320), (258, 320), (290, 470), (130, 470)])], BOTTOMS)
    photo = person.photo.copy()
    photo[labels == BOTTOMS] = TROUSERS
    skirt = replace(person, photo=photo, labels=labels, mask=(labels > 0).astype(np.float32))
    found = without(laid_over(skirt, [(212, 150), (255, 150), (300, 440), (212, 440)]))
    cloth = near(found.picture, TROUSERS)
    for row in (380, 410, 435):
        left, right = (int(np.flatnonzero(cloth[row])[k]) for k in (0, -1))
        assert abs((210 - left) - (right - 210)) < 10


def test_leggings_go_on_where_no_bottoms_are_in_sight() -> None:
    person = coated()
    labels = np.where(person.labels == BOTTOMS, LEGWEAR, person.labels).astype(np.uint8)
    assert near(without(replace(person, labels=labels)).picture, TROUSERS)[430, 165:180].all()


def test_a_top_that_ends_at_the_hips_is_no_coat_and_nothing_tells_what_a_floor_length_one_hides() -> None:
    person = mannequin()
    removed = np.isin(person.labels, [CLASSES.index("top")])
    assert drawn_on(person, bare_body(person), removed) is None
    hidden = coated()
    labels = np.where(hidden.labels == BOTTOMS, CLASSES.index("shoes"), hidden.labels).astype(np.uint8)
    hidden = replace(hidden, labels=labels)
    removed = labels == OUTERWEAR
    assert (level_of(bare_body(hidden))[removed] > 1.2).any()
    assert drawn_on(hidden, bare_body(hidden), removed) is None


def test_a_hand_that_the_coat_hid_lies_before_them_with_a_soft_edge() -> None:
    person = mannequin(sleeve=2)
    # the left arm hangs before the thigh, its hand in the coat's pocket
    person.landmarks[13], person.landmarks[15] = (245, 240), (240, 318)
    person.landmarks[[17, 19, 21]] = (240, 345)
    person = laid_over(person, [(165, 150), (255, 150), (285, 480), (130, 450)])
    body = bare_body(person)
    hand = body.hidden_hands["left"]
    found = without(person)
    skin = found.skin[hand.window]
    assert np.median(skin[hand.cover > 0.95]) > 0.9
    # from hand to cloth in more than one step
    rim = (hand.cover > 0.05) & (hand.cover < 0.95)
    assert ((skin > 0.15) & (skin < 0.85))[rim].mean() > 0.25


def plaid() -> Person:
    """In trousers of a plaid whose lines are a tenth of a unit apart and more."""
    person = mannequin()
    rows, columns = np.indices(person.labels.shape)
    line = ((rows % 14 < 4) | (columns % 12 < 3)) & (person.labels == BOTTOMS)
    return replace(person, photo=np.where(line[..., None], np.uint8(230), person.photo))


def test_a_pattern_goes_on_beneath_a_coat_as_strong_as_below_it() -> None:
    picture = without(laid_over(plaid(), [(165, 150), (255, 150), (275, 430), (140, 430)])).picture.astype(np.float32)
    hidden, seen = (picture[rows, 166:186].mean(2) for rows in (slice(370, 410), slice(460, 500)))
    assert hidden.std() > 0.7 * seen.std()
    assert hidden.std(0).mean() > 10 and hidden.std(1).mean() > 10, "lines along and across"


def test_what_an_open_coat_shows_of_trousers_stays_as_it_is() -> None:
    person = mannequin()
    photo = person.photo.copy()
    photo[390:394, 180:199] = (65, 75, 135)
    coat = laid_over(
        replace(person, photo=photo),
        [(150, 150), (180, 150), (180, 450), (140, 450)],
        [(235, 150), (270, 150), (280, 450), (235, 450)],
    )
    found = without(coat)
    assert found.drawn_on
    assert near(found.picture, (65, 75, 135), 6)[390:394, 191:197].all()


def test_the_outline_of_what_is_drawn_on_is_soft() -> None:
    light = without(coated()).picture[380:440, 140:180].mean(2)
    between = (light > light.min() + 40) & (light < light.max() - 40)
    assert (between.sum(1) >= 1).all()
