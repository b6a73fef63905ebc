"""Geometry and network, who has the word: landmarks from the silhouette, checked and mended by what a network sees.

The silhouette can take one landmark for another: a sleeve that hangs along the body, a gap between waist and elbow, a
hood. The network is rarely off by more than two hundredths of the garment's height, and knows seams and corners that
the outline rounds off. So its places are taken, onto the outline, wherever it trusts them a little; geometry keeps its
word where gaps begin and at the neck points, while both mean the same place.
"""

from typing import Final

import cv2
import numpy as np

from vitrine.formats.facts import Kind
from vitrine.garments import regions
from vitrine.garments.collar import off_shoulder
from vitrine.garments.garment import HEMS, Category, Hem, Landmarks, Sleeve
from vitrine.garments.garment_net import SURE, Seen, other_side
from vitrine.garments.sight import Sight
from vitrine.imaging.masks import soft
from vitrine.imaging.types import Mask, Picture, Points, Region

SAME: Final = 0.08
"""Distance, as a share of the garment's height, up to which the two mean the same place."""
NEAR: Final = 0.035
"""Distance over which a landmark of the outline is drawn onto it; one that is farther off lies on the garment."""
TRUSTED: Final = 0.4
"""Least trust in a landmark of the network: from there on it is nearer the truth than geometry, however far apart."""
FAINT, SLEEVED = 0.1, 0.95
"""The same for a sleeve that geometry does not find, as it lies on the body, where with such odds there are some: on
drawn garments these places are right."""
TEMPER: Final = 0.4
"""Power of the network's odds of the category: they weigh as much as the silhouette's (`category.SHAPE`)."""
SHAPE: Final = 0.85
"""Least overlap of the network's coverage with the cut-out (intersection over union) for it to be believed."""
GREY: Final = 0.2
"""Coverage between this and its complement is neither garment nor ground."""
BLURRED: Final = 0.15
"""Share of such pixels from which the network does not know where the garment ends: white on white is a third."""
STANDS: Final = ("crotch", "slot", "armpit", "neck-left", "neck-right")
"""Where geometry stands while both mean the same place: a gap begins where it does, there parts are cut; an opening is
looked for between a collar's upper corners (see `feet`)."""
UNEVEN: Final = 0.15
"""Difference of level of the neck points, in distances of them, from which geometry has a collar's corner on one side
and its foot on the other: there it does not stand."""
NOTHING: Final = 0.25
"""Coverage below which the network sees no garment."""
GROUND: Final = 14.0
"""Difference (grey levels) up to which a pixel has the ground's colour."""
DEEP: Final = 0.006
"""Half the width of a patch of ground that is told from a blunt edge of the network's, in shares of the picture."""
_INNER: Final = ("neck-front", "crotch", "cuff-inner")
"""Landmarks that need not lie on the outline."""
_SLEEVED: Final = ("cuff-outer", "cuff-inner", "slot")


def fits(seen: Seen, category: Category, alpha: Mask) -> bool:
    """Whether the network sees what was cut out, and of the category's build: hung from the shoulders or the waist.

    That a garment was cut out is known: how likely it is none matters only where nothing else is likelier.
    """
    odds = seen.words["category"]
    low, some = odds["bottoms"], 1 - odds["none"]
    return same_shape(seen, alpha) and some > 0.5 and (low if category == "bottoms" else some - low) > SURE * some


def same_shape(seen: Seen, alpha: Mask) -> bool:
    """Whether the network's coverage and the cut-out are of one thing."""
    whole, found = alpha > 0.5, seen.mask > 0.5
    return bool((whole & found).sum() >= SHAPE * max(int((whole | found).sum()), 1))


def certain(seen: Seen) -> bool:
    """Whether the network sees a garment and knows where it ends."""
    whole, grey = seen.mask > 0.5, (seen.mask > GREY) & (seen.mask < 1 - GREY)
    return seen.words["category"]["none"] < 1 - SURE and bool(grey.sum() < BLURRED * whole.sum())


def trimmed(photo: Picture, alpha: Mask, seen: Seen) -> Mask:
    """Coverage without patches of the background's colour in which the network sees no garment.

    Between a pale sleeve and a pale torso the ground passes for cloth: no colour tells them apart, the shape does.
    """
    found, outside = alpha > 0.5, alpha < 0.02
    if outside.sum() < 100 or not same_shape(seen, alpha):
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


def landmarks(geometry: Landmarks, seen: Seen, alpha: Mask) -> tuple[Landmarks, float]:
    """The garment's landmarks, and the share of the network's on which geometry agrees."""
    found = alpha > 0.5
    rows = np.flatnonzero(found.any(1))
    height = max(float(rows[-1] - rows[0] + 1), 8.0)
    edge = outline(found)
    firm = STANDS[:-2] if _uneven(geometry) else STANDS
    out, same, heard = dict(geometry), 0, 0
    for name, spot in seen.landmarks.items():
        if not _asked(name, geometry, seen):
            continue
        heard += 1
        near = name in geometry and _away(geometry[name], spot) <= SAME * height
        same += near
        stands = name.startswith(firm) if near else name in geometry and _alone(name, geometry, seen, SAME * height)
        if stands:
            continue
        reach = NEAR * height if _within(found, spot) else np.inf
        out[name] = spot if name.startswith(_INNER) else onto(edge, spot, reach) or spot
    if _bare(seen):
        out = {name: spot for name, spot in out.items() if not name.startswith(_SLEEVED)}
    return _whole(out), same / max(heard, 1)


def feet(spots: Landmarks, seen: Seen, alpha: Mask) -> Landmarks:
    """The neck points from which a garment is hung, once its opening is found: where the network sees them.

    Geometry has a collar's upper corners, or a place on the shoulder beside a neckline's corner; a garment begins to
    lie on a body at the foot of its collar.
    """
    found = alpha > 0.5
    edge, height = outline(found), max(float(np.ptp(np.flatnonzero(found.any(1)))), 8.0)
    out: Landmarks = {}
    for name in ("neck-right", "neck-left"):
        if seen.trust[name] < TRUSTED or _away(spots[name], seen.landmarks[name]) > SAME * height:
            return {}
        spot = onto(edge, seen.landmarks[name], NEAR * height)
        if spot is None:
            return {}
        out[name] = spot
    return out


def sleeve(geometry: Sleeve | None, seen: Seen, spots: Landmarks) -> Sleeve:
    """The sleeve's length: by the network where it is sure and the landmarks allow it, else by geometry."""
    if "cuff-outer-left" not in spots and "cuff-outer-right" not in spots:
        return "none"
    odds = seen.words["sleeve"]
    best = max(odds, key=lambda name: odds[name])
    lengths: dict[str, Sleeve] = {"short": "short", "three-quarter": "three-quarter", "long": "long"}
    if best in lengths and (odds[best] > SURE or geometry in (None, "none")):
        return lengths[best]
    return geometry if geometry not in (None, "none") else "short"


def hem(seen: Seen) -> Hem:
    """Where the garment ends on a body: the middle of the network's odds, which lie in order from waist to ankle."""
    reached = np.cumsum([seen.words["hem"][name] for name in HEMS])
    return HEMS[int(np.searchsorted(reached, reached[-1] / 2))]


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


def _asked(name: str, geometry: Landmarks, seen: Seen) -> bool:
    """Whether the network's place for a landmark is to be heard."""
    if seen.trust[name] < _enough(name, geometry, seen):
        return False
    if name not in geometry:
        return _missing(name, geometry, seen)
    return not (name.startswith("neck") and off_shoulder(seen))


def _uneven(spots: Landmarks) -> bool:
    """Whether the neck points lie on different levels."""
    if "neck-left" not in spots or "neck-right" not in spots:
        return False
    (x0, y0), (x1, y1) = spots["neck-left"], spots["neck-right"]
    return abs(y1 - y0) > UNEVEN * abs(x1 - x0)


def _alone(name: str, geometry: Landmarks, seen: Seen, near: float) -> bool:
    """Whether the network sees a landmark on one side only that garments have on both.

    A strap's end passes for one shoulder, never for two; a body's leg for one side's hem, while the other is agreed on.
    """
    other = other_side(name)
    if name.startswith("shoulder"):
        return seen.trust[other] < TRUSTED
    both = name.startswith("hem") and other in geometry and other in seen.landmarks
    return both and _away(geometry[other], seen.landmarks[other]) <= near


def _within(found: Region, spot: tuple[float, float]) -> bool:
    x, y = (np.clip(round(v), 0, size - 1) for v, size in zip(spot, found.shape[::-1], strict=True))
    return bool(found[y, x])


def _missing(name: str, geometry: Landmarks, seen: Seen) -> bool:
    """Whether a landmark that geometry lacks belongs to the garment: a sleeve's, when both sides' ends are seen."""
    if not name.startswith(_SLEEVED) or "neck-left" not in geometry:
        return False
    side = name.rpartition("-")[2]
    ends = (seen.trust[f"cuff-outer-{side}"], seen.trust[f"cuff-inner-{side}"])
    return not _bare(seen) and min(ends) > _enough(name, geometry, seen)


def _enough(name: str, geometry: Landmarks, seen: Seen) -> float:
    """The trust from which on the network's place for a landmark counts."""
    lost = name not in geometry and name.startswith(_SLEEVED)
    return FAINT if lost and seen.words["sleeve"]["none"] < 1 - SLEEVED else TRUSTED


def _bare(seen: Seen) -> bool:
    return seen.words["sleeve"]["none"] > SURE


def _whole(spots: Landmarks) -> Landmarks:
    """Without sleeves of which a landmark is missing; a slot that is not known is the armpit."""
    out = dict(spots)
    for side in ("left", "right"):
        if f"cuff-outer-{side}" in out and f"cuff-inner-{side}" in out and f"armpit-{side}" in out:
            out.setdefault(f"slot-{side}", out[f"armpit-{side}"])
        else:
            for name in _SLEEVED:
                out.pop(f"{name}-{side}", None)
    return out
