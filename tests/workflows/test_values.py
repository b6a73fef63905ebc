"""Analyses as bytes and back."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as some

from vitrine.garments.garment import Garment
from vitrine.people.person import Person
from vitrine.workflows.values import pack, unpack, version


def made(seed, height=40, width=30):
    rng = np.random.default_rng(seed)
    photo = rng.integers(0, 256, (height, width, 3), np.uint8)
    share = rng.random((height, width)).astype(np.float32)
    return rng, photo, share


@given(some.integers(0, 2**32 - 1))
def test_a_person_comes_back(seed):
    rng, photo, share = made(seed)
    person = Person(
        photo=photo,
        landmarks=rng.normal(0, 500, (33, 2)).astype(np.float32),
        visibility=rng.random(33).astype(np.float32),
        mask=np.where(share > 0.5, share, 0).astype(np.float32),
        labels=rng.integers(0, 11, photo.shape[:2], np.uint8),
        certainty=share,
        warnings=("dark", "several-people"),
    )
    back = unpack(Person, photo, pack(person))
    for exact in ("landmarks", "visibility", "labels"):
        assert (getattr(back, exact) == getattr(person, exact)).all()
        assert getattr(back, exact).dtype == getattr(person, exact).dtype
    assert np.abs(back.mask - person.mask).max() <= 0.5 / 255 + 1e-6
    assert (back.mask[person.mask == 0] == 0).all()
    assert back.warnings == person.warnings
    assert pack(back) == pack(person)  # a second round changes nothing


def test_a_garment_comes_back():
    _, photo, share = made(1)
    garment = Garment(
        photo=photo,
        alpha=share,
        category="tops",
        photo_type="flat-lay",
        landmarks={"neck-left": (1.5, 2.25)},
        parts=np.ones(photo.shape[:2], np.uint8),
        sleeve="long",
        confidence=0.75,
        attributes={"colour": "red"},
    )
    back = unpack(Garment, photo, pack(garment))
    for name in ("category", "photo_type", "landmarks", "sleeve", "confidence", "attributes", "warnings"):
        assert getattr(back, name) == getattr(garment, name)
    assert isinstance(back.landmarks["neck-left"], tuple)


def test_values_beyond_a_share_are_kept_exactly():
    _, photo, share = made(2)
    garment = Garment(photo, share * 3 - 1, "tops", "flat-lay", {}, np.ones(photo.shape[:2], np.uint8))
    assert (unpack(Garment, photo, pack(garment)).alpha == garment.alpha).all()


def test_the_version_is_stable_in_one_installation():
    assert version() == version()
    assert len(version()) == 16
