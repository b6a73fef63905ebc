"""Tops, dresses and jackets on a person: sleeves at the armhole, the torso's own edge, bare shoulders, straps."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import vitrine
from vitrine.fitting.warp.arap import pose
from vitrine.fitting.warp.arm import SIDES, Side
from vitrine.fitting.warp.collar import COLLAR
from vitrine.fitting.warp.fit import sleeve_of
from vitrine.fitting.warp.mesh import flipped, locate
from vitrine.fitting.warp.outline import Path as Edge
from vitrine.fitting.warp.outline import unit
from vitrine.fitting.warp.rig import Rig, label, rigged
from vitrine.fitting.warp.sizes import size
from vitrine.fitting.warp.targets import points
from vitrine.fitting.warp.upper import LYING, _free, from_shoulders, sewn
from vitrine.fitting.warp.wearer import wearer_of
from vitrine.garments.garment import Garment
from vitrine.imaging.types import Points
from vitrine.people.person import Person

DEMO = Path(__file__).parents[3] / "demo" / "garments"


def spread(tee: Garment, angle: float) -> Garment:
    """The tee with its sleeves' ends `angle` degrees off the vertical."""
    marks = dict(tee.landmarks)
    for side, sign in (("left", 1), ("right", -1)):
        x, y = marks[f"shoulder-{side}"]
        away = 200 * np.array([sign * np.sin(np.radians(angle)), np.cos(np.radians(angle))])
        marks |= {f"{name}-{side}": (x + away[0], y + away[1]) for name in ("cuff-outer", "cuff-inner")}
    return replace(tee, landmarks=marks)


def test_a_sleeve_is_loose_where_it_closes_and_sewn_where_it_opens(anna: Person, tee: Garment) -> None:
    frame = wearer_of(anna).frame
    shares = [sewn(spread(tee, angle), frame) for angle in (0, 20, 40, 60, 80)]
    for side in SIDES:
        along = [share[side] for share in shares]
        assert along == sorted(along, reverse=True)
        assert along[0] == 1.0
        assert 0.4 < along[-1] < 0.5


def test_without_sleeves_everything_is_one(anna: Person, trousers: Garment) -> None:
    assert sewn(trousers, wearer_of(anna).frame) == {"left": 1.0, "right": 1.0}


def test_a_boxy_top_becomes_smaller_both_ways_but_not_too_short(anna: Person, tee: Garment) -> None:
    frame = wearer_of(anna).frame

    def boxy(broader: float) -> Garment:
        middle = (tee.landmarks["neck-left"][0] + tee.landmarks["neck-right"][0]) / 2
        return replace(tee, landmarks={k: (middle + broader * (x - middle), y) for k, (x, y) in tee.landmarks.items()})

    def by_length(garment: Garment) -> float:
        return size(replace(garment, sleeve="long"), frame)

    kept = [size(boxy(k), frame) / by_length(boxy(k)) for k in (0.8, 1.0)]
    assert kept[0] == pytest.approx(1.0)
    assert 0.8 < kept[1] < 0.95
    # one that is short for its breadth stays as long as it is: it hangs over the waist still
    assert size(boxy(1.8), frame) == pytest.approx(by_length(boxy(1.8)))


def test_the_flank_is_the_torsos_own_edge(tee: Garment) -> None:
    rig = rigged(tee, 0.5)
    torso = (rig.parts == label("torso")) & (rig.alpha > 0.5)
    for side in SIDES:
        path = rig.flank(side)
        assert (np.diff(path.imag) == 1).all()
        rows, cols = path.imag.astype(int), np.round(path.real).astype(int)
        assert torso[rows, cols].mean() > 0.95
        middle = (rig.mark["armpit-left"] + rig.mark["armpit-right"]).real / 2
        outward = 1 if rig.mark[f"armpit-{side}"].real > middle else -1
        assert not torso[rows, np.clip(cols + 4 * outward, 0, torso.shape[1] - 1)].any()


def test_off_the_shoulders_the_upper_edge_lies_on_the_arms(anna: Person, tee: Garment) -> None:
    frame = wearer_of(anna).frame
    bare = replace(tee, attributes=tee.attributes | {"neckline": "off-shoulder"})
    ready = rigged(bare, size(bare, frame))
    goal = from_shoulders(ready, frame)
    above = [frame.joint[f"shoulder-{side}"].imag for side in SIDES]
    assert goal.pull.to[:, 1].min() > min(above) - 0.1 * frame.unit
    assert np.isfinite(goal.rest).all()
    worn = from_shoulders(rigged(tee, size(tee, frame)), frame)
    assert worn.pull.to[:, 1].min() < goal.pull.to[:, 1].min()


def test_the_pose_folds_next_to_nothing(anna: Person, tee: Garment) -> None:
    frame = wearer_of(anna).frame
    ready = rigged(tee, size(tee, frame), sewn(tee, frame))
    goal = from_shoulders(ready, frame)
    posed = pose(ready.mesh, goal.pull, goal.rest, goal.start)
    assert flipped(ready.mesh, posed).mean() < 0.03


@pytest.mark.parametrize("rise", [0, 120])
def test_what_rises_thinly_is_a_strap(tee: Garment, rise: int) -> None:
    alpha = tee.alpha.copy()
    x, y = (round(v) for v in tee.landmarks["shoulder-left"])
    top = max(0, y - rise)
    alpha[top : y + 8, x - 14 : x - 6] = 1.0
    parts = tee.parts.copy()
    parts[top : y + 8, x - 14 : x - 6] = label("torso")
    rig = rigged(replace(tee, alpha=alpha, parts=parts), 0.5)
    assert bool(rig.straps.any()) == (rise > 0)
    assert set(np.unique(rig.straps)) <= {0.0, 1.0}


def test_a_dress_is_as_long_as_its_picture_says(anna: Person, tee: Garment) -> None:
    frame, dress = wearer_of(anna).frame, replace(tee, category="dresses")
    knee, calf, ankle = (size(replace(dress, attributes={"hem": hem}), frame) for hem in ("knee", "calf", "ankle"))
    assert size(dress, frame) == pytest.approx(knee)  # usual
    assert knee < calf < ankle < 1.25 * knee  # the chest has its say


def test_a_size_chart_overrides_the_guess(anna: Person, tee: Garment) -> None:
    frame = wearer_of(anna).frame
    small, large = (size(replace(tee, measures={"length": cm}), frame) for cm in (60.0, 72.0))
    assert large == pytest.approx(1.2 * small)
    narrow, wide = (size(replace(tee, measures={"chest": cm}), frame) for cm in (90.0, 108.0))
    assert wide == pytest.approx(1.2 * narrow)
    # a usual tee's measures and the guess agree
    assert size(replace(tee, measures={"length": 66.0}), frame) == pytest.approx(size(tee, frame), rel=0.2)


def test_a_hood_lies_on_the_back_and_rises_from_the_shoulders(anna: Person, tee: Garment) -> None:
    frame = wearer_of(anna).frame
    (x0, y0), (x1, y1) = tee.landmarks["neck-right"], tee.landmarks["neck-left"]
    wide, base = abs(x1 - x0), min(y0, y1)
    lifted = round(1.5 * wide)  # room above for the hood
    alpha, photo, parts = (
        np.pad(a, ((lifted, 0), *[(0, 0)] * (a.ndim - 1)), mode="edge" if a.ndim == 3 else "constant")
        for a in (tee.alpha, tee.photo, tee.parts)
    )
    rows, columns = np.indices(alpha.shape)
    across = (columns - (x0 + x1) / 2) / (0.7 * wide)
    up = (base + lifted - rows) / wide
    hood = (across**2 + ((up - 0.65) / 0.7) ** 2 < 1) & (up > -0.05)
    alpha[hood], parts[hood & (parts == 0)] = 1, label("inside-back")
    marks = {name: (x, y + lifted) for name, (x, y) in tee.landmarks.items()}
    standing = replace(tee, photo=photo, alpha=alpha, parts=parts, landmarks=marks)
    rests = {}
    for word in ("", "hood"):
        ready = rigged(replace(standing, attributes={"neckline": word}), size(standing, frame))
        rests[word] = from_shoulders(ready, frame).rest
        assert not flipped(ready.mesh, rests[word]).any()
    heights = {word: -rest[:, 1].min() for word, rest in rests.items()}
    assert 0.15 < COLLAR * heights["hood"] / heights[""] < 0.4  # what is no hood shows as an open collar does
    # the lower half of what stood up is hardly to be seen
    low = (rests[""][:, 1] < 0) & (rests[""][:, 1] > -0.4 * heights[""])
    assert (-rests["hood"][low, 1] < 0.1 * heights[""] / COLLAR).all()


def test_a_long_sleeve_ends_where_the_one_in_the_photo_did(anna: Person) -> None:
    frame = wearer_of(anna).frame
    long = vitrine.read_garment(DEMO / "longsleeve-rust.jpg")
    ready = rigged(long, size(long, frame))
    ends = {}
    for cuff in ((0.0, 0.0), (0.1 * frame.unit, 0.02 * frame.unit)):
        goal = from_shoulders(ready, replace(frame, cuff=dict.fromkeys(SIDES, cuff)))
        posed = pose(ready.mesh, goal.pull, goal.rest, goal.start)
        for side in SIDES:
            for name in ("outer", "inner"):
                mark = ready.mark[f"cuff-{name}-{side}"]
                sleeve = label("left-sleeve" if side == "left" else "right-sleeve")
                at = locate(ready.mesh, np.array([[mark.real, mark.imag]], np.float32), sleeve) @ posed
                line = frame.arm[side].outline.at
                along = (complex(*at[0]) - line[-1]) * np.conj(unit(line[-1] - line[-4]))
                ends[cuff[0] > 0, side, name] = along.real / frame.unit
    for side in SIDES:
        assert ends[True, side, "outer"] == pytest.approx(0.1, abs=0.03)
        assert ends[True, side, "outer"] - ends[False, side, "outer"] > 0.07
        assert ends[True, side, "inner"] < ends[True, side, "outer"] - 0.03


def test_the_shoulder_ends_of_a_top_without_sleeves_lie_on_the_skin(anna: Person) -> None:
    tank = vitrine.read_garment(DEMO / "tank-mustard.jpg")
    frame = wearer_of(anna).frame
    ready, posed = worn(tank, anna)
    for side in SIDES:
        ends = np.array([[ready.mark[f"shoulder-{side}"].real, ready.mark[f"shoulder-{side}"].imag]], np.float32)
        end = complex(*(locate(ready.mesh, ends, label("torso")) @ posed)[0].tolist())
        line = frame.arm[side].outline
        fine = np.linspace(0, frame.arm[side].elbow, 400)
        at = line.point(fine)
        nearest = int(np.abs(at - end).argmin())
        off = ((end - at[nearest]) * np.conj(line.outward(fine[nearest : nearest + 1])[0])).real
        assert -0.03 * frame.unit < off < 0.012 * frame.unit


def worn(top: Garment, person: Person) -> tuple[Rig, Points]:
    """The top's rig, and its vertices in the photo."""
    frame = wearer_of(person).frame
    ready = rigged(top, size(top, frame), sewn(top, frame))
    goal = from_shoulders(ready, frame)
    return ready, pose(ready.mesh, goal.pull, goal.rest, goal.start)


def on_sleeve(ready: Rig, posed: Points, side: Side, path: Edge) -> Edge:
    """Where places of a sleeve lie in the photo."""
    at = locate(ready.mesh, points(path), label(sleeve_of(side))) @ posed
    return np.asarray(at[:, 0] + 1j * at[:, 1], np.complex128)


def moved(top: Garment, name: str, share: float, toward: str) -> Garment:
    """The top with a landmark of both sides moved by a share of the way to another."""
    marks = dict(top.landmarks)
    for side in SIDES:
        here, there = (np.array(marks[f"{n}-{side}"]) for n in (name, toward))
        x, y = (here + share * (there - here)).tolist()
        marks[f"{name}-{side}"] = (x, y)
    return replace(top, landmarks=marks)


def test_a_sleeves_hem_goes_straight_across_the_arm(anna: Person, tee: Garment) -> None:
    # its outer corner was found a little up the sleeve
    ready, posed = worn(moved(tee, "cuff-outer", 0.3, "shoulder"), anna)
    for side in SIDES:
        hem = on_sleeve(ready, posed, side, ready.cuff(side))
        aside = ((hem - hem[0]) / (hem[-1] - hem[0])).imag
        assert np.abs(aside).max() < 0.3


def test_a_broad_opening_goes_round_the_neck_and_is_seen_less_broad(anna: Person, tee: Garment) -> None:
    frame = wearer_of(anna).frame
    marks = dict(tee.landmarks)
    middle = (marks["neck-left"][0] + marks["neck-right"][0]) / 2
    for side in SIDES:
        x, y = marks[f"neck-{side}"]
        marks[f"neck-{side}"] = (middle + 1.4 * (x - middle), y)
    rig = rigged(replace(tee, landmarks=marks), size(tee, frame))
    goal = from_shoulders(rig, frame)
    posed = pose(rig.mesh, goal.pull, goal.rest, goal.start)
    spots = points(np.array([rig.mark[f"neck-{side}"] for side in SIDES]))
    left, right = np.asarray(locate(rig.mesh, spots, label("torso")) @ posed)
    flat = abs(rig.mark["neck-left"] - rig.mark["neck-right"]) * rig.scale
    assert flat > 2 * 0.3 * frame.unit
    assert 0.75 * flat < np.hypot(*(left - right)) < 0.95 * flat


def test_a_cap_that_ends_no_lower_than_the_armpit_slants_and_folds_nothing(anna: Person, tee: Garment) -> None:
    frame, marks = wearer_of(anna).frame, dict(tee.landmarks)
    for side in SIDES:
        marks[f"armpit-{side}"] = (marks[f"armpit-{side}"][0], marks[f"cuff-inner-{side}"][1] - 4)
    ready, posed = worn(moved(replace(tee, landmarks=marks), "cuff-outer", 0.4, "shoulder"), anna)
    for side in SIDES:
        ends = np.array([ready.mark[f"cuff-{edge}-{side}"] for edge in ("outer", "inner")])
        outer, inner = on_sleeve(ready, posed, side, ends)
        assert (
            (inner - outer) * np.conj(unit(frame.joint[f"elbow-{side}"] - frame.joint[f"shoulder-{side}"]))
        ).real > 9
    assert flipped(ready.mesh, posed).mean() < 0.01


def test_a_long_sleeves_end_lies_on_the_wrist(anna: Person, tee: Garment) -> None:
    frame = wearer_of(anna).frame
    ready, rest = rigged(tee, size(tee, frame)), np.array([1.0, 0.0]) * frame.unit
    long = replace(ready, garment=replace(tee, sleeve="long"))
    for side in SIDES:
        assert _free(ready, frame, side, rest).tolist() == [1, 1]
        assert _free(long, frame, side, rest).tolist() == [1, LYING]
