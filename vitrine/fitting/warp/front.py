"""What lies in front of a garment: arms, hair, head, bag, with edges that carry no halo."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

import cv2
import numpy as np
from jaxtyping import Float32

from vitrine.fitting.warp.arm import SIDES, Side
from vitrine.fitting.warp.beneath import worn_along
from vitrine.fitting.warp.frame import Frame
from vitrine.fitting.warp.hands import hands_of, wrist_of
from vitrine.fitting.warp.mattes import calmed, held
from vitrine.fitting.warp.strands import strands
from vitrine.imaging import masks
from vitrine.imaging.filling import spread
from vitrine.imaging.masks import GuidedFilter, Window, among, box, box_of, grown, shrunk, touching
from vitrine.imaging.types import Labels, Mask, Picture, Region
from vitrine.people.arms import PLACES, Tube
from vitrine.people.body import Body
from vitrine.people.person import CLASSES, Person

SCENE, HAIR, SKIN, BAG, BOTTOMS = (CLASSES.index(name) for name in ("background", "hair", "skin", "bag", "bottoms"))
SLEEVES: Final = tuple(CLASSES.index(name) for name in ("top", "outerwear", "dress"))
EDGE: Final = 0.012
"""Half the width of the band in which an edge is matted, as a share of the unit."""
BEGINS: Final = 0.04
"""Length over which a hand begins beyond an old cuff, in u."""
STEPS: Final = 0.7
"""Blur of where a matte is certain, pixels."""
INNER: Final = 0.66
"""What that leaves of what is thin, as fingertips are: no less counts as certain."""
TAIL: Final = 0.04
"""What of it is too little to count, on both sides."""
CHIN: Final = 1.2
"""Blur of the chin's edge before the neck, pixels."""
FAINT: Final = 0.25
"""Coverage up to which what lies in front tells less of a pixel's colour."""
DEEP: Final = 0.19
"""How much less of the blurred inside is left at the outline than where it ends: all colour there comes from inside."""
UPPER: Final = 0.25
"""Share of the way from the shoulder to the elbow from which on an arm may lie in front of a torso's cloth."""
SHORT: Final = 0.2
"""Share of the upper arm that is in a sleeve, from which on it is a short one and no seam."""
BARE: Final = 0.05
"""The same where no sleeve begins at the shoulder."""
ASIDE: Final = 0.015
"""How far off its outline an arm's skin may lie, in u."""
WORN: Final = tuple(CLASSES.index(name) for name in ("top", "outerwear", "dress", "bottoms"))
"""What may be beside an arm."""
RIM_OF_ARM: Final = 4
"""Breadth of the band on both sides of an arm's outline in which that holds, pixels."""
FILLED: Final = 0.03
"""How deep old cloth may have bitten into it for the arm to be in front there too, in u."""
INWARD: Final = 0.7
"""Pixels by which the outline is drawn in: what lies right on it is mixed with what was beside it."""
OVER: Final = 1.5
"""Blur of where it holds, pixels."""
EVEN: Final = 0.35
"""Place along it (1: elbow) from which on it does."""
GROWN: Final = 0.8
"""Place from which on all of what cloth has bitten into it is filled."""
ACROSS: Final = 20
"""Places from the middle of an arm to its side in which bottoms over it, and the scene, are looked for."""
STEEP: Final = 5.0
"""Beside them how much longer it is than broad, at the most, up to where nothing of it is missing."""
SEAM: Final = 3
"""How far cloth goes on beneath a hand, pixels."""
TIP: Final = 0.1
"""Breadth and height up to which a tip of a top's label beside an arm is none of it, in u."""
HEM: Final = 0.02
"""Blur that makes a hem's line smooth, as a share of the unit."""


@dataclass(frozen=True, eq=False)
class Front:
    """Soft masks at the photo's size of what may lie in front of a garment."""

    hands: Mask
    """No garment covers them, but for their base that of their own sleeve."""
    wrists: dict[Side, Mask]
    """Where that base is."""
    arms: Mask
    """Bare arms from below the shoulder on, with the hands; a sleeve may cover them."""
    shoulders: Mask
    """Bare upper arms from the shoulder to where `arms` begin: what has no sleeves may leave them in sight."""
    hidden_arms: Mask
    """Where arms are that the photo hides beneath sleeves, and that no bottoms hide as well."""
    hair: Mask
    """Hair of the head; in front of a garment also where it falls over the shoulders."""
    head: Mask
    """Face and chin down to the jaw line, with the hair above the shoulders."""
    neck: Mask
    """Bare neck with the head: in front of a garment's back, behind its front."""
    bag: Mask
    at_cuffs: Mask
    """What of hands is left out because it lies in the shadow of old cuffs, were those to go."""
    colour: Picture
    """The photo; in the soft edges the colour of what lies in front, without what shines through from behind."""

    @cached_property
    def always(self) -> Mask:
        """Hands, hair, head and bag: what every garment lies behind."""
        total = self.hands + self.hair
        total += self.head
        total += self.bag
        return np.asarray(np.minimum(total, 1), np.float32)


def front(person: Person, body: Body) -> Front:
    """Find what lies in front, from labels and pose, and matte its edges."""
    skin = person.labels == SKIN
    jaw, chin = _jaw(person, body)
    head_bones = _near_head(person, body)
    hair = touching(person.labels == HAIR, head_bones)
    head_skin = touching(skin & jaw, head_bones)
    head = head_skin | (hair & jaw)
    found = hands_of(person, body)
    hands = found.where
    arms, bare = (_arms(person, body, first) & skin & ~hands for first in (UPPER, BARE))
    shoulders = bare & grown(bare & ~arms, 3)  # some pixels of the arm too, so that no seam lies between them
    # each place is of one: shared out, hands and arms before the neck would let half of what is behind them through
    neck = _neck(person, body, chin) & skin & ~head_skin & ~hands & ~arms
    regions = {"hands": hands, "arms": arms, "hair": hair & ~head, "head": head, "neck": neck}
    regions["bag"] = person.labels == BAG
    whole = np.logical_or.reduce(list(regions.values()))
    shown = matte(person.photo, whole, body.unit)
    calmed(shown, arms & ~hands, hands | hair, body.unit)
    held(shown, hands, whole, body.unit)
    _even_arms(person, body, arms, hands, shown)
    with ThreadPoolExecutor(1) as beside:
        colour = beside.submit(clean, person.photo, shown, whole, body.unit)
        soft = _shared(shown, regions, body.unit)
        _chin(shown, regions, soft, body.unit)
        whole_hands = soft["hands"].copy()
        _past_cuffs(soft["hands"], found.cuffs, BEGINS * body.unit)
        at_cuffs = masks.soft(skin & (hands | found.cuffs), 0.8) * grown(found.cuffs, BEGINS * body.unit)
        at_cuffs = np.maximum(np.maximum(whole_hands, at_cuffs) - soft["hands"], 0)
        # no seam where a hand meets its arm or the head the neck: the one that lies behind goes on beneath the other
        soft["arms"] = np.minimum(soft["arms"] + whole_hands, 1)
        found.edged(shown, soft["hands"], body.unit)
        soft["neck"] = np.minimum(soft["neck"] + soft["head"], 1)
        soft["shoulders"] = masks.soft(shoulders, 0.8)
        wrists = {side: wrist_of(person, body, side) for side in SIDES}
        drawn = _hair(person, regions, soft, colour.result(), body.unit)
        return Front(**soft, wrists=wrists, hidden_arms=_hidden_arms(person, body), at_cuffs=at_cuffs, colour=drawn)


def _shared(shown: Mask, regions: dict[str, Region], unit: float) -> dict[str, Mask]:
    """The matte of all, shared out: each region takes what is nearest to it."""
    size = max(3, 2 * round(2 * EDGE * unit) + 1)
    windows = {name: box_of(region, size) for name, region in regions.items() if region.any()}
    total, out = np.full_like(shown, 1e-6), {name: np.zeros_like(shown) for name in regions}
    for name, there in windows.items():
        out[name][there] = cv2.blur(regions[name][there].astype(np.float32), (size, size))
        total[there] += out[name][there]
    for name, there in windows.items():
        out[name][there] *= shown[there] / total[there]
    return out


def _past_cuffs(hands: Mask, cuffs: Region, over: float) -> None:
    """Let the matte of hands begin at old cuffs, in place, `over` so many pixels: no line is where made skin ends."""
    if not cuffs.any():
        return
    near = box_of(cuffs, round(over) + 1)
    share = np.minimum(cv2.distanceTransform((~cuffs[near]).view(np.uint8), cv2.DIST_L2, 3) / np.float32(over), 1)
    hands[near] *= share * share * (3 - 2 * share)


def _chin(shown: Mask, regions: dict[str, Region], soft: dict[str, Mask], unit: float) -> None:
    """Give the chin an edge of its own before the neck, in place: a collar may come between them.

    Shared out alike it would fade into one over the whole breadth in which a share is taken.
    """
    size = max(3, 2 * round(2 * EDGE * unit) + 1)
    near = grown(regions["head"], size) & grown(regions["neck"], size)
    window = box([near], size)
    own = np.minimum(masks.soft(regions["head"][window], CHIN), shown[window])
    part = soft["head"][window]
    part += (own - part) * masks.soft(near[window], STEPS)


def _hair(person: Person, regions: dict[str, Region], soft: dict[str, Mask], colour: Picture, unit: float) -> Picture:
    """Give hair its own edge before neck and clothes, in place, and the photo its colour there."""
    behind = (regions["neck"] | among(person.labels, SLEEVES)) & ~regions["hair"]
    window, there, cover, own = strands(person.photo, regions["hair"], behind, unit)
    if there is None or cover is None or own is None:
        return colour
    part = soft["hair"][window]
    part += (cover - part) * there
    out = colour.copy()
    mixed = colour[window] + (own - colour[window]) * there[..., None]
    out[window] = np.clip(np.rint(mixed), 0, 255).astype(np.uint8)
    return out


def matte(photo: Picture, region: Region, unit: float) -> Mask:
    """Soft coverage of a region: certain inside and outside, in a narrow band after the picture's own edge."""
    alpha = np.zeros(region.shape, np.float32)
    if not region.any():
        return alpha
    band = max(1.5, EDGE * unit)
    window = box([region], round(6 * band) + 2)
    part, guide = region[window], photo[window].astype(np.float32) / 255
    half = (max(2, part.shape[1] // 2), max(2, part.shape[0] // 2))
    small = cv2.resize(guide, half, interpolation=cv2.INTER_AREA)
    rough = cv2.resize(part.astype(np.float32), half, interpolation=cv2.INTER_AREA)
    fine = GuidedFilter(small, max(2, round(band)), 4e-4).upsampled(rough, guide)
    fine = np.clip((fine - 0.25) / 0.65, 0, 1)
    # where a label is farther off than the band is broad they are steps, and stairs as the labels have them
    sure, near = (
        cv2.GaussianBlur(one.astype(np.float32), (0, 0), STEPS) for one in (shrunk(part, band), grown(part, band))
    )
    fine = np.minimum(np.maximum(fine, sure / INNER), near / INNER)
    alpha[window] = np.clip((fine - TAIL) / (1 - 2 * TAIL), 0, 1)
    return alpha


@dataclass(frozen=True, eq=False)
class Hanging:
    """A top, or an open jacket, that stays on over new bottoms."""

    cover: Mask
    """Its coverage."""
    colour: Picture
    """The photo with its colours drawn out into its soft edge, over whatever was behind."""
    above: Mask
    """Where nothing of the bottoms may show beside it, either."""


def over_bottoms(person: Person, frame: Frame, hands: Mask, sleeves: Region) -> Hanging | None:
    """What hangs over new bottoms, its hem a smooth line however ragged the label is; None if nothing.

    Where the old waistband shows, the new one lies over the top as well; an open jacket stays over both, and so do
    `sleeves`, long ones that hang beside the hips (where forearms are). It goes on beneath the `hands` (their
    coverage): no line of the bottoms shows between them.
    """
    old = frame.old
    nowhere = np.zeros_like(person.mask)
    if old.waist is not None and not old.hung:
        before = (person.labels == CLASSES.index("outerwear")) | (among(person.labels, SLEEVES) & sleeves)
        before = _beneath(before, hands)
        shown = matte(person.photo, before, frame.unit)
        return Hanging(shown, clean(person.photo, shown, before, frame.unit), nowhere) if before.any() else None
    top = among(person.labels, (CLASSES.index("top"), CLASSES.index("outerwear")))
    below = among(person.labels, (CLASSES.index("bottoms"), CLASSES.index("dress")))
    top = _beneath(top & ~_tips(top, below, person.labels == SKIN, TIP * frame.unit), hands)
    shown = matte(person.photo, top, frame.unit)
    hem = grown(below, 0.05 * frame.unit) & grown(top, 0.05 * frame.unit)
    if not hem.any():
        return Hanging(shown, clean(person.photo, shown, top, frame.unit), nowhere)
    # where old cloth lay behind, the picture's own edge is that of two cloths, often of one colour
    smooth = cv2.GaussianBlur(top.astype(np.float32), (0, 0), max(1.0, HEM * frame.unit))
    line = np.clip((smooth - 0.5) * 0.8 * frame.unit * HEM * 2.5 + 0.2, 0, 1)
    shown = np.where(hem, line, shown).astype(np.float32)
    colour = _drawn_down(person.photo, shown, top, hem, frame.unit)
    if old.waist is None:
        return Hanging(shown, colour, nowhere)
    # nothing of a waistband that the top hides may look out beside it
    rows, cols = (np.arange(n, dtype=np.float32) for n in person.mask.shape)
    start = frame.joint["neck"] + frame.down * (old.waist - 0.025 * frame.unit)
    x, y = cols[None] - start.real, rows[:, None] - start.imag
    depth = x * frame.down.real + y * frame.down.imag
    beside = old.beside(x * frame.across.real + y * frame.across.imag)
    above = np.clip(0.5 - (depth - np.minimum(beside, 0)), 0, 1)
    return Hanging(shown, colour, np.asarray(above * (1 - shown), np.float32))


def _tips(top: Region, below: Region, skin: Region, breadth: float) -> Region:
    """What of a top's label runs down in a narrow tip between bottoms and an arm: old ones, in the shade of that."""
    found = np.zeros_like(top)
    near = box([grown(below, 2) & grown(skin, 2)], round(breadth) + 2)
    if not top[near].any():
        return found
    line = np.ones((1, 2 * round(breadth / 2) + 1), np.uint8)
    narrow = top[near] & (cv2.morphologyEx(top[near].astype(np.uint8), cv2.MORPH_OPEN, line) == 0)
    _, names, stats, _ = cv2.connectedComponentsWithStats(narrow.astype(np.uint8))
    tip = stats[:, cv2.CC_STAT_HEIGHT] <= breadth
    tip[0] = False
    for other in (below, skin):
        tip &= np.bincount(names[grown(other[near], 2)], minlength=len(tip)) > 0
    found[near] = tip[names]
    return found


def _beneath(cloth: Region, hands: Mask) -> Region:
    return cloth | (grown(cloth, SEAM) & (hands > 0))


def _drawn_down(photo: Picture, shown: Mask, top: Region, hem: Region, unit: float) -> Picture:
    """The photo with a top's colours drawn down to its hem's new line, over what the old bottoms had there."""
    out = clean(photo, shown, top, unit)
    sure = shrunk(top, max(1.0, 0.008 * unit))
    there = hem & (shown > 0) & ~sure
    if there.any() and sure.any():
        window = box([there], round(0.1 * unit) + 2)
        drawn = spread(photo[window].astype(np.float32), sure[window])
        out = out.copy()
        out[window][there[window]] = np.rint(drawn[there[window]]).astype(np.uint8)
    return out


def clean(photo: Picture, shown: Mask, sure: Region, unit: float) -> Picture:
    """The photo with the colours of what lies in front drawn out into its soft edges."""
    band = max(1.5, EDGE * unit)
    core = shrunk(sure, band) & (shown > 0.95)
    edge = (shown > 0) & ~core
    if not edge.any() or not core.any():
        return photo
    window = box_of(edge, round(4 * band) + 2)
    inner, rim = core[window], edge[window]
    view = photo[window].astype(np.float32)
    drawn = spread(view, inner)[rim]
    near = cv2.GaussianBlur(inner.astype(np.float32), (0, 0), 2 * band)[rim]
    there = shown[window][rim]
    # the farther out the more of what was behind is in a pixel, though the matte be full
    outward = np.clip((0.5 - near) / DEEP, 0, 1)
    # what is hardly in front keeps its own colour: the base takes it from here as well
    trust = np.clip(near * 8, 0, 1) * outward * np.clip(there / FAINT, 0, 1)
    out = photo.copy()
    below = view[rim]
    out[window][rim] = np.clip(np.rint(below + (drawn - below) * trust[:, None]), 0, 255).astype(np.uint8)
    return out


def _near_head(person: Person, body: Body) -> Region:
    canvas = np.zeros(person.labels.shape, np.uint8)
    for x, y in person.landmarks[:11]:
        cv2.circle(canvas, (round(float(x)), round(float(y))), max(2, round(0.2 * body.unit)), 1, -1)
    return canvas > 0


def _jaw(person: Person, body: Body) -> tuple[Region, Float32[np.ndarray, "2"]]:
    """What lies above the jaw line (a parabola from ear to ear through the chin), and the chin."""
    marks = person.landmarks
    nose, mouth = marks[0], marks[[9, 10]].mean(0)
    eyes, ears = marks[[2, 5]].mean(0), marks[[7, 8]]
    up = eyes - mouth
    up = up / max(float(np.linalg.norm(up)), 1e-3)
    # the chin lies about .95 times as far below the mouth as the mouth lies below the nose's tip, twice
    drop = max(float((mouth - nose) @ -up), 0.05 * body.unit)
    chin = mouth - up * (1.35 * drop)
    sideways = np.array([-up[1], up[0]])
    half = max(float(np.abs((ears[0] - ears[1]) @ sideways)) / 2, 0.12 * body.unit)
    height, width = person.labels.shape
    off_x = np.arange(width, dtype=np.float32)[None] - chin[0]
    off_y = np.arange(height, dtype=np.float32)[:, None] - chin[1]
    along = (off_x * sideways[0] + off_y * sideways[1]) / half
    above = off_x * up[0] + off_y * up[1]
    mouth_up = float((mouth - chin) @ up)
    return above > mouth_up * 1.4 * along**2, chin.astype(np.float32)


def _arms(person: Person, body: Body, first: float) -> Region:
    found = np.zeros(person.labels.shape, bool)
    for side in SIDES:
        canvas = np.zeros(found.shape, np.uint8)
        path = np.round(np.stack(_arm(body, side, first))).astype(np.int32)
        cv2.polylines(canvas, [path], False, 1, max(2, round(2.6 * body.radius[f"elbow-{side}"])))
        # a bare belly or chest right beside it is none
        found |= (canvas > 0) & ~body.arms[side].beside(found.shape, ASIDE * body.unit, body.unit)
    return np.asarray(found & ~body.stray)


def _even_arms(person: Person, body: Body, arms: Region, hands: Region, shown: Mask) -> None:
    """Give arms beside clothes their even outline, in place: a matte there is as ragged as both cloths' pattern is."""
    for side, tube in body.arms.items():
        if not tube.hangs or body.ends[side].half:
            continue  # of one that goes on behind cloth the edge in sight is none of its own
        # where the scene is seen beside it the matte has the picture's own edge: it comes to that in no step
        arm = _past(tube, person.labels, SCENE)
        near = arm.window(arms.shape, RIM_OF_ARM + 2)
        if not arms[near].size:
            continue  # out of the picture
        band = arm.beside(arms.shape, -3.0 * FILLED * body.unit, RIM_OF_ARM, EVEN, near)
        worn, mine = among(person.labels[near], WORN), arms[near]
        there = worn | ((person.labels[near] == SKIN) & ~hands[near])
        reach = filled_in(mine, arm, near, FILLED * body.unit)
        band &= grown(worn, RIM_OF_ARM) & grown(reach, 2)
        # creases of the old cloth have bitten into its edge
        even = np.minimum(arm.cover(arms.shape, -INWARD, near), masks.soft(reach, 0.8))
        # no step along the arm where the matte goes over into it
        shown[near] += (even - shown[near]) * masks.soft(band & there, OVER) * masks.soft(there, STEPS)


def filled_in(mine: Region, arm: Tube, window: Window, most: float) -> Region:
    """What lies in a window so near to an arm's skin that it may be of it: ever farther from EVEN on, `most` at GROWN.

    Where the outline comes to hold it were a step otherwise, as wide as the cloth has bitten into the edge there.
    """
    start, end = (arm.at[int(np.searchsorted(PLACES, place))] for place in (EVEN, GROWN))
    way = (end - start) / max(float((end - start) @ (end - start)), 1.0)
    rows, columns = (np.arange(*part.indices(part.stop), dtype=np.float32) for part in window)
    along = (columns[None] - start[0]) * way[0] + (rows[:, None] - start[1]) * way[1]
    away = cv2.distanceTransform((~mine).astype(np.uint8), cv2.DIST_L2, 3)
    return np.asarray(away <= most * np.clip(along, 0, 1))


def _hidden_arms(person: Person, body: Body) -> Mask:
    """Coverage of arms mostly in sleeves, up to the hands; of others, whose edge labels know, what short ones hide."""
    found = np.zeros(person.labels.shape, np.float32)
    for side in SIDES:
        middle, elbow, wrist = _arm(body, side, UPPER)
        above, below = (worn_along(person, *ends, SLEEVES) for ends in ((middle, elbow), (elbow, wrist)))
        arm, end, hand = body.arms[side], body.ends[side], body.hidden_hands.get(side)
        if above + below <= 1:
            if above > SHORT:
                near = arm.window(found.shape, 2)
                there = arm.drawn(found.shape, first=UPPER, window=near) & among(person.labels[near], SLEEVES)
                found[near] = np.maximum(found[near], masks.soft(there, 0.8))
            continue
        arm = _past(arm, person.labels, BOTTOMS)
        near = arm.window(found.shape, 4 + 2 * end.radius + abs(end.beyond))
        cover = arm.cover(found.shape, 0.0, near, ends=end.path if hand is None else ())
        found[near] = np.maximum(found[near], cover)
        if hand is not None:
            found[hand.window] = np.maximum(found[hand.window], hand.cover)
    return found


def _past(arm: Tube, labels: Labels, other: int) -> Tube:
    """An arm without what of its side is of another class, beside that ever more of it: it goes there in no step."""
    across = np.linspace(0, 1, ACROSS)
    far, edges = np.hypot(*(arm.at[:, None] - arm.at[None]).transpose(2, 0, 1)), []
    for sign in (-1, 1):
        places = arm.at[:, None] + sign * (arm.radius[:, None] * across)[..., None] * arm.across[:, None]
        x, y = (np.clip(np.round(places[..., k]).astype(int), 0, labels.shape[1 - k] - 1) for k in (0, 1))
        hidden = labels[y, x] == other
        free = np.where(hidden.any(1) & ~hidden[:, 0], across[hidden.argmax(1)], 1.0) * arm.radius
        edges.append(sign * np.minimum(arm.radius, (free + far / STEEP).min(1)))
    low, high = edges
    at = arm.at + arm.across * ((low + high) / 2)[:, None]
    return replace(arm, at=np.asarray(at, np.float32), radius=np.asarray((high - low) / 2, np.float32))


def _arm(body: Body, side: str, first: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """A place at a share of the way from the shoulder to the elbow, the elbow and the wrist."""
    shoulder, elbow, wrist = (np.array(body.joints[f"{name}-{side}"]) for name in ("shoulder", "elbow", "wrist"))
    return shoulder + first * (elbow - shoulder), elbow, wrist


def _neck(person: Person, body: Body, chin: Float32[np.ndarray, "2"]) -> Region:
    canvas = np.zeros(person.labels.shape, np.uint8)
    ends = np.round(np.stack([chin, np.array(body.joints["neck"])])).astype(int).tolist()
    cv2.line(canvas, ends[0], ends[1], 1, max(2, round(0.5 * body.unit)))
    return canvas > 0
