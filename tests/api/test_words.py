"""Whatever an answer may say has words in both languages."""

import re
from pathlib import Path

import vitrine
from vitrine.api import words
from vitrine.garments.attributes import NAMES

SOURCE = "\n".join(path.read_text("utf8") for path in Path(vitrine.__file__).parent.rglob("*.py"))


def test_every_check_has_words_for_passing_failing_and_its_warning():
    names = set(re.findall(r'Check\("([a-z]+)"', SOURCE))
    assert len(names) >= 6
    assert names == set(words.CHECKS)
    assert {f"check-{name}" for name in names} <= set(words.WARNINGS)
    for passed in (True, False):
        found = {"name": "leak", "passed": passed, "value": 0.0, "bar": 0.01, "say": "as the engine says"}
        assert words.check(found, "en").text == "as the engine says"
        assert words.check(found, "zh").text == words.CHECKS["leak"][0 if passed else 1]


def test_every_colour_has_its_chinese_name():
    assert set(NAMES) == set(words.COLOURS)


def test_every_warning_speaks_both_languages_and_an_unknown_one_is_not_lost():
    for code, texts in words.WARNINGS.items():
        assert set(texts) == {"en", "zh"}
        assert words.warning(code, "zh").text != words.warning(code, "en").text
    assert words.warning("odd-light", "zh").text == "odd light"


def test_alt_texts():
    garment = {"colour": "navy", "pattern": "striped"}
    assert words.garment_alt("tops", garment, "en") == "navy striped top"
    assert words.garment_alt("tops", garment, "zh") == "藏青色条纹上衣"
    assert words.garment_alt(None, {}, "en") == "garment"
    worn = [
        {"category": "bottoms", "attributes": {"colour": "black", "pattern": "plain"}},
        {"category": "tops", "attributes": garment},
    ]
    assert words.result_alt(worn, "en") == "The person of the photo, wearing: black bottoms, navy striped top"
    assert words.result_alt(worn, "zh") == "照片中的人穿着黑色下装和藏青色条纹上衣"
