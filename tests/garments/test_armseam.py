"""Where a sleeve parts from the torso in the picture: along the seam in sight, through the gap, else straight."""

import numpy as np
from drawn import tee

from vitrine.garments.armpits import beside_gaps, inner_cuffs
from vitrine.garments.armseam import arm_seam, flank
from vitrine.garments.contour import onto_border
from vitrine.garments.gaps import beside
from vitrine.garments.garment import Landmarks
from vitrine.garments.parts import index, parts

HEIGHT, WIDTH = 400, 300
MARKS: Landmarks = {
    "shoulder-right": (60.0, 60.0),
    "armpit-right": (60.0, 160.0),
    "slot-right": (60.0, 300.0),
    "cuff-outer-right": (20.0, 340.0),
    "cuff-inner-right": (58.0, 340.0),
    "shoulder-left": (240.0, 60.0),
    "armpit-left": (240.0, 160.0),
    "slot-left": (240.0, 300.0),
    "cuff-outer-left": (280.0, 340.0),
    "cuff-inner-left": (242.0, 340.0),
}


def hanging() -> np.ndarray:
    """A block of cloth: torso and both sleeves along it, with nothing between them down to the slots."""
    found = np.zeros((HEIGHT, WIDTH), bool)
    found[50:360, 20:281] = True
    found[300:360, 56:64] = found[300:360, 236:244] = False
    return found


def two_colours(edge: int) -> np.ndarray:
    photo = np.full((HEIGHT, WIDTH, 3), 40, np.uint8)
    photo[:, :edge] = (200, 30, 40)
    return photo


def test_it_follows_the_edge_between_two_colours_and_ends_at_the_slot() -> None:
    line = arm_seam(two_colours(68), hanging(), MARKS, "right")
    middle = (line[:, 1] > 160) & (line[:, 1] < 285)
    assert np.abs(line[middle, 0] - 67.5).max() < 2
    assert line[0].tolist() == [60, 60]
    assert np.abs(line[-1] - (60, 300)).max() <= 1
    assert np.abs(np.diff(line[:, 0])).max() <= 1.01


def test_plain_cloth_is_cut_straight() -> None:
    line = arm_seam(np.full((HEIGHT, WIDTH, 3), 90, np.uint8), hanging(), MARKS, "right")
    assert line.tolist() == [[60, 60], [60, 160], [60, 300]]


def test_a_colour_beyond_the_reach_is_not_the_seam() -> None:
    line = arm_seam(two_colours(110), hanging(), MARKS, "right")
    assert np.abs(line[:, 0] - 60).max() < 1


def test_parts_are_divided_along_it() -> None:
    found = hanging()
    out = parts(found.astype(np.float32), MARKS, photo=two_colours(68))
    assert (out[180:280, 24:64] == index("right-sleeve")).all()
    assert (out[180:280, 72:200] == index("torso")).all()
    straight = np.stack([np.full(100, 60.0), np.arange(180, 280)], 1).astype(np.float32)
    assert np.abs(onto_border(straight, out, "right")[:, 0] - 67.5).max() < 2.5


def test_a_gap_tells_where_a_sleeve_parts_from_the_torso() -> None:
    found = hanging()
    found[200:240, 72:80] = False
    ends = beside(found, MARKS, "right")
    assert ends == ((75.5, 200.0), (75.5, 239.0))
    assert beside(found, MARKS, "left") is None
    line = arm_seam(np.full((HEIGHT, WIDTH, 3), 90, np.uint8), found, MARKS, "right")
    assert line.tolist() == [[60, 60], [60, 160], [75.5, 200], [75.5, 239], [60, 300]]
    moved = beside_gaps(MARKS, found)
    assert abs(moved["armpit-right"][0] - 75.5) <= 0.3 * 40 + 1e-6
    assert moved["armpit-left"] == MARKS["armpit-left"]


def test_a_sleeve_that_ends_at_the_slot_is_cut_off_at_the_torso_s_own_edge() -> None:
    found = hanging()
    found[300:, :66] = False
    found[300:306, 58:66] = True  # the round corner between both
    line = arm_seam(np.full((HEIGHT, WIDTH, 3), 90, np.uint8), found, MARKS, "right")
    assert line.tolist() == [[60, 60], [60, 160], [66, 300]]
    assert flank(found, MARKS, "left") == MARKS["slot-left"], "a sleeve that goes on beside the torso tells nothing"


def test_a_cuff_ends_where_the_sleeve_leaves_the_torso() -> None:
    marks = MARKS | {"cuff-inner-right": (90.0, 300.0)}
    assert inner_cuffs(marks) == marks | {"cuff-inner-right": MARKS["slot-right"]}
    assert inner_cuffs(MARKS) == MARKS
    drawn = tee().landmarks
    assert inner_cuffs(drawn) == drawn
