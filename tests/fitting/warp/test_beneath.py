from dataclasses import replace

import cv2
import numpy as np
from mannequin import mannequin

from vitrine.fitting.warp.beneath import beside_bottoms, other_clothes, passed, skirts, sleeves_of
from vitrine.people.body import bare_body
from vitrine.people.person import CLASSES, Person

DRESS = CLASSES.index("dress")


def arm_in(person: Person, *bones: tuple[int, int]) -> Person:
    """The person with cloth of a dress over bones of the left arm."""
    labels = np.where(person.labels == DRESS, CLASSES.index("top"), person.labels).astype(np.uint8)
    for start, end in bones:
        ends = np.round(person.landmarks[[start, end]]).astype(int).tolist()
        cv2.line(labels, ends[0], ends[1], DRESS, 24)
    return replace(person, labels=labels)


def test_a_long_sleeve_is_one_and_an_arm_behind_a_skirt_is_none() -> None:
    sleeve, behind = (11, 13), (13, 15)
    person = mannequin()
    long, hidden = arm_in(person, sleeve, behind), arm_in(person, behind)
    assert sleeves_of(long, bare_body(long)).any()
    assert not sleeves_of(hidden, bare_body(hidden)).any()


def test_no_skin_shows_between_a_dress_and_an_arm() -> None:
    person = mannequin(sleeve=0.5)
    body = bare_body(person)
    cover = np.zeros_like(person.mask)
    cover[150:480, 185:235] = 1
    beside = passed(body, cover, "dresses")
    assert beside[250, 180] and not passed(body, cover, "bottoms")[250, 180]
    assert not beside[165, 180]
    # where the arm's outline and the garment's meet no specks of scene are left between them
    cover[230:260, 165:186] = 1
    cover[240:250:3, 182] = 0
    assert not passed(body, cover, "dresses")[238:252, 176:186].any()


def test_trousers_go_on_right_beside_an_arm_beneath_a_top() -> None:
    person = mannequin(sleeve=0.5)
    # a forearm that hangs right beside the hip
    person.landmarks[[13, 15, 17, 19, 21], 0] = 266
    body = bare_body(person)
    x, y = 254, 335
    beside = body.joints["wrist-left"][0] - x
    assert body.radius["wrist-left"] < beside < 1.2 * body.radius["elbow-left"]
    removed = np.zeros(person.mask.shape, bool)
    removed[300:352, 160:270] = (person.labels == CLASSES.index("top"))[300:352, 160:270]
    assert other_clothes(person, body, removed, "tops")[y, x] > 0.5


def test_beside_new_trousers_no_skin_is_made_between_them_and_an_arm_but_a_half_hidden_one() -> None:
    cover = np.zeros((640, 420), np.float32)
    cover[300:560, 180:256] = 1
    person = mannequin(sleeve=1.85)
    # forearms that hang right beside the hips
    person.landmarks[[13, 15, 17, 19, 21], 0] = 266
    body = bare_body(person)
    beside = []
    for tip in (None, ((266.0, 330.0), 4.0)):
        ends = {side: replace(end, sleeve=None, tip=tip) for side, end in body.ends.items()}
        beside.append(passed(replace(body, ends=ends), cover, "bottoms")[318:324, 258:262])
    assert beside[0].all() and not beside[1].any()


def test_a_hand_that_an_old_skirt_hid_in_part_is_whole_beside_new_bottoms() -> None:
    body = bare_body(mannequin())
    x, y = (round(v) for v in body.ends["left"].at)
    none = np.zeros(body.mask.shape, bool)
    assert beside_bottoms(body, none)[y, x]
    tip = ((float(x), float(y + 20)), 4.0)
    half = replace(body, ends={**body.ends, "left": replace(body.ends["left"], tip=tip)})
    assert not beside_bottoms(half, none)[y - 4 : y + 10, x].any()
    other = tuple(round(v) for v in body.ends["right"].at)
    assert beside_bottoms(half, none)[other[1], other[0]]


def test_thighs_show_between_the_legs_of_shorts_and_the_scene_between_those_of_trousers() -> None:
    person = mannequin()
    body = bare_body(person)
    for end, beside in ((440, False), (560, True)):
        cover = np.zeros_like(person.mask)
        cover[330:end, 160:260] = 1
        cover[352:end, 206:214] = 0
        assert passed(body, cover, "bottoms")[356, 210] == beside


def test_beside_a_hem_that_is_let_down_over_the_feet_they_do_not_come_out() -> None:
    person = mannequin()
    body = bare_body(person)
    x, y = np.round(person.landmarks[31]).astype(int)
    for end, beside in ((575, False), (620, True)):
        cover = np.zeros_like(person.mask)
        cover[330:end, 160 : x - 4] = 1
        assert passed(body, cover, "bottoms")[y, x + 14] == beside


def test_what_hangs_over_bare_legs_stays_on_as_a_skirt_and_trousers_beneath_it_do_not_need_that() -> None:
    person = mannequin()
    labels = person.labels.copy()
    cv2.fillPoly(labels, [np.array([(166, 300), (254, 300), (270, 420), (150, 420)])], CLASSES.index("top"))
    tunic = replace(person, labels=labels)
    bare = np.where(labels == CLASSES.index("bottoms"), CLASSES.index("skin"), labels).astype(np.uint8)
    assert skirts(tunic, bare_body(tunic)) == ()
    found = replace(person, labels=bare)
    assert CLASSES.index("top") in skirts(found, bare_body(found))
    short = replace(person, labels=np.where(bare == CLASSES.index("top"), DRESS, bare).astype(np.uint8))
    assert DRESS in skirts(short, bare_body(short))
    # a coat that hangs open beside it is no skirt
    open_coat = short.labels.copy()
    for left, right in ((140, 190), (230, 280)):
        open_coat[200:450, left:right] = CLASSES.index("outerwear")
    coated = replace(person, labels=open_coat)
    assert skirts(coated, bare_body(coated)) in ((DRESS,), ())
    # a top that ends at the hips, photographed down to there: nothing tells what is below
    half = replace(
        person, labels=np.where(person.labels == CLASSES.index("bottoms"), 0, person.labels).astype(np.uint8)
    )
    assert skirts(half, bare_body(half)) == ()
