"""Old clothing taken off: the scene comes back beside the body, skin (or the clothes beneath) on it."""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from jaxtyping import Float32

from vitrine.fitting.warp.backdrop import backdrop
from vitrine.fitting.warp.front import Front
from vitrine.fitting.warp.skin import bare_skin, blended
from vitrine.garments.garment import Category
from vitrine.imaging.filling import spread
from vitrine.imaging.masks import box, grown, shrunk, soft
from vitrine.imaging.types import Mask, Picture, Region
from vitrine.people.body import SIDES, Body
from vitrine.people.person import CLASSES, Person

HAIR, SKIN, TOP, OUTERWEAR, DRESS, BOTTOMS, LEGWEAR, SHOES, BAG = (
    CLASSES.index(n) for n in ("hair", "skin", "top", "outerwear", "dress", "bottoms", "legwear", "shoes", "bag")
)
SLOT: Final[dict[Category, tuple[int, ...]]] = {
    "tops": (TOP, OUTERWEAR, DRESS),
    "outerwear": (OUTERWEAR,),
    "dresses": (TOP, OUTERWEAR, DRESS, BOTTOMS),
    "bottoms": (BOTTOMS, DRESS),
}
"""Classes that a new garment of a category replaces."""
REACH: Final = 0.045
"""How far the removal goes beyond the label's edge, as a share of the unit: collars, cuffs and shadows at the edge."""
WAIST: Final = 0.92
"""Level below which bottoms, not skin, lie under a top (0 shoulders, 1 hips)."""


@dataclass(frozen=True, eq=False)
class Erased:
    """A person without the old clothing of a slot."""

    picture: Picture
    removed: Mask
    """Where the picture may differ from the photo."""
    skin: Mask
    """Where completed skin is shown."""


def erase(person: Person, body: Body, front: Front, category: Category, cover: Mask | None = None) -> Erased:
    """Take the old clothing of `category` off, at full resolution.

    Hands, head, hair, bag, shoes and clothes of other slots are protected before the removal is widened. Cloth whose
    label is uncertain goes only where `cover` (the new garment's coverage) will lie over it.
    """
    old = old_clothing(person, body, category, cover)
    if not old.any():
        nothing = np.zeros_like(person.mask)
        return Erased(person.photo, nothing, nothing.copy())
    reach = max(2.0, REACH * body.unit)
    always = front.always
    removed = grown(old, reach) & ~_protected(person, always, old, reach)
    window = box([removed], 3)
    beneath = _beneath(person, body, removed, category)[window]
    on_body = body.mask[window] * (1 - beneath)
    filled = backdrop(person, 2 * reach)[window]
    filled += (bare_skin(person, body, removed)[window] - filled) * on_body[..., None]
    if beneath.any():
        cloth = _other_cloth(person, removed)[window]
        filled += (cloth - filled) * (beneath * (body.mask[window] > 0.5))[..., None]
    part = np.ascontiguousarray(removed[window])
    alpha = soft(part, 0.8) * grown(part, 1) * (1 - always[window])
    picture, touched, skin = person.photo.copy(), np.zeros_like(person.mask), np.zeros_like(person.mask)
    # in soft edges the base has the colour of what is in front, not of the old cloth behind it
    picture[window] = blended(picture[window], front.colour[window], filled, alpha)
    touched[window], skin[window] = alpha, alpha * on_body
    return Erased(picture, touched, skin)


def old_clothing(person: Person, body: Body, category: Category, cover: Mask | None) -> Region:
    """Pixels of the clothing that goes, before widening: sure ones, and unsure ones that will be covered."""
    old = np.isin(person.labels, SLOT[category])
    level = _level(person, body)
    if category == "tops":
        old &= ~((person.labels == DRESS) & (level > WAIST + 0.1))
    if category == "bottoms":
        old &= ~((person.labels == DRESS) & (level < WAIST))
    covered = cover > 0.05 if cover is not None else np.zeros_like(old)
    count, index = cv2.connectedComponents(old.astype(np.uint8))
    size = np.bincount(index.ravel(), minlength=count)
    sure = np.bincount(index.ravel(), person.certainty.ravel() > 0.6, count) / np.maximum(size, 1)
    whole = (sure > 0.3) | (size > 0.2 * old.sum())
    return np.asarray(old & (whole[index] | covered))


def _level(person: Person, body: Body) -> Float32[np.ndarray, "h w"]:
    """0 at the shoulders, 1 at the hips, by rows."""
    hips = (body.joints["hip-left"][1] + body.joints["hip-right"][1]) / 2
    neck = body.joints["neck"][1]
    rows = np.arange(person.labels.shape[0], dtype=np.float32)[:, None]
    return np.broadcast_to((rows - neck) / max(hips - neck, 1.0), person.labels.shape)


def _protected(person: Person, always: Mask, old: Region, reach: float) -> Region:
    """What the widened removal must not touch; each class keeps all but a thin rim toward the old cloth."""
    labels = person.labels
    rim = {SKIN: 0.6 * reach, HAIR: 1.0, SHOES: 1.0, BAG: 1.0}
    guard = always > 0.5
    for index, name in enumerate(CLASSES):
        if name == "background":
            continue
        mine = (labels == index) & ~old
        guard |= mine & ~grown(old, rim.get(index, max(2.0, 0.3 * reach)))
    return guard


def _beneath(person: Person, body: Body, removed: Region, category: Category) -> Mask:
    """Where clothes of another slot, not skin, lie beneath the old garment."""
    if category not in ("tops", "outerwear"):
        return np.zeros_like(person.mask)
    under = _level(person, body) > WAIST if category == "tops" else np.ones_like(removed)
    there = person.labels == (BOTTOMS if category == "tops" else TOP)
    if not there.any():
        return np.zeros_like(person.mask)
    return soft(under & removed & (body.relief > 0) & ~_arms(person, body), 1.0)


def _arms(person: Person, body: Body) -> Region:
    canvas = np.zeros(person.labels.shape, np.uint8)
    for side in SIDES:
        path = np.round([body.joints[f"{name}-{side}"] for name in ("shoulder", "elbow", "wrist")]).astype(np.int32)
        cv2.polylines(canvas, [path], False, 1, max(1, round(2.4 * body.radius[f"elbow-{side}"])))
    return canvas > 0


def _other_cloth(person: Person, removed: Region) -> Float32[np.ndarray, "h w 3"]:
    """Colours of bottoms (or a top under an open jacket) drawn out under the old garment."""
    known = np.isin(person.labels, (BOTTOMS, TOP)) & ~removed
    known = shrunk(known, 2)
    return spread(person.photo.astype(np.float32), known.astype(np.float32))
