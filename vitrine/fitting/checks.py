"""What is verified on each result, by our own code: cheap, independent of how the picture was made.

Values are shares of pixels or points; each check has a bar and says in plain words what it found.
"""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from jaxtyping import UInt8

from vitrine.fitting.engine import Check
from vitrine.imaging.types import Labels, Mask, Picture, Region
from vitrine.people.person import Person

FACE: Final = tuple(range(11))
"""Landmarks of nose, eyes, ears and mouth."""
STILL: Final = 12
"""A pixel that differs by no more than this is the photo's own (8 bit, largest channel)."""


@dataclass(frozen=True, eq=False)
class Seen:
    """A print's features: their surroundings in the garment picture, and where the pose says they are worn."""

    patches: np.ndarray
    """(n, side, side) grey, as they should look at their place in the result."""
    at: np.ndarray
    """(n, 2) integer places (x, y) of their centres in the result."""


def difference(photo: Picture, image: Picture) -> UInt8[np.ndarray, "h w"]:
    """The largest difference of each pixel's channels."""
    apart = cv2.absdiff(photo, image)
    return np.asarray(np.maximum(np.maximum(apart[..., 0], apart[..., 1]), apart[..., 2]))


def outside(moved: Labels, mask: Mask) -> Check:
    """Pixels changed (`moved`, see `difference`) outside the edit."""
    changed = int(((moved > 0) & (mask <= 0)).sum())
    say = "Nothing outside the garment was touched." if not changed else f"{changed} pixels outside were changed."
    return Check("outside", changed == 0, float(changed), 0.0, say)


def face(person: Person, moved: Labels) -> Check:
    """Pixels of the face that changed."""
    points = person.landmarks[list(FACE)]
    spread = max(float(np.ptp(points[:, 0])), 4.0)
    centre = points.mean(0)
    canvas = np.zeros(person.mask.shape, np.uint8)
    axes = (max(1, round(0.5 * spread)), max(1, round(0.6 * spread)))
    cv2.ellipse(canvas, np.round(centre).astype(int).tolist(), axes, 0, 0, 360, 1, -1)
    changed = int(((moved > 0) & (canvas > 0)).sum())
    say = "The face is untouched." if not changed else f"{changed} pixels of the face were changed."
    return Check("face", changed == 0, float(changed), 0.0, say)


def outline(moved: Labels, skin: Region, worn: Mask) -> Check:
    """Share of the skin in sight, away from its rim, that is neither kept nor covered: a changed body."""
    core = cv2.erode(skin.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    value = float((core & (moved > 3 * STILL) & (worn < 0.05)).sum() / max(core.sum(), 1))
    say = (
        "The body's outline is the photo's."
        if value <= 0.02
        else f"{100 * value:.1f} % of the skin in sight was changed: the body may look different."
    )
    return Check("outline", value <= 0.02, round(value, 4), 0.02, say)


def leak(moved: Labels, old: Region, worn: Mask) -> Check:
    """Share of the old clothing that is still in sight where nothing new covers it."""
    still = moved <= STILL
    core = cv2.erode(old.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    if core.sum() < 200:
        return Check("leak", True, 0.0, 0.01, "There was no old clothing to remove.")
    value = float((core & still & (worn < 0.5)).sum() / core.sum())
    say = "No old clothing is left." if value <= 0.01 else f"{100 * value:.1f} % of the old clothing is still in sight."
    return Check("leak", value <= 0.01, round(value, 4), 0.01, say)


def print_found(image: Picture, features: Seen) -> Check:
    """Share of the garment's features that are found at their places, by normalised correlation."""
    if len(features.at) < 20:
        return Check("print", True, 1.0, 0.7, "The garment has no print to compare.")
    grey = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY).astype(np.float32)
    half = features.patches.shape[1] // 2
    found = 0
    for (x, y), patch in zip(features.at.tolist(), features.patches, strict=True):
        around = grey[y - half - 1 : y + half + 2, x - half - 1 : x + half + 2]
        score = cv2.matchTemplate(around, patch.astype(np.float32), cv2.TM_CCOEFF_NORMED)
        found += bool(score.max() > 0.7)
    value = found / len(features.at)
    say = (
        "The print is the garment's own."
        if value >= 0.7
        else f"Only {100 * value:.0f} % of the print was found again: it is folded, hidden or blurred."
    )
    return Check("print", value >= 0.7, round(value, 3), 0.7, say)


def sleeves(person: Person, worn: Mask, sleeve: str | None) -> Check | None:
    """Share of points on the arms that are covered, or left bare, as the garment's sleeves say.

    Args:
        person: the wearer.
        worn: coverage of the new garment's sleeves and torso, hands and arms in front left out.
        sleeve: the garment's sleeve.
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
    say = (
        "The sleeves are as long as the garment's."
        if value >= 0.8
        else "The sleeves do not reach where this garment's sleeves should."
    )
    return Check("sleeves", value >= 0.8, round(value, 3), 0.8, say)
