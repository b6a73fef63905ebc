import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vitrine.imaging import masks


def disc(height: int, width: int, y: float, x: float, r: float) -> np.ndarray:
    rows, columns = np.mgrid[:height, :width]
    return (rows - y) ** 2 + (columns - x) ** 2 <= r**2


def test_guided_filter_takes_the_edge_of_the_picture() -> None:
    guide = np.zeros((60, 80, 3), np.float32)
    guide[:, 40:] = (90, 10, -20)
    rough = np.zeros((60, 80), np.float32)
    rough[:, 43:] = 1
    fine = masks.GuidedFilter(guide, 8, 1.0)(rough)
    assert fine[30, 41] - fine[30, 38] > 0.5 * (fine[30, 60] - fine[30, 20])


def test_guided_filter_upsamples_to_the_edge_at_full_size() -> None:
    full = np.zeros((120, 160, 3), np.float32)
    full[:, 81:] = (90, 10, -20)
    small = full[::2, ::2].copy()
    mask = (small[..., 0] > 0).astype(np.float32)
    fine = masks.GuidedFilter(small, 4, 1.0).upsampled(mask, full)
    assert fine.shape == (120, 160)
    assert fine[60, 84] > 0.9 and fine[60, 77] < 0.1


@settings(max_examples=20)
@given(st.integers(1, 6))
def test_grown_and_shrunk_contain_each_other(radius: int) -> None:
    region = disc(50, 60, 25, 30, 12)
    assert (masks.grown(region, radius) >= region).all()
    assert (masks.shrunk(region, radius) <= region).all()
    assert (masks.shrunk(masks.grown(region, radius), radius) >= region).all()


@given(
    st.lists(st.tuples(*(st.integers(0, 39) for _ in range(4))), max_size=3),
    st.integers(1, 15),
    st.sampled_from([0.8, 2.0]),
)
def test_work_in_the_regions_window_is_that_on_the_whole(boxes: list[tuple[int, ...]], r: int, sigma: float) -> None:
    region = np.zeros((40, 40), bool)
    for x0, x1, y0, y1 in boxes:
        region[min(y0, y1) : max(y0, y1) + 1, min(x0, x1) : max(x0, x1) + 1] = True
    eight, disc = region.astype(np.uint8), cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * r + 1,) * 2)
    np.testing.assert_array_equal(masks.grown(region, r), cv2.dilate(eight, disc) > 0)
    there = np.zeros_like(region)
    there[10:30, 25:33] = True
    np.testing.assert_array_equal(masks.close_to(region, there, r), masks.grown(region, r) & there)
    np.testing.assert_array_equal(masks.shrunk(region, r), cv2.erode(eight, disc) > 0)
    whole = cv2.GaussianBlur(region.astype(np.float32), (0, 0), sigma)
    np.testing.assert_allclose(masks.soft(region, sigma), whole, atol=1e-6)


@pytest.mark.parametrize("radius", [10, 17, 31])
def test_a_broad_disc_grows_and_shrinks_as_a_disc(radius: int) -> None:
    region = np.zeros((140, 160), bool)
    region[50:90, 60:64] = region[70, 20:150] = True
    round_one = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * radius + 1,) * 2)
    np.testing.assert_array_equal(masks.grown(region, radius), cv2.dilate(region.astype(np.uint8), round_one) > 0)
    np.testing.assert_array_equal(masks.shrunk(~region, radius), cv2.erode((~region).astype(np.uint8), round_one) > 0)


def test_parts_come_largest_first() -> None:
    region = disc(50, 60, 10, 10, 4) | disc(50, 60, 35, 40, 9)
    found = masks.parts(region)
    assert [int(p.sum()) for p in found] == sorted((int(p.sum()) for p in found), reverse=True)
    assert len(found) == 2 and found[0][35, 40]
    assert masks.parts(np.zeros((4, 4), bool)) == []


def test_touching_keeps_only_parts_with_a_seed() -> None:
    region = disc(50, 60, 10, 10, 4) | disc(50, 60, 35, 40, 9)
    seeds = disc(50, 60, 10, 10, 1)
    kept = masks.touching(region, seeds)
    assert kept[10, 10] and not kept[35, 40]


def test_filled_closes_holes_but_no_bays() -> None:
    ring = disc(50, 60, 25, 30, 20) & ~disc(50, 60, 25, 30, 10)
    assert masks.filled(ring)[25, 30]
    ring[25, 30:60] = False
    assert not masks.filled(ring)[25, 30]


def test_box_is_clipped_to_the_picture() -> None:
    rows, columns = masks.box([disc(50, 60, 3, 30, 2), disc(50, 60, 20, 30, 2)], 4)
    assert (rows, columns) == (slice(0, 27), slice(24, 37))
    rows, columns = masks.box([np.zeros((5, 5), bool)], 2)
    assert rows == slice(0, 0) and columns == slice(0, 0)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 2**31), st.integers(1, 4), st.integers(0, 60), st.integers(0, 40))
def test_a_filtered_window_is_that_part_of_the_whole(seed: int, radius: int, top: int, left: int) -> None:
    rng = np.random.default_rng(seed)
    full = rng.random((160, 122, 3), np.float32)
    guide = cv2.resize(full, (61, 80), interpolation=cv2.INTER_AREA)
    mask = np.zeros((80, 61), np.float32)
    mask[top : top + 15, left : left + 20] = rng.random(mask[top : top + 15, left : left + 20].shape, np.float32)
    window = masks.box_of(mask > 0, 2 * radius + 1)
    smooth, part = masks.GuidedFilter(guide, radius, 1e-3), np.ascontiguousarray(mask[window])
    np.testing.assert_allclose(smooth(part, window), smooth(mask)[window], atol=1e-5)
    there = (slice(2 * window[0].start, 2 * window[0].stop), slice(2 * window[1].start, 2 * window[1].stop))
    np.testing.assert_allclose(
        smooth.upsampled(part, full, window, there), smooth.upsampled(mask, full)[there], atol=1e-3
    )
