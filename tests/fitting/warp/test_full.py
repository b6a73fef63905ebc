"""Full sleeves keep their silhouette, those on straps begin on the arms."""

from dataclasses import replace

import cv2
import numpy as np
import pytest
from drawn import on_straps
from mannequin import mannequin

from vitrine.fitting.warp.arm import SIDES
from vitrine.fitting.warp.frame import Frame
from vitrine.fitting.warp.full import SNUG, along_middle, fullness, gathered, kept
from vitrine.fitting.warp.hung import DROP, feet, on_arm
from vitrine.fitting.warp.rig import rigged
from vitrine.fitting.warp.sizes import size
from vitrine.fitting.warp.upper import from_shoulders
from vitrine.fitting.warp.wearer import wearer_of
from vitrine.garments.garment import Garment
from vitrine.garments.parts import parts

MARKS = {
    "neck": (170.0, 60.0), "shoulder": (120.0, 70.0), "armpit": (140.0, 150.0), "slot": (140.0, 150.0),
    "cuff-outer": (70.0, 330.0), "cuff-inner": (110.0, 335.0), "hem": (140.0, 380.0),
}  # fmt: skip


def blouse(swell: float, cuff: float = 0.0) -> Garment:
    """A blouse whose sleeves swell by so many pixels to both sides on their way, with ends wider by `cuff`."""
    marks = MARKS | {"cuff-outer": (70.0 - cuff, 330.0)}
    outer, inner = (np.array([marks[a], marks[b]]) for a, b in (("shoulder", "cuff-outer"), ("armpit", "cuff-inner")))
    way = np.linspace(0, 1, 30)[:, None]
    bulge = swell * np.sin(np.pi * way) * (1.0, 0.0)
    sleeve = np.concatenate(
        [outer[0] + way * (outer[1] - outer[0]) - bulge, (inner[0] + way * (inner[1] - inner[0]))[::-1]]
    )
    torso = [marks["neck"], marks["shoulder"], marks["armpit"], marks["hem"], (200.0, 380.0), (200.0, 80.0)]
    half = np.zeros((420, 400), np.uint8)
    for shape in (sleeve, np.array(torso)):
        cv2.fillPoly(half, [np.round(shape).astype(np.int32)], 1)
    alpha = np.maximum(half, half[:, ::-1]).astype(np.float32)
    named = {f"{name}-right": xy for name, xy in marks.items()}
    named |= {f"{name}-left": (399 - x, y) for name, (x, y) in marks.items()}
    photo = np.full((*alpha.shape, 3), (180, 60, 60), np.uint8)
    return Garment(photo, alpha, "tops", "flat-lay", named, parts(alpha, named), "long")


def test_a_sleeve_that_swells_is_full_and_one_that_tapers_is_not() -> None:
    found = [fullness(rigged(blouse(swell), 0.8)) for swell in (0, 10, 40)]
    assert found[0] == 0
    assert found == sorted(found)
    assert found[2] == 1


def test_only_full_sleeves_show_as_broad_as_in_the_picture() -> None:
    shown, flat = np.array([30.0, 40.0]), np.array([30.0, 60.0])
    assert (kept(shown, flat, 0.0) == shown).all()
    assert kept(shown, flat, 1.0)[0] == 30
    assert 40 < kept(shown, flat, 0.5)[1] < kept(shown, flat, 1.0)[1] < 60


def test_the_length_of_a_full_sleeve_runs_along_its_middle() -> None:
    edge = np.exp(1j * np.linspace(np.pi, 0, 50)) * 100
    length = np.concatenate([[0.0], np.cumsum(np.abs(np.diff(edge)))])
    assert np.allclose(along_middle(edge, length, 0, 0.0), length)
    assert along_middle(edge, length, 0, 1.0)[-1] == pytest.approx(200)
    half = along_middle(edge, length, 20, 1.0)
    assert np.allclose(half[:21], length[:21])


def targets(garment: Garment, scale: float, frame: Frame) -> np.ndarray:
    """Where the edge of the wearer's left sleeve should come to lie, outside of the trunk."""
    to = from_shoulders(rigged(garment, scale), frame).pull.to
    return to[to[:, 0] > frame.joint["neck"].real + 0.5 * frame.unit]


def test_a_full_sleeve_stands_off_the_arm_on_its_outer_side() -> None:
    frame = wearer_of(mannequin(sleeve=0.5)).frame
    level = frame.joint["elbow-left"].imag
    straight, full = (targets(blouse(swell), 0.6, frame) for swell in (0, 60))
    beside = [to[np.abs(to[:, 1] - level) < 0.2 * frame.unit, 0].max() for to in (straight, full)]
    assert beside[1] > beside[0] + 0.04 * frame.unit


def test_a_full_sleeve_too_wide_for_a_wrist_ends_where_its_cloth_does() -> None:
    frame = wearer_of(mannequin(sleeve=0.5)).frame
    wide, narrow = (float(targets(blouse(60, cuff), 0.3, frame)[:, 1].max()) for cuff in (60, 0))
    wrist = frame.joint["wrist-left"].imag
    assert wide < wrist - 0.1 * frame.unit < narrow


def strapped() -> Garment:
    drawn = on_straps()
    marks = drawn.landmarks | {f"slot-{side}": drawn.landmarks[f"armpit-{side}"] for side in SIDES}
    return Garment(
        drawn.photo, drawn.alpha, "tops", "flat-lay", marks, parts(drawn.alpha, marks), "short",
        attributes={"neckline": "off-shoulder"},
    )  # fmt: skip


def test_straps_carry_a_top_on_the_chest_and_its_sleeves_begin_on_the_arms() -> None:
    frame, top = wearer_of(mannequin(sleeve=0)).frame, strapped()
    rig = rigged(top, size(top, frame))
    found = feet(rig, frame)
    assert set(found) == set(SIDES)
    goal = from_shoulders(rig, frame)
    for side in SIDES:
        arm = frame.arm[side]
        line = arm.outline.at[6:14]
        above = line[np.abs(line.real - found[side].real).argmin()]
        assert DROP[0] - 0.02 <= (found[side] - above).imag / frame.unit <= DROP[1] + 0.02
        begin = on_arm(frame, side, found[side])
        assert begin > arm.shoulder
        assert abs(arm.outline.point(np.array([begin]))[0].imag - found[side].imag) < 0.1 * frame.unit
    near = np.abs(goal.pull.to - np.array([found["left"].real, found["left"].imag])).max(1)
    assert near.min() < 1
    # without straps the upper edge lies level on the arms
    bare = replace(top, alpha=np.where(np.arange(len(top.alpha))[:, None] < 228, 0, top.alpha).astype(np.float32))
    assert feet(rigged(bare, size(bare, frame)), frame) == {}


def test_a_full_sleeve_is_drawn_together_at_its_end_only() -> None:
    limb, shown, rest = np.full(9, 20.0), np.full(9, 60.0), np.linspace(80, 0, 9)
    drawn = gathered(shown, limb, rest, 1.0, 200.0)
    assert drawn[0] == 60 and (np.diff(drawn) <= 0).all() and np.isclose(drawn[-1], SNUG * 20)
    assert np.array_equal(gathered(shown, limb, rest, 0.0, 200.0), shown), "a straight one is not"
    assert np.array_equal(gathered(limb, limb, rest, 1.0, 200.0), limb), "nor one that fits the arm"
