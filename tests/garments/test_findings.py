"""What is wrong with a picture: each finding on pictures made for it, and none of them on a good one."""

from dataclasses import replace

import cv2
import numpy as np
import pytest
from drawn import tee, trousers
from hypothesis import given
from hypothesis import strategies as st

from vitrine.garments.cutout import Cutout
from vitrine.garments.describe import described
from vitrine.garments.findings import blurred, box_of, cut_off, findings, ramp, too_dark, too_small
from vitrine.garments.garment import Garment
from vitrine.garments.sight import FLAWS, SIGHTS, Sight
from vitrine.nets import Nets


@pytest.fixture(scope="module")
def shirt() -> Garment:
    drawn = tee(kind="wood")
    return described(drawn.photo, Cutout(drawn.alpha, True, 1.0), Nets().own, "tops", "auto")


def seen(**flaws: float) -> Sight:
    return Sight(dict.fromkeys(SIGHTS, 0.0) | {"t-shirt": 1.0}, dict.fromkeys(FLAWS, 0.0) | flaws)


def test_a_good_picture_has_no_findings(shirt):
    assert {f.code for f in findings(shirt.photo, shirt, seen())} <= {"shape-unsure"}


def test_the_weight_of_darkness_grows_as_light_goes(shirt):
    weights = []
    for share in (1.0, 0.3, 0.1, 0.02):
        dark = (255 * ((shirt.photo / 255.0) ** 2.2 * share) ** (1 / 2.2)).astype(np.uint8)
        found = too_dark(dark)
        weights.append(found.weight if found else 0.0)
    assert weights == sorted(weights)
    assert weights[0] == 0
    assert weights[-1] > 0.7


def test_black_cloth_on_white_is_not_dark():
    assert too_dark(tee(colour=(8, 8, 10)).photo) is None


def test_the_weight_of_blur_grows(shirt):
    weights = [
        found.weight if (found := blurred(cv2.GaussianBlur(shirt.photo, (0, 0), s))) else 0.0 for s in (0.5, 6, 20)
    ]
    assert weights == sorted(weights)
    assert weights[0] == 0
    assert weights[-1] > 0.7


@pytest.mark.parametrize(("edge", "crop"), [("left", np.s_[:, 170:]), ("bottom", np.s_[:500]), ("top", np.s_[200:])])
def test_a_garment_is_cut_off_at_the_edge_it_runs_over(edge, crop):
    found = cut_off(np.ascontiguousarray(trousers().alpha[crop] if edge == "top" else tee().alpha[crop]))
    assert found is not None
    assert edge in found.edges
    assert found.weight > 0.5
    assert found.box is not None


def test_a_garment_within_its_picture_is_not_cut_off():
    assert cut_off(tee().alpha) is None


def test_small_garments_weigh_more():
    small = np.zeros((800, 600), np.float32)
    small[300:390, 200:280] = 1
    found = too_small(small)
    assert found is not None
    assert found.weight > 0.9
    assert too_small(tee().alpha) is None


def test_the_networks_word_is_taken_over_with_its_weight(shirt):
    found = {f.code: f.weight for f in findings(shirt.photo, shirt, seen(folded=0.8, banner=0.6, several=0.7))}
    assert found["folded"] == 0.8
    assert found["banner"] == 0.6
    assert found["several-garments"] == 0.7


def test_on_a_body_nothing_counts_as_folded_and_what_is_hidden_is_said(shirt):
    worn = replace(shirt, photo_type="worn")
    codes = {f.code for f in findings(worn.photo, worn, seen(folded=0.9), lost=0.2)}
    assert "folded" not in codes
    assert "part-hidden" in codes


@given(st.floats(-1e3, 1e3), st.floats(-1e3, 1e3), st.floats(0.1, 1e3))
def test_a_ramp_stays_within_its_ends(value, low, width):
    assert 0 <= ramp(value, low, low + width) <= 1
    assert ramp(low, low, low + width) == 0
    assert ramp(low + width, low, low + width) == pytest.approx(1)


@given(st.integers(0, 20), st.integers(0, 20), st.integers(1, 20), st.integers(1, 20))
def test_a_box_holds_its_region(x, y, width, height):
    where = np.zeros((40, 40), bool)
    where[y : y + height, x : x + width] = True
    box = box_of(where)
    assert box is not None
    assert (box.x, box.y, box.width, box.height) == (x, y, width, height)
    assert box_of(np.zeros((4, 4), bool)) is None
