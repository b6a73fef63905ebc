"""What is known of a garment whose cut-out is known: slot, landmarks, sleeve, neckline, parts."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

import numpy as np

from vitrine.errors import NoGarment
from vitrine.garments import agreed, collar, crevices, garment_net, hanger, label, photo_words, regions, wording
from vitrine.garments import category as categories
from vitrine.garments.armpits import beside_gaps, evened, inner_cuffs
from vitrine.garments.attributes import attributes
from vitrine.garments.bodysuit import at_leg_openings
from vitrine.garments.cutout import Cutout
from vitrine.garments.garment import Category, Garment, Landmarks, PhotoType, Sleeve
from vitrine.garments.hint import UNTOLD
from vitrine.garments.inside import below_the_hem
from vitrine.garments.likely import like_a_garment
from vitrine.garments.loops import single
from vitrine.garments.lower import lower
from vitrine.garments.neckline import SURE, neckline
from vitrine.garments.opened import between_fronts
from vitrine.garments.parts import horns, parts
from vitrine.garments.parts import sleeve as sleeve_piece
from vitrine.garments.sight import Sight
from vitrine.garments.silhouette import Silhouette, silhouette
from vitrine.garments.smooth import smoothed
from vitrine.garments.upper import sleeve_length, upper
from vitrine.garments.waist import waists
from vitrine.imaging.masks import soft
from vitrine.imaging.types import Mask, Picture, Points, Region

NARROWEST: Final = 0.45
"""Share of the distance of the neck points up to which a curve between them is a fold or a bow, and no opening."""
BESIDE: Final = 0.15
"""How far beside a strap's foot the sleeve begins, as a share of the way to its outer corner."""

FLAT: Final = 0.02
"""How far above its lowest place a front neckline still tells where that is, in shares of its breadth."""


@dataclass(frozen=True)
class Marks:
    """Where a garment's places are in its picture."""

    landmarks: Landmarks
    confidence: float
    seams: Landmarks
    """The landmarks as parts are divided by them."""
    sleeve: Sleeve | None = None
    front: Points | None = None
    """The front neckline, from the wearer's right to left."""
    behind: Region | None = None
    """What rises above that and lies behind the neck."""
    neckline: str = ""
    """`off-shoulder`, `hood` or not said."""


def described(
    photo: Picture,
    found: Cutout,
    own: Path,
    category: Category | Literal["auto"],
    photo_type: PhotoType | Literal["auto"],
    seen: Sight | None = None,
    net: garment_net.Seen | None = None,
) -> Garment:
    """What is known of a garment whose cut-out is known; arguments and errors as those of `analyse`.

    `own` is the folder of our networks, `seen` what one of them sees in the whole picture, `net` where another sees
    parts and landmarks, where they are installed.
    """
    alpha = found.alpha
    if (alpha > 0.5).mean() < 0.01:
        raise NoGarment
    if net is not None:
        alpha = agreed.trimmed(photo, alpha, net)
    shape = silhouette(alpha, photo)
    if not like_a_garment(found, shape, seen if category == "auto" else None):
        raise NoGarment
    hangs = bool(shape.hook.any())
    if hangs:
        hook = regions.grown(shape.onto_picture(shape.hook, alpha.shape), round(2 * shape.scale))
        alpha = np.where(hook, np.float32(0), alpha)
    alpha = smoothed(alpha)
    chosen = category if category != "auto" else slot(photo, alpha, shape, own, seen, net)
    back = below_the_hem(photo, alpha) if chosen == "tops" else np.zeros(alpha.shape, bool)
    if back.any():
        alpha = alpha * (1 - soft(back, 0.8))
        shape = silhouette(alpha, photo)
    whole = net if net is not None and agreed.same_shape(net, alpha) else None
    net = net if net is not None and agreed.fits(net, chosen, alpha) else None
    marks = from_waist(shape, alpha, net) if chosen == "bottoms" else from_shoulders(photo, shape, alpha, net)
    on_hanger = hanger.above_the_neck(alpha, marks.landmarks, net)
    if on_hanger.any():
        alpha = alpha * (1 - soft(on_hanger, 0.8))
        marks = from_shoulders(photo, silhouette(alpha, photo), alpha, net)
    alpha = single(photo, crevices.opened(photo, alpha, marks.landmarks), marks.landmarks)
    if chosen == "outerwear":
        alpha = alpha * (1 - soft(between_fronts(photo, alpha, marks.landmarks), 0.8))
    known = attributes(photo, alpha)
    said = None if whole is None else photo_words.corrected(whole, own)
    known["pattern"] = wording.pattern(known["pattern"], said)
    if marks.neckline:
        known["neckline"] = marks.neckline
    if net is not None and chosen == "dresses":
        known["hem"] = agreed.hem(net)
    cut = parts(alpha, marks.seams, marks.front, marks.neckline == "hood", photo, marks.behind)
    horn = horns(cut, marks.seams)
    if horn.any():
        alpha = alpha * (1 - soft(horn, 0.8))
    made = Garment(
        photo=photo,
        alpha=alpha,
        category=chosen,
        photo_type=photo_type if photo_type != "auto" else wording.photo_type(hangs, said),
        landmarks=marks.landmarks,
        parts=label.on_the_inside(photo, cut, marks.landmarks),
        sleeve=marks.sleeve,
        confidence=marks.confidence,
        warnings=("worn-garment", "body-unclear") if photo_type == "worn" else (),
        attributes=known,
    )
    return wording.worded(made, said, None if net is None else said, photo_type != "auto")


def slot(
    photo: Picture, alpha: Mask, shape: Silhouette, own: Path, seen: Sight | None, net: garment_net.Seen | None
) -> Category:
    """The category by silhouette and network.

    Raises:
        NoGarment: it is something else.
    """
    # on shop pictures drawn garments taught more than photos from floors: 32 of 34 right, 27 by the other glance
    chosen, _ = categories.category(photo, alpha, shape, own, seen if net is None else agreed.glance(net))
    if chosen is None:
        raise NoGarment
    return chosen


def from_waist(shape: Silhouette, alpha: Mask, net: garment_net.Seen | None) -> Marks:
    """The places of trousers, shorts and skirts."""
    low = lower(shape)
    landmarks = {name: shape.in_picture(*p) for name, p in low.points.items()}
    confidence = low.confidence
    if net is not None:
        landmarks, same = agreed.landmarks(landmarks, net, alpha)
        confidence = max(confidence, same)
    return Marks(landmarks, confidence, landmarks)


def parted(heard: Landmarks, geometry: Landmarks, alpha: Mask) -> Landmarks:
    """Landmarks with geometry's place for a slot, or for slot and armpit, where the cut along them parts no sleeve."""
    out, found = dict(heard), alpha > 0.5
    for side in ("left", "right"):
        if f"cuff-outer-{side}" not in out or sleeve_piece(found, out, side).any():
            continue
        for names in (("slot",), ("slot", "armpit")):
            other = {f"{name}-{side}": geometry.get(f"{name}-{side}", out[f"{name}-{side}"]) for name in names}
            if sleeve_piece(found, out | other, side).any():
                out |= other
                break
    return out


def lowest(front: Points) -> tuple[float, float]:
    """The lowest place of a front neckline: of one that runs flat there, the flat's middle."""
    even = np.linspace(front[0, 0], front[-1, 0], 64)
    heights = np.interp(even, front[:, 0], front[:, 1])
    weight = np.exp((heights - heights.max()) / (FLAT * max(float(np.ptp(front[:, 0])), 1.0)))
    return float((even * weight).sum() / weight.sum()), float(front[:, 1].max())


def from_shoulders(photo: Picture, shape: Silhouette, alpha: Mask, net: garment_net.Seen | None) -> Marks:
    """The places of everything that hangs from the shoulders."""
    up = upper(shape)
    landmarks = {name: shape.in_picture(*p) for name, p in up.points.items()}
    sleeve, confidence = up.sleeve, up.confidence
    if net is not None:
        heard, same = agreed.landmarks(landmarks, net, alpha)
        kept = ("neck", "shoulder", "cuff") if up.bare_shoulders else ()
        landmarks = parted(heard, landmarks, alpha) | {n: spot for n, spot in landmarks.items() if n.startswith(kept)}
        confidence = max(confidence, same)
        sleeved = any(name.startswith("cuff-outer") for name in landmarks)
        sleeve = agreed.sleeve(sleeve_length(landmarks) if sleeved else sleeve, net, landmarks)
    landmarks = inner_cuffs(beside_gaps(evened(landmarks, alpha > 0.5), alpha > 0.5))
    landmarks = at_leg_openings(landmarks, alpha > 0.5)
    landmarks |= waists(landmarks, alpha)
    seams = raglan(landmarks, up.hung) if up.bare_shoulders else {}
    if up.bare_shoulders and not up.hung:
        return Marks(landmarks, confidence, landmarks | seams, sleeve, neckline="off-shoulder")
    front: Points | None = None
    behind: Region | None = None
    ends = landmarks["neck-right"], landmarks["neck-left"]
    neck = neckline(photo, alpha, *ends, collar.hint(net, *ends) if net is not None else UNTOLD)
    bare = net is not None and collar.off_shoulder(net)
    hung = bare or up.bare_shoulders
    feet = agreed.feet(landmarks, net, alpha) if net is not None and not hung else {}
    if net is not None and collar.closed(net, *ends):
        front = None
    elif neck.certainty >= SURE and not bare:
        front = neck.curve
        if net is not None:
            if neck.certainty <= SURE:
                back = collar.inside_back(net, *ends)
                front = collar.rounded(net, collar.between_feet(front, feet), back)
            front = collar.deeper(net, collar.around_the_collar(net, front, alpha), *ends, alpha)
            front = collar.seen_by_net(net, front, *ends)
        front = collar.from_feet(collar.to_the_corners(front, *ends, alpha), feet)
        if np.ptp(front[:, 0]) < NARROWEST * (ends[1][0] - ends[0][0]):
            front, behind = (None, None) if net is None else collar.tied(net, *(feet.values() if feet else ends))
        if front is not None:
            landmarks = landmarks | {"neck-front": lowest(front)}
    elif net is not None and not bare:
        front = collar.opening(net, *ends)
    else:
        landmarks = landmarks | {name: shape.in_picture(*p) for name, p in up.off_shoulder.items()}
    hood = net is not None and collar.hooded(net, landmarks, alpha)
    landmarks = landmarks | feet
    kind = "off-shoulder" if up.hung else "hood" if hood else ""
    return Marks(landmarks, confidence, landmarks | seams, sleeve, front, behind, kind)


def raglan(landmarks: Landmarks, hung: bool) -> Landmarks:
    """Where the seams of sleeves that begin on the arms start: at the neck points, or beside the feet of straps."""
    out: Landmarks = {}
    for side in ("left", "right"):
        (x, y), (far, low) = landmarks[f"neck-{side}"], landmarks[f"shoulder-{side}"]
        share = BESIDE if hung else 0.0
        out[f"shoulder-{side}"] = (x + share * (far - x), y + share * (low - y))
    return out
