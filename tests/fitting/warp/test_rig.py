"""A garment at working size: its colours are its own up to the edge, its parts end without steps."""

from dataclasses import replace

import numpy as np

from vitrine.fitting.warp.rig import bled, label, rigged, welds
from vitrine.garments.garment import Garment


def test_no_light_of_the_ground_is_left_in_the_outline(tee: Garment) -> None:
    photo = np.full_like(tee.photo, (90, 60, 60))
    photo[tee.alpha < 0.99] = (60, 255, 60)
    for scale in (1.0, 0.6):
        rig = rigged(replace(tee, photo=photo, filled=None), scale)
        shown = rig.texture[rig.alpha > 0.02].astype(int)
        assert np.abs(shown - (90, 60, 60)).max() < 24


def test_the_torso_ends_beneath_a_sleeve_without_a_step(tee: Garment) -> None:
    rig = rigged(tee, 0.8)
    own = (rig.parts == label("torso")) & (rig.alpha > 0.5)
    beyond = ((rig.covers["torso"] > 0.5) & ~own).astype(int)
    for part in (label("left-sleeve"), label("right-sleeve")):
        level = int(welds(rig.mark)[part])
        widths = (beyond * (rig.parts == part)).sum(1)[level - 40 : level + 10]
        assert widths[:20].max() > 2
        assert widths[-8:].max() <= 1
        # it was 9 pixels at once; here no row loses half of it
        assert np.diff(widths[20:]).min() >= -4


def test_a_check_does_not_go_on_as_a_fringe_beyond_the_outline() -> None:
    columns = np.arange(60)
    checked = np.where((columns // 3) % 2, 230, 30)[None, :, None].repeat(40, 0).repeat(3, 2).astype(np.uint8)
    own = np.zeros((40, 60), bool)
    own[:25] = True
    out = bled(checked, own)
    assert (out[:25] == checked[:25]).all()
    assert out[26:30, 5:55].std() < 0.35 * checked.std()
