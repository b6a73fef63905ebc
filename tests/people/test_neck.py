"""The outline of neck and shoulders: as it is seen, and made up beneath a collar."""

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mannequin import mannequin

from vitrine.people.body import bare_body, unit_of
from vitrine.people.neck import beside, middle, outline
from vitrine.people.person import CLASSES, Person

NECK = {"neck": (210.0, 160.0), "shoulder-left": (260.0, 160.0), "shoulder-right": (160.0, 160.0)}


def collared(person: Person, stands: int, high: int) -> Person:
    """A person in a collar that stands off the neck, drawn in place."""
    x, y = 210, 160
    ring = np.array([(x - 40, y - 20), (x - 24 - stands, y - high), (x + 24 + stands, y - high), (x + 40, y - 20)])
    canvas = np.zeros(person.labels.shape, np.uint8)
    cv2.fillPoly(canvas, [ring.astype(np.int32)], 1)
    person.labels[canvas > 0] = CLASSES.index("top")
    person.mask[canvas > 0] = 1
    return person


@settings(max_examples=12, deadline=None)
@given(stands=st.integers(0, 14), high=st.integers(30, 44))
def test_a_collar_that_stands_off_is_no_neck(stands: int, high: int) -> None:
    free = outline(mannequin(), NECK, unit_of(mannequin().landmarks))
    person = collared(mannequin(), stands, high)
    lines = outline(person, NECK, unit_of(person.landmarks))
    for side, line in lines.items():
        out = np.abs(line[:, 0] - 210)
        # downward and outward all along, and no broader at the collar's top than the neck that is seen above it
        assert (np.diff(line[:, 1]) >= -1e-3).all() and (np.diff(out) >= -1e-3).all()
        assert np.interp(160 - high, line[:, 1], out) < 24 + 6
        assert side in free or len(line) > 20


def test_both_sides_of_an_upright_person_are_alike() -> None:
    lines = outline(collared(mannequin(), 6, 36), NECK, unit_of(mannequin().landmarks))
    assert set(lines) == {"left", "right"}
    rows = np.arange(128, 150)
    left, right = (np.interp(rows, lines[side][:, 1], lines[side][:, 0]) for side in ("left", "right"))
    assert np.abs((left - 210) - (210 - right)).max() < 3


def test_hair_hides_the_neck() -> None:
    person = mannequin()
    for columns in (slice(120, 194), slice(227, 300)):
        person.labels[60:150, columns] = CLASSES.index("hair")
    assert outline(person, NECK, unit_of(person.landmarks)) == {}


def test_what_lies_beside_the_line_is_free() -> None:
    line = np.array([(230, 100), (232, 120), (250, 140), (270, 144)], np.float32)
    free = beside((200, 400), line)
    assert free[110, 260] and free[105, 240]
    assert not free[110, 220] and not free[150, 260] and not free[110, 280]


@pytest.mark.parametrize("off", [-8, 0, 8])
def test_the_neck_s_middle_is_where_both_its_edges_are(off: int) -> None:
    labels = np.zeros((300, 400), np.uint8)
    labels[60:160, 210 + off - 20 : 210 + off + 21] = CLASSES.index("skin")
    labels[40:90, 170:250] = CLASSES.index("skin")  # the jaw
    assert middle(labels, 210.0, 160.0, 100.0) == pytest.approx(210 + off, abs=1)
    labels[60:160, 210 + off + 21 : 250] = CLASSES.index("hair")
    assert middle(labels, 210.0, 160.0, 100.0) == 210


def test_pale_cloth_that_the_matte_has_lost_is_a_shoulder_all_the_same() -> None:
    person = collared(mannequin(), 6, 36)
    whole = outline(person, NECK, unit_of(person.landmarks))
    person.mask[: round(whole["right"][-1, 1]) + 6, :185] = 0
    for side, line in outline(person, NECK, unit_of(person.landmarks)).items():
        assert np.abs(line[-1] - whole[side][-1]).max() < 2


def test_the_body_knows_its_neck() -> None:
    body = bare_body(collared(mannequin(), 8, 36))
    assert set(body.neck) == {"left", "right"}
