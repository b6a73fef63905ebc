"""The inside of a collar that passed for the neck it stands beside, told by its darkness or the cloth's colour."""

from typing import Final

import cv2
import numpy as np

from vitrine.imaging import colour
from vitrine.imaging.masks import among, grown, shrunk, touching
from vitrine.imaging.types import Labels, Picture, Points, Region
from vitrine.people.body import unit_of
from vitrine.people.palette import Palette, overlap
from vitrine.people.person import CLASSES

CLOTH: Final = tuple(CLASSES.index(name) for name in ("top", "outerwear", "dress"))
HAIR, SKIN = CLASSES.index("hair"), CLASSES.index("skin")
THROAT: Final = 0.24
"""Breadth of the throat, whose colours and shade are the neck's own, in u."""
ABOVE, BELOW, BESIDE = 0.5, 0.0, 0.34
"""How far above and below the shoulders' middle, and beside it, a collar's inside is looked for, in u."""
NEAR: Final = 0.14
"""How far from the cloth in sight the inside of its collar reaches, in u."""
DARK: Final = 0.5
"""Light in a collar as a share of that in the throat's deepest shade, at most."""
DEEPEST: Final = 8
"""Percentile of the throat's light that is its deepest shade."""
LIKELIER: Final = 4.0
"""How many times likelier a colour must be on the cloth than on the throat."""
APART: Final = 0.3
"""Skin's and cloth's colours are two up to this overlap (Bhattacharyya)."""
LEAST, MOST = 0.0006, 0.03
"""Area that such a place has on one side of the neck, in u²."""
TAIL: Final = 0.035
"""Half the breadth, in u, of a tail of hair that is none."""
RIM: Final = 0.012
"""Width of the place's own soft edge, in u."""
ENOUGH: Final = 0.004
"""Area of throat and cloth from which their colours are known, in u²."""


def opened(photo: Picture, labels: Labels, landmarks: Points) -> Labels:
    """Labels in which the inside of a collar, beside the neck, that passed for skin is clothing.

    A neck's shaded side is as dark all the way up as it is beside the collar, and its outline alone tells nothing: it
    widens toward the shoulders as a collar does. What lies beside the throat, at the cloth, and is darker by half
    than the throat ever is, or has the cloth's colour and not the throat's, is no skin.

    Args:
        photo: the person image.
        labels: of the same size, indices into CLASSES.
        landmarks: the pose's 33, (x, y) in pixels.
    """
    unit = unit_of(landmarks)
    neck = landmarks[[11, 12]].mean(0)
    x, y = (round(float(v)) for v in neck)
    side = round(BESIDE * unit)
    window = (
        slice(max(0, y - round(ABOVE * unit)), max(0, y + round(BELOW * unit))),
        slice(max(0, x - side), max(0, x + side)),
    )
    part = labels[window]
    skin, cloth = part == SKIN, among(part, CLOTH)
    throat = _throat(labels.shape, landmarks, unit)[window] & skin
    if min(throat.sum(), cloth.sum()) < ENOUGH * unit * unit:
        return labels
    inside = _inside(photo[window], skin, cloth, throat, unit) | _tails(part == HAIR, skin, cloth, unit)
    if not inside.any():
        return labels
    found = labels.copy()
    found[window][inside] = np.bincount(part[cloth]).argmax()
    return found


def _throat(shape: tuple[int, ...], landmarks: Points, unit: float) -> Region:
    """A strip from below the chin down to between the shoulders."""
    canvas = np.zeros(shape, np.uint8)
    mouth, neck = landmarks[[9, 10]].mean(0), landmarks[[11, 12]].mean(0)
    chin = mouth + (mouth - landmarks[0]) * 0.9
    ends = np.round(np.stack([chin, neck])).astype(int).tolist()
    cv2.line(canvas, ends[0], ends[1], 1, max(2, round(THROAT * unit)))
    return canvas > 0


def _inside(photo: Picture, skin: Region, cloth: Region, throat: Region, unit: float) -> Region:
    """Skin that is none."""
    beside = grown(cloth, NEAR * unit)
    higher = shrunk(skin & ~beside, RIM * unit)
    light = cv2.cvtColor(photo, cv2.COLOR_RGB2GRAY).astype(np.float32) ** np.float32(2.2)
    like = light < DARK * min(float(np.percentile(light[part], DEEPEST)) for part in (throat, higher) if part.any())
    palette = Palette(colour.lab(photo))
    own, other = (palette.histogram(where.astype(np.float32)) for where in (throat | higher, shrunk(cloth, 2)))
    if overlap(own, other) < APART:
        like |= (other > LIKELIER * own + 1e-5)[palette.index]
    like &= skin & ~throat & beside
    found = _whole(like, skin, cloth, unit)
    # what it cuts off from the neck is its own far rim
    rest = skin & ~found
    return np.asarray(found | (grown(found, RIM * unit + 1) & skin & ~grown(shrunk(rest, RIM * unit), RIM * unit + 1)))


def _tails(hair: Region, skin: Region, cloth: Region, unit: float) -> Region:
    """Thin tails and scraps of hair between skin and cloth: so dark a place passes for hair as well."""
    thin = hair & ~grown(shrunk(hair, TAIL * unit), TAIL * unit + 1)
    return touching(touching(thin, grown(skin, 2)), grown(cloth, 2))


def _whole(like: Region, skin: Region, cloth: Region, unit: float) -> Region:
    """Places of some size that touch the cloth, with their soft edges; a mole or a curl is none."""
    found = np.zeros_like(like)
    count, index, stats, _ = cv2.connectedComponentsWithStats(like.astype(np.uint8))
    for k in range(1, count):
        here = index == k
        area = stats[k, cv2.CC_STAT_AREA] / unit**2
        if LEAST < area < MOST and (grown(here, 3) & cloth).any():
            found |= here
    return np.asarray(grown(found, max(1.0, RIM * unit)) & skin) if found.any() else found
