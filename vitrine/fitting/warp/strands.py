"""Hair's edge before the neck and before clothes: its own coverage and colour, whatever comes to lie between them."""

from typing import Final

import cv2
import numpy as np
from jaxtyping import Float32

from vitrine.imaging.filling import spread
from vitrine.imaging.masks import Window, box, grown, shrunk, touching
from vitrine.imaging.types import Picture, Region

REACH: Final = 0.02
"""How far on both sides of the labels' border hair's edge is looked for, in u."""
APART: Final = (15.0, 45.0)
"""Difference of both colours (RGB) up to which they tell nothing of the edge, and from which they tell all of it."""
SURE: Final = (0.2, 0.5)
"""Distance from the other colour, as a share of that and the one from the hair's, up to which it is none, and from
which it is all hair."""
OWN: Final = (0.6, 0.95)
"""The same distance up to which it takes the colour of hair close by, and from which it has its own."""
HUES: Final = (10.0, 25.0)
"""Difference of both hues (CIELAB a, b) up to which they tell nothing, and from which they tell as much as colours: in
36 street photos 95 of 100 pixels of hair are less than 9.4 off the hair's around them."""
FAINT: Final = 0.25
"""Coverage up to which a pixel keeps some of its own colour."""
STEPS: Final = 0.7
"""Blur of the labels' border and of what the colours tell, pixels."""

Part = Float32[np.ndarray, "rows columns"]
Colours = Float32[np.ndarray, "rows columns 3"]


def strands(
    photo: Picture, hair: Region, other: Region, unit: float
) -> tuple[Window, Part, Part, Colours] | tuple[Window, None, None, None]:
    """Hair's edge where it lies on something else.

    Labels are off by some pixels there, and a matte of all that lies in front knows no edge between its parts: a new
    collar between hair and neck was seen through the hair, and of the old one a rim stayed on it.

    Args:
        photo: the person image.
        hair: where it is hair.
        other: skin or cloth that may lie behind it.
        unit: the person's unit, pixels.

    Returns:
        A window of the photo; where in it this holds, 0..1; the hair's coverage and its colour there.
    """
    reach = max(2.0, REACH * unit)
    contact = grown(hair, reach) & grown(other, reach)
    window = box([contact], round(6 * reach))
    if not contact.any():
        return window, None, None, None
    view, mine, behind = photo[window].astype(np.float32), hair[window], other[window]
    of_hair, of_other = (_beyond(view, shrunk(part, reach)) for part in (mine, behind))
    length, to_hair, to_other = (_far(*pair) for pair in ((of_hair, of_other), (view, of_hair), (view, of_other)))
    share = np.minimum(to_other / np.maximum(to_other + to_hair, 1.0), _by_hue(view, of_hair, of_other))
    told = np.clip((share - SURE[0]) / (SURE[1] - SURE[0]), 0, 1)
    told[_no_hair(mine, contact[window] & (to_hair > length) & (length > APART[1]), reach)] = 0
    labelled = cv2.GaussianBlur(mine.astype(np.float32), (0, 0), STEPS)
    trust = np.clip((length - APART[0]) / (APART[1] - APART[0]), 0, 1)
    # a shadow of hair on skin is no hair
    cover = labelled * (1 - trust * (1 - cv2.GaussianBlur(told, (0, 0), STEPS)))
    there = cv2.GaussianBlur(contact[window].astype(np.float32), (0, 0), STEPS)
    # what shows no hair keeps its own: old clothes are taken from there
    mixed = 1 - np.clip((share - OWN[0]) / (OWN[1] - OWN[0]), 0, 1) * np.clip(cover / SURE[1], 0, 1)
    drawn = np.maximum(1 - np.clip(cover * share / SURE[1], 0, 1), trust * mixed)
    drawn = np.asarray(drawn * np.clip(cover / FAINT, 0, 1), np.float32)
    colour = cv2.add(view, cv2.multiply(cv2.subtract(of_hair, view), cv2.merge([drawn] * 3)))
    return window, there, np.asarray(cover, np.float32), np.asarray(colour, np.float32)


def _no_hair(mine: Region, strange: Region, reach: float) -> Region:
    """Of hair's label at its border what is `strange`, farther from hair's colour than skin and cloth are, as a scene
    that shows between its tips and a shoulder is; and the thin line of that shoulder beyond it."""
    strange = touching(mine & strange, grown(~mine, reach / 2))
    rest = mine & ~strange
    thin = rest & ~grown(shrunk(rest, reach / 2), reach / 2)
    return np.asarray(strange | (thin & grown(strange, reach)))


def _by_hue(view: Colours, of_hair: Colours, of_other: Colours) -> Part:
    """The same share of a distance by hue alone: cloth in the shade of hair is as dark as hair, and seen through it.

    Where both hues are alike it is 1, which tells nothing.
    """
    view, of_hair, of_other = (
        cv2.cvtColor(one / np.float32(255), cv2.COLOR_RGB2LAB) for one in (view, of_hair, of_other)
    )
    apart, to_hair, to_other = (
        cv2.magnitude(*cv2.split(cv2.subtract(*pair))[1:])
        for pair in ((of_hair, of_other), (view, of_hair), (view, of_other))
    )
    trust = np.clip((apart - HUES[0]) / (HUES[1] - HUES[0]), 0, 1)
    return np.asarray(1 - trust * (1 - to_other / np.maximum(to_other + to_hair, 1.0)), np.float32)


def _far(a: Colours, b: Colours) -> Part:
    """Distance of two pictures' colours."""
    red, green, blue = cv2.split(cv2.subtract(a, b))
    return np.asarray(cv2.magnitude(cv2.magnitude(red, green), blue))


def _beyond(view: Colours, sure: Region) -> Colours:
    """Colours of a part carried on beyond it; what is smooth is made at half the size."""
    size = (max(2, view.shape[1] // 2), max(2, view.shape[0] // 2))
    small = cv2.resize(view, size, interpolation=cv2.INTER_AREA)
    inner = cv2.resize(sure.astype(np.float32), size, interpolation=cv2.INTER_AREA) > 0.99
    out = spread(small, inner) if inner.any() else small
    return np.asarray(cv2.resize(out, view.shape[1::-1], interpolation=cv2.INTER_LINEAR), np.float32)
