"""Generated garments: their truth fits their picture, and a seed is enough to make them again."""

from pathlib import Path

import cv2
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.training.small import small_clothing
from vitrine.garments.garment_net import LABELS, LANDMARKS, WORDS
from vitrine.training.wardrobe import bank
from vitrine.training.wardrobe.render import Sample, sample

SIDE = 160
INSIDE = [n for n in LANDMARKS if n.startswith(("armpit", "waist", "crotch", "neck-l", "neck-r", "shoulder", "hem"))]


def near(mask: np.ndarray, spot: np.ndarray, reach: int) -> bool:
    x, y = np.rint(spot).astype(int)
    return bool(mask[max(0, y - reach) : y + reach + 1, max(0, x - reach) : x + reach + 1].any())


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**31))
def test_truth_fits_the_picture(seed: int) -> None:
    made = sample(seed, SIDE)
    solid = made.alpha > 127
    assert 0.02 < solid.mean() < 1
    assert (made.parts[made.alpha > 200] > 0).mean() > 0.98
    assert not (made.parts[made.alpha < 10] > 0).any()
    assert made.parts.max() <= len(LABELS)
    found = dict(zip(LANDMARKS, made.points, strict=True))
    for name in INSIDE:
        if not np.isnan(found[name][0]):
            assert near(solid, found[name], 8), name
    for number, names in enumerate(WORDS.values()):
        assert -1 <= made.words[number] < len(names)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 2**31))
def test_left_is_the_wearer_s_left(seed: int) -> None:
    found = dict(zip(LANDMARKS, sample(seed, SIDE).points, strict=True))
    for name in ("shoulder", "waistband", "hem"):
        left, right = found[f"{name}-left"], found[f"{name}-right"]
        if not (np.isnan(left[0]) or np.isnan(right[0])):
            assert left[0] > right[0]


def of_category(name: str) -> list[Sample]:
    made = [sample(seed, SIDE) for seed in range(40)]
    return [s for s in made if list(WORDS["category"])[s.words[1]] == name]


def test_trousers_have_no_neck_and_tops_no_crotch() -> None:
    for made in of_category("bottoms"):
        assert np.isnan(made.points[LANDMARKS.index("neck-left")]).all()
        assert made.words[list(WORDS).index("sleeve")] == -1
    for made in of_category("tops"):
        assert np.isnan(made.points[LANDMARKS.index("crotch")]).all()


def test_a_seed_is_the_whole_story() -> None:
    one, again, other = sample(5, SIDE), sample(5, SIDE), sample(6, SIDE)
    assert np.array_equal(one.picture, again.picture)
    assert np.array_equal(one.parts, again.parts)
    assert not np.array_equal(one.picture, other.picture)


def test_a_bank_is_the_same_in_one_go_or_two(tmp_path: Path) -> None:
    clothing = small_clothing(tmp_path / "set")
    whole, parts = tmp_path / "whole", tmp_path / "parts"
    assert list(bank.make(whole, range(3), clothing, tmp_path / "masks", 1)) == [(1, 1)]
    list(bank.make(parts, range(2), clothing, tmp_path / "masks", 1))  # another number, left by an earlier run
    list(bank.make(parts, range(3), clothing, tmp_path / "masks", 1))
    assert list(bank.make(parts, range(3), clothing, tmp_path / "masks", 1)) == []
    one, two = bank.opened(whole), bank.opened(parts)
    assert len(one.codes) == 3
    for row in range(3):
        assert np.array_equal(one.picture(row), two.picture(row))
        assert np.array_equal(one.truth(row), two.truth(row))
    again = sample(2, 320)
    assert np.abs(one.truth(2)[0].astype(int) - again.alpha).max() <= 2
    assert np.array_equal(one.truth(2)[1], again.parts)


def test_cut_off_files_are_no_part_of_a_bank(tmp_path: Path) -> None:
    clothing = small_clothing(tmp_path / "set")
    list(bank.make(tmp_path / "bank", range(1), clothing, tmp_path / "masks", 1))
    (tmp_path / "bank" / "0000000009-1.7.tmp.npz").write_bytes(b"half")
    assert len(bank.opened(tmp_path / "bank").codes) == 1


def test_a_real_photo_lends_cloth_and_ground(tmp_path: Path) -> None:
    from vitrine.training.wardrobe.render import Real

    photo = np.full((120, 90, 3), (30, 160, 60), np.uint8)
    mask = np.zeros((120, 90), np.uint8)
    cv2.rectangle(mask, (20, 20), (70, 100), 255, -1)
    photo[mask > 0] = (200, 30, 30)
    pictures = [sample(seed, SIDE, [Real(photo, mask)]).picture for seed in range(12)]
    green = [((p[..., 1] > 120) & (p[..., 0] < 90) & (p[..., 2] < 110)).mean() for p in pictures]
    assert max(green) > 0.2
