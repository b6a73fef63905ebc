"""What is verified of the product's own on each result: all of it there, its colours, its print, its sleeves.

The picture is compared with what the garment should show at each place, by its pose; light may differ, colour may not.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from jaxtyping import Bool, Float32

from vitrine.fitting.checks import cells, shares
from vitrine.fitting.engine import Check
from vitrine.imaging import colour
from vitrine.imaging.masks import grown, shrunk
from vitrine.imaging.types import Mask, Picture, Region
from vitrine.people.person import Person

WHOLE, SHIFT, FOUND, CRISP, REACH, TORN = 0.04, 6.0, 0.7, 0.55, 0.8, 0.2
"""Bars: missing share; colour shift; print found; its sharpness; sleeves' reach; missing share of sleeves."""
CUT, PULLED = 0.12, 2.2
"""Bar of what is pulled out of shape, and the stretch that counts as that."""
TELLING: Final = 0.1
"""Share of the garment's rim that must differ from the scene for anything to be told of it."""
LIGHT: Final = np.array([0.5, 1.0, 1.0], np.float32)
"""Weights of lightness and hue: folds and shade make cloth lighter and darker."""
OTHER: Final = 14.0
"""Weighted distance in CIELAB from which a place shows something else than the garment."""


@dataclass(frozen=True, eq=False)
class Expected:
    """What the garment should show."""

    colour: Picture
    """Its own colours at their places, under the garment picture's light; black where it is not."""
    shown: Region
    """Where it is, and nothing lies in front of it."""
    sleeves: Region
    """The part of that on sleeves."""


@dataclass(frozen=True, eq=False)
class Seen:
    """A print's features: their surroundings in the garment picture, and where the pose says they are worn."""

    patches: np.ndarray
    """(n, side, side) grey, as they should look at their place in the result."""
    at: np.ndarray
    """(n, 2) integer places (x, y) of their centres in the result."""


@dataclass(frozen=True, eq=False)
class Compared:
    """Spots of the garment: how far the picture's colours are from the garment's own (weighted CIELAB)."""

    apart: Float32[np.ndarray, "n 3"]
    sleeve: Bool[np.ndarray, " n"]

    @property
    def shift(self) -> Float32[np.ndarray, "3"]:
        """What all spots have in common: light, or another colour."""
        return np.asarray(np.median(self.apart, 0), np.float32)

    @property
    def other(self) -> Bool[np.ndarray, " n"]:
        """Spots that show something else."""
        return np.asarray(np.linalg.norm(self.apart - self.shift, axis=1) > OTHER)


def compared(image: Picture, expected: Expected, unit: float) -> Compared | None:
    """The picture beside the garment's own colours, spot by spot; None where hardly anything of it is in sight."""
    step = max(2, round(0.03 * unit))
    own, share = cells(expected.colour, expected.shown, step)
    there = share > 0.6
    if there.sum() < 12:
        return None
    seen, _ = cells(image, expected.shown, step)
    sleeve = shares(expected.sleeves, step)
    apart = (colour.lab(seen[there][None]) - colour.lab(own[there][None]))[0] * LIGHT
    return Compared(apart, sleeve[there] > 0.5)


def whole(found: Compared | None) -> Check:
    """Share of the garment in sight that shows something else."""
    if found is None:
        return Check("whole", False, 1.0, WHOLE, "Hardly anything of the garment is in sight.")
    value = float(found.other.mean())
    say = (
        "The whole garment is shown."
        if value <= WHOLE
        else f"{100 * value:.0f} % of the garment is missing or painted over."
    )
    return Check("whole", value <= WHOLE, round(value, 4), WHOLE, say)


def cut(stretch: np.ndarray, area: np.ndarray) -> Check:
    """Share of the garment's area whose cloth shows pulled out of shape: turned over, or far longer than wide.

    Args:
        stretch: (n,) length over width at which a square of cloth shows; cloth that turns away at the side reaches 1.6.
        area: (n,) areas of the pieces in question.
    """
    value = float(area[stretch > PULLED].sum() / max(float(area.sum()), 1e-6))
    say = "The cut is the garment's." if value <= CUT else f"{100 * value:.0f} % of the garment is pulled out of shape."
    return Check("cut", value <= CUT, round(value, 4), CUT, say)


def colours(found: Compared | None) -> Check:
    """How far the garment's colours are from the product picture's as a whole (CIELAB, lightness counts half)."""
    value = float(np.linalg.norm(found.shift)) if found is not None else 0.0
    say = (
        "The colours are the product's." if value <= SHIFT else f"The colours differ from the product's by {value:.0f}."
    )
    return Check("colour", value <= SHIFT, round(value, 2), SHIFT, say)


def lost(
    image: Picture, expected: Expected, figure: Region, unit: float, shift: Float32[np.ndarray, "3"]
) -> tuple[Region, Region]:
    """Pixels near the figure's edge that show the scene behind instead of the garment, and all that were looked at.

    Where the scene looks like the garment nothing can be told: those are not looked at. `shift`: see `Compared`.
    """
    depth = max(2.0, 0.05 * unit)
    rim = expected.shown & ~shrunk(figure, depth)
    size = (2 * round(3 * depth) + 1,) * 2
    beyond = (~grown(figure, 2)).astype(np.uint8)
    share = cv2.boxFilter(beyond, cv2.CV_32F, size)
    near = rim & (share > 0.02)
    scene = cv2.boxFilter(cv2.copyTo(image, beyond), cv2.CV_32F, size)[near] / np.maximum(share[near], 1e-3)[:, None]
    behind, own, seen = (
        colour.lab(part) * LIGHT
        for part in (np.clip(scene, 0, 255).astype(np.uint8), expected.colour[near], image[near])
    )
    own = own + shift
    clear = np.linalg.norm(behind - own, axis=1) > 1.5 * OTHER
    gone = np.linalg.norm(seen - behind, axis=1) + 4 < np.linalg.norm(seen - own, axis=1)
    looked, missing = np.zeros_like(rim), np.zeros_like(rim)
    if clear.sum() < TELLING * rim.sum():
        return missing, looked
    looked[near], missing[near] = clear, clear & gone
    return missing, looked


def print_found(image: Picture, features: Seen) -> Check:
    """Share of the garment's features found at their places, by normalised correlation, as sharp as they should be."""
    if len(features.at) < 20:
        return Check("print", True, 1.0, FOUND, "The garment has no print to compare.")
    grey = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY).astype(np.float32)
    half = features.patches.shape[1] // 2
    there, own = [], []
    for (x, y), patch in zip(features.at.tolist(), features.patches.astype(np.float32), strict=True):
        around = grey[y - half - 1 : y + half + 2, x - half - 1 : x + half + 2]
        _, score, _, (dx, dy) = cv2.minMaxLoc(cv2.matchTemplate(around, patch, cv2.TM_CCOEFF_NORMED))
        if score > 0.7:
            there.append(around[dy : dy + patch.shape[0], dx : dx + patch.shape[1]])
            own.append(patch)
    value = len(own) / len(features.at)
    sharp = float(np.median(_detail(there) / np.maximum(_detail(own), 1.0))) if own else 1.0
    if value >= FOUND and sharp < CRISP:
        return Check("print", False, round(value * sharp, 3), FOUND, "The print is blurred.")
    say = (
        "The print is the garment's own."
        if value >= FOUND
        else f"Only {100 * value:.0f} % of the print was found again: it is folded, hidden or blurred."
    )
    return Check("print", value >= FOUND, round(value, 3), FOUND, say)


def _detail(patches: Sequence[np.ndarray]) -> Float32[np.ndarray, " n"]:
    """How much fine detail each square patch has: the standard deviation of its difference from its own blur."""
    stack = np.stack(patches)
    # along one side a blur is a matrix
    blur = cv2.GaussianBlur(np.eye(stack.shape[1], dtype=np.float32), (1, 11), 1.2)
    return np.asarray((stack - blur @ stack @ blur.T).std((1, 2)), np.float32)


def sleeves(person: Person, worn: Mask, sleeve: str | None, found: Compared | None) -> Check | None:
    """Share of points on the arms that are covered, or left bare, as the garment's sleeves say.

    Args:
        person: the wearer.
        worn: coverage of the new garment's sleeves and torso, hands and arms in front left out.
        sleeve: the garment's sleeve.
        found: the picture beside the garment's own colours: sleeves must be seen where the pose says.
    """
    wanted = {"long": "GGG", "three-quarter": "GGS", "short": ".SS", "none": "SSS"}.get(sleeve or "")
    if wanted is None:
        return None
    right, all_points = 0, 0
    height, width = person.mask.shape
    for shoulder, elbow, wrist in ((11, 13, 15), (12, 14, 16)):
        for want, (a, b, t) in zip(
            wanted, ((shoulder, elbow, 0.5), (elbow, wrist, 0.3), (elbow, wrist, 0.7)), strict=True
        ):
            x, y = np.round(person.landmarks[a] + (person.landmarks[b] - person.landmarks[a]) * t).astype(int)
            if want == "." or not (0 <= x < width and 0 <= y < height) or person.mask[y, x] < 0.5:
                continue
            all_points += 1
            right += bool(worn[y, x] >= 0.5) if want == "G" else bool(worn[y, x] < 0.5)
    value = right / all_points if all_points else 1.0
    if value >= REACH and found is not None and found.sleeve.sum() >= 12 and found.other[found.sleeve].mean() > TORN:
        gone = float(found.other[found.sleeve].mean())
        say = f"{100 * gone:.0f} % of the sleeves is not where it should be."
        return Check("sleeves", False, round(1 - gone, 3), REACH, say)
    say = (
        "The sleeves are as long as the garment's."
        if value >= REACH
        else "The sleeves do not reach where this garment's sleeves should."
    )
    return Check("sleeves", value >= REACH, round(value, 3), REACH, say)
