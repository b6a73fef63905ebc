"""The scene that comes back where old clothes were."""

from dataclasses import replace

import numpy as np
from mannequin import mannequin

from vitrine.fitting.warp.backdrop import backdrop, seamless
from vitrine.fitting.warp.mirrored import mirrored
from vitrine.people.person import CLASSES


def scene(height: int = 120, width: int = 160) -> np.ndarray:
    """Sky above a dark horizon above a floor with grain."""
    picture = np.full((height, width, 3), 220, np.uint8)
    picture[60:66] = 40
    picture[66:] = 150
    picture[66:] += np.random.default_rng(0).integers(0, 40, (height - 66, width, 1), np.uint8)
    return picture


def hidden(columns: slice) -> np.ndarray:
    known = np.ones((120, 160), np.float32)
    known[20:, columns] = 0
    return known


def test_a_horizon_goes_on_through_a_hole_sharp_and_the_floor_keeps_its_grain() -> None:
    photo, known = scene(), hidden(slice(60, 100))
    broken = photo.copy()
    broken[known == 0] = (0, 200, 0)
    out = mirrored(broken, np.full((120, 160, 3), 128, np.float32), known, broken.astype(np.float32))
    inside = out[:, 66:94]
    assert np.abs(inside[30:58] - 220).max() < 1 and np.abs(inside[61:65] - 40).max() < 1
    assert 0.6 < inside[70:].std() / photo[70:].std() < 1.2
    assert np.abs(out[:, 61] - photo[:, 57].astype(np.float32))[22:64].max() < 1, "no seam"
    assert (out[:, :50] == 128).all(), "what is known is none of its business"


def test_a_strip_narrower_than_the_hole_is_mirrored_to_and_fro() -> None:
    photo, known = scene(), np.zeros((120, 160), np.float32)
    known[:, 30:50] = 1
    out = mirrored(photo, np.full((120, 160, 3), 128, np.float32), known, photo.astype(np.float32))
    assert np.abs(out[61:65, 55:64] - 40).max() < 1
    assert np.abs(out[:, 120:] - 128).max() < 1, "far from it the smooth scene stays"


def test_where_no_scene_is_in_sight_the_smooth_one_stays() -> None:
    smooth, none = np.full((120, 160, 3), 128, np.float32), np.zeros((120, 160), np.float32)
    assert np.abs(mirrored(scene(), smooth, none, scene().astype(np.float32)) - 128).max() < 1


def test_posts_beside_a_hole_with_a_round_edge_stay_upright_in_it() -> None:
    photo = np.full((240, 320, 3), 200, np.uint8)
    photo[:, np.arange(320) % 40 < 6] = 20
    rows, columns = np.indices(photo.shape[:2])
    known = ((columns - 160.0) ** 2 / 60**2 + (rows - 120.0) ** 2 / 90**2 > 1).astype(np.float32)
    broken = photo.copy()
    broken[known == 0] = (0, 200, 0)
    out = mirrored(broken, np.full((240, 320, 3), 128, np.float32), known, broken.astype(np.float32))
    within = out[80:160, 118:145].mean(2)
    assert within.min() < 60 and within.max() > 160
    assert np.abs(within - within[0]).mean() < 2, "a mirror image would bend with the edge"


def test_a_wall_is_plain_and_a_scene_with_texture_is_none() -> None:
    person = mannequin(flare=20)
    assert backdrop(person, 8.0).plain
    photo = person.photo.copy()
    beams = (np.arange(photo.shape[0]) // 30 % 2 * 150 + 50)[:, None, None]
    photo[person.labels == 0] = np.broadcast_to(beams, photo.shape)[person.labels == 0]
    found = backdrop(replace(person, photo=photo), 8.0)
    assert not found.plain
    top = (person.labels == CLASSES.index("top")) & (np.arange(photo.shape[1]) > 262)[None]
    assert (np.abs(found.picture.astype(int) - beams)[top] < 12).mean() > 0.8, "beams go on behind the top"


def test_a_shade_beside_a_hole_goes_on_in_it_and_in_a_scene_with_texture_nothing_else_does() -> None:
    photo = scene().astype(np.float32)
    hole = hidden(slice(60, 100)) == 0
    made = photo.copy()
    photo[:, :60] -= 12
    photo[:, 100:] += 60
    plain, textured = (seamless(made.copy(), photo, hole, ~hole, one) - made for one in (True, False))
    assert plain[70:110, 96:99].mean() > 15
    assert -14 < textured[70:110, 61:64].mean() < -8
    assert np.abs(textured).max() < 14
