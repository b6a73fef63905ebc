"""Scene between arms and trunk."""

import cv2
import numpy as np
from mannequin import mannequin

from vitrine.people.gaps import parted
from vitrine.people.person import CLASSES, Person

SKIN, TOP = CLASSES.index("skin"), CLASSES.index("top")


def bridged(person: Person) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Labels in which the top fills the gap beside the left arm, a mask that half denies it, and the gap."""
    rows, columns = np.indices(person.labels.shape)
    gap = (person.labels == 0) & (rows > 250) & (rows < 300) & (columns > 250) & (columns < 300)
    index = cv2.connectedComponents(gap.astype(np.uint8))[1]
    gap = index == index[275, 268]
    labels = np.where(gap, np.uint8(TOP), person.labels)
    return labels, np.where(gap, np.float32(0.3), person.mask), gap


def test_scene_that_passed_for_cloth_beside_an_arm_is_scene() -> None:
    person = mannequin(sleeve=0.5)
    labels, mask, gap = bridged(person)
    found = parted(person.photo, labels, mask, person.landmarks)
    assert gap.sum() > 200
    assert (found[gap] == 0).mean() > 0.85
    assert (found[~gap] == labels[~gap]).mean() > 0.999


def test_cloth_in_the_scenes_colour_stays_cloth() -> None:
    person = mannequin(sleeve=0.5)
    labels, mask, _ = bridged(person)
    scene = np.median(person.photo[labels == 0], 0)
    person.photo[labels == TOP] = scene.astype(np.uint8)
    assert (parted(person.photo, labels, mask, person.landmarks) == labels).all()


def test_nothing_is_opened_where_the_mask_is_sure() -> None:
    person = mannequin(sleeve=0.5)
    labels, _, _ = bridged(person)
    found = parted(person.photo, labels, (labels > 0).astype(np.float32), person.landmarks)
    assert found is labels
