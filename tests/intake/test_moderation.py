"""Moderation: levels, thresholds, and the real network on pictures of our own making."""

from typing import Any, get_args

import numpy as np
import pytest

from vitrine.errors import ModerationLevelRefused, ModerationRefused
from vitrine.intake.moderation import THRESHOLDS, Level, allowed, moderate, prepared
from vitrine.nets import Nets

GREY = np.full((300, 200, 3), 128, np.uint8)


def scoring(score: float) -> Any:
    return lambda batch: [np.array([[1 - score, score]], np.float32)]


@pytest.mark.parametrize(
    ("level", "score", "passes"),
    [
        ("conservative", 0.49, True), ("conservative", 0.51, False), ("permissive", 0.51, True),
        ("permissive", 0.84, True),
        ("permissive", 0.86, False), ("none", 1.0, True),
    ],
)  # fmt: skip
def test_a_level_refuses_from_its_threshold_on(level: Level, score: float, passes: bool) -> None:
    if passes:
        assert moderate(GREY, level, scoring(score)).warnings == ()
    else:
        with pytest.raises(ModerationRefused):
            moderate(GREY, level, scoring(score))


def test_without_its_network_it_passes_and_says_so() -> None:
    assert moderate(GREY, "conservative", None).warnings == ("not-moderated",)
    assert moderate(GREY, "none", None).warnings == ()


def test_none_is_for_merchants() -> None:
    for level in get_args(Level):
        allowed(level, merchant=True)
    allowed("conservative", merchant=False)
    with pytest.raises(ModerationLevelRefused):
        allowed("none", merchant=False)
    assert set(THRESHOLDS) == set(get_args(Level))


def test_the_picture_is_prepared_as_the_network_was_trained() -> None:
    red = np.zeros((100, 400, 3), np.uint8)
    red[..., 0] = 255
    batch = prepared(red)
    assert batch.shape == (1, 224, 224, 3)
    assert batch.dtype == np.float32
    assert np.allclose(batch[0, 100, 100], [-104, -117, 255 - 123], atol=3), "blue first, means subtracted"


def test_the_real_network_lets_a_plain_picture_pass() -> None:
    score = moderate(GREY, "conservative", Nets().nsfw).score
    assert score is not None
    assert 0 <= score < 0.2
