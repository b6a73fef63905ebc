"""Truth, fit and scores of the layer that reads the garment network's words again; they need no torch."""

from functools import cache

import numpy as np
import pytest

from vitrine.garments.garment_net import WORDS
from vitrine.garments.photo_words import ASKED, FEATURES
from vitrine.training import photo_words, reliability
from vitrine.training.photo_words import Looks


@cache
def pictures(count: int, seed: int, shown: float) -> Looks:
    """A network that is always sure and right half of the time; one feature an answer tells the truth."""
    rng = np.random.default_rng(seed)
    odds, right, features = {}, {}, np.ones((count, FEATURES))
    features[:, -9:] += rng.normal(0, 0.2, (count, 9))
    for question in ASKED:
        n = len(WORDS[question])
        true = rng.integers(n, size=count)
        told = np.where(rng.random(count) < 0.5, true, rng.integers(n, size=count))
        odds[question] = np.full((count, n), 0.1 / (n - 1)) + np.eye(n)[told] * (0.9 - 0.1 / (n - 1))
        right[question] = np.eye(n, dtype=bool)[true]
        start = 40 * ASKED.index(question)
        features[:, start : start + n] += shown * np.eye(n)[true]
    return Looks(odds, features, right)


def scores(odds: dict[str, np.ndarray], of: Looks) -> list[tuple[float, float]]:
    said = photo_words.said(odds, of.right)
    return [(float(np.mean([t == g for t, g, _ in s])), reliability.calibration_error(s)) for s in said.values()]


def test_features_that_tell_make_answers_right() -> None:
    learn, others = pictures(300, 1, 0.5), pictures(300, 2, 0.5)
    layer = photo_words.fit(learn, learn)
    read, again = scores(others.odds, others), scores(photo_words.reread(layer, others), others)
    assert all(after > before + 0.1 for (before, _), (after, _) in zip(read, again, strict=True))


def test_features_that_tell_nothing_only_make_less_sure() -> None:
    learn, others = pictures(300, 3, 0.0), pictures(300, 4, 0.0)
    layer = photo_words.fit(learn, learn)
    assert (layer["scales"] < 0.9).all()
    for (before, error), (after, less) in zip(
        scores(others.odds, others), scores(photo_words.reread(layer, others), others), strict=True
    ):
        assert after > before - 0.05
        assert less < error


def test_each_half_is_measured_by_the_layer_of_the_other() -> None:
    photos, made = pictures(120, 5, 0.5), pictures(60, 6, 0.5)
    halves = np.arange(120) % 2
    other = photo_words.fit(photos.some(np.flatnonzero(halves == 1)), made)
    found = photo_words.crossed(photos, halves, made)
    for question, p in photo_words.reread(other, photos).items():
        assert found[question][halves == 0] == pytest.approx(p[halves == 0])
        assert np.abs(found[question][halves == 1] - p[halves == 1]).max() > 1e-3


def test_a_picture_that_was_not_marked_counts_for_nothing() -> None:
    photos, made = pictures(80, 7, 0.5), pictures(40, 8, 0.5)
    blank = {q: right.copy() for q, right in photos.right.items()}
    blank["neckline"][:30] = False
    part = photos._replace(right=blank)
    assert len(photo_words.said(part.odds, part.right)["neckline"]) == 50
    spoiled = part.odds | {"neckline": np.where(np.arange(80)[:, None] < 30, 1.0, part.odds["neckline"])}
    one, other = photo_words.fit(part, made), photo_words.fit(part._replace(odds=spoiled), made)
    assert one["neckline"] == pytest.approx(other["neckline"])


def test_any_of_several_right_answers_will_do() -> None:
    photos = pictures(50, 9, 0.5)
    both = {q: np.ones_like(right) for q, right in photos.right.items()}
    said = photo_words.said(photos.odds, both)
    assert {t == g for rows in said.values() for t, g, _ in rows} == {True}


def test_the_marks_are_words_that_the_network_knows() -> None:
    marks = photo_words.marks()
    assert len(marks) > 400
    for true in marks.values():
        assert true.keys() <= {*ASKED, "hem"}
        assert all(answers and answers <= set(WORDS[q]) for q, answers in true.items())
    halves = [photo_words.half(name) for name in marks]
    assert 0.4 < np.mean(halves) < 0.6
    assert photo_words.half("dress/a.jpg") == photo_words.half("skirt/a.jpg")
