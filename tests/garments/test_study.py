"""Every picture has facts; a garment is read where there is one, and what is none is named."""

from pathlib import Path

import cv2
import numpy as np
import pytest
from drawn import dress, sleeveless, tee, trousers

from vitrine.catalog.decision import decide
from vitrine.garments.study import study
from vitrine.nets import Nets

NETS = Nets()


@pytest.mark.parametrize(
    ("drawn", "category", "kinds"),
    [
        (tee(), "tops", {"t-shirt", "shirt"}),
        (tee(angle=80, length=300), "tops", {"longsleeve", "shirt"}),
        (trousers(), "bottoms", {"trousers"}),
        (dress(), "dresses", {"dress"}),
        (sleeveless(), "tops", {"t-shirt", "shirt", "longsleeve"}),
    ],
)
def test_a_garment_without_networks(drawn, category, kinds, tmp_path):
    seen = study(drawn.photo, Nets(tmp_path, tmp_path), category)
    assert seen.garment is not None
    assert seen.facts.category == category
    assert seen.facts.kind in kinds
    assert seen.facts.colours
    assert seen.facts.box is not None
    assert decide(seen.facts).modes["photo"] in ("yes", "limits")


def test_noise_and_an_empty_wall_are_no_garments():
    noise = np.random.default_rng(1).integers(0, 255, (400, 300, 3), dtype=np.uint8)
    for photo in (np.full((400, 300, 3), 240, np.uint8), noise):
        seen = study(photo, NETS)
        assert seen.garment is None
        assert seen.facts.category is None
        assert decide(seen.facts).modes["photo"] == "no"


def test_colours_have_names_in_both_languages_and_shares():
    photo = tee(colour=(20, 30, 120)).photo
    first = study(photo, NETS, "tops").facts.colours[0]
    assert (first.name.en, first.name.zh) in {("royal blue", "宝蓝色"), ("navy", "藏青色"), ("blue", "蓝色")}
    assert first.share > 0.5
    assert first.hex.startswith("#")


def test_the_demo_garments_can_be_tried_on():
    for name in ("tee-print", "trousers", "dress"):
        path = Path(__file__).parents[2] / "demo" / "garments" / f"{name}.jpg"
        photo = np.ascontiguousarray(cv2.imread(str(path))[..., ::-1])
        seen = study(photo, NETS)
        assert decide(seen.facts).modes["photo"] in ("yes", "limits"), (name, seen.facts)
