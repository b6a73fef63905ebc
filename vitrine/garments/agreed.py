"""Geometry and network, who has the word: landmarks from the silhouette, checked and mended by what a network sees.

The silhouette can take one landmark for another: a sleeve that hangs along the body, a gap between waist and elbow, a
hood. The network is rarely off by more than two hundredths of the garment's height, and knows seams and corners that
the outline rounds off. So its places are taken, onto the outline; where it is far from a geometry that is sure of
itself, only if it is sure, too.
"""

from typing import Final

import cv2
import numpy as np

from vitrine.formats.facts import Kind
from vitrine.garments import regions
from vitrine.garments.garment import Category, Sleeve
from vitrine.garments.garment_net import LABELS, Seen
from vitrine.garments.sight import Sight
from vitrine.imaging.masks import soft
from vitrine.imaging.types import Mask, Picture, Points

Spots = dict[str, tuple[float, float]]

SAME: Final = 0.08
"""Distance, as a share of the garment's height, up to which the two mean the same place."""
CLEAR: Final = 0.75
"""Confidence of geometry from which it counts as sure of itself."""
CERTAIN: Final = 0.85
"""Trust in a landmark of the network from which it stands against a geometry that is sure of itself."""
NEAR: Final = 0.035
"""Distance over which a landmark of the outline is drawn onto it; one that is farther off is not believed."""
TRUSTED: Final = 0.5
"""Least trust in a landmark of the network."""
HIDDEN: Final = 0.4
"""The same for an armpit: where cloth hides it, heat is spread though its middle is right."""
SURE: Final = 0.8
"""Least probability of what the network says of the whole picture."""
TEMPER: Final = 0.4
"""Power of the network's odds of the category: they weigh as much as the silhouette's (`category.SHAPE`)."""
SHAPE: Final = 0.85
"""Least overlap of the network's coverage with the cut-out (intersection over union) for it to be believed."""
STANDS: Final = {"waist": 0.15} | dict.fromkeys(("neck", "armpit", "slot", "crotch"), SAME)
"""Where geometry stands up to this distance: a waist is wherever the silhouette is slim, a gap begins where it does."""
NOTHING: Final = 0.25
"""Coverage below which the network sees no garment."""
GROUND: Final = 14.0
"""Difference (grey levels) up to which a pixel has the ground's colour."""
DEEP: Final = 0.006
"""Half the width of a patch of ground that is told from a blunt edge of the network's, in shares of the picture."""
COLLAR: Final = 0.3
"""Share of a collar above the front neckline from which it is doubted."""
UPRIGHT: Final = 0.6
"""Probability from which a neckline passes for a high one."""
CLOSED: Final = 0.3
"""Where a closed collar's upper edge is at the front: share of the way down from the back's to the collar's seam."""
HOOD: Final = 0.35
"""Height above the neck points from which it is a hood, in distances of the neck points."""
_INNER: Final = ("neck-front", "armpit", "crotch", "cuff-inner", "slot")
"""Landmarks that need not lie on the outline."""
_SLEEVED: Final = ("cuff-outer", "cuff-inner", "slot")


def fits(seen: Seen, category: Category, alpha: Mask) -> bool:
    """Whether the network sees what was cut out, and of the category's build: hung from the shoulders or the waist."""
    whole, found = alpha > 0.5, seen.mask > 0.5
    if (whole & found).sum() < SHAPE * max(int((whole | found).sum()), 1):
        return False
    odds = seen.words["category"]
    low = odds["bottoms"]
    return low > SURE if category == "bottoms" else 1 - low - odds["none"] > SURE


def trimmed(photo: Picture, alpha: Mask, seen: Seen) -> Mask:
    """Coverage without patches of the background's colour in which the network sees no garment.

    Between a pale sleeve and a pale torso the ground passes for cloth: no colour tells them apart, the shape does.
    """
    found, outside = alpha > 0.5, alpha < 0.02
    whole = int((found | (seen.mask > 0.5)).sum())
    if outside.sum() < 100 or (found & (seen.mask > 0.5)).sum() < SHAPE * max(whole, 1):
        return alpha
    ground = np.median(photo[outside], 0)
    doubtful = found & (seen.mask < NOTHING) & (np.abs(photo - ground.astype(np.float32)).max(2) < GROUND)
    count, names = cv2.connectedComponents(doubtful.astype(np.uint8))
    deep = cv2.distanceTransform(doubtful.astype(np.uint8), cv2.DIST_L2, 3) > DEEP * max(alpha.shape)
    gone = np.isin(names, names[deep]) & doubtful
    if count == 1 or not gone.any():
        return alpha
    kept = found & ~gone
    # the ground's own soft rim goes with it
    left = np.where(gone | (regions.grown(gone, 4) & ~regions.grown(kept, 2)), np.float32(0), alpha)
    return np.minimum(left, np.where(regions.grown(gone, 4), soft(kept, 1.0), np.float32(1)))


def glance(seen: Seen) -> Sight:
    """The network's category as odds of kinds, one kind for each category.

    Tempered, since it learned proportions on floors and from drawings; that it is no garment must be said loudly.
    """
    odds = {name: p**TEMPER for name, p in seen.words["category"].items()}
    odds["none"] *= 0.3
    total = sum(odds.values())
    odds = {name: p / total for name, p in odds.items()}
    kinds: dict[Kind, float] = {
        "t-shirt": odds["tops"], "trousers": odds["bottoms"], "dress": odds["dresses"], "outwear": odds["outerwear"],
        "other": odds["none"],
    }  # fmt: skip
    return Sight(kinds, {})


def landmarks(geometry: Spots, seen: Seen, alpha: Mask, confidence: float) -> tuple[Spots, float]:
    """The garment's landmarks, and the share of the trusted ones on which both agree.

    `confidence` is geometry's own.
    """
    found = alpha > 0.5
    rows = np.flatnonzero(found.any(1))
    height = max(float(rows[-1] - rows[0] + 1), 8.0)
    edge = outline(found)
    out, same, asked = dict(geometry), 0, 0
    for name, spot in seen.landmarks.items():
        if not _asked(name, geometry, seen):
            continue
        asked += 1
        if name in geometry:
            away = _away(geometry[name], spot) / height
            same += away <= SAME
            if away <= STANDS.get(name.partition("-")[0], 0.0):
                continue
            if away > SAME and confidence >= CLEAR and seen.trust[name] < CERTAIN:
                continue
        laid = spot if name.startswith(_INNER) else onto(edge, spot, NEAR * height)
        if laid is not None:
            out[name] = laid
    if _bare(seen):
        out = {name: spot for name, spot in out.items() if not name.startswith(_SLEEVED)}
    return _whole(out), same / max(asked, 1)


def sleeve(geometry: Sleeve | None, seen: Seen, spots: Spots) -> Sleeve:
    """The sleeve's length: by the network where it is sure and the landmarks allow it, else by geometry."""
    if "cuff-outer-left" not in spots and "cuff-outer-right" not in spots:
        return "none"
    odds = seen.words["sleeve"]
    best = max(odds, key=lambda name: odds[name])
    lengths: dict[str, Sleeve] = {"short": "short", "three-quarter": "three-quarter", "long": "long"}
    if best in lengths and (odds[best] > SURE or geometry in (None, "none")):
        return lengths[best]
    return geometry if geometry not in (None, "none") else "short"


def around_the_collar(seen: Seen, curve: Points, alpha: Mask) -> Points:
    """The front neckline `curve`, or another one where it would take a collar's front for the inside of the back.

    A shirt's collar opens between its leaves, where the network sees the inside; one that stands up closed opens
    near its upper edge.
    """
    collar = seen.parts == 1 + LABELS.index("collar")
    inside = seen.parts == 1 + LABELS.index("inside-back")
    top = np.where((alpha > 0.5).any(0), (alpha > 0.5).argmax(0), alpha.shape[0])
    columns = np.arange(max(0, round(float(curve[0, 0]))), min(alpha.shape[1], round(float(curve[-1, 0])) + 1))
    low = np.interp(columns, curve[:, 0], curve[:, 1])
    taken = (collar[:, columns] & (np.arange(len(collar))[:, None] < low)).sum()
    if taken < COLLAR * max(int(collar.sum()), 1):
        return curve
    odds = seen.words["neckline"]
    if odds["high"] > UPRIGHT:
        return np.stack([columns, top[columns] + CLOSED * (low - top[columns])], 1).astype(np.float32)
    shown = columns[inside[:, columns].any(0)]
    if odds["collar"] < SURE or len(shown) < 8:
        return curve
    last = len(inside) - 1 - inside[::-1, shown].argmax(0)
    calm = cv2.GaussianBlur(last.astype(np.float32)[None], (0, 0), 3.0, borderType=cv2.BORDER_REPLICATE)[0]
    return np.stack([shown, calm], 1).astype(np.float32)


def hooded(seen: Seen, spots: Spots, alpha: Mask) -> bool:
    """Whether a hood stands up above the neck points."""
    if seen.words["neckline"]["hood"] < SURE or "neck-left" not in spots:
        return False
    (x0, y0), (x1, y1) = spots["neck-right"], spots["neck-left"]
    first = float((alpha > 0.5)[:, max(0, round(x0)) : round(x1) + 1].any(1).argmax())
    return min(y0, y1) - first > HOOD * max(x1 - x0, 1.0)


def opening(seen: Seen, right: tuple[float, float], left: tuple[float, float]) -> Points | None:
    """The front neckline where the network sees the inside of the back over most of the neck; from right to left."""
    inside = seen.parts == 1 + LABELS.index("inside-back")
    columns = np.arange(max(0, round(right[0])), min(inside.shape[1], round(left[0]) + 1))
    if len(columns) < 8:
        return None
    part = inside[:, columns]
    shown = part.any(0)
    if shown.mean() < 0.6:
        return None
    low = inside.shape[0] - 1 - part[::-1].argmax(0)
    xs = np.r_[right[0], columns[shown], left[0]]
    ys = np.r_[right[1], low[shown], left[1]].astype(np.float32)
    even = np.linspace(right[0], left[0], 41)
    curve = np.interp(even, xs, ys)
    calm = cv2.GaussianBlur(curve.astype(np.float32)[None], (0, 0), 1.5, borderType=cv2.BORDER_REPLICATE)[0]
    calm[[0, -1]] = right[1], left[1]
    return np.stack([even, calm], 1).astype(np.float32)


def inside_back(seen: Seen, right: tuple[float, float], left: tuple[float, float]) -> float | None:
    """The lowest row in which the network sees the inside of the back, near the middle; None where it sees none."""
    inside = seen.parts == 1 + LABELS.index("inside-back")
    third = (left[0] - right[0]) / 3
    rows = np.flatnonzero(inside[:, max(0, round(right[0] + third)) : round(left[0] - third)].any(1))
    near = rows[rows < max(right[1], left[1]) + 4 * third]
    return float(near[-1]) if len(near) else None


def outline(found: np.ndarray) -> Points:
    """All pixels of the outline, `n 2`."""
    edges, _ = cv2.findContours(found.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    return np.concatenate([edge[:, 0] for edge in edges]).astype(np.float32)


def onto(edge: Points, spot: tuple[float, float], reach: float) -> tuple[float, float] | None:
    """The nearest place on the outline; None if it is out of reach."""
    away = np.hypot(edge[:, 0] - spot[0], edge[:, 1] - spot[1])
    best = int(away.argmin())
    return (float(edge[best, 0]), float(edge[best, 1])) if away[best] <= reach else None


def _away(a: tuple[float, float], b: tuple[float, float]) -> float:
    return float(np.hypot(a[0] - b[0], a[1] - b[1]))


def off_shoulder(seen: Seen) -> bool:
    """Whether the garment leaves the shoulders bare: it has no neck points, and no inside of a back to be seen."""
    return seen.words["neckline"]["off-shoulder"] > SURE


def _asked(name: str, geometry: Spots, seen: Seen) -> bool:
    """Whether the network's place for a landmark is to be heard."""
    if seen.trust[name] < (HIDDEN if name.startswith("armpit") else TRUSTED):
        return False
    if name not in geometry:
        return _missing(name, geometry, seen)
    return not (name.startswith("neck") and off_shoulder(seen))


def _missing(name: str, geometry: Spots, seen: Seen) -> bool:
    """Whether a landmark that geometry lacks belongs to the garment: a sleeve's, when both sides' ends are seen."""
    if not name.startswith(_SLEEVED) or "neck-left" not in geometry:
        return False
    side = name.rpartition("-")[2]
    ends = (seen.trust[f"cuff-outer-{side}"], seen.trust[f"cuff-inner-{side}"])
    return not _bare(seen) and min(ends) > TRUSTED


def _bare(seen: Seen) -> bool:
    return seen.words["sleeve"]["none"] > SURE


def _whole(spots: Spots) -> Spots:
    """Without sleeves of which a landmark is missing; a slot that is not known is the armpit."""
    out = dict(spots)
    for side in ("left", "right"):
        if f"cuff-outer-{side}" in out and f"cuff-inner-{side}" in out and f"armpit-{side}" in out:
            out.setdefault(f"slot-{side}", out[f"armpit-{side}"])
        else:
            for name in _SLEEVED:
                out.pop(f"{name}-{side}", None)
    return out
