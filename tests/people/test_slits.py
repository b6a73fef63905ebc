"""The ends of gaps between arms and clothes."""

import numpy as np

from vitrine.people.person import CLASSES
from vitrine.people.slits import followed

SKIN, TOP = CLASSES.index("skin"), CLASSES.index("top")
TONES = {0: (245, 245, 245), SKIN: (190, 130, 100), TOP: (40, 60, 120)}


def beside() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """An arm, a gap of four pixels and a shirt: what is there, labels that end the gap half way, landmarks."""
    real = np.zeros((300, 240), np.uint8)
    real[20:280, 60:90] = SKIN
    real[20:280, 94:200] = TOP
    labels = real.copy()
    labels[150:280, 90:92] = SKIN
    labels[150:280, 92:94] = TOP
    landmarks = np.zeros((33, 2), np.float32)
    landmarks[[11, 13, 15, 19]] = (180, 30), (215, 120), (215, 220), (215, 250)
    landmarks[[12, 14, 16, 20]] = (75, 30), (75, 120), (75, 260), (75, 290)
    landmarks[[23, 24]] = (170, 200), (105, 200)
    return real, labels, landmarks


def test_a_gap_that_labels_close_too_early_is_followed_to_its_end() -> None:
    real, labels, landmarks = beside()
    found = followed(_seen(real), labels, landmarks)
    assert (found[160:225, 90:94] == 0).mean() > 0.95
    assert (found[real > 0] == labels[real > 0]).all()


def test_skin_and_cloth_that_touch_stay() -> None:
    _, labels, landmarks = beside()
    assert (followed(_seen(labels), labels, landmarks) == labels).all()


def test_cloth_in_the_scenes_colour_tells_nothing() -> None:
    real, labels, landmarks = beside()
    photo = _seen(real)
    photo[real == TOP] = TONES[0]
    assert (followed(photo, labels, landmarks) == labels).all()


def _seen(labels: np.ndarray) -> np.ndarray:
    return np.asarray(np.array([TONES.get(k, (0, 0, 0)) for k in range(len(CLASSES))], np.uint8)[labels])
