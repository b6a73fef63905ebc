"""What is measured on a person once."""

from dataclasses import replace

import numpy as np
import pytest
from mannequin import TROUSERS, WALL, mannequin

from vitrine.fitting.warp.arm import NECK_ENDS, SIDES
from vitrine.fitting.warp.beneath import legs_of
from vitrine.fitting.warp.wearer import _even_at_hems, _rounded, wearer_of
from vitrine.imaging.masks import grown, shrunk, soft
from vitrine.people.body import bare_body
from vitrine.people.person import CLASSES

TOP = CLASSES.index("top")


def test_the_neck_goes_over_into_the_shoulders_without_notch_or_spike() -> None:
    wearer = wearer_of(mannequin())
    body = wearer.body
    x, y = (round(v) for v in body.joints["neck"])
    unit = round(body.unit)
    rows = slice(y - round(0.35 * unit), y + round(0.1 * unit))
    near = body.mask[rows, x - round(0.4 * unit) : x + round(0.4 * unit)] > 0.5
    hollow = shrunk(grown(near, 0.06 * unit), 0.06 * unit)[4:-4, 8:-8]
    assert (hollow & ~near[4:-4, 8:-8]).sum() < 0.002 * near.size
    # from one row to the next the shoulders' outline never steps back in
    widths = near.sum(1)
    assert (np.diff(widths[round(0.1 * unit) :]) > -3).all()


def test_old_bottoms_do_not_go_on_beneath_an_old_top_where_they_go_too() -> None:
    person = mannequin(flare=10)
    wearer = wearer_of(person)
    erased = wearer.undressed(person, "tops", person.mask)
    bare = wearer.bare_hips(erased, "tops")
    cloth = erased.removed - erased.skin - erased.scene > 0.9
    assert cloth.sum() > 100, "the trousers' rise"
    trousers = np.array(TROUSERS, np.float32)
    assert np.abs(erased.picture[cloth] - trousers).mean() < 10
    assert np.abs(bare.picture[cloth] - trousers).mean() > 60
    assert np.array_equal(bare.picture[~(erased.removed > 0)], person.photo[~(erased.removed > 0)])
    assert np.allclose(bare.skin + bare.scene, np.maximum(erased.removed, erased.skin + erased.scene), atol=0.05)


def test_no_bare_trunk_looks_out_beside_a_narrower_top() -> None:
    person = mannequin(sleeve=0.6)
    wearer = wearer_of(person)
    cover = np.zeros_like(person.mask)
    cover[150:352, 178:240] = 1
    shown = wearer.undressed(person, "tops", cover)
    beside = np.zeros(cover.shape, bool)
    beside[250:300, 170:178] = beside[250:300, 240:250] = True
    assert wearer.undressed(person, "tops", person.mask).skin[beside].mean() > 0.5, "the trunk"
    assert shown.skin[beside].mean() < 0.05
    assert np.abs(shown.picture[beside].astype(float) - np.array(WALL)).mean() < 6
    # the arms, which hang farther out, are still there
    assert np.array_equal(shown.picture[:, 270:], wearer.undressed(person, "tops", person.mask).picture[:, 270:])


def test_a_strap_leaves_no_knob_on_the_shoulder() -> None:
    person = mannequin()
    unit = round(bare_body(person).unit)
    knob = slice(238, 250)
    top = int(np.flatnonzero(person.labels[:, 244] == TOP)[0])
    person.labels[top - 5 : top + 1, knob] = TOP
    mask = wearer_of(person).body.mask > 0.5
    line = mask[120:].argmax(0)[210 + round(0.2 * unit) : 210 + round(0.45 * unit)]
    assert np.abs(np.diff(line, 2)).max() <= 1
    assert np.abs(np.diff(line)).max() <= 2


def test_no_body_is_thought_between_hair_and_the_shoulder_it_hangs_on() -> None:
    person = mannequin()
    unit = round(bare_body(person).unit)
    hair = slice(218, 246)
    line = (person.labels[120:] == TOP).argmax(0) + 120
    person.labels[60 : line[218:246].max() + 1, hair] = CLASSES.index("hair")
    # a matte takes what is narrow for the person's
    wedge = np.zeros(person.mask.shape, bool)
    for away in range(24):
        wedge[line[246 + away] - (24 - away) : line[246 + away], 246 + away] = True
    person.mask[60:, hair] = np.maximum(person.mask[60:, hair], person.labels[60:, hair] != 0)
    person.mask[wedge] = 1
    wearer = wearer_of(person)
    # labels may be off by some pixels
    scene = wedge & ~grown(person.labels != 0, 3)
    assert scene.sum() > 100
    assert (wearer.body.mask[scene] > 0.5).mean() < 0.05
    outline = wearer.frame.arm["left"].outline.at
    near = outline[(outline.real > 250) & (outline.real < 210 + 0.45 * unit)]
    assert len(near) and (near.imag > line[near.real.round().astype(int)] - 4).all()


def test_no_body_fills_what_an_old_collar_did_between_jaw_and_shoulder() -> None:
    person = mannequin()
    body = replace(bare_body(person), neck={})
    mask = np.zeros_like(person.mask)
    mask[60:127, 170:250] = mask[127:145, 195:225] = mask[145:300, 140:280] = 1
    labels = np.where(mask > 0, CLASSES.index("skin"), 0).astype(np.uint8)
    labels[127:300, 140:280] = TOP
    made = _rounded(mask, body, labels) > 0.5
    assert not made[127:138, 172:186].any() and not made[127:138, 234:248].any()
    # beside the neck's foot it is hollow, with no corner
    assert made[143, 190] and made[143, 229]


def test_a_top_is_as_wide_as_the_bottoms_that_it_hangs_over() -> None:
    wide = mannequin()
    bottoms = CLASSES.index("bottoms")
    first, last = np.flatnonzero((wide.labels[352:400] == bottoms).any(0))[[0, -1]]
    wide.labels[352:400, first - 6 : last + 7] = bottoms
    wide.mask[352:400, first - 6 : last + 7] = 1
    frame = wearer_of(wide).frame
    depth = np.array([370.0 - frame.joint["neck"].imag])
    edges = frame.dressed.level(depth)[1]
    assert edges["left"][0].real == pytest.approx(last + 7, abs=3)
    assert edges["right"][0].real == pytest.approx(first - 6, abs=3)
    # above the bottoms the trunk is as wide as it is
    depth = np.array([250.0 - frame.joint["neck"].imag])
    assert frame.dressed.level(depth)[1]["left"] == pytest.approx(frame.trunk.level(depth)[1]["left"], abs=0.5)


def test_no_shadow_falls_on_scene_that_is_seen_in_a_gap_where_the_mask_takes_it_for_the_person() -> None:
    person = mannequin()
    between = (person.labels == 0) & (np.arange(420) > 200)[None] & (np.arange(420) < 220)[None]
    between &= (person.labels[:, :200] > 0).any(1)[:, None] & (person.labels[:, 220:] > 0).any(1)[:, None]
    person.mask[between] = 0.8
    ground = wearer_of(person).ground
    assert shrunk(between, 3).any() and ground[shrunk(between, 3)].max() < 0.02
    assert ground[shrunk(person.labels == TOP, 3)].min() > 0.95


def test_hair_beside_the_neck_does_not_end_it() -> None:
    person = mannequin()
    labels = person.labels.copy()
    rows, columns = np.mgrid[: labels.shape[0], : labels.shape[1]]
    # hair hangs down on both sides of the neck, over its sides
    hair = (rows > 90) & (rows < 146) & (np.abs(columns - 210) > 11) & (np.abs(columns - 210) < 40)
    labels[hair] = CLASSES.index("hair")
    seen = replace(person, labels=labels, mask=(labels > 0).astype(np.float32))
    frame = wearer_of(seen).frame
    for side in SIDES:
        neck = frame.arm[side].outline.at[: NECK_ENDS + 1]
        away = np.abs(((neck - frame.throat) * np.conj(frame.across)).real)
        # beneath the hair, but not as broad as that
        assert 13 < away.min() < 24


def test_a_bare_leg_goes_on_beneath_its_hem_without_a_step() -> None:
    body = bare_body(mannequin())
    legs, hem = legs_of(body), 420
    above = np.arange(len(legs))[:, None] < hem
    stepped = soft((grown(legs, 4) & above) | legs, 0.8)
    labels = np.where(grown(legs, 9) & above, CLASSES.index("bottoms"), CLASSES.index("skin") * legs).astype(np.uint8)
    even = _even_at_hems(stepped, body, labels)
    edges = [(one > 0.5)[hem - 12 : hem + 12, ::-1].argmax(1) for one in (stepped, even)]
    before, after = (int(np.abs(np.diff(edge)).max()) for edge in edges)
    assert before >= 3
    assert after <= 2
    assert (even[: hem - 60] == stepped[: hem - 60]).all()
    assert _even_at_hems(stepped, body, np.zeros_like(labels)) is stepped


def test_a_bare_neck_keeps_its_own_edge_above_a_collar() -> None:
    person = mannequin()
    unit = bare_body(person).unit
    wearer = wearer_of(person)
    worn = np.flatnonzero((person.labels == TOP).any(1))[0]
    rows = slice(worn - round(0.12 * unit), worn - round(0.05 * unit))
    skin = person.labels[rows] == CLASSES.index("skin")
    beyond = (wearer.body.mask[rows] > 0.5).sum(1) - skin.sum(1)
    assert np.abs(beyond).max() <= 2


def test_the_slope_of_a_shoulder_ends_without_a_step() -> None:
    person = mannequin()
    # the upper end of a pale strap passed for scene
    person.labels[:154][person.labels[:154] == TOP] = 0
    line = (wearer_of(person).body.mask[110:] > 0.5).argmax(0)
    assert np.abs(np.diff(line[237:262])).max() <= 2
