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
