"""Light on skin that is made."""

from dataclasses import replace

from mannequin import mannequin

from vitrine.fitting.warp.skin import knees
from vitrine.people.body import Body, bare_body


def widened(body: Body, more: float) -> Body:
    legs = {side: replace(leg, inner=leg.inner + more) for side, leg in body.legs.of.items()}
    return replace(body, legs=replace(body.legs, of=legs))


def test_legs_that_touch_are_told_apart_by_a_dark_line() -> None:
    body = bare_body(mannequin())
    size = body.mask.shape[::-1]
    apart, together = (knees(widened(body, more), size, 1.0)[500] for more in (0.0, 25.0))
    assert together[210] < apart[210] - 0.2
    assert abs(together[246] - apart[246]) < 0.08
