"""The rig as JSON, and the way from a garment to the rig and back."""

import json
from dataclasses import replace

import cv2
import numpy as np
import pytest
from drawn import tee, trousers
from hypothesis import given, settings
from hypothesis import strategies as st

from vitrine.errors import BadInput
from vitrine.formats import rig as rigs
from vitrine.formats.facts import Facts
from vitrine.garments.analyse import analyse
from vitrine.garments.garment import Garment
from vitrine.garments.rigging import Sheets, mended, rig
from vitrine.garments.rigging import garment as garment_of
from vitrine.nets import Nets


def facts(garment: Garment) -> Facts:
    height, width = garment.alpha.shape
    return Facts(
        width=width,
        height=height,
        kind="t-shirt",
        kind_confidence=0.9,
        category=garment.category,
        photo_type=garment.photo_type,
    )


@pytest.fixture(scope="module")
def shirt(tmp_path_factory: pytest.TempPathFactory) -> Garment:
    return analyse(tee().photo, Nets(tmp_path_factory.mktemp("none")), "tops")


def test_a_garment_comes_back_from_its_rig(shirt):
    made, sheets = rig(shirt, facts(shirt), "shirt")
    back = garment_of(rigs.read(rigs.written(made)), sheets)
    assert back.category == shirt.category
    assert back.sleeve == made.attributes.sleeve == shirt.sleeve
    assert np.abs(back.alpha - shirt.alpha).max() <= 0.5 / 255 + 1e-6
    assert (back.parts == shirt.parts).all()
    assert (back.photo[shirt.alpha > 0.98] == shirt.photo[shirt.alpha > 0.98]).all()
    assert set(back.landmarks) == set(shirt.landmarks)
    for name, spot in shirt.landmarks.items():
        assert back.landmarks[name] == pytest.approx(spot, abs=0.01)


@pytest.mark.parametrize("hem", ["ankle", ""])
def test_where_a_dress_ends_comes_back_from_the_rig(shirt, hem):
    made, sheets = rig(replace(shirt, attributes=shirt.attributes | {"hem": hem}), facts(shirt), "shirt")
    assert made.attributes.hem == garment_of(rigs.read(rigs.written(made)), sheets).hem == (hem or None)


@pytest.mark.parametrize("neckline", ["hood", "off-shoulder", ""])
def test_how_a_neckline_hangs_comes_back_from_the_rig(shirt, neckline):
    worn = replace(shirt, attributes=shirt.attributes | {"neckline": neckline})
    made, sheets = rig(worn, facts(worn), "shirt")
    back = garment_of(rigs.read(rigs.written(made)), sheets)
    assert (back.hooded, back.bare_shoulders) == (neckline == "hood", neckline == "off-shoulder")
    older = json.loads(rigs.written(made))
    del older["attributes"]["neckline"]
    assert rigs.read(json.dumps(older)).attributes.neckline is None


def test_nothing_of_the_ground_is_in_the_cutout(shirt):
    _, sheets = rig(shirt, facts(shirt), "shirt")
    outside = sheets.cutout[..., 3] == 0
    assert np.abs(sheets.cutout[outside][:, :3].astype(int) - (40, 70, 140)).max() < 60


def test_the_files_are_pictures_of_the_rigs_size(shirt):
    made, sheets = rig(shirt, facts(shirt), "shirt")
    files = sheets.files(made)
    assert set(files) >= {"shirt.mask.png", "shirt.cutout.png", "shirt.parts.png"}
    assert set(files) >= set(filter(None, made.textures.model_dump().values()))
    for data in files.values():
        assert cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED).shape[:2] == (made.height, made.width)


def test_pictures_of_another_size_are_refused(shirt):
    made, sheets = rig(shirt, facts(shirt), "shirt")
    with pytest.raises(BadInput):
        garment_of(made, Sheets(sheets.cutout[1:], sheets.parts[1:]))


def test_newer_or_broken_rigs_are_refused(shirt):
    made, _ = rig(shirt, facts(shirt), "shirt")
    newer = json.loads(rigs.written(made)) | {"version": rigs.VERSION + 1}
    for text in (json.dumps(newer), "{}", "[]", "no json", '{"version": "1"}'):
        with pytest.raises(rigs.UnreadableRig):
            rigs.read(text)


def test_an_older_rig_is_brought_up(shirt, monkeypatch):
    made, _ = rig(shirt, facts(shirt), "shirt")
    old = json.loads(rigs.written(made)) | {"version": 0, "cut": made.mask}
    del old["mask"]

    def step(data):
        data["mask"] = data.pop("cut")
        return data | {"version": 1}

    monkeypatch.setitem(rigs.STEPS, 0, step)
    assert rigs.read(json.dumps(old)) == made


@settings(max_examples=20, deadline=None)
@given(st.floats(-20, 20), st.floats(-20, 20))
def test_a_moved_landmark_is_kept_and_the_others_stay(shirt, dx, dy):
    x, y = shirt.landmarks["armpit-left"]
    new = mended(shirt, {"armpit-left": (x + dx, y + dy)})
    assert new.landmarks["armpit-left"] == (x + dx, y + dy)
    assert {k: v for k, v in new.landmarks.items() if k != "armpit-left"} == {
        k: v for k, v in shirt.landmarks.items() if k != "armpit-left"
    }
    assert new.confidence == 1
    assert ((new.parts > 0) == (shirt.parts > 0)).all()


def test_a_neckline_set_by_hand_moves_the_inside_of_the_back(shirt):
    x, y = shirt.landmarks["neck-front"]
    deep, flat = (mended(shirt, {"neck-front": (x, y + d)}) for d in (30, -25))
    assert (deep.parts == 6).sum() > (flat.parts == 6).sum()


def test_a_mended_mask_is_worn(shirt):
    cover = shirt.alpha.copy()
    cover[500:] = 0
    new = mended(shirt, alpha=cover)
    assert new.parts[500:].max() == 0
    assert (new.alpha == cover).all()


def test_bad_mends_are_refused():
    shirt = analyse(trousers().photo, Nets(), "bottoms")
    for landmarks, alpha in (
        ({"neck-left": (5.0, 5.0)}, None),
        ({"crotch": (-20.0, 5.0)}, None),
        ({"crotch": (float("nan"), 5.0)}, None),
        (None, np.zeros_like(shirt.alpha)),
        (None, np.ones((4, 4), np.float32)),
    ):
        with pytest.raises(BadInput):
            mended(shirt, landmarks, alpha)
