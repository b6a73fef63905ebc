"""The support decision: whether a product can be tried on, and how, from the facts of its picture.

A pure rule in one table. What is seen is measured elsewhere (`vitrine.garments.study`); here only thresholds speak.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal, get_args

from vitrine.catalog.reasons import THINGS, WORDS, edges_said
from vitrine.formats.contract import Box, Contract, Said
from vitrine.formats.facts import SLOTS, Facts, Finding

RULE: Final = "3"
"""The rule's version: raised with every change of the table, so that stored decisions are made anew."""

Mode = Literal["photo", "live", "make-up", "3d", "ar", "vr"]
Verdict = Literal["yes", "limits", "no", "not-yet"]
MODES: Final[tuple[Mode, ...]] = get_args(Mode)
BUILT: Final[tuple[Mode, ...]] = ("photo",)
"""The modes that this version has; the others say "not yet"."""

NEVER: Final = 2.0
"""A threshold that no weight reaches."""


@dataclass(frozen=True)
class Row:
    """One line of the rule: from which weight on a finding limits the try-on, and from which it forbids it."""

    code: str
    seen: Callable[[Facts], Finding | None]
    limits: float
    no: float


def found(code: str) -> Callable[[Facts], Finding | None]:
    """The heaviest finding of this code."""
    return lambda facts: next(
        iter(sorted((f for f in facts.findings if f.code == code), key=lambda f: -f.weight)), None
    )


def without_slot(facts: Facts) -> Finding | None:
    """A thing that is named and not offered; nothing where there is no garment at all, which says more."""
    if facts.category is not None or facts.finding("no-garment") or facts.finding("only-face"):
        return None
    return Finding(
        code="no-garment", weight=1.0, box=facts.box, part=facts.kind if facts.kind not in SLOTS else "other"
    )


def on_somebody(facts: Facts) -> Finding | None:
    """A garment that somebody wears."""
    return Finding(code="part-hidden", weight=1.0, box=facts.box) if facts.photo_type == "worn" else None


TABLE: Final = (
    #   code                what is looked at            limits from   no from
    Row("no-garment",       found("no-garment"),         0.50,         0.50),
    Row("only-face",        found("only-face"),          0.50,         0.50),
    Row("not-offered",      without_slot,                0.50,         0.50),
    Row("several-garments", found("several-garments"),   0.30,         0.45),
    Row("cut-off",          found("cut-off"),            0.20,         0.50),
    Row("folded",           found("folded"),             0.45,         0.50),
    Row("banner",           found("banner"),             0.25,         0.35),
    Row("too-dark",         found("too-dark"),           0.20,         0.50),
    Row("blurred",          found("blurred"),            0.30,         0.70),
    Row("too-small",        found("too-small"),          0.30,         0.80),
    Row("shape-unsure",     found("shape-unsure"),       0.50,         NEVER),
    Row("part-hidden",      found("part-hidden"),        0.30,         0.80),
    Row("body-unclear",     found("body-unclear"),       0.50,         0.50),
    Row("worn",             on_somebody,                 0.50,         NEVER),
)  # fmt: skip


class Reason(Contract):
    """Why a verdict is not a plain yes."""

    code: str
    mode: Mode
    weighs: Verdict
    """What this reason alone makes of the verdict."""
    text: Said
    remedy: Said
    box: Box | None = None
    """What in the picture shows it."""


class Overrule(Contract):
    """A merchant's own verdict; the note stays as a label for training."""

    verdict: Literal["yes", "no"]
    note: str
    by: str
    at: datetime


class Decision(Contract):
    """The verdict of each mode with its reasons."""

    rule: str
    facts: int
    """Version of the facts that it was decided from."""
    modes: dict[Mode, Verdict]
    reasons: tuple[Reason, ...]
    """The heaviest first; those of the mode `photo` before the others."""
    overrule: Overrule | None = None

    def verdict(self, mode: Mode = "photo") -> Verdict:
        """What counts: the merchant's word for try-on by photo where there is one, else the rule's."""
        return self.overrule.verdict if self.overrule and mode == "photo" else self.modes[mode]


def decide(facts: Facts) -> Decision:
    """The rule's decision for a picture."""
    reasons = [r for row in TABLE if (r := reason(row, facts)) is not None]
    reasons.sort(key=lambda r: r.weighs != "no")
    photo: Verdict = "no" if any(r.weighs == "no" for r in reasons) else "limits" if reasons else "yes"
    later = [m for m in MODES if m not in BUILT]
    words = WORDS["not-yet"]
    waiting = [Reason(code="not-yet", mode=m, weighs="not-yet", text=words.text, remedy=words.remedy) for m in later]
    modes: dict[Mode, Verdict] = {"photo": photo, **dict.fromkeys(later, "not-yet")}
    return Decision(rule=RULE, facts=facts.version, modes=modes, reasons=(*reasons, *waiting))


def reason(row: Row, facts: Facts) -> Reason | None:
    """What a line of the table says of a picture, None where it says nothing."""
    seen = row.seen(facts)
    if seen is None or seen.weight < min(row.limits, row.no):
        return None
    words = WORDS["cut-off-part" if row.code == "cut-off" and seen.part else row.code]
    what, where = THINGS.get(seen.part or "", THINGS["torso"]), edges_said(seen.edges)
    return Reason(
        code=row.code,
        mode="photo",
        weighs="no" if seen.weight >= row.no else "limits",
        text=Said(
            en=words.text.en.format(what=what.en, where=where.en), zh=words.text.zh.format(what=what.zh, where=where.zh)
        ),
        remedy=words.remedy,
        box=seen.box,
    )


def overruled(decision: Decision, overrule: Overrule | None) -> Decision:
    """The decision with a merchant's word, or without it again; the rule's own stays readable beneath."""
    return decision.model_copy(update={"overrule": overrule})


def renewed(old: Decision, facts: Facts) -> Decision:
    """The decision made anew, because rule or picture changed; the merchant's word stays."""
    return overruled(decide(facts), old.overrule)


def stale(decision: Decision, facts: Facts) -> bool:
    """Whether a stored decision was made by another rule or from facts of another version."""
    return decision.rule != RULE or decision.facts != facts.version


class Change(Contract):
    """What became of one product when rule or picture changed."""

    product: str
    before: Verdict
    after: Verdict
    gone: tuple[str, ...]
    """Codes of reasons that no longer hold."""
    new: tuple[str, ...]


def changes(pairs: Iterable[tuple[str, Decision, Decision]]) -> tuple[Change, ...]:
    """The report: each (product, before, after) whose verdict or reasons for the mode `photo` differ."""
    out = []
    for product, old, new in pairs:
        was, now = ({r.code for r in d.reasons if r.mode == "photo"} for d in (old, new))
        if old.verdict() != new.verdict() or was != now:
            out.append(
                Change(
                    product=product,
                    before=old.verdict(),
                    after=new.verdict(),
                    gone=tuple(sorted(was - now)),
                    new=tuple(sorted(now - was)),
                )
            )
    return tuple(out)
