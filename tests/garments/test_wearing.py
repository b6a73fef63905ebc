"""A garment on a body: found by its slot, its landmarks where pose and parsing say, what a hand hides completed."""

import numpy as np
import pytest
from mannequin import TOP, mannequin

from vitrine.garments.garment import PARTS
from vitrine.garments.wearing import of
from vitrine.people.person import CLASSES
from vitrine.workflows.values import pack, unpack


def worn(person, category="auto"):
    found = of(person, category)
    assert found is not None
    return found


@pytest.mark.parametrize(("reach", "name"), [(0.6, "short"), (1.2, "three-quarter"), (1.9, "long")])
def test_a_top_is_found_with_its_sleeves(reach, name):
    garment, lost = worn(mannequin(sleeve=reach))
    assert (garment.category, garment.photo_type, garment.sleeve) == ("tops", "worn", name)
    assert lost < 0.01
    assert garment.filled is None
    for side, part in (("left", 1 + PARTS.index("left-sleeve")), ("right", 1 + PARTS.index("right-sleeve"))):
        assert (garment.parts == part).sum() > 300
        inner, outer = (np.array(garment.landmarks[f"cuff-{k}-{side}"]) for k in ("inner", "outer"))
        assert 10 < np.hypot(*(outer - inner)) < 60


def test_left_and_right_are_the_wearers_and_mirror_each_other():
    points = worn(mannequin(flare=30))[0].landmarks
    for name in ("neck", "shoulder", "armpit", "waist", "hem", "cuff-outer"):
        (xl, yl), (xr, yr) = points[f"{name}-left"], points[f"{name}-right"]
        assert xl > 210 > xr
        assert abs((xl - 210) - (210 - xr)) < 14
        assert abs(yl - yr) < 14
    assert points["hem-left"][0] - points["waist-left"][0] > 8
    assert points["neck-front"][1] == pytest.approx(164, abs=6)


def test_the_coverage_is_the_parsers_and_no_skin():
    person = mannequin()
    garment, _ = worn(person)
    top = person.labels == CLASSES.index("top")
    both = ((garment.alpha > 0.5) & top).sum() / ((garment.alpha > 0.5) | top).sum()
    assert both > 0.95


def test_a_hand_over_the_top_is_filled_with_its_cloth_and_said():
    person = mannequin(hand_over=True, sleeve=0.4)
    garment, lost = worn(person)
    hand = np.zeros(person.labels.shape, bool)
    hand[285:305, 225:245] = True
    assert (person.labels[hand] == CLASSES.index("skin")).mean() > 0.5
    assert lost > 0.01
    assert garment.alpha[hand].min() > 0.85
    assert np.quantile(np.abs(garment.photo[hand].astype(int) - TOP), 0.97) < 40
    assert (garment.photo[person.labels == 0] == person.photo[person.labels == 0]).mean() > 0.99


def test_what_was_filled_outlives_packing():
    person = mannequin(hand_over=True, sleeve=0.4)
    garment, _ = worn(person)
    again = unpack(type(garment), person.photo, pack(garment))
    assert (again.photo == garment.photo).all()


def test_bottoms_are_found_when_asked_for():
    garment, _ = worn(mannequin(), "bottoms")
    assert garment.category == "bottoms"
    assert {"crotch", "waistband-left", "ankle-outer-right"} <= set(garment.landmarks)
    assert garment.landmarks["crotch"][1] < 430


def test_nothing_is_found_where_nothing_of_the_slot_is_worn():
    assert of(mannequin(), "dresses") is None
