"""The Python door: paths, bytes and arrays; errors name the file; results say what they are."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import vitrine
from vitrine.errors import BadInput, NoPerson, NotAPicture
from vitrine.library import demo_pair

DEMO = Path(__file__).parents[1] / "demo"
PERSON, TEE = DEMO / "people" / "anna.jpg", DEMO / "garments" / "tee-plain.jpg"


def test_path_bytes_and_array_are_the_same_picture() -> None:
    array = np.asarray(Image.open(TEE).convert("RGB"))
    first = vitrine.read_garment(TEE)
    assert np.array_equal(first.photo, vitrine.read_garment(TEE.read_bytes()).photo)
    assert np.array_equal(first.photo, vitrine.read_garment(array).photo)


def test_a_result_names_slots_and_adds_up_its_time() -> None:
    result = vitrine.tryon(PERSON, TEE)
    assert result.categories == ("tops",)
    assert result.timings["total"] >= result.timings["person"] > 0
    assert result.image.shape == (*result.mask.shape, 3)
    assert {c.name for c in result.checks} >= {"outside", "face", "leak"}


def test_a_top_is_worn_over_unless_it_is_tucked_in() -> None:
    person, tee = vitrine.read_person(PERSON), vitrine.read_garment(TEE)
    over, inside = (vitrine.tryon(person, tee, tucked=tucked) for tucked in (False, True))
    assert "worn-over" not in inside.warnings
    assert not np.array_equal(over.image, inside.image)
    assert np.array_equal(over.image, vitrine.tryon(person, tee).image)


def test_errors_name_the_file(tmp_path: Path) -> None:
    bad = tmp_path / "list.jpg"
    bad.write_text("shopping list")
    with pytest.raises(NotAPicture, match=r"list\.jpg"):
        vitrine.tryon(bad, TEE)
    with pytest.raises(BadInput, match=r"gone\.jpg"):
        vitrine.tryon(tmp_path / "gone.jpg", TEE)


def test_an_empty_wall_is_no_person() -> None:
    with pytest.raises(NoPerson):
        vitrine.read_person(np.full((400, 300, 3), 180, np.uint8))


def test_an_array_of_another_kind_is_refused() -> None:
    with pytest.raises(BadInput):
        vitrine.read_person(np.zeros((400, 300), np.uint8))


def test_features_tell_look_alikes() -> None:
    tee, again = vitrine.features(TEE), vitrine.features(TEE.read_bytes())
    other, trousers = (vitrine.features(TEE.with_name(f"{name}.jpg")) for name in ("tee-plain-coral", "trousers"))
    assert np.array_equal(tee, again)
    assert np.linalg.norm(tee) == pytest.approx(1, abs=1e-5)
    assert 1 > float(tee @ other) > float(tee @ trousers)
    with pytest.raises(BadInput, match=r"gone\.jpg"):
        vitrine.features("gone.jpg")


def test_the_demo_pair_is_there() -> None:
    pair = demo_pair()
    assert pair is not None
    assert all(path.is_file() for path in pair)


def test_unknown_names_are_no_attributes() -> None:
    with pytest.raises(AttributeError):
        vitrine.wardrobe  # noqa: B018
