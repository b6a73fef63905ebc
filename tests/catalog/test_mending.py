"""What a hand can mend, and how near that is."""

from datetime import UTC, datetime

import pytest

from vitrine.catalog.decision import Overrule, decide, overruled
from vitrine.catalog.mending import drag, mended
from vitrine.formats.facts import Facts, Finding


def facts(found, photo_type="flat-lay"):
    return Facts(
        width=600,
        height=800,
        kind="t-shirt",
        kind_confidence=1.0,
        category="tops",
        photo_type=photo_type,
        landmarks_confidence=0.2,
        findings=tuple(Finding(code=code, weight=weight) for code, weight in found.items()),
    )


@pytest.mark.parametrize(
    ("found", "near"),
    [
        ({}, None),
        ({"shape-unsure": 0.9}, 1),
        ({"shape-unsure": 0.3}, 1),  # no limit yet, and worth a look
        ({"shape-unsure": 0.1}, None),
        ({"several-garments": 0.9}, 4),
        ({"shape-unsure": 0.9, "part-hidden": 0.9}, 4),
        ({"too-small": 0.5}, None),
        ({"too-small": 0.5, "shape-unsure": 0.3}, 1),  # the picture stays small, its points can be right
        ({"cut-off": 0.9}, None),
        ({"shape-unsure": 0.9, "too-dark": 0.9}, None),  # no hand makes it offered
    ],
)
def test_only_what_a_drag_or_a_drawn_mask_settles_is_near(found, near):
    seen = facts(found)
    assert drag(decide(seen), seen) == near


def test_a_worn_garment_alone_needs_no_hand():
    worn = facts({}, photo_type="worn")
    assert drag(decide(worn), worn) is None
    said = Overrule(verdict="no", note="", by="me", at=datetime(2026, 11, 26, tzinfo=UTC))
    unsure = facts({"shape-unsure": 0.9})
    assert drag(overruled(decide(unsure), said), unsure) is None


def test_landmarks_settle_the_shape_and_a_mask_what_lies_beside_it():
    seen = facts(dict.fromkeys(("shape-unsure", "several-garments", "too-dark"), 0.9))
    by_points = mended(seen, points=True, mask=False)
    assert ([one.code for one in by_points.findings], by_points.landmarks_confidence) == (
        ["several-garments", "too-dark"],
        1.0,
    )
    by_mask = mended(seen, points=False, mask=True)
    assert ([one.code for one in by_mask.findings], by_mask.landmarks_confidence) == (["too-dark"], 0.2)
    assert mended(seen, points=False, mask=False) == seen
