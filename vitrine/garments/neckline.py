"""The front neckline of a garment whose inside shows at the back: the curve that the neck must come out of.

Symmetric curves between the neck points are tried on the picture, from shallow to deep and from pointed to square; the
one across which colour changes most, and in the same manner all along, is the neckline. Prints change colour in all
manners and cancel out; a seam is a line, with the same colour on both sides. The curve is then laid on the edge itself.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from jaxtyping import Float32

from vitrine.garments import regions
from vitrine.garments.hint import UNTOLD, Hint, expected, formed
from vitrine.imaging.types import Mask, Picture, Points

Spot = tuple[float, float]

PATCH = 110
"""Distance of the neck points in the patch that is looked at, in pixels."""
ABOVE, BELOW, BESIDE = 0.25, 1.45, 0.3
"""The patch's reach from the neck points, in distances of the neck points."""
STEPS = np.linspace(-0.94, 0.94, 45)
SURE = 0.5
"""Certainty from which the curve is used."""
FAINT = 0.08
"""Certainty from which a curve of usual depth is used: an opening guessed a little off looks better than none."""
TAG = 0.03 * PATCH
"""How far above a label's end the neckline may be found."""
POINTED = 1.3
"""Power up to which a curve is a V; a rib is supposed along rounder ones only."""
STRAP = 0.2
"""Height above the curve's ends from which a peak is a strap, in distances of the neck points."""
RIM = (0.2, 0.75)
"""A curve closer than this to the upper edge (in distances of the neck points), and at its flanks by this share of its
distance in the middle, is the seam of the back's own rim."""
ASIDE = 0.25
"""How far sideways a stripe is looked for that goes on beyond the neck, in distances of the neck points."""
STRIPE = 0.8
"""Share of a curve's agreement that is found aside from where on it is a stripe's."""
STANDING = 0.14
"""Height from which a steep edge beside the neck is a standing collar's, in distances of the neck points."""
SEAM = 1.5
"""How much darker (L) than its surroundings a line must be all along to count as the neckline's seam."""
ALIKE = 6.0
"""Difference (Lab) up to which the cloth above the curve and below it pass for one: then the curve may be a seam."""
RIB = (0.075, 0.13, 0.17)
"""Least, usual and most width of a rib of the cloth's own colour, in distances of the neck points."""
USUAL = 0.035
"""How much ribs differ in width (a standard deviation), in distances of the neck points."""
FELT = 1.2
"""How far a line above the seam must stand out of its neighbours to be the rib's upper edge, in Lab units."""
EVEN = 0.75
"""How clear an edge a curve with both sides alike lies on, at least, as a share of what it lay on before."""
PEAK = 0.2
"""How far from the curve's ends the silhouette's peaks are sought, in distances of the neck points."""

LOOKS = ((0, 0, 0), (-0.012, 0, 0.006), (0, 0.012, -0.006), (0.012, -0.012, -0.012), (-0.016, 0.016, 0.012))
"""How far the neck points are moved for each look, in distances of them: right and left sideways, both down."""
SEVERAL = 2
"""So many sure looks are heard alone: what they see is there."""
ONE = 0.03
"""How far the curves of two looks are apart on average that mean the same, in distances of the neck points."""
OTHER = 0.1
"""How far at most it counts; so much it also counts when one of them is unsure."""
FLOOR = 1.0
"""What a curve counts, beside what is seen along it, where the edge is guessed; in Lab units."""


@dataclass(frozen=True, eq=False)
class Neckline:
    """The front neckline in the picture."""

    curve: Points
    """From the wearer's right to left."""
    form: str
    """`round`, `v` or `square`."""
    certainty: float
    """0..1"""


def neckline(photo: Picture, alpha: Mask, right: Spot, left: Spot, hint: Hint = UNTOLD) -> Neckline:
    """The front neckline between the neck points, as most of several looks agree on it.

    Each looks from neck points moved by a hair: where two curves are as likely, one pixel of the picture tips the
    scale of a single look.

    Args:
        photo: the product picture.
        alpha: the garment's coverage.
        right: the wearer's right neck point, pixels of the picture.
        left: the left one.
        hint: what something else sees of it.
    """
    width = max(left[0] - right[0], 8.0)
    moved = [
        ((right[0] + a * width, right[1] + c * width), (left[0] + b * width, left[1] + c * width)) for a, b, c in LOOKS
    ]
    looks = [look(photo, alpha, *ends, hint) for ends in moved]
    seen = [one for one in looks if one.certainty >= SURE]
    looks = seen if len(seen) >= SEVERAL else looks
    even = np.linspace(right[0], left[0], 32)
    heights = np.array([np.interp(even, one.curve[:, 0], one.curve[:, 1]) for one in looks]) / width
    sure = np.array([one.certainty >= SURE for one in looks])
    apart = np.minimum(np.abs(heights[:, None] - heights[None]).mean(2), OTHER) + OTHER * (sure[:, None] != sure)
    best = int(apart.sum(1).argmin())
    alike = [resampled(one.curve) for one, away in zip(looks, apart[best], strict=True) if away < ONE]
    return Neckline(np.mean(alike, 0).astype(np.float32), looks[best].form, looks[best].certainty)


def resampled(curve: np.ndarray, count: int = 65) -> np.ndarray:
    """The curve (n 2) by so many places, as far apart sideways."""
    # sideways it must get on
    across = np.maximum.accumulate(curve[:, 0].astype(np.float64)) + 1e-6 * np.arange(len(curve))
    even = np.linspace(across[0], across[-1], count)
    return np.stack([even, np.interp(even, across, curve[:, 1])], 1)


def look(photo: Picture, alpha: Mask, right: Spot, left: Spot, hint: Hint = UNTOLD) -> Neckline:
    """One look at the front neckline; arguments as those of `neckline`."""
    width = max(left[0] - right[0], 8.0)
    scale = PATCH / width
    corner = np.array([right[0] - BESIDE * width, min(left[1], right[1]) - ABOVE * width])
    size = (round(PATCH * (1 + 2 * BESIDE)), round(PATCH * (ABOVE + BELOW)))
    view = np.array([[scale, 0, -scale * corner[0]], [0, scale, -scale * corner[1]]])
    # a picture much finer than the patch is averaged first
    blurred = cv2.GaussianBlur(photo, (0, 0), max(0.8, 0.5 / scale))
    patch = cv2.warpAffine(blurred, view, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    inside = cv2.warpAffine(alpha, view, size, flags=cv2.INTER_LINEAR) > 0.5
    lab = cv2.cvtColor(patch.astype(np.float32) / np.float32(255), cv2.COLOR_RGB2LAB)
    curves, depths, powers = candidates(inside)
    tag = without_label(lab, inside)
    low = curves[:, :, 1].max(1) if len(curves) else np.zeros(0)
    fits = (low >= tag - TAG) & (low <= standing(inside))
    curves, depths, powers = curves[fits], depths[fits], powers[fits]
    if not len(curves):
        return Neckline(np.array([right, left], np.float32), "round", 0.0)
    steps = changes(lab, inside, curves)
    prior = likely(depths) * np.where(rims(inside, curves), 0.3, 1.0) * formed(powers, hint)
    score = agreement(steps) * prior
    score = weighed(lab, inside, curves, score)
    best = below_the_rib(lab, inside, curves, steps, score, depths)
    usual = float(np.median(score)) + 1.0
    certainty = float(np.clip((score[best] - 1.5) / 5, 0, 1) * np.clip((score[best] / usual - 1.2) / 1.5, 0, 1))
    ribbed = True
    if certainty < SURE:
        place = None if hint.low is None else max((hint.low - corner[1]) * scale, tag)
        seams = unstriped(lab, inside, curves, darker(lab, inside, curves) * prior)
        if seams.max() > SEAM:
            best, certainty = int(seams.argmax()), SURE
        elif place is not None and hint.shown:
            told = expected((curves[:, :, 1].max(1) - place) / PATCH)
            best = int(((score + FLOOR * formed(powers, hint)) * told).argmax())
            certainty, ribbed = SURE, tag > 0
        elif (certainty > FAINT and depths[best] < 0.4) or tag > 0:
            certainty = SURE
    laid = on_the_edge(lab, inside, curves[best], steps[best].mean(0))
    laid = even_handed(lab, inside, laid)
    seen = float(len(lab)) if hint.back is None or powers[best] < POINTED else (hint.back - corner[1]) * scale
    rib = above_own_rib(lab, inside, laid, seen) if ribbed else laid
    if not np.array_equal(rib, laid):
        # its course beside the neck is a guess
        certainty = min(certainty, SURE)
    # a label is sewn to the back: the front's edge cannot lie above it
    laid = rib if rib[:, 1].max() > tag else laid + np.array([0, max(tag - laid[:, 1].max(), 0)])
    laid = from_the_peaks(inside, laid)
    form = "v" if powers[best] < POINTED else "square" if powers[best] > 3.5 else "round"
    return Neckline((laid / scale + corner).astype(np.float32), form, certainty)


def unstriped(
    lab: Float32[np.ndarray, "h w 3"], inside: np.ndarray, curves: np.ndarray, seams: np.ndarray, first: int = 60
) -> np.ndarray:
    """The dark lines (m), the `first` best without those that go on beyond the neck as a stripe."""
    out = seams.copy()
    some = np.argsort(-seams)[:first]
    flat = curves[some][:, np.abs(STEPS) < 0.5]
    own, *beside = (darker(lab, inside, flat + np.array([by * PATCH, 0])) for by in (0.0, -ASIDE, ASIDE))
    out[some] *= np.where(np.min(beside, 0) > STRIPE * own, 0.2, 1.0)
    return out


def candidates(inside: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Curves in the patch (m n 2), their depths (shares of the neck's width) and powers (1 a V, 4 nearly square)."""
    h, w = inside.shape
    top = np.where(inside.any(0), inside.argmax(0), h).astype(float)
    left = PATCH * BESIDE
    ends = top[[int(left), w - 1 - int(left)]]
    # under a collar that rises above the neck points the opening is narrower than they are apart
    collar = top[w // 2 - 8 : w // 2 + 9].min() < ends.min() - 0.08 * PATCH
    insets = np.array((0.06, 0.13, 0.2, 0.27) if collar else (-0.06, 0.0, 0.05, 0.1))
    grid = np.meshgrid(insets, np.arange(0.1, 1.15, 0.03), (1.0, 1.5, 2.0, 2.7, 4.0), indexing="ij")
    inset, depth, power = (axis.ravel() for axis in grid)
    a = left + PATCH * inset
    b = w - 1 - a
    ya, yb = top[a.astype(int)], top[b.astype(int)]
    x = ((a + b) / 2)[:, None] + STEPS * ((b - a) / 2)[:, None]
    y = ((ya + yb) / 2)[:, None] + STEPS * ((yb - ya) / 2)[:, None]
    y = y + (depth * PATCH)[:, None] * (1 - np.abs(STEPS) ** power[:, None])
    clear = y - top[np.clip(x.astype(int), 0, w - 1)]
    fits = (np.maximum(ya, yb) < h) & (y.max(1) <= h - 6) & ((power < 3) | (depth < 0.55))
    fits &= (np.median(clear, 1) >= 0.05 * PATCH) & (clear.min(1) >= -0.05 * PATCH)
    return np.stack([x, y], 2)[fits], depth[fits], power[fits]


def without_label(lab: Float32[np.ndarray, "h w 3"], inside: np.ndarray) -> float:
    """Paint over a brand's label sewn into the back's inside, and return the row at which it ends; 0: there is none.

    It is a small filled rectangle of its own colour in the middle, close under the upper edge: the front neckline
    passes below it.
    """
    h, w = inside.shape
    middle = w / 2
    top = float(np.median(np.where(inside.any(0), inside.argmax(0), h)[w // 2 - 8 : w // 2 + 9]))
    zone = np.zeros_like(inside)
    zone[int(top) : int(top + 0.5 * PATCH), int(middle - 0.45 * PATCH) : int(middle + 0.45 * PATCH)] = True
    # the very edge is mixed with the ground
    zone &= cv2.erode(inside.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    if not zone.any():
        return 0.0
    ground = np.median(lab[zone], 0)
    apart = regions.filled(regions.closed(zone & (np.linalg.norm(lab - ground, axis=2) > 14), 1))
    count, _, stats, centres = cv2.connectedComponentsWithStats(apart.astype(np.uint8), connectivity=4)
    for i in range(1, count):
        x, y, wide, high, area = stats[i]
        small = 0.1 * PATCH < wide < 0.5 * PATCH and 0.03 * PATCH < high < 0.35 * PATCH and wide > 0.9 * high
        central = abs(centres[i][0] - middle) < 0.12 * PATCH and y < top + 0.2 * PATCH
        if small and central and area > 0.75 * wide * high:
            box = np.s_[max(0, y - 3) : y + high + 3, max(0, x - 3) : x + wide + 3]
            lab[box] = np.where(inside[box][..., None], ground, lab[box])
            return float(y + high)
    return 0.0


def standing(inside: np.ndarray) -> float:
    """The lowest row that a front neckline may reach: where a collar stands up round the neck, it is near its top."""
    h, w = inside.shape
    left, right = PATCH * BESIDE, w - 1 - PATCH * BESIDE
    heights = []
    for x, step in ((int(left + 0.03 * PATCH), -1), (int(right - 0.03 * PATCH), 1)):
        top = int(inside[:, x].argmax()) if inside[:, x].any() else h
        beside = inside[:, int(x + step * 0.15 * PATCH)]
        heights.append((int(beside.argmax()) if beside.any() else h) - top)
    tops = np.where(inside.any(0), inside.argmax(0), h)
    high = min(heights)
    return float(tops[w // 2 - 8 : w // 2 + 9].max() + 0.6 * high) if high > STANDING * PATCH else float(h)


def normals(curves: np.ndarray) -> np.ndarray:
    """Unit normals of curves (m n 2), pointing down or outward from the neck's opening."""
    way = np.gradient(curves, axis=1)
    way /= np.maximum(np.linalg.norm(way, axis=2, keepdims=True), 1e-6)
    return np.stack([-way[..., 1], way[..., 0]], 2)


def sampled(picture: np.ndarray, points: np.ndarray) -> np.ndarray:
    """Values of a picture (h w c) at points (m n 2)."""
    xy = points.astype(np.float32)
    out: np.ndarray = cv2.remap(picture, xy[..., 0], xy[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return out


def changes(
    lab: Float32[np.ndarray, "h w 3"], inside: np.ndarray, curves: np.ndarray, reach: float = 3.0
) -> np.ndarray:
    """Change of colour across each curve (m n 3), from inside the neck's opening to the front; 0 off the garment."""
    out = normals(curves) * reach
    before, after = sampled(lab, curves - out), sampled(lab, curves + out)
    on = sampled(inside.astype(np.float32), curves - out) > 0.5
    on &= sampled(inside.astype(np.float32), curves + out) > 0.5
    return np.where(on[..., None], after - before, 0)


def darker(lab: Float32[np.ndarray, "h w 3"], inside: np.ndarray, curves: np.ndarray, reach: float = 3.5) -> np.ndarray:
    """How steadily each curve is a dark line (m), in L: a seam between cloths of one colour."""
    out = normals(curves) * reach
    light = lab[..., 0].copy()
    beside = np.minimum(sampled(light, curves - out), sampled(light, curves + out))
    on = np.min([sampled(light, curves + out * shift) for shift in (-0.3, 0.0, 0.3)], 0)
    covered = np.minimum(
        sampled(inside.astype(np.float32), curves - out), sampled(inside.astype(np.float32), curves + out)
    )
    line = np.where(covered > 0.5, np.clip(beside - on, -2, 10), 0)
    return np.asarray(np.maximum(0.5 * np.quantile(line, 0.3, axis=1) + 0.5 * line.mean(1), 0))


def agreement(steps: np.ndarray, most: float = 18.0) -> np.ndarray:
    """How strong and how uniform the changes (m n 3) along each curve are, in Lab units; a dark inside counts more."""
    size = np.linalg.norm(steps, axis=2, keepdims=True)
    capped = steps * np.minimum(1, most / np.maximum(size, 1e-6))
    mean: np.ndarray = capped.mean(1)
    along = np.einsum("mnc,mc->mn", capped, mean / np.maximum(np.linalg.norm(mean, axis=1, keepdims=True), 1e-6))
    # the weaker stretches decide: half a neckline is none
    steady = 0.5 * np.quantile(along, 0.3, axis=1) + 0.5 * along.mean(1)
    return np.asarray(np.maximum(steady, 0) * np.where(mean[:, 0] > 0, 1.2, 1.0))


def weighed(
    lab: Float32[np.ndarray, "h w 3"], inside: np.ndarray, curves: np.ndarray, score: np.ndarray, first: int = 60
) -> np.ndarray:
    """The scores (m), those of the `first` best lowered where the garment's pattern speaks for them.

    That is where what lies above the curve is of many colours, or its flat part goes on beyond the neck as a stripe.
    """
    out = score.copy()
    some = np.argsort(-score)[:first]
    # places between the upper edge and each curve
    top = np.where(inside.any(0), inside.argmax(0), inside.shape[0])
    over = curves[some][:, ::3]
    high = np.minimum(top[np.clip(over[..., 0].astype(int), 0, len(top) - 1)] + 1, over[..., 1])
    rows = high[..., None] + (over[..., 1] - high)[..., None] * np.linspace(0.05, 0.95, 8)
    places = np.stack([np.broadcast_to(over[..., :1], rows.shape), rows], 3).reshape(len(some), -1, 2)
    colours = sampled(lab, places)
    away = np.linalg.norm(colours - np.median(colours, axis=1, keepdims=True), axis=2)
    out[some] *= 0.25 + 0.75 * (away < 16).mean(1)
    flat = curves[some][:, np.abs(STEPS) < 0.5]
    own, *beside = (agreement(changes(lab, inside, flat + np.array([by * PATCH, 0]))) for by in (0.0, -ASIDE, ASIDE))
    out[some] *= np.where(np.min(beside, 0) > STRIPE * own, 0.2, 1.0)
    return out


def rims(inside: np.ndarray, curves: np.ndarray) -> np.ndarray:
    """Which curves (m) run beside the upper edge all along, close to it: seams of the back's rim."""
    h, w = inside.shape
    top = np.where(inside.any(0), inside.argmax(0), h)
    clear = curves[..., 1] - top[np.clip(curves[..., 0].astype(int), 0, w - 1)]
    middle = np.median(clear[:, np.abs(STEPS) < 0.2], 1)
    flanks = np.median(clear[:, (np.abs(STEPS) > 0.55) & (np.abs(STEPS) < 0.8)], 1)
    return np.asarray((middle < RIM[0] * PATCH) & (flanks > RIM[1] * middle))


def below_the_rib(
    lab: Float32[np.ndarray, "h w 3"],
    inside: np.ndarray,
    curves: np.ndarray,
    steps: np.ndarray,
    score: np.ndarray,
    depths: np.ndarray,
) -> int:
    """Index of the best curve, or of the one a rib's width above it when that is the neckline.

    A rib of another colour has two edges. From the top one sees the rib's back, the inside, the rib's front, the body:
    when the best curve has the colour of the rib's back above it, it is the rib's lower edge.
    """
    best = int(score.argmax())
    top = np.where(inside.any(0), inside.argmax(0), 0)
    xs = np.clip(curves[best][:, 0].astype(int), 0, inside.shape[1] - 1)
    flank = np.abs(STEPS) > 0.35
    back = np.median(lab[np.minimum(top[xs] + 5, len(lab) - 1), xs][flank], 0)
    over = np.median(sampled(lab, (curves[best] - 4 * normals(curves[best][None])[0])[None])[0][flank], 0)
    size = float(np.linalg.norm(steps[best].mean(0)))
    if size < 10 or np.linalg.norm(over - back) > 0.35 * size:
        return best
    opposite = np.einsum("mnc,c->mn", steps, steps[best].mean(0)).mean(1) < 0
    rib = opposite & (depths > depths[best] - 0.3) & (depths < depths[best] - 0.04) & (score > 0.4 * score[best])
    return int(np.where(rib, score, -1).argmax()) if rib.any() else best


def above_own_rib(lab: Float32[np.ndarray, "h w 3"], inside: np.ndarray, curve: np.ndarray, back: float) -> np.ndarray:
    """The curve, or where it is the lower seam of a rib of the cloth's own colour, that rib's upper edge.

    Cloth of one colour above and below is a sign of a seam: the opening's edge is then a fainter line a rib's width
    above it. Where none is felt a rib of usual width is supposed: the inside of the back has the same colour, and
    taken for rib it is hardly seen, while a collar without its rib is. `back` is the lowest row (of the patch) in
    which the inside of the back was seen: if it reaches the curve (to half of the narrowest rib), only a line that is
    felt makes a rib.
    """
    out = normals(curve[None])[0]
    flank = np.abs(np.linspace(-1, 1, len(curve))) < 0.7
    over, under = (np.median(sampled(lab, (curve + by * out)[None])[0][flank], 0) for by in (-5, 6))
    if np.linalg.norm(over - under) > ALIKE:
        return curve
    narrow = 1 - 0.6 * np.abs(np.linspace(-1, 1, len(curve)))[:, None] ** 3
    widths = np.arange(round(RIB[0] * PATCH), round(RIB[2] * PATCH) + 1)
    ways = np.stack([curve - wide * narrow * out for wide in widths])
    felt = agreement(changes(lab, inside, ways, 2.5)) + darker(lab, inside, ways)
    stands_out = felt - np.median(felt)
    # as wide as usual, unless a line is felt; rather as wide as that line is far
    weight = np.exp(stands_out / FELT - 0.5 * ((widths / PATCH - RIB[1]) / USUAL) ** 2)
    wide = float((weight * widths).sum() / weight.sum())
    within = 0 < stands_out.argmax() < len(widths) - 1
    clear = np.clip(2 * (stands_out.max() / FELT - 1), 0, 1) if within else 0.0
    room = np.clip(2 * (curve[:, 1].max() - back) / (RIB[0] * PATCH) - 0.5, 0, 1)
    wide *= float(max(clear, room))
    return np.asarray(curve - wide * narrow * out)


def from_the_peaks(inside: np.ndarray, curve: np.ndarray) -> np.ndarray:
    """The curve drawn on to the silhouette's peaks beside its ends: there the back's edge meets the front's.

    Nothing of the back's rim may pass for front: it would stand beside the neck.
    """
    h, w = inside.shape
    top = np.where(inside.any(0), inside.argmax(0), h)
    ends = []
    for x, way in ((curve[0, 0], -1), (curve[-1, 0], 1)):
        columns = np.clip(np.arange(round(x - way * 0.05 * PATCH), round(x + way * PEAK * PATCH), way), 0, w - 1)
        peak = int(columns[top[columns].argmin()]) if len(columns) else int(np.clip(x, 0, w - 1))
        ends.append((peak + 0.5 * way, float(top[peak])))
    (x0, y0), (x1, y1) = ends
    # what rises far above the ends is a strap
    before = [ends[0]] if x0 < curve[0, 0] and y0 > curve[0, 1] - STRAP * PATCH else []
    after = [ends[1]] if x1 > curve[-1, 0] and y1 > curve[-1, 1] - STRAP * PATCH else []
    return np.asarray([*before, *curve.tolist(), *after])


def likely(depths: np.ndarray) -> np.ndarray:
    """How usual a depth is (share of the neck's width): round necks are .2 to .6 deep, deeper ones rarer."""
    return np.asarray(np.exp(-0.5 * (np.log(np.maximum(depths, 1e-3) / 0.38) / 0.7) ** 2))


def on_the_edge(
    lab: Float32[np.ndarray, "h w 3"], inside: np.ndarray, curve: np.ndarray, change: np.ndarray
) -> np.ndarray:
    """The curve moved along its normals onto the edge that it is near to (dynamic programme over offsets)."""
    offsets = np.arange(-8, 9)
    out = normals(curve[None])[0]
    shifted = curve[None] + offsets[:, None, None] * out[None]
    steps = changes(lab, inside, shifted, 2.0)
    gain = np.einsum("onc,c->on", steps, change / max(float(np.linalg.norm(change)), 1e-6))
    gain = np.clip(gain, -5, 15) - 0.02 * offsets[:, None] ** 2
    move = 0.8 * (offsets[:, None] - offsets[None]) ** 2
    total, back = gain[:, 0], []
    for k in range(1, gain.shape[1]):
        ways = total[None] - move
        back.append(ways.argmax(1))
        total = ways.max(1) + gain[:, k]
    path = [int(total.argmax())]
    for came in reversed(back):
        path.append(int(came[path[-1]]))
    shift = cv2.GaussianBlur(offsets[path[::-1]].astype(np.float32)[None], (0, 0), 1.5)[0]
    return one_hollow(np.asarray(curve + shift[:, None] * out))


def even_handed(lab: Float32[np.ndarray, "h w 3"], inside: np.ndarray, curve: np.ndarray) -> np.ndarray:
    """The curve with both sides alike where one side's picture serves for the other as well.

    A print or a shadow leads one side astray: the other half, mirrored, then lies on an edge nearly as clear.
    """
    first, last = curve[0], curve[-1]
    chord = np.interp(curve[:, 0], (first[0], last[0]), (first[1], last[1]))
    share = (curve[:, 0] - first[0]) / max(float(last[0] - first[0]), 1e-6)
    order = np.argsort(share)
    deep = curve[:, 1] - chord
    other = np.interp(1 - share, share[order], deep[order])
    left = np.where(share < 0.5, deep, other)
    right = np.where(share < 0.5, other, deep)
    ways = np.stack([np.stack([curve[:, 0], chord + way], 1) for way in (deep, left, right, (deep + other) / 2)])
    clear = agreement(changes(lab, inside, ways, 2.0))
    best = 1 + int(clear[1:].argmax())
    return np.asarray(ways[best] if clear[best] > EVEN * clear[0] else curve)


def one_hollow(curve: np.ndarray) -> np.ndarray:
    """The curve going down to its lowest point and up again, without the notches that a print makes in it."""
    low = int(curve[:, 1].argmax())
    halves = [
        (np.maximum.accumulate(side) + np.minimum.accumulate(side[::-1])[::-1]) / 2
        for side in (curve[: low + 1, 1], curve[low:, 1][::-1])
    ]
    heights = np.concatenate([halves[0], halves[1][::-1][1:]])
    return np.stack([curve[:, 0], heights], 1)
