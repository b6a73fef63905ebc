"""Where a hand comes out of a sleeve."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from mannequin import mannequin

from vitrine.people.body import bare_body, unit_of
from vitrine.people.person import CLASSES, Person
from vitrine.people.wrists import arm_end, uncuffed

SKIN, TOP = CLASSES.index("skin"), CLASSES.index("top")


def sleeved(aside: int = 0, half: int = 13) -> tuple[Person, int]:
    """A person with a long sleeve on the left, a hand `aside` of the arm's axis in it, and the row where that ends."""
    person = mannequin(sleeve=2)
    x, y = (int(v) for v in person.landmarks[15])
    person.landmarks[[17, 19, 21]] = person.landmarks[15] + np.array([0, 40], np.float32)
    end = y + 8
    person.labels[y - 60 : end, x - 25 : x + 26] = TOP
    person.labels[end : y + 60, x - 60 : x + 60] = 0
    person.labels[end : y + 55, x + aside - half : x + aside + half + 1] = SKIN
    return person, end


def found(person: Person, side: str = "left") -> object:
    elbow, wrist = (tuple(float(v) for v in person.landmarks[k]) for k in (13, 15))
    return arm_end(person.labels, person.landmarks, side, elbow, wrist, unit_of(person.landmarks))


@settings(max_examples=15, deadline=None)
@given(st.integers(-5, 5), st.integers(8, 14))
def test_the_end_of_a_sleeved_arm_is_as_wide_as_its_hand_and_where_that_is(aside: int, half: int) -> None:
    person, row = sleeved(aside, half)
    end = found(person)
    assert end is not None
    assert abs(end.radius - half) < 1.6
    assert abs(end.at[0] - (person.landmarks[15, 0] + aside)) < 1.6
    assert 0 <= end.at[1] - row < 4


def test_a_bare_arm_has_no_sleeve() -> None:
    assert found(mannequin(sleeve=0.5)) is None


def test_the_made_arm_runs_into_the_hand_without_a_step() -> None:
    person, row = sleeved(aside=5, half=14)
    body = bare_body(person)
    x = int(person.landmarks[15, 0]) + 5
    rows = body.mask[row - 30 : row + 12, x - 40 : x + 40] > 0.5
    widths = rows.sum(1)
    assert np.abs(np.diff(widths.astype(int))).max() <= 3
    left = rows.argmax(1)
    assert np.abs(np.diff(left)).max() <= 3


def test_a_nick_of_scene_between_cuff_and_hand_bites_nothing_off_the_made_arm() -> None:
    person, row = sleeved(half=14)
    x = int(person.landmarks[15, 0])
    person.labels[row : row + 2, x - 14 : x - 9] = 0
    assert bare_body(person).mask[row : row + 2, x - 12 : x - 8].min() > 0.8


def test_skin_at_the_corners_of_a_cuff_is_cuff() -> None:
    person, row = sleeved()
    x = int(person.landmarks[15, 0])
    crumbs = np.zeros(person.labels.shape, bool)
    crumbs[row - 2 : row + 1, x + 20 : x + 24] = True
    hand = np.zeros_like(crumbs)
    hand[row : row + 40, x - 13 : x + 14] = True
    person.labels[crumbs] = SKIN
    mended = uncuffed(person.labels, person.landmarks, unit_of(person.landmarks))
    assert (mended[crumbs] == TOP).all()
    assert (mended[hand] == SKIN).all()


def test_an_arm_is_led_into_the_slice_in_sight_of_a_hand_half_behind_cloth() -> None:
    person = mannequin()
    x, y = (int(v) for v in person.landmarks[19])
    bottoms = CLASSES.index("bottoms")
    person.labels[y - 30 : y + 30, x - 40 : x + 4] = bottoms
    end = bare_body(person).ends["left"]
    seen = np.flatnonzero(person.labels[int(end.at[1])] == SKIN)
    seen = seen[seen > 210]
    assert abs(2 * end.radius - len(seen)) < 3
    assert abs(end.at[0] - seen.mean()) < 3


def test_a_hand_of_which_a_strip_is_in_sight_beside_cloth_is_whole_beneath() -> None:
    person = mannequin()
    unit, (x, y) = unit_of(person.landmarks), (int(v) for v in person.landmarks[19])
    row = person.labels[y, x - 40 : x + 40]
    edge = x - 40 + int(np.flatnonzero(row == SKIN)[-1])
    person.labels[y - 60 : y + 60, x - 60 : edge - round(0.05 * unit)] = CLASSES.index("dress")
    body = bare_body(person)
    end = body.ends["left"]
    assert end.tip is not None and end.tip[0][1] > end.at[1]
    hidden = np.arange(edge - round(0.09 * unit), edge - round(0.06 * unit))
    assert (body.mask[y, hidden] > 0.5).all()
    # a narrow hand beside nothing is as it is
    assert bare_body(mannequin()).ends["left"].tip is None


def test_what_cloth_hides_of_a_hand_ends_where_what_is_in_sight_of_it_does() -> None:
    person = mannequin()
    unit, (x, y) = unit_of(person.landmarks), (int(v) for v in person.landmarks[19])
    edge = x - 40 + int(np.flatnonzero(person.labels[y, x - 40 : x + 40] == SKIN)[-1])
    person.labels[y - 60 : y + 60, x - 60 : edge - round(0.05 * unit)] = CLASSES.index("dress")
    long = bare_body(person).ends["left"].tip
    person.labels[y + 8 :, edge - round(0.05 * unit) : edge + 60] = 0
    short = bare_body(person).ends["left"].tip
    assert long is not None and short is not None
    assert short[0][1] + short[1] < y + 10 and short[0][1] < long[0][1]


def test_a_speck_at_its_edge_does_not_end_a_hand_that_cloth_half_hides() -> None:
    person = mannequin()
    unit, (x, y) = unit_of(person.landmarks), (int(v) for v in person.landmarks[19])
    edge = x - 40 + int(np.flatnonzero(person.labels[y, x - 40 : x + 40] == SKIN)[-1])
    person.labels[y - 60 : y + 60, x - 60 : edge - round(0.05 * unit)] = CLASSES.index("dress")
    long = bare_body(person).ends["left"].tip
    person.labels[y + 6, edge - 1] = 0
    specked = bare_body(person).ends["left"].tip
    assert long is not None and specked is not None
    assert abs(specked[0][1] - long[0][1]) < 3


def test_a_wrist_widens_into_its_hand_without_a_corner() -> None:
    arm = bare_body(mannequin()).arms["left"]
    x, y = (float(v) for v in arm.at[-1])
    radius = float(arm.radius[-1])
    drawn = arm.drawn((900, 600), ends=[((x, y + 40), radius + 10)])
    width = drawn[round(y) - 4 : round(y) + 40].sum(1).astype(float)
    growth = np.convolve(np.diff(width), np.ones(4) / 4, "valid")
    middle = growth[len(growth) // 2 - 3 : len(growth) // 2 + 6]
    assert middle.mean() > 2 * max(abs(growth[:4]).mean(), 0.1), "slowly at first"
