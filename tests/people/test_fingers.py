"""Hands with an outline of their own: traced about their bones, come out of a sleeve, laid into the pose."""

import cv2
import numpy as np
from mannequin import SKIN as TONE
from mannequin import mannequin

from vitrine.people import fingers
from vitrine.people.person import CLASSES
from vitrine.people.pose import Pose

SKIN, TOP = CLASSES.index("skin"), CLASSES.index("top")
SHIRT = (90, 110, 160)


def spread_hand() -> np.ndarray:
    """A hand that points down: the wrist at (80, 40), fingers a little apart."""
    knuckles = [(80 + 11 * k, 90) for k in (1.5, 0.5, -0.5, -1.5)]
    rows = [(80, 40), (98, 52), (108, 66), (112, 76), (116, 86)]
    for k, (x, y) in enumerate(knuckles):
        rows += [(x + 3 * j * (1.5 - k), y + 17 * j) for j in range(4)]
    return np.array(rows, np.float32)


def shown(marks: np.ndarray, *, cloth: int) -> tuple[np.ndarray, np.ndarray]:
    """A photo of that hand before an arm of nearly its own tone, in a cuff down to a row; and where the hand is."""
    photo = np.full((200, 160, 3), TONE, np.uint8) - np.uint8(18)
    there = fingers._about_bones(photo.shape[:2], marks, 5.5)
    photo[there] = TONE
    photo[cv2.dilate(there.astype(np.uint8), np.ones((3, 3))) - there > 0] = np.array(TONE) // 2
    photo[:cloth, 45:115] = SHIRT
    return photo, there


def test_a_hand_on_an_arm_is_traced_by_its_edge() -> None:
    marks = spread_hand()
    photo, there = shown(marks, cloth=0)
    # a little off, as the network's are
    found = fingers.hand(photo, marks + np.float32(1.5))
    inside = cv2.erode(there.astype(np.uint8), np.ones((5, 5))) > 0
    assert found[inside].mean() > 0.99
    outside = cv2.dilate(there.astype(np.uint8), np.ones((5, 5))) == 0
    between = (slice(92, 130), slice(60, 100))
    outside[between] = False
    assert found[outside].mean() < 0.01


def test_a_hand_that_passed_for_sleeve_is_skin_up_to_its_cuff() -> None:
    marks = spread_hand()
    photo, there = shown(marks, cloth=55)
    labels, certainty = np.full(there.shape, TOP, np.uint8), np.full(there.shape, 0.4, np.float32)
    found, sure = fingers.bared(photo, labels, certainty, {"left": marks})
    assert (found[:52] == TOP).all()
    deep = cv2.erode(there.astype(np.uint8), np.ones((3, 3))) > 0
    deep[:60] = False
    assert (found[deep] == SKIN).mean() > 0.97
    assert sure[found == SKIN].min() > 0.8 and (labels == TOP).all()


def test_without_hands_in_doubt_nothing_is_looked_at() -> None:
    person = mannequin()
    pose = Pose(person.landmarks, np.zeros(33, np.float32), person.visibility)
    assert fingers.hands_in_doubt(person.photo, person.labels, pose) == {}
    same, sure = fingers.bared(person.photo, person.labels, person.certainty, {})
    assert same is person.labels and sure is person.certainty


def test_a_hand_of_a_sleeve_s_colour_is_in_doubt_and_so_is_one_on_the_other_arm() -> None:
    person = mannequin()
    pose = Pose(person.landmarks.copy(), np.zeros(33, np.float32), np.ones(33, np.float32))
    unit = fingers.unit_of(pose.landmarks)
    assert not fingers._doubtful(person.labels, pose, "left", unit)
    lost = np.where(person.labels == SKIN, TOP, person.labels).astype(np.uint8)
    assert fingers._doubtful(lost, pose, "left", unit)
    elbow, way = pose.landmarks[14], np.array([20, 0], np.float32)
    pose.landmarks[[15, 17, 19, 21]] = elbow + way * np.array([[2], [0.5], [0.5], [0.5]], np.float32)
    bare = np.full_like(person.labels, SKIN)
    assert fingers._doubtful(bare, pose, "left", unit)


def test_the_pose_takes_on_the_hand_s_own_joints() -> None:
    person, marks = mannequin(), spread_hand()
    pose = Pose(person.landmarks, np.zeros(33, np.float32), person.visibility)
    found = fingers.with_hands(pose, {"right": marks})
    assert (found.landmarks[[16, 18, 20, 22]] == marks[[0, 17, 5, 2]]).all()
    assert (found.landmarks[15] == person.landmarks[15]).all()
