"""The upper edge of the bottoms that are worn: in sight, cut out of an old dress, or made where an old top hid it.

A top that is tucked in ends there, and beneath a cropped one it is seen.
"""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from jaxtyping import Float32, Float64
from scipy.ndimage import median_filter

from vitrine.fitting.warp.arm import SIDES, Side
from vitrine.fitting.warp.beneath import arms_of, bare_arms, skirts, sleeves_of
from vitrine.fitting.warp.drape import THICK
from vitrine.fitting.warp.erase import Erased, Stuff
from vitrine.fitting.warp.frame import Frame
from vitrine.fitting.warp.front import clean, matte
from vitrine.fitting.warp.lower import RISE
from vitrine.fitting.warp.raster import overlap
from vitrine.fitting.warp.weave import BINS, SHADE, TELLS, gone_on, seen_of
from vitrine.fitting.warp.worn import Waist
from vitrine.imaging.colour import lab
from vitrine.imaging.masks import among, box, soft
from vitrine.imaging.types import Mask, Region
from vitrine.people.body import Body
from vitrine.people.person import CLASSES, Person

TOP, OUTERWEAR, DRESS, BOTTOMS, ACCESSORY, SKIN = (
    CLASSES.index(name) for name in ("top", "outerwear", "dress", "bottoms", "accessory", "skin")
)
SAG: Final = -0.16
"""How a waistband that is made runs beside the spine: x² in 1/u, higher at the sides, seen from above."""
BAND: Final = 0.1
"""Height of a made waistband, in u."""
SEAM: Final = 0.006
"""Half the breadth of its seam and of its edge, in u."""
TALLEST: Final = 1.2
"""Bottoms are made up to this height above an old hem, in u; more of them nobody could guess."""
APART: Final = 0.3
"""How far beside the spine the gap between legs is looked for, in u."""
ARCH: Final = 1.3
"""Height of the arch above such a gap, as a share of half its breadth."""
RAISED: Final = 0.2
"""How far above its depth a waist's sides may lie, in u."""
MARGIN: Final = 4
"""Pixels beside the bottoms that are read as well."""
LOW: Final = 0.22
"""How far below the usual waist a hem may lie, in u, at which bottoms of a low rise begin as well."""
CLOSED: Final = 7
"""Pixels across what is too narrow for a gap."""
FLESH: Final = 20.0
"""CIELAB distance from skin up to which something may be that."""
NEAR: Final = 0.1
"""How far from its curve the edge of bottoms is looked for, in u."""
RAGGED: Final = (0.05, 0.02)
"""How far above and below the edge that the label shows of a waistband its smooth course may lie, in u."""
SIDE: Final = 0.03
"""How far from their sides their upper edge is read, in u."""
SEEN: Final = 0.7
"""Share of a waist's breadth that has to be in sight."""


@dataclass(frozen=True, eq=False)
class Bottoms:
    """Old bottoms as they look below their upper edge."""

    waist: Waist
    cover: Mask
    """Their coverage as far as the cleaned photo is not to show its own picture of them."""
    colour: Float32[np.ndarray, "h w 3"]
    as_photographed: Mask
    """Where the photo itself shows them."""
    beside: Mask
    """Where nothing of the body may look out beside them."""


def found(person: Person, body: Body, frame: Frame, hidden_arms: Mask) -> Bottoms | None:
    """The bottoms that stay on under a new top; None where the photo does not tell how they look at the waist."""
    usual, old = frame.torso - RISE * frame.unit, frame.old
    if old.waist is None:
        skirt = skirts(person, body)
        return _of_dress(person, body, frame, usual, skirt) if skirt else None
    if not old.hung or old.waist - usual < LOW * frame.unit:
        return _in_sight(person, frame, old.waist)
    if old.waist - usual > TALLEST * frame.unit:
        return None
    return _made(person, body, frame, hidden_arms, usual, old.waist)


def laid(erased: Erased, bottoms: Bottoms, into: Stuff, person: Person, body: Body) -> Erased:
    """The person without an old top, `bottoms` up to their waist, and above that the body."""
    # what is seen between arm and trunk is the scene, however narrow
    gaps = soft((person.labels == 0) & (person.mask < 0.5), 0.8) * (1 - bottoms.waist.below)
    window = box([erased.removed + bottoms.cover > 0], 0)
    cover, shown, gap = bottoms.cover[window], bottoms.as_photographed[window], gaps[window]
    removed = np.maximum(erased.removed[window], cover) * (1 - shown)
    picture = erased.picture[window].astype(np.float32)
    beside = np.maximum(bottoms.beside[window], gap) * erased.removed[window]
    # the rim of a narrow gap between arm and trunk that passes for body
    rim = cv2.morphologyEx(body.mask[window], cv2.MORPH_CLOSE, np.ones((CLOSED, CLOSED), np.uint8)) - body.mask[window]
    rim *= erased.removed[window] * (1 - bottoms.waist.below[window])
    picture += (into.skin[window] - picture) * rim[..., None]
    picture += (into.scene.picture[window] - picture) * beside[..., None]
    picture += (bottoms.colour[window] - picture) * np.maximum(cover, shown)[..., None]
    rest = (1 - cover) * (1 - shown)
    out = [part.copy() for part in (erased.picture, erased.removed, erased.skin, erased.scene)]
    out[0][window] = np.clip(np.rint(picture), 0, 255).astype(np.uint8)
    out[1][window] = removed
    out[2][window] = np.maximum(erased.skin[window], rim) * (1 - beside) * rest
    out[3][window] = np.maximum(erased.scene[window] * (1 - rim), beside) * rest
    return Erased(out[0], out[1], out[2], out[3], erased.behind)


def line(
    frame: Frame, depth: float, curve: tuple[float, float], half: dict[Side, float], shape: tuple[int, ...]
) -> Waist:
    """A waist whose edge is a curve."""
    down, across = _axes(frame, shape)
    below = np.clip(down - depth - (curve[0] * across + curve[1] * across * across) + 0.5, 0, 1)
    return Waist(depth, curve, half, np.asarray(below, np.float32))


def _axes(frame: Frame, shape: tuple[int, ...]) -> tuple[Float32[np.ndarray, "h w"], Float32[np.ndarray, "h w"]]:
    """Depth along the spine and distance from it toward the wearer's left, of each pixel."""
    rows, columns = (np.arange(n, dtype=np.float32) for n in shape)
    x, y = columns[None] - frame.joint["neck"].real, rows[:, None] - frame.joint["neck"].imag
    down = x * frame.down.real + y * frame.down.imag
    across = x * frame.across.real + y * frame.across.imag
    return np.asarray(down, np.float32), np.asarray(across, np.float32)


def _body(frame: Frame, depth: np.ndarray) -> tuple[dict[Side, Float64[np.ndarray, " k"]], Float64[np.ndarray, " k"]]:
    """How far the trunk reaches on each side of its middle at depths, and where that lies beside the spine."""
    centre, edges = frame.pockets.level(depth)
    half = {side: np.abs(edges[side] - centre) + THICK * frame.unit for side in SIDES}
    return half, ((centre - frame.joint["neck"]) * np.conj(frame.across)).real


def _in_sight(person: Person, frame: Frame, depth: float) -> Bottoms | None:
    """Bottoms whose upper edge the photo shows: it keeps them."""
    unit, curve, shape = frame.unit, frame.old.curve, person.mask.shape
    down, across = _axes(frame, shape)
    off = down - depth - (curve[0] * across + curve[1] * across * across)
    bottoms = (person.labels == BOTTOMS) | _belt(person)
    region = bottoms & (np.abs(off) < NEAR * unit)
    trunk, _ = _body(frame, np.array([depth]))
    half = {side: float(trunk[side][0]) for side in SIDES}
    inside = (across < half["left"]) & (across > -half["right"])
    columns = np.flatnonzero((region & inside).sum(0) > 0.3 * NEAR * unit)
    if len(columns) < SEEN * sum(half.values()):
        return None
    # right at the side the label's upper end is that of the side
    columns = columns[round(SIDE * unit) : -max(1, round(SIDE * unit))]
    edge = bowed(columns, region[:, columns].argmax(0).astype(np.float64), unit)
    # beyond them it goes on as it runs on the whole, in no step
    course = np.asarray((off < 0).sum(0), np.float64)
    edge = course + np.interp(np.arange(shape[1]), columns, edge - course[columns])
    beyond = (np.arange(shape[1]) < columns[0]) | (np.arange(shape[1]) > columns[-1])
    rows = np.arange(shape[0])[:, None]
    below = np.clip(rows - edge[None] + 0.5, 0, 1)
    waist = Waist(depth, curve, half, np.asarray(below, np.float32))
    # above a waistband of many colours the label gives up a little of it
    near = ~beyond[None] & (rows < edge[None] + RAGGED[0] * unit)
    kept = (bottoms | near) & (rows >= edge[None])
    shown = np.asarray(matte(person.photo, kept, unit) * below, np.float32)
    core = (shown > 0.97).astype(np.float32)
    colour = clean(person.photo, shown, kept, unit).astype(np.float32)
    return Bottoms(waist, np.asarray(shown * (1 - core)), colour, core, np.zeros_like(shown))


def bowed(columns: np.ndarray, edge: np.ndarray, unit: float) -> np.ndarray:
    """The upper edge that labels show in columns, without its steps: a waistband is cut straight and runs in a bow.

    The label loses of a waistband of many colours more than it adds.
    """
    steady = median_filter(edge, max(3, round(0.08 * unit)), mode="nearest")
    x = (columns - columns.mean()) / max(float(np.ptp(columns)), 1.0)
    terms, bow = np.stack([np.ones_like(x), x, x * x], 1), steady
    weight = np.ones_like(x)
    for _ in range(5):
        root = np.sqrt(weight)[:, None]
        bow = terms @ np.linalg.lstsq(terms * root, steady * root[:, 0], rcond=None)[0]
        weight = np.where(steady < bow, 1.0, 0.15)
    return np.asarray(np.clip(bow, steady - RAGGED[0] * unit, steady + RAGGED[1] * unit))


def _belt(person: Person) -> Region:
    """What passes for accessories, if it has not the colour of skin: a bare midriff may pass for a belt."""
    belt, skin = person.labels == ACCESSORY, person.labels == SKIN
    if belt.any() and skin.any():
        own, flesh = (np.median(lab(person.photo[region][None])[0], 0) for region in (belt, skin))
        if np.linalg.norm(own - flesh) < FLESH:
            return np.zeros_like(belt)
    return np.asarray(belt)


def _of_dress(person: Person, body: Body, frame: Frame, depth: float, skirt: tuple[int, ...]) -> Bottoms:
    """The lower part of a dress, or of what else stays on as a skirt, from the waist on: the photo shows it."""
    trunk, _ = _body(frame, np.array([depth]))
    half = {side: float(trunk[side][0]) for side in SIDES}
    waist = line(frame, depth, (0.0, SAG / frame.unit), half, person.mask.shape)
    cloth_of = among(person.labels, skirt)
    free = cloth_of & ~sleeves_of(person, body, skirt)
    # beside an arm before it it goes on
    between = np.maximum.accumulate(free, 1) & np.maximum.accumulate(free[:, ::-1], 1)[:, ::-1]
    region = (free | (cloth_of & between & ~bare_arms(body))) & (waist.below > 0)
    shown = matte(person.photo, cloth_of, frame.unit) * region
    for hand in body.hidden_hands.values():
        shown[hand.window] *= 1 - hand.cover
    cloth = clean(person.photo, shown, region, frame.unit).astype(np.float32)
    down, across = _axes(frame, person.mask.shape)
    colour = cloth * _band(down - depth - waist.curve[1] * across * across, frame.unit)[..., None]
    core = (shown > 0.97) & (np.abs(colour - cloth).max(2) < 0.5)
    kept = core.astype(np.float32)
    return Bottoms(waist, np.asarray(shown * waist.below * (1 - kept)), colour, kept, np.zeros_like(shown))


def _made(person: Person, body: Body, frame: Frame, hidden_arms: Mask, depth: float, hem: float) -> Bottoms | None:
    """Bottoms drawn on upward beneath the hem of the old top, up to a waistband at `depth`."""
    unit, shape = frame.unit, person.mask.shape
    region = person.labels == BOTTOMS
    top = among(person.labels, (TOP, OUTERWEAR, DRESS))
    bare = person.labels == SKIN
    seen = _breadth(region, bare, frame, hem)
    if seen is None:
        return None
    # their colours are told by what is below, as far as their texture is copied
    whole = _axes(frame, shape)
    there = (whole[0] > depth - RAISED * unit) & (whole[0] < hem + (2 * TELLS + SHADE[1]) * unit)
    rows = box([there], 0)[0]
    down, across = (axis[rows] for axis in whole)
    levels = np.arange(depth, hem + unit, 1.0)
    trunk, middle = _body(frame, levels)
    ease = 0.5 - 0.5 * np.cos(np.pi * np.clip((levels - depth) / max(hem - depth, 1.0), 0, 1))
    spot = float(np.interp(hem, levels, middle))
    shown = {"left": seen[1] - spot, "right": spot - seen[0]}
    half = {side: trunk[side] + (shown[side] - trunk[side]) * ease for side in SIDES}
    off = np.asarray(across - np.interp(down, levels, middle), np.float32)
    far = np.where(off > 0, *(np.interp(down, levels, half[side]) for side in SIDES)).astype(np.float32)
    inside = np.clip(far - np.abs(off) + 0.5, 0, 1)
    waist = line(frame, depth, (0.0, SAG / unit), {side: float(half[side][0]) for side in SIDES}, shape)
    away = cv2.distanceTransform((~top[rows]).astype(np.uint8), cv2.DIST_L2, 3) / np.float32(unit)
    fresh = np.clip((SHADE[1] - away) / (SHADE[1] - SHADE[0]), 0, 1)
    fork = _fork(person.labels[rows] == 0, down, across, hem + SHADE[0] * unit, unit)
    below_hem = np.where(region[rows], fresh, np.clip(fork - down + 0.5, 0, 1))
    # what the old top hid of an arm lies before them as well
    arms = np.maximum(soft((bare & arms_of(body)) | bare_arms(body), 0.8), hidden_arms)[rows]
    cover, beside, colour = (np.zeros((*shape, *more), np.float32) for more in ((), (), (3,)))
    cover[rows] = inside * waist.below[rows] * below_hem * (1 - arms)
    off_cloth = np.maximum(1 - inside, np.clip(down - fork + 0.5, 0, 1))
    under = (down < hem + SHADE[1] * unit) & ~region[rows]
    beside[rows] = off_cloth * waist.below[rows] * under * (1 - arms)
    columns = box([cover > 0], MARGIN)[1]
    window, part, made = (rows, columns), (slice(None), columns), box([cover > 0], 0)
    inner = overlap(made, window)[0]
    place = np.where(inside > 0, off / np.maximum(far, 1), 0)[part][inner]
    told = seen_of(
        person.photo[window].astype(np.float32), region[window], away[part], np.zeros_like(region[window]), unit
    )
    if told is None:
        return None
    # every level of a grid, from side to side
    grid = np.arange(depth - RAISED * unit, hem + (2 * TELLS + SHADE[1]) * unit)[:, None]
    shares = np.linspace(-1, 1, BINS)[None]
    sides = np.where(shares > 0, *(np.interp(grid, levels, half[side]) for side in SIDES))
    at = frame.joint["neck"] + frame.down * grid + frame.across * (np.interp(grid, levels, middle) + shares * sides)
    x, y = at.real - columns.start, at.imag - rows.start
    cloth = gone_on(told, x.astype(np.float32), y.astype(np.float32), unit)
    level = (down[part][inner] - grid[0, 0]).astype(np.float32)
    bins = ((np.clip(place, -1, 1) + 1) / 2 * (BINS - 1)).astype(np.float32)
    drawn = cv2.remap(cloth, bins, level, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    drawn += (told.cloth[inner] - drawn) * soft(told.tells, 0.8)[inner][..., None]
    edge = depth + waist.curve[1] * across[part][inner] ** 2
    colour[made] = drawn * _band(down[part][inner] - edge, unit)[..., None]
    return Bottoms(waist, cover, colour, np.zeros_like(cover), beside)


def _fork(
    scene: Region, down: Float32[np.ndarray, "h w"], across: Float32[np.ndarray, "h w"], depth: float, unit: float
) -> Float32[np.ndarray, "h w"]:
    """Depth to which cloth that is made goes down: to `depth`, and between legs apart in an arch above it."""
    near = box([np.abs(down - depth) < 0.06 * unit], 0)
    row = scene[near] & (np.abs(down[near] - depth) < 0.02 * unit) & (np.abs(across[near]) < APART * unit)
    found = np.full(scene.shape, depth, np.float32)
    if row.sum() < 4:
        return found
    first, last = np.percentile(across[near][row], (2, 98))
    half = float(last - first) / 2
    place = np.clip((across - np.float32((first + last) / 2)) / np.float32(max(half, 1.0)), -1, 1)
    return np.asarray(found - ARCH * np.float32(half) * np.sqrt(1 - place * place), np.float32)


def _breadth(region: Region, arms: Region, frame: Frame, hem: float) -> tuple[float, float] | None:
    """Places beside the spine of both sides of bottoms right below a hem, the body's where an arm hides them."""
    down, across = _axes(frame, region.shape)
    band = region & (down > hem + 0.02 * frame.unit) & (down < hem + 0.12 * frame.unit)
    ends, hidden = [], []
    for row in np.flatnonzero(band.any(1)):
        there = np.flatnonzero(band[row])
        if len(there) > 0.4 * frame.unit:
            order = there[[0, -1]] if across[row, there[0]] < across[row, there[-1]] else there[[-1, 0]]
            ends.append(across[row, order])
            out = np.clip(order + 4 * np.sign(order - order[::-1]), 0, region.shape[1] - 1)
            hidden.append(arms[row, out])
    if len(ends) < 3:
        return None
    low, high = (float(x) for x in np.median(np.array(ends), 0))
    trunk, middle = _body(frame, np.array([hem]))
    behind = np.mean(hidden, 0) > 0.5
    if behind[0]:
        low = min(low, float(middle[0] - trunk["right"][0]))
    if behind[1]:
        high = max(high, float(middle[0] + trunk["left"][0]))
    return low, high


def _band(below: Float32[np.ndarray, "h w"], unit: float) -> Float32[np.ndarray, "h w"]:
    """The light on a waistband, by the distance below its upper edge: its edge catches light, its seam is dark."""
    seam = np.exp(-(((below - BAND * unit) / (SEAM * unit)) ** 2))
    ridge = np.exp(-(((below - (BAND - 2.5 * SEAM) * unit) / (2 * SEAM * unit)) ** 2))
    edge = np.exp(-(((below - SEAM * unit) / (1.5 * SEAM * unit)) ** 2))
    return np.asarray(1 - 0.22 * seam + 0.05 * ridge + 0.07 * edge, np.float32)
