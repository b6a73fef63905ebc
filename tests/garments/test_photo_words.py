"""The layer that reads the garment network's words again."""

from pathlib import Path

import numpy as np
import pytest

from vitrine.garments import photo_words
from vitrine.garments.garment_net import WORDS, Seen
from vitrine.garments.photo_words import ASKED, FEATURES
from vitrine.nets import Nets

RNG = np.random.default_rng(3)
FEATURE = RNG.random(FEATURES).astype(np.float32)


def seen(features: np.ndarray = FEATURE) -> Seen:
    """A network that gives each answer less than the one before it."""
    words = {q: dict(zip(names, np.arange(len(names), 0, -1) / sum(range(len(names) + 1)), strict=True))
             for q, names in WORDS.items()}  # fmt: skip
    nothing = np.zeros((9, 9), np.float32)
    return Seen(nothing, nothing.astype(np.uint8), {}, {}, words, features)


def layer(**changes: np.ndarray) -> dict[str, np.ndarray]:
    """A layer that adds nothing, but for `changes`."""
    plain = {"mean": np.zeros(FEATURES), "spread": np.ones(FEATURES), "scales": np.ones(len(ASKED))}
    return plain | {q: np.zeros((FEATURES + 1, len(WORDS[q]))) for q in ASKED} | changes


def kept(folder: Path, **changes: np.ndarray) -> Path:
    np.savez(folder / "words.npz", **layer(**changes))
    return folder


def test_without_the_file_the_network_has_the_word(tmp_path: Path) -> None:
    before = seen()
    assert photo_words.corrected(before, tmp_path) is before


def test_a_layer_that_adds_nothing_changes_nothing(tmp_path: Path) -> None:
    before = seen()
    after = photo_words.corrected(before, kept(tmp_path))
    for question, odds in before.words.items():
        assert after.words[question] == pytest.approx(odds)


def test_what_is_added_by_a_feature_counts_where_the_feature_is_there(tmp_path: Path) -> None:
    added = np.zeros((FEATURES + 1, len(WORDS["neckline"])))
    added[7, WORDS["neckline"].index("hood")] = 9.0
    own = kept(tmp_path, neckline=added)
    one, other = np.zeros(FEATURES, np.float32), np.zeros(FEATURES, np.float32)
    one[7], other[8] = 3.0, 3.0
    with_it, without = (photo_words.corrected(seen(f), own).words for f in (one, other))
    assert max(with_it["neckline"], key=lambda name: with_it["neckline"][name]) == "hood"
    assert max(without["neckline"], key=lambda name: without["neckline"][name]) == "round"
    # the questions that are not read again are the network's own
    assert with_it["hem"] == seen().words["hem"]
    assert with_it["category"] == seen().words["category"]


def test_a_smaller_scale_is_less_sure_and_says_the_same(tmp_path: Path) -> None:
    before = seen().words["pattern"]
    after = photo_words.corrected(seen(), kept(tmp_path, scales=np.full(len(ASKED), 0.5))).words["pattern"]
    assert sum(after.values()) == pytest.approx(1)
    assert sorted(after, key=lambda name: after[name]) == sorted(before, key=lambda name: before[name])
    assert max(after.values()) < max(before.values())


def test_how_bright_a_picture_is_counts_for_nothing() -> None:
    dim, bright = (photo_words.corrected(seen(f), Nets().own).words for f in (FEATURE, 7 * FEATURE))
    for question in ASKED:
        assert bright[question] == pytest.approx(dim[question], abs=1e-6)
