"""Scraps of old clothes: at hems and shoes what passes for something else, along edges what is left or bitten out."""

from typing import Final

import cv2
import numpy as np
from jaxtyping import Float32, UInt8

from vitrine.fitting.warp.beneath import below_hems
from vitrine.imaging import colour
from vitrine.imaging.masks import among, box, box_about, box_of, grown, shrunk, touching
from vitrine.imaging.types import Picture, Region
from vitrine.people.body import Body
from vitrine.people.person import CLASSES, Person

SKIN, LEGWEAR, SHOES = (CLASSES.index(name) for name in ("skin", "legwear", "shoes"))
BLUNT: Final = 0.06
"""Half the breadth, in u, of what is too thin for the top of a shoe: a fold of the old hem that passed for one."""
THIN: Final = 0.02
"""Half the breadth, in u, of what is no leg."""
BEYOND: Final = 0.15
"""How far beyond what is known of a shoe more of it is looked for, in u."""
SOFT: Final = 3.0
"""Breadth of old cloth's soft rim, pixels."""
OTHER: Final = 6.0
"""Distance (CIELAB) from which on something is not what is behind the person."""
HEEL: Final = 0.04
"""Side of the square, in u, as large as which it is at least: less is a shoe's soft edge."""
BESIDE: Final = 0.7
"""How far from the shoulders' middle old collars stand, in u."""
HIGHER: Final = 0.12
"""How far beyond what is known of a collar more of it is looked for, in u."""
OUTLINE: Final = 3.0
"""Breadth of what lies between it and the neck, and has the colours of both, pixels."""
TOLD: Final = 5.0
"""Distance (CIELAB) of old cloth from what is behind the person from which one is told from the other."""
RIM_OF_STRAP: Final = 0.12
"""How far beside old cloth its mislabelled rim is looked for, in u."""
TELLING: Final = 25.0
"""Difference of hue (Lab a, b) from skin and scene from which old cloth is known by its hue."""
SAMPLE: Final = 20_000
"""Pixels from which a median hue is told."""
SAME: Final = 12.0
"""CIEDE2000 up to which two pieces of clothing pass for one."""


def hems(person: Person, old: Region) -> Region:
    """What passes for legwear but is the hem of the old garment: it touches that and no shoe, or has its colour."""
    count, index = cv2.connectedComponents((person.labels == LEGWEAR).astype(np.uint8))
    found = np.zeros_like(old)
    if count == 1 or not old.any():
        return found
    shod = grown(person.labels == SHOES, 3)
    tone = _tone(person.photo, old)
    for part in range(1, count):
        sock = index == part
        around = grown(sock, 3)
        alike = float(colour.difference(_tone(person.photo, sock), tone)) < SAME
        if (around & old).any() and (alike or not (around & shod).any()):
            found |= sock
    return found


def _tone(photo: Picture, where: Region) -> Float32[np.ndarray, "3"]:
    """The median colour of a region, CIELAB."""
    return np.asarray(np.median(colour.lab(photo[where]), 0), np.float32)


def shoe_tops(person: Person, body: Body, old: Region) -> Region:
    """Tips at the top of shoes, at the old hem: its folds have cut them out. Heels and straps lower down stay."""
    shoes = person.labels == SHOES
    near = box([shoes], 2)
    found = np.zeros_like(old)
    if not shoes.any() or not old.any():
        return found
    mine, radius = shoes[near], BLUNT * body.unit
    tips = mine & ~grown(shrunk(mine, radius), radius) & grown(old[near], 2 * radius)
    count, index, stats, _ = cv2.connectedComponentsWithStats(mine.astype(np.uint8))
    middle = stats[:count, cv2.CC_STAT_TOP] + stats[:count, cv2.CC_STAT_HEIGHT] / 2
    found[near] = tips & (np.arange(mine.shape[0])[:, None] < middle[index])
    return found


def shoes_in_scene(person: Person, scene: Picture, old: Region, unit: float) -> Region:
    """What of shoes passed for what is behind them, as the heel of a white one before a pale wall: it looks otherwise.

    Args:
        person: the person.
        scene: what is behind.
        old: old clothing; its soft rim is none of a shoe.
        unit: the person's unit, pixels.
    """
    found = np.zeros_like(old)
    shoes = person.labels == SHOES
    near = box([shoes], round(BEYOND * unit) + 2)
    if not shoes.any():
        return found
    mine = grown(shoes[near], BEYOND * unit) & (person.labels[near] == 0) & ~grown(old[near], SOFT)
    own, behind = (colour.lab(picture[near][mine]) for picture in (person.photo, scene))
    mine[mine] = np.linalg.norm(own - behind, axis=1) > OTHER
    mine = touching(grown(shrunk(mine, 1), 1) & mine, grown(shoes[near], 1.5))
    _, index, stats, _ = cv2.connectedComponentsWithStats(mine.astype(np.uint8))
    large = stats[:, cv2.CC_STAT_AREA] > (HEEL * unit) ** 2
    large[0] = False
    found[near] = large[index]
    return found


def rims(person: Person, body: Body, old: Region) -> Region:
    """What passes for skin or scene beside old cloth and has its colour, not that of skin or scene: a strap's rim."""
    beside = grown(old, RIM_OF_STRAP * body.unit) & ~old & among(person.labels, (0, SKIN))
    found = np.zeros_like(old)
    if not beside.any() or not (person.labels == SKIN).any():
        return found
    window = box([beside], 0)
    labels, near, rim = person.labels[window], old[window], beside[window]
    known = (shrunk(near, 2), labels == SKIN, labels == 0)
    tones = [_hues(person.photo[window], where & ~rim, SAMPLE) for where in known]
    if min(len(tone) for tone in tones) < 30:
        return found
    cloth, skin, scene = (np.median(tone, 0) for tone in tones)
    if min(np.linalg.norm(cloth - skin), np.linalg.norm(cloth - scene)) < TELLING:
        return found
    # by hue: a rim lies in shade
    hue = _hues(person.photo[window], rim)
    away = [np.hypot(*(hue - tone).T) for tone in (cloth, skin, scene)]
    found[window][rim] = away[0] < np.minimum(away[1], away[2])
    return found


def collars_in_scene(person: Person, body: Body, scene: Picture, old: Region) -> Region:
    """What of a collar that stands off the neck passed for what is behind it: a white one before a pale wall.

    Args:
        person: the person.
        body: their bare body.
        scene: what is behind them.
        old: old clothing.
    """
    found, unit = np.zeros_like(old), body.unit
    near = box_about(np.array([body.joints["neck"]], np.float32), BESIDE * unit, old.shape)
    touched = old[near]
    if not touched.any():
        return found
    worn = shrunk(touched, 2)
    if not worn.any():
        return found
    away = cv2.distanceTransform((~touched).view(np.uint8), cv2.DIST_L2, 3)
    beside = (person.labels[near] == 0) & (away > 0) & (away <= HIGHER * unit)
    if not beside.any():
        return found
    view, behind = (_lab(one[beside]) for one in (cv2.GaussianBlur(person.photo[near], (0, 0), 1.0), scene[near]))
    cloth = np.median(_lab(person.photo[near][worn][:: max(1, int(worn.sum()) // SAMPLE)]), 0)
    if float(np.linalg.norm(np.median(behind, 0) - cloth)) < TOLD:
        return found
    like = np.zeros_like(beside)
    like[beside] = ((view - cloth) ** 2).sum(1) < ((view - behind) ** 2).sum(1)
    like = touching(grown(shrunk(like, 1), 1) & like, away < 2)
    found[near] = grown(like, OUTLINE) & beside
    return found


def shreds_at_hems(person: Person, body: Body, old: Region, far: float) -> Region:
    """What passes for skin within `far` pixels of old hems but lies off the legs and is too thin for one: shadow."""
    off = (person.labels == SKIN) & below_hems(body) & (body.relief <= 0)
    found = np.zeros_like(old)
    window = box([off], round(2 * far) + 2)
    bare, near = (person.labels == SKIN)[window], grown(old[window], far)
    if near.any():
        found[window] = off[window] & near & ~grown(shrunk(bare, THIN * body.unit), THIN * body.unit + 1)
    return found


def without_shreds(removed: Region, fine: Region, radius: float) -> Region:
    """What is removed without the shreds and bites along its edge, but where `fine` things lie in front."""
    if not removed.any():
        return removed
    near = box_of(removed, round(2 * radius) + 2)
    full = shrunk(grown(removed[near], radius), radius)
    out = removed.copy()
    out[near] = np.where(fine[near], removed[near], grown(shrunk(full, radius), radius))
    return out


def _hues(photo: Picture, where: Region, most: int | None = None) -> Float32[np.ndarray, "n 2"]:
    """Lab a, b of the pixels of a region, or of a sample of at least `most` of them."""
    at = np.flatnonzero(where)
    at = at[:: max(1, len(at) // most)] if most else at
    if not len(at):
        return np.zeros((0, 2), np.float32)
    rows, columns = np.divmod(at, where.shape[1])
    return _lab(photo[rows, columns])[:, 1:]


def _lab(colours: UInt8[np.ndarray, "n 3"]) -> Float32[np.ndarray, "n 3"]:
    """CIELAB of pixels."""
    return np.asarray(cv2.cvtColor(colours[None].astype(np.float32) / np.float32(255), cv2.COLOR_RGB2LAB)[0])
