"""Parts of a garment: what lies behind the neck."""

import numpy as np
from drawn import on_straps

from vitrine.garments.parts import above, horns, index, parts

NECK = {"neck-right": (40.0, 60.0), "neck-left": (80.0, 60.0)}
FRONT = np.array([[50, 55], [60, 70], [70, 55]], np.float32)


def test_a_hood_lies_behind_the_neck_and_its_rim_goes_round_it() -> None:
    alpha = np.zeros((200, 120), np.float32)
    alpha[10:60, 30:90] = alpha[60:190, 10:110] = 1
    out = parts(alpha, NECK, FRONT, hood=True)
    assert (out[10:38, 30:90] == index("inside-back")).all()
    assert out[50, 60] == index("inside-back")
    assert out[50, 35] == index("torso")
    assert (out[100:180, 20:100] == index("torso")).all()


def test_straps_rise_out_of_the_neck_s_opening() -> None:
    assert not above((200, 120), FRONT, NECK)[:40].any()
    assert above((200, 120), FRONT, NECK, 1.0)[5, 60]


def test_what_lies_outside_of_a_straps_loop_is_no_sleeve() -> None:
    drawn = on_straps()
    alpha = drawn.alpha.copy()
    column = round(drawn.landmarks["neck-right"][0])
    alpha[124:180, column - 12 : column + 12] = 1
    alpha[130:174, column - 6 : column + 6] = 0
    marks = drawn.landmarks | {f"slot-{s}": drawn.landmarks[f"armpit-{s}"] for s in ("left", "right")}
    out = parts(alpha, marks)
    assert (out[:200][alpha[:200] > 0.5] == index("torso")).all()
    assert (out == index("right-sleeve")).any()


def test_beneath_a_cuff_that_ends_on_the_torso_no_horn_of_it_stands_out() -> None:
    labels = np.zeros((500, 400), np.uint8)
    labels[50:450, 120:280] = index("torso")
    labels[60:300, 60:120] = index("right-sleeve")
    for k in range(8):
        # the cut-out's round corner
        labels[300 + k, 120 - 8 + k : 120] = index("torso")
    marks = {"armpit-right": (120.0, 120.0), "slot-right": (120.0, 300.0), "cuff-inner-right": (120.0, 300.0)}
    found = horns(labels, marks)
    assert found[301, 114:118].all()
    assert not found[:, 124:].any() and not found[:290].any()
    marks["slot-right"] = marks["armpit-right"]
    assert not horns(labels, marks).any()
