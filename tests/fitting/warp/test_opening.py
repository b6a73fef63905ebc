"""The front's edge at the neck is of the front's own colours."""

import numpy as np

from vitrine.fitting.warp.opening import to_the_neckline

RED, DARK, WHITE, BLUE = (200, 30, 40), (60, 5, 10), (240, 240, 240), (20, 90, 200)
WIDE = 150.0


def drawn() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """A red front below a dark inside, which ends at row 40."""
    photo = np.full((100, 160, 3), RED, np.uint8)
    photo[:40] = DARK
    inside = np.zeros((100, 160), bool)
    inside[:40] = True
    return photo, ~inside, inside


def test_a_strip_of_the_inside_and_a_label_s_end_are_drawn_over() -> None:
    photo, front, inside = drawn()
    photo[40:42, 10:60] = DARK
    photo[40:42, 90:110] = WHITE
    out = to_the_neckline(photo, front, inside, WIDE)
    assert (out[40:] == RED).all()
    # beyond the edge as well, where it is soft
    assert (out[38:40, 20:140] == RED).all()
    assert (out[:30] == DARK).all()


def test_a_rib_s_seam_stays() -> None:
    photo, front, inside = drawn()
    photo[42:43] = DARK
    assert (to_the_neckline(photo, front, inside, WIDE)[42:43] == DARK).all()


def test_a_binding_stays_without_crumbs_of_a_label() -> None:
    photo, front, inside = drawn()
    photo[40:50] = BLUE
    photo[40:42, 60:64] = (0, 0, 0)
    out = to_the_neckline(photo, front, inside, WIDE)
    assert (out[40:50] == BLUE).all()
    photo[50:] = WHITE
    assert (to_the_neckline(photo, front, inside, WIDE)[40:50] == BLUE).all()


def test_a_thin_binding_stays() -> None:
    photo, front, inside = drawn()
    photo[40:43] = BLUE
    photo[40:41, 60:64] = (0, 0, 0)
    assert (to_the_neckline(photo, front, inside, WIDE)[40:43] == BLUE).all()


def test_a_garment_whose_inside_is_not_seen_keeps_its_colours() -> None:
    photo, _, _ = drawn()
    everywhere = np.ones(photo.shape[:2], bool)
    assert to_the_neckline(photo, everywhere, ~everywhere, 0.0) is photo
