"""The one border of sleeve and torso is an even line, whatever teeth both edges have."""

import numpy as np

from vitrine.fitting.warp.border import before

UNIT = 200.0


def _made(out: int) -> tuple[np.ndarray, np.ndarray]:
    """A torso up to column 60 and a sleeve from 52 on, in a window of 200 by 120; mirrored for the other side."""
    torso, sleeve = np.zeros((200, 120), np.float32), np.zeros((200, 120), np.float32)
    torso[:, :61] = 1
    sleeve[10:180, 52:110] = 1
    return (torso, sleeve) if out > 0 else (torso[:, ::-1].copy(), sleeve[:, ::-1].copy())


def _line(mask: np.ndarray, out: int) -> np.ndarray:
    """The column of each row at which what lies before the torso begins, counted from the torso's side."""
    shown = mask > 0.5
    return (shown if out > 0 else shown[:, ::-1]).argmax(1)


def test_down_to_the_armpit_the_seam_below_it_the_sleeves_edge() -> None:
    for out in (1, -1):
        torso, sleeve = _made(out)
        pit = (60.0 if out > 0 else 59.0, 60.0)
        line = _line(before(sleeve, torso, pit, 190.0, out, UNIT), out)
        assert np.abs(line[44:56] - 60).max() <= 3
        assert np.abs(line[110:170] - 52).max() <= 1
        assert np.abs(np.diff(line[45:190])).max() <= 1


def test_teeth_of_both_edges_are_no_part_of_it() -> None:
    for out in (1, -1):
        torso, sleeve = _made(out)
        plain = _line(before(sleeve, torso, (60.0, 60.0), 190.0, out, UNIT), out)
        tooth = np.s_[52:58, 61:70] if out > 0 else np.s_[52:58, 50:59]
        torso[tooth] = 1
        notch = np.s_[120:130, 52:58] if out > 0 else np.s_[120:130, 62:68]
        sleeve[notch] = 0
        line = _line(before(sleeve, torso, (60.0, 60.0), 190.0, out, UNIT), out)
        assert np.abs(line - plain)[46:190].max() <= 3


def test_a_forearm_across_the_trunk_lies_before_it() -> None:
    torso, sleeve = _made(1)
    torso[:, :100] = 1
    sleeve[140:170, 5:110] = 1
    mask = before(sleeve, torso, (60.0, 60.0), 190.0, 1, UNIT)
    assert mask[150:165, 24:].min() > 0.9
    assert mask[144:166, 40:].min() > 0.5


def test_without_a_sleeve_nothing_is_before() -> None:
    torso, sleeve = _made(1)
    assert not before(0 * sleeve, torso, (60.0, 60.0), 190.0, 1, UNIT).any()
