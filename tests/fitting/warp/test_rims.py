"""A cut-out's colours are its own, pattern and all, right up to its outline; beyond it they go on without a fringe."""

import cv2
import numpy as np

from vitrine.fitting.warp.rims import bled, drawn_out

DARK, PALE, GROUND = 40, 190, 255


def test_a_check_does_not_go_on_as_a_fringe_beyond_the_outline() -> None:
    checked = _striped((40, 60))
    own = np.zeros((40, 60), bool)
    own[:25] = True
    out = bled(checked, own)
    assert (out[:25] == checked[:25]).all()
    assert out[26:30, 5:55].std() < 0.75 * checked.std()


def test_stripes_end_at_the_outline_and_not_in_a_pale_band_beside_it() -> None:
    striped = _striped((60, 90))
    cover = np.zeros((60, 90), np.float32)
    cover[:40] = 1
    cover = np.asarray(cv2.GaussianBlur(cover, (0, 0), 0.8), np.float32)
    mixed = np.rint(striped * cover[..., None] + GROUND * (1 - cover[..., None])).astype(np.uint8)
    out = drawn_out(mixed, cover)[..., 0].astype(int)
    for row in (37, 38, 39):
        assert out[row, 5:85].max() - out[row, 5:85].min() > 0.7 * (PALE - DARK)
    # no light of the ground is left
    assert out[:40, 5:85].max() <= PALE + 8


def test_ground_that_the_coverage_takes_for_cloth_is_none() -> None:
    photo = np.full((60, 60, 3), GROUND, np.uint8)
    photo[:36] = DARK
    cover = np.zeros((60, 60), np.float32)
    cover[:37] = 1
    assert drawn_out(photo, cover)[:37].max() <= DARK + 8


def test_a_pale_end_of_a_stripe_stays_pale() -> None:
    photo = np.full((60, 60, 3), GROUND, np.uint8)
    photo[:40] = DARK
    photo[:40, 20:40] = 250
    cover = np.zeros((60, 60), np.float32)
    cover[:40] = 1
    assert drawn_out(photo, cover)[:40, 25:35].min() >= 240


def _striped(shape: tuple[int, int]) -> np.ndarray:
    """Upright stripes, three pixels wide."""
    columns = np.arange(shape[1])
    tones = np.where((columns // 3) % 2, PALE, DARK)
    return tones[None, :, None].repeat(shape[0], 0).repeat(3, 2).astype(np.uint8)


def _between_legs(label: bool) -> tuple[np.ndarray, np.ndarray]:
    """Cream trousers photographed in their own shade, cut out with a grey wedge of it at the crotch."""
    cream, shade = (232, 222, 205), (145, 143, 141)
    photo = np.full((200, 160, 3), GROUND, np.uint8)
    photo[20:180, 30:130] = cream
    photo[70:180, 77:84] = shade
    if label:
        photo[60:66, 30:80] = shade
    cover = np.zeros((200, 160), np.float32)
    cover[20:180, 30:130] = 1
    cover[80:180, 76:85] = 0
    return photo, np.asarray(cv2.GaussianBlur(cover, (0, 0), 0.8), np.float32)


def test_the_shade_of_a_garment_on_the_ground_beside_it_is_none_of_it() -> None:
    photo, cover = _between_legs(label=False)
    out = drawn_out(photo, cover)
    assert abs(out[cover > 0.5].astype(int) - (232, 222, 205)).max() <= 12


def test_what_has_no_hue_and_goes_on_into_the_garment_is_no_shade() -> None:
    photo, cover = _between_legs(label=True)
    out = drawn_out(photo, cover)
    assert abs(out[62:64, 34:78].astype(int) - (145, 143, 141)).max() <= 12
