"""A top over a hand in a pocket: its hem goes up whole to the wrist, the rest of it hangs as it did."""

from dataclasses import replace

import numpy as np

from vitrine.fitting.warp.arap import pose
from vitrine.fitting.warp.frame import Frame
from vitrine.fitting.warp.mesh import flipped
from vitrine.fitting.warp.pocket import behind_hands
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


def whole(piece: Piece, shape: tuple[int, int]) -> np.ndarray:
    out = np.zeros(shape, np.float32)
    out[piece.window] = piece.alpha
    return out


def hand_below(frame: Frame, piece: Piece, side: int) -> tuple[complex, complex]:
    """Wrist and finger of a hand that lies in a pocket beneath the cloth, `side` of the middle."""
    hips = frame.joint["hips"]
    bottom = piece.y + np.flatnonzero((piece.alpha > 0.5).any(1))[-1]
    wrist = complex(hips.real + side * 0.45 * frame.unit, bottom - 0.12 * frame.unit)
    return wrist, wrist + complex(-side * 0.2, 0.12) * frame.unit


def test_a_top_s_hem_goes_up_to_a_hand_in_a_pocket(anna: Person, tee: Garment) -> None:
    frame, shape = wearer_of(anna).frame, anna.mask.shape
    ready = rigged(tee, size(tee, frame))
    goal = from_shoulders(ready, frame)
    posed = pose(ready.mesh, goal.pull, goal.rest, goal.start)
    plain = torso(ready, posed, shape)
    assert behind_hands(ready.mesh, posed, plain, replace(frame, pocket={})) is None
    before = whole(plain, shape)
    for name, side in (("left", 1), ("right", -1)):
        wrist, finger = hand_below(frame, plain, side)
        lifted = behind_hands(ready.mesh, posed, plain, replace(frame, pocket={name: (wrist, finger)}))
        assert lifted is not None
        assert flipped(ready.mesh, lifted).sum() <= flipped(ready.mesh, posed).sum()
        after = whole(torso(ready, lifted, shape), shape)
        # what hung over the hand is off it, and no more than a few soft pixels of its edge remain
        way = wrist + np.linspace(0, 1, 20) * (finger - wrist)
        rows, columns = way.imag.round().astype(int), way.real.round().astype(int)
        assert before[rows, columns].mean() > 0.5 and after[rows, columns].mean() < 0.1
        # it hangs as it did on the other side, and is as broad above
        other = np.s_[:, : round(frame.joint["hips"].real)] if side > 0 else np.s_[:, round(frame.joint["hips"].real) :]
        far = np.abs(after - before)[other]
        assert far[:, : far.shape[1] * 2 // 3].max() < 0.3 if side > 0 else far[:, far.shape[1] // 3 :].max() < 0.3
        high = round(frame.joint["neck"].imag + 0.4 * frame.torso)
        assert (np.abs(after - before)[:high] > 0.5).sum() == 0


def test_a_top_that_ends_above_a_pocket_hangs_as_it_is(anna: Person, tee: Garment) -> None:
    frame, shape = wearer_of(anna).frame, anna.mask.shape
    ready = rigged(tee, size(tee, frame))
    goal = from_shoulders(ready, frame)
    posed = pose(ready.mesh, goal.pull, goal.rest, goal.start)
    plain = torso(ready, posed, shape)
    wrist, finger = hand_below(frame, plain, 1)
    low = {"left": (wrist + 0.5j * frame.unit, finger + 0.5j * frame.unit)}
    assert behind_hands(ready.mesh, posed, plain, replace(frame, pocket=low)) is None
