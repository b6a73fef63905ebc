"""From a product picture to a garment: the steps in order."""

from dataclasses import replace
from typing import Final, Literal

import numpy as np

from vitrine.errors import NoGarment
from vitrine.garments import agreed, garment_net
from vitrine.garments.cutout import Cutout, by_prior, cutout
from vitrine.garments.describe import described
from vitrine.garments.garment import Category, Garment, PhotoType
from vitrine.garments.garment_net import SURE, Seen
from vitrine.garments.sight import Sight, sight
from vitrine.garments.upright import tilt, turned, turned_back
from vitrine.garments.wearing import worn
from vitrine.garments.worn import clothes, look, skin_in_sight
from vitrine.imaging.types import Picture
from vitrine.nets import Nets

GROUND: Final = (0.04, 0.2)
"""Coverage by the garment network that is surely ground, and that may be cloth."""
CLOTH: Final = (0.8, 0.95)
"""Coverage that is perhaps cloth, and surely."""
LEAST: Final = 0.4
"""Share of a cut-out that must remain: with less the two see different things."""


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
    found = settled(photo, found, net)
    lean = tilt(found.alpha) if (found.alpha > 0.5).mean() > 0.01 else 0.0
    if not lean:
        return described(photo, found, nets.own, category, photo_type, seen, net), 0.0
    upright, cover, turn = turned(photo, found.alpha, lean)
    net = glance(upright, nets)
    read_upright = described(upright, replace(found, alpha=cover), nets.own, category, photo_type, seen, net)
    return turned_back(read_upright, photo, found.alpha, turn), 0.0


def settled(photo: Picture, found: Cutout, net: Seen | None) -> Cutout:
    """The cut-out, or the garment network's own coverage brought to the picture's edges where the two see different
    things and the network is sure of its own: colour fails on grounds like the cloth, saliency on large prints.
    """
    if net is None or agreed.same_shape(net, found.alpha) or not agreed.certain(net):
        return corrected(found, net)
    return replace(found, alpha=by_prior(photo, net.mask), certainty=SURE)


def corrected(found: Cutout, net: Seen | None) -> Cutout:
    """A cut-out from a busy ground as far as the garment network is sure: without hangers, clips and sheets, with pale
    stripes that end at the edge.
    """
    if net is None or found.plain:
        return found
    kept = found.alpha * np.clip((net.mask - GROUND[0]) / (GROUND[1] - GROUND[0]), 0, 1)
    kept = np.maximum(kept, np.clip((net.mask - CLOTH[0]) / (CLOTH[1] - CLOTH[0]), 0, 1))
    if (kept > 0.5).sum() < LEAST * (found.alpha > 0.5).sum():
        return found
    return replace(found, alpha=kept.astype(np.float32))


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
