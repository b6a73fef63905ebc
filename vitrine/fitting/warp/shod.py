"""Feet that long clothes hid, below hems that show them: in plain low shoes, that stand on the ground."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from jaxtyping import Float32

from vitrine.fitting.warp.skin import normals
from vitrine.imaging.masks import Window, box_about
from vitrine.imaging.types import Mask, Picture
from vitrine.people.body import SIDES, Body, raised
from vitrine.people.feet import foot
from vitrine.people.legs import FAR_OFF
from vitrine.people.person import CLASSES, Person

SHOES: Final = CLASSES.index("shoes")
DARK: Final = np.array([40, 36, 36], np.float32)
"""Colour of shoes of which less than TOLD, in u², is in sight; sRGB."""
TOLD: Final = 0.004
AROUND: Final = 0.3
"""How far about a foot it is drawn, in u."""
ABOVE: Final = np.array([0.0, -0.6, 0.8], np.float32)
"""Where light on it comes from."""
DULL, BRIGHT, GLOSS = 0.55, 0.65, 40.0
"""Its share in the shade, what light adds to that, and the grey levels of what it mirrors of the sky."""
CONTACT: Final = (0.4, 0.05)
"""How much darker the ground is right beside it, and how far, in u."""


@dataclass(frozen=True, eq=False)
class Shoe:
    """A shoe that is drawn on a foot."""

    window: Window
    """Where, in the photo."""
    cover: Mask
    """How far it covers each place of that."""
    foot: Mask
    """The same of the foot in it."""
    height: Float32[np.ndarray, "h w"]
    """Of the foot in it toward the camera, pixels."""
    colour: Float32[np.ndarray, "3"]
    low: Float32[np.ndarray, " h"]
    """How far down the foot the rows of the window are: 0 at the heel, 1 at the toes."""
    unit: float
    """The person's, pixels."""


def shoes(person: Person, body: Body) -> list[Shoe]:
    """The shoes of feet that old clothes hide."""
    # the foot that is lower in the picture is nearer and hides the other
    order = sorted(SIDES, key=lambda side: body.joints[f"ankle-{side}"][1])
    found = [_shoe(person, body, side) for side in order]
    return [shoe for shoe in found if shoe is not None]


def _shoe(person: Person, body: Body, side: str) -> Shoe | None:
    ankle, unit = body.joints[f"ankle-{side}"], body.unit
    mine = foot(person, side, ankle, body.radius[f"ankle-{side}"], unit)
    if not mine.hidden:
        return None
    spots = np.stack([ankle, mine.heel, mine.toe]).astype(np.float32)
    window = box_about(spots, AROUND * unit, person.labels.shape)
    shape = person.labels[window].shape
    if 0 in shape:
        return None
    corner = np.array([window[1].start, window[0].start])
    whole, inner = np.full((2, *shape), FAR_OFF, np.float32)
    for height, cones in ((whole, mine.cones), (inner, [mine.opening])):
        for cone in cones:
            raised(height, 1, cone.start - corner, cone.end - corner, cone.at_start, cone.at_end)
    # squared heights fall by twice the radius a pixel at the edge
    steep = 2 * mine.opening.at_end
    covered = np.clip(whole / steep + 0.5, 0, 1)
    cover = covered * np.clip(0.5 - inner / steep, 0, 1)
    colour = _colour(person, window, unit)
    rows = np.arange(window[0].start, window[0].stop)
    low = np.clip((rows - mine.heel[1]) / max(float(mine.toe[1] - mine.heel[1]), 1.0), 0, 1)
    height = np.sqrt(np.maximum(whole, 0))
    return Shoe(window, cover, covered, height, colour, low.astype(np.float32), unit)


def _colour(person: Person, window: Window, unit: float) -> Float32[np.ndarray, "3"]:
    """The colour of what is in sight of a shoe, else of the other one."""
    for photo, labels in ((person.photo[window], person.labels[window]), (person.photo, person.labels)):
        seen = labels == SHOES
        if seen.sum() > TOLD * unit**2:
            return np.asarray(np.median(photo[seen], 0), np.float32)
    return DARK


def shod(made: Picture, drawn: Sequence[Shoe]) -> Picture:
    """Skin everywhere, with the shoes that are drawn on it."""
    out = made
    for shoe in drawn:
        lit = np.clip(normals(shoe.height, shoe.unit) @ ABOVE, 0, 1)[..., None]
        colour = shoe.colour * (DULL + BRIGHT * lit) + GLOSS * lit**12
        out = out.copy() if out is made else out
        part = out[shoe.window].astype(np.float32)
        part += (made[shoe.window] - part) * shoe.foot[..., None]
        part += (colour - part) * shoe.cover[..., None]
        out[shoe.window] = np.rint(np.clip(part, 0, 255)).astype(np.uint8)
    return out


def in_contact(drawn: Sequence[Shoe], shown: Mask, window: Window) -> Float32[np.ndarray, "h w"]:
    """How much light these feet, where they are `shown`, leave to the ground beside them; of a window of the photo."""
    out = np.ones(shown.shape, np.float32)
    for shoe in drawn:
        # of the window's places, and of the shoe's own, those that both have
        both = [slice(max(a.start, b.start), min(a.stop, b.stop)) for a, b in zip(window, shoe.window, strict=True)]
        if any(part.start >= part.stop for part in both):
            continue
        there, own = (
            tuple(slice(part.start - at.start, part.stop - at.start) for part, at in zip(both, of, strict=True))
            for of in (window, shoe.window)
        )
        feet = shown[there] * (shoe.height[own] > 0)
        dark = cv2.GaussianBlur(feet, (0, 0), CONTACT[1] * shoe.unit)
        out[there] *= 1 - CONTACT[0] * dark * shoe.low[own[0], None]
    return out
