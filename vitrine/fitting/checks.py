"""What is verified of the shopper's own on each result: face, hands, skin, outline, and that no old clothing is left.

Cheap, and independent of how the picture was made. Values are shares unless said otherwise; each check has a bar and
says in plain words what it found. What is the product's own is verified in `likeness.py`.
"""

from typing import Final

import cv2
import numpy as np
from jaxtyping import Float32, UInt8

from vitrine.fitting.engine import Check
from vitrine.imaging import colour
from vitrine.imaging.masks import grown, shrunk
from vitrine.imaging.types import Labels, Mask, Picture, Region
from vitrine.people.fingers import bones
from vitrine.people.person import CLASSES, Person

FACE: Final = tuple(range(11))
"""Landmarks of nose, eyes, ears and mouth."""
STILL: Final = 12
"""A pixel that differs by no more than this is the photo's own (8 bit, largest channel)."""
SKIN: Final = CLASSES.index("skin")
SURE: Final = 0.6
"""Certainty from which a label is relied on."""
HANDS, OUTLINE, RIM, LEAK, PATCHED = 0.015, 0.02, 0.12, 0.01, 0.08
"""Bars; RIM is that of the figure's edge within the outline's."""
CERTAIN: Final = 0.85
"""Certainty from which what lies where a hand should be is something else, of whatever colour."""
SHARED: Final = 2
"""Pixels of a hand's rim in which it is mixed with what lies behind it."""
HAND: Final = 7.0
"""Distance in CIELAB, lightness counting half, from the skin's own tones up to which fingers are a hand's."""
LIKE: Final = 9.0
"""Distance in CIELAB up to which two colours pass for one."""
TONE: Final = np.array([0.5, 1.0, 1.0], np.float32)
"""Weights of lightness and hue when skin is compared with skin: shading is no other tone."""
OFF: Final = 8.0
UNEVEN: Final = 7.0
"""Step in L* between a spot of skin and its surroundings that no light on a limb makes."""
BIN: Final = 10.0
"""Width of the histogram's bins in which colours are counted."""
SIDE: Final = 26
"""Bins along each of L*, a*, b*."""

Colours = UInt8[np.ndarray, "rows columns 3"]
Shares = Float32[np.ndarray, "rows columns"]
Tones = Float32[np.ndarray, "_ 3"]
"""CIELAB colours."""


def difference(photo: Picture, image: Picture) -> UInt8[np.ndarray, "h w"]:
    """The largest difference of each pixel's channels."""
    red, green, blue = cv2.split(cv2.absdiff(photo, image))
    return np.asarray(cv2.max(cv2.max(red, green), blue))


def outside(moved: Labels, mask: Mask) -> Check:
    """Pixels changed (`moved`, see `difference`) outside the edit."""
    changed = int(((moved > 0) & (mask <= 0)).sum())
    say = "Nothing outside the garment was touched." if not changed else f"{changed} pixels outside were changed."
    return Check("outside", changed == 0, float(changed), 0.0, say)


def face_of(person: Person) -> Region:
    """An ellipse over eyes, nose, mouth and ears."""
    points = person.landmarks[list(FACE)]
    spread = max(float(np.ptp(points[:, 0])), 4.0)
    canvas = np.zeros(person.mask.shape, np.uint8)
    axes = (max(1, round(0.5 * spread)), max(1, round(0.6 * spread)))
    cv2.ellipse(canvas, np.round(points.mean(0)).astype(int).tolist(), axes, 0, 0, 360, 1, -1)
    return canvas > 0


def face(person: Person, moved: Labels) -> Check:
    """Pixels of the face that changed."""
    changed = int(((moved > 0) & face_of(person)).sum())
    say = "The face is untouched." if not changed else f"{changed} pixels of the face were changed."
    return Check("face", changed == 0, float(changed), 0.0, say)


def hands(person: Person, moved: Labels, unit: float) -> Check:
    """Share of the hands in sight (from the middle of the palm to the finger tips) that changed."""
    canvas = np.zeros(person.mask.shape, np.uint8)
    for side, wrist, finger in (("left", 15, 19), ("right", 16, 20)):
        if side in person.hands:
            # its fingers are known, and between them another arm may be in sight
            canvas |= bones(canvas.shape, person.hands[side])
            continue
        start, reach = person.landmarks[wrist], person.landmarks[finger] - person.landmarks[wrist]
        if person.visibility[wrist] > 0.5:
            ends = np.round(np.stack([start + 0.5 * reach, start + 1.5 * reach])).astype(int).tolist()
            cv2.line(canvas, ends[0], ends[1], 1, max(2, round(0.11 * unit)))
    skin = (person.labels == SKIN) & (person.certainty > SURE)
    # at its rim a hand shares its pixels with what is behind it
    inner = shrunk(skin, SHARED)
    fingers = (canvas > 0) & (person.mask > SURE) & (inner | ~grown(skin, 1))
    seen = fingers & inner
    # what the parser takes for something else, or hardly knows, is a hand if it has the skin's own colours
    unsure = np.nonzero(fingers & ~skin & ((person.labels == SKIN) | (person.certainty < CERTAIN)))
    own = tones(person.photo, skin)
    if len(unsure[0]) and len(own):
        lab = colour.lab(person.photo[unsure][None])[0]
        seen[unsure] = nearest(lab * TONE, own * TONE) < HAND
    if seen.sum() < 0.002 * unit * unit:
        return Check("hands", True, 0.0, HANDS, "No hands are in sight.")
    value = float((seen & (moved > STILL)).sum() / seen.sum())
    say = "The hands are the photo's." if value <= HANDS else f"{100 * value:.0f} % of the hands was painted over."
    return Check("hands", value <= HANDS, round(value, 4), HANDS, say)


def outline(moved: Labels, kept: Region, lost: Region, rim: Region) -> Check:
    """Share of the body's edge that moved: skin that nothing covers but that changed, cloth that shows the scene.

    Args:
        moved: see `difference`.
        kept: skin of the photo that nothing new covers, away from its own rim.
        lost: pixels that show what is behind the person instead of the garment (see `likeness.lost`).
        rim: the garment's pixels along the figure's edge.
    """
    skin = float((kept & (moved > 3 * STILL)).sum() / max(kept.sum(), 1))
    edge = float((lost & rim).sum() / max(rim.sum(), 1))
    value = max(skin, OUTLINE / RIM * edge)
    say = (
        "The body's outline is the photo's."
        if value <= OUTLINE
        else f"{100 * skin:.1f} % of the skin in sight and {100 * edge:.0f} % of the figure's edge were changed: "
        "the body may look different."
    )
    return Check("outline", value <= OUTLINE, round(value, 4), OUTLINE, say)


def leak(photo: Picture, image: Picture, old: Region, worn: Region, own: Tones, bare: Tones) -> Check:
    """Share of the old clothing that is still in sight.

    Args:
        photo: the person image.
        image: the result.
        old: where old clothing was that has to go.
        worn: where the new garment lies: there a pixel of its own colours proves nothing.
        own: the new garment's colours.
        bare: skin's colours: where the parser took skin for cloth, an equal pixel proves nothing.
    """
    core = np.flatnonzero(shrunk(old, 2))
    if len(core) < 200:
        return Check("leak", True, 0.0, LEAK, "There was no old clothing to remove.")
    core = core[:: max(1, len(core) // 40_000)]
    before, after = photo.reshape(-1, 3)[core], image.reshape(-1, 3)[core]
    still = cv2.absdiff(before, after).max(1) <= STILL
    if still.any():
        lab = colour.lab(after[still][None])[0]
        alike = worn.reshape(-1)[core][still] & (nearest(lab, own) <= LIKE)
        still[still] = ~alike & (nearest(lab, bare) > LIKE)
    value = float(still.mean())
    say = "No old clothing is left." if value <= LEAK else f"{100 * value:.1f} % of the old clothing is still in sight."
    return Check("leak", value <= LEAK, round(value, 4), LEAK, say)


def skin(image: Picture, made: Region, seen: Region, unit: float) -> Check:
    """Share of the skin that had to be made which the skin in sight does not bear out: off its tones, or patchy.

    Args:
        image: the result.
        made: skin of the result that the photo did not show.
        seen: sure skin of the photo, kept.
        unit: the person's unit, pixels.
    """
    step = max(2, round(0.04 * unit))
    weight, sure = shares(made, step), shares(seen, step)
    if (weight > 0.6).sum() < 25:
        return Check("skin", True, 0.0, PATCHED, "Hardly any skin had to be made.")
    if (sure > 0.6).sum() < 12:
        return Check("skin", False, 1.0, PATCHED, "Skin had to be made, and none is in sight to make it like.")
    shown, body = cells(image, made | seen, step)
    lab = colour.lab(shown)
    there = weight > 0.6
    off = nearest(lab[there] * TONE, lab[sure > 0.6] * TONE) > OFF
    # a seam or a patch is a step between neighbours that is not skin's
    filled = (body > 0.6).astype(np.float32)
    light = lab[..., 0]
    broad = cv2.GaussianBlur(light * filled, (0, 0), 2) / np.maximum(cv2.GaussianBlur(filled, (0, 0), 2), 0.01)
    # at its rim a limb turns away: what is darker there is no patch
    inside = cv2.erode((body > 0.6).astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    uneven = (np.abs(light - broad)[there] > UNEVEN) & inside[there]
    value = float((off | uneven).mean())
    say = (
        "Bare skin that had to be made looks like the skin in sight."
        if value <= PATCHED
        else f"{100 * value:.0f} % of the skin that had to be made looks patched."
    )
    return Check("skin", value <= PATCHED, round(value, 4), PATCHED, say)


def cells(image: Picture, where: Region, step: int) -> tuple[Colours, Shares]:
    """Mean colours of a grid of `step` pixels under a region, and the share of each cell that it fills."""
    weight = where.astype(np.uint8)
    size = (max(1, image.shape[1] // step), max(1, image.shape[0] // step))
    share = shares(where, step)
    # sums in 16 bit: whole numbers lose too much in small shares
    under = cv2.copyTo(image, weight).astype(np.uint16) << 8
    mean = cv2.resize(under, size, interpolation=cv2.INTER_AREA) / np.maximum(256 * share, 0.256)[..., None]
    return np.clip(np.rint(mean), 0, 255).astype(np.uint8), np.asarray(share, np.float32)


def shares(where: Region, step: int) -> Shares:
    """The share of each cell (see `cells`) that a region fills."""
    size = (max(1, where.shape[1] // step), max(1, where.shape[0] // step))
    return np.asarray(cv2.resize(where.astype(np.float32), size, interpolation=cv2.INTER_AREA), np.float32)


def tones(image: Picture, where: Region) -> Tones:
    """The colours (CIELAB) that fill a fair share of a region, by a coarse histogram."""
    there = np.flatnonzero(where)
    if not len(there):
        return np.zeros((0, 3), np.float32)
    lab = colour.lab(image.reshape(-1, 3)[there[:: max(1, len(there) // 20_000)]][None])[0]
    place = np.clip(np.floor(lab / BIN).astype(int) + SIDE // 2, 0, SIDE - 1)
    index = (place[:, 0] * SIDE + place[:, 1]) * SIDE + place[:, 2]
    count = np.bincount(index, minlength=SIDE**3)
    common = np.flatnonzero(count > 0.02 * len(lab))
    means = [np.bincount(index, lab[:, k], SIDE**3)[common] / count[common] for k in range(3)]
    return np.ascontiguousarray(np.stack(means, 1), np.float32)


def nearest(colours: Float32[np.ndarray, "*n 3"], known: Tones) -> Float32[np.ndarray, "*n"]:
    """The distance of each colour to the nearest of the known ones."""
    flat, tones = colours.reshape(-1, 3), known[:: max(1, len(known) // 200)]
    if not len(tones):
        return np.full(colours.shape[:-1], np.inf, np.float32)
    # |a - b|² = |b|² - 2ab + |a|², as a product of matrices
    best = ((tones**2).sum(1) - 2 * flat @ tones.T).min(1) + (flat**2).sum(1)
    return np.asarray(np.sqrt(np.maximum(best, 0)), np.float32).reshape(colours.shape[:-1])
