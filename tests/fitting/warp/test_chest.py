"""Form and light of a bared chest."""

import cv2
import numpy as np
from mannequin import mannequin

from vitrine.fitting.warp.chest import as_one, bones
from vitrine.fitting.warp.skin import normals
from vitrine.people.body import bare_body


def test_no_edge_of_the_trunk_shows_between_chest_and_shoulders() -> None:
    body = bare_body(mannequin())
    x, y = (round(v) for v in body.joints["neck"])
    across = np.s_[y + 10, x - round(0.45 * body.unit) : x + round(0.45 * body.unit)]
    parts, one = (
        normals(relief, body.unit)[..., 2][across] for relief in (body.relief, as_one(body.relief, body, 1.0))
    )
    assert one.min() > parts.min() + 0.1, "the chest's front turns away nowhere"
    hips = np.s_[round(body.joints["hip-left"][1]) :]
    assert np.abs(as_one(body.relief, body, 1.0)[hips] - body.relief[hips]).max() < 1e-3


def test_collar_bones_are_light_between_shades_on_both_sides_alike() -> None:
    body = bare_body(mannequin())
    found = bones(body, body.mask.shape[::-1], 1.0)
    x, y = (round(v) for v in body.joints["neck"])
    far = round(0.24 * body.unit)
    column = found[y - round(0.35 * body.unit) : y + round(0.1 * body.unit), x + far]
    ridge = int(column.argmax())
    assert column[ridge] > 1.01 and column[:ridge].min() < 0.96 and column[ridge:].min() < 0.97
    assert np.abs(found[:, x + far] - found[:, x - far]).max() < 0.03
    assert (found[y + round(body.unit) :] == 1).all() and found.min() > 0.8


def test_bones_lie_as_high_as_the_shoulders_outline_is() -> None:
    body = bare_body(mannequin())
    lower = np.roll(body.mask, 8, 0)
    first, second = (
        bones(one, one.mask.shape[::-1], 1.0) for one in (body, type(body)(**{**vars(body), "mask": lower}))
    )
    x = round(body.joints["neck"][0] + 0.24 * body.unit)
    assert int(second[:, x].argmax()) - int(first[:, x].argmax()) == 8


def test_a_copy_has_the_same_bones() -> None:
    body = bare_body(mannequin())
    size = body.mask.shape[::-1]
    small = bones(body, (size[0] // 2, size[1] // 2), 0.5)
    whole = cv2.resize(bones(body, size, 1.0), small.shape[::-1], interpolation=cv2.INTER_AREA)
    assert np.abs(small - whole).max() < 0.06
