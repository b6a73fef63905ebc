from dataclasses import replace

import cv2
import numpy as np
import pytest
from mannequin import SKIN, TOP, TROUSERS, WALL, mannequin

from vitrine.fitting.warp.erase import Erased, behind, completed, erase, faded, laid, stuff, taken_off
from vitrine.fitting.warp.front import front
from vitrine.fitting.warp.hems import corners_of_cuffs
from vitrine.fitting.warp.scraps import without_shreds
from vitrine.imaging import colour
from vitrine.people.body import bare_body
from vitrine.people.person import CLASSES, Person
from vitrine.people.wrists import End


def erased(person: Person, category: str = "tops", cover: np.ndarray | None = None) -> Erased:
    body = bare_body(person)
    before = front(person, body)
    scene = behind(person, body.unit)
    into, off = stuff(person, body, category, scene), taken_off(person, body, before, scene, category, cover)
    return erase(person, body, before, into, off, category, cover)


def near(picture: np.ndarray, target: tuple[int, int, int], limit: float = 12) -> np.ndarray:
    return colour.difference(colour.lab(picture), colour.lab(np.array(target, np.uint8))) < limit


@pytest.mark.parametrize(
    ("sleeve", "flare", "hand_over"), [(0.9, 0, False), (2, 0, False), (0.6, 30, False), (0.9, 0, True)]
)
def test_nothing_of_the_old_top_is_left(sleeve: float, flare: int, hand_over: bool) -> None:
    person = mannequin(sleeve=sleeve, flare=flare, hand_over=hand_over)
    left = near(erased(person).picture, TOP)
    assert left.sum() < 0.001 * (person.labels == CLASSES.index("top")).sum()


def test_the_scene_comes_back_beside_the_body() -> None:
    person = mannequin(flare=40)
    result = erased(person)
    loose = (person.labels == CLASSES.index("top")) & (bare_body(person).mask < 0.01)
    assert loose.sum() > 500
    assert near(result.picture, WALL, 6)[loose].mean() > 0.95
    assert result.scene[loose].mean() > 0.9 and result.skin[loose].max() < 0.1


def test_bare_arms_and_chest_are_skin_and_trousers_stay_trousers() -> None:
    picture = erased(mannequin()).picture
    assert near(picture, SKIN)[200:240, 200:220].mean() > 0.95
    assert near(picture, SKIN)[200:206, 268:274].mean() > 0.9
    assert near(picture, TROUSERS)[340:350, 190:230].mean() > 0.9


def test_trousers_go_on_beneath_the_hem_without_a_line_and_as_wide_as_below_it() -> None:
    person = mannequin(flare=12)
    picture = erased(person).picture
    for leg in (slice(164, 192), slice(228, 256)):
        assert near(picture, TROUSERS)[340:370, leg].all()
    for row in (346, 352, 358):
        sides = np.flatnonzero(near(picture, TROUSERS)[row])
        below = np.flatnonzero((person.labels == CLASSES.index("bottoms"))[372])
        assert abs(int(sides[0]) - int(below[0])) < 8 and abs(int(sides[-1]) - int(below[-1])) < 8


def test_what_was_not_removed_is_equal_bit_for_bit() -> None:
    person = mannequin(flare=20, hand_over=True)
    result = erased(person)
    same = (result.picture == person.photo).all(2)
    assert same[result.removed == 0].all()
    assert (result.removed[np.isin(person.labels, [CLASSES.index("shoes")])] == 0).all()


def test_a_hand_on_the_old_top_stays() -> None:
    person = mannequin(hand_over=True)
    result = erased(person)
    hand = np.zeros(person.labels.shape, bool)
    hand[290:300, 208:214] = True
    assert (result.picture[hand] == person.photo[hand]).all()


def test_unsure_cloth_goes_only_where_it_will_be_covered() -> None:
    person = mannequin()
    patch = np.zeros(person.labels.shape, bool)
    patch[400:420, 350:380] = True
    person.labels[patch] = CLASSES.index("top")
    person.photo[patch] = (150, 30, 30)
    person.certainty[patch] = 0.3
    cover = np.zeros(person.mask.shape, np.float32)
    assert (erased(person, cover=cover).picture[patch] == person.photo[patch]).all()
    cover[380:440, 330:400] = 1
    assert near(erased(person, cover=cover).picture, WALL)[patch].mean() > 0.9


def test_new_bottoms_leave_the_top_alone() -> None:
    person = mannequin()
    result = erased(person, "bottoms")
    assert near(result.picture, TROUSERS)[400:560].mean() < 0.01
    assert near(result.picture, TOP)[200:300, 190:230].all()


def test_nothing_to_remove_changes_nothing() -> None:
    person = mannequin()
    result = erased(person, "outerwear")
    assert result.picture is person.photo and not result.removed.any() and not result.skin.any()


def test_a_rim_of_old_cloth_that_passed_for_skin_goes_with_it() -> None:
    person = mannequin()
    labels = person.labels.copy()
    top, skin = CLASSES.index("top"), CLASSES.index("skin")
    rows = np.flatnonzero((labels == top).any(1))
    first = slice(rows[0], rows[0] + 8)
    labels[first][labels[first] == top] = skin
    mistaken = replace(person, labels=labels)
    left = near(erased(mistaken).picture, TOP)
    assert left.sum() < 0.001 * (person.labels == top).sum()


def in_shorts(hem: int, dark: int) -> Person:
    """The mannequin in trousers that end at a row; for `dark` rows their shadow lies on the legs."""
    person = mannequin()
    rows = np.arange(person.labels.shape[0])[:, None]
    legs = (person.labels == CLASSES.index("bottoms")) & (rows >= hem)
    person.labels[legs] = CLASSES.index("skin")
    person.photo[legs] = SKIN
    shade = np.clip(1 - 0.4 * (1 - (rows - hem) / dark), 0.6, 1)[..., None]
    person.photo[legs] = (person.photo * shade)[legs].astype(np.uint8)
    return person


def test_an_old_hem_takes_its_shadow_along() -> None:
    person = in_shorts(470, 20)
    before, after = person.photo, erased(person, "bottoms").picture
    shin = slice(240, 254)
    assert not near(before, SKIN)[474:478, shin].any()
    assert near(after, SKIN)[474:478, shin].mean() > 0.9
    # what lies in the light stays as it is
    assert (before[505:555, shin] == after[505:555, shin]).all()


def test_legs_are_not_made_after_ankles_in_the_shadow() -> None:
    person = in_shorts(556, 60)
    assert near(erased(person, "bottoms").picture, SKIN)[440:540, 240:252].mean() > 0.9


def test_a_shred_of_shadow_at_a_hem_is_no_skin() -> None:
    person = in_shorts(470, 20)
    # beneath a hem that stands off
    person.labels[440:470, 262:310] = CLASSES.index("bottoms")
    person.photo[440:470, 262:310] = TROUSERS
    person.labels[470:473, 268:306] = CLASSES.index("skin")
    person.photo[470:473, 268:306] = (120, 118, 115)
    assert near(erased(person, "bottoms").picture, WALL)[470:473, 292:304].all()


def test_a_new_top_takes_a_dresss_sleeves_off_below_the_waist_too() -> None:
    person = mannequin(sleeve=1.9)
    dress, landmarks = CLASSES.index("dress"), person.landmarks.copy()
    landmarks[[23, 24], 1] = 280  # arms that reach below the hips
    worn = np.isin(person.labels, [CLASSES.index("top"), CLASSES.index("bottoms")])
    labels = np.where(worn, dress, person.labels).astype(np.uint8)
    found = erased(replace(person, labels=labels, landmarks=landmarks))
    sleeve, skirt = np.round(landmarks[13] + 0.9 * (landmarks[15] - landmarks[13])), landmarks[25]
    for (x, y), gone in ((sleeve, True), (skirt, False)):
        assert labels[int(y), int(x)] == dress
        assert (found.removed[int(y), int(x)] > 0.9) == gone


def test_a_line_on_the_persons_own_skin_fades_out_beside_what_is_made() -> None:
    removed, own = np.zeros((40, 60), bool), np.ones((40, 60), bool)
    removed[:, :20], own[30:] = True, False
    share = faded(removed, own, 250.0)
    assert share[10, 20] > 0.9 and (np.diff(share[10, 20:]) <= 0).all() and share[10, 32] == 0
    assert not share[33:].any()


def test_a_short_sleeves_shadow_goes_with_it_and_no_line_is_left_on_the_arm() -> None:
    person = mannequin(sleeve=0.6)
    photo, skin = person.photo, person.labels == CLASSES.index("skin")
    rows = np.arange(photo.shape[0])[:, None]
    arm = skin & (np.arange(photo.shape[1]) > 255)
    hem = int(np.flatnonzero(arm.any(1))[0])
    shade = np.clip(1 - 0.5 * (1 - (rows - hem) / 14), 0.5, 1)[..., None]
    photo[arm] = (photo * shade)[arm].astype(np.uint8)
    picture = erased(person).picture
    light = picture.astype(float).mean(2)
    for row in range(hem - 12, hem + 40):
        columns = np.flatnonzero(arm[max(row, hem + 8)])
        middle = round(columns.mean()) - (hem + 8 - row) // 3 * (row < hem + 8)
        assert abs(light[row, middle] - np.mean(SKIN)) < 22, row
    # what lies in the light stays as it is
    assert (picture == photo)[hem + 60 : hem + 70][arm[hem + 60 : hem + 70]].all()


def test_what_is_removed_has_no_shreds_nor_bites_along_its_edge_but_before_fine_things() -> None:
    removed, fine = np.zeros((60, 60), bool), np.zeros((60, 60), bool)
    removed[:30] = True
    removed[30:38, 20:22] = True
    removed[20:30, 40:42] = False
    out = without_shreds(removed, fine, 3.0)
    assert not out[32:, :].any()
    assert out[:27, 40:42].all()
    fine[:, 39:43] = True
    assert not without_shreds(removed, fine, 3.0)[20:30, 40:42].any()


def test_where_skin_goes_over_into_cloth_no_scene_shines_through() -> None:
    scene, cloth, skin = (np.full((1, 11, 3), light, np.float32) for light in (250, 40, 180))
    bare = np.linspace(0, 1, 11, dtype=np.float32)[None]
    laid(scene, cloth, 1 - bare, skin, bare)
    assert np.abs(scene[0, :, 0] - np.linspace(40, 180, 11)).max() < 0.5


def test_where_an_arms_outline_cuts_the_labels_stairs_nothing_of_it_is_out_of_sight() -> None:
    person = mannequin(sleeve=0.3)
    body = bare_body(person)
    forearm = body.arms["left"].drawn(person.labels.shape, -2, 1.2)
    rows, columns = np.nonzero(forearm)
    edge = rows == rows.min() + 40
    person.labels[rows[edge][0], columns[edge].min()] = CLASSES.index("top")
    assert not (completed(person, body) & forearm).any()
    middle = int(np.median(columns[edge]))
    person.labels[rows[edge][0] - 4 : rows[edge][0] + 4, middle - 4 : middle + 4] = CLASSES.index("top")
    assert (completed(person, body) & forearm).sum() > 40


def test_made_skin_goes_over_into_the_arms_own_edge_along_the_arm_without_a_step() -> None:
    person = mannequin(sleeve=0.0, flare=4)
    result = erased(person)
    arm = bare_body(person).arms["left"]
    inner = arm.drawn(person.labels.shape) & ~arm.drawn(person.labels.shape, -3)
    removed = [float(result.removed[row][inner[row]].max()) for row in np.flatnonzero(inner.any(1))]
    assert removed and max(removed) > 0.9 and min(removed) < 0.1
    assert np.abs(np.diff(removed)).max() < 0.6


def test_beside_an_arm_before_the_trunk_no_scene_is_shown() -> None:
    person = mannequin(hand_over=True, sleeve=0.3)
    trunk = np.zeros(person.labels.shape, bool)
    trunk[170:330, 180:245] = True
    assert erased(person).scene[trunk].max() < 0.05


def test_nobody_is_left_without_anything_where_a_tunic_hung_over_bare_legs() -> None:
    person = mannequin()
    labels = person.labels.copy()
    labels[labels == CLASSES.index("bottoms")] = CLASSES.index("skin")
    cv2.fillPoly(labels, [np.array([(166, 300), (254, 300), (270, 420), (150, 420)])], CLASSES.index("top"))
    photo = person.photo.copy()
    photo[labels == CLASSES.index("skin")], photo[labels == CLASSES.index("top")] = SKIN, TOP
    found = erased(replace(person, photo=photo, labels=labels))
    assert near(found.picture, TOP)[350:415, 175:245].all()
    assert near(found.picture, SKIN)[230:260, 190:230].mean() > 0.8


def test_the_corners_of_a_cuff_pass_for_no_skin() -> None:
    body = bare_body(mannequin(sleeve=2))
    end = End((200.0, 200.0), 15.0, 4.0, (0.0, 0.0), sleeve=(0.0, 1.0))
    bare = np.ones(body.mask.shape, bool)
    found = corners_of_cuffs(replace(body, ends={"left": end}), bare)
    assert found[201, 187] and found[201, 213] and not found[201, 200] and not found[201, 235]
    assert not found[200 + round(0.06 * body.unit), 187]
    assert not corners_of_cuffs(replace(body, ends={"left": replace(end, sleeve=None)}), bare).any()
