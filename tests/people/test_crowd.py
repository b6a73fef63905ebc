import cv2
import numpy as np
import pytest

from vitrine.imaging.types import Labels, Picture
from vitrine.people import crowd
from vitrine.people.crowd import apart
from vitrine.people.person import CLASSES
from vitrine.people.pose import Pose

SKIN, TOP = (CLASSES.index(name) for name in ("skin", "top"))


@pytest.fixture(autouse=True)
def no_net(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody is found in drawn pictures."""
    monkeypatch.setattr(crowd, "find_pose", lambda photo: None)


def _pose(x: float) -> Pose:
    """Somebody who stands upright, the middle at `x`; the head's top is at 10, the feet at 390."""
    at = np.full((33, 2), (x, 40), np.float32)
    for side, low in ((1, 0), (-1, 1)):
        for mark, across, down in (
            (7, 8, 35), (11, 30, 70), (13, 38, 120), (15, 38, 165), (17, 38, 180), (19, 38, 180), (21, 38, 175),
            (23, 18, 170), (25, 18, 270), (27, 18, 370), (29, 18, 385), (31, 20, 390),
        ):  # fmt: skip
            at[mark + low] = x + side * across, down
    return Pose(at, np.zeros(33, np.float32), np.ones(33, np.float32))


def _somebody(photo: Picture, labels: Labels, x: int, colour: tuple[int, int, int], hem: int = 0) -> None:
    """Draw a head and a long coat around `x`, down to the feet; as much broader below as `hem` says."""
    coat = np.array(
        [(x - 32, 66), (x + 32, 66), (x + 44, 180), (x + 44 + hem, 385), (x - 44 - hem, 385), (x - 44, 180)]
    )
    cv2.circle(photo, (x, 38), 24, (200, 150, 130), -1)
    cv2.circle(labels, (x, 38), 24, SKIN, -1)
    cv2.fillPoly(photo, [coat], colour)
    cv2.fillPoly(labels, [coat], TOP)


def _scene() -> tuple[Picture, Labels]:
    return np.full((400, 400, 3), 160, np.uint8), np.zeros((400, 400), np.uint8)


def test_what_another_wears_is_not_the_persons() -> None:
    photo, labels = _scene()
    _somebody(photo, labels, 230, (40, 60, 110))
    alone = labels > 0
    _somebody(photo, labels, 150, (110, 40, 40), hem=8)
    theirs, pose = apart(photo, labels, _pose(150), _pose(230))
    assert theirs[alone & (photo == (40, 60, 110)).all(2)].mean() > 0.95
    # the first one's wide hem lies nearer to the other's leg than to the own one's
    assert theirs[(photo == (110, 40, 40)).all(2)].mean() < 0.02
    assert np.array_equal(pose.landmarks, _pose(150).landmarks)


def test_a_passer_by_whom_the_labels_leave_out_has_none_of_a_wide_skirt() -> None:
    photo, labels = _scene()
    _somebody(photo, labels, 150, (110, 40, 40), hem=60)
    theirs, _ = apart(photo, labels, _pose(150), _pose(230))
    assert not theirs.any()


def test_of_one_person_alone_nothing_goes() -> None:
    photo, labels = _scene()
    _somebody(photo, labels, 150, (110, 40, 40), hem=100)
    theirs, _ = apart(photo, labels, _pose(150), None)
    assert not theirs.any()


def test_the_pose_is_taken_anew_without_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    photo, labels = _scene()
    _somebody(photo, labels, 230, (40, 60, 110))
    _somebody(photo, labels, 150, (110, 40, 40))
    wrong = _pose(150)
    wrong.landmarks[[25, 27, 29, 31]] = _pose(230).landmarks[[26, 28, 30, 32]]
    seen: list[Picture] = []

    def found(view: Picture) -> Pose | None:
        seen.append(view)
        return _pose(150)

    monkeypatch.setattr(crowd, "find_pose", found)
    theirs, pose = apart(photo, labels, wrong, _pose(230))
    assert (seen[-1][300, 240] == 128).all() and (seen[-1][300, 150] == (110, 40, 40)).all()
    assert np.array_equal(pose.landmarks, _pose(150).landmarks)
    assert theirs[300, 230] and not theirs[300, 150]


def test_an_arm_of_the_other_in_the_first_ones_pose_hides_nobody() -> None:
    photo, labels = _scene()
    _somebody(photo, labels, 230, (40, 60, 110))
    _somebody(photo, labels, 150, (110, 40, 40))
    wrong = _pose(150)
    wrong.landmarks[[13, 15, 17, 19, 21]] = [(200, 60), (240, 45), (250, 40), (250, 40), (250, 45)]
    theirs, _ = apart(photo, labels, wrong, _pose(230))
    assert theirs[300, 230] and not theirs[300, 150]
