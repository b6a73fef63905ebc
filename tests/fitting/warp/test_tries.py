"""Second tries: the plan matches what failed, and the result with less against it is kept."""

import numpy as np
import pytest

from vitrine.fitting.engine import Check
from vitrine.fitting.warp.tries import Plan, penalty, second
from vitrine.garments.garment import Garment, Sleeve


def failed(*names: str) -> list[Check]:
    return [Check("print", True, 1.0, 0.7, ""), *(Check(name, False, 0.2, 0.05, "") for name in names)]


def sleeved(kind: Sleeve) -> Garment:
    nothing = np.zeros((4, 4), np.float32)
    return Garment(np.zeros((4, 4, 3), np.uint8), nothing, "tops", "flat-lay", {}, nothing.astype(np.uint8), kind)


@pytest.mark.parametrize("sleeves", [("none",), ("long",), ("short", "long"), ()])
def test_arms_are_put_in_front_of_short_sleeves_only(sleeves: tuple[Sleeve, ...]) -> None:
    assert second(failed("hands"), [sleeved(kind) for kind in sleeves]) is None


@pytest.mark.parametrize("names", [(), ("colour",), ("skin",)])
def test_nothing_is_tried_again_where_it_would_not_help(names: tuple[str, ...]) -> None:
    assert second(failed(*names), []) is None


def test_each_fault_has_its_plan() -> None:
    assert second(failed("leak"), []) != Plan()
    assert second(failed("hands"), [sleeved("short")]) == Plan(arms_in_front=True)
    smaller = second(failed("whole"), [])
    assert smaller is not None
    assert smaller.scale < 1


def test_a_fault_of_the_face_weighs_more_than_any_other() -> None:
    assert penalty(failed()) == 0
    assert penalty(failed("print")) < penalty(failed("print", "sleeves")) < penalty(failed("face"))
