from dataclasses import replace

import cv2
import numpy as np
from mannequin import SKIN, mannequin

from vitrine.fitting.warp.beneath import sleeves_of
from vitrine.fitting.warp.frame import measured
from vitrine.fitting.warp.front import (
    EVEN,
    GROWN,
    Front,
    _past,
    _tips,
    clean,
    filled_in,
    front,
    matte,
    over_bottoms,
)
from vitrine.imaging.masks import grown
from vitrine.people.arms import PLACES
from vitrine.people.body import bare_body
from vitrine.people.person import CLASSES, Person

DRESS = CLASSES.index("dress")


def found(person: Person) -> Front:
    return front(person, bare_body(person))


def test_hands_are_in_front_and_the_trunk_is_not() -> None:
    person = mannequin(hand_over=True)
    f = found(person)
    assert f.hands[295, 210] > 0.95
    assert f.always[200, 210] == 0
    assert f.arms[270, 262] > 0.9 and f.hands[270, 262] == 0


def test_a_hand_before_the_throat_lets_nothing_through() -> None:
    person = mannequin()
    person.landmarks[13], person.landmarks[15] = (264, 240), (226, 180)
    person.landmarks[[17, 19, 21]] = (214, 152)
    cv2.line(person.labels, (250, 215), (206, 142), CLASSES.index("skin"), 26)
    f = found(person)
    assert min(f.hands[150, 212], f.hands[142, 207]) > 0.95
    assert f.arms[205, 243] > 0.95


def test_a_hand_goes_over_into_its_forearm_without_a_gap() -> None:
    person = mannequin()
    f = found(person)
    along = [(325 + k, 300 + k // 14) for k in range(-30, 25)]
    assert min(f.arms[y, x] for y, x in along) > 0.95


def test_a_sleeve_ends_over_the_base_of_its_own_hand_only() -> None:
    person = mannequin()
    f, unit = found(person), bare_body(person).unit
    left = f.wrists["left"]
    assert left[325, 300] == 1
    # a hand's breadth further no sleeve covers it, and the other hand is none of its business
    assert left[325 + round(0.1 * unit), 300] == 0
    assert left[:, :210].max() == 0


def test_an_arm_is_hidden_by_a_short_sleeve_as_far_as_that_reaches(anna: Person) -> None:
    body, hidden = bare_body(anna), found(anna).hidden_arms
    for side in ("left", "right"):
        shoulder, elbow, wrist = (np.array(body.joints[f"{name}-{side}"]) for name in ("shoulder", "elbow", "wrist"))
        places = [
            (a + share * (b - a)).round().astype(int)
            for a, b, share in ((shoulder, elbow, 0.5), (shoulder, elbow, 0.1), (elbow, wrist, 0.4))
        ]
        assert [hidden[y, x] > 0.5 for x, y in places] == [True, False, False]


def test_an_arm_in_a_long_sleeve_has_the_even_outline_that_its_skin_is_made_for() -> None:
    person = mannequin(sleeve=2)
    body, hidden = bare_body(person), found(person).hidden_arms
    arm = body.arms["left"]
    inner, outer = arm.drawn(hidden.shape, -1.5, 0.4), arm.drawn(hidden.shape, 1.5)
    x, y = np.array(body.joints["wrist-left"]).round().astype(int)
    rows = slice(int(body.joints["elbow-left"][1]) - 30, y - 4)
    assert hidden[rows][inner[rows]].min() > 0.9 and hidden[rows, 220:][~outer[rows, 220:]].max() < 0.1
    assert hidden[y + 3, x] > 0.95, "down to the hand"


def test_an_arm_goes_behind_bottoms_in_no_step() -> None:
    arm = bare_body(mannequin(sleeve=2)).arms["left"]
    labels = np.zeros((400, 400), np.uint8)
    first = int(np.searchsorted(PLACES, 1.5))
    rows = slice(round(float(arm.at[first, 1])), 400)
    labels[rows, : round(float(arm.at[first, 0] - 0.3 * arm.radius[first]))] = CLASSES.index("bottoms")
    found = _past(arm, labels, CLASSES.index("bottoms"))
    x = found.at[:, 0] - found.radius * np.abs(found.across[:, 0])
    assert (found.radius <= arm.radius + 1e-3).all() and found.radius[first] < 0.75 * arm.radius[first]
    assert np.allclose(found.radius[:10], arm.radius[:10]), "far above it is whole"
    assert np.abs(np.diff(x)).max() < np.abs(np.diff(arm.at[:, 1])).max() * 0.6
    assert np.allclose(_past(arm, np.zeros_like(labels), CLASSES.index("bottoms")).at, arm.at)


def test_an_arm_beside_cloth_comes_to_where_the_scene_is_seen_beside_it_in_no_step() -> None:
    person = mannequin(sleeve=0)
    arm = bare_body(person).arms["left"]
    k = int(np.abs(PLACES - 1.6).argmin())
    x, y = (round(float(v)) for v in arm.at[k])
    inner = x - round(0.6 * float(arm.radius[k]))
    person.labels[y - 120 : y - 4, x - 40 : inner] = CLASSES.index("top")
    person.labels[y - 4 : y + 20, x - 40 : inner] = 0
    edge = (found(person).arms > 0.5)[y - 60 : y + 10, : x + 1].argmax(1)
    assert np.abs(np.diff(edge)).max() <= 3


def test_an_arm_that_goes_on_behind_a_dress_has_none_of_that_cloth() -> None:
    person = mannequin(sleeve=0)
    arm = bare_body(person).arms["left"]
    k = int(np.abs(PLACES - 1.6).argmin())
    x, y = (round(float(v)) for v in arm.at[k])
    person.labels[y - 60 : y + 20, x - 40 : x - round(0.8 * float(arm.radius[k]))] = DRESS
    worn, body = person.labels == DRESS, bare_body(person)
    bitten = (front(person, body).arms * worn).sum()
    end = body.ends["left"]
    behind = replace(body, ends={**body.ends, "left": replace(end, tip=(end.at, 5.0))})
    kept = (front(person, behind).arms * worn).sum()
    assert kept < bitten - 40, "no crease has bitten into it"


def test_a_tip_of_a_top_s_label_between_bottoms_and_a_hand_is_no_top() -> None:
    top, below, skin = (np.zeros((100, 100), bool) for _ in range(3))
    top[:50, 20:] = below[50:, 20:] = skin[:, :20] = True
    top[50:58, 20:30], below[50:58, 20:30] = True, False
    top[50:58, 70:74], below[50:58, 70:74] = True, False
    tips = _tips(top, below, skin, 20.0)
    assert tips[50:58, 20:30].all()
    assert tips.sum() == 80


def test_an_arm_bitten_into_by_cloth_is_filled_without_a_step(anna: Person) -> None:
    arm = bare_body(anna).arms["left"]
    near = arm.window(anna.mask.shape, 8)
    mine = arm.drawn(anna.mask.shape, -8, window=near)
    filled = filled_in(mine, arm, near, 6.0)
    assert (filled | mine).sum() == filled.sum()
    first, last = (int(arm.at[np.abs(PLACES - place).argmin(), 1]) - near[0].start for place in (EVEN, GROWN))
    wider = (filled & ~mine).sum(1)
    assert wider[first - 10 : first].max() <= 2
    assert wider[last + 5 : last + 20].min() >= 10
    assert np.abs(np.diff(wider[first:last])).max() <= 3


def test_the_rim_of_a_hand_in_an_old_cuff_s_shadow_is_not_kept() -> None:
    person = mannequin(sleeve=2)
    person.landmarks[[17, 19, 21]] = person.landmarks[15] + np.array([0, 40], np.float32)
    person.labels[265:333, 275:326] = CLASSES.index("top")
    person.labels[333:385, 250:360] = 0
    person.labels[333:380, 287:314] = CLASSES.index("skin")
    f = found(person)
    assert f.hands[333:335, 290:310].max() == 0
    assert f.hands[347:360, 295:306].min() > 0.9
    middle = f.hands[330:350, 296:305].mean(1)
    assert (np.diff(middle) > -1e-3).all() and middle[middle > 0][0] < 0.2, "made skin goes over into it in no line"
    assert (f.hands + f.at_cuffs)[336:360, 295:306].min() > 0.9, "beside cuffs that stay it is whole"


def test_a_finger_is_the_hand_s_where_the_pose_expects_none_and_a_bare_thigh_is_not() -> None:
    person = mannequin()
    tip = (person.landmarks[15] + 1.55 * (person.landmarks[19] - person.landmarks[15])).round().astype(int)
    unit = bare_body(person).unit
    finger = (slice(tip[1], tip[1] + round(0.16 * unit)), slice(tip[0] - 3, tip[0] + 3))
    person.labels[finger] = CLASSES.index("skin")
    assert found(person).hands[finger[0].stop - 3, tip[0]] > 0.9
    body = bare_body(person)
    on_leg = grown(body.relief > 0, 1) & (np.arange(640)[:, None] > tip[1])
    person.labels[on_leg] = CLASSES.index("skin")
    hands = found(person).hands
    thigh = body.legs.of["left"].bone[4].round().astype(int)
    assert hands[thigh[1], thigh[0]] < 0.05


def test_a_matte_has_no_stairs_where_a_label_is_off_the_edge() -> None:
    rows, columns = np.mgrid[0:200, 0:160]
    photo = np.where((columns < 84 + rows // 3)[..., None], (205, 160, 135), (40, 60, 120)).astype(np.uint8)
    label = columns < 90 + rows // 3
    shown = matte(photo, label, 170.0)
    inner = shown[40:160, 20:150]
    assert np.abs(np.diff(inner, axis=1)).max() < 0.75 and np.abs(np.diff(inner, axis=0)).max() < 0.6
    assert set(np.unique(shown[:, :60])) == {1.0}


def test_head_ends_at_the_chin_and_the_neck_goes_on() -> None:
    f = found(mannequin())
    assert f.head[85, 210] > 0.95
    assert f.head[145, 210] < 0.05
    assert f.neck[145, 210] > 0.9


def test_hair_that_is_not_of_the_head_is_left_out() -> None:
    person = mannequin()
    person.labels[450:470, 20:60] = CLASSES.index("hair")
    f = found(person)
    assert f.hair[460, 40] == 0
    assert f.always[50, 210] > 0.95


def test_a_matte_follows_the_picture_in_a_narrow_band() -> None:
    photo = np.full((80, 120, 3), 250, np.uint8)
    photo[:, 61:] = SKIN
    rough = np.zeros((80, 120), bool)
    rough[:, 63:] = True
    alpha = matte(photo, rough, 120.0)
    assert alpha[40, 90] == 1 and alpha[40, 40] == 0
    assert alpha[40, 64] > 0.8


def test_clean_edges_have_no_colour_from_behind() -> None:
    photo = np.full((80, 120, 3), 250, np.uint8)
    photo[:, 60:] = (60, 40, 30)
    photo[:, 58:62] = (150, 140, 140)
    sure = np.zeros((80, 120), bool)
    sure[:, 60:] = True
    shown = matte(photo, sure, 120.0)
    out = clean(photo, shown, sure, 120.0)
    edge = (shown > 0.2) & (shown < 0.8)
    assert out[edge].mean() < photo[edge].mean() - 20
    assert (out[:, 90:] == photo[:, 90:]).all() and (out[:, :40] == photo[:, :40]).all()


def test_a_top_over_new_bottoms_keeps_its_colour_down_to_its_hem() -> None:
    person = mannequin()
    top, bottoms = (person.labels == CLASSES.index(name) for name in ("top", "bottoms"))
    person.photo[top], person.photo[bottoms] = (30, 90, 60), (230, 220, 200)
    frame = measured(person, bare_body(person))
    nothing = np.zeros_like(person.mask)
    hanging = over_bottoms(person, replace(frame, old=replace(frame.old, hung=True)), nothing, nothing > 0)
    assert hanging is not None
    hem = (hanging.cover > 0.5) & top
    assert np.abs(hanging.colour[hem].astype(int) - (30, 90, 60)).max() < 12


def test_a_long_sleeve_stays_before_new_bottoms_where_the_top_is_tucked_in() -> None:
    person = mannequin(sleeve=1.9)
    frame, body = measured(person, bare_body(person)), bare_body(person)
    tucked = replace(frame, old=replace(frame.old, waist=float(person.landmarks[23, 1]), hung=False))
    sleeves = sleeves_of(person, body, (CLASSES.index("top"),))
    hanging = over_bottoms(person, tucked, np.zeros_like(person.mask), sleeves)
    assert hanging is not None
    for elbow, wrist in ((13, 15), (14, 16)):
        x, y = np.round(person.landmarks[[elbow, wrist]].mean(0)).astype(int)
        assert hanging.cover[y, x] > 0.95
    assert hanging.cover[300, 210] == 0
