"""A cut-out's colours right up to its outline and beyond it, without the light of the ground it was photographed on."""

from typing import Final

import cv2
import numpy as np

from vitrine.imaging.masks import box_of
from vitrine.imaging.types import Mask, Picture, Region

LIGHT: Final = np.array([0.299, 0.587, 0.114], np.float32)
"""Weights of red, green and blue in how light a colour is."""
FRINGE: Final = 3
"""Length along the edge over which colours drawn outward are mixed, in pixels of the rig."""
UNLIKE: Final = 60
"""How far the garment's colours are, in the middle, from that of the ground, in grey levels of one channel."""
LIKE: Final = 20
"""How near to it is what shows the ground."""
SPARSE: Final = 8
"""Of so many pixels in a row and in a column one tells that."""
LOOP: Final = 6
"""How far within the outline that is looked for, in pixels of the rig."""
HUED: Final = 15
"""Strength of hue, in grey levels of two channels apart, from which on a garment has one."""
EVENLY: Final = (0.03, 0.65)
"""It has it all over where no more than this share of it has less than this much of it."""
GREYED: Final = 0.5
"""Share of its hue below which what lies at the outline of such a garment is the ground, in shade or not."""
SHADE: Final = 16
"""How far into the outline such shade goes, between legs above all, in pixels of the rig."""
RIM: Final = 0.6
"""Coverage from which a pixel at the outline tells how light the garment is there, mixed with the ground."""
NEAR: Final = 4
"""How far around it the garment within is asked how light and dark it comes, in pixels of the rig."""
SOME: Final = 4
"""Of so many pixels in a row and in a column one tells the ground's light."""
AROUND: Final = 7
"""Side of the square in which they do, one for each of them."""


def drawn_out(photo: Picture, alpha: Mask) -> Picture:
    """A garment picture with its own colours up to the outline, and beyond it drawn outward.

    Along the rim the hue is drawn outward as well (that of a picture is coarse: it runs over the edge), but not how
    light the cloth is: pattern and knit go on to the outline, where colours drawn outward alone are a pale band.

    Args:
        photo: the garment picture.
        alpha: its coverage.
    """
    own = _own(photo, alpha)
    shade = _shade(photo, alpha, own)
    own &= ~shade
    drawn = bled(photo, own)
    rows, columns = np.divmod(np.flatnonzero((alpha >= RIM) & ~own & ~shade), alpha.shape[1])
    if not len(rows) or not own.any():
        return drawn
    light = cv2.cvtColor(photo, cv2.COLOR_RGB2GRAY)
    square = np.ones((2 * NEAR + 1, 2 * NEAR + 1), np.uint8)
    least = cv2.erode(np.where(own, light, np.uint8(255)), square)[rows, columns].astype(np.float32)
    most = cv2.dilate(light * own, square)[rows, columns].astype(np.float32)
    clear = _without_ground(light, alpha, rows, columns)
    flat = drawn[rows, columns].astype(np.float32)
    # where none of the garment within is near what was drawn outward stays
    step = np.where(most >= least, np.clip(clear, least, most) - flat @ LIGHT, 0)
    drawn[rows, columns] = np.clip(np.rint(flat + step[:, None]), 0, 255)
    return drawn


def _without_ground(light: np.ndarray, alpha: Mask, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
    """How light a garment is at some pixels of its rim, without the light of the ground beside it."""
    some = np.s_[::SOME, ::SOME]
    beyond = (alpha[some] < 0.02).astype(np.float32)
    share, seen = (cv2.blur(part, (AROUND, AROUND)) for part in (beyond, beyond * light[some]))
    share, seen = (part[rows // SOME, columns // SOME] for part in (share, seen))
    mixed, cover = light[rows, columns].astype(np.float32), alpha[rows, columns]
    ground = np.where(share > 0, seen / np.maximum(share, 1e-6), mixed)
    return np.asarray(ground + (mixed - ground) / cover)


def bled(photo: Picture, own: Region) -> Picture:
    """A garment's own colours drawn outward over its edge, and along it made even: checks would end in a fringe."""
    drawn = nearest(photo, own)
    return cv2.copyTo(cv2.blur(drawn, (FRINGE, FRINGE)), (~own).astype(np.uint8), drawn.copy())


def _own(photo: Picture, alpha: Mask) -> Region:
    """Where the colour is the garment's own: not right at its outline, where light of the ground is mixed in, nor in
    the loops of threads and lace there through which the ground shows.
    """
    sure = (alpha > 0.9).astype(np.uint8)
    inner = cv2.erode(sure, np.ones((3, 3), np.uint8))
    thin = (sure > 0) & (cv2.dilate(inner, np.ones((5, 5), np.uint8)) == 0)
    own = (inner > 0) | thin
    return np.asarray(own & ~_ground(photo, alpha, own))


def _shade(photo: Picture, alpha: Mask, own: Region) -> Region:
    """What lies at the outline without the hue of a garment that has one all over: ground in the garment's shade."""
    out = np.zeros_like(own)
    some = np.s_[::SPARSE, ::SPARSE]
    beside, cloth = photo[some][alpha[some] < 0.02], _hue(photo[some][own[some]])
    if len(beside) < 100 or not len(cloth):
        return out
    grey = np.median(_hue(beside), 0)
    hue = np.median(cloth, 0) - grey
    strength = float(hue @ hue)
    if strength < HUED**2 or float(np.quantile((cloth - grey) @ hue, EVENLY[0])) < EVENLY[1] * strength:
        return out
    window = box_of(alpha >= 0.5, 2)
    photo, solid, found = photo[window], (alpha[window] >= 0.5).astype(np.uint8), np.zeros_like(out[window])
    deep, outline = (cv2.erode(solid, np.ones((2 * far + 1, 2 * far + 1), np.uint8)) for far in (SHADE, 2))
    near = np.nonzero((solid > 0) & (deep == 0))
    found[near] = (_hue(photo[near]) - grey) @ hue < GREYED * strength
    # what goes on farther in is no shade: the end of a zip; nor is a rivet that lies off the outline
    inward = (found & (cv2.dilate(deep, np.ones((3, 3), np.uint8)) > 0)).view(np.uint8)
    found &= cv2.dilate(inward, np.ones((2 * SHADE + 1, 2 * SHADE + 1), np.uint8)) == 0
    count, names = cv2.connectedComponents(found.view(np.uint8))
    open_ = np.zeros(count, bool)
    open_[names[found & (outline == 0)]] = True
    open_[0] = False
    # with the mixed pixels around it
    out[window] = cv2.dilate(open_[names].view(np.uint8), np.ones((5, 5), np.uint8)).view(bool)
    return out


def _hue(colours: np.ndarray) -> np.ndarray:
    """Red against green and green against blue, in grey levels (n 2)."""
    each = colours.astype(np.float32)
    return np.asarray(np.stack([each[:, 0] - each[:, 1], each[:, 1] - each[:, 2]], 1))


def _ground(photo: Picture, alpha: Mask, own: Region) -> Region:
    """What has the colour of the ground near the outline, and only there, of a garment that is of quite another."""
    out = np.zeros_like(own)
    some = np.s_[::SPARSE, ::SPARSE]
    beside, cloth = photo[some][alpha[some] < 0.02].astype(int), photo[some][own[some]].astype(int)
    if len(beside) < 100 or not len(cloth):
        return out
    tone = np.median(beside, 0)
    if np.median(np.abs(cloth - tone).max(1)) < UNLIKE:
        return out
    solid = (alpha >= 0.5).astype(np.uint8)
    near, wide = (
        own & (cv2.erode(solid, np.ones((2 * far + 1, 2 * far + 1), np.uint8)) == 0) for far in (LOOP, LOOP + 2)
    )
    out[wide] = np.abs(photo[wide] - tone).max(1) < LIKE
    # what goes on farther in is cloth in the ground's colour: the end of a white stripe
    count, names = cv2.connectedComponents(out.view(np.uint8))
    loop = np.ones(count, bool)
    loop[names[out & ~near]] = False
    loop[0] = False
    # with the mixed pixels around it
    return cv2.dilate(loop[names].view(np.uint8), np.ones((3, 3), np.uint8)).view(bool)


def nearest(values: np.ndarray, known: np.ndarray) -> np.ndarray:
    """Each unknown pixel takes the value of the nearest known one."""
    if not known.any() or known.all():
        return values
    _, index = cv2.distanceTransformWithLabels(
        (~known).astype(np.uint8), cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL
    )
    # the known pixels are numbered row by row from 1
    rest = np.flatnonzero(~known)
    source = np.flatnonzero(known)[index.ravel()[rest] - 1]
    out = np.array(values)
    flat = out.reshape(-1, *values.shape[2:])
    flat[rest] = flat[source]
    return out
