"""A drawn figure with exact labels: what the person side of the engine is tested on without any photo."""

import cv2
import numpy as np

from vitrine.people.person import CLASSES, Person

HEIGHT, WIDTH = 640, 420
SKIN, TOP, TROUSERS, WALL = (205, 160, 135), (30, 140, 60), (40, 50, 110), (214, 212, 208)
POINTS = {
    0: (210, 92), 2: (220, 82), 5: (200, 82), 7: (236, 90), 8: (184, 90), 9: (218, 106), 10: (202, 106),
    11: (260, 160), 12: (160, 160), 13: (286, 245), 14: (134, 245), 15: (300, 325), 16: (120, 325),
    17: (306, 352), 18: (114, 352), 19: (302, 354), 20: (118, 354), 21: (294, 344), 22: (126, 344),
    23: (242, 330), 24: (178, 330), 25: (246, 450), 26: (174, 450), 27: (248, 570), 28: (172, 570),
    29: (248, 582), 30: (172, 582), 31: (254, 596), 32: (166, 596),
}  # fmt: skip


def landmarks() -> np.ndarray:
    points = np.tile(np.array([210.0, 92.0]), (33, 1))
    for index, xy in POINTS.items():
        points[index] = xy
    return points.astype(np.float32)


def mannequin(*, sleeve: float = 0.9, flare: int = 0, hand_over: bool = False) -> Person:
    """A frontal figure in a green top over blue trousers.

    Args:
        sleeve: how far the sleeves reach from the shoulder (1: elbow, 2: wrist).
        flare: pixels by which the top stands off the trunk at its hem.
        hand_over: whether the left hand lies on the top.
    """
    points = landmarks()
    if hand_over:
        points[[13, 15, 17, 19, 21]] = [(292, 250), (232, 290), (214, 300), (210, 296), (216, 288)]
    labels = np.zeros((HEIGHT, WIDTH), np.uint8)
    arms = [[points[i] for i in chain] for chain in ((11, 13, 15), (12, 14, 16))]
    for hip, knee, ankle in ((23, 25, 27), (24, 26, 28)):
        _limb(labels, [points[hip], points[knee], points[ankle]], 44, "bottoms")
        _limb(labels, [points[ankle], points[ankle] + (0, 24)], 36, "shoes")
    cv2.circle(labels, (210, 88), 34, CLASSES.index("skin"), -1)
    _limb(labels, [(210, 100), (210, 165)], 30, "skin")
    if not hand_over:
        _arms(labels, points, arms, sleeve)
    trunk = [(165, 150), (255, 150), (252, 250), (258 + flare, 352), (162 - flare, 352), (168, 250)]
    cv2.fillPoly(labels, [np.array(trunk)], CLASSES.index("top"))
    cv2.ellipse(labels, (210, 150), (22, 14), 0, 0, 180, CLASSES.index("skin"), -1)
    if hand_over:
        _arms(labels, points, arms, sleeve)
    hair = cv2.circle(np.zeros_like(labels), (210, 70), 34, 1, -1) > 0
    labels[hair & (np.arange(HEIGHT)[:, None] < 66)] = CLASSES.index("hair")
    photo = _paint(labels)
    return Person(
        photo,
        points,
        np.ones(33, np.float32),
        (labels > 0).astype(np.float32),
        labels,
        np.ones(labels.shape, np.float32),
    )


def _arms(labels: np.ndarray, points: np.ndarray, arms: list[list[np.ndarray]], sleeve: float) -> None:
    for (shoulder, elbow, wrist), finger in zip(arms, (19, 20), strict=True):
        _limb(labels, [shoulder, elbow, wrist, points[finger] * 1.3 - wrist * 0.3], 24, "skin")
        upper = shoulder + (elbow - shoulder) * min(sleeve, 1.0)
        path = [shoulder, upper] if sleeve <= 1 else [shoulder, elbow, elbow + (wrist - elbow) * (sleeve - 1)]
        _limb(labels, path, 34, "top")


def _limb(labels: np.ndarray, path: list, thick: int, name: str) -> None:
    cv2.polylines(labels, [np.round(np.array(path)).astype(np.int32)], False, CLASSES.index(name), thick)


def _paint(labels: np.ndarray) -> np.ndarray:
    colours = {"background": WALL, "hair": (60, 40, 30), "skin": SKIN, "top": TOP, "bottoms": TROUSERS}
    table = np.full((len(CLASSES), 3), 20, np.float32)
    for name, colour in colours.items():
        table[CLASSES.index(name)] = colour
    noise = np.random.default_rng(1).normal(0, 1.5, (*labels.shape, 1))
    return np.clip(table[labels] + noise, 0, 255).astype(np.uint8)
