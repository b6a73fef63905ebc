"""What a hand can mend in a picture, how near that is, and what it makes of the facts. Pure rules."""

from typing import Final

from vitrine.catalog.decision import Decision
from vitrine.formats.facts import Code, Facts

BY_POINTS: Final[tuple[Code, ...]] = ("shape-unsure",)
"""What no longer holds once a person has set the landmarks."""
BY_MASK: Final[tuple[Code, ...]] = ("shape-unsure", "several-garments", "part-hidden")
"""The same once a person has drawn the garment."""
COST: Final[dict[str, int]] = {"shape-unsure": 1, "part-hidden": 3, "several-garments": 4, "worn": 0}
"""Effort to mend what a reason names: 1 is one drag. A reason that is not here needs another picture; `worn` stays."""
DOUBT: Final = 0.2
"""From this weight on landmarks are worth a look, although they do not limit the try-on yet."""


def drag(decision: Decision, seen: Facts | None) -> int | None:
    """How near a mend by hand is: 1 when one drag of a landmark may do; None: nothing to mend, or not by hand.

    What limits a try-on beside that (a small picture, say) keeps no landmark from being put right; what forbids
    it does.
    """
    reasons = [reason for reason in decision.reasons if reason.mode == "photo"]
    if decision.overrule or any(reason.weighs == "no" and reason.code not in COST for reason in reasons):
        return None
    codes = {reason.code for reason in reasons}
    doubt = seen.finding("shape-unsure") if seen else None
    if doubt is not None and doubt.weight >= DOUBT:
        codes.add("shape-unsure")
    return sum(COST.get(code, 0) for code in codes) or None


def mended(facts: Facts, points: bool, mask: bool) -> Facts:
    """The facts of a picture whose landmarks or mask a person has put right."""
    settled = {*(BY_POINTS if points else ()), *(BY_MASK if mask else ())}
    return facts.model_copy(
        update={
            "findings": tuple(found for found in facts.findings if found.code not in settled),
            "landmarks_confidence": 1.0 if points else facts.landmarks_confidence,
        }
    )
