import numpy as np
import pytest
from mannequin import landmarks, mannequin

from vitrine.errors import FromBehind, OnlyFace
from vitrine.nets import Nets
from vitrine.people import crowd
from vitrine.people.coarse import FACE
from vitrine.people.pose import Pose
from vitrine.people.suitability import refuse, seen_from, warnings

SHAPE = (640, 420)


def pose(points: np.ndarray | None = None) -> Pose:
    points = landmarks() if points is None else points
    return Pose(points, np.zeros(33, np.float32), np.ones(33, np.float32))


def notes(points: np.ndarray, photo: np.ndarray | None = None, *, several: bool = False) -> tuple[str, ...]:
    return warnings(pose(points), mannequin().photo if photo is None else photo, several=several)


def test_a_frontal_figure_passes_without_a_word() -> None:
    refuse(pose(), SHAPE)
    assert notes(landmarks()) == ()


def test_a_photo_that_ends_at_the_chest_is_refused() -> None:
    with pytest.raises(OnlyFace):
        refuse(pose(), (200, 420))


def test_a_mirrored_pose_is_a_back() -> None:
    points = landmarks()
    points[:, 0] = 420 - points[:, 0]
    with pytest.raises(FromBehind):
        refuse(pose(points), SHAPE)


class FaceAt(Nets):
    """Networks that see a face's skin in one window of any photo, given in shares of it."""

    def __init__(self, rows: slice, columns: slice) -> None:
        super().__init__()
        self.window = rows, columns

    def has(self, name: str) -> bool:
        return True

    def multiclass(self, batch: np.ndarray) -> np.ndarray:  # type: ignore[override]
        logits = np.zeros((1, 256, 256, 6), np.float32)
        logits[(0, *self.window, FACE)] = 1
        return logits


def test_who_shows_the_chin_does_not_turn_the_back() -> None:
    back = pose(landmarks()).turned_round()
    photo = mannequin().photo
    x, y = (back.landmarks[[11, 12]].mean(0) / photo.shape[1::-1] * 256).round().astype(int)
    chin = FaceAt(slice(y - 20, y - 8), slice(x - 10, x + 10))
    found = seen_from(back, photo, chin)
    refuse(found, SHAPE)
    np.testing.assert_array_equal(found.landmarks, landmarks())
    elsewhere = FaceAt(slice(y + 40, y + 80), slice(x - 10, x + 10))
    with pytest.raises(FromBehind):
        refuse(seen_from(back, photo, elsewhere), SHAPE)


def test_each_warning() -> None:
    points = landmarks()
    assert notes(points, np.full((*SHAPE, 3), 40, np.uint8)) == ("dark",)
    assert notes(points, several=True) == ("several-people",)
    assert notes((points * 0.3).astype(np.float32)) == ("small",)
    assert notes(points, np.full((300, 420, 3), 200, np.uint8)) == ("hips-cropped",)
    turned = points.copy()
    turned[[11, 12], 0] = (230, 190)
    assert notes(turned) == ("turned",)
    crossed = points.copy()
    crossed[[15, 16]] = [(190, 240), (230, 250)]
    assert notes(crossed) == ("arms-crossed",)


def test_the_mask_of_two_is_split_between_their_skeletons() -> None:
    ours = pose()
    theirs = pose((landmarks() + np.float32([200, 0])).astype(np.float32))
    mask = crowd.alone(np.ones((640, 620), np.float32), ours, theirs)
    assert mask[300, 210] == 1 and mask[300, 410] == 0


def test_what_is_not_connected_to_the_person_becomes_scene() -> None:
    person = mannequin()
    labels = person.labels.copy()
    labels[100:200, 380:415] = 3
    kept, certainty = crowd.only(labels, np.full(labels.shape, 0.5, np.float32), pose(), np.zeros(labels.shape, bool))
    np.testing.assert_array_equal(kept, person.labels)
    assert certainty[150, 400] == 1
