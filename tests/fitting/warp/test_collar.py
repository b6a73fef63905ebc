"""Collars that stand go round the neck, and their inside hides the shoulder, not the neck."""

from dataclasses import replace

import numpy as np
import pytest

from vitrine.fitting.warp.arm import NECK_ENDS, SIDES, Side
from vitrine.fitting.warp.collar import (
    BROAD,
    COLLAR,
    ROLLED,
    along_neck,
    as_high,
    halter,
    neck_alone,
    rims,
    round_the_neck,
    shown,
    stands,
    without_spurs,
)
from vitrine.fitting.warp.frame import Frame
from vitrine.fitting.warp.outline import Line, Path
from vitrine.fitting.warp.raster import Piece
from vitrine.fitting.warp.rig import label, rigged
from vitrine.fitting.warp.sizes import size
from vitrine.fitting.warp.wearer import wearer_of
from vitrine.garments.garment import Garment
from vitrine.people.person import Person


def with_collar(tee: Garment, high: float) -> Garment:
    """The tee with a collar as broad as the neck, `high` as a share of that, the inside of its back behind it."""
    photo, alpha, parts = tee.photo.copy(), tee.alpha.copy(), tee.parts.copy()
    (x0, y0), (x1, y1) = tee.landmarks["neck-right"], tee.landmarks["neck-left"]
    top = round(min(y0, y1) - high * (x1 - x0))
    box = np.s_[max(0, top) : round(max(y0, y1)) + 3, round(x0) : round(x1) + 1]
    photo[box], alpha[box], parts[box] = 120, 1, label("torso")
    inner = np.s_[max(0, top) : round(max(y0, y1)), round(x0) + 6 : round(x1) - 5]
    parts[inner] = label("inside-back")
    return replace(tee, photo=photo, alpha=alpha, parts=parts)


def with_roll(tee: Garment, high: float) -> Garment:
    """The tee with a closed collar that is broader above, `high` as a share of the neck's breadth."""
    worn = with_collar(tee, 0.0)
    alpha, parts = worn.alpha.copy(), worn.parts.copy()
    (x0, y0), (x1, y1) = tee.landmarks["neck-right"], tee.landmarks["neck-left"]
    parts[parts == label("inside-back")] = label("torso")
    for row in range(round(min(y0, y1) - high * (x1 - x0)), round(max(y0, y1)) + 3):
        over = 0.2 * max(min(y0, y1) - row, 0)
        columns = np.s_[round(x0 - over) : round(x1 + over) + 1]
        alpha[row, columns], parts[row, columns] = 1, label("torso")
    # the upper edge dips between frills
    top = round(min(y0, y1) - high * (x1 - x0))
    alpha[top : top + 4, round((x0 + x1) / 2) : round((x0 + x1) / 2) + 4] = 0
    return replace(worn, alpha=alpha, parts=parts)


def moved(frame: Frame, side: Side, at: Path) -> Frame:
    """The frame with another outline of one side."""
    arm = frame.arm[side]
    line = Line(at, np.concatenate([[0.0], np.cumsum(np.abs(np.diff(at)))]), arm.outline.out)
    return replace(frame, arm=dict(frame.arm) | {side: replace(arm, outline=line)})


@pytest.mark.parametrize(("high", "upright"), [(0.0, False), (0.35, True)])
def test_a_collar_that_rises_above_the_neck_points_stands(
    anna: Person, tee: Garment, high: float, upright: bool
) -> None:
    frame = wearer_of(anna).frame
    worn = with_collar(tee, high)
    assert stands(rigged(worn, size(worn, frame)), frame) is upright
    hooded = replace(worn, attributes=worn.attributes | {"neckline": "hood"})
    assert not stands(rigged(hooded, size(hooded, frame)), frame)


def test_the_edge_of_a_closed_collar_goes_up_to_its_corner(anna: Person, tee: Garment) -> None:
    frame = wearer_of(anna).frame
    worn = with_roll(tee, 0.4)
    rig = rigged(worn, size(worn, frame))
    assert stands(rig, frame)
    wide = abs(rig.mark["neck-left"] - rig.mark["neck-right"])
    for side in SIDES:
        rim, foot = rig.rim(side), rig.mark[f"neck-{side}"]
        assert abs((foot - rim[-1]).imag - 0.4 * wide) < 0.04 * wide
        out = np.sign((foot - rig.mark["neck-left"] / 2 - rig.mark["neck-right"] / 2).real)
        assert 0.04 * wide < out * (rim[-1] - foot).real < 0.12 * wide
    flat = with_roll(tee, 0.0)
    assert not len(rigged(flat, size(flat, frame)).rim("left"))


def test_a_high_collar_is_rolled(anna: Person, tee: Garment) -> None:
    frame = wearer_of(anna).frame
    begin = round_the_neck(frame)
    for high, shows in ((0.25, COLLAR), (1.2, None)):
        worn = with_roll(tee, high)
        rig = rigged(worn, size(worn, frame))
        share = shown(rig, frame.unit)
        ends = rims(rig, begin, share)
        lengths = [begin[side] - ends[side] for side in SIDES]
        assert share == shows if shows else abs(np.mean(lengths) - ROLLED * frame.unit) < 0.01 * frame.unit


def test_above_where_the_neck_is_seen_its_outline_goes_straight_up(anna: Person) -> None:
    frame = wearer_of(anna).frame
    arc = np.array([-10.0, 0.0, 10.0])
    at, line = along_neck(frame, "left", arc), frame.arm["left"].outline
    assert np.allclose(at[1:], line.point(arc[1:])) and np.isclose(at[0], line.at[0] - 10 * frame.down)


def test_what_does_not_reach_the_shoulders_hangs_from_the_neck(anna: Person, tee: Garment) -> None:
    frame = wearer_of(anna).frame
    marks = dict(tee.landmarks)
    for side, sign in (("left", 1), ("right", -1)):
        x, y = marks[f"neck-{side}"]
        marks[f"shoulder-{side}"] = (x + sign * 5, y + 10)
    for garment, hangs in ((tee, False), (replace(tee, landmarks=marks), True)):
        assert halter(rigged(garment, size(garment, frame)), frame) is hangs


def test_it_begins_at_the_neck_as_high_on_both_sides(anna: Person) -> None:
    frame = wearer_of(anna).frame
    begin = round_the_neck(frame)
    spots = [complex(frame.arm[side].outline.point(np.array([begin[side]]))[0]) for side in SIDES]
    aside = [abs(((spot - frame.throat) * np.conj(frame.across)).real) for spot in spots]
    assert max(aside) < BROAD * frame.unit
    assert abs(spots[0].imag - spots[1].imag) < 0.02 * frame.unit


def test_its_edge_ends_as_high_on_both_sides_of_a_leaning_neck(anna: Person) -> None:
    frame = wearer_of(anna).frame
    foot = frame.throat - 0.3 * frame.unit * frame.down
    for side, lean in (("left", 0.0), ("right", 1.5)):
        out = frame.across if side == "left" else -frame.across
        way = out * (0.1 + lean * np.linspace(-0.15, 0.05, 60)) + frame.down * np.linspace(-0.15, 0.05, 60)
        frame = moved(frame, side, foot + way * frame.unit)
    begin = {side: frame.arm[side].outline.arc[-1] for side in SIDES}
    top = {side: value - 0.08 * frame.unit for side, value in begin.items()}
    even = as_high(frame, begin, top)
    old, new = (
        [float(((spot[0] - foot) * np.conj(frame.down)).real) for spot in spots]
        for spots in ([frame.arm[side].outline.point(np.array([ends[side]])) for side in SIDES] for ends in (top, even))
    )
    assert abs(old[0] - old[1]) > 0.03 * frame.unit
    assert abs(new[0] - new[1]) < 0.005 * frame.unit
    assert abs(sum(new) - sum(old)) < 0.01 * frame.unit


def test_a_shoulder_that_rises_outward_is_no_neck(anna: Person) -> None:
    frame = wearer_of(anna).frame
    at = frame.arm["left"].outline.at.copy()
    base = at[NECK_ENDS]
    at[NECK_ENDS + 1 :] = at[NECK_ENDS + 1 :].real + 1j * (base.imag - 0.3 * (at[NECK_ENDS + 1 :].real - base.real))
    tilted = moved(frame, "left", at)
    begin = round_the_neck(tilted)["left"]
    assert begin <= tilted.arm["left"].outline.arc[NECK_ENDS] + 1


def test_in_a_collar_the_neck_is_before_its_inside_and_the_shoulder_is_not(anna: Person) -> None:
    frame = wearer_of(anna).frame
    shape = anna.mask.shape
    colour, where = np.zeros((*shape, 3), np.float32), np.zeros((*shape, 2), np.float32)
    piece = Piece(0, 0, colour, np.ones(shape, np.float32), where)
    before = neck_alone(frame, piece)
    row, column = round(frame.throat.imag - 0.25 * frame.unit), round(frame.throat.real)
    assert before[row, column] == 1
    for side in SIDES:
        slope = frame.joint[f"shoulder-{side}"]
        assert before[row, round(slope.real)] == 0


def test_a_horn_goes_and_a_band_stays():
    shown = np.zeros((60, 120), np.float32)
    shown[20:23, 5:30] = 1  # thinner than .03 of the unit
    shown[20:40, 50:110] = 1
    kept = without_spurs(shown, 200.0)
    assert not kept[:, :40].any()
    assert kept[22:38, 54:106].all()


def test_what_reaches_the_windows_edge_is_no_horn_for_that():
    shown = np.zeros((40, 60), np.float32)
    shown[:20] = 1
    assert without_spurs(shown, 200.0)[:18].all()
