from dataclasses import replace

import cv2
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from mannequin import landmarks, mannequin

from vitrine.people.body import RADII, bare_body, unit_of
from vitrine.people.person import CLASSES


def test_unit_is_the_larger_of_shoulders_and_torso_share() -> None:
    points = landmarks()
    assert unit_of(points) == np.float32(0.6 * 170)
    points[11, 0] += 100
    assert unit_of(points) == 200


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 60))
def test_a_wide_hem_is_no_body(flare: int) -> None:
    person = mannequin(flare=flare)
    body = bare_body(person)
    assert body.mask[345, 258 + 18] < 0.5
    assert not (body.mask[345, 320:] > 0.5).any()


def test_the_body_lies_within_the_person() -> None:
    person = mannequin(sleeve=2, flare=30)
    body = bare_body(person)
    # wrinkles and steps of the outline are smoothed over
    beside = cv2.erode((person.labels == 0).astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    assert (body.mask[beside] < 0.6).all()
    assert body.mask[250, 210] > 0.99 and body.mask[88, 210] > 0.99


def test_arms_are_as_wide_as_their_bare_part() -> None:
    person = mannequin(sleeve=0.5)
    body = bare_body(person)
    thin = body.radius["elbow-left"]
    assert abs(2 * thin - 24) < 4
    assert thin < RADII["elbow"] * body.unit * 1.3


def test_relief_is_highest_in_the_middle_of_a_limb() -> None:
    body = bare_body(mannequin())
    row = body.relief[400, 210:290]
    assert 24 < int(row.argmax()) < 46
    assert row.max() > 10


def test_joints_are_named() -> None:
    body = bare_body(mannequin())
    assert body.joints["neck"] == (210, 160)
    assert body.joints["wrist-left"] == (300, 325)


def test_a_bag_is_no_body() -> None:
    person = mannequin()
    person.labels[380:430, 300:350] = CLASSES.index("bag")
    assert (bare_body(person).mask[385:425, 310:345] < 0.5).all()


def test_an_arm_half_behind_a_skirt_is_as_wide_as_the_other() -> None:
    person, whole = mannequin(), bare_body(mannequin())
    row = 280
    arm = np.flatnonzero(whole.mask[row, 255:] > 0.5) + 255
    rows, columns = np.indices(person.labels.shape)
    axis = np.interp(rows, [240, 325], [arm.mean() - (row - 240) * 0.1, arm.mean() + 4.5])
    person.labels[(rows > 240) & (rows < 420) & (columns > 210) & (columns < axis + 3)] = CLASSES.index("dress")
    # the pose takes the strip in sight for the arm
    person.landmarks[[13, 15], 0] += 8
    found = bare_body(person).mask[row]
    assert (found[arm[2:-2]] > 0.5).mean() > 0.9


def test_a_thin_arm_beside_a_skirt_is_no_wider_than_it_shows() -> None:
    person = mannequin()
    row = 290
    arm = np.flatnonzero((person.labels[row] == CLASSES.index("skin")) & (np.arange(420) > 255))
    rows, columns = np.indices(person.labels.shape)
    axis = arm.mean() + (rows - row) * 14 / 80
    person.labels[(rows > 250) & (rows < 420) & (columns > 210) & (columns < axis - 6)] = CLASSES.index("dress")
    shown = np.flatnonzero((person.labels[row] == CLASSES.index("skin")) & (np.arange(420) > 255))
    trunk = np.arange(420) < 262
    found = np.flatnonzero((bare_body(person).mask[row] > 0.5) & ~trunk)
    assert shown[0] - found[0] < 6


def test_an_a_line_dress_tells_nothing_of_the_waist() -> None:
    person = mannequin(sleeve=0.5)
    dress = np.zeros_like(person.labels)
    cv2.fillPoly(dress, [np.array([(165, 150), (255, 150), (295, 420), (125, 420)])], 1)
    person.labels[(dress > 0) & (person.labels != CLASSES.index("skin"))] = CLASSES.index("dress")
    mask = bare_body(person).mask
    # at the waist, 270, the dress is 130 wide
    assert 84 < (mask[270, 150:270] > 0.5).sum() < 100
    # trousers as wide show a wide body
    person.labels[person.labels == CLASSES.index("dress")] = CLASSES.index("bottoms")
    assert (bare_body(person).mask[270, 150:270] > 0.5).sum() > 102


def test_an_open_jacket_that_hangs_beside_the_bottoms_is_no_hip() -> None:
    person = mannequin()
    plain = bare_body(person).mask
    y = int(person.landmarks[[23, 24], 1].mean())
    edge = int(np.flatnonzero(person.labels[y] == CLASSES.index("bottoms"))[-1]) + 1
    flap = np.zeros(person.labels.shape, bool)
    flap[y - 40 : y + 25, edge : edge + 20] = True
    flap &= person.labels == 0
    person.labels[flap] = CLASSES.index("outerwear")
    assert flap.sum() > 400
    assert (np.abs(bare_body(person).mask - plain)[flap] > 0.5).mean() < 0.08


def test_above_the_armpit_the_breast_goes_over_into_the_arm() -> None:
    person = mannequin(sleeve=0)
    # a vest as wide as the arms let it be
    between = np.zeros_like(person.labels)
    cv2.fillPoly(between, [np.array([(250, 150), (268, 150), (282, 240), (250, 240)])], 1)
    person.labels[(between > 0) & (person.labels == 0)] = CLASSES.index("top")
    person.mask[:] = person.labels > 0
    body = bare_body(person)
    for share, joined in ((0.2, True), (0.35, True)):
        row = round(160 + share * body.unit)
        line = body.mask[row, 210:275] > 0.5
        assert line[: int(np.flatnonzero(line)[-1])].all() == joined


def test_a_wide_sleeve_beside_the_trunk_is_none_of_it() -> None:
    person = mannequin(sleeve=0.6)
    narrow = bare_body(person).mask
    labels = person.labels.copy()
    x, y = np.round(person.landmarks[11] + 0.6 * (person.landmarks[13] - person.landmarks[11])).astype(int)
    # its corner hangs between arm and trunk
    cv2.fillPoly(labels, [np.array([(x - 16, y - 50), (x, y), (x - 12, y + 6), (250, y + 6)])], CLASSES.index("top"))
    wide = bare_body(replace(person, labels=labels, mask=(labels > 0).astype(np.float32))).mask
    assert (wide - narrow)[y - 20 : y + 40, 215:262].sum() < 60
