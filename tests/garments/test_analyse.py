import cv2
import numpy as np
import pytest
from drawn import dress, errors, overlap, skirt, sleeveless, tee, trousers

from vitrine.errors import NoGarment
from vitrine.garments import describe
from vitrine.garments.analyse import analyse
from vitrine.garments.attributes import pattern
from vitrine.garments.contour import inner_edge, outer_edge, side_edge
from vitrine.garments.garment import PARTS
from vitrine.garments.neckline import Neckline
from vitrine.imaging.colour import lab
from vitrine.nets import Nets


@pytest.fixture(scope="module")
def nets():
    return Nets()


def part(garment, name):
    return garment.parts == 1 + PARTS.index(name)


@pytest.mark.parametrize(
    ("drawn", "category", "sleeve"),
    [
        (tee(), "tops", "short"),
        (tee(70, 330), "tops", "long"),
        (sleeveless(hem=540), "tops", "none"),
        (dress(), "dresses", "short"),
        (trousers(), "bottoms", None),
    ],
    ids=["tee", "long-sleeve", "tank", "dress", "trousers"],
)
def test_category_and_sleeve_of_drawn_garments(drawn, category, sleeve, nets):
    garment = analyse(drawn.photo, nets)
    assert (garment.category, garment.sleeve) == (category, sleeve)
    assert garment.photo_type == "flat-lay"
    assert 0 < garment.confidence <= 1


def test_the_caller_decides_the_category(nets):
    assert analyse(skirt().photo, nets, category="tops").category == "tops"
    # a bare trapezoid could be anything; told what it is, it is read
    assert "hem-left" in analyse(skirt().photo, nets, category="bottoms").landmarks


def test_a_hanger_is_recognised_and_its_hook_removed(nets):
    drawn = tee()
    photo = drawn.photo.copy()
    cv2.ellipse(photo, (300, 128), (12, 14), 0, 150, 420, (60, 60, 62), 4, cv2.LINE_AA)
    cv2.line(photo, (300, 140), (300, 172), (60, 60, 62), 5, cv2.LINE_AA)
    garment = analyse(photo, nets)
    assert garment.photo_type == "hanger"
    assert garment.alpha[100:140].mean() < 0.005
    assert errors(garment.landmarks, drawn.landmarks)["neck-left"] < 0.02


def test_everything_works_without_networks(tmp_path):
    for drawn in (tee(), dress(), trousers()):
        garment = analyse(drawn.photo, Nets(tmp_path))
        assert overlap(garment.alpha, drawn.alpha) > 0.98


def test_the_front_neckline_and_the_inside_of_the_back(nets):
    drawn = tee()
    garment = analyse(drawn.photo, nets)
    assert errors(garment.landmarks, drawn.landmarks)["neck-front"] < 0.015
    assert overlap(part(garment, "inside-back"), drawn.inside_back) > 0.8


def test_no_inside_where_none_shows(nets):
    assert not part(analyse(tee(neck=False).photo, nets), "inside-back").any()


def test_a_curve_far_narrower_than_the_neck_is_no_opening(nets, monkeypatch):
    drawn = tee(neck=False)  # nothing there that a network would see
    (x0, y0), (x1, _) = (drawn.landmarks[f"neck-{side}"] for side in ("right", "left"))

    def found(breadth):
        middle, half = (x0 + x1) / 2, breadth * (x1 - x0) / 2
        curve = np.float32([(middle - half, y0), (middle, y0 + 40), (middle + half, y0)])
        monkeypatch.setattr(describe, "neckline", lambda *_: Neckline(curve, "v", 0.9))
        return part(analyse(drawn.photo, nets), "inside-back").any()

    assert found(0.8)
    assert not found(0.3)


def test_sleeves_and_legs_are_parts(nets):
    garment = analyse(tee(60, 300).photo, nets)
    left, right = part(garment, "left-sleeve"), part(garment, "right-sleeve")
    assert left[:, :300].sum() == 0 and right[:, 300:].sum() == 0
    assert left.sum() == pytest.approx(right.sum(), rel=0.1)
    assert 0.12 < left.sum() / (garment.alpha > 0.5).sum() < 0.3
    garment = analyse(trousers().photo, nets)
    assert part(garment, "left-leg")[400:].sum() == pytest.approx(part(garment, "right-leg")[400:].sum(), rel=0.05)
    assert ((garment.parts > 0) == (garment.alpha > 0.02)).all()


@pytest.mark.parametrize("side", ["left", "right"])
def test_edges_run_in_order_along_the_contour(side, nets):
    garment = analyse(tee(60, 250).photo, nets)
    for edge, start, end in (
        (outer_edge, "neck", "cuff-outer"),
        (inner_edge, "cuff-inner", "armpit"),
        (side_edge, "armpit", "hem"),
    ):
        points = edge(garment, side)
        assert np.allclose(points[0], garment.landmarks[f"{start}-{side}"], atol=0.01)
        assert np.allclose(points[-1], garment.landmarks[f"{end}-{side}"], atol=0.01)
        steps = np.linalg.norm(np.diff(points, axis=0), axis=1)
        assert np.median(steps) < 1.5 and steps.max() < 12
        x, y = np.round(points[5:-5]).astype(int).T
        near = np.lib.stride_tricks.sliding_window_view(np.pad(garment.alpha, 4, mode="edge"), (9, 9))
        assert (near[y, x].min((1, 2)) < 0.5).all()


def test_colour_and_pattern_words(nets):
    known = analyse(tee(colour=(25, 25, 28)).photo, nets).attributes
    assert (known["colour"], known["pattern"]) == ("black", "plain")
    drawn = tee(colour=(235, 235, 235), kind="grey")
    photo = drawn.photo.copy()
    stripes = (np.arange(800) // 14 % 2 == 0)[:, None] & (drawn.alpha > 0.99)
    photo[stripes] = (30, 40, 90)
    assert analyse(photo, nets).attributes["pattern"] == "striped"


@pytest.mark.parametrize("colour", [(150, 20, 40), (40, 90, 160)])
def test_quilting_is_shade_and_a_line_of_another_colour_is_a_print(colour):
    y, x = np.mgrid[:160, :120]
    seams = np.minimum((x + y) % 18, (x - y) % 18) < 2
    inner = (abs(y - 80) < 70) & (abs(x - 60) < 50)
    shade = cv2.GaussianBlur(np.where(seams, 0.6, 1.0), (0, 0), 0.7)[..., None]
    quilted = lab(np.rint(np.array(colour) * shade).astype(np.uint8))
    lined = lab(np.where(seams[..., None], (230, 200, 60), colour).astype(np.uint8))
    assert pattern(quilted, inner) == "plain"
    assert pattern(lined, inner) == "printed"
    stark = lab(np.where(seams[..., None], (240, 240, 240), (30, 30, 30)).astype(np.uint8))
    assert pattern(stark, inner) == "printed"


@pytest.mark.parametrize("what", ["flat", "gradient", "noise"])
def test_no_garment(what, nets):
    picture = {
        "flat": np.full((400, 300, 3), 200, np.uint8),
        "gradient": np.repeat(np.tile(np.linspace(0, 255, 300).astype(np.uint8), (400, 1))[..., None], 3, 2),
        "noise": np.random.default_rng(0).integers(0, 255, (400, 300, 3), dtype=np.uint8),
    }[what]
    with pytest.raises(NoGarment):
        analyse(picture, nets)
