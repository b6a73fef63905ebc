"""From a product picture to a garment: the steps in order."""

from dataclasses import replace
from typing import Final, Literal

import numpy as np

from vitrine.errors import NoGarment
from vitrine.garments import agreed, garment_net, regions
from vitrine.garments import category as categories
from vitrine.garments.attributes import attributes
from vitrine.garments.cutout import Cutout, cutout
from vitrine.garments.garment import Category, Garment, PhotoType, Sleeve
from vitrine.garments.lower import lower
from vitrine.garments.neckline import SURE, neckline
from vitrine.garments.parts import parts
from vitrine.garments.sight import Sight, sight
from vitrine.garments.silhouette import Silhouette, silhouette
from vitrine.garments.upper import upper
from vitrine.garments.upright import tilt, turned, turned_back
from vitrine.garments.wearing import worn
from vitrine.garments.worn import CLOTHES, clothes, look, skin_in_sight
from vitrine.imaging.types import Picture, Points
from vitrine.nets import Nets

WORN_LEAST: Final = 0.25
"""Probability that the network must give to garments for a picture to show one."""
WORN_SURE: Final = 0.8
"""The same from which nothing else is asked."""


def analyse(
    photo: Picture,
    nets: Nets,
    category: Category | Literal["auto"] = "auto",
    photo_type: PhotoType | Literal["auto"] = "auto",
) -> Garment:
    """What is known of the garment in `photo`.

    Args:
        photo: a product picture, sRGB.
        nets: packaged networks; each may be missing, the result is then worse.
        category: the slot when it is known, else "auto".
        photo_type: how the garment was photographed when it is known, else "auto".

    Raises:
        NoGarment: nothing that could be a garment is in the picture.
    """
    found, told = cut(photo, nets, category, photo_type)
    return read(photo, nets, found, category, told, sight(photo, nets))[0]


def read(
    photo: Picture,
    nets: Nets,
    found: Cutout,
    category: Category | Literal["auto"],
    photo_type: PhotoType | Literal["auto"],
    seen: Sight | None,
) -> tuple[Garment, float]:
    """The garment of a cut-out, and the share of it that hands, hair or a bag hid (0 where nobody wears it).

    Raises:
        NoGarment: what was cut out is none.
    """
    if photo_type == "worn":
        carried = worn(photo, nets, category)
        if carried is not None:
            return carried
    lean = tilt(found.alpha) if (found.alpha > 0.5).mean() > 0.01 else 0.0
    if not lean:
        net = garment_net.see(photo, nets) if nets.has_garment else None
        return described(photo, found, category, photo_type, seen, net), 0.0
    upright, cover, turn = turned(photo, found.alpha, lean)
    net = garment_net.see(upright, nets) if nets.has_garment else None
    read_upright = described(upright, replace(found, alpha=cover), category, photo_type, seen, net)
    return turned_back(read_upright, photo, found.alpha, turn), 0.0


def cut(
    photo: Picture, nets: Nets, category: Category | Literal["auto"], photo_type: PhotoType | Literal["auto"]
) -> tuple[Cutout, PhotoType | Literal["auto"]]:
    """The cut-out, and the photo type where somebody is seen to wear it.

    Raises:
        NoGarment: only a face is in the picture.
    """
    found = cutout(photo, nets)
    if photo_type not in ("auto", "worn"):
        return found, photo_type
    found, somebody = on_a_body(photo, found, nets, category, photo_type == "worn")
    return found, "worn" if somebody else photo_type


def on_a_body(photo: Picture, found: Cutout, nets: Nets, category: str, told: bool) -> tuple[Cutout, bool]:
    """The clothes of a body where somebody is in the picture (or the caller was told so), else the cut-out."""
    seen = found.seen
    if seen is None and nets.has("multiclass") and (told or skin_in_sight(photo, found.alpha > 0.5)):
        seen = look(photo, nets)
    if seen is None or not (told or seen.somebody):
        return found, told
    if seen.only_face:
        raise NoGarment
    return Cutout(clothes(photo, seen, category), found.plain, 0.5, seen), True


def like_a_garment(found: Cutout, shape: Silhouette, seen: Sight | None = None) -> bool:
    """Whether a cut-out can be a garment: by the network's word where it is sure, else by how it lies in the picture.

    Rooms and landscapes have salient things too; those run off the picture, are small, or lopsided.
    """
    whole = found.alpha > 0.5
    rim = np.concatenate([whole[0], whole[-1], whole[:, 0], whole[:, -1]])
    if seen is not None and not WORN_LEAST < seen.worn_somewhere < WORN_SURE:
        return bool(seen.worn_somewhere >= WORN_SURE and whole.mean() > 0.02)
    if rim.mean() > 0.45:
        return False
    if seen is not None:
        # the network wavers: garments lie whole and even in their picture
        return bool(rim.mean() < 0.12 and 0.04 < whole.mean() < 0.75 and shape.symmetry > 0.65)
    if found.plain or (found.seen is not None and found.seen.shares[CLOTHES] > 0.3 * whole.mean()):
        return True
    return bool(found.certainty > 0.9 and whole.mean() > 0.08 and rim.mean() < 0.2 and shape.symmetry > 0.7)


def described(
    photo: Picture,
    found: Cutout,
    category: Category | Literal["auto"],
    photo_type: PhotoType | Literal["auto"],
    seen: Sight | None = None,
    net: garment_net.Seen | None = None,
) -> Garment:
    """What is known of a garment whose cut-out is known; arguments and errors as those of `analyse`.

    `seen` is what the network sees in the whole picture, `net` where another sees parts and landmarks, where they are
    installed.
    """
    alpha = found.alpha
    if (alpha > 0.5).mean() < 0.01:
        raise NoGarment
    shape = silhouette(alpha, photo)
    if not like_a_garment(found, shape, seen if category == "auto" else None):
        raise NoGarment
    hangs = bool(shape.hook.any())
    if hangs:
        hook = regions.grown(shape.onto_picture(shape.hook, alpha.shape), round(2 * shape.scale))
        alpha = np.where(hook, np.float32(0), alpha)
    chosen: Category | None = category if category != "auto" else None
    if chosen is None:
        # on shop pictures drawn garments taught more than photos from floors: 32 of 34 right, 27 by the other glance
        glance = seen if net is None else agreed.glance(net)
        chosen, _ = categories.category(photo, alpha, shape, glance)
        if chosen is None:
            raise NoGarment
    sleeve: Sleeve | None = None
    front: Points | None = None
    if chosen == "bottoms":
        low = lower(shape)
        points, confidence = low.points, low.confidence
    else:
        up = upper(shape)
        points, confidence, sleeve = up.points, up.confidence, up.sleeve
    landmarks = {name: shape.in_picture(*p) for name, p in points.items()}
    net = net if net is not None and agreed.fits(net, chosen, alpha) else None
    dropped = chosen != "bottoms" and up.bare_shoulders
    if net is not None:
        heard, same = agreed.landmarks(landmarks, net, alpha, confidence)
        kept = ("neck", "shoulder") if dropped else ()
        landmarks = heard | {name: spot for name, spot in landmarks.items() if name.startswith(kept)}
        confidence = max(confidence, same)
        sleeve = agreed.sleeve(sleeve, net, landmarks) if chosen != "bottoms" else None
    known = attributes(photo, alpha)
    seams = landmarks
    if dropped:
        known["neckline"] = "off-shoulder"
        seams = landmarks | {f"shoulder-{s}": landmarks[f"neck-{s}"] for s in ("left", "right")}
    elif chosen != "bottoms":
        neck = neckline(photo, alpha, landmarks["neck-right"], landmarks["neck-left"])
        bare = net is not None and agreed.off_shoulder(net)
        if neck.certainty >= SURE and not bare:
            front = neck.curve
            lowest = front[front[:, 1].argmax()]
            landmarks["neck-front"] = (float(lowest[0]), float(lowest[1]))
        elif net is not None and not bare:
            front = agreed.opening(net, landmarks["neck-right"], landmarks["neck-left"])
        else:
            landmarks |= {name: shape.in_picture(*p) for name, p in up.off_shoulder.items()}
    return Garment(
        photo=photo,
        alpha=alpha,
        category=chosen,
        photo_type=photo_type if photo_type != "auto" else "hanger" if hangs else "flat-lay",
        landmarks=landmarks,
        parts=parts(alpha, seams, front),
        sleeve=sleeve,
        confidence=confidence,
        warnings=("worn-garment", "body-unclear") if photo_type == "worn" else (),
        attributes=known,
    )
