"""A product's decision, from those of its pictures: which one is tried on, what the shop may offer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal

from vitrine.catalog import choice, mending
from vitrine.catalog.decision import (
    MODES,
    RULE,
    Decision,
    Overrule,
    Reason,
    Verdict,
    changes,
    decide,
    overruled,
)
from vitrine.catalog.reasons import WORDS
from vitrine.catalog.tables import Change, Label, Product, ProductPicture
from vitrine.errors import BadInput
from vitrine.formats.contract import Said
from vitrine.formats.facts import VERSION, Facts

ASIDE: Final = ("back", "detail")
"""Roles of pictures that are worn only where there is no other."""
Cause = Literal["picture", "rule", "merchant"]


class NothingToWear(BadInput):
    """No garment could be read from this product's pictures."""

    code = "nothing-to-wear"
    zh = "未能从该商品的图片中读取到服装。"
    remedy = "Choose its category and analyse it again, or upload a picture of the garment alone, laid flat."
    remedy_zh = "请选择类别后重新分析,或上传只有该服装的平铺图片。"


@dataclass(frozen=True)
class Settled:
    """What a product's decision is now, as columns of `Product`, and how it differs from the one before."""

    values: dict[str, Any]
    change: Change | None


def settle(product: Product, pictures: Sequence[ProductPicture], cause: Cause, now: datetime) -> Settled:
    """Decide a product by its pictures; a choice and a word of the merchant stay."""
    chosen, by, decision = _decision(product, pictures)
    before = Decision.model_validate(product.decision) if product.decision else None
    if before is not None:
        decision = overruled(decision, before.overrule)
    worn = next((one for one in pictures if one.id == chosen), None)
    return settled(product, worn, by, decision, cause, now)


def settled(
    product: Product, chosen: ProductPicture | None, by: str, decision: Decision, cause: Cause, now: datetime
) -> Settled:
    """The columns for a decision."""
    before = Decision.model_validate(product.decision) if product.decision else None
    values = {
        "chosen": chosen.id if chosen else None,
        "chosen_by": by,
        "decision": decision.model_dump(mode="json"),
        "verdict": decision.verdict(),
        "drag": mending.drag(decision, facts(chosen) if chosen and chosen.facts else None),
    }
    found = changes([(product.id, before, decision)]) if before is not None else ()
    if not found:
        return Settled(values, None)
    return Settled(
        values,
        Change(product=product.id, batch=product.batch, cause=cause, change=found[0].model_dump(mode="json"), at=now),
    )


def word(
    product: Product,
    pictures: Sequence[ProductPicture],
    verdict: Literal["yes", "no"] | None,
    note: str,
    by: str,
    now: datetime,
) -> tuple[Settled, Label]:
    """A merchant's word on a product, and the label that is kept of it; None takes an earlier word back.

    Raises:
        NothingToWear: a yes, and there is nothing that could be put on.
    """
    chosen = next((one for one in pictures if one.id == product.chosen), None)
    if product.decision is None or (verdict == "yes" and (chosen is None or not chosen.worn)):
        raise NothingToWear(product.external_id[:80])
    before = Decision.model_validate(product.decision)
    overrule = None if verdict is None else Overrule(verdict=verdict, note=note, by=by, at=now)
    label = Label(
        product=product.id,
        picture=product.chosen,
        verdict=verdict or "rule",
        ruled=before.modes["photo"],
        rule=before.rule,
        note=note,
        facts=chosen.facts if chosen is not None else None,
        by=by,
        at=now,
    )
    after = overruled(before, overrule)
    return settled(product, chosen, product.chosen_by, after, "merchant", now), label


def _decision(product: Product, pictures: Sequence[ProductPicture]) -> tuple[str | None, str, Decision]:
    """The picture that is tried on, who chose it, and the rule's decision."""
    known = _known(pictures)
    if not known:
        return None, "rule", without("picture-failed" if pictures else "no-picture")
    pinned = next((one for one in known if one[0].id == product.chosen and product.chosen_by == "merchant"), None)
    if pinned is not None:
        return pinned[0].id, "merchant", decide(pinned[1])
    fronts = _fronts(known)
    best = fronts[choice.best([(seen, decide(seen)) for _, seen in fronts]).index]
    return best[0].id, "rule", decide(best[1])


def why(product: Product, pictures: Sequence[ProductPicture]) -> Said | None:
    """Why the picture that is tried on was chosen among the others; None where the merchant chose it, or nothing is."""
    if product.chosen is None or product.chosen_by == "merchant":
        return None
    fronts = _fronts(_known(pictures))
    return choice.best([(seen, decide(seen)) for _, seen in fronts]).why if fronts else None


def facts(picture: ProductPicture) -> Facts:
    """What is known of a picture, with what a hand has mended."""
    points = any(name != "mask" for name in picture.mended)
    return mending.mended(Facts.model_validate(picture.facts), points, "mask" in picture.mended)


def _known(pictures: Sequence[ProductPicture]) -> list[tuple[ProductPicture, Facts]]:
    return [(one, facts(one)) for one in pictures if one.state == "ready" and one.facts]


def _fronts(known: list[tuple[ProductPicture, Facts]]) -> list[tuple[ProductPicture, Facts]]:
    return [one for one in known if one[0].role not in ASIDE] or known


def without(code: str) -> Decision:
    """The decision on a product of which nothing can be seen."""
    said = WORDS[code]
    modes: dict[Any, Verdict] = {mode: "no" if mode == "photo" else "not-yet" for mode in MODES}
    reason = Reason(code=code, mode="photo", weighs="no", text=said.text, remedy=said.remedy)
    return Decision(rule=RULE, facts=VERSION, modes=modes, reasons=(reason,))
