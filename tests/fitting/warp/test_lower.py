from dataclasses import replace

import numpy as np
import pytest
from drawn import Drawn, skirt, trousers
from hypothesis import given, settings
from hypothesis import strategies as st
from mannequin import mannequin

from vitrine.fitting.warp.arap import pose
from vitrine.fitting.warp.arm import Side
from vitrine.fitting.warp.frame import Frame, measured
from vitrine.fitting.warp.lower import CROTCH, DROP, WEDGE, _Fall, from_waist, levels
from vitrine.fitting.warp.mesh import flipped, locate
from vitrine.fitting.warp.rig import Rig, label, rigged
from vitrine.fitting.warp.sizes import UNIT_CM, finer, size
from vitrine.garments.garment import Garment
from vitrine.garments.parts import parts
from vitrine.people.body import bare_body
from vitrine.people.person import CLASSES

FRAME = measured(mannequin(), bare_body(mannequin()))


def rig_of(drawn: Drawn, frame: Frame = FRAME) -> Rig:
    labels = parts(drawn.alpha, drawn.landmarks)
    garment = Garment(drawn.photo, drawn.alpha, "bottoms", "flat-lay", drawn.landmarks, labels)
    return rigged(garment, size(garment, frame))


def test_trousers_go_down_to_the_hem_of_a_long_dress_that_hid_the_feet() -> None:
    person = mannequin()
    person.labels[300:612, 120:300] = CLASSES.index("dress")
    frame = measured(person, bare_body(person))
    rig = rig_of(trousers(), frame)
    end = levels(rig, frame, rig.scale).depth[-1] + frame.joint["neck"].imag
    assert abs(end - 611) < 2


@settings(max_examples=8, deadline=None)
@given(st.integers(10, 60))
def test_trousers_reach_from_the_old_waistband_to_the_shoes(spread: int) -> None:
    rig = rig_of(trousers(spread=spread))
    at = levels(rig, FRAME, rig.scale)
    assert list(at.row) == sorted(at.row) and list(at.depth) == sorted(at.depth)
    assert at.depth[0] <= FRAME.torso
    assert abs(at.depth[1] - FRAME.fork) < 0.5 * FRAME.unit
    assert at.depth[-1] > FRAME.trunk.depth[-1]


@settings(max_examples=8, deadline=None)
@given(st.integers(10, 60))
def test_posed_legs_lie_on_the_legs_and_none_turns_over(spread: int) -> None:
    rig = rig_of(trousers(spread=spread))
    goal = from_waist(rig, FRAME)
    posed = pose(rig.mesh, goal.pull, goal.rest, goal.start)
    assert flipped(rig.mesh, posed).mean() < 0.03
    low = posed[posed[:, 1] > 500]
    for side in ("left", "right"):
        knee, ankle = FRAME.joint[f"knee-{side}"], FRAME.joint[f"ankle-{side}"]
        near = np.abs(low[:, 0] - (knee.real + ankle.real) / 2) < 0.4 * FRAME.unit
        assert near.any()


def test_each_leg_ends_at_its_own_foot() -> None:
    person = mannequin()
    lower = [27, 29, 31]
    person.landmarks[lower] += (0, 14)
    frame = measured(person, bare_body(person))
    rig = rig_of(trousers(spread=20), frame)
    goal = from_waist(rig, frame)
    posed = pose(rig.mesh, goal.pull, goal.rest, goal.start)
    ends, knees = {}, {}
    for side in ("left", "right"):
        leg = label("left-leg" if side == "left" else "right-leg")
        marks = [rig.mark[f"ankle-{edge}-{side}"] for edge in ("outer", "inner")]
        end, crotch = (marks[0] + marks[1]) / 2, rig.mark["crotch"]
        knee = end.real + 1j * (crotch.imag + 0.4 * (end.imag - crotch.imag))
        at = np.array([[z.real, z.imag] for z in (end, knee)], np.float32)
        ends[side], knees[side] = (locate(rig.mesh, at, leg) @ posed)[:, 1]
    assert 10 < ends["left"] - ends["right"] < 18
    assert abs(knees["left"] - knees["right"]) < 5


def test_of_feet_on_one_level_none_stands_lower() -> None:
    person = mannequin()
    assert measured(person, bare_body(person)).stand == {"left": 0, "right": 0}
    # an ankle that the pose has a little off is no step
    person.landmarks[27] += (0, 8)
    assert measured(person, bare_body(person)).stand == {"left": 0, "right": 0}


def between(frame: Frame, share: float) -> float:
    """Width between the legs of posed shorts, at a share of the way from the crotch to their hems, in u."""
    drawn, end = trousers(spread=0), 360
    low = drawn.alpha.copy()
    low[end:] = 0
    marks = {name: (x, min(y, end - 1.0)) for name, (x, y) in drawn.landmarks.items()}
    rig = rig_of(replace(drawn, alpha=low, landmarks=marks), frame)
    goal = from_waist(rig, frame)
    posed = pose(rig.mesh, goal.pull, goal.rest, goal.start)
    inner = {}
    for side in ("left", "right"):
        crotch, hem = rig.mark["crotch"].imag, rig.mark[f"ankle-inner-{side}"].imag
        seam = rig.inseam(side)
        at = seam[np.abs(seam.imag - crotch - share * (hem - crotch)).argmin()]
        leg = label("left-leg" if side == "left" else "right-leg")
        inner[side] = (locate(rig.mesh, np.array([[at.real, at.imag]], np.float32), leg) @ posed)[0, 0]
    return float(inner["left"] - inner["right"]) / frame.unit


def test_shorts_lie_round_each_thigh_for_itself() -> None:
    assert between(FRAME, 1) > 0.07


def test_round_thighs_that_touch_legs_of_shorts_lap_and_only_their_hems_part() -> None:
    middle = (FRAME.leg["left"].bone.at + FRAME.leg["right"].bone.at) / 2
    frame = replace(FRAME, leg={side: replace(leg, inner=middle) for side, leg in FRAME.leg.items()})
    assert between(frame, 0.5) < 0
    assert 0.02 < between(frame, 1) < 0.08


def test_a_skirt_keeps_its_flare() -> None:
    rig = rig_of(skirt())
    goal = from_waist(rig, FRAME)
    posed = pose(rig.mesh, goal.pull, goal.rest, goal.start)
    hem = posed[posed[:, 1] > np.quantile(posed[:, 1], 0.95)]
    hips = posed[np.abs(posed[:, 1] - FRAME.joint["hips"].imag) < 12]
    assert np.ptp(hem[:, 0]) > np.ptp(hips[:, 0])


@pytest.mark.parametrize("waist", [0.7, 0.85, 0.95])
def test_the_waistband_lies_on_the_old_one_where_that_shows(waist: float) -> None:
    frame = replace(FRAME, old=replace(FRAME.old, waist=waist * FRAME.torso, hung=False))
    rig = rig_of(trousers(spread=30), frame)
    at = levels(rig, frame, rig.scale)
    assert at.depth[0] <= waist * FRAME.torso
    assert at.depth[0] > waist * FRAME.torso - 0.2 * FRAME.unit


@pytest.mark.parametrize("spread", [10, 40])
def test_the_inseam_is_the_edge_of_the_cloth_and_not_a_straight_line(spread: int) -> None:
    rig = rig_of(trousers(spread=spread))
    for side in ("left", "right"):
        edge = rig.inseam(side)
        rows, columns = edge.imag.astype(int), np.round(edge.real).astype(int)
        outward = 1 if rig.mark[f"ankle-outer-{side}"].real > rig.mark["crotch"].real else -1
        assert (rig.alpha[rows[5:-5], columns[5:-5] + 3 * outward] > 0.5).all()
        assert (rig.alpha[rows[5:-5], columns[5:-5] - 3 * outward] < 0.5).mean() > 0.8


@settings(max_examples=6, deadline=None)
@given(st.integers(15, 50))
def test_wide_legs_are_as_wide_against_the_hips_as_in_their_picture(spread: int) -> None:
    rig = rig_of(trousers(spread=spread))
    goal = from_waist(rig, FRAME)
    posed = pose(rig.mesh, goal.pull, goal.rest, goal.start)
    crotch, ankle = rig.mark["crotch"].imag, rig.mark["ankle-inner-left"].imag
    leg = np.isin(np.arange(len(posed)), rig.mesh.triangles[rig.mesh.part == label("left-leg")])
    own = rig.mesh.points
    hips, knee = (np.abs(own[:, 1] - row) < 1.5 * rig.mesh.cell for row in (crotch, (crotch + ankle) / 2))

    def share(points: np.ndarray) -> float:
        return float(np.ptp(points[knee & leg, 0]) / np.ptp(points[hips, 0]))

    assert share(posed) > 0.85 * share(own)


def test_what_comes_out_from_beneath_a_top_is_no_wider_than_its_hem() -> None:
    hem = FRAME.torso
    narrow = {"left": 0.4 * FRAME.unit, "right": 0.4 * FRAME.unit}
    frame = replace(FRAME, old=replace(FRAME.old, waist=hem, hung=True, brim=narrow))
    rig = rig_of(skirt(), frame)
    goal = from_waist(rig, frame)
    posed = pose(rig.mesh, goal.pull, goal.rest, goal.start)
    depth = ((posed[:, 0] + 1j * posed[:, 1] - frame.joint["neck"]) * np.conj(frame.down)).real
    at_hem = posed[np.abs(depth - hem) < 0.08 * frame.unit]
    low = posed[depth > np.quantile(depth, 0.95)]
    assert np.ptp(at_hem[:, 0]) < 1.2 * frame.unit
    assert np.ptp(low[:, 0]) > 1.2 * np.ptp(at_hem[:, 0])


@pytest.mark.parametrize(("drawn", "flares"), [(trousers(spread=40), 0.25), (skirt(), 0.9)])
def test_a_waistband_in_sight_is_as_wide_as_the_old_one_and_a_skirt_flares_below_it(
    drawn: Drawn, flares: float
) -> None:
    waist = FRAME.torso - 0.2 * FRAME.unit
    old = replace(FRAME.old, waist=waist, hung=False)
    narrow = {"left": 0.34 * FRAME.unit, "right": 0.36 * FRAME.unit}

    def widths(brim: dict[Side, float] | None) -> tuple[float, float]:
        frame = replace(FRAME, old=replace(old, brim=brim))
        rig = rig_of(drawn, frame)
        goal = from_waist(rig, frame)
        posed = pose(rig.mesh, goal.pull, goal.rest, goal.start)
        depth = ((posed[:, 0] + 1j * posed[:, 1] - frame.joint["neck"]) * np.conj(frame.down)).real
        at = [np.abs(depth - waist - below * frame.unit) < 0.05 * frame.unit for below in (0.0, 0.3)]
        return float(np.ptp(posed[at[0], 0])), float(np.ptp(posed[at[1], 0]))

    band, hips = widths(narrow)
    assert band < widths(None)[0] - 0.1 * FRAME.unit
    assert hips > band + flares * 0.3 * FRAME.unit


def test_legs_that_have_changed_places_take_the_tube_of_cloth_on_their_side() -> None:
    person = mannequin()
    marks = person.landmarks.copy()
    for left, right in ((23, 24), (25, 26), (27, 28)):
        marks[[left, right]] = marks[[right, left]]
    crossed = replace(person, landmarks=marks)
    frame = measured(crossed, bare_body(crossed))
    assert ((frame.leg["left"].bone.at - frame.leg["right"].bone.at) * np.conj(frame.across)).real.min() > 0


@pytest.mark.parametrize("drawn", [trousers(spread=30), skirt()])
def test_a_size_chart_says_how_wide_and_how_long(drawn: Drawn) -> None:
    labels = parts(drawn.alpha, drawn.landmarks)
    plain = Garment(drawn.photo, drawn.alpha, "bottoms", "flat-lay", drawn.landmarks, labels)
    usual, long = (replace(plain, measures={"waist": 76.0, "length": cm}) for cm in (48.0, 60.0))
    cm = FRAME.unit / UNIT_CM
    ends = [levels(rig, FRAME, rig.scale).depth for rig in (rigged(g, size(g, FRAME)) for g in (usual, long))]
    assert ends[1][-1] - ends[0][-1] == pytest.approx(12 * cm)
    assert ends[0][-1] - ends[0][0] == pytest.approx(48 * cm)
    wide = replace(plain, measures={"waist": 95.0})
    assert size(wide, FRAME) == pytest.approx(1.25 * size(usual, FRAME))


def test_legs_that_are_made_shorter_get_narrower_down_the_leg() -> None:
    def thin(garment: Drawn) -> np.ndarray:
        rig = rig_of(garment)
        goal = from_waist(rig, FRAME)
        posed = pose(rig.mesh, goal.pull, goal.rest, goal.start)
        mine = posed[np.unique(rig.mesh.triangles[rig.mesh.part == label("left-leg")])]
        return np.array([np.ptp(mine[np.abs(mine[:, 1] - row) < 8, 0]) for row in (420, 545)])

    usual = trousers(spread=40)
    # the same cloth, half as long again below the crotch
    crotch, height = round(usual.landmarks["crotch"][1]), usual.alpha.shape[0]
    rows = np.concatenate([np.arange(crotch), np.linspace(crotch, height - 1, round(1.5 * (height - crotch)))]).astype(
        int
    )
    low = {name: (x, y if y <= crotch else crotch + 1.5 * (y - crotch)) for name, (x, y) in usual.landmarks.items()}
    long = replace(usual, photo=usual.photo[rows], alpha=usual.alpha[rows], landmarks=low)
    short, made = thin(usual), thin(long)
    assert made[1] < 0.92 * short[1]
    assert made[0] > made[1] - 4


def shorts(end: int, band: int = 0) -> Drawn:
    """Trousers cut off at a row, their waistband that much narrower on either side."""
    drawn = trousers(spread=10)
    low = drawn.alpha.copy()
    low[end:] = 0
    marks = {name: (x, min(y, end - 1.0)) for name, (x, y) in drawn.landmarks.items()}
    for side, inward in (("left", -band), ("right", band)):
        x, y = marks[f"waistband-{side}"]
        marks[f"waistband-{side}"] = (x + inward, y)
    return replace(drawn, alpha=low, landmarks=marks)


def test_shorts_that_lie_flat_are_longer_against_the_breadth_that_they_show() -> None:
    # a way to the crotch that is longer than the waistband is wide tells of what is shown filled
    flat, filled = rig_of(shorts(380, -60)), rig_of(shorts(380))
    for rig, least in ((flat, 1.0), (filled, 0.0)):
        crotch, end = rig.mark["crotch"].imag, rig.mark["ankle-inner-left"].imag
        at = levels(rig, FRAME, 0.7 * rig.scale)
        scale = (at.depth[-1] - at.depth[1]) / (end - crotch)
        assert scale == pytest.approx((0.7 + 0.3 * least) * rig.scale, rel=0.05)
        assert at.depth[1] >= FRAME.fork - 1


def test_shorts_fall_from_where_they_are_widest_and_flare_as_they_are_cut() -> None:
    drawn = shorts(380)
    crotch = drawn.landmarks["crotch"][1]
    wide = np.zeros_like(drawn.alpha)
    for y in range(round(crotch), 380):
        aside = round(0.5 * (y - crotch))
        row = np.flatnonzero(drawn.alpha[y] > 0.5)
        wide[y, max(0, row[0] - aside) : row[-1] + aside + 1] = 1
        if (drawn.alpha[y, row[0] : row[-1]] < 0.5).any():
            wide[y, row[0] : row[-1]] = drawn.alpha[y, row[0] : row[-1]]
    flared = replace(drawn, alpha=np.maximum(drawn.alpha, wide))
    breadth = {}
    for name, one in (("straight", drawn), ("flared", flared)):
        rig = rig_of(one)
        fall = _Fall(rig, FRAME, levels(rig, FRAME, rig.scale))
        shown = fall.shown["left"]
        assert (np.diff(shown) >= -1e-6).all()
        breadth[name] = shown[round(rig.mark["ankle-inner-left"].imag)] - shown[round(rig.mark["crotch"].imag)]
    assert breadth["flared"] > breadth["straight"] + 0.02 * FRAME.unit


def test_cells_of_a_leg_stay_with_it_however_narrow_the_gap() -> None:
    rig = rig_of(trousers(spread=1))
    goal = from_waist(rig, FRAME)
    posed = pose(rig.mesh, goal.pull, goal.rest, goal.start)
    for part in ("left-leg", "right-leg"):
        corners = rig.mesh.triangles[rig.mesh.part == label(part)]
        wide = np.ptp(posed[corners][..., 0], axis=1) / np.ptp(rig.mesh.points[corners][..., 0], axis=1)
        assert wide.max() < 2.5 * np.median(wide)


def test_a_waistband_lies_on_the_old_one_all_along() -> None:
    # hips that bulge to one side, over a hand in a pocket, would draw that end of it down
    old = replace(FRAME.old, waist=FRAME.torso - 0.25 * FRAME.unit, hung=False)
    wide = {side: edge.copy() for side, edge in FRAME.pockets.edge.items()}
    low = (FRAME.pockets.depth > FRAME.torso - 0.15 * FRAME.unit) & (FRAME.pockets.depth < FRAME.torso)
    wide["left"][low] += 0.25 * FRAME.unit * FRAME.across
    frame = replace(FRAME, old=old, pockets=replace(FRAME.pockets, edge=wide))
    rig = rig_of(trousers(spread=20), frame)
    goal = from_waist(rig, frame)
    posed = pose(rig.mesh, goal.pull, goal.rest, goal.start)
    ends = [rig.mark[f"waistband-{side}"] for side in ("left", "right")]
    at = ends[0] + (ends[1] - ends[0]) * np.linspace(0.1, 0.9, 9) + 1j
    line = (locate(rig.mesh, np.stack([at.real, at.imag], 1).astype(np.float32), label("torso")) @ posed)[:, 1]
    assert np.ptp(line) < 0.03 * FRAME.unit


def test_a_hand_in_a_pocket_bulges_shorts_where_it_is_and_makes_them_no_wider_below() -> None:
    free = replace(FRAME, old=replace(FRAME.old, brim=None))
    wide = {side: edge.copy() for side, edge in FRAME.pockets.edge.items()}
    at_hips = np.abs(FRAME.pockets.depth - FRAME.torso + 0.05 * FRAME.unit) < 0.1 * FRAME.unit
    wide["left"][at_hips] += 0.3 * FRAME.unit * FRAME.across
    edges = []
    for frame in (free, replace(free, pockets=replace(FRAME.pockets, edge=wide))):
        rig = rig_of(shorts(380), frame)
        outer = _Fall(rig, frame, levels(rig, FRAME, rig.scale)).leg("left")[0].to
        edges.append(np.interp(np.linspace(*outer[[0, -1], 1], 60), outer[:, 1], outer[:, 0]))
    more = edges[1] - edges[0]
    assert more.max() > 0.08 * FRAME.unit
    assert np.abs(more[-20:]).max() < 0.01 * FRAME.unit


def opening(frame: Frame, depths: np.ndarray, spread: int = 30) -> np.ndarray:
    """Width between posed trouser legs at depths on the body; below 0 they overlap."""
    rig = rig_of(trousers(spread=spread), frame)
    goal = from_waist(rig, frame)
    posed = pose(rig.mesh, goal.pull, goal.rest, goal.start)
    across = {}
    for side in ("left", "right"):
        seam = rig.inseam(side)[::4]
        part = label("left-leg" if side == "left" else "right-leg")
        at = locate(rig.mesh, np.stack([seam.real, seam.imag], 1).astype(np.float32), part) @ posed
        place = at[:, 0] + 1j * at[:, 1] - frame.joint["neck"]
        depth, off = (place * np.conj(frame.down)).real, (place * np.conj(frame.across)).real
        order = depth.argsort()
        across[side] = np.interp(depths, depth[order], off[order])
    return np.asarray(across["left"] - across["right"])


def test_legs_of_cloth_meet_down_to_where_the_wearers_part_and_open_in_a_wedge() -> None:
    u = FRAME.unit
    seen = replace(FRAME, fork=FRAME.torso + 0.6 * u)
    rig = rig_of(trousers(spread=30))
    crotch = levels(rig, seen, rig.scale).depth[1]
    assert crotch < seen.fork
    met = opening(seen, np.linspace(crotch + 0.05 * u, seen.fork - 0.02 * u, 6))
    assert (met < 0.01 * u).all()
    wedge = opening(seen, seen.fork + np.array([0.06, 0.12, 0.2]) * u)
    assert (wedge <= 2 * WEDGE * np.array([0.06, 0.12, 0.2]) * u + 0.02 * u).all()


def test_beneath_a_top_that_hangs_over_it_a_waistband_lies_as_low_as_the_crotch_may_hang() -> None:
    frame = replace(FRAME, old=replace(FRAME.old, waist=FRAME.torso + 0.1 * FRAME.unit, hung=True))
    rig = rig_of(trousers(spread=20), frame)
    at = levels(rig, frame, rig.scale)
    assert at.depth[0] < frame.torso
    assert at.depth[1] <= min(frame.fork, frame.torso + CROTCH * frame.unit) + DROP * frame.unit + 1


def test_hems_of_shorts_that_lie_aslant_hang_level_and_bow_round_the_thighs() -> None:
    drawn = shorts(380)
    alpha, marks = drawn.alpha.copy(), dict(drawn.landmarks)
    for side in ("left", "right"):
        outer, inner = marks[f"ankle-outer-{side}"][0], marks[f"ankle-inner-{side}"][0]
        for x in range(round(min(outer, inner)), round(max(outer, inner)) + 1):
            alpha[round(380 - 24 * (x - inner) / (outer - inner)) :, x] = 0
        marks[f"ankle-outer-{side}"] = (outer, 355.0)
    rig = rig_of(replace(drawn, alpha=alpha, landmarks=marks))
    goal = from_waist(rig, FRAME)
    posed = pose(rig.mesh, goal.pull, goal.rest, goal.start)
    ends = [rig.mark[f"ankle-{edge}-left"] for edge in ("outer", "inner")]
    at = np.array([ends[0], (ends[0] + ends[1]) / 2, ends[1]])
    where = np.stack([at.real, at.imag - 1], 1).astype(np.float32)
    low = (locate(rig.mesh, where, label("left-leg")) @ posed)[:, 1]
    assert abs(low[2] - low[0]) < 0.5 * rig.scale * (ends[1] - ends[0]).imag
    assert low[1] > (low[0] + low[2]) / 2


def test_hems_of_trousers_bow_round_the_legs_whatever_their_curve_in_the_picture() -> None:
    drawn = trousers(spread=20)
    marks = drawn.landmarks
    rows, columns = np.indices(drawn.alpha.shape)
    alpha = drawn.alpha.copy()
    for side in ("left", "right"):
        (outer, low), (inner, _) = marks[f"ankle-outer-{side}"], marks[f"ankle-inner-{side}"]
        across = (columns - (outer + inner) / 2) / (abs(outer - inner) / 2)
        # rounded corners: a tongue
        alpha[(np.abs(across) <= 1.2) & (rows > low - 24 * across**2)] = 0
    rig = rig_of(replace(drawn, alpha=alpha))
    goal = from_waist(rig, FRAME)
    posed = pose(rig.mesh, goal.pull, goal.rest, goal.start)
    for side in ("left", "right"):
        column, row = rig.hem[side]
        edge = np.stack([column, row], 1).astype(np.float32)[len(column) // 6 : -len(column) // 6]
        at = locate(rig.mesh, edge, label("left-leg" if side == "left" else "right-leg")) @ posed
        bow = at[len(at) // 2, 1] - (at[0, 1] + at[-1, 1]) / 2
        own = (edge[len(edge) // 2, 1] - (edge[0, 1] + edge[-1, 1]) / 2) * rig.scale
        assert 0 < bow < 0.7 * own


def test_narrow_trousers_that_hips_draw_wider_have_a_finer_texture_and_the_same_size() -> None:
    drawn = trousers(spread=10)
    middle = 299.5

    def narrowed(x: float) -> float:
        return middle + 0.6 * (x - middle)

    columns = np.round(middle + (np.arange(drawn.alpha.shape[1]) - middle) / 0.6).astype(int)
    inside = (columns >= 0) & (columns < drawn.alpha.shape[1])
    alpha = np.where(inside, drawn.alpha[:, np.clip(columns, 0, drawn.alpha.shape[1] - 1)], 0).astype(np.float32)
    marks = {name: (narrowed(x), y) for name, (x, y) in drawn.landmarks.items()}
    made = {}
    for name, one in (("usual", drawn), ("narrow", replace(drawn, alpha=alpha, landmarks=marks))):
        labels = parts(one.alpha, one.landmarks)
        made[name] = Garment(one.photo, one.alpha, "bottoms", "flat-lay", one.landmarks, labels)
    more = finer(made["narrow"], FRAME)
    assert 1 <= finer(made["usual"], FRAME) < more
    scale = size(made["narrow"], FRAME)
    plain, fine = rigged(made["narrow"], scale), rigged(made["narrow"], scale, finer=more)
    assert fine.factor > plain.factor
    assert fine.scale * fine.factor == pytest.approx(plain.scale * plain.factor)
