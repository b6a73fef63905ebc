"""Geometry and network: who places a landmark when they agree, differ, or one of them sees nothing."""

import numpy as np
import pytest
from drawn import errors, tee
from hypothesis import given
from hypothesis import strategies as st

from vitrine.garments import agreed, garment_net
from vitrine.garments.analyse import analyse, without_hanger
from vitrine.garments.cutout import Cutout
from vitrine.garments.garment_net import COARSE, LABELS, LANDMARKS, SIDE, WORDS, Seen
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
        trust={name: trust if name in spots else 0.0 for name in LANDMARKS},
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
    spots, same = agreed.landmarks(GEOMETRY, seen({"shoulder-left": (115.0, 28.0)}), alpha, 0.9)
    assert spots["shoulder-left"] == (119.0, 28.0)
    assert same == 1


def test_a_waist_stays_where_the_silhouette_is_slim(alpha):
    both = GEOMETRY | {"waist-left": (119.0, 100.0)}
    spots, _ = agreed.landmarks(both, seen({"waist-left": (119.0, 110.0)}), alpha, 0.9)
    assert spots["waist-left"] == both["waist-left"]


def test_where_they_differ_the_network_s_place_is_taken_onto_the_outline(alpha):
    spots, same = agreed.landmarks(GEOMETRY, seen({"shoulder-left": (117.0, 50.0)}), alpha, 0.6)
    assert spots["shoulder-left"] == (119.0, 50.0)
    assert same == 0


@pytest.mark.parametrize(("confidence", "trust", "row"), [(0.6, 0.8, 150.0), (0.9, 0.8, 179.0), (0.9, 0.9, 150.0)])
def test_where_they_differ_the_surer_one_has_the_word(confidence, trust, row, alpha):
    spots, _ = agreed.landmarks(GEOMETRY, seen({"hem-left": (117.0, 150.0)}, trust=trust), alpha, confidence)
    assert spots["hem-left"] == (119.0, row)


def test_an_armpit_may_lie_inside(alpha):
    spots, _ = agreed.landmarks(GEOMETRY, seen({"armpit-left": (112.0, 80.0)}), alpha, 0.6)
    assert spots["armpit-left"] == (112.0, 80.0)


def test_an_armpit_that_a_gap_shows_is_geometry_s(alpha):
    spots, _ = agreed.landmarks(GEOMETRY, seen({"armpit-left": (112.0, 80.0)}, trust=0.8), alpha, 0.9)
    assert spots["armpit-left"] == GEOMETRY["armpit-left"]


def test_what_the_network_is_not_sure_of_counts_for_nothing(alpha):
    spots, _ = agreed.landmarks(GEOMETRY, seen({"shoulder-left": (60.0, 100.0)}, trust=0.4), alpha, 0.6)
    assert spots == GEOMETRY


def test_a_sleeve_that_geometry_missed_is_added_whole(alpha):
    both = {"cuff-outer-left": (119.0, 90.0), "cuff-inner-left": (100.0, 100.0)}
    spots, _ = agreed.landmarks(GEOMETRY, seen(both), alpha, 0.6)
    assert spots["slot-left"] == GEOMETRY["armpit-left"]
    assert agreed.sleeve("none", seen(both), spots) == "short"
    alone, _ = agreed.landmarks(GEOMETRY, seen({"cuff-outer-left": (119.0, 90.0)}), alpha, 0.6)
    assert alone == GEOMETRY


def test_a_sleeve_that_is_none_is_taken_away(alpha):
    wrong = GEOMETRY | {f"{name}-left": (50.0, 50.0) for name in ("cuff-outer", "cuff-inner", "slot")}
    spots, _ = agreed.landmarks(wrong, seen({}, sleeve="none"), alpha, 0.6)
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
    curve = agreed.opening(seen({}, parts=parts), (60.0, 20.0), (100.0, 20.0))
    assert curve is not None
    assert curve[0].tolist() == [60, 20]
    assert curve[20, 1] == pytest.approx(40, abs=2)
    assert agreed.opening(seen({}), (60.0, 20.0), (100.0, 20.0)) is None


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
    kept = without_hanger(found, seen({}, mask=mask))
    assert (kept.alpha.sum() < alpha.sum()) == cut
    assert without_hanger(found, None) is found


def collared(neckline):
    parts = np.zeros((HEIGHT, WIDTH), np.uint8)
    parts[20:50, 60:100] = 1 + LABELS.index("collar")
    parts[20:40, 70:90] = 1 + LABELS.index("inside-back")
    answer = seen({}, parts=parts)
    answer.words["neckline"][neckline] = 0.95
    return answer


CURVE = np.stack([np.linspace(60, 99, 20), np.full(20, 49.0)], 1).astype(np.float32)


def test_a_shirt_opens_between_the_leaves_of_its_collar(alpha):
    found = agreed.around_the_collar(collared("collar"), CURVE, alpha)
    assert found[0, 0] == 70
    assert found[-1, 0] == 89
    assert np.allclose(found[:, 1], 39, atol=1)


def test_a_closed_collar_opens_near_its_upper_edge(alpha):
    found = agreed.around_the_collar(collared("high"), CURVE, alpha)
    assert (found[:, 1] < 32).all()


def test_a_curve_above_the_collar_stands(alpha):
    high = CURVE - np.array([0, 24], np.float32)
    assert agreed.around_the_collar(collared("collar"), high, alpha) is high


def test_a_hood_is_one_where_it_stands_up(alpha):
    low = {"neck-right": (60.0, 22.0), "neck-left": (100.0, 22.0)}
    high = {"neck-right": (60.0, 60.0), "neck-left": (100.0, 60.0)}
    assert agreed.hooded(collared("hood"), high, alpha)
    assert not agreed.hooded(collared("hood"), low, alpha)
    assert not agreed.hooded(collared("round"), high, alpha)


def test_the_inside_of_the_back_ends_where_it_is_seen():
    assert agreed.inside_back(collared("collar"), (60.0, 25.0), (100.0, 25.0)) == 39
    assert agreed.inside_back(seen({}), (60.0, 25.0), (100.0, 25.0)) is None


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
