"""From a product picture to a garment: the steps in order."""

from dataclasses import replace
from typing import Literal

from vitrine.errors import NoGarment
from vitrine.garments import garment_net
from vitrine.garments.cutout import Cutout, cutout
from vitrine.garments.describe import described
from vitrine.garments.garment import Category, Garment, PhotoType
from vitrine.garments.garment_net import Seen
from vitrine.garments.sight import Sight, sight
from vitrine.garments.upright import tilt, turned, turned_back
from vitrine.garments.wearing import worn
from vitrine.garments.worn import clothes, look, skin_in_sight
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
    found, told = cut(photo, nets, category, photo_type)
    net = glance(photo, nets)
    return read(photo, nets, found, category, told, net, sight(net, nets))[0]


def glance(photo: Picture, nets: Nets) -> Seen | None:
    """What the garment network sees in the picture as it is; None where its file is not there."""
    return garment_net.see(photo, nets) if nets.has_garment else None


def read(
    photo: Picture,
    nets: Nets,
    found: Cutout,
    category: Category | Literal["auto"],
    photo_type: PhotoType | Literal["auto"],
    net: Seen | None,
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
        return described(photo, found, category, photo_type, seen, net), 0.0
    upright, cover, turn = turned(photo, found.alpha, lean)
    net = glance(upright, nets)
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
