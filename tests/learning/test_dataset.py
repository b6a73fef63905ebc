"""Versions of a data set, sides, near-duplicates."""

from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vitrine.learning import alike, dataset
from vitrine.learning.dataset import NoDataSet, Row


def row(number: int, label: str = "tee", split: str = "train") -> Row:
    digest = f"{number:064x}"
    return Row(digest, digest, f"{number}.jpg", label, digest, split, "CC0", "", False)


def test_a_version_is_named_by_what_it_holds(tmp_path: Path) -> None:
    rows = [row(1), row(2, "dress"), row(3, "dress", "test")]
    first = dataset.write(tmp_path, rows, ["set"], [])
    again = dataset.write(tmp_path, rows[::-1], ["set"], [])
    other = dataset.write(tmp_path, rows[:2], ["set"], [("x.jpg", "no-consent")])
    assert first.version == again.version != other.version
    assert dataset.opened(tmp_path).rows == tuple(rows[:2])
    assert dataset.opened(tmp_path, first.version).rows == tuple(rows)
    assert "no-consent: 1" in (tmp_path / "versions" / f"{other.version}.md").read_text()


def test_a_version_that_was_tampered_with_is_not_opened(tmp_path: Path) -> None:
    made = dataset.write(tmp_path, [row(1), row(2, "dress")], ["set"], [])
    file = tmp_path / "versions" / f"{made.version}.jsonl"
    file.write_text(file.read_text().replace('"tee"', '"hat"'))
    with pytest.raises(NoDataSet):
        dataset.opened(tmp_path)
    with pytest.raises(NoDataSet):
        dataset.opened(tmp_path, "0123456789abcdef")
    with pytest.raises(NoDataSet):
        dataset.opened(tmp_path / "nowhere")


def test_sides_are_drawn_by_name_alone_and_in_proportion() -> None:
    drawn = [dataset.split_of(f"{n:064x}") for n in range(4000)]
    assert drawn == [dataset.split_of(f"{n:064x}") for n in range(4000)]
    assert abs(drawn.count("test") / 4000 - 0.15) < 0.02
    assert abs(drawn.count("validation") / 4000 - 0.15) < 0.02


def scene(seed: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    photo = np.full((240, 180, 3), rng.integers(90, 255, 3), np.uint8)
    for _ in range(6):
        spot = tuple(int(v) for v in rng.integers(10, 170, 2))
        cv2.circle(photo, spot, int(rng.integers(10, 60)), tuple(int(v) for v in rng.integers(0, 255, 3)), -1)
    return cv2.GaussianBlur(photo, (0, 0), 2)


@pytest.mark.parametrize("seed", range(5))
def test_a_shot_saved_again_hashes_alike_and_another_shot_does_not(seed: int) -> None:
    photo = scene(seed)
    small = cv2.resize(photo, (90, 120), interpolation=cv2.INTER_AREA)
    coded = cv2.imdecode(cv2.imencode(".jpg", small, [cv2.IMWRITE_JPEG_QUALITY, 40])[1], cv2.IMREAD_COLOR)
    darker = (coded * 0.8).astype(np.uint8)
    assert (alike.perceptual_hash(photo) ^ alike.perceptual_hash(darker)).bit_count() <= alike.NEAR_BITS
    assert (alike.perceptual_hash(photo) ^ alike.perceptual_hash(scene(seed + 50))).bit_count() > alike.NEAR_BITS


def test_a_mirrored_shot_is_found_and_features_have_a_say() -> None:
    photos = [scene(1), np.ascontiguousarray(scene(1)[:, ::-1]), scene(2)]
    hashes = np.array(
        [[alike.perceptual_hash(p), alike.perceptual_hash(np.ascontiguousarray(p[:, ::-1]))] for p in photos], np.uint64
    )
    same, apart = np.ones((3, 4), np.float32), np.eye(3, 4, dtype=np.float32)
    assert list(alike.twins(hashes, same)) == [(0, 1)]
    assert list(alike.twins(hashes, same, block=1)) == [(0, 1)]
    assert list(alike.twins(hashes, apart)) == []


@given(
    st.lists(st.sampled_from(["", "a", "b", "c"]), min_size=1, max_size=12),
    st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11)), max_size=8),
)
def test_groups_hold_together_whatever_joins_them(names: list[str], pairs: list[tuple[int, int]]) -> None:
    pairs = [(i, j) for i, j in pairs if i < len(names) and j < len(names)]
    found = alike.groups(names, pairs)
    for i, j in pairs:
        assert found[i] == found[j]
    for i, one in enumerate(names):
        assert found[i] <= i
        assert found[found[i]] == found[i]
        for j, other in enumerate(names):
            if one and one == other:
                assert found[i] == found[j]
