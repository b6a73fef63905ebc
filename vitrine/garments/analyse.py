"""From a product picture to a garment: the steps in order."""

from typing import Literal

from vitrine.errors import NoGarment
from vitrine.garments import category as categories
from vitrine.garments.attributes import attributes
from vitrine.garments.cutout import Cutout, cutout
from vitrine.garments.garment import Category, Garment, PhotoType, Sleeve
from vitrine.garments.lower import lower
from vitrine.garments.neckline import SURE, neckline
from vitrine.garments.parts import parts
from vitrine.garments.silhouette import silhouette
from vitrine.garments.upper import upper
from vitrine.garments.worn import clothes, look, skin_in_sight
from vitrine.imaging.types import Picture, Points
from vitrine.nets import Nets


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
    found = cutout(photo, nets)
    if photo_type in ("auto", "worn") and nets.has("multiclass") and skin_in_sight(photo, found.alpha > 0.5):
        seen = look(photo, nets)
        if seen.only_face:
            raise NoGarment
        if seen.somebody or photo_type == "worn":
            found = Cutout(clothes(photo, seen, category), found.plain, 0.5)
            photo_type = "worn"
    return described(photo, found, category, photo_type)


def described(
    photo: Picture, found: Cutout, category: Category | Literal["auto"], photo_type: PhotoType | Literal["auto"]
) -> Garment:
    """What is known of a garment whose cut-out is known; arguments and errors as those of `analyse`."""
    alpha = found.alpha
    if (alpha > 0.5).mean() < 0.01:
        raise NoGarment
    shape = silhouette(alpha, photo)
    chosen = categories.category(shape) if category == "auto" else category
    sleeve: Sleeve | None = None
    front: Points | None = None
    if chosen == "bottoms":
        low = lower(shape)
        points, confidence = low.points, low.confidence
    else:
        up = upper(shape)
        points, confidence, sleeve = up.points, up.confidence, up.sleeve
    landmarks = {name: shape.in_picture(*p) for name, p in points.items()}
    if chosen != "bottoms":
        neck = neckline(photo, alpha, landmarks["neck-right"], landmarks["neck-left"])
        if neck.certainty >= SURE:
            front = neck.curve
            lowest = front[front[:, 1].argmax()]
            landmarks["neck-front"] = (float(lowest[0]), float(lowest[1]))
        else:
            landmarks |= {name: shape.in_picture(*p) for name, p in up.off_shoulder.items()}
    return Garment(
        photo=photo,
        alpha=alpha,
        category=chosen,
        photo_type="flat-lay" if photo_type == "auto" else photo_type,
        landmarks=landmarks,
        parts=parts(alpha, landmarks, front),
        sleeve=sleeve,
        confidence=confidence,
        warnings=("worn-garment",) if photo_type == "worn" else (),
        attributes=attributes(photo, alpha),
    )
