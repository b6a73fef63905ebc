"""Old clothing taken off: the scene comes back beside the body, skin (or the clothes beneath) on it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import cv2
import numpy as np
from jaxtyping import Float32

from vitrine.fitting.warp.backdrop import RIM, Backdrop, backdrop, seamless
from vitrine.fitting.warp.beneath import (
    SKIRT,
    WAIST,
    arms_of,
    below_hems,
    beside_bottoms,
    level_of,
    other_clothes,
    other_colours,
    passed,
    shins_of,
    skirts,
    sleeves_of,
)
from vitrine.fitting.warp.coat import drawn_on
from vitrine.fitting.warp.front import Front
from vitrine.fitting.warp.hems import OVER, beyond_sleeves, corners_of_cuffs
from vitrine.fitting.warp.layers import blend
from vitrine.fitting.warp.scraps import (
    collars_in_scene,
    hems,
    rims,
    shoe_tops,
    shoes_in_scene,
    shreds_at_hems,
    without_shreds,
)
from vitrine.fitting.warp.shod import Shoe, in_contact, shod, shoes
from vitrine.fitting.warp.skin import SHADOWED, bare_skin, blended, rejoined, relit, telling
from vitrine.fitting.warp.tinted import untinted
from vitrine.garments.garment import Category
from vitrine.imaging.masks import Window, among, box, box_of, close_to, grown, shrunk, soft
from vitrine.imaging.types import Mask, Picture, Region
from vitrine.people.body import FORE, Body
from vitrine.people.person import CLASSES, Person
from vitrine.people.shoes import ankles

HAIR, SKIN, TOP, OUTERWEAR, DRESS, BOTTOMS, LEGWEAR, SHOES, BAG, ACCESSORY = range(1, len(CLASSES))
LOWER: Final = ("bottoms", "dresses")
"""Garments that old clothes of the legs make way for."""
SLOT: Final[dict[Category, tuple[int, ...]]] = {
    "tops": (TOP, OUTERWEAR, DRESS),
    "outerwear": (OUTERWEAR,),
    "dresses": (TOP, OUTERWEAR, DRESS, BOTTOMS),
    "bottoms": (BOTTOMS, DRESS),
}
"""Classes that a new garment of a category replaces."""
REACH: Final = 0.045
"""How far the removal goes beyond the label's edge, as a share of the unit: collars, cuffs and shadows at the edge."""
LEGS: Final = 1.3
"""How much farther it goes down bare legs: a hem has thrown its shadow on them."""
RIM_OF_HEM: Final = 3.0
"""Width of a hem's soft edge, pixels."""
TIP: Final = 0.08
"""How far from what passed for scene of a shoe its upper edge goes on, in u."""
RIM_OF_SHOE: Final = 4
"""Width of a shoe's soft outline, pixels."""
SURE: Final = 0.6
"""Certainty of skin whose tone made skin takes on where they meet."""
FADE: Final = 0.04
"""Over which length beside what is removed made skin goes over into the person's own, in u."""
SHADE: Final = 0.14
"""Length beyond an old sleeve, in u, over which its shadow is too deep for skin to tell how it is in the light."""
RIM_OF_ARM: Final = 3
"""Width of an arm's soft edge, pixels."""
STRAY: Final = 0.05
"""How far beside old cloth what is no skin of an arm goes with it, in u."""
ON_ARM: Final = 1.0
"""How far off its outline an arm's skin may lie, pixels."""
UPPER: Final = 0.25
"""Share of the upper arm above which cloth is thought to lie on it."""
ARMPIT: Final = 0.45
"""The same up to which right beside it is the trunk, whatever the outline of both leaves between them."""
STARTS: Final = 9
"""Steps in which between those two places the arm's own edge comes to be kept."""
WHOLE: Final = 0.95
"""Coverage from which on what lies in front hides all that is behind; in its softer edges that is removed as well."""
EVEN: Final = 0.012
"""Half the breadth, in u, of shreds of what is removed or stays: noise along the labels' edge."""
HID: Final = 0.5
"""Share of a hidden hand's place that is old clothes, or scene, from which on these have hidden it."""
FAINT: Final = 0.1
"""Coverage of hands and head up to which an arm's skin is lit."""


@dataclass(frozen=True, eq=False)
class Erased:
    """A person without the old clothing of a slot."""

    picture: Picture
    removed: Mask
    """Where the picture may differ from the photo."""
    skin: Mask
    """Where completed skin is shown."""
    scene: Mask
    """Where what is behind the person is shown instead of old cloth."""
    behind: Picture
    """What is behind the person, where something was removed, without a seam to the photo."""
    drawn_on: bool = False
    """Whether bottoms are drawn on that a coat hid."""


@dataclass(frozen=True, eq=False)
class Stuff:
    """What comes in the place of old clothes, wherever the new ones will lie: made once for a person."""

    scene: Backdrop
    """What is behind the person."""
    skin: Picture
    """The photo with skin everywhere."""
    photo: Picture
    """The photo whose skin has none of the old clothes' colour beside them."""
    untinted: Mask
    """Where that is another one."""
    shoes: Sequence[Shoe]
    """Those that are drawn, on the skin, on feet that old clothes hide."""


@dataclass(frozen=True, eq=False)
class TakenOff:
    """What goes with the old clothes."""

    old: Region
    """The old clothes themselves."""
    removed: Region
    """All that is removed: they, what is as good as their rim, and no more."""
    shreds: Region
    """Scraps of them at shoes."""
    passed: Region
    """Of it what is seen past the new garment."""
    rim_of_arms: Region
    """Beyond the edge that an arm beside cloth keeps."""
    of_arms: Region
    """Such arms."""
    in_front: Mask
    """What lies in front and stays."""


def behind(person: Person, unit: float) -> Backdrop:
    """What is behind the person, whose unit is `unit`: all that is near them may be of their clothes' rim."""
    return backdrop(person, 1.2 * _reach(unit))


def stuff(person: Person, body: Body, category: Category, scene: Backdrop) -> Stuff:
    """Scene (see `behind`) and skin that come in the place of the old clothes of `category`."""
    old = among(person.labels, SLOT[category])
    hidden = grown(old, LEGS * _reach(body.unit))
    shaded = beyond_sleeves(body, old, SHADE * body.unit)[0] if category != "bottoms" else None
    goes = old
    if category == "bottoms":
        # beside a dress whose upper part stays on skin stays as it is
        goes = old & ~((person.labels == DRESS) & (level_of(body) < WAIST))
    photo, changed = untinted(person.photo, person.labels == SKIN, goes, body.unit)
    skin = bare_skin(replace(person, photo=photo), body, hidden, shaded)
    drawn = shoes(person, body) if category in LOWER else []
    return Stuff(scene, shod(skin, drawn), photo, changed, drawn)


def erase(
    person: Person,
    body: Body,
    front: Front,
    into: Stuff,
    off: TakenOff | None,
    category: Category,
    cover: Mask | None = None,
) -> Erased:
    """Take `off` the old clothing of `category` (see `taken_off`, with the same arguments), at full resolution.

    Hands, head, hair, bag, shoes and clothes of other slots are protected before the removal is widened. Cloth whose
    label is uncertain goes only where `cover` (the new garment's coverage) will lie over it.
    """
    if off is None:
        nothing = np.zeros_like(person.mask)
        return Erased(person.photo, nothing, nothing.copy(), nothing.copy(), person.photo)
    removed, legs = off.removed, shins_of(body)
    coated = drawn_on(person, body, removed) if category == "tops" else None
    margin = max(3, round(FADE * body.unit) + 1)
    changed = [removed] if coated is None else [removed, coated.fresh > 0]
    window = box(changed, margin)
    beside = off.passed
    if category == "bottoms":
        beside = beside_bottoms(body, off.passed)
    beside = beside if coated is None else beside | coated.beside
    # what is drawn on has its own soft outline
    beneath = other_clothes(person, body, removed, category) * ~beside if coated is None else coated.cover
    beneath = beneath[window]
    if category in LOWER:
        # a shoe's outline is in the body's mask; what is removed right beside it, off the limb, is no skin
        beside = beside | (grown(person.labels == SHOES, RIM_OF_SHOE) & (body.relief <= 0)) | off.shreds
    # beyond the edge that an arm keeps there is none of its skin
    shown = (1 - soft(beside[window], 0.8)) * ~(off.rim_of_arms[window])
    on_body = np.asarray(body.mask[window] * shown * (1 - beneath), np.float32)
    wide = box(changed, max(2 * RIM, margin))
    clear = (person.labels == 0) & (person.mask < 0.3) & ~grown((person.labels != 0) & ~removed, 2)
    inner = tuple(slice(w.start - v.start, w.stop - v.start) for w, v in zip(window, wide, strict=True))
    filled, photo_there = (picture[wide].astype(np.float32) for picture in (into.scene.picture, person.photo))
    filled = seamless(filled, photo_there, removed[wide], clear[wide], into.scene.plain)
    filled = np.ascontiguousarray(filled[inner])
    if into.shoes:
        filled *= in_contact(into.shoes, on_body, window)[..., None]
    behind = into.scene.picture.copy()
    behind[window] = _whole(filled)
    photo, lit = _out_of_shadow(person, body, front, into, off.old, category, cover)
    skin_there = into.skin[window].astype(np.float32)
    if category != "outerwear":
        rim = telling(removed, person.labels == SKIN, body.unit)[window]
        rim &= (legs | (person.certainty > SURE))[window]
        skin_there = rejoined(skin_there, photo[window].astype(np.float32), rim, body.unit)
    there = (body.mask[window] > 0.5) if category != "tops" else np.float32(1)
    clothed = np.asarray(beneath * there, np.float32)
    cloth = coated.colour[window] if coated is not None else None
    if cloth is None and beneath.any():
        cloth = other_colours(person, removed, category, window)
    laid(filled, cloth, clothed, skin_there, on_body)
    part = np.ascontiguousarray(removed[window])
    alpha = soft(part, 0.8) * grown(part, 1)
    if category != "outerwear":
        own_skin = (person.labels == SKIN) & (person.certainty > SURE) & ~off.of_arms
        alpha = np.maximum(alpha, faded(part, own_skin[window] & (on_body > 0.98), body.unit))
    if coated is not None:
        alpha = np.maximum(alpha, coated.fresh[window])
    alpha *= 1 - off.in_front[window]
    picture = photo.copy()
    touched, skin, scene = lit.copy(), lit.copy(), np.zeros_like(person.mask)
    # in soft edges the base has the colour of what is in front, not of the old cloth behind it
    below = cv2.copyTo(photo[window], (lit[window] > 0).astype(np.uint8), front.colour[window].copy())
    picture[window] = blended(picture[window], below, filled, alpha)
    touched[window] = np.maximum(alpha, lit[window])
    skin[window] = np.maximum(alpha * on_body, lit[window] * (1 - alpha))
    scene[window] = alpha * np.maximum(1 - on_body - clothed, 0)
    return Erased(picture, touched, skin, scene, behind, coated is not None)


def taken_off(
    person: Person, body: Body, front: Front, scene: Backdrop, category: Category, cover: Mask | None
) -> TakenOff | None:
    """What is removed, arguments as those of `erase`, `scene` behind the person; None where no old clothes are."""
    lower = category in LOWER
    past = passed(body, cover, category) if lower and cover is not None else np.zeros(person.mask.shape, bool)
    old = old_clothing(person, body, category, cover, past)
    if not old.any():
        return None
    if lower and scene.plain:
        more = shoes_in_scene(person, scene.picture, among(person.labels, SLOT[category]), body.unit)
        person = replace(person, labels=np.where(more, np.uint8(SHOES), person.labels))
        # with its heel no shoe's upper edge is a tip
        old &= ~((person.labels == SHOES) & grown(more, TIP * body.unit))
    if lower:
        bare = ankles(person.photo, person.labels, person.landmarks)
        if bare.any():
            # between hem and shoe it is in the shade of both: made skin comes in its place
            old |= bare & grown(old, SHADE * body.unit)
    if category in ("tops", "dresses") and scene.plain:
        old |= collars_in_scene(person, body, scene.picture, old)
    reach, always, legs = _reach(body.unit), front.always.copy(), shins_of(body)
    if category == "bottoms":
        # no sleeve of theirs ever lay on a forearm
        always = np.maximum(always, front.arms)
    removed = grown(old, reach) | close_to(old, legs & (person.labels == SKIN), LEGS * reach)
    shreds = shreds_at_hems(person, body, old, LEGS * reach) if lower else np.zeros_like(old)
    guard = _protected(person, always, old | shreds, reach, legs)
    even, of_arms = np.zeros_like(old), np.zeros_like(old)
    if category != "bottoms":
        of_arms = _beside_cloth(person, body, old, reach)
        near = box([of_arms], RIM_OF_ARM + 1)
        kept = _kept(body, near)
        guard[near] |= shrunk(of_arms[near], RIM_OF_ARM) & (kept == 1)
        edge = grown(of_arms[near], RIM_OF_ARM) & ~grown(completed(person, body)[near], RIM_OF_ARM + 1)
        always[near] = np.maximum(always[near], front.arms[near] * edge * kept)
        even[near] = edge & _beside_scene(body, near)
    removed &= ~guard
    if lower:
        # beside skin that is made anew the photo's own edge is none
        removed &= ~_beside_bare_limbs(person, old | shreds, (legs | arms_of(body)) & ~removed)
    if category != "bottoms":
        removed |= corners_of_cuffs(body, person.labels == SKIN)
        for side, hand in body.hidden_hands.items():
            # it comes to light with what has hidden it, before what stays on
            if among(person.labels[hand.window], (0, *SLOT[category]))[hand.region].mean() > HID:
                removed[hand.window] |= hand.cover > 0
                near = body.arms[side].window(removed.shape, 2)
                fore = body.arms[side].drawn(removed.shape, 1, FORE, window=near)
                removed[near] |= fore & (person.labels[near] == 0)
    fine = (front.always > FAINT) | among(person.labels, (HAIR, SHOES, BAG))
    removed = without_shreds(removed, fine, EVEN * body.unit)
    return TakenOff(old, removed, shreds, past, even, of_arms, always)


def _out_of_shadow(
    person: Person, body: Body, front: Front, into: Stuff, old: Region, category: Category, cover: Mask | None
) -> tuple[Picture, Mask]:
    """The photo whose skin is out of the shadow and has none of the colour of old clothes, and where it changed."""
    photo, lit = into.photo, into.untinted.copy()
    if category in LOWER:
        below = (person.labels == SKIN) & ~old & below_hems(body) & (person.certainty > SURE)
        shown = below if cover is None else below & (cover < 0.5)
        photo, more = _without_shadow(photo, into.skin, shown, old, body.unit)
        lit = np.maximum(lit, more)
    if category in ("tops", "dresses"):
        beyond, sleeves = beyond_sleeves(body, old, SHADOWED * body.unit)
        # in its soft outline, too
        outline = (person.labels == 0) & (person.mask > 0.5)
        beyond &= ((person.labels == SKIN) | outline) & (front.always < FAINT)
        photo, more = _without_shadow(photo, into.skin, beyond, sleeves, body.unit)
        lit = np.maximum(lit, more)
    return photo, lit


def laid(
    scene: Float32[np.ndarray, "h w 3"],
    cloth: Float32[np.ndarray, "h w 3"] | None,
    clothed: Mask,
    skin: Float32[np.ndarray, "h w 3"],
    bare: Mask,
) -> None:
    """Cloth and skin over the scene, in place, side by side: what goes over into the other lets none of it through.

    Args:
        scene: what is behind the person.
        cloth: colours of other clothes, if there are any.
        clothed: their coverage.
        skin: its colours.
        bare: its coverage; no more than `clothed` leaves.
    """
    if cloth is not None:
        blend(scene, cloth, np.asarray(np.minimum(clothed / np.maximum(1 - bare, 1e-3), 1), np.float32))
    blend(scene, skin, bare)


def faded(removed: Region, own: Region, unit: float) -> Mask:
    """How far made skin goes on over the person's `own` beside what is removed: no line ends there at a cut."""
    far = cv2.distanceTransform((~removed).astype(np.uint8), cv2.DIST_L2, 3) / np.float32(FADE * unit)
    share = np.clip(1 - far, 0, 1)
    return np.asarray(share * share * (3 - 2 * share) * soft(shrunk(own, 2), 0.8), np.float32)


def old_clothing(person: Person, body: Body, category: Category, cover: Mask | None, past: Region) -> Region:
    """Pixels of the clothing that goes, before widening: sure ones, and unsure ones that will be covered.

    `past`: where the new garment passes the body by, see `passed`.
    """
    old = among(person.labels, SLOT[category])
    level = level_of(body)
    if category == "tops" and (skirt := skirts(person, body)):
        # without its sleeves
        old &= ~(among(person.labels, skirt) & (level > SKIRT) & ~sleeves_of(person, body, skirt))
    if category == "bottoms":
        # the upper part of a dress stays on as a top, with its sleeves
        old &= ~((person.labels == DRESS) & ((level < WAIST) | sleeves_of(person, body)))
    if category in ("bottoms", "dresses"):
        old |= hems(person, old) | shoe_tops(person, body, old)
        # legs that were bare do not look out beside cloth that hangs past them
        old |= among(person.labels, (SKIN, LEGWEAR)) & past & shins_of(body)
    if category == "tops":
        old |= rims(person, body, old)
    if category in ("tops", "dresses"):
        near = box([body.stray], round(STRAY * body.unit) + 1)
        old[near] |= body.stray[near] & grown(old[near], STRAY * body.unit)
    covered = cover > 0.05 if cover is not None else np.zeros_like(old)
    accessory = person.labels == ACCESSORY
    old |= accessory & covered
    if category in ("bottoms", "dresses"):
        # a belt belongs to what it holds
        old |= accessory & (level > 0.6) & (level < 1.2)
    near = box_of(old, 0)
    if near[0].start == near[0].stop:
        return old
    count, index = cv2.connectedComponents(old[near].astype(np.uint8))
    size = np.bincount(index.ravel(), minlength=count)
    sure = np.bincount(index[person.certainty[near] > 0.6], minlength=count) / np.maximum(size, 1)
    whole = (sure > 0.3) | (size > 0.2 * old.sum())
    old[near] &= whole[index] | covered[near]
    return old


def _reach(unit: float) -> float:
    return max(2.0, REACH * unit)


def _whole(colours: Float32[np.ndarray, "h w 3"]) -> Picture:
    return np.asarray(np.rint(colours), np.uint8)


def _beside_bare_limbs(person: Person, old: Region, limbs: Region) -> Region:
    """Scene that lies nearer to bare limbs than to old cloth: their edge in the photo is the best there is."""
    found, bare = np.zeros_like(old), limbs & (person.labels == SKIN) & ~old
    if not bare.any():
        return found
    near = box([bare], 8)
    far = [cv2.distanceTransform((~one[near]).astype(np.uint8), cv2.DIST_L2, 3) for one in (bare, old)]
    found[near] = (person.labels[near] == 0) & (far[0] < far[1]) & (far[1] > RIM_OF_HEM)
    return found


def _without_shadow(photo: Picture, made: Picture, bare: Region, old: Region, unit: float) -> tuple[Picture, Mask]:
    """The photo with the `bare` skin beyond `old` hems in the light, and where: see `skin.relit`."""
    lit = np.zeros(old.shape, np.float32)
    around = box([bare], round((SHADOWED + 0.1) * unit))
    shaded = np.zeros_like(old)
    shaded[around] = bare[around] & grown(old[around], SHADOWED * unit)
    if not shaded.any():
        return photo, lit
    window = box([shaded], round(0.1 * unit))
    shown, made_there = (part[window].astype(np.float32) for part in (photo, made))
    light, lit[window] = relit(shown, made_there, bare[window], old[window], unit)
    picture = photo.copy()
    picture[window] = _whole(light)
    return picture, lit


def _beside_cloth(person: Person, body: Body, old: Region, reach: float) -> Region:
    """Bare arms beside old cloth that lies on none of them: their edge in the photo is the best there is.

    Right beyond a sleeve made skin goes over into theirs.
    """
    found = np.zeros_like(old)
    for arm in body.arms.values():
        near = arm.window(old.shape, reach + 2)
        mine = arm.drawn(old.shape, ON_ARM, UPPER, window=near) & (person.labels[near] == SKIN) & ~body.stray[near]
        over = np.zeros_like(mine)
        for other in body.arms.values():
            over |= other.drawn(old.shape, -OVER * body.unit, window=near)
        found[near] |= mine & ~grown(old[near] & over, 0.6 * reach + FADE * body.unit)
    return np.asarray(found & ~beyond_sleeves(body, old, 0.6 * reach + FADE * body.unit + RIM_OF_ARM)[0])


def _kept(body: Body, window: Window) -> Mask:
    """How far arms beside cloth keep what the photo shows of them: ever more from UPPER to ARMPIT, no step is there."""
    shape = body.mask.shape
    starts = np.linspace(UPPER, ARMPIT, STARTS).tolist()
    drawn = [
        np.mean([arm.drawn(shape, 2 * RIM_OF_ARM, first, window=window) for first in starts], 0, np.float32)
        for arm in body.arms.values()
    ]
    return np.asarray(np.max(drawn, 0))


def _beside_scene(body: Body, window: Window) -> Region:
    """What lies beside arms that hang, below the armpits, with them: before the trunk there is skin beside an arm."""
    found = np.zeros(body.mask[window].shape, bool)
    for arm in body.arms.values():
        if arm.hangs:
            found |= arm.drawn(body.mask.shape, 2 * RIM_OF_ARM, ARMPIT, window=window)
    return found


def completed(person: Person, body: Body) -> Region:
    """What of an arm is not in sight; pixels where its outline cuts the labels' stairs are none."""
    found = np.zeros(person.labels.shape, bool)
    for arm in body.arms.values():
        near = arm.window(found.shape, 2)
        hidden = arm.drawn(found.shape, -ON_ARM, window=near) & (person.labels[near] != SKIN)
        found[near] |= grown(shrunk(hidden, 1), 1)
    return found


def _protected(person: Person, always: Mask, old: Region, reach: float, legs: Region) -> Region:
    """What the widened removal must not touch; each class keeps all but a thin rim toward the old cloth.

    Legs keep the least: a hem has thrown its shadow on them.
    """
    guard = always > WHOLE
    window = box_of(old, round(LEGS * reach) + 1)  # beyond it nothing is removed
    labels, old, legs = person.labels[window], old[window], legs[window]
    near = guard[window]
    # hair's own edge tells what of its label's border is old cloth
    rim = {SKIN: 0.6 * reach, BOTTOMS: 0.6 * reach, HAIR: 0.5 * reach, SHOES: 1.0, BAG: 1.0}
    widened: dict[float, Region] = {}
    for index, name in enumerate(CLASSES):
        if name == "background":
            continue
        mine = (labels == index) & ~old
        if index == SKIN:
            mine &= ~close_to(old, legs & mine, LEGS * reach)
        far = rim.get(index, max(2.0, 0.3 * reach))
        if far not in widened:
            widened[far] = grown(old, far)
        near |= mine & ~widened[far]
    return guard
