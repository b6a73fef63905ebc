import numpy as np
import pytest
from drawn import tee
from hypothesis import given, settings
from hypothesis import strategies as st

from vitrine.garments.armpits import UNEVEN, evened
from vitrine.garments.garment import Landmarks

DRAWN = tee()
FOUND = DRAWN.alpha > 0.5
SIDES = ("left", "right")


def moved(rise: dict[str, float]) -> Landmarks:
    """The drawn tee's landmarks with its armpits moved up from the slots."""
    marks = dict(DRAWN.landmarks)
    for side in SIDES:
        x, y = marks[f"armpit-{side}"]
        marks[f"slot-{side}"] = (x, y)
        marks[f"armpit-{side}"] = (x, y - rise[side])
    return marks


@settings(max_examples=25, deadline=None)
@given(st.floats(0, 60), st.floats(0, 60))
def test_armpits_come_to_lie_on_one_level_no_lower_than_their_slots(left: float, right: float) -> None:
    before = moved({"left": left, "right": right})
    after = evened(before, FOUND)
    chest = abs(before["armpit-left"][0] - before["armpit-right"][0])
    ys = [after[f"armpit-{side}"][1] for side in SIDES]
    assert abs(ys[0] - ys[1]) < UNEVEN * chest
    assert all(after[f"armpit-{side}"][1] <= after[f"slot-{side}"][1] + 1e-6 for side in SIDES)
    assert all(after[name] == before[name] for name in before if "armpit" not in name)
    if abs(left - right) < UNEVEN * chest - 1:
        assert after == before


def test_the_mirror_image_is_evened_alike() -> None:
    before = moved({"left": 70.0, "right": 0.0})
    last = FOUND.shape[1] - 1
    swap = {"left": "right", "right": "left"}
    mirrored = {
        f"{stem}-{swap[side]}" if side in swap else name: (last - x, y)
        for name, (x, y) in before.items()
        for stem, _, side in [name.rpartition("-")]
    }
    straight, turned = evened(before, FOUND), evened(mirrored, np.ascontiguousarray(FOUND[:, ::-1]))
    assert straight != before
    for side in SIDES:
        x, y = straight[f"armpit-{side}"]
        assert turned[f"armpit-{swap[side]}"] == pytest.approx((last - x, y))


def test_a_garment_without_sleeves_stays_as_it_is() -> None:
    marks = {n: p for n, p in moved({"left": 70.0, "right": 0.0}).items() if not n.startswith(("cuff", "slot"))}
    assert evened(marks, FOUND) == marks
