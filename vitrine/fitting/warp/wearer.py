"""All that is measured on a person for fitting, kept as long as the person is: a further garment finds it done."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import Final
from weakref import WeakKeyDictionary

import cv2
import numpy as np
from jaxtyping import Float32

from vitrine.fitting.warp.arm import NECK_ENDS, SHOULDER_TIP, SIDES
from vitrine.fitting.warp.backdrop import Backdrop
from vitrine.fitting.warp.beneath import legs_of, passed
from vitrine.fitting.warp.erase import SLOT, Erased, Stuff, behind, erase, stuff, taken_off
from vitrine.fitting.warp.frame import LABELLED, Frame, measured
from vitrine.fitting.warp.front import Front, front
from vitrine.fitting.warp.hanging import Hem, below, left_by
from vitrine.fitting.warp.light import folds
from vitrine.fitting.warp.scene import Scene, scene_of
from vitrine.fitting.warp.waist import Bottoms, found, laid
from vitrine.garments.garment import Category
from vitrine.imaging.masks import among, box, box_of, grown, shrunk, soft
from vitrine.imaging.types import Labels, Mask, Region
from vitrine.people.body import BARE, Body, bare_body, unit_of
from vitrine.people.neck import beside
from vitrine.people.person import CLASSES, Person

HAIR, SKIN = CLASSES.index("hair"), CLASSES.index("skin")
PIN: Final = 0.01
"""Area of a hole in the bare body's mask that is none of the body's, in square units."""
NECK, HOLLOW, SLIT = 0.55, 0.11, 0.02
"""Reach of the neck around the shoulders' middle, radius of the hollow between it and a shoulder, half the breadth of
slits at the hair, in u."""
ASIDE, BELOW, EVEN = 0.75, 0.25, 0.045
"""Reach of the shoulders beside and below their middle, and the blur that makes their outline smooth, in u."""
AT_HEMS, HEM_EVEN = 0.07, 0.03
"""How far from hems the outline of bare legs is made smooth, and the blur that does so, in u."""
NEAR: Final = 2.0
"""How far beside old clothes their outline is made smooth, in that blur: as far as a collar may stand off the neck."""
TAPER: Final = 0.04
"""How far beside old clothes a bare neck's edge is its own, in u: what is removed with them ends there."""
BLUNT, BEYOND = 0.03, 0.2
"""How far off labels may be there, and the length beyond it over which they come to be believed, in u."""
STAIRS: Final = 2.0
"""Blur that takes the stairs out of the labels' edge, pixels."""
SLOPE: Final = 0.4
"""How far beside the neck its slope goes over into the shoulders, in u."""
RIM: Final = 0.03
"""How far beside old clothes their rim may pass for skin, in u."""
WORN: Final = tuple(CLASSES.index(name) for name in ("top", "outerwear", "dress"))
HEMMED: Final = (*WORN, CLASSES.index("bottoms"))
PAST: Final = 0.15
"""How far beside a garment bare trunk is looked for, in u."""
ANYWHERE: Final = ("tops", "outerwear")
"""Categories whose old clothes go as a whole, wherever the new garment lies."""


@dataclass(frozen=True, eq=False)
class Wearer:
    """A person ready to be dressed."""

    body: Body
    frame: Frame
    front: Front
    scene: Scene
    behind: Backdrop
    """What is behind the person."""
    ground: Mask
    """Where a garment's shadow may fall: the person without the head."""
    bare: dict[Category, Erased] = field(default_factory=dict)
    """Without the old clothes of a category, where that is the same for every garment."""
    stuff: dict[Category, Stuff] = field(default_factory=dict)
    """What comes in the place of the old clothes of a category."""
    creased: dict[Category, Float32[np.ndarray, "h w"]] = field(default_factory=dict)
    """Shading that the old clothes of a category leave to the new ones, where it was asked for."""

    hips: dict[str, Bottoms | None] = field(default_factory=dict)
    """The old bottoms up to their waist, where they were asked for."""

    def bottoms(self, person: Person) -> Bottoms | None:
        """The old bottoms up to their waist; None where the photo does not tell how they look there."""
        if "bottoms" not in self.hips:
            self.hips["bottoms"] = found(person, self.body, self.frame, self.front.hidden_arms)
        return self.hips["bottoms"]

    def in_bottoms(self, person: Person, erased: Erased, hem: Hem | None) -> Erased:
        """The person without the old top, the old bottoms in sight up to their waist, or up to a new `hem` over it."""
        old = self.bottoms(person)
        if old is None:
            return erased
        rows = np.flatnonzero(old.cover.any(1))
        hung = hem is not None and len(rows) > 0 and hem.middle > rows[0]
        if hem is not None and hung:
            if erased.drawn_on or (old.as_photographed.any() and self.frame.old.waist is not None):
                return erased
            old = left_by(hem, old)
        bare = self.bare_hips(erased, "tops") if old.beside.any() else erased
        shown = laid(bare, old, self._stuff(person, "tops"), person, self.body)
        return below(hem, erased, shown, self.body.unit) if hem is not None and hung else shown

    def prepare(self, person: Person, categories: Sequence[Category]) -> None:
        """Make what is kept for garments of some categories, wherever they will lie."""
        with ThreadPoolExecutor(1) as beside:
            folded = [beside.submit(self.shading, person, category) for category in dict.fromkeys(categories)]
            for category in categories:
                if category in ANYWHERE:
                    self.undressed(person, category, person.mask)
                else:
                    self._stuff(person, category)
            for each in folded:
                each.result()

    def undressed(self, person: Person, category: Category, cover: Mask) -> Erased:
        """The person without the old clothes that a garment of `category`, which covers `cover`, replaces."""
        if category not in ANYWHERE:
            return self._without(person, category, cover)
        if category not in self.bare:
            self.bare[category] = self._without(person, category)
        return self._past(self.bare[category], cover, category)

    def _without(self, person: Person, category: Category, cover: Mask | None = None) -> Erased:
        """The person without old clothes; what they are is found while skin is made for their place."""
        with ThreadPoolExecutor(1) as beside:
            off = beside.submit(taken_off, person, self.body, self.front, self.behind, category, cover)
            into = self._stuff(person, category)
            return erase(person, self.body, self.front, into, off.result(), category, cover)

    def _past(self, erased: Erased, cover: Mask, category: Category) -> Erased:
        """What is behind the person, instead of bare trunk, where a garment hangs past it."""
        if category != "tops":
            return erased
        window = box([cover > 0.5], round(PAST * self.body.unit))
        removed, bare = erased.removed[window], erased.skin[window]
        beside = passed(self.body, cover, category, window) & (bare > 0.02)
        beside &= removed - bare - erased.scene[window] < 0.5
        share = soft(beside, 0.8) * grown(beside, 1)
        there = share * removed > 0.02
        if not there.any():
            return erased
        picture, skin, scene = erased.picture.copy(), erased.skin.copy(), erased.scene.copy()
        shown, behind = (one[window][there].astype(np.float32) for one in (picture, erased.behind))
        picture[window][there] = np.rint(shown + (behind - shown) * (share * removed)[there][:, None])
        scene[window] += bare * share
        skin[window] -= bare * share
        return replace(erased, picture=picture, skin=skin, scene=scene)

    def bare_hips(self, erased: Erased, category: Category) -> Erased:
        """The person without old clothes of `category`, with nothing of other clothes in their place.

        Where old bottoms would go on beneath an old top's hem, the body shows, and what is behind it.
        """
        if category != "tops":
            return erased
        cloth = np.clip(erased.removed - erased.skin - erased.scene, 0, 1)
        window = box([cloth > 0.02], 0)
        if window[0].start == window[0].stop:
            return erased
        share, on_body = cloth[window], self.body.mask[window]
        into = self.stuff[category]
        scene = into.scene.picture[window]
        bare = scene + (into.skin[window].astype(np.float32) - scene) * on_body[..., None]
        picture, skin, scene = erased.picture.copy(), erased.skin.copy(), erased.scene.copy()
        # all that is mixed with those clothes, or their outline would stay
        there = share > 0.02
        below = self.front.colour[window].astype(np.float32)
        mixed = below + (bare - below) * erased.removed[window][..., None]
        picture[window][there] = np.rint(mixed[there]).astype(np.uint8)
        skin[window] += share * on_body
        scene[window] += share * (1 - on_body)
        return Erased(picture, erased.removed, skin, scene, erased.behind)

    def _stuff(self, person: Person, category: Category) -> Stuff:
        if category not in self.stuff:
            self.stuff[category] = stuff(person, self.body, category, self.behind)
        return self.stuff[category]

    def shading(self, person: Person, category: Category) -> Float32[np.ndarray, "h w"]:
        """Folds of plain old clothes, the form of legs in sewn and washed ones, as a factor on linear light."""
        if category not in self.creased:
            old = among(person.labels, SLOT[category])
            self.creased[category] = folds(person.photo, old, self.frame.unit, category == "bottoms")
        return self.creased[category]


_KEPT: WeakKeyDictionary[Person, Wearer] = WeakKeyDictionary()


def wearer_of(person: Person) -> Wearer:
    """The measurements of a person."""
    kept = _KEPT.get(person)
    if kept is None:
        with ThreadPoolExecutor(1) as aside:
            scene = aside.submit(scene_of, person)
            scenery = aside.submit(behind, person, unit_of(person.landmarks))
            body = bare_body(person)
            # what lies in front asks for no outline of the body
            before = aside.submit(front, person, body)
            frame = measured(person, body)
            mask = np.maximum(body.mask, _shoulders(frame, person))
            mask = _rounded(_whole(mask, body.unit), body, person.labels)
            # what was limited by the blurred outline of the clothes has an edge as broad as that blur
            mask = _sharp(_without_collar(mask, body, person.labels))
            mask = _even_at_hems(_even(mask, body, person.labels), body, person.labels)
            body = replace(body, mask=mask)
            kept = Wearer(
                body, frame, before.result(), scene.result(), scenery.result(), _ground(person, before.result().head)
            )
        _KEPT[person] = kept
    return kept


def _ground(person: Person, head: Mask) -> Mask:
    """Where a garment's shadow may fall: not on the scene, which the person's mask covers where a gap is narrow."""
    return np.asarray(person.mask * soft(person.labels != 0, 0.8) * (1 - head), np.float32)


def _whole(mask: Mask, unit: float) -> Mask:
    """A body without pin-holes between neck and shoulders, through which the inside of a collar would look."""
    # with a rim, through which all that lies around the body is one
    window = box_of(mask >= 0.5, 1)
    if window[0].start == window[0].stop:
        return mask
    part = mask[window]
    _, index, stats, _ = cv2.connectedComponentsWithStats((part < 0.5).view(np.uint8), connectivity=4)
    small = stats[:, cv2.CC_STAT_AREA] < PIN * unit**2
    small[0] = False
    if not small.any():
        return mask
    out = mask.copy()
    out[window] = np.where(small[index], np.float32(1), part)
    return out


def _sharp(mask: Mask) -> Mask:
    """A body whose edge is a pixel or two wide, and no stairs."""
    window = box([mask > 0], 4)
    out = np.zeros_like(mask)
    out[window] = np.clip(3 * cv2.GaussianBlur(mask[window], (0, 0), 1.5) - 1, 0, 1)
    return out


def _rounded(mask: Mask, body: Body, labels: Labels) -> Mask:
    """A body whose neck goes over into the shoulders in a hollow curve, with no notch or spike between its parts.

    Where the scene is in sight nothing of it is: hair that hangs down on a shoulder forms no hollow with that.
    """
    x, y = (round(v) for v in body.joints["neck"])
    reach = round(NECK * body.unit)
    window = (slice(max(0, y - reach), max(0, y + reach)), slice(max(0, x - reach), max(0, x + reach)))
    part = mask[window] > 0.5
    if not part.any():
        return mask
    # hair hangs over that curve, and is no part of it; nor is the jaw, below which an old collar stood
    upright = np.logical_and.accumulate(part[::-1], 0)[::-1]
    hollow = _closed(upright & (labels[window] != HAIR), HOLLOW * body.unit)
    for line in body.neck.values():
        # there the curve is known
        mine = np.s_[:, : max(0, x - window[1].start)] if line[-1, 0] < x else np.s_[:, max(0, x - window[1].start) :]
        hollow[mine] = part[mine]
    hollow |= _closed(part, SLIT * body.unit)
    hollow &= part | (labels[window] != 0)
    out = mask.copy()
    np.maximum(out[window], soft(hollow, 0.8) * ((hollow & ~part) | grown(part, 1)), out=out[window])
    return out


def _without_collar(mask: Mask, body: Body, labels: Labels) -> Mask:
    """A body without what a collar that stood off the neck added to it, nor the collar's rim that passed for skin."""
    out = mask
    for line in body.neck.values():
        free = beside(mask.shape, line)
        window = box([free], 4)
        worn, bare = among(labels[window], WORN), among(labels[window], BARE)
        kept = bare & ~grown(worn, RIM * body.unit)
        part = soft(free[window] & ~kept, 0.8) * ~kept
        out = out.copy()
        out[window] *= 1 - part
    return out


def _even(mask: Mask, body: Body, labels: Labels) -> Mask:
    """A body whose shoulders go on smoothly where clothes hid them: collars and straps leave a knob or a notch."""
    x, y = (round(v) for v in body.joints["neck"])
    far, reach, below = (round(share * body.unit) for share in (ASIDE, NECK, BELOW))
    rows, columns = slice(max(0, y - reach), max(0, y + below)), slice(max(0, x - far), max(0, x + far))
    worn = among(labels[rows, columns], WORN)
    if not worn.any():
        return mask
    sigma = EVEN * body.unit
    share = soft(grown(worn, NEAR * sigma), sigma / 2)
    depth = (np.arange(rows.start, rows.stop, dtype=np.float32) - y)[: len(share), None] / body.unit
    share *= np.clip((BELOW - depth) / BELOW, 0, 1) ** 0.5
    part = (mask[rows, columns] > 0.5).astype(np.uint8)
    # how far inside of the outline each place lies, by the smooth one and by the one that was there
    smooth = cv2.GaussianBlur(part.astype(np.float32), (0, 0), sigma, borderType=cv2.BORDER_REPLICATE) - 0.5
    inside, outside = _far(part > 0), _far(part == 0)
    own = np.clip(inside - outside, -sigma, sigma)
    line = np.clip(0.5 + 0.7 * (own + (2.5 * sigma * smooth - own) * share), 0, 1)
    # where the scene is in sight nothing was hidden: the corner between hair and a shoulder stays open right up to the
    # hair, and a bare neck's edge is its own, the more the farther it is from the clothes
    near = labels[rows, columns]
    away, off, deep = (_far(where) for where in (~worn, near == 0, near != 0))
    bare, hair = (soft(grown(near == label, 2 * LABELLED), LABELLED) for label in (SKIN, HAIR))
    beyond = cv2.GaussianBlur(off - deep, (0, 0), STAIRS)
    most = LABELLED * (1 - np.maximum(bare * np.clip(away / (TAPER * body.unit), 0, 1), hair))
    known = np.clip(0.5 + 0.7 * (most + 0.5 - beyond), 0, 1)
    line = np.minimum(line, np.maximum(mask[rows, columns], known))
    out = mask.copy()
    out[rows, columns] = np.where(share > 0.01, line, out[rows, columns])
    return out


def _even_at_hems(mask: Mask, body: Body, labels: Labels) -> Mask:
    """A body whose bare legs go on beneath cloth without a step: a hem hides or adds a little of their side."""
    legs, far = legs_of(body) & ~body.before, AT_HEMS * body.unit
    seen = legs & (labels == SKIN)
    if not seen.any():
        return mask
    near = box([seen], round(2 * far))
    bare, worn, legs = seen[near], among(labels[near], HEMMED), grown(legs[near], far)
    at = grown(bare, far) & grown(worn, far) & legs & ~grown(body.before[near], far)
    if not at.any():
        return mask
    sigma, part = HEM_EVEN * body.unit, mask[near]
    # what is narrow beside it, as a gap between knees, would be closed
    free = part < 0.5
    at &= ~grown(free & ~grown(shrunk(free, sigma), sigma + 1), 2 * sigma)
    smooth = cv2.GaussianBlur(part, (0, 0), sigma, borderType=cv2.BORDER_REPLICATE) - 0.5
    line = np.clip(0.5 + 1.75 * sigma * smooth, 0, 1)
    out = mask.copy()
    out[near] += (line - part) * soft(at, sigma)
    return out


def _far(region: Region) -> Mask:
    """How far inside of a region its places are, in pixels."""
    return np.asarray(cv2.distanceTransform(region.view(np.uint8), cv2.DIST_L2, 3))


def _closed(region: Region, radius: float) -> Region:
    """The region with hollows that a disc does not reach into filled; beyond the window it goes on as it ends there."""
    margin = round(radius) + 1
    framed = np.pad(region, margin, mode="edge")
    return shrunk(grown(framed, radius), radius)[margin:-margin, margin:-margin]


def _shoulders(frame: Frame, person: Person) -> Mask:
    """Coverage of neck and shoulders between their outlines and the line through the shoulder joints.

    An outline that was guessed where nothing was in sight may pass the person by.
    """
    canvas = np.zeros(person.mask.shape, np.uint8)
    slopes = [frame.arm[side].outline.at[NECK_ENDS : SHOULDER_TIP + 1] for side in SIDES]
    ends = [frame.joint[f"shoulder-{side}"] for side in SIDES]
    ring = np.concatenate([slopes[0], ends[:1], ends[1:], slopes[1][::-1]])
    cv2.fillPoly(canvas, [np.round(np.stack([ring.real, ring.imag], 1)).astype(np.int32)], 1)
    window = box([canvas > 0], 1)
    # beyond its foot the scene is believed where it is in sight; no step may be where that begins
    far = (np.abs(np.arange(person.mask.shape[1]) - frame.joint["neck"].real) / frame.unit - SLOPE)[window[1]]
    labels = person.labels[window]
    room = BLUNT * frame.unit * np.clip(1 - far / BEYOND, 0, 1) * ~grown(labels == HAIR, BLUNT * frame.unit)
    canvas[window][(_far(labels == 0) > room) & (far > 0)] = 0
    return soft(canvas > 0, 0.8)
