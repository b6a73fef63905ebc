"""Landmarks of tops, outerwear and dresses, read from the silhouette.

Each side is found by the same code on the picture and on its mirror image, so that left and right can never differ
by more than the garment does. In the code below the side in hand is the picture's left (the wearer's right).
"""

from dataclasses import dataclass, replace

import numpy as np

from vitrine.garments import regions
from vitrine.garments.garment import Sleeve
from vitrine.garments.hung import strap_feet
from vitrine.garments.seam import armpit_above, inner_seam
from vitrine.garments.silhouette import Silhouette
from vitrine.garments.sleeve import Spot, cuffs, hanging, sleeve

Named = dict[str, Spot]

ARMHOLE = 0.62
"""Height of the armhole under the neck as a share of the chest's width (flat): what tailors cut, within a tenth."""


@dataclass(frozen=True)
class Upper:
    """Landmarks in the working picture, by name."""

    points: Named
    sleeve: Sleeve
    off_shoulder: dict[str, Spot]
    """Neck points to be taken where no neckline is found, because the upper edge runs level; else empty."""
    half_chest: float
    confidence: float
    bare_shoulders: bool = False
    """The sleeves begin on the arms: the upper edge runs level from one to the other, or hangs from straps."""
    hung: bool = False
    """It hangs from straps, the feet of which are its neck points."""


@dataclass(frozen=True)
class Side:
    """One side's landmarks, by name without the side."""

    points: Named
    sleeved: bool
    confidence: float


def upper(shape: Silhouette) -> Upper:
    """All landmarks of a garment that hangs from the shoulders."""
    # a gap that a sleeve closes again by touching the torso below tells the armpit, not where the sleeve ends
    gaps = [gap_top(view) for view in (shape, shape.mirrored())]
    shape = replace(shape, region=regions.filled(shape.region))
    views = (shape, shape.mirrored())
    chest = half_chest(shape)
    pits = [slot_top(view, chest) for view in views]
    tied = halter(shape, chest)
    hidden = all(p is None for p in pits) and not tied and not bare_shoulders(shape, chest)
    seams = [inner_seam(view, neck_point(view, chest)) if hidden else None for view in views]
    if tied:
        sides = [from_the_neck(view, chest) for view in views]
    else:
        pits = together(shape, pits)
        sides = [side(v, chest, p, s, g) for v, p, s, g in zip(views, pits, seams, gaps, strict=True)]
    last = shape.width - 1
    points = {f"{name}-right": p for name, p in sides[0].points.items()}
    points |= {f"{name}-left": (last - x, y) for name, (x, y) in sides[1].points.items()}
    middle = float(round((points["neck-left"][0] + points["neck-right"][0]) / 2))
    points["neck-front"] = (middle, float(shape.top[int(middle)]))
    trust = min(s.confidence for s in sides) * min(1.0, shape.symmetry + 0.15)
    length = sleeve_length(points) if any(s.sleeved for s in sides) else "none"
    sleeved = all(s.sleeved for s in sides)
    feet = strap_feet(shape, chest) if sleeved else {}
    dropped = sleeved and (bool(feet) or bool(level_top(shape, chest, 1.35, 0.2)))
    if dropped:
        points |= on_the_arms(shape, points, chest, feet)
    return Upper(points, length, level_top(shape, chest), chest, trust, dropped, bool(feet))


def sleeve_length(points: Named) -> Sleeve:
    """The sleeve's name from its length against the shoulders' width and against the garment's length.

    Flat garments are broad, those on an invisible body narrow; so a short sleeve is known by its inner edge, shorter
    than its end is wide, and a three-quarter one by ending well above the hem of a top.
    """
    wide = np.hypot(*(np.array(points["shoulder-left"]) - points["shoulder-right"]))
    names = [s for s in ("left", "right") if f"cuff-outer-{s}" in points]
    spots = {
        s: [np.array(points[f"{k}-{s}"]) for k in ("shoulder", "cuff-outer", "cuff-inner", "armpit")] for s in names
    }
    by_width = np.mean([np.hypot(*(co - sh)) / max(wide, 1) for sh, co, _, _ in spots.values()])
    inner = np.mean([np.hypot(*(pit - ci)) / max(np.hypot(*(co - ci)), 1) for _, co, ci, pit in spots.values()])
    torso = np.mean([points[f"hem-{s}"][1] - spots[s][0][1] for s in names])
    by_torso = np.mean([np.hypot(*((co + ci) / 2 - sh)) / max(torso, 1) for sh, co, ci, _ in spots.values()])
    if inner < 1.3 and by_width < 1.25:
        return "short"
    short_of_hem = by_torso < 0.8 * min(1.0, 1.6 / by_width) if torso < 2 * wide else by_width < 1.3
    return "three-quarter" if by_width < 1.0 or short_of_hem else "long"


def together(shape: Silhouette, pits: list[Spot | None]) -> list[Spot | None]:
    """Armpits of both sides: when one sleeve hides its own (folded, touching), the other's mirror image serves."""
    right, left = pits
    if (right is None) == (left is None) or shape.symmetry < 0.6:
        return pits
    found = right or left
    assert found is not None
    other = (found[0], found[1])
    return [right or other, left or other]


def half_chest(shape: Silhouette) -> float:
    """Half the torso's width: a lower quantile of the run about the axis in the rows where sleeves stand off."""
    rows = slice(round(0.3 * shape.height), round(0.75 * shape.height))
    spans = shape.spans[rows]
    spans = spans[spans[:, 0] >= 0]
    if len(spans) < 3:
        return shape.width / 4
    return float(np.quantile((spans[:, 1] - spans[:, 0] + 1) / 2, 0.3))


def slot_top(shape: Silhouette, chest: float) -> Spot | None:
    """Top of the gap between sleeve and torso, or None when no sleeve stands off.

    A column through the sleeve leaves the garment far above the hem, its neighbour through the torso does not: that
    jump of the underside is the torso's edge. From there the edge is followed upward as long as it is steep.
    """
    step = max(2, round(0.04 * chest))
    inner = int(shape.axis - 0.45 * chest)
    xs = np.arange(step, max(inner, step))
    jump = shape.underside[xs + step] - shape.underside[xs]
    outside = (shape.underside[xs] > 0) & (jump > 0.1 * shape.height)
    if not outside.any():
        return None
    x = int(xs[outside][-1])
    left = np.flatnonzero(shape.underside > 0)[0]
    while x - step > left and shape.underside[x] - shape.underside[x - step] > 0.6 * step:
        x -= 1
    y = float(shape.underside[x] - 1)
    return (float(x), y) if stands_off(shape, (float(x), y), chest) else None


def stands_off(shape: Silhouette, slot: Spot, chest: float) -> bool:
    """Whether what lies outside of a slot is a sleeve: thick, and reaching beyond the torso beside it.

    A shoulder that overhangs its armhole, a collar's leaf or a frayed side is none.
    """
    rows = shape.spans[int(slot[1] + 0.1 * chest) : int(slot[1] + 0.5 * chest) + 1, 0]
    torso = float(np.median(rows[rows >= 0])) if (rows >= 0).any() else slot[0]
    left = int(np.flatnonzero(shape.top < slot[1])[0])
    thick = slot[1] - shape.top[int(slot[0])] > 0.12 * chest
    return bool(thick and left < min(torso, slot[0]) - 0.12 * chest)


def halter(shape: Silhouette, chest: float) -> bool:
    """Whether a garment hangs from the neck: its edges fall steeply from there, and no sleeve makes it broad."""
    if shape.region.any(0).sum() > 0.6 * shape.region.any(1).sum():
        return False
    for view in (shape, shape.mirrored()):
        at = np.clip(view.axis - chest * np.array([0.4, 0.55, 0.7, 0.85]), 0, view.width - 1).astype(int)
        if (np.diff(view.top[at]) < 0.16 * chest).any():
            return False
    return True


def from_the_neck(shape: Silhouette, chest: float) -> Side:
    """The picture's left side of a halter: neck and shoulder are where it is narrowest, under its collar or knot."""
    first = int(np.flatnonzero(shape.region.any(1))[0])
    rows = np.arange(first + round(0.1 * chest), first + round(1.1 * chest))
    rows = rows[(rows < shape.height) & (shape.spans[np.minimum(rows, shape.height - 1), 0] >= 0)]
    wide = np.ptp(shape.spans[rows], axis=1)
    row = int(rows[wide.argmin()])
    neck = (float(shape.spans[row, 0]), float(row))
    under = min(row + max(4, round(0.12 * chest)), shape.height - 2)
    shoulder = (float(shape.spans[under, 0]), float(under))
    pit = armhole_foot(shape, neck, under + 0.6 * chest, chest)
    hem = below(shape, pit)
    return Side({"neck": neck, "shoulder": shoulder, "armpit": pit, "hem": hem}, False, 0.7)


def armhole_foot(shape: Silhouette, neck: Spot, low: float, chest: float) -> Spot:
    """Where a bare armhole meets the side, below the row `low`: the outward corner, farthest out, and high."""
    rows = np.arange(int(low), int(min(neck[1] + 2.2 * chest, shape.height - 2)))
    edge = np.where(shape.spans[rows, 0] >= 0, shape.spans[rows, 0], shape.axis)
    score = -edge - 0.25 * np.abs(rows - (neck[1] + 2 * ARMHOLE * chest))
    best = int(score.argmax())
    return float(edge[best]), float(rows[best])


def bare_shoulders(shape: Silhouette, chest: float) -> bool:
    """Whether a shape without slots is sleeveless: broad shoulders that end in a corner, or hollow armholes."""
    votes = []
    for view in (shape, shape.mirrored()):
        tip = shoulder_end(view, neck_point(view, chest), chest)
        foot = min(int(tip[1] + 1.1 * chest), view.height - 1)
        rows = np.arange(int(tip[1]), foot)
        edge = np.where(view.spans[rows, 0] >= 0, view.spans[rows, 0], tip[0])
        chord = np.linspace(tip[0], edge[-1], len(rows)) if len(rows) else edge
        hollow = float((edge - chord).max()) if len(rows) else 0.0
        votes.append(hollow > 0.05 * chest or view.axis - tip[0] > 0.85 * chest)
    return all(votes)


def neck_point(shape: Silhouette, chest: float) -> Spot:
    """Where the shoulder line meets the neck: the upper edge's peak beside a neckline, or the corner under a collar."""
    start, end = int(max(shape.axis - 0.95 * chest, 0)), int(shape.axis - 0.12 * chest)
    xs = np.arange(start, max(end, start + 1))
    ys = shape.top[xs]
    peak = int(ys.argmin())
    centre = float(np.median(shape.top[int(shape.axis - 0.08 * chest) : int(shape.axis + 0.08 * chest) + 1]))
    if centre > ys[peak] + 0.03 * chest and xs[peak] < end - 0.06 * chest:
        # the outer end of a flat peak: there the collar's edge leaves the shoulder line
        outer = peak
        while outer > 0 and ys[outer - 1] <= ys[peak] + 0.02 * chest:
            outer -= 1
        return float(xs[outer]), float(ys[outer])
    step = max(2, round(0.07 * chest))
    for x in range(int(shape.axis - 0.75 * chest), end):
        rise = (shape.top[x] - shape.top[min(x + step, shape.width - 1)]) / step
        if rise > 0.9 and shape.top[x] < centre + chest:
            return float(x), float(shape.top[x])
    x = int(shape.axis - 0.42 * chest)
    return float(x), float(shape.top[x])


def on_the_arms(shape: Silhouette, points: Named, chest: float, feet: Named) -> Named:
    """Neck and shoulder points of a garment worn off the shoulders.

    The neck's are at the feet of its straps, or on the upper edge above the armpits where it has none, the shoulders'
    at the outer corners of the sleeves.
    """
    out: Named = {}
    for side, view in (("right", shape), ("left", shape.mirrored())):
        last = shape.width - 1
        pit = points[f"armpit-{side}"][0] if side == "right" else last - points[f"armpit-{side}"][0]
        neck = (float(pit), float(view.top[int(pit)]))
        if side in feet:
            neck = (feet[side][0] if side == "right" else last - feet[side][0], feet[side][1])
        corner = shoulder_end(view, neck, chest)
        for name, (x, y) in (("neck", neck), ("shoulder", corner)):
            out[f"{name}-{side}"] = (x if side == "right" else last - x, y)
    return out


def level_top(shape: Silhouette, chest: float, reach: float = 1.0, most: float = 0.13) -> Named:
    """Ends of an upper edge that runs level over the whole chest (off the shoulders, or strapless); else empty."""
    middle = shape.top[int(max(shape.axis - reach * chest, 0)) : int(shape.axis + reach * chest) + 1]
    if np.ptp(middle) > most * chest:
        return {}
    ends = {"neck-right": int(shape.axis - 0.8 * chest), "neck-left": int(shape.axis + 0.8 * chest)}
    return {name: (float(x), float(shape.top[x])) for name, x in ends.items()}


def shoulder_end(shape: Silhouette, neck: Spot, chest: float) -> Spot:
    """Where the upper edge, followed outward from the neck, turns down for good (steeper than 55 degrees)."""
    step = max(2, round(0.06 * chest))
    x = int(neck[0])
    while x - step >= 0 and shape.top[x - step] < shape.height and shape.top[x - step] - shape.top[x] < 1.43 * step:
        x -= 1
    return float(x), float(shape.top[x])


def gap_top(shape: Silhouette) -> Spot | None:
    """Upper end of the topmost enclosed gap on the picture's left side, if there is one."""
    gaps = regions.filled(shape.region) & ~shape.region
    ys, xs = np.nonzero(gaps[:, : int(shape.axis)])
    if len(ys) < 12:
        return None
    first = ys == ys.min()
    return float(xs[first].mean()), float(ys.min() - 1)


def side(
    shape: Silhouette, chest: float, slot: Spot | None, seam: tuple[Spot, Spot, float] | None, gap: Spot | None
) -> Side:
    """The landmarks of the picture's left side."""
    neck = neck_point(shape, chest)
    if slot is None and seam is None:
        return sleeveless(shape, neck, chest)
    by_width = neck[1] + 2 * ARMHOLE * chest
    low = (slot[1] - by_width) / chest if slot is not None else 0.0
    if slot is None:
        assert seam is not None
        top, foot, clear = seam
        t = np.clip((by_width - top[1]) / max(foot[1] - top[1], 1), 0, 0.5)
        pit, slot = (top[0] + t * (foot[0] - top[0]), top[1] + t * (foot[1] - top[1])), foot
        trust = 0.3 + 0.4 * clear
    elif low > 0.35 and hanging(shape, neck, slot, (0.15 if low < 1.4 else -1) * chest):
        # the sleeve lies along the torso above the slot: the armpit is hidden where tailors put it
        pit, trust = armpit_above(shape, slot, by_width, chest), 0.6
    else:
        pit, trust = slot, 0.9
    if gap is not None and neck[1] + 0.5 * ARMHOLE * chest < gap[1] < slot[1]:
        pit = gap
    cut = [neck, pit, slot]
    outer, inner = cuffs(sleeve(shape, cut), cut)
    shoulder = shoulder_point(shape, neck, outer, pit)
    # where a sleeve lies on the torso, the torso's own edge is seen only below it
    hem = below(shape, slot if slot[1] > pit[1] + 2 and slot[1] < shape.height - 0.1 * chest else pit)
    named = {"neck": neck, "shoulder": shoulder, "armpit": pit, "slot": slot, "cuff-outer": outer, "cuff-inner": inner}
    return Side(named | {"hem": hem}, True, trust)


def shoulder_point(shape: Silhouette, neck: Spot, cuff: Spot, pit: Spot) -> Spot:
    """Where the upper edge turns from shoulder to sleeve, near the column above the armpit."""
    high = max(int(neck[0]), 2)
    reach = max(neck[0] - pit[0], 6.0)
    low = int(np.clip(pit[0] - 0.35 * reach, min(cuff[0] + 1, high - 1), high - 1))
    xs = np.arange(max(low, 0), high)
    ys = shape.top[xs]
    chord = np.array(cuff) - np.array(neck)
    normal = np.array([chord[1], -chord[0]]) / max(float(np.linalg.norm(chord)), 1e-6)
    bulge = np.abs((np.stack([xs, ys], 1) - np.array(neck)) @ normal)
    prior = np.exp(-0.5 * ((xs - pit[0]) / (0.25 * reach)) ** 2)
    x = int(xs[((bulge / max(float(bulge.max()), 1) + 0.5) * prior).argmax()])
    return float(x), float(shape.top[x])


def below(shape: Silhouette, pit: Spot) -> Spot:
    """The hem under an armpit: the torso's lower left corner, a sleeve that touches it bridged."""
    rows = np.flatnonzero(shape.spans[:, 0] >= 0)
    rows = rows[rows > pit[1] + 1]
    if len(rows) < 3:
        return pit[0], float(shape.height - 1 - 6)
    edge = shape.spans[rows, 0].astype(float)
    # an edge that jumps outward by more than a flare can is a sleeve that touches the torso
    reach = pit[0] - 6 - 0.45 * (rows - pit[1])
    own = edge >= reach
    edge = np.interp(rows, rows[own], edge[own]) if own.any() else np.full(len(rows), pit[0])
    corner = int((rows - 0.6 * edge).argmax())
    return float(edge[corner]), float(rows[corner])


def sleeveless(shape: Silhouette, neck: Spot, chest: float) -> Side:
    """The landmarks of a side without sleeve: shoulder's end on top, armpit where the armhole meets the side."""
    strap = strap_top(shape, chest)
    shoulder = shoulder_end(shape, neck, chest)
    if strap is not None:
        neck, shoulder = (strap[1], strap[2]), (strap[0], strap[2])
    low = shoulder[1] + (0.9 if strap is None else 0.3) * chest
    rows = np.arange(int(shoulder[1] + 0.25 * chest), int(min(max(neck[1] + 1.5 * chest, low + 2), shape.height - 2)))
    edge = np.where(shape.spans[rows, 0] >= 0, shape.spans[rows, 0], shape.axis)
    # the armhole's foot is the outward corner: farthest out, and high
    score = -edge - 0.25 * np.abs(rows - (neck[1] + 2 * ARMHOLE * chest))
    best = int(score.argmax())
    pit = (float(edge[best]), float(rows[best]))
    hem = below(shape, pit)
    return Side({"neck": neck, "shoulder": shoulder, "armpit": pit, "hem": hem}, False, 0.75)


def strap_top(shape: Silhouette, chest: float) -> tuple[float, float, float] | None:
    """Left end, right end and row of a strap's top, where a strap rises above the body on this side."""
    straps = shape.whole & ~regions.grown(shape.region, 3)
    straps[:, int(shape.axis - 0.05 * chest) :] = False
    found = regions.largest(straps)
    ys, xs = np.nonzero(found)
    if len(ys) < 12 or ys.max() - ys.min() < 0.15 * chest:
        return None
    rise = shape.top[xs[ys.argmin()]] - ys.min()
    if rise < 0.15 * chest:
        return None
    crown = xs[ys <= ys.min() + 4]
    return float(crown.min()), float(crown.max()), float(ys.min())
