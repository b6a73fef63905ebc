"""What a hand can mend, and how near that is."""

from datetime import UTC, datetime

import pytest

from vitrine.catalog.decision import Overrule, decide, overruled
from vitrine.catalog.mending import drag, mended
from vitrine.formats.facts import Facts, Finding


def facts(*codes, photo_type="flat-lay"):
    return Facts(
        width=600,
        height=800,
        kind="t-shirt",
        kind_confidence=1.0,
        category="tops",
        photo_type=photo_type,
        landmarks_confidence=0.2,
        findings=tuple(Finding(code=code, weight=0.9) for code in codes),
    )


@pytest.mark.parametrize(
    ("codes", "near"),
    [
        ((), None),
        (("shape-unsure",), 1),
        (("several-garments",), 4),
        (("shape-unsure", "part-hidden"), 4),
        (("cut-off",), None),
        (("shape-unsure", "too-dark"), None),
    ],
)
def test_only_what_a_drag_or_a_drawn_mask_settles_is_near(codes, near):
    assert drag(decide(facts(*codes))) == near


def test_a_worn_garment_alone_needs_no_hand():
    assert drag(decide(facts(photo_type="worn"))) is None
    said = Overrule(verdict="no", note="", by="me", at=datetime(2026, 11, 26, tzinfo=UTC))
    assert drag(overruled(decide(facts("shape-unsure")), said)) is None


def test_landmarks_settle_the_shape_and_a_mask_what_lies_beside_it():
    seen = facts("shape-unsure", "several-garments", "too-dark")
    by_points = mended(seen, points=True, mask=False)
    assert ([one.code for one in by_points.findings], by_points.landmarks_confidence) == (
        ["several-garments", "too-dark"],
        1.0,
    )
    by_mask = mended(seen, points=False, mask=True)
    assert ([one.code for one in by_mask.findings], by_mask.landmarks_confidence) == (["too-dark"], 0.2)
    assert mended(seen, points=False, mask=False) == seen
