"""Which of a product's pictures is worn: the best by decision, photo type and size, with the reason in words."""

from collections.abc import Sequence
from typing import Final

from vitrine.catalog.decision import Decision, Verdict
from vitrine.formats.contract import Contract, Said
from vitrine.formats.facts import Facts

ORDER: Final[dict[Verdict, int]] = {"yes": 0, "limits": 1, "no": 2, "not-yet": 3}
TYPES: Final = {"flat-lay": 0, "hanger": 0, "worn": 1}
LARGE: Final = 1000
"""Pixels of the garment's longer side beyond which more bring nothing."""


class Choice(Contract):
    """The picture that is chosen and why."""

    index: int
    why: Said


def best(pictures: Sequence[tuple[Facts, Decision]]) -> Choice:
    """The picture for try-on among a product's pictures (at least one), in the merchant's order.

    First what the decision says, then laid flat before worn, then fewer reasons, then the larger garment; the
    merchant's order settles the rest.
    """
    keys = [key(facts, decision) for facts, decision in pictures]
    index = min(range(len(keys)), key=keys.__getitem__)
    return Choice(index=index, why=why(keys, index))


def key(facts: Facts, decision: Decision) -> tuple[int, int, int, float]:
    """Smaller is better, the first difference counts."""
    size = max(facts.box.width, facts.box.height) if facts.box else 0
    reasons = sum(r.mode == "photo" for r in decision.reasons)
    return ORDER[decision.modes["photo"]], TYPES[facts.photo_type], reasons, -float(min(size, LARGE) // 50)


WHY: Final = (
    Said(en="the only one that can be worn without limits", zh="唯一效果不受限的图片"),
    Said(en="nobody wears the garment in it", zh="服装没有穿在人身上"),
    Said(en="the fewest faults", zh="问题最少"),
    Said(en="the garment is largest in it", zh="服装在图中最大"),
)
"""What each place of the key says, where it decided."""


def why(keys: Sequence[tuple[int, int, int, float]], index: int) -> Said:
    """The first place of the key at which the chosen picture beats the one that comes second."""
    others = [k for i, k in enumerate(keys) if i != index]
    if not others:
        return Said(en="the only picture", zh="唯一的图片")
    second = min(others)
    place = next((p for p in range(len(WHY)) if second[p] > keys[index][p]), None)
    if place is None:
        return Said(en="all are alike; it comes first", zh="各图相当,取第一张")
    if place == 0 and keys[index][0] > 0:
        return Said(en="the only one that can be tried on", zh="唯一可以试穿的图片")
    return WHY[place]
