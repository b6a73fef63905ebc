import numpy as np
import pytest
from drawn import dress, overlap, sleeveless, tee, trousers

from vitrine.garments.background import Plain
from vitrine.garments.bleed import bleed
from vitrine.garments.cutout import bites, cutout, unshaded
from vitrine.nets import Nets


@pytest.mark.parametrize("kind", ["white", "grey", "vignette"])
def test_plain_backgrounds_need_no_network(kind, tmp_path):
    for drawn in (tee(kind=kind), trousers(kind), sleeveless(kind)):
        found = cutout(drawn.photo, Nets(tmp_path))
        assert overlap(found.alpha, drawn.alpha) > 0.985
        assert found.plain
        assert np.abs(found.alpha - drawn.alpha).mean() < 0.006


def test_a_soft_shadow_is_not_garment(tmp_path):
    drawn = tee(shadow=0.35)
    assert overlap(cutout(drawn.photo, Nets()).alpha, drawn.alpha) > 0.985
    assert overlap(cutout(drawn.photo, Nets(tmp_path)).alpha, drawn.alpha) > 0.95


def test_the_shadow_below_the_hems_of_pale_trousers_is_no_cloth(tmp_path):
    drawn = trousers("white", colour=(226, 216, 190))
    photo = drawn.photo.astype(np.float32)
    below = np.zeros_like(drawn.alpha)
    for reach in range(1, 12):
        below[reach:] = np.maximum(below[reach:], drawn.alpha[:-reach] * (1 - reach / 12))
    photo *= 1 - 0.22 * (below * (1 - drawn.alpha))[..., None]
    found = cutout(np.rint(photo).astype(np.uint8), Nets(tmp_path))
    last = np.flatnonzero(drawn.alpha.max(1) > 0.5)[-1]
    assert (found.alpha[last + 3 :] > 0.5).sum() < 20
    assert overlap(found.alpha, drawn.alpha) > 0.98


def test_white_on_nearly_white():
    drawn = tee(colour=(246, 246, 247), kind="grey")
    assert overlap(cutout(drawn.photo, Nets()).alpha, drawn.alpha) > 0.98
    drawn = tee(colour=(246, 246, 248), kind="white")
    assert overlap(cutout(drawn.photo, Nets()).alpha, drawn.alpha) > 0.95


def test_letters_on_a_nearly_white_shirt_are_no_stripes():
    drawn = tee(colour=(246, 246, 247), kind="grey")
    photo = drawn.photo.copy()
    for left in range(220, 380, 32):
        photo[330:390, left : left + 20] = (170, 140, 90)
    assert overlap(cutout(photo, Nets()).alpha, drawn.alpha) > 0.95


def test_a_wooden_floor():
    for drawn in (tee(kind="wood"), dress("wood"), trousers("wood")):
        found = cutout(drawn.photo, Nets())
        assert overlap(found.alpha, drawn.alpha) > 0.95


def test_a_gap_between_sleeve_and_torso_stays_open():
    drawn = tee(angle=84, length=330)
    found = cutout(drawn.photo, Nets())
    gap = (drawn.alpha < 0.5) & (np.arange(600) > 150) & (np.arange(600) < 195)
    gap &= (np.arange(800) > 330)[:, None] & (np.arange(800) < 420)[:, None]
    assert gap.sum() > 300
    assert found.alpha[gap].mean() < 0.1


def test_a_pale_flower_at_the_outline_is_cloth_and_the_shadow_at_the_end_of_a_gap_is_not():
    found = np.zeros((800, 600), bool)
    found[100:700, 150:450] = True
    found[300:700, 200:210] = False
    flower, shade = (slice(400, 408), slice(444, 450)), (slice(300, 330), slice(200, 210))
    found[flower] = False
    away = np.where(found[..., None], np.float32((-50, 40, 20)), np.float32(0)).astype(np.float32)
    away[flower], away[shade] = (-8, 14, 6), (-18, 1, 1)
    bitten = bites(Plain(away, 0.5, 1.0), found)
    assert bitten[402:406, 445:449].all()
    assert bitten[302:328, 202:208].mean() < 0.05


def test_a_grey_patch_that_ends_where_a_hem_does_is_cloth_and_shade_that_fades_there_is_not():
    found = np.zeros((800, 600), bool)
    found[100:700, 150:450] = True
    patch, shade = (slice(680, 700), slice(300, 312)), (slice(680, 712), slice(200, 212))
    found[patch] = found[shade] = False
    away = np.where(found[..., None], np.float32((-50, 40, 20)), np.float32(0)).astype(np.float32)
    away[patch] = (-20, 1, 1)
    away[680:730, 200:212, 0] = np.linspace(-24, 0, 50)[:, None]
    bitten = bites(Plain(away, 0.5, 1.0), found)
    assert bitten[682:696, 302:310].mean() > 0.8
    assert bitten[shade].mean() < 0.2


def test_a_panel_of_another_colour_at_the_side_is_cloth_and_a_hook_that_sticks_out_is_not():
    found = np.zeros((800, 600), bool)
    found[100:700, 150:450] = True
    panel, hook = (slice(520, 600), slice(450, 458)), (slice(60, 100), slice(290, 298))
    away = np.where(found[..., None], np.float32((-50, 40, 20)), np.float32(0)).astype(np.float32)
    away[panel] = away[hook] = (-40, -40, 20)
    found[600:700, 450:458] = True
    bitten = bites(Plain(away, 0.5, 1.0), found)
    assert bitten[525:595, 452:456].all()
    assert not bitten[hook].any()


def test_a_white_print_is_no_hole():
    drawn = tee(colour=(180, 30, 40))
    photo = drawn.photo.copy()
    photo[360:460, 250:350] = 255
    assert cutout(photo, Nets()).alpha[360:460, 250:350].min() > 0.9


def test_large_pictures_keep_their_size():
    drawn = tee()
    photo = np.repeat(np.repeat(drawn.photo, 3, 0), 3, 1)
    found = cutout(photo, Nets())
    assert found.alpha.shape == photo.shape[:2]
    assert overlap(found.alpha[1::3, 1::3], drawn.alpha) > 0.98


def test_bleed_carries_the_inner_colour_over_the_edge():
    drawn = tee(colour=(200, 20, 30))
    out = bleed(drawn.photo, drawn.alpha)
    rim = (drawn.alpha > 0.01) & (drawn.alpha < 0.95)
    assert np.abs(out[rim].astype(int) - (200, 20, 30)).max(1).mean() < 25
    assert (out[drawn.alpha > 0.99] == drawn.photo[drawn.alpha > 0.99]).all()


def test_a_pale_print_at_the_edge_of_a_strong_colour_is_cloth():
    photo = np.full((1024, 768, 3), 244, np.uint8)
    photo[200:800, 200:560] = (200, 30, 40)
    rows, columns = np.indices(photo.shape[:2])
    pale = (np.hypot(rows - 500, columns - 557) < 7) & (columns < 560)
    photo[pale] = (224, 206, 200)
    # a gap of the same width shows the ground and stays open
    photo[700:800, 376:384] = 244
    alpha = cutout(photo, Nets()).alpha
    assert alpha[494:507, 550:555].min() > 0.5
    assert alpha[750:790, 379:381].max() < 0.5


@pytest.mark.parametrize("pale", [True, False])
def test_the_paler_hem_of_pale_cloth_is_no_shadow(pale):
    found = np.zeros((400, 300), bool)
    found[60:320, 60:240] = True
    away = np.zeros((*found.shape, 3), np.float32)
    away[found] = (-5, 0, -9) if pale else (-30, 0, -40)
    away[311:320, 60:240] = (-6, 0, -1)
    kept = unshaded(Plain(away, 0.0, 1.0), found)
    assert kept[311:318, 70:230].mean() == (1 if pale else 0)
    assert kept[70:305, 70:230].all()
