"""A bag's outline before cloth of nearly its colour."""

import cv2
import numpy as np

from vitrine.people.bags import outlined
from vitrine.people.person import CLASSES

BAG, DRESS = CLASSES.index("bag"), CLASSES.index("dress")
UNIT = 180.0
DRESSED, LEATHER, EDGE = (226, 220, 206), (206, 196, 182), (150, 138, 122)


def held() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """A photo of a bag with a handle before a dress, labels that take in a rim of the dress, and where the bag is."""
    photo, labels = np.full((260, 200, 3), DRESSED, np.uint8), np.full((260, 200), DRESS, np.uint8)
    cv2.rectangle(photo, (85, 50), (91, 110), LEATHER, -1)
    cv2.rectangle(photo, (50, 110), (140, 190), LEATHER, -1)
    cv2.rectangle(photo, (50, 110), (140, 190), EDGE, 2)
    cv2.rectangle(photo, (80, 118), (110, 122), (40, 30, 30), -1)  # its opening
    labels[50:110, 80:97] = BAG
    labels[110:205, 50:156] = BAG
    there = np.zeros(labels.shape, bool)
    there[110:191, 50:141] = True
    return cv2.GaussianBlur(photo, (0, 0), 0.7), labels, there


def test_cloth_that_passed_for_the_rim_of_a_bag_is_cloth() -> None:
    photo, labels, there = held()
    found = outlined(photo, labels, UNIT)
    body = np.zeros_like(there)
    body[135:] = True
    rim = (labels == BAG) & (cv2.dilate(there.astype(np.uint8), np.ones((7, 7))) == 0)
    assert (found[body & rim] == DRESS).all()
    assert (found[there] == BAG).mean() > 0.98
    assert (found[50:110, 80:97] == BAG).all()


def test_a_bag_labelled_as_it_is_and_a_strap_alone_stay() -> None:
    photo, labels, there = held()
    exact = np.where(there, BAG, DRESS).astype(np.uint8)
    assert (outlined(photo, exact, UNIT) != exact).mean() < 0.002
    strap = np.full_like(labels, DRESS)
    strap[20:200, 80:90] = BAG
    assert outlined(photo, strap, UNIT) is strap
