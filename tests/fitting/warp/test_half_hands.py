"""Hands of which cloth hides one side."""

import numpy as np

from vitrine.fitting.warp.half_hands import completed
from vitrine.people.wrists import End


def test_what_is_in_sight_of_a_hand_stays_to_the_cloth_and_its_shade_goes_on() -> None:
    photo = np.full((120, 100, 3), (240, 240, 250), np.uint8)
    bare = np.zeros((120, 100), bool)
    bare[30:80, 50:62] = True
    photo[bare], photo[50:56, 50:62] = (210, 160, 140), (110, 70, 60)
    made = np.full_like(photo, (200, 150, 120))
    end = End((50.0, 30.0), 9.0, 0.0, (0.0, 0.0), tip=((50.0, 75.0), 5.0))
    whole = completed(made, photo, bare, [end], 150.0).astype(int)
    assert np.abs(whole[45, 54:60] - photo[45, 54:60]).max() < 8, "its own colours"
    assert whole[53, 42:50].mean() < 0.9 * whole[70, 42:50].mean(), "a shade between fingers goes on"
    assert np.abs(whole[70, 45, 0] / whole[70, 45, 2] - 200 / 120) < 0.1, "in the hue of skin"
    assert (whole[:25] == made[:25]).all()
    assert completed(made, photo, bare, [End((50.0, 30.0), 9.0, 0.0, (0.0, 0.0))], 150.0) is made


def test_a_hand_that_is_made_has_a_thumb_and_fingers() -> None:
    photo = np.full((260, 200, 3), (240, 240, 250), np.uint8)
    bare = np.zeros((260, 200), bool)
    bare[60:160, 110:122] = True
    photo[bare] = (200, 150, 120)
    made = np.full_like(photo, (200, 150, 120))
    end = End((100.0, 60.0), 22.0, 0.0, (0.0, 0.0), tip=((100.0, 150.0), 15.0))
    whole = completed(made, photo, bare, [end], 400.0).astype(int)
    thumb = whole[60:130, 84:108, 1].min(0)
    assert whole[104:116, 84, 1].min() < 125 and whole[90, 88, 1] > 140, "its end, and light on it"
    assert thumb[10:20].min() < 125, "its edge"
    assert np.abs(whole[80:140, 114:120] - (200, 150, 120)).max() < 6, "what is in sight stays"
    other = completed(made[:, ::-1], photo[:, ::-1], bare[:, ::-1], [mirrored(end, 200)], 400.0)
    assert np.abs(other[:, ::-1].astype(int) - whole).max() < 12


def mirrored(end: End, width: int) -> End:
    assert end.tip is not None
    (x, y), half = end.tip
    return End((width - 1 - end.at[0], end.at[1]), end.radius, 0.0, (0.0, 0.0), tip=((width - 1 - x, y), half))
