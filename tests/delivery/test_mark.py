"""The small visible mark: where it is, how large, how plain to see."""

import numpy as np
import pytest

from vitrine.delivery.mark import drawn


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("shade", [0, 90, 255])
@pytest.mark.parametrize("size", [(3000, 2000), (1024, 768), (400, 300), (300, 900)])
def test_can_be_read_on_dark_and_light_and_is_as_high_as_the_standard_asks(
    shade: int, size: tuple[int, int], language: str
) -> None:
    plain = np.full((*size, 3), shade, np.uint8)
    marked = drawn(plain, language)
    plate = marked[(marked != plain).any((1, 2))][:, (marked != plain).any((0, 2))]
    assert plate.max() == 255
    assert int(plate.max()) - int(np.median(plate)) >= 140
    rows = np.nonzero((plate > 200).any((1, 2)))[0]
    assert 0.05 * min(size) <= rows[-1] - rows[0] + 1 <= 0.055 * min(size) + 2
    assert plate.shape[0] <= 0.073 * min(size) + 1
    assert plate.shape[1] <= 0.2 * min(size) + 1
    assert np.array_equal(plain, np.full((*size, 3), shade, np.uint8)), "the result itself is left alone"


def test_zh_says_more_than_en() -> None:
    plain = np.zeros((500, 500, 3), np.uint8)
    inks = [int((drawn(plain, language) > 200).sum()) for language in ("en", "zh", "zh-CN")]
    assert inks[0] < inks[1] == inks[2]


def test_a_picture_too_small_for_it_stays_as_it_is() -> None:
    plain = np.full((64, 20, 3), 9, np.uint8)
    assert np.array_equal(drawn(plain, "zh"), plain)
