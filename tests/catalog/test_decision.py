"""The support decision: a pure rule on facts."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vitrine.catalog import decision as rule
from vitrine.catalog.choice import best
from vitrine.catalog.decision import MODES, Overrule, changes, decide, overruled, renewed, stale
from vitrine.catalog.reasons import THINGS, WORDS
from vitrine.formats.contract import Box
from vitrine.formats.facts import CODES, KINDS, SLOTS, Facts, Finding

SHIRT = {
    "width": 600, "height": 800, "kind": "shirt", "kind_confidence": 0.9, "category": "tops",
    "photo_type": "flat-lay", "box": Box(x=50, y=50, width=500, height=700),
}  # fmt: skip


def facts(*findings: Finding, **other: object) -> Facts:
    return Facts.model_validate(SHIRT | other | {"findings": findings})


def test_a_good_picture_is_a_plain_yes_for_photos_and_not_yet_for_the_rest():
    made = decide(facts())
    assert made.modes == {"photo": "yes"} | {m: "not-yet" for m in MODES if m != "photo"}
    assert [r for r in made.reasons if r.mode == "photo"] == []


@pytest.mark.parametrize("code", CODES)
def test_every_code_has_a_line_and_each_line_its_words_in_both_languages(code):
    assert code in {row.code for row in rule.TABLE}
    made = decide(facts(Finding(code=code, weight=1.0, edges=("left",))))
    said = next(r for r in made.reasons if r.code == code)
    for text in (said.text.en, said.text.zh, said.remedy.en, said.remedy.zh):
        assert text
        assert "{" not in text


def test_every_line_of_the_table_has_words():
    assert {row.code for row in rule.TABLE} <= set(WORDS)


@given(st.sampled_from(CODES), st.floats(0, 1), st.floats(0, 1))
def test_a_heavier_finding_never_makes_the_verdict_better(code, one, other):
    order = ("yes", "limits", "no")
    low, high = sorted((one, other))
    first, second = (order.index(decide(facts(Finding(code=code, weight=w))).modes["photo"]) for w in (low, high))
    assert first <= second


@given(st.sampled_from(KINDS))
def test_only_kinds_with_a_slot_are_offered(kind):
    made = decide(facts(kind=kind, category=SLOTS.get(kind)))
    assert (made.modes["photo"] == "no") == (kind not in SLOTS)
    if kind not in SLOTS:
        assert THINGS[kind].zh in made.reasons[0].text.zh


def test_what_is_cut_off_is_said_with_its_edge_and_part():
    box = Box(x=0, y=100, width=40, height=300)
    seen = Finding(code="cut-off", weight=0.9, edges=("left",), part="left-sleeve", box=box)
    said = decide(facts(seen)).reasons[0]
    assert said.text.en == "The left sleeve is cut off by the left edge of the picture."
    assert said.text.zh == "左袖被图片左边缘裁掉了。"
    assert said.box == box


def test_a_merchants_word_counts_and_survives_a_new_decision():
    word = Overrule(verdict="yes", note="the fold is the cut", by="mei", at=datetime(2026, 1, 2, tzinfo=UTC))
    made = overruled(decide(facts(Finding(code="folded", weight=1.0))), word)
    assert made.verdict() == "yes"
    assert made.modes["photo"] == "no"
    again = renewed(made, facts())
    assert again.overrule == word
    assert overruled(again, None).verdict() == "yes"


def test_decisions_of_another_rule_or_of_older_facts_are_stale(monkeypatch):
    made = decide(facts())
    assert not stale(made, facts())
    assert stale(made, facts(version=99))
    monkeypatch.setattr(rule, "RULE", "next")
    assert stale(made, facts())


def test_the_report_names_what_changed_and_nothing_else():
    good, bad = decide(facts()), decide(facts(Finding(code="banner", weight=1.0)))
    report = changes([("same", good, good), ("worse", good, bad), ("better", bad, good)])
    assert [(c.product, c.before, c.after, c.gone, c.new) for c in report] == [
        ("worse", "yes", "no", (), ("banner",)),
        ("better", "no", "yes", ("banner",), ()),
    ]


def test_the_best_picture_is_the_one_that_can_be_worn_then_laid_flat_then_the_larger():
    cut = facts(Finding(code="cut-off", weight=1.0, edges=("top",)))
    worn = facts(photo_type="worn")
    small = facts(box=Box(x=0, y=0, width=90, height=90))
    flat = facts()
    pictures = [(f, decide(f)) for f in (cut, worn, small, flat)]
    assert best(pictures).index == 3
    assert best(pictures[:2]).index == 1
    assert best(pictures[:2]).why.en == "the only one that can be tried on"
    assert best(pictures[:1]).why.zh == "唯一的图片"
    assert best([pictures[3], pictures[3]]).index == 0
