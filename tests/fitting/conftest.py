"""The demo person and garments, analysed once for all tests of the engine."""

from pathlib import Path

import pytest

import vitrine
from vitrine.garments.garment import Garment
from vitrine.people.person import Person

DEMO = Path(__file__).parents[2] / "demo"


@pytest.fixture(scope="session")
def anna() -> Person:
    return vitrine.read_person(DEMO / "people" / "anna.jpg")


@pytest.fixture(scope="session")
def tee() -> Garment:
    return vitrine.read_garment(DEMO / "garments" / "tee-plain.jpg")


@pytest.fixture(scope="session")
def trousers() -> Garment:
    return vitrine.read_garment(DEMO / "garments" / "trousers.jpg")
