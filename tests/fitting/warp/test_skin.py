"""Light on skin that is made."""

from dataclasses import replace

import numpy as np
from mannequin import SKIN, mannequin

from vitrine.fitting.warp.bare_legs import as_in_sight, factors, places
from vitrine.fitting.warp.skin import bare_skin, crease, drawn_out, relit, telling
from vitrine.people.body import Body, bare_body
from vitrine.people.legs import AT, PER_BONE, SIDES
from vitrine.people.person import CLASSES


def widened(body: Body, more: float) -> Body:
    legs = {side: replace(leg, inner=leg.inner + more) for side, leg in body.legs.of.items()}
    return replace(body, legs=replace(body.legs, of=legs))


def test_legs_that_touch_are_told_apart_by_a_dark_line() -> None:
    body = bare_body(mannequin())
    size = body.mask.shape[::-1]
    apart, together = (crease(widened(body, more), size, 1.0)[500] for more in (0.0, 25.0))
    assert together[210] > apart[210] + 0.2
    assert abs(together[246] - apart[246]) < 0.08


def test_every_place_of_a_leg_is_found_along_and_across_it() -> None:
    for leg in bare_body(mannequin()).legs.of.values():
        for share in (-0.8, 0.0, 0.6):
            middle = (leg.outer - leg.inner) / 2 + (leg.outer + leg.inner) / 2 * share
            at = (leg.bone + leg.out * middle[:, None]).astype(np.float32)
            along, across = places(at[None], leg)
            straight = np.abs(AT - 1) > 0.1
            assert np.abs(along[0] - AT)[straight].max() < 0.05
            assert np.abs(across[0] - share)[straight].max() < 0.1


def test_kneecaps_show_on_bare_legs_and_nothing_beside_them() -> None:
    body = bare_body(mannequin())
    found = factors(body, body.mask.shape[::-1], 1.0)
    assert (found[:200] == 1).all()
    assert 0.85 < float(np.median(found[found != 1])) < 1.15
    for side in SIDES:
        x, y = np.round(body.legs.of[side].bone[PER_BONE]).astype(int)
        knee = found[y - 6 : y + 14, x - 10 : x + 10]
        calf = found[y + 60 : y + 80, x - 6 : x + 6]
        assert knee[..., 0].mean() / knee[..., 2].mean() > calf[..., 0].mean() / calf[..., 2].mean() + 0.02
        assert knee.std() > calf.std()


def test_arms_are_made_after_hands_and_neck_and_not_after_dark_legs() -> None:
    person = mannequin(sleeve=1.85)
    labels, photo = person.labels.copy(), person.photo.copy()
    bottoms = labels == CLASSES.index("bottoms")
    labels[bottoms] = CLASSES.index("dress")
    bare = bottoms & (np.arange(len(labels))[:, None] > 420)
    labels[bare], photo[bare] = CLASSES.index("skin"), (110, 70, 55)
    person = replace(person, labels=labels, photo=photo)
    body = bare_body(person)
    hidden = (labels == CLASSES.index("dress")) | (labels == CLASSES.index("top"))
    made = bare_skin(person, body, hidden).astype(int)
    for row in (260, 290):
        x = round(float(np.interp(row, body.arms["left"].at[:, 1], body.arms["left"].at[:, 0])))
        assert np.abs(made[row - 4 : row + 4, x - 4 : x + 4].mean((0, 1)) - SKIN).max() < 30
    x, y = np.round((body.legs.of["left"].bone[0] + body.legs.of["left"].bone[PER_BONE]) / 2).astype(int)
    assert made[y + 10, x].mean() < 120, "thighs after shins"


def test_fair_skin_in_the_light_is_not_yellow() -> None:
    person = mannequin(sleeve=1.85)
    fair = np.array((252, 206, 184))
    photo = person.photo.copy()
    photo[person.labels == CLASSES.index("skin")] = fair
    person = replace(person, photo=photo)
    body = bare_body(person)
    made = bare_skin(person, body, person.labels == CLASSES.index("top")).astype(float)
    arm = body.arms["left"].drawn(person.labels.shape, -3) & (person.labels == CLASSES.index("top"))
    bright = arm & (made[..., 0] > 240)
    assert bright.any()
    assert (made[bright][:, 0] / made[bright][:, 2]).min() > 0.93 * fair[0] / fair[2]


def test_a_deep_shadow_is_lit_to_the_tone_of_skin() -> None:
    made = np.full((60, 60, 3), (205, 170, 145), np.float32)
    photo = np.full((60, 60, 3), (100, 68, 52), np.float32)
    shaded, old = np.ones((60, 60), bool), np.zeros((60, 60), bool)
    old[:10], shaded[:10] = True, False
    light, _ = relit(photo, made, shaded, old, 150.0)
    at = light[13, 30]
    assert np.abs(at / at.mean() - made[0, 0] / made[0, 0].mean()).max() < 0.06


def test_legs_are_lit_across_as_their_skin_below_is() -> None:
    body = bare_body(mannequin())
    shape = body.mask.shape
    leg = body.legs.of["left"]
    grid = np.stack(np.meshgrid(*(np.arange(n, dtype=np.float32) for n in shape[::-1])), -1)
    along, across = places(grid, leg)
    # lit from the outer side; the shin is in sight
    light = np.where(np.abs(across) < 1, 1 + 0.2 * across, 1)[..., None]
    made = np.full((*shape, 3), 150, np.float32)
    seen = (along > 1.2) & (along < 1.8) & (np.abs(across) < 0.95)
    found = as_in_sight(made, made * light, seen, body, 1.0)
    knee = (np.abs(along - 1) < 0.05) & (np.abs(across) < 1)
    inner, outer = (found[knee & (sign * across > 0.6)].mean() for sign in (-1, 1))
    assert outer > 1.15 * inner
    assert abs(found[knee].mean() / 150 - 1) < 0.05
    thigh = (np.abs(along - 0.3) < 0.05) & (np.abs(across) < 1)
    assert found[thigh].std() < found[knee].std()
    # an ankle in sight tells nothing of that
    assert (as_in_sight(made, made * light, seen & (along > 1.7), body, 1.0) == made).all()


def test_colours_at_a_limbs_edge_are_those_farther_in() -> None:
    made = np.full((40, 60, 3), 90, np.float32)
    body = np.zeros((40, 60), bool)
    body[:, 20:40] = True
    made[:, 22:38] = 180
    made[:, 21] = made[:, 38] = 180
    found = drawn_out(made, body)
    assert (found[:, 18:42] == 180).all()
    assert (found[:, :15] == 90).all()


def test_skin_at_a_cuff_and_at_its_own_edge_tells_no_tone() -> None:
    bare = np.zeros((200, 200), bool)
    bare[100:, 60:140] = True
    removed = np.zeros_like(bare)
    removed[:100, 50:150] = True
    found = telling(removed, bare, 200.0)
    rows, columns = np.nonzero(found)
    assert found.sum() > 100
    assert rows.min() >= 102 and rows.max() <= 110
    assert columns.min() >= 62 and columns.max() <= 137
