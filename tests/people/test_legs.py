from dataclasses import replace

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mannequin import mannequin

from vitrine.people.body import JOINTS, bare_body
from vitrine.people.legs import AT, PER_BONE, Leg, Legs, _meeting, _unbent, heights, measured
from vitrine.people.person import CLASSES, Person

BOTTOMS = CLASSES.index("bottoms")


def legs_of(person: Person) -> Legs:
    joints = {name: (float(person.landmarks[i, 0]), float(person.landmarks[i, 1])) for name, i in JOINTS.items()}
    return measured(person, joints, np.zeros(person.labels.shape, bool), 102.0)


def widened(pixels: int) -> Person:
    """The mannequin in trousers wider by some pixels on either side, which may close the gap between the legs."""
    person = mannequin()
    rows = np.arange(person.labels.shape[0])[:, None]
    trousers = person.labels == BOTTOMS
    wide = trousers.copy()
    for step in range(1, pixels + 1):
        wide[:, step:] |= trousers[:, :-step]
        wide[:, :-step] |= trousers[:, step:]
    person.labels[wide & (person.labels == 0) & (rows > 352)] = BOTTOMS
    person.mask[:] = person.labels > 0
    return person


def narrowed(pixels: int) -> Person:
    """The mannequin in trousers narrower by some pixels on either side."""
    person = mannequin()
    trousers = (person.labels == BOTTOMS).astype(np.uint8)
    kept = cv2.erode(trousers, np.ones((1, 2 * pixels + 1), np.uint8)) > 0
    person.labels[(trousers > 0) & ~kept & (np.arange(640)[:, None] > 352)] = 0
    return person


def test_close_trousers_show_the_leg() -> None:
    legs = legs_of(narrowed(6))
    assert legs.close
    calf = np.abs(AT - 1.4) < 0.2
    for leg in legs.of.values():
        width = (leg.outer + leg.inner)[calf]
        assert (np.abs(width - 32) < 5).all()


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 22))
def test_no_trousers_make_a_leg_wider_than_usual(pixels: int) -> None:
    legs = legs_of(widened(pixels))
    for leg in legs.of.values():
        assert ((leg.outer + leg.inner) < 0.62 * 102).all()
        assert (leg.outer > 0).all() and (leg.inner > 0).all()


def test_legs_never_cross_the_middle_but_for_their_overlap() -> None:
    legs = legs_of(mannequin())
    left, right = legs.of["left"].inner_edge, legs.of["right"].inner_edge
    assert (left[:, 0] - right[:, 0] > -0.07 * 102).all()


def test_the_fork_is_where_the_legs_part() -> None:
    person = mannequin()
    person.labels[330:390, 190:230] = BOTTOMS
    assert abs(legs_of(person).fork - 60) < 10


def test_height_is_positive_between_the_edges_only() -> None:
    leg = legs_of(mannequin()).of["left"]
    rows, columns = np.mgrid[0:640, 0:420].astype(np.float32)
    found = heights(np.stack([columns, rows], -1), leg)
    i = PER_BONE // 2
    (x0, y0), (x1, y1) = leg.inner_edge[i], leg.outer_edge[i]
    for share, sign in ((0.1, 1), (0.5, 1), (0.9, 1), (-0.15, -1), (1.15, -1)):
        x, y = x0 + (x1 - x0) * share, y0 + (y1 - y0) * share
        assert np.sign(found[round(float(y)), round(float(x))]) == sign


def test_a_body_has_smooth_legs_under_wide_trousers() -> None:
    body = bare_body(widened(18))
    edge = np.array([np.flatnonzero(body.mask[y, 246:] < 0.5)[0] for y in range(380, 560)])
    assert np.abs(np.diff(edge)).max() <= 2


def slanting(person: Person, slope: float) -> Person:
    """The person sheared sideways."""
    shear = np.array([[1, slope, -slope * 400], [0, 1, 0]], np.float32)
    size = person.labels.shape[::-1]
    labels = cv2.warpAffine(person.labels, shear, size, flags=cv2.INTER_NEAREST)
    marks = np.column_stack([person.landmarks[:, :2], np.ones(len(person.landmarks))]) @ shear.T
    return replace(person, labels=labels, mask=(labels > 0).astype(np.float32), landmarks=marks.astype(np.float32))


@pytest.mark.parametrize("slope", [0.0, 0.3])
def test_legs_beneath_a_skirt_meet_those_that_come_out_of_it(slope: float) -> None:
    person, hem = mannequin(), 500
    legs = (person.labels == BOTTOMS).astype(np.uint8)
    rows = np.arange(person.labels.shape[0])[:, None]
    thin = cv2.erode(legs, np.ones((1, 9), np.uint8)) > 0
    person.labels[(legs > 0) & (rows >= hem)] = np.where(thin, CLASSES.index("skin"), 0)[(legs > 0) & (rows >= hem)]
    person = slanting(person, slope)
    person.labels[330:hem, 140:320] = CLASSES.index("dress")
    found = legs_of(person)
    for leg in found.of.values():
        for edge in (leg.outer_edge, leg.inner_edge):
            columns = np.flatnonzero(person.labels[hem + 4] == CLASSES.index("skin"))
            at = np.interp(hem - 2, edge[:, 1], edge[:, 0])
            assert np.abs(columns - at).min() < 3.5


def test_legs_that_part_beside_the_middle_do_not_overlap() -> None:
    person = mannequin()
    for left, right in ((23, 24), (25, 26), (27, 28)):
        person.landmarks[[left, right], 0] = 224, 196
    # below loose shorts the left leg reaches all but to the middle, at 210
    person.labels[330:] = 0
    person.labels[330:430, 150:270] = BOTTOMS
    person.labels[430:590, 211:250] = person.labels[430:590, 172:197] = CLASSES.index("skin")
    person.mask[:] = person.labels > 0
    legs = legs_of(person)
    for side, edge in (("left", 211), ("right", 197)):
        inner = legs.of[side].inner_edge
        assert (np.abs(inner[(inner[:, 1] > 440) & (inner[:, 1] < 560), 0] - edge) < 2.5).all()


def test_a_leg_lies_between_the_wrinkles_of_close_trousers() -> None:
    wrinkled = mannequin()
    y = int(wrinkled.landmarks[25, 1])
    flat = legs_of(mannequin()).of["left"]
    trousers = wrinkled.labels == BOTTOMS
    for row in range(y - 60, y + 60):
        if row % 24 < 12:
            wrinkled.labels[row, 5:][trousers[row, :-5] & (wrinkled.labels[row, 5:] == 0)] = BOTTOMS
    found = legs_of(wrinkled).of["left"]
    near = np.abs(AT - 1) < 0.4
    assert (found.outer[near] < flat.outer[near] + 3).all()


def test_a_gap_between_legs_runs_out_in_a_wedge() -> None:
    legs, unit = bare_body(mannequin()).legs.of, 100.0
    gap = np.linspace(-0.05, 0.15, len(AT)) * unit
    reach = np.full(len(AT), 0.2 * unit)
    near = {side: replace(leg, inner=reach) for side, leg in legs.items()}
    between = 2 * reach + gap
    made = _meeting(near, between, unit)
    left = between - made["left"].inner - made["right"].inner
    assert (left[gap < 0] < 0).all()
    # whatever gap there is stays, down to the narrowest
    assert np.allclose(left[gap > 0.01 * unit], gap[gap > 0.01 * unit])


def test_a_hidden_leg_goes_round_a_bent_knee() -> None:
    hip, knee, ankle = np.array([100.0, 100]), np.array([130.0, 300]), np.array([110.0, 500])
    t = AT[:, None]
    bone = np.where(t <= 1, hip + (knee - hip) * t, knee + (ankle - knee) * (t - 1))
    way = np.where(t <= 1, knee - hip, ankle - knee)
    way = way / np.hypot(*way.T)[:, None]
    leg = Leg(bone, np.stack([way[:, 1], -way[:, 0]], 1), np.full(len(AT), 30.0), np.full(len(AT), 30.0))
    round_it = _unbent(leg, AT > -1)
    inward = (round_it.outer - leg.outer) * leg.out[:, 0]
    assert inward[PER_BONE] < -1.5 and np.argmin(inward) in range(PER_BONE - 1, PER_BONE + 2)
    assert np.allclose(round_it.outer + round_it.inner, 60) and np.allclose(inward[[0, 4, -4, -1]], 0)
    seen = _unbent(leg, AT > 3)
    assert np.array_equal(seen.outer, leg.outer) and np.array_equal(seen.inner, leg.inner)
