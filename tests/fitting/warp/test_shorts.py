import numpy as np

from vitrine.fitting.warp.shorts import ROOM, leaves, roomy


def test_legs_of_shorts_stand_off_a_thigh_by_a_share_of_it_however_wide_they_are_cut() -> None:
    limb = np.full(5, 80.0)
    room = roomy(np.array([1.0, 10.0, 40.0, 100.0, 400.0]), limb)
    assert (np.diff(room) > 0).all()
    assert abs(room[0] - 1) < 0.05
    assert (room <= ROOM * limb).all()


def test_their_outer_edge_leaves_the_hips_and_comes_to_the_thigh_at_the_hem() -> None:
    share = leaves(np.array([0.0, 40.0, 60.0, 80.0, 100.0]), 40.0, 80.0)
    assert share.tolist() == [0, 0, 0.5, 1, 1]
