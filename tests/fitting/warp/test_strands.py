"""Hair's edge before the neck and before clothes: its own, of the hair's colour alone."""

import numpy as np

from vitrine.fitting.warp.strands import strands

UNIT = 200.0
HAIR, SKIN = (60, 40, 30), (220, 180, 160)


def picture(edge: float) -> np.ndarray:
    """Hair at the left of skin; the border is `edge`."""
    photo = np.empty((80, 120, 3), np.float32)
    cover = np.clip(edge + 0.5 - np.arange(120), 0, 1)[None, :, None]
    photo[:] = np.array(HAIR) * cover + np.array(SKIN) * (1 - cover)
    return photo.round().astype(np.uint8)


def labelled(edge: int) -> np.ndarray:
    hair = np.zeros((80, 120), bool)
    hair[:, :edge] = True
    return hair


def test_what_is_no_hair_goes_from_a_label_that_is_too_wide():
    hair = labelled(63)
    window, there, cover, colour = strands(picture(60), hair, ~hair, UNIT)
    assert there is not None and cover is not None and colour is not None
    column = 60 - window[1].start
    row = cover[40 - window[0].start]
    assert there[40 - window[0].start, column] > 0.9
    assert row[column - 3] > 0.95 and row[column + 2] < 0.1
    # what is seen of it has the hair's colour: no line of skin along it on a dark collar
    edge = colour[40 - window[0].start, column - 1]
    assert np.abs(edge - HAIR).max() < 12


def test_no_hair_is_added_in_its_shadow():
    photo, hair = picture(60), labelled(60)
    photo[:, 60:63] = (np.array(HAIR) + SKIN) // 3
    window, _, cover, _ = strands(photo, hair, ~hair, UNIT)
    assert cover is not None
    assert cover[40 - window[0].start, 62 - window[1].start] < 0.1


def test_where_nothing_meets_there_is_nothing():
    nowhere = np.zeros((80, 120), bool)
    assert strands(picture(60), labelled(60), nowhere, UNIT)[1] is None


def test_hair_mixed_with_cloth_has_nothing_of_its_colour():
    photo, hair = picture(60), labelled(62)
    photo[:, 60:62] = (np.array(HAIR) + SKIN) // 2
    window, _, cover, colour = strands(photo, hair, ~hair, UNIT)
    assert cover is not None and colour is not None
    row, columns = 40 - window[0].start, np.arange(55, 62) - window[1].start
    shown = columns[cover[row, columns] > 0.5]
    assert len(shown) and np.abs(colour[row, shown] - HAIR).max() < 12


def test_cloth_seen_through_hair_is_known_by_its_hue():
    # as dark as the hair itself, and pink
    photo, hair = picture(60), labelled(62)
    photo[:, 60:] = (230, 170, 180)
    photo[:, 60:62] = (90, 40, 60)
    window, _, cover, colour = strands(photo, hair, ~hair, UNIT)
    assert cover is not None and colour is not None
    row, columns = 40 - window[0].start, np.arange(55, 62) - window[1].start
    shown = columns[cover[row, columns] > 0.4]
    assert len(shown) and np.abs(colour[row, shown] - HAIR).max() < 12


def test_a_bright_scene_between_hair_and_a_shoulders_contour_is_no_hair():
    photo, hair = picture(60), labelled(63)
    photo[:, 60:62] = 250
    photo[:, 62:63] = (70, 50, 40)
    window, _, cover, _ = strands(photo, hair, ~hair, UNIT)
    assert cover is not None
    row, first = cover[40 - window[0].start], 60 - window[1].start
    assert row[first - 3] > 0.95 and row[first + 1 : first + 3].max() < 0.15
