"""Second tries: what is done otherwise when a check fails, and which of two results is kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from vitrine.fitting.engine import Check
from vitrine.fitting.warp.verify import Made
from vitrine.garments.garment import Garment
from vitrine.imaging.types import Mask, Picture

LARGER, SMALLER = 1.07, 0.94
"""Factors on the garment's estimated size: about one size up or down."""
WEIGHT: Final = {"outside": 100.0, "face": 100.0, "hands": 3.0, "leak": 3.0}
"""What a failed check counts in the choice between two results; 1 if not named."""


@dataclass(frozen=True)
class Plan:
    """A way of dressing."""

    scale: float = 1.0
    """Factor on the garment's estimated size."""
    arms_in_front: bool = False
    """Whether bare forearms lie in front of sleeves, too."""


@dataclass(frozen=True, eq=False)
class Attempt:
    """A result at working size, and what it was made of."""

    plan: Plan
    of: Made
    image: Picture
    mask: Mask
    checks: tuple[Check, ...]


def second(checks: Sequence[Check], worn: Sequence[Garment]) -> Plan | None:
    """The plan that may mend what the first try's checks found; None where nothing failed or nothing would help."""
    failed = {check.name for check in checks if not check.passed}
    if failed & {"leak", "outline"}:
        return Plan(scale=LARGER)
    sleeves = {garment.sleeve for garment in worn}
    # where no sleeve lies on an arm it cannot be put in front of one
    if failed & {"hands"} and "short" in sleeves and not sleeves & {"long", "three-quarter"}:
        return Plan(arms_in_front=True)
    if failed & {"whole", "sleeves", "print"}:
        return Plan(scale=SMALLER)
    return None


def better(first: Attempt, other: Attempt) -> Attempt:
    """The result whose failed checks weigh less; the first if they weigh the same."""
    return other if penalty(other.checks) < penalty(first.checks) else first


def penalty(checks: Sequence[Check]) -> float:
    """What speaks against a result: failed checks by weight, and by how far they miss their bars."""
    against = (
        WEIGHT.get(check.name, 1.0) * (1 + min(abs(check.value - check.bar) / max(check.bar, 0.01), 5.0) / 5)
        for check in checks
        if not check.passed
    )
    return float(sum(against))
