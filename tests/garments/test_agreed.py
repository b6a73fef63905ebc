"""Geometry and network: who places a landmark when they agree, differ, or one of them sees nothing."""

from dataclasses import replace

import numpy as np
import pytest
from drawn import errors, tee
from hypothesis import given
from hypothesis import strategies as st

from vitrine.garments import agreed, collar, garment_net
from vitrine.garments.analyse import analyse, corrected, settled
from vitrine.garments.cutout import Cutout
from vitrine.garments.describe import parted
from vitrine.garments.garment_net import COARSE, LABELS, LANDMARKS, SIDE, WORDS, Seen, other_side
from vitrine.nets import Nets

HEIGHT, WIDTH = 200, 160


def seen(spots, sleeve="short", category="tops", trust=0.9, parts=None, mask=None):
    """What a network would say that is sure of everything."""
    words = {q: dict.fromkeys(names, 0.02) for q, names in WORDS.items()}
    words["sleeve"][sleeve] = words["category"][category] = 0.93
    return Seen(
        mask=cover() if mask is None else mask,
        parts=np.zeros((HEIGHT, WIDTH), np.uint8) if parts is None else parts,
        landmarks=spots,
        trust={name: trust if name in spots or other_side(name) in spots else 0.0 for name in LANDMARKS},
        words=words,
        features=np.zeros(352, np.float32),
    )


def cover():
    out = np.zeros((HEIGHT, WIDTH), np.float32)
    out[20:180, 40:120] = 1
    return out


@pytest.fixture
def alpha():
    return cover()


GEOMETRY = {
    "neck-left": (90.0, 20.0), "shoulder-left": (119.0, 25.0), "armpit-left": (110.0, 60.0), "hem-left": (119.0, 179.0),
}  # fmt: skip


def test_where_both_agree_the_network_s_place_is_finer(alpha):
    spots, same = agreed.landmarks(GEOMETRY, seen({"shoulder-left": (115.0, 28.0)}), alpha)
    assert spots["shoulder-left"] == (119.0, 28.0)
    assert same == 1


def test_where_they_differ_the_network_s_place_is_taken_onto_the_outline(alpha):
    spots, same = agreed.landmarks(GEOMETRY, seen({"shoulder-left": (117.0, 50.0)}), alpha)
    assert spots["shoulder-left"] == (119.0, 50.0)
    assert same == 0


@pytest.mark.parametrize(("trust", "row"), [(0.3, 179.0), (0.5, 150.0)])
def test_a_network_that_is_sure_enough_has_the_word(trust, row, alpha):
    spots, _ = agreed.landmarks(GEOMETRY, seen({"hem-left": (117.0, 150.0)}, trust=trust), alpha)
    assert spots["hem-left"] == (119.0, row)


def test_a_cuff_on_the_torso_stays_off_the_outline(alpha):
    both = {"cuff-outer-left": (90.0, 100.0), "cuff-inner-left": (80.0, 104.0)}
    spots, _ = agreed.landmarks(GEOMETRY, seen(both), alpha)
    assert spots["cuff-outer-left"] == (90.0, 100.0)


def test_a_crotch_is_where_the_gap_begins(alpha):
    spots, _ = agreed.landmarks({"crotch": (80.0, 100.0)}, seen({"crotch": (80.0, 104.0)}, category="bottoms"), alpha)
    assert spots["crotch"] == (80.0, 100.0)


@pytest.mark.parametrize(("corner", "stands"), [(60.0, False), (22.0, True)])
def test_a_collars_corner_and_its_foot_are_no_neck_points(corner, stands, alpha):
    alpha[:20, 64:96] = 1
    geometry = GEOMETRY | {"neck-left": (90.0, 20.0), "neck-right": (64.0, corner)}
    heard, _ = agreed.landmarks(geometry, seen({"neck-left": (96.0, 18.0), "neck-right": (64.0, 18.0)}), alpha)
    assert (heard["neck-left"] == geometry["neck-left"]) is stands
    assert abs(heard["neck-left"][1] - heard["neck-right"][1]) < 3


@pytest.mark.parametrize(("row", "taken"), [(24.0, True), (70.0, False)])
def test_a_garment_hangs_from_the_foot_of_its_collar_where_both_mean_the_same(row, taken, alpha):
    alpha[:20, 64:96] = 1
    corners = {"neck-left": (95.0, 12.0), "neck-right": (64.0, 12.0)}
    feet = agreed.feet(corners, seen({"neck-left": (95.0, row), "neck-right": (64.0, row)}), alpha)
    assert bool(feet) is taken
    assert all(abs(y - 20) < 3 for _, y in feet.values())
    assert not agreed.feet(corners, seen({"neck-left": (95.0, row), "neck-right": (64.0, row)}, trust=0.1), alpha)


def test_an_armpit_may_lie_inside(alpha):
    spots, _ = agreed.landmarks(GEOMETRY, seen({"armpit-left": (108.0, 80.0)}), alpha)
    assert spots["armpit-left"] == (108.0, 80.0)


def test_an_armpit_near_the_outline_lies_on_it(alpha):
    spots, _ = agreed.landmarks(GEOMETRY, seen({"armpit-left": (115.0, 80.0)}), alpha)
    assert spots["armpit-left"] == (119.0, 80.0)


def test_what_the_network_is_not_sure_of_counts_for_nothing(alpha):
    spots, _ = agreed.landmarks(GEOMETRY, seen({"shoulder-left": (60.0, 100.0)}, trust=0.3), alpha)
    assert spots == GEOMETRY


def test_a_sleeve_that_geometry_missed_is_added_whole(alpha):
    both = {"cuff-outer-left": (119.0, 90.0), "cuff-inner-left": (100.0, 100.0)}
    spots, _ = agreed.landmarks(GEOMETRY, seen(both), alpha)
    assert spots["slot-left"] == GEOMETRY["armpit-left"]
    assert agreed.sleeve("none", seen(both), spots) == "short"
    alone, _ = agreed.landmarks(GEOMETRY, seen({"cuff-outer-left": (119.0, 90.0)}), alpha)
    assert alone == GEOMETRY


@pytest.mark.parametrize(("trust", "none", "found"), [(0.15, 0.02, True), (0.15, 0.2, False), (0.05, 0.02, False)])
def test_a_lost_sleeve_is_found_by_a_faint_sight_where_there_surely_are_some(trust, none, found, alpha):
    ends = {"cuff-outer-left": (90.0, 100.0), "cuff-inner-left": (80.0, 104.0)}
    faint = seen(ends, trust=trust)
    faint.words["sleeve"]["none"] = none
    assert ("cuff-outer-left" in agreed.landmarks(GEOMETRY, faint, alpha)[0]) is found


def test_a_sleeve_that_is_none_is_taken_away(alpha):
    wrong = GEOMETRY | {f"{name}-left": (50.0, 50.0) for name in ("cuff-outer", "cuff-inner", "slot")}
    spots, _ = agreed.landmarks(wrong, seen({}, sleeve="none"), alpha)
    assert spots == GEOMETRY
    assert agreed.sleeve("long", seen({}, sleeve="none"), spots) == "none"


@pytest.mark.parametrize(
    ("said", "asked", "fits"),
    [("tops", "tops", True), ("dresses", "tops", True), ("bottoms", "tops", False), ("none", "tops", False),
     ("bottoms", "bottoms", True), ("tops", "bottoms", False)],
)  # fmt: skip
def test_a_network_that_sees_another_build_is_not_asked(said, asked, fits, alpha):
    assert agreed.fits(seen({}, category=said), asked, alpha) is fits


def test_a_network_that_sees_another_shape_is_not_asked(alpha):
    half = alpha.copy()
    half[100:] = 0
    assert not agreed.fits(seen({}, mask=half), "tops", alpha)


def test_an_opening_is_read_from_the_inside_of_the_back():
    parts = np.zeros((HEIGHT, WIDTH), np.uint8)
    x = np.arange(60, 101)
    for column, depth in zip(x, 20 * (1 - ((x - 80) / 20.0) ** 2), strict=True):
        parts[20 : 21 + int(depth), column] = 1 + LABELS.index("inside-back")
    curve = collar.opening(seen({}, parts=parts), (60.0, 20.0), (100.0, 20.0))
    assert curve is not None
    assert curve[0].tolist() == [60, 20]
    assert curve[20, 1] == pytest.approx(40, abs=2)
    assert collar.opening(seen({}), (60.0, 20.0), (100.0, 20.0)) is None


@given(st.integers(1, 4000), st.integers(1, 4000))
def test_a_picture_touches_two_sides_of_the_canvas(height, width):
    rows, columns = garment_net.placement(height, width)
    assert max(rows, columns) == SIDE
    assert min(rows, columns) >= 1


@given(st.floats(10, SIDE - 11), st.floats(10, SIDE - 11))
def test_heat_is_read_between_its_cells(x, y):
    ys, xs = np.mgrid[: SIDE // COARSE, : SIDE // COARSE]
    cell = (np.array([x, y]) + 0.5) / COARSE - 0.5
    heat = np.exp(-0.5 * ((xs - cell[0]) ** 2 + (ys - cell[1]) ** 2) / 1.1**2).astype(np.float32)
    found = garment_net.spots((heat / heat.sum())[None])[0]
    assert found[:2] == pytest.approx([x, y], abs=0.8)
    assert found[2] > 0.6


def test_odds_are_named_in_the_order_of_the_questions():
    row = np.arange(sum(map(len, WORDS.values())), dtype=np.float32)
    said = garment_net.answers(row)
    assert said["kind"]["dress"] == 0
    assert said["photo_type"]["hanger"] == row[-1]


def test_a_drawn_tee_is_seen():
    drawn = tee()
    said = garment_net.see(drawn.photo, Nets())
    assert max(said.words["category"], key=said.words["category"].get) == "tops"
    assert max(said.words["sleeve"], key=said.words["sleeve"].get) == "short"
    assert errors(said.landmarks, drawn.landmarks)["hem-left"] < 0.04


def test_without_its_file_geometry_is_all(tmp_path):
    drawn = tee()
    with_net, without = analyse(drawn.photo, Nets()), analyse(drawn.photo, Nets(own=tmp_path))
    assert (without.category, without.sleeve) == (with_net.category, with_net.sleeve)
    for name, error in errors(without.landmarks, drawn.landmarks).items():
        assert error < 0.05, name


@pytest.mark.parametrize("photo", [np.zeros((20, 20, 3), np.uint8), np.full((20, 700, 3), 130, np.uint8)])
def test_tiny_and_narrow_pictures_are_seen_without_fault(photo):
    said = garment_net.see(photo, Nets())
    assert said.mask.shape == photo.shape[:2]
    assert np.isfinite(said.features).all()


@pytest.mark.parametrize(("plain", "share", "cut"), [(False, 0.8, True), (True, 0.8, False), (False, 0.2, False)])
def test_a_hanger_is_taken_off_where_the_network_sees_ground(plain, share, cut, alpha):
    mask = alpha.copy()
    mask[: int(HEIGHT - share * HEIGHT)] = 0
    found = Cutout(alpha, plain, 0.5)
    kept = corrected(found, seen({}, mask=mask))
    assert (kept.alpha.sum() < alpha.sum()) == cut
    assert corrected(found, None) is found


def collared(neckline):
    parts = np.zeros((HEIGHT, WIDTH), np.uint8)
    parts[20:50, 60:100] = 1 + LABELS.index("collar")
    parts[20:40, 70:90] = 1 + LABELS.index("inside-back")
    answer = seen({}, parts=parts)
    answer.words["neckline"][neckline] = 0.95
    return answer


CURVE = np.stack([np.linspace(60, 99, 20), np.full(20, 49.0)], 1).astype(np.float32)


def test_a_shirt_opens_between_the_leaves_of_its_collar(alpha):
    found = collar.around_the_collar(collared("collar"), CURVE, alpha)
    assert found[0, 0] == 70
    assert found[-1, 0] == 89
    assert np.allclose(found[:, 1], 39, atol=1)


def test_a_closed_collar_opens_near_its_upper_edge(alpha):
    found = collar.around_the_collar(collared("high"), CURVE, alpha)
    assert (found[:, 1] < 32).all()


def test_a_curve_above_the_collar_stands(alpha):
    high = CURVE - np.array([0, 24], np.float32)
    assert collar.around_the_collar(collared("collar"), high, alpha) is high


def test_a_hood_is_one_where_it_stands_up(alpha):
    low = {"neck-right": (60.0, 22.0), "neck-left": (100.0, 22.0)}
    high = {"neck-right": (60.0, 60.0), "neck-left": (100.0, 60.0)}
    assert collar.hooded(collared("hood"), high, alpha)
    assert not collar.hooded(collared("hood"), low, alpha)
    assert not collar.hooded(collared("round"), high, alpha)


def test_the_inside_of_the_back_ends_where_it_is_seen():
    assert collar.inside_back(collared("collar"), (60.0, 25.0), (100.0, 25.0)) == 39
    assert collar.inside_back(seen({}), (60.0, 25.0), (100.0, 25.0)) is None


def test_ground_that_passed_for_cloth_goes_where_the_network_sees_none(alpha):
    photo = np.full((HEIGHT, WIDTH, 3), 244, np.uint8)
    photo[20:180, 50:120] = (180, 20, 30)
    small = cover()
    small[:, :50] = 0
    out = agreed.trimmed(photo, alpha, seen({}, mask=small))
    assert out[100, 42] == 0
    assert (out[30:170, 54:118] == 1).all()
    # cloth of another colour than the ground stays, whatever the network says
    photo[20:180, 40:50] = (180, 20, 30)
    assert np.array_equal(agreed.trimmed(photo, alpha, seen({}, mask=small)), alpha)


ROUND = np.stack([np.linspace(60, 100, 21), 20 + 10 * (1 - np.linspace(-1, 1, 21) ** 2)], 1).astype(np.float32)


@pytest.mark.parametrize(("row", "trust", "low"), [(50.0, 0.9, 50.0), (50.0, 0.6, 30.0), (22.0, 0.9, 30.0)])
def test_a_front_neckline_follows_a_network_that_sees_it_deeper(row, trust, low, alpha):
    answer = seen({"neck-front": (80.0, row)}, trust=trust)
    found = collar.deeper(answer, ROUND, (60.0, 20.0), (100.0, 20.0), alpha)
    assert found[:, 1].max() == pytest.approx(low, abs=0.5)
    assert found[[0, -1]].tolist() == [[60, 20], [100, 20]]


@pytest.mark.parametrize("said", ["round", "boat", "v"])
def test_a_guessed_curve_is_no_v_where_the_network_sees_a_round_one(said):
    pointed = np.stack([np.linspace(60, 100, 21), 20 + 12 * (1 - np.abs(np.linspace(-1, 1, 21)))], 1)
    answer = seen({})
    answer.words["neckline"] = dict.fromkeys(WORDS["neckline"], 0.02) | {said: 0.9}
    found = collar.rounded(answer, pointed.astype(np.float32))
    depth = np.interp(70, found[:, 0], found[:, 1]) - 20
    assert depth == pytest.approx(6 if said == "v" else 10, abs=0.3)
    assert found[:, 1].max() == pytest.approx(32, abs=0.2)


@pytest.mark.parametrize(("blur", "none", "taken"), [(0, 0.02, True), (0, 0.4, False), (40, 0.02, False)])
def test_a_cut_out_of_something_else_gives_way_to_a_network_that_is_certain(blur, none, taken, alpha):
    photo = np.full((HEIGHT, WIDTH, 3), 120, np.uint8)
    photo[alpha > 0] = (180, 20, 30)
    mask = cover()
    mask[:, 40 : 40 + blur] = 0.5
    answer = seen({}, mask=mask)
    answer.words["category"]["none"] = none
    wrong = Cutout(np.roll(alpha, 35, 1), True, 0.9)
    assert (settled(photo, wrong, answer).alpha[100, 60] > 0.5) == taken
    right = Cutout(alpha, True, 0.9)
    assert settled(photo, right, answer) is right


def test_a_shoulder_on_one_side_only_is_not_heard(alpha):
    both = GEOMETRY | {"shoulder-right": (41.0, 25.0)}
    lone = seen({"shoulder-left": (90.0, 21.0)})
    lone.trust["shoulder-right"] = 0.1
    spots, _ = agreed.landmarks(both, lone, alpha)
    assert spots["shoulder-left"] == GEOMETRY["shoulder-left"]
    answer = seen({"shoulder-left": (90.0, 20.0), "shoulder-right": (70.0, 20.0)})
    assert agreed.landmarks(both, answer, alpha)[0]["shoulder-left"] == (90.0, 20.0)


def test_a_hem_beside_the_garment_is_drawn_onto_it(alpha):
    answer = seen({"hem-left": (150.0, 179.0), "hem-right": (41.0, 179.0)})
    assert agreed.landmarks(GEOMETRY, answer, alpha)[0]["hem-left"] == (119.0, 179.0)


def test_a_cut_that_parts_no_sleeve_is_geometry_s():
    alpha = np.zeros((HEIGHT, WIDTH), np.float32)
    alpha[20:180, 50:110] = alpha[20:60, 110:150] = 1
    geometry = {
        "neck-left": (90.0, 20.0), "neck-right": (70.0, 20.0), "shoulder-left": (110.0, 20.0),
        "armpit-left": (110.0, 59.0), "armpit-right": (50.0, 59.0), "slot-left": (110.0, 59.0),
        "cuff-outer-left": (149.0, 20.0), "cuff-inner-left": (149.0, 59.0),
    }  # fmt: skip
    astray = geometry | {"slot-left": (90.0, 40.0), "armpit-left": (90.0, 40.0)}
    assert parted(astray, geometry, alpha)["slot-left"] == geometry["slot-left"]
    assert parted(geometry, astray, alpha) == geometry


@pytest.mark.parametrize(
    ("odds", "hem"),
    [
        ((0, 0, 0, 0.25, 0.33, 0.42), "calf"),  # no answer has half of the odds: the middle, not the likeliest
        ((0, 0, 0, 0, 0.3, 0.7), "ankle"),
        ((0, 0, 0.2, 0.55, 0.25, 0), "knee"),
        ((1, 0, 0, 0, 0, 0), "waist"),
    ],
)
def test_a_hem_ends_at_the_middle_of_the_odds(odds, hem):
    said = seen({})
    said.words["hem"] = dict(zip(WORDS["hem"], odds, strict=True))
    assert agreed.hem(said) == hem


@pytest.mark.parametrize("neckline", ["collar", "high"])
def test_a_collars_leaves_are_no_opening(neckline, alpha):
    answer = collared(neckline)
    answer.landmarks["neck-front"], answer.trust["neck-front"] = (80.0, 60.0), 0.9
    found = collar.deeper(answer, ROUND, (60.0, 20.0), (100.0, 20.0), alpha)
    if neckline == "high":
        assert found is ROUND
    else:
        assert found.tolist() == [[70, 20], [80, 60], [89, 20]]


def test_a_network_that_is_not_sure_of_a_garment_is_asked_for_its_places(alpha):
    doubt = seen({}, category="tops")
    odds = {"tops": 0.34, "bottoms": 0.02, "dresses": 0.14, "outerwear": 0.11, "none": 0.39}
    assert agreed.fits(replace(doubt, words=dict(doubt.words) | {"category": odds}), "tops", alpha)
