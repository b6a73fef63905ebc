"""What of a garment meets the neck."""

from pathlib import Path

import pytest
from hanger import hung

import vitrine
from vitrine.fitting.warp.seams import standing
from vitrine.fitting.warp.wearer import wearer_of
from vitrine.people.person import Person

DEMO = Path(__file__).parents[3] / "demo" / "garments"


@pytest.mark.parametrize(("name", "rises"), [("tee-plain", False), ("shirt-oxford", True), ("jacket-denim", True)])
def test_a_collars_leaves_stand_up_the_neck(name: str, rises: bool, anna: Person) -> None:
    garment = vitrine.read_garment(DEMO / f"{name}.jpg")
    assert standing(hung(garment, anna), wearer_of(anna).frame.unit) == rises


def test_a_level_edge_at_the_top_of_a_garment_is_not_ragged() -> None:
    tom = vitrine.read_person(DEMO.parent / "people" / "tom.jpg")
    result = vitrine.tryon(tom, vitrine.read_garment(DEMO / "trousers.jpg"))
    edges = next(check for check in result.checks if check.name == "edges")
    assert edges.value < 0.1
