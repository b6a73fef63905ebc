"""From a product picture to a garment: the steps in order."""

from typing import Literal

from vitrine.errors import NoGarment
from vitrine.garments import category as categories
from vitrine.garments.cutout import cutout
from vitrine.garments.garment import Category, Garment, PhotoType, Sleeve
from vitrine.garments.lower import lower
from vitrine.garments.parts import parts
from vitrine.garments.silhouette import silhouette
from vitrine.garments.upper import upper
from vitrine.imaging.types import Picture
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
    alpha = cutout(photo, nets).alpha
    if (alpha > 0.5).mean() < 0.01:
        raise NoGarment
    shape = silhouette(alpha)
    chosen = categories.category(shape) if category == "auto" else category
    sleeve: Sleeve | None = None
    if chosen == "bottoms":
        points, confidence = lower(shape)
    else:
        points, sleeved, confidence = upper(shape)
        sleeve = "short" if sleeved else "none"
    landmarks = {name: shape.in_picture(*p) for name, p in points.items()}
    return Garment(
        photo=photo,
        alpha=alpha,
        category=chosen,
        photo_type="flat-lay" if photo_type == "auto" else photo_type,
        landmarks=landmarks,
        parts=parts(alpha, landmarks),
        sleeve=sleeve,
        confidence=confidence,
    )
