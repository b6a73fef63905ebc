"""The inside of a longer back below a front hem is told from hems of another colour and from prints."""

import numpy as np
import pytest

from vitrine.garments.inside import below_the_hem

HEIGHT, WIDTH = 400, 240


def top(shade: float = 0.8, tapers: bool = True, sag: float = 14.0) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """A pale top with dots, its coverage, and the row of its front hem by columns; the back below in `shade`."""
    y, x = np.mgrid[:HEIGHT, :WIDTH].astype(np.float32)
    off = (x - WIDTH / 2) / 80
    end = 320 + (60 * np.sqrt(np.clip(1 - off**2, 0, 1)) if tapers else 60.0)
    alpha = ((np.abs(off) < 1) & (y > 30) & (y < end)).astype(np.float32)
    photo = np.full((HEIGHT, WIDTH, 3), 255, np.float32)
    photo[alpha > 0] = (238, 232, 220)
    photo[(alpha > 0) & ((x % 40 - 20) ** 2 + (y % 36 - 18) ** 2 < 36)] = (180, 60, 80)
    hem = 325 + sag * (1 - off[0] ** 2)
    photo[(alpha > 0) & (y > hem[None])] *= shade
    return np.clip(photo, 0, 255).astype(np.uint8), alpha, hem


def test_the_inside_of_a_longer_back_is_found_below_the_front_hem() -> None:
    photo, alpha, hem = top()
    found = below_the_hem(photo, alpha)
    rows = np.arange(HEIGHT)[:, None]
    inside = (alpha > 0) & (rows > hem[None])
    assert (found & inside).sum() > 0.9 * inside.sum()
    assert not found[: round(hem.min()) - 6].any()


@pytest.mark.parametrize(
    "how", [{"shade": 1.0}, {"shade": 0.3}, {"tapers": False, "sag": 0.0}], ids=["none", "other cloth", "a border"]
)
def test_hems_without_it_stay(how: dict[str, float]) -> None:
    photo, alpha, _ = top(**how)
    assert not below_the_hem(photo, alpha).any()
