"""Arms as they are at each place along them: both edges as far as they are in sight, and where cloth hides one of them
as far from the other as the arm is broad."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from jaxtyping import Float32
from scipy.ndimage import gaussian_filter1d, median_filter, percentile_filter

from vitrine.imaging.masks import WHOLE, Window, box_about
from vitrine.imaging.types import Labels, Mask, Picture, Region
from vitrine.people.person import CLASSES

SKIN: Final = CLASSES.index("skin")
CLOTH: Final = tuple(CLASSES.index(name) for name in ("top", "outerwear", "dress", "hair", "bag"))
"""What may lie over an arm; trousers do not."""
SNAP: Final = 0.3
"""How far from a label's edge the picture's own is looked for, in radii."""
STRIP: Final = 0.4
"""Share of the skin's breadth by which its edge may lie inward of the label's."""
SIDE: Final = 3
"""Pixels to each side of an edge whose colours tell it."""
PLACES: Final = np.linspace(0.1, 2, 39)
"""Where an arm is measured: 0 at the shoulder, 1 at the elbow, 2 at the wrist."""
BEND: Final = 0.12
"""Over this length along the arm, in the same, the lines across it turn from those of one bone to those of the next."""
_KNOTS: Final = (0.5, 0.7, 0.85, 1.0, 1.1, 1.2, 1.3, 1.4, 1.5, 1.6, 1.7, 1.85, 2.0)
_OUTER: Final = (0.115, 0.101, 0.100, 0.106, 0.114, 0.120, 0.117, 0.110, 0.102, 0.094, 0.086, 0.076, 0.068)
_INNER: Final = (0.115, 0.109, 0.110, 0.120, 0.119, 0.110, 0.102, 0.092, 0.082, 0.076, 0.071, 0.066, 0.066)
"""How far hanging arms reach beyond their bones, away from the trunk and toward it, in the person's unit: the median of
24 bare ones in photos, smoothed."""
SLEEVES: Final = tuple(CLASSES.index(name) for name in ("top", "outerwear", "dress", "skin"))
"""What an arm in a sleeve lies in."""
SLEEVED: Final = 0.45, 1.85
"""Places between which a sleeve tells where an arm lies in it."""
LINED: Final = 0.018
"""How far a sleeve's edge stands off the arm at least, in the person's unit."""
FAR: Final = 2.2
"""How far from its middle an arm's edge is looked for, in radii."""
BELIEVED: Final = 0.5, 1.6
"""Between these breadths, over the one that was guessed, an arm seen before the scene is believed."""
TELLING: Final = 5
"""Places with both edges before the scene from which on they tell how broad the arm is."""
BROAD: Final = 75
"""Percentile of the breadths seen beside cloth that is the arm's own: cloth hides some of it here and there."""
ASLANT: Final = 0.92
"""Share of the breadth at the next places below which skin is what a sleeve that ends aslant leaves of an arm."""
HIDDEN: Final = 0.65
"""Share of the guess below which cloth beside an arm hides some of it."""
WIDEST: Final = 1.2
"""The most by which an arm beside cloth is broader than was guessed."""
ELSEWHERE: Final = 0.35
"""Distance along the arm, 1 for a bone, from which on what is seen before the scene tells little."""
OFF: Final = 0.15
"""Share of the breadth by which an edge at cloth may be off and still be the arm's own."""
CREASE: Final = 7
"""Places over which the creases of cloth beside an arm are no part of its edge."""
LEVEL: Final = 0.03
"""Share of the breadth by which an edge at cloth is none too uneven."""
STRAIGHT: Final = 0.6
"""Cosine of the bend at the elbow up to which an arm hangs."""
PARTS: Final = 4
"""Parts of a pixel, along each axis, in which an arm's soft coverage is counted."""
ROUNDED: Final = 6
"""Steps in which an arm goes on to each of its ends."""
SOFT: Final = 0.6
"""Blur of its edge, pixels: a lens has such a one."""
FADE: Final = 0.5
"""Length along an arm, 1 for a bone, over which an edge comes back to where it was guessed."""

Edges = Float32[np.ndarray, "n 2"]
"""Of each place the distances of both edges from the bone, pixels; the first is negative."""
Place = tuple[tuple[float, float], float]
"""A place (x, y) and a limb's radius there, pixels."""


@dataclass(frozen=True, eq=False)
class Tube:
    """An arm, from below the shoulder to the wrist, at the places PLACES."""

    at: Float32[np.ndarray, "n 2"]
    """Its middle, pixels (x, y)."""
    radius: Float32[np.ndarray, " n"]
    across: Float32[np.ndarray, "n 2"]
    """Unit vectors across it."""
    hangs: bool
    """Whether it is so little bent that what is beside it is none of it."""

    def drawn(
        self,
        shape: tuple[int, ...],
        wider: float | int = 0.0,
        first: float = 0.0,
        ends: Sequence[Place] = (),
        window: Window = WHOLE,
    ) -> Region:
        """The arm from a place on, `wider` by so many pixels on each side, in a window of a picture of a shape.

        It goes on to its `ends`, where and how wide (radius) they are, if any are given.
        """
        rows, columns = (range(*part.indices(size)) for part, size in zip(window, shape, strict=True))
        canvas = np.zeros((len(rows), len(columns)), np.uint8)
        self._lay(canvas, np.array([columns.start, rows.start]), 1, float(wider), first, ends)
        return np.asarray(canvas.view(bool))

    def cover(
        self, shape: tuple[int, ...], wider: float | int, window: Window, first: float = 0.0, ends: Sequence[Place] = ()
    ) -> Mask:
        """As `drawn`, with a soft edge that is no stairs where it runs nearly along rows or columns."""
        rows, columns = (range(*part.indices(size)) for part, size in zip(window, shape, strict=True))
        if not rows or not columns:
            # out of the picture
            return np.zeros((len(rows), len(columns)), np.float32)
        canvas = np.zeros((len(rows) * PARTS, len(columns) * PARTS), np.uint8)
        # the place of a pixel's middle is a whole number
        self._lay(canvas, np.array([columns.start, rows.start]) - (0.5 - 0.5 / PARTS), PARTS, float(wider), first, ends)
        fine = cv2.resize(canvas.astype(np.float32), (len(columns), len(rows)), interpolation=cv2.INTER_AREA)
        return np.asarray(cv2.GaussianBlur(fine, (0, 0), SOFT), np.float32)

    def _lay(
        self, canvas: np.ndarray, corner: np.ndarray, scale: int, wider: float, first: float, ends: Sequence[Place]
    ) -> None:
        """Set the arm, as `drawn`, in a canvas with so many pixels for one of the picture's from a corner on."""
        at, radius, across = self.at, self.radius, self.across
        for place, half in ends:
            # no corner is there: it widens from the wrist on as a hand does
            t = np.linspace(0, 1, ROUNDED + 1)[1:]
            radius = np.append(radius, radius[-1] + (half - radius[-1]) * t * t * (3 - 2 * t))
            at = np.concatenate([at, at[-1] + (np.array(place) - at[-1]) * t[:, None]])
            across = np.concatenate([across, np.repeat(across[-1:], ROUNDED, 0)])
        at, far = (at - corner) * scale, np.maximum(radius + wider, 0.5)[:, None] * across * scale
        start = int(np.searchsorted(PLACES, first))
        _fill(canvas, (at - far)[start:], (at + far)[start:])
        if ends:
            # fingers end round
            place = np.round(at[-1] * 16).astype(int).tolist()
            cv2.circle(canvas, place, round(float(np.hypot(*far[-1])) * 16), 1, -1, cv2.LINE_8, 4)

    def window(self, shape: tuple[int, ...], margin: float | int) -> Window:
        """What lies no farther than `margin` pixels around it, in a picture of a shape."""
        return box_about(self.at, float(self.radius.max()) + margin, shape)

    def beside(
        self, shape: tuple[int, ...], near: float | int, far: float | int, first: float = 0.3, window: Window = WHOLE
    ) -> Region:
        """What lies between `near` and `far` pixels beside the arm, from a place on."""
        if not self.hangs:
            return np.zeros_like(self.drawn(shape, window=window))
        return np.asarray(self.drawn(shape, far, first, window=window) & ~self.drawn(shape, near, window=window))


def _fill(canvas: np.ndarray, left: np.ndarray, right: np.ndarray) -> None:
    """Set, in place, what lies between the places `left` and `right` of one another, shape (n, 2), (x, y)."""
    left, right = (np.round(side * 16).astype(np.int32) for side in (left, right))
    for quad in np.stack([left[:-1], right[:-1], right[1:], left[1:]], 1):
        cv2.fillConvexPoly(canvas, cv2.convexHull(quad), 1, cv2.LINE_8, 4)


def usual(place: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Radius of an arm of which nothing is in sight at places as in PLACES, and how far its middle lies off the bone.

    Both in the person's unit; the second away from the trunk.
    """
    outer, inner = (np.interp(place, _KNOTS, edge) for edge in (_OUTER, _INNER))
    return (outer + inner) / 2, (outer - inner) / 2


def tube(
    photo: Picture, labels: Labels, joints: np.ndarray, guessed: np.ndarray, lean: np.ndarray | float = 0.0
) -> Tube:
    """An arm as it is in sight.

    Args:
        photo: the person image.
        labels: of the person image, indices into CLASSES.
        joints: shoulder, elbow and wrist, (x, y) in pixels, shape (3, 2).
        guessed: its radius at each of PLACES, pixels.
        lean: how far its middle is thought to lie beside the bone there, in the direction of `bones`, pixels.
    """
    at, across = bones(joints)
    at = np.asarray(at + across * np.reshape(lean, (-1, 1)), np.float32)
    radius = np.asarray(guessed, np.float32)
    if not _hangs(joints):
        return Tube(at, radius, across, hangs=False)
    seen, cloth = _edges(photo, labels, at, across, radius)
    breadth = _breadth(seen, cloth, radius)
    edges = _whole(seen, cloth, breadth)
    middle = at + across * edges.mean(1, keepdims=True)
    half = np.asarray((edges[:, 1] - edges[:, 0]) / 2, np.float32)
    return Tube(np.asarray(middle, np.float32), half, across, hangs=True)


def in_sleeve(
    labels: Labels, joints: np.ndarray, radius: np.ndarray, outward: float, unit: float
) -> tuple[np.ndarray, np.ndarray]:
    """Radius of an arm at PLACES, and how far it lies beside its bones, so that it is in the sleeve that is in sight.

    Args:
        labels: of the person image, indices into CLASSES.
        joints: shoulder, elbow and wrist, (x, y) in pixels, shape (3, 2).
        radius: as it was guessed, pixels.
        outward: 1 or -1: whether the way away from the trunk is that of `bones` across the arm.
        unit: the person's unit, pixels.
    """
    at, across = bones(joints)
    lean = usual(PLACES)[1] * unit * outward
    reach = round(FAR * float(radius.max()))
    low, high = _sleeve(labels, at + across * lean[:, None], across, reach)
    low, high = low + LINED * unit, high - LINED * unit
    # in a sleeve that is narrower than the arm was thought to be that is narrower, too
    fits = gaussian_filter1d(np.minimum(radius, (high - low) / 2), 2.0, mode="nearest")
    radius = np.minimum(radius, fits)
    aside = np.minimum(np.maximum(0, low + radius), high - radius)
    return radius, lean + gaussian_filter1d(median_filter(aside, 5, mode="nearest"), 2.0, mode="nearest")


def _sleeve(labels: Labels, middle: np.ndarray, across: np.ndarray, reach: int) -> tuple[np.ndarray, np.ndarray]:
    """Where the sleeve around an arm's middle ends before the scene on either side, pixels across; else infinite."""
    off = np.arange(-reach, reach + 1)
    places = np.round(middle[:, None] + across[:, None] * off[None, :, None]).astype(int)
    line = labels[np.clip(places[..., 1], 0, labels.shape[0] - 1), np.clip(places[..., 0], 0, labels.shape[1] - 1)]
    cloth = np.isin(line, SLEEVES)
    rows, columns = np.arange(len(middle)), np.arange(len(off))
    before = np.where(~cloth & (columns <= reach), columns, -1).max(1)
    after = np.where(~cloth & (columns >= reach), columns, len(off)).min(1)
    there = cloth[:, reach] & (np.abs(PLACES - np.mean(SLEEVED)) < np.ptp(SLEEVED) / 2)
    left = there & (before >= 0) & (line[rows, before] == 0)
    right = there & (after < len(off)) & (line[rows, np.minimum(after, len(off) - 1)] == 0)
    return np.where(left, before - reach + 0.5, -np.inf), np.where(right, after - reach - 0.5, np.inf)


def _hangs(joints: np.ndarray) -> bool:
    """Whether an arm is so little bent that it does not lie before the trunk or the other arm."""
    upper, lower = joints[1] - joints[0], joints[2] - joints[1]
    return bool(float(upper @ lower) > STRAIGHT * np.hypot(*upper) * np.hypot(*lower))


def bones(joints: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Places along the bones, and unit vectors across them."""
    first = PLACES[:, None] < 1
    at = np.where(first, joints[0] + (joints[1] - joints[0]) * PLACES[:, None], 0)
    at = np.where(first, at, joints[1] + (joints[2] - joints[1]) * (PLACES[:, None] - 1)).astype(np.float32)
    upper, lower = (way / max(float(np.hypot(*way)), 1.0) for way in (joints[1] - joints[0], joints[2] - joints[1]))
    turn = np.clip((PLACES[:, None] - 1) / (2 * BEND) + 0.5, 0, 1)
    way = upper + (lower - upper) * turn
    way = way / np.maximum(np.linalg.norm(way, axis=1, keepdims=True), 1e-3)
    return at, np.stack([-way[:, 1], way[:, 0]], 1).astype(np.float32)


def _edges(
    photo: Picture, labels: Labels, at: np.ndarray, across: np.ndarray, radius: np.ndarray
) -> tuple[Edges, np.ndarray]:
    """Where skin around the bone ends to either side, NAN where that is not in sight; whether it ends at cloth."""
    reach = round(FAR * float(radius.max()))
    off = np.arange(-reach, reach + 1)
    places = np.round(at[:, None] + across[:, None] * off[None, :, None]).astype(int)
    x, y = places[..., 0], places[..., 1]
    outside = (x < 0) | (y < 0) | (x >= labels.shape[1]) | (y >= labels.shape[0])
    line = labels[np.clip(y, 0, labels.shape[0] - 1), np.clip(x, 0, labels.shape[1] - 1)]
    skin = (line == SKIN) & ~outside
    rows = np.arange(len(at))
    # from the skin nearest to the bone
    start = np.where(skin, np.abs(off), 10 * reach).argmin(1)
    known = skin[rows, start] & (np.abs(off[start]) < radius)
    columns = np.arange(len(off))
    before = np.where(~skin & (columns < start[:, None]), columns, -1).max(1)
    after = np.where(~skin & (columns > start[:, None]), columns, len(off)).min(1)
    known &= (before >= 1) & (after < len(off) - 1)
    before, after = np.clip(before, 1, None), np.clip(after, None, len(off) - 2)
    known &= ~outside[rows, before] & ~outside[rows, after]
    colours = photo[np.clip(y, 0, labels.shape[0] - 1), np.clip(x, 0, labels.shape[1] - 1)].astype(np.float32)
    beyond = np.stack([line[rows, before - 1], line[rows, after + 1]], 1)
    most = max(2, round(SNAP * float(radius.max())))
    off_label = _snapped(colours, np.stack([before + 1, after], 1), most)
    # before the scene labels are as good as the person's outline; pale skin's own shade is stronger than its edge there
    near = np.where(beyond == 0, most / 2, most)
    ends = np.stack([before + 0.5, after - 0.5], 1) + np.clip(off_label, -near, near)
    seen = (ends - reach).astype(np.float32)
    seen[~known] = np.nan
    return _below_hem(seen), np.isin(beyond, CLOTH)


def _below_hem(seen: Edges) -> Edges:
    """The edges without those right at a sleeve's end: it cuts an arm aslant, and its shadow passes for scene."""
    broad = seen[:, 1] - seen[:, 0]
    for place in np.flatnonzero(~np.isnan(broad)).tolist():
        following = broad[place + 1 : place + 4]
        following = following[~np.isnan(following)]
        if len(following) < 2 or broad[place] > ASLANT * np.median(following):
            break
        seen[place] = np.nan
    return seen


def _snapped(colours: np.ndarray, first: np.ndarray, most: int) -> np.ndarray:
    """How far along each line, up to `most` pixels, the picture's own edge lies from that of the labels.

    Args:
        colours: of the lines' pixels, shape (n, m, 3).
        first: the pixel right after each of two edges, shape (n, 2).
        most: pixels.
    """
    sums = np.cumsum(np.pad(colours, ((0, 0), (1, 0), (0, 0))), 1)
    steps = np.arange(-most, most + 1)
    last = colours.shape[1]
    at = np.clip(first[..., None] + steps, SIDE, last - SIDE)
    rows = np.arange(len(colours))[:, None, None]
    left, right = sums[rows, at] - sums[rows, at - SIDE], sums[rows, at + SIDE] - sums[rows, at]
    # the arm's own side of it looks as the arm does a little farther in
    inner = np.clip(first + np.array([most, -most - 2 * SIDE]), 0, last - 2 * SIDE)[..., None]
    core = (sums[rows, inner + 2 * SIDE] - sums[rows, inner]) / 2
    own = np.stack([right[:, 0], left[:, 1]], 1)
    apart = np.linalg.norm(right - left, axis=3) * (1 - 0.3 * np.abs(steps) / most)
    apart -= np.linalg.norm(own - core, axis=3)
    # of a narrow strip neither edge is taken for the other one
    inward = np.stack([steps, -steps]) > (first[:, 1] - first[:, 0])[:, None, None] * STRIP
    apart[inward] = -np.inf
    return np.asarray(steps[apart.argmax(2)], np.float64)


def _breadth(seen: Edges, cloth: np.ndarray, radius: np.ndarray) -> np.ndarray:
    """How broad the arm is at each place, from the places that tell it."""
    share = (seen[:, 1] - seen[:, 0]) / (2 * radius)
    good = (share > BELIEVED[0]) & (share < BELIEVED[1])
    free = good & ~cloth.any(1)
    if free.sum() >= TELLING:
        steady = np.interp(PLACES, PLACES[free], median_filter(share[free], 5, mode="nearest"))
        upper = good & (PLACES < 1)
        far = np.abs(PLACES[:, None] - PLACES[free]).min(1) > ELSEWHERE
        if upper.sum() >= TELLING:
            # hardly any cloth hides half of an upper arm all along
            steady[far & (PLACES < 1)] = np.minimum(steady, np.percentile(share[upper], BROAD))[far & (PLACES < 1)]
        return np.asarray(2 * radius * gaussian_filter1d(steady, 2.0, mode="nearest"))
    good &= (share > HIDDEN) & (share < WIDEST)
    shares = np.full(len(PLACES), float(np.percentile(share[good], BROAD)) if good.sum() >= TELLING else 1.0)
    if free.sum() > 1:
        near = np.clip(1 - np.abs(PLACES[:, None] - PLACES[free]).min(1) / FADE, 0, 1)
        shares += (np.interp(PLACES, PLACES[free], share[free]) - shares) * near
    return np.asarray(2 * radius * gaussian_filter1d(shares, 2.0, mode="nearest"))


def _whole(seen: Edges, cloth: np.ndarray, breadth: np.ndarray) -> Edges:
    """Both edges at each place: those in sight; else as far from the other as the arm is broad; else near those."""
    half = np.stack([-breadth, breadth], 1) / 2
    own = ~np.isnan(seen) & ~cloth
    wide = (seen[:, 1] - seen[:, 0]) / breadth
    fits = np.abs(wide - 1) < OFF
    edges = np.where(own | fits[:, None], seen, np.nan)
    # one edge before the scene tells where the other one is
    for k, sign in ((0, -1), (1, 1)):
        other = own[:, 1 - k] & np.isnan(edges[:, k])
        edges[other, k] = seen[other, 1 - k] + sign * breadth[other]
    # an edge far off the bone is that of something else, and so is what stands off beside cloth
    stray = ~np.isnan(edges) & (np.abs(edges - half) > 0.9 * breadth[:, None])
    edges[stray] = np.nan
    found = half.copy()
    nearby: np.ndarray = np.abs(PLACES[:, None] - PLACES)
    for k, sign in ((0, -1), (1, 1)):
        there = np.flatnonzero(~np.isnan(edges[:, k]))
        if not len(there):
            continue
        off = sign * (edges[there, k] - half[there, k])
        near = nearby[:, there].min(1)
        drawn = np.interp(PLACES, PLACES[there], off)
        beside = np.interp(PLACES, PLACES[there], (cloth[there, k]).astype(np.float64)) > 0.5
        middle, outer = (percentile_filter(drawn, p, CREASE, mode="nearest") for p in (50, 75))
        outer = middle + np.maximum(outer - middle - LEVEL * breadth, 0)
        outer = gaussian_filter1d(outer, 1.5, mode="nearest")
        plain = gaussian_filter1d(median_filter(drawn, 5, mode="nearest"), 0.7, mode="nearest")
        share = gaussian_filter1d(beside.astype(np.float64), 1.0, mode="nearest")
        found[:, k] += sign * (plain + (outer - plain) * share) * np.clip(1 - near / FADE, 0, 1)
    # never broader than the arm
    return np.asarray(_narrowed(found, breadth, own), np.float32)


def _narrowed(edges: np.ndarray, breadth: np.ndarray, own: np.ndarray) -> np.ndarray:
    """Edges no farther apart than the arm is broad, where one of them is at cloth: that one gives way."""
    over = np.maximum(edges[:, 1] - edges[:, 0] - 1.05 * breadth, 0)
    both, either = own[:, 0] & own[:, 1], own[:, 0] | own[:, 1]
    gives = np.where(both[:, None], 0, np.where(either[:, None], ~own, 0.5))
    gives = gaussian_filter1d(gives.astype(np.float64), 1.0, axis=0, mode="nearest")
    return np.asarray(edges + np.stack([over, -over], 1) * gives)
