import cv2
import numpy as np
from drawn import composed, trousers

from vitrine.garments.cutout import at_work
from vitrine.garments.gaps import parted, slit
from vitrine.garments.lower import crotch
from vitrine.garments.silhouette import silhouette
from vitrine.nets import Nets


def shaded(colour: tuple[int, int, int]) -> tuple[np.ndarray, np.ndarray]:
    """Trousers of one colour on white whose gap begins in a grey shadow; the picture and the true coverage."""
    drawn = trousers(spread=30)
    picture = composed(drawn.alpha, drawn.landmarks, colour).photo.copy()
    x, y = (round(v) for v in drawn.landmarks["crotch"])
    shadow = np.zeros(drawn.alpha.shape, np.float32)
    shadow[y : y + 70, x - 40 : x + 40] = 1
    shadow = cv2.GaussianBlur(shadow, (0, 0), 6) * (1 - drawn.alpha)
    return np.rint(picture * (1 - 0.35 * shadow[..., None])).astype(np.uint8), drawn.alpha


def test_a_shadow_between_the_legs_is_no_cloth() -> None:
    picture, alpha = shaded((225, 212, 190))
    found = at_work(picture, Nets()).alpha
    assert np.abs(found - alpha).mean() < 0.004
    split = crotch(silhouette(found, picture))
    true = crotch(silhouette(alpha, picture))
    assert split is not None and true is not None and abs(split[1] - true[1]) < 12


def test_cloth_without_a_gap_stays_whole() -> None:
    found = np.zeros((200, 120), bool)
    found[20:180, 20:100] = True
    assert (parted(found, np.ones_like(found)) == found).all()


def test_a_wedge_of_ground_between_sleeve_and_torso_is_opened_and_a_piece_in_its_colour_stays() -> None:
    found = np.ones((200, 120), bool)
    found[150:, 40:60] = False
    wedge, piece, stripe, inner = (np.zeros_like(found) for _ in range(4))
    wedge[110:150, 46:52] = True
    piece[20:150, 60:120] = True
    stripe[100:104, :30] = True
    inner[40:60, 20:24] = True
    found[:, 119] = False
    left = slit(found, wedge | piece | stripe | inner, 800)
    assert (left == (found & ~wedge)).all()


def test_ground_in_a_narrow_gap_of_a_coloured_garment_is_none_of_it() -> None:
    drawn = trousers(spread=30)
    picture = composed(drawn.alpha, drawn.landmarks, (60, 70, 140)).photo
    ys, xs = np.nonzero(drawn.alpha > 0.5)
    column = int(np.quantile(xs, 0.25))
    low = int(ys[np.abs(xs - column) < 3].max())
    cut = picture.copy()
    cv2.line(cut, (column, low + 5), (column, low - 60), (255, 255, 255), 5)
    found = at_work(cut, Nets()).alpha
    assert found[low - 50 : low - 10, column].max() < 0.3
    assert found[low - 50 : low - 20, column + 12].min() > 0.9
