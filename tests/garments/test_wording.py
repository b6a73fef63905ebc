"""The words for a garment: whose word counts, and how sure each is."""

from pathlib import Path

import cv2
import numpy as np
import pytest
from drawn import tee, trousers

from vitrine.formats.facts import NECKLINES, PATTERNS, HemLength, NecklineForm
from vitrine.garments import wording
from vitrine.garments.analyse import analyse
from vitrine.garments.garment import HEMS
from vitrine.garments.garment_net import WORDS, Seen
from vitrine.garments.rigging import rig
from vitrine.garments.study import study
from vitrine.nets import Nets

DEMO = Path(__file__).parents[2] / "demo" / "garments"
ASKED = {"sleeve", "neckline", "hem", "pattern", "photo_type"}


def seen(**answers: tuple[str, float]) -> Seen:
    """What a network would say that gives so much to one answer of a question, and nothing to others."""
    words = {question: dict.fromkeys(names, 0.0) for question, names in WORDS.items()}
    for question, (answer, p) in answers.items():
        words[question][answer] = p
    nothing = np.zeros((9, 9), np.float32)
    return Seen(nothing, nothing.astype(np.uint8), {}, {}, words, np.zeros(352, np.float32))


def photo(name: str) -> np.ndarray:
    return np.ascontiguousarray(cv2.imread(str(DEMO / name), cv2.IMREAD_REDUCED_COLOR_2)[..., ::-1])


def test_the_contract_has_the_network_s_answers() -> None:
    assert WORDS["neckline"] == NECKLINES == NecklineForm.__args__
    assert WORDS["pattern"] == PATTERNS
    assert WORDS["hem"] == HEMS == HemLength.__args__


def test_the_pattern_is_the_network_s_word_where_there_is_one() -> None:
    assert wording.pattern("printed", seen(pattern=("checked", 0.4))) == "checked"
    assert wording.pattern("printed", None) == "printed"


def test_a_hanger_is_seen_by_its_hook_or_by_the_network() -> None:
    flat, hung = (seen(photo_type=said) for said in (("flat-lay", 0.99), ("hanger", 0.6)))
    assert [wording.photo_type(False, net) for net in (flat, hung, None)] == ["flat-lay", "hanger", "flat-lay"]
    assert {wording.photo_type(True, net) for net in (flat, hung, None)} == {"hanger"}


def test_the_way_it_is_hung_has_the_word_of_its_neckline() -> None:
    assert wording.neckline_form("off-shoulder", seen(neckline=("straps", 0.9))) == "off-shoulder"
    assert wording.neckline_form("", seen(neckline=("v", 0.3))) == "v"
    assert wording.neckline_form("hood", None) == "hood"
    assert wording.neckline_form("", None) is None


@pytest.mark.parametrize(
    ("name", "sleeve", "neckline", "pattern"),
    [
        ("shirt-check.jpg", "long", "collar", "checked"),
        ("hoodie-grey.jpg", "long", "hood", "plain"),
        ("tee-print.jpg", "short", "round", "printed"),
    ],
)
def test_what_the_network_says_comes_out_with_its_confidence(
    name: str, sleeve: str, neckline: str, pattern: str
) -> None:
    found = study(photo(name), Nets())
    assert found.garment is not None
    made, _ = rig(found.garment, found.facts, "one")
    for said in (found.facts, made.attributes):
        assert (said.sleeve, said.neckline_form, said.pattern) == (sleeve, neckline, pattern)
        assert said.hem_length in HEMS
        sure = said.confidence.model_dump()
        assert set(sure) == ASKED
        assert all(value is not None and 0 <= value <= 1 for value in sure.values())
        assert sure["sleeve"] > 0.8


def test_a_confidence_is_of_the_answer_that_was_given() -> None:
    net = seen(sleeve=("long", 0.7), neckline=("v", 0.6), hem=("hip", 0.9), pattern=("plain", 0.5))
    garment = analyse(tee().photo, Nets(own=Path("nowhere")), "tops")
    assert garment.sleeve == "short"
    said = wording.worded(garment, net, net, False)
    assert said.sure == {"sleeve": 0.0, "neckline": 0.6, "hem": 0.9, "pattern": 0.5, "photo_type": 0.0}
    assert "photo_type" not in wording.worded(garment, net, net, True).sure
    # another build than the network sees: only what is asked of any thing is known
    assert set(wording.worded(garment, net, None, False).sure) == {"pattern", "photo_type"}


def test_bottoms_have_neither_sleeves_nor_a_neckline() -> None:
    found = study(trousers().photo, Nets(), "bottoms").facts
    assert found.neckline_form is None
    assert found.confidence.sleeve is found.confidence.neckline is None


def test_without_the_network_nothing_is_sure(tmp_path: Path) -> None:
    found = study(tee().photo, Nets(own=tmp_path), "tops").facts
    assert set(found.confidence.model_dump().values()) == {None}
    assert (found.sleeve, found.pattern) == ("short", "plain")
