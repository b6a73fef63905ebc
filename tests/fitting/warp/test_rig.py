"""A garment at working size: its colours are its own up to the edge, its parts end without steps."""

from dataclasses import replace

import cv2
import numpy as np

from vitrine.fitting.warp.rig import label, rigged, welds
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


def test_a_loop_of_thread_shows_no_ground_and_the_end_of_a_white_stripe_stays_white(tee: Garment) -> None:
    photo = np.full_like(tee.photo, (40, 60, 130))
    photo[tee.alpha < 0.99] = (255, 255, 255)
    rows, columns = np.nonzero(tee.alpha > 0.99)
    low, left = int(rows.max()), int(columns[rows == rows.max() - 60].min())
    middle = int(np.median(columns[rows == low]))
    photo[low - 4 : low - 1, middle : middle + 8] = 252  # a loop near the hem
    photo[low - 70 : low - 50][tee.alpha[low - 70 : low - 50] > 0.99] = 250  # a stripe
    rig = rigged(replace(tee, photo=photo, filled=None), 1.0)

    def shown(x: int, y: int) -> float:
        at = rig.place(complex(x, y))
        return float(rig.texture[round(at.imag), round(at.real)].max())

    assert max(shown(middle + k, low - 3) for k in range(8)) < 180
    assert min(shown(left + k, low - 60) for k in range(2, 20)) > 220


def test_a_cut_out_with_soft_edges_ends_as_sharply_as_photographed_things_do(tee: Garment) -> None:
    solid = (tee.alpha > 0.5).astype(np.float32)
    sharp, soft = (
        rigged(replace(tee, alpha=one, filled=None), 0.7).alpha for one in (solid, cv2.GaussianBlur(solid, (0, 0), 1.5))
    )
    rows = slice(len(sharp) // 2, round(0.8 * len(sharp)))
    mixed = ((soft[rows] > 0.05) & (soft[rows] < 0.95)).sum(1)
    # two edges
    assert np.median(mixed) <= 5
    assert abs((soft[rows] > 0.5).sum(1) - (sharp[rows] > 0.5).sum(1)).max() <= 2


def test_a_hood_behind_the_neck_goes_on_beneath_its_front(tee: Garment) -> None:
    parts, alpha = tee.parts.copy(), tee.alpha.copy()
    (x0, y0), (x1, y1) = tee.landmarks["neck-right"], tee.landmarks["neck-left"]
    columns = np.s_[round(x0) : round(x1)]
    top = round(max(y0, y1))
    alpha[top - 20 : top + 40, columns] = 1
    parts[top - 20 : top + 40, columns] = label("torso")
    parts[top - 20 : top + 10, columns] = label("inside-back")
    worn = replace(tee, parts=parts, alpha=alpha)
    hooded = replace(worn, attributes=worn.attributes | {"neckline": "hood"})
    plain, welded = (rigged(garment, 0.5).covers["inside-back"] for garment in (worn, hooded))
    assert (welded >= plain).all() and (welded > 0.9).sum() > (plain > 0.9).sum() + (x1 - x0) / 2
