"""Second tries: the plan matches what failed, and the result with less against it is kept."""

import pytest

from vitrine.fitting.engine import Check
from vitrine.fitting.warp.tries import Plan, penalty, second


def failed(*names: str) -> list[Check]:
    return [Check("print", True, 1.0, 0.7, ""), *(Check(name, False, 0.2, 0.05, "") for name in names)]


@pytest.mark.parametrize("names", [(), ("colour",), ("skin",)])
def test_nothing_is_tried_again_where_it_would_not_help(names: tuple[str, ...]) -> None:
    assert second(failed(*names), []) is None


def test_each_fault_has_its_plan() -> None:
    assert second(failed("leak"), []) != Plan()
    assert second(failed("hands"), []) == Plan(arms_in_front=True)
    smaller = second(failed("whole"), [])
    assert smaller is not None
    assert smaller.scale < 1


def test_a_fault_of_the_face_weighs_more_than_any_other() -> None:
    assert penalty(failed()) == 0
    assert penalty(failed("print")) < penalty(failed("print", "sleeves")) < penalty(failed("face"))
