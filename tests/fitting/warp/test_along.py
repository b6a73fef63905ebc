"""Skin of a hidden stretch of arm is what the arm looks like elsewhere along it."""

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vitrine.fitting.warp import bare_arms
from vitrine.fitting.warp.along import along_arms
from vitrine.people.arms import PLACES, Tube


@pytest.fixture(scope="module", autouse=True)
def _plain() -> Iterator[None]:
    """Arms without muscles."""
    with pytest.MonkeyPatch.context() as patch:
        across = np.linspace(-1, 1, bare_arms.ACROSS, dtype=np.float32)
        patch.setattr(
            bare_arms,
            "table",
            lambda: np.tile((1 - 0.13 * np.abs(across) ** 3)[None, :, None], (bare_arms.ALONG, 1, 3)),
        )
        yield


def upright(radius: float) -> Tube:
    at = np.stack([np.full(len(PLACES), 60.0), 20 + 70 * PLACES], 1).astype(np.float32)
    across = np.tile(np.array([1, 0], np.float32), (len(PLACES), 1))
    return Tube(at, np.full(len(PLACES), radius, np.float32), across, hangs=True)


@settings(max_examples=15, deadline=None)
@given(st.floats(12, 24), st.integers(60, 90), st.floats(-0.4, 0.4))
def test_a_hidden_stretch_has_the_light_of_the_arm_across(radius: float, first: int, lean: float) -> None:
    columns = np.arange(120, dtype=np.float32)
    light = 200 - 60 * np.clip((columns - 60) / radius - lean, -1.3, 1.3) ** 2
    photo = np.broadcast_to(light[None, :, None], (200, 120, 3)).astype(np.float32)
    arm = upright(radius)
    bare = arm.drawn((200, 120))
    bare[first : first + 25] = False
    made = along_arms(np.full_like(photo, 128), photo, bare, [(arm, ())], 1.0)
    inner = arm.drawn((200, 120), -0.15 * radius)
    inner[: first + 4] = inner[first + 21 :] = False
    assert np.abs(made - photo)[inner].max() < 9


def test_an_arms_form_is_not_told_twice() -> None:
    lit = np.ones((bare_arms.ALONG, bare_arms.ACROSS, 3), np.float32)
    lit[: bare_arms.ALONG // 2] = 1.1
    arm, flat = upright(20), np.full((200, 120, 3), 150, np.float32)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bare_arms, "table", lambda: lit)
        half = along_arms(flat, flat, np.zeros((200, 120), bool), [(arm, ())], 1.0)[:, 50:70]
        assert abs(half[80].mean() - 165) < 1 and abs(half[140].mean() - 150) < 1
        photo = np.where(np.arange(200)[:, None, None] < 93, 165, np.full_like(flat, 150))
        bare = arm.drawn((200, 120))
        bare[60:80] = False
        made = along_arms(flat, photo, bare, [(arm, ())], 1.0)[:, 50:70]
        assert np.abs(made[62:78] - 165).max() < 3, "where it is lit above the elbow the skin in sight is as well"


def test_the_outer_edge_is_away_from_the_trunk() -> None:
    form = {sign: bare_arms.form_of(np.zeros(1), np.array([[-1.0, 1.0]]), sign)[0, :, 0] for sign in (1, -1)}
    assert (form[1] == form[-1][::-1]).all()


def test_without_skin_in_sight_nothing_is_told() -> None:
    made = np.full((200, 120, 3), 128, np.float32)
    out = along_arms(made, np.zeros_like(made), np.zeros((200, 120), bool), [(upright(15), ())], 1.0)
    assert np.abs(out[:, 58:63] - made[:, 58:63]).max() < 1, "but that an arm is round"
    assert out[110, 47].max() < 123 and (out[:, :40] == made[:, :40]).all()


def test_an_arm_of_which_one_side_is_in_sight_has_its_tone_on_the_other() -> None:
    photo = np.full((200, 120, 3), 180, np.float32)
    arm = upright(20)
    bare = arm.drawn((200, 120))
    bare[:, 52:] = False
    made = along_arms(np.full_like(photo, 120), photo, bare, [(arm, ())], 1.0)
    assert made[100:150, 52:68].min() > 170 and made[100:150, 72:78].min() > 150


def test_what_lies_in_a_hems_shadow_does_not_tell_how_an_arm_is() -> None:
    photo = np.full((200, 120, 3), 180, np.float32)
    photo[90:110] = 90
    arm = upright(20)
    bare = arm.drawn((200, 120))
    bare[:90] = False
    bright = np.ones_like(bare)
    bright[:112] = False
    made = along_arms(np.full_like(photo, 170), photo, bare, [(arm, ())], 1.0, bright)
    assert made[60:90, 55:65].min() > 165


def test_what_is_told_of_one_side_of_an_arm_leaves_no_dark_line_on_the_other() -> None:
    photo = np.full((200, 120, 3), 180, np.float32)
    arm = upright(20)
    bare = arm.drawn((200, 120))
    bare[:, 52:] = False
    made = along_arms(np.full_like(photo, 170), photo, bare, [(arm, ())], 1.0)
    assert made[:, 40:72].min() > 165 and made.max() <= 190
    assert np.diff(made[110, 40:80, 0]).min() > -8, "but that it turns away at its edge"


def test_what_cloth_hid_of_an_arm_goes_on_from_the_skin_right_beside_it() -> None:
    # light from the other side: this edge is as bright as the middle, whatever form arms have in the usual light
    photo = np.full((200, 120, 3), 180, np.float32)
    arm = upright(20)
    bare = arm.drawn((200, 120))
    bare[:, 76:] = False
    bright = bare & (np.arange(120) < 68)
    usual, told = (
        along_arms(np.full_like(photo, 120), photo, bright, [(arm, ())], 1.0, beside=beside)[110, 77:79, 0].mean()
        for beside in (None, bare)
    )
    assert abs(told - 180) < min(6, abs(usual - 180))


def test_an_arm_out_of_a_sleeve_is_of_its_own_hands_tone() -> None:
    made = np.full((200, 120, 3), (200, 160, 130), np.float32)
    arm, hand = upright(15), np.array([160.0, 110.0, 85.0])
    bare = np.zeros((200, 120), bool)
    out = along_arms(made, made, bare, [(arm, ())], 1.0, hands=[hand])
    off = np.log(out[100:150, 58:63].mean((0, 1)) / hand)
    assert np.abs(off).max() < 0.16 < np.log(200 / 160) < 0.23
    assert (along_arms(made, made, bare, [(arm, ())], 1.0, hands=[None])[100:150, 60] > 195).any()
    near = np.where(np.arange(200)[:, None, None] > 120, hand.astype(np.float32), made)
    out = along_arms(near, near, bare, [(arm, ())], 1.0, hands=[hand])
    assert np.abs(np.log(out[135:150, 58:63].mean((0, 1)) / hand)).max() < 0.03, "where it has it, it keeps it"
