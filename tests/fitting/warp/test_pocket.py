"""A top over a hand in a pocket: its hem stays one line, drawn up to the wrist or, where it is long, over the hand."""

from dataclasses import replace

import numpy as np

from vitrine.fitting.warp.arap import pose
from vitrine.fitting.warp.frame import Frame
from vitrine.fitting.warp.mesh import flipped
from vitrine.fitting.warp.pocket import drawn_up, in_bottoms, over_wrists
from vitrine.fitting.warp.raster import Piece, draw
from vitrine.fitting.warp.rig import Rig, label, rigged
from vitrine.fitting.warp.sizes import size
from vitrine.fitting.warp.upper import from_shoulders
from vitrine.fitting.warp.wearer import wearer_of
from vitrine.garments.garment import Garment
from vitrine.imaging.types import Points
from vitrine.people.person import Person


def torso(ready: Rig, posed: Points, shape: tuple[int, int]) -> Piece:
    piece = draw(ready.mesh, posed, label("torso"), ready.colours("torso"), ready.covers["torso"], shape)
    assert piece is not None
    return piece


def hung(person: Person, garment: Garment) -> tuple[Frame, Rig, Points, Piece]:
    frame = wearer_of(person).frame
    ready = rigged(garment, size(garment, frame))
    goal = from_shoulders(ready, frame)
    posed = pose(ready.mesh, goal.pull, goal.rest, goal.start)
    return frame, ready, posed, torso(ready, posed, person.mask.shape)


def hem(piece: Piece) -> np.ndarray:
    """The lowest row of each column that is broad enough to be no corner."""
    solid = piece.alpha > 0.5
    columns = np.flatnonzero(solid.any(0))
    inner = columns[len(columns) // 8 : -(len(columns) // 8)]
    return piece.y + solid.shape[0] - 1 - np.asarray(solid[::-1, inner].argmax(0))


def in_pocket(frame: Frame, piece: Piece, side: int, above: float) -> dict[str, tuple[complex, complex]]:
    """A hand in a pocket `side` of the middle, its wrist so far above the hem, in u."""
    wrist = complex(frame.joint["hips"].real + side * 0.45 * frame.unit, hem(piece).max() - above * frame.unit)
    return {"left" if side > 0 else "right": (wrist, wrist + complex(-side * 0.2, 0.12) * frame.unit)}


def test_a_top_is_drawn_up_to_a_wrist_all_around(anna: Person, tee: Garment) -> None:
    frame, ready, posed, plain = hung(anna, tee)
    assert drawn_up(ready.mesh, posed, plain, replace(frame, pocket={})) is None
    for side in (1, -1):
        own = replace(frame, pocket=in_pocket(frame, plain, side, 0.2))
        lifted = drawn_up(ready.mesh, posed, plain, own)
        assert lifted is not None
        assert flipped(ready.mesh, lifted).sum() <= flipped(ready.mesh, posed).sum()
        after = torso(ready, lifted, anna.mask.shape)
        way = hem(plain)[: len(hem(after))].mean() - hem(after).mean()
        assert 0.15 * frame.unit < way < 0.3 * frame.unit
        # its course is the same, and what is sewn to sleeves stays
        assert abs(np.ptp(hem(after)) - np.ptp(hem(plain))) < 0.05 * frame.unit
        high = posed[:, 1] < frame.joint["neck"].imag + 0.4 * frame.unit
        assert np.allclose(lifted[high], posed[high], atol=0.5)
        assert not over_wrists(after, own, anna.mask.shape).any()


def test_a_long_top_hangs_over_the_hand(anna: Person, tee: Garment) -> None:
    frame, ready, posed, plain = hung(anna, tee)
    own = replace(frame, pocket=in_pocket(frame, plain, 1, 0.6))
    assert drawn_up(ready.mesh, posed, plain, own) is None
    over = over_wrists(plain, own, anna.mask.shape)
    wrist, finger = own.pocket["left"]
    assert over[round(finger.imag), round(finger.real)] > 0.9
    # the upper arm and all of the other side stay before it
    elbow = frame.joint["elbow-left"]
    assert not over[: round(min(elbow.imag, wrist.imag - 0.5 * frame.unit))].any()
    assert not over[:, : round(frame.joint["neck"].real)].any()


def test_a_top_that_ends_above_a_pocket_hangs_as_it_is(anna: Person, tee: Garment) -> None:
    frame, ready, posed, plain = hung(anna, tee)
    own = replace(frame, pocket=in_pocket(frame, plain, 1, -0.3))
    assert drawn_up(ready.mesh, posed, plain, own) is None
    assert not over_wrists(plain, own, anna.mask.shape).any()


def test_new_bottoms_lie_over_a_hand_in_a_pocket_from_the_wrist_on(anna: Person) -> None:
    frame = wearer_of(anna).frame
    elbow = frame.joint["elbow-left"]
    wrist = elbow + 0.5j * frame.unit
    over = in_bottoms(replace(frame, pocket={"left": (wrist, wrist + 0.2j * frame.unit)}), anna.mask.shape)
    column = over[:, round(wrist.real)]
    assert column[round(wrist.imag)] == 1 and column[round(wrist.imag - 0.2 * frame.unit)] == 0
    assert not over[:, : round(frame.joint["neck"].real) - 1].any()
    assert not in_bottoms(replace(frame, pocket={}), anna.mask.shape).any()
